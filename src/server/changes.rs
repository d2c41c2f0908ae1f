//! Tells waiting requests that something was committed, by this process or another. Reads
//! nothing of what was.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::store::{Result, Store};

/// How long the watching thread waits for one change before it looks whether it is still
/// needed.
const LOOK: Duration = Duration::from_secs(1);

/// How long to pause where the database cannot be watched.
const PAUSE: Duration = Duration::from_millis(100);

/// The commits of this and other processes.
pub(super) struct Changes {
    /// Counts them. A number that is skipped does not matter.
    sender: watch::Sender<u64>,
}

impl Changes {
    /// Watches the database of `store`, with a connection of its own, for as long as the
    /// result is kept.
    pub(super) fn watch(store: Store) -> std::io::Result<Arc<Self>> {
        let changes = Arc::new(Self {
            sender: watch::Sender::new(0),
        });
        let weak = Arc::downgrade(&changes);
        thread::Builder::new()
            .name("changes".to_owned())
            .spawn(move || {
                let mut cursor = crate::store::ChangeCursor::default();
                loop {
                    let is_news: Result<bool> =
                        store.wait_for_change(&mut cursor, Instant::now() + LOOK);
                    let Some(changes) = weak.upgrade() else {
                        return;
                    };
                    match is_news {
                        Ok(true) => changes.notify(),
                        Ok(false) => {}
                        Err(error) => {
                            tracing::warn!(%error, "cannot watch the database for changes");
                            changes.notify();
                            thread::sleep(PAUSE);
                        }
                    }
                }
            })?;
        Ok(changes)
    }

    /// Tells everybody who waits that something was committed.
    pub(super) fn notify(&self) {
        self.sender
            .send_modify(|count| *count = count.wrapping_add(1));
    }

    /// Is told of every change from now on.
    pub(super) fn subscribe(&self) -> watch::Receiver<u64> {
        self.sender.subscribe()
    }
}
