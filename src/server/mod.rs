//! The resident server: the operations of the command line over HTTP, for agents that stay
//! connected, for programs in any language, and for people with a browser.
//!
//! A route parses, calls one operation and answers. The rules, the gate and the file are those
//! of the command line, which works beside it. Cycles run in processes of their own.

mod asker;
mod changes;
mod cycles;
mod hint;
mod hosts;
mod input;
mod listen;
mod page;
mod problem;
mod readers;
mod receiver;
mod routes;
mod sessions;
mod writer;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::runtime;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::model::driver::Drivers;
use crate::model::id::AgentName;
use crate::model::sources::Sources;
use crate::model::token::Token;
use crate::store::{self, Store};
use asker::KnownTokens;
use changes::Changes;
pub use cycles::CycleProgram;
use cycles::Cycles;
use hosts::Hosts;
use listen::Listeners;
pub use readers::OpenStore;
use readers::Readers;
use routes::Verified;
pub use sessions::Secret;
use sessions::Sessions;
use writer::Writer;

/// What a server is started with.
pub struct Settings {
    /// Where to listen for TCP connections; none where only a socket is wanted.
    pub listen: Option<SocketAddr>,
    /// Where to listen for connections of this machine.
    pub socket: Option<PathBuf>,
    /// The names by which browsers may address it, besides those of the loopback interface.
    pub hosts: Vec<String>,
    /// The agent that a browser acts as which logs in with the one-time link.
    pub agent: AgentName,
    /// What shows that it may.
    pub token: Option<Token>,
    /// How the agents of a cycle are reached, where nobody says otherwise.
    pub drivers: Drivers,
    /// What runs cycles.
    pub cycle_program: CycleProgram,
    /// How many cycles run at the same time at most.
    pub max_cycles: usize,
    /// Opens the database.
    pub open: OpenStore,
    /// Where the database is: a halt reaches its halt file also where it cannot be opened.
    pub path: PathBuf,
    /// The clock and the randomness of such a halt.
    pub sources: fn() -> Box<dyn Sources>,
    /// Draws 256 random bits.
    pub secret: Secret,
    /// Tells the operator something.
    pub note: fn(&str),
}

/// Why a server cannot start or go on.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The database cannot be used.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// It cannot listen.
    #[error("cannot listen on {address}: {error}")]
    Listen {
        /// Where.
        address: String,
        /// Why not.
        error: std::io::Error,
    },
    /// The operating system reported an error.
    #[error("cannot {doing}: {error}")]
    Io {
        /// What was tried.
        doing: &'static str,
        /// What came back.
        error: std::io::Error,
    },
}

impl ServeError {
    fn io(doing: &'static str) -> impl Fn(std::io::Error) -> Self {
        move |error| Self::Io { doing, error }
    }
}

/// What the handlers share.
struct App {
    writer: Writer,
    readers: Readers,
    changes: Arc<Changes>,
    cycles: Cycles,
    sessions: Sessions,
    known_tokens: KnownTokens,
    hosts: Hosts,
    drivers: Drivers,
    open: OpenStore,
    /// How far the audit log was verified.
    verified: Verified,
    path: PathBuf,
    sources: fn() -> Box<dyn Sources>,
    /// Cancelled when the server ends: what waits then answers with what it has.
    ending: CancellationToken,
}

impl App {
    /// Runs an operation that belongs in no group, on a connection of its own: one that waits
    /// for others, or that must not wait for them.
    async fn apart<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Store) -> store::Result<T> + Send + 'static,
    ) -> store::Result<T> {
        let open = Arc::clone(&self.open);
        self.detached(move || f(&mut open()?)).await
    }

    /// Runs what opens the database by itself, on a thread of its own.
    async fn detached<T: Send + 'static>(
        &self,
        f: impl FnOnce() -> store::Result<T> + Send + 'static,
    ) -> store::Result<T> {
        let done = tokio::task::spawn_blocking(f).await;
        let died = |error| store::Error::Internal(format!("an operation failed: {error}"));
        done.unwrap_or_else(|error| Err(died(error)))
    }
}

/// Serves until SIGTERM or SIGINT.
pub fn serve(settings: Settings) -> Result<(), ServeError> {
    let runtime = runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(ServeError::io("start the server"))?;
    let served = runtime.block_on(run(settings));
    // What still runs has had its time.
    runtime.shutdown_background();
    served
}

async fn run(settings: Settings) -> Result<(), ServeError> {
    let listeners = Listeners::bind(&settings)?;
    let starting = ServeError::io("start the server");
    let changes = Changes::watch((settings.open)()?).map_err(&starting)?;
    let writer = Writer::start((settings.open)()?, Arc::clone(&changes)).map_err(&starting)?;
    let ending = CancellationToken::new();
    let app = Arc::new(App {
        writer,
        readers: Readers::new(Arc::clone(&settings.open)),
        changes,
        cycles: Cycles::new(settings.cycle_program, settings.max_cycles),
        verified: Verified::default(),
        sessions: Sessions::new(settings.secret),
        known_tokens: KnownTokens::default(),
        hosts: Hosts::new(listeners.address(), &settings.hosts),
        drivers: settings.drivers,
        open: settings.open,
        path: settings.path,
        sources: settings.sources,
        ending: ending.clone(),
    });
    let code = app.sessions.issue_code(settings.agent, settings.token);
    let code = code.map_err(ServeError::io("draw random bytes"))?;
    for line in listeners.announcement(&code) {
        (settings.note)(&line);
    }
    let mut terminate = signal(SignalKind::terminate()).map_err(&starting)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(&starting)?;
    let router = routes::router(Arc::clone(&app));
    let serving = listeners.serve(router, ending.clone());
    // Where systemd does not wait for it, there is nobody to tell.
    let _ = sd_notify::notify(&[sd_notify::NotifyState::Ready]);
    tokio::pin!(serving);
    tokio::select! {
        () = &mut serving => return Ok(()),
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    let _ = sd_notify::notify(&[sd_notify::NotifyState::Stopping]);
    ending.cancel();
    serving.await;
    Ok(())
}
