//! The resident server: the operations of the command line over HTTP, for agents that stay
//! connected, for programs in any language, and for people with a browser.
//!
//! A route parses, calls one operation and answers. The rules, the gate and the file are those
//! of the command line, which works beside it. Cycles run in processes of their own.

mod app;
mod asker;
mod changes;
mod cycles;
mod error;
mod hint;
mod hosts;
mod input;
mod known_tokens;
mod listed;
mod listen;
mod page;
mod problem;
mod readers;
mod receiver;
mod routes;
mod sessions;
mod settings;
mod verified;
mod writer;

use std::sync::Arc;

use tokio::runtime;
use tokio::signal::unix::{SignalKind, signal};

use app::App;
pub use cycles::CycleProgram;
pub use error::ServeError;
use listen::Listeners;
pub use readers::OpenStore;
pub use sessions::Secret;
pub use settings::Settings;

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
    let note = settings.note;
    let starting = ServeError::io("start the server");
    let (agent, token) = (settings.agent.clone(), settings.token.clone());
    let app = Arc::new(App::new(settings, listeners.address())?);
    // Registered before the server announces that it listens, so that no signal is missed.
    let mut terminate = signal(SignalKind::terminate()).map_err(&starting)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(&starting)?;
    let code = app.sessions.issue_code(agent, token);
    let code = code.map_err(ServeError::io("draw random bytes"))?;
    for line in listeners.announcement(&code) {
        note(&line);
    }
    let router = routes::router(Arc::clone(&app));
    let serving = listeners.serve(router, app.ending.clone());
    // Fails if the server was not started by systemd, which is no error.
    let _ = sd_notify::notify(&[sd_notify::NotifyState::Ready]);
    tokio::pin!(serving);
    tokio::select! {
        () = &mut serving => return Ok(()),
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    let _ = sd_notify::notify(&[sd_notify::NotifyState::Stopping]);
    app.ending.cancel();
    serving.await;
    Ok(())
}
