//! What the handlers share: the one writer, the readers, and what is known of callers. Knows no
//! route.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

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
use crate::model::driver::Drivers;
use crate::model::sources::Sources;
use crate::store::{self, Store};

/// What the handlers share.
pub(super) struct App {
    pub(super) writer: Writer,
    pub(super) readers: Readers,
    pub(super) changes: Arc<Changes>,
    pub(super) cycles: Cycles,
    pub(super) sessions: Sessions,
    pub(super) known_tokens: KnownTokens,
    pub(super) hosts: Hosts,
    pub(super) drivers: Drivers,
    pub(super) open: OpenStore,
    /// How far the audit log was verified.
    pub(super) verified: Verified,
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
            changes,
            cycles: Cycles::new(settings.cycle_program, settings.max_cycles),
            sessions: Sessions::new(settings.secret),
            known_tokens: KnownTokens::default(),
            hosts: Hosts::new(address, &settings.hosts),
            drivers: settings.drivers,
            open: settings.open,
            verified: Verified::default(),
            path: settings.path,
            sources: settings.sources,
            ending: CancellationToken::new(),
        })
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
