//! What the handlers share: the one writer, the readers, and what is known of callers. Knows no
//! route.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::changes::Changes;
use super::cycles::Cycles;
use super::error::ServeError;
use super::hosts::Hosts;
use super::known_tokens::KnownTokens;
use super::readers::{OpenStore, Readers};
use super::sessions::Sessions;
use super::settings::Settings;
use super::verified::Verified;
use super::writer::Writer;
use crate::coordination::halt::{Called, HaltControl, without_database};
use crate::model::caller::Caller;
use crate::model::driver::Drivers;
use crate::model::halt::HaltScope;
use crate::model::sources::Sources;
use crate::model::text::Reason;
use crate::store::{self, Store};

/// How long a halt waits for others before it makes do with the halt file.
const HALT_WAITS: Duration = Duration::from_secs(2);

/// What the handlers share.
pub(super) struct App {
    pub(super) writer: Writer,
    pub(super) readers: Readers,
    /// Those of halts, which wait for no other request.
    pub(super) halting: Readers,
    pub(super) changes: Arc<Changes>,
    pub(super) cycles: Cycles,
    pub(super) sessions: Sessions,
    pub(super) known_tokens: KnownTokens,
    pub(super) hosts: Hosts,
    pub(super) drivers: Drivers,
    pub(super) open: OpenStore,
    /// How far the audit log was verified.
    pub(super) verified: Verified,
    /// Held by the one request that examines whether the server is ready.
    pub(super) examining: tokio::sync::Mutex<()>,
    pub(super) path: PathBuf,
    pub(super) sources: fn() -> Box<dyn Sources>,
    /// Cancelled when the server ends: what waits then answers with what it has.
    pub(super) ending: CancellationToken,
}

impl App {
    /// Opens what a server needs that listens at this address.
    pub(super) fn new(settings: Settings, address: Option<SocketAddr>) -> Result<Self, ServeError> {
        let starting = ServeError::io("start the server");
        let changes = Changes::watch((settings.open)()?).map_err(&starting)?;
        let writer = Writer::start((settings.open)()?, Arc::clone(&changes)).map_err(&starting)?;
        Ok(Self {
            writer,
            readers: Readers::new(Arc::clone(&settings.open)),
            halting: Readers::new(Arc::clone(&settings.open)),
            changes,
            cycles: Cycles::new(settings.cycle_program, settings.max_cycles),
            sessions: Sessions::new(settings.secret),
            known_tokens: KnownTokens::default(),
            hosts: Hosts::new(address, &settings.hosts),
            drivers: settings.drivers,
            open: settings.open,
            verified: Verified::default(),
            examining: tokio::sync::Mutex::default(),
            path: settings.path,
            sources: settings.sources,
            ending: CancellationToken::new(),
        })
    }

    /// Calls a halt, also when the database cannot be opened, or not be written.
    pub(super) async fn halt(
        self: &Arc<Self>,
        caller: Caller,
        reason: Reason,
        scope: impl FnOnce(&mut Store) -> store::Result<HaltScope> + Send + 'static,
    ) -> store::Result<Called> {
        let app = Arc::clone(self);
        let halt = self.detached(move || app.call_halt(&caller, &reason, scope));
        let halt = halt.await;
        self.changes.notify();
        halt
    }

    fn call_halt(
        &self,
        caller: &Caller,
        reason: &Reason,
        scope: impl FnOnce(&mut Store) -> store::Result<HaltScope>,
    ) -> store::Result<Called> {
        let without = |error| {
            let sources = (self.sources)();
            without_database(&self.path, caller, reason, error, sources.as_ref())
        };
        let mut store = match (self.open)() {
            Ok(store) => store,
            Err(error) => return without(error),
        };
        match scope(&mut store) {
            Ok(scope) => {
                let caller = caller.within(HALT_WAITS);
                HaltControl::new(&mut store).request(&caller, &scope, reason)
            }
            Err(error @ store::Error::Rule(_)) => Err(error),
            // Which cycle is meant cannot be read: then everything is halted.
            Err(error) => without(error),
        }
    }

    /// Runs an operation that belongs in no group, on a connection of its own: one that waits
    /// for others, or that must not wait for them.
    pub(super) async fn apart<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Store) -> store::Result<T> + Send + 'static,
    ) -> store::Result<T> {
        let open = Arc::clone(&self.open);
        self.detached(move || f(&mut open()?)).await
    }

    /// Runs what opens the database by itself, on a thread of its own.
    pub(super) async fn detached<T: Send + 'static>(
        &self,
        f: impl FnOnce() -> store::Result<T> + Send + 'static,
    ) -> store::Result<T> {
        let done = tokio::task::spawn_blocking(f).await;
        let died = |error| store::Error::Internal(format!("an operation failed: {error}"));
        done.unwrap_or_else(|error| Err(died(error)))
    }
}
