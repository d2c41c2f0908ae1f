//! Where the server listens, and its connections: bounded in number and in the time that a
//! client may take. Knows no route.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use listenfd::ListenFd;
use rustix::process::geteuid;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, UnixListener};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutWriter;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use super::asker::Peer;
use super::error::ServeError;
use super::settings::Settings;

/// How many connections there are at most.
const CONNECTIONS: usize = 512;

/// How many of them are reserved for the Unix socket if the server also listens on TCP. Clients
/// that exhaust the TCP connections cannot lock out the operator of the machine.
const LOCAL_CONNECTIONS: usize = 64;

/// How long a client may take to send the headers of a request.
const HEADERS_WITHIN: Duration = Duration::from_secs(10);

/// How long a client may read nothing of an answer.
const READS_WITHIN: Duration = Duration::from_secs(30);

/// How long what is in progress may take when the server ends.
const ENDS_WITHIN: Duration = Duration::from_secs(10);

/// How long to pause where no connection can be accepted.
const PAUSE: Duration = Duration::from_millis(100);

/// Everything that the server listens on.
pub(super) struct Listeners {
    tcp: Vec<TcpListener>,
    unix: Vec<(UnixListener, PathBuf)>,
    /// The sockets that this server has created, and removes.
    created: Vec<PathBuf>,
}

impl Listeners {
    /// Takes the sockets that systemd passes, or binds those of the settings.
    pub(super) fn bind(settings: &Settings) -> Result<Self, ServeError> {
        let mut listeners = Self::passed().map_err(ServeError::io("use the sockets of systemd"))?;
        if !listeners.tcp.is_empty() || !listeners.unix.is_empty() {
            return Ok(listeners);
        }
        if let Some(address) = settings.listen {
            let failed = |error| ServeError::Listen {
                address: address.to_string(),
                error,
            };
            listeners.tcp.push(bind_tcp(address).map_err(failed)?);
        }
        if let Some(path) = &settings.socket {
            let failed = |error| ServeError::Listen {
                address: path.display().to_string(),
                error,
            };
            let listener = bind_unix(path).map_err(failed)?;
            listeners.unix.push((listener, path.clone()));
            listeners.created.push(path.clone());
        }
        Ok(listeners)
    }

    fn passed() -> io::Result<Self> {
        let mut passed = ListenFd::from_env();
        let mut listeners = Self {
            tcp: Vec::new(),
            unix: Vec::new(),
            created: Vec::new(),
        };
        for at in 0..passed.len() {
            if let Ok(Some(listener)) = passed.take_tcp_listener(at) {
                listener.set_nonblocking(true)?;
                listeners.tcp.push(TcpListener::from_std(listener)?);
            } else if let Some(listener) = passed.take_unix_listener(at)? {
                listener.set_nonblocking(true)?;
                let path = listener.local_addr()?.as_pathname().map(Path::to_owned);
                let listener = UnixListener::from_std(listener)?;
                listeners.unix.push((listener, path.unwrap_or_default()));
            }
        }
        Ok(listeners)
    }

    /// Where it listens for TCP connections.
    pub(super) fn address(&self) -> Option<SocketAddr> {
        self.tcp
            .first()
            .and_then(|listener| listener.local_addr().ok())
    }

    /// What the operator is told: where it listens, and how to log in.
    pub(super) fn announcement(&self, code: &str) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(address) = self.address() {
            lines.push(format!("listening on http://{address}"));
            lines.push(format!(
                "log in within five minutes, once: http://{address}/login?code={code}"
            ));
        }
        let sockets = self.unix.iter();
        lines.extend(sockets.map(|(_, path)| format!("listening on {}", path.display())));
        lines
    }

    /// Serves until `ending` is cancelled, and then what is in progress to its end.
    pub(super) async fn serve(self, router: Router, ending: CancellationToken) {
        let (remote, local) = match (self.tcp.is_empty(), self.unix.is_empty()) {
            (false, false) => (CONNECTIONS - LOCAL_CONNECTIONS, LOCAL_CONNECTIONS),
            _ => (CONNECTIONS, CONNECTIONS),
        };
        let serving = Serving {
            router,
            ending: ending.clone(),
            connections: TaskTracker::new(),
            permits: Arc::new(Semaphore::new(remote)),
        };
        let serving_locally = Serving {
            permits: Arc::new(Semaphore::new(local)),
            ..serving.clone()
        };
        let accepting = TaskTracker::new();
        for listener in self.tcp {
            accepting.spawn(serving.clone().accept_tcp(listener));
        }
        for (listener, _) in self.unix {
            accepting.spawn(serving_locally.clone().accept_unix(listener));
        }
        accepting.close();
        accepting.wait().await;
        for path in &self.created {
            // It is of no use any more, whether it can be removed or not.
            let _ = fs::remove_file(path);
        }
        serving.connections.close();
        if timeout(ENDS_WITHIN, serving.connections.wait())
            .await
            .is_err()
        {
            tracing::warn!("ended with requests in progress");
        }
    }
}

fn bind_tcp(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = std::net::TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    TcpListener::from_std(listener)
}

/// Creates a socket that only its own user can connect to. Replaces a socket without a listener.
fn bind_unix(path: &Path) -> io::Result<UnixListener> {
    let is_socket = fs::symlink_metadata(path).is_ok_and(|found| found.file_type().is_socket());
    if is_socket && std::os::unix::net::UnixStream::connect(path).is_err() {
        fs::remove_file(path)?;
    }
    // Created under another name, made private, and only then linked to its path.
    let draft = path.with_added_extension(std::process::id().to_string());
    let listener = UnixListener::bind(&draft)?;
    let placed = fs::set_permissions(&draft, fs::Permissions::from_mode(0o600)).and_then(|()| {
        // Fails where something is there, unlike a rename.
        fs::hard_link(&draft, path)
    });
    fs::remove_file(&draft)?;
    placed.map(|()| listener)
}

/// What every connection needs.
#[derive(Clone)]
struct Serving {
    router: Router,
    ending: CancellationToken,
    connections: TaskTracker,
    permits: Arc<Semaphore>,
}

impl Serving {
    async fn accept_tcp(self, listener: TcpListener) {
        while let Some(permit) = self.permit().await {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                () = self.ending.cancelled() => return,
            };
            match accepted {
                Ok((stream, _)) => {
                    // Answers are small, and are not held back to be sent together.
                    let _ = stream.set_nodelay(true);
                    self.spawn(stream, Peer::Remote, permit);
                }
                Err(error) => pause(&error).await,
            }
        }
    }

    async fn accept_unix(self, listener: UnixListener) {
        while let Some(permit) = self.permit().await {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                () = self.ending.cancelled() => return,
            };
            match accepted {
                Ok((stream, _)) => {
                    let own = geteuid().as_raw();
                    let is_own_user = stream.peer_cred().is_ok_and(|peer| peer.uid() == own);
                    self.spawn(stream, Peer::Local { is_own_user }, permit);
                }
                Err(error) => pause(&error).await,
            }
        }
    }

    /// A place for one more connection; none when the server ends.
    async fn permit(&self) -> Option<OwnedSemaphorePermit> {
        tokio::select! {
            permit = Arc::clone(&self.permits).acquire_owned() => permit.ok(),
            () = self.ending.cancelled() => None,
        }
    }

    fn spawn<S>(&self, stream: S, peer: Peer, permit: OwnedSemaphorePermit)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let (router, ending) = (self.router.clone(), self.ending.clone());
        self.connections.spawn(async move {
            let _permit = permit;
            let mut patient = TimeoutWriter::new(stream);
            patient.set_timeout(Some(READS_WITHIN));
            let service = service_fn(move |request: hyper::Request<Incoming>| {
                let mut request = request.map(Body::new);
                request.extensions_mut().insert(peer);
                router.clone().oneshot(request)
            });
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEADERS_WITHIN)
                .serve_connection(TokioIo::new(Box::pin(patient)), service);
            tokio::pin!(connection);
            let served = tokio::select! {
                served = connection.as_mut() => served,
                () = ending.cancelled() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            tracing::debug!(error = ?served.err(), "a connection ended");
        });
    }
}

/// Waits before the next attempt: there may be no free file descriptor.
async fn pause(error: &io::Error) {
    tracing::warn!(%error, "cannot accept a connection");
    sleep(PAUSE).await;
}
