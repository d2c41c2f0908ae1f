//! The connections that the server reads with: each request reads from its own snapshot, next
//! to the writer. Writes nothing.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::task::block_in_place;

use crate::store::{Error, Result, Store};

/// How many requests read at the same time at most.
const READERS: usize = 8;

/// Opens a connection to read with.
pub type OpenStore = Arc<dyn Fn() -> Result<Store> + Send + Sync>;

/// A pool of connections.
pub(super) struct Readers {
    open: OpenStore,
    idle: Mutex<Vec<Store>>,
    permits: Semaphore,
}

impl Readers {
    /// A pool whose connections `open` opens when they are needed.
    pub(super) fn new(open: OpenStore) -> Self {
        Self {
            open,
            idle: Mutex::default(),
            permits: Semaphore::new(READERS),
        }
    }

    /// Reads something.
    pub(super) async fn read<T>(&self, f: impl FnOnce(&mut Store) -> Result<T>) -> Result<T> {
        let _permit = self.permit().await?;
        block_in_place(|| {
            let idle = self.idle().pop();
            let mut store = match idle {
                Some(store) => store,
                None => (self.open)()?,
            };
            let found = f(&mut store);
            // A connection whose file was replaced is not used again.
            if store.check_identity().is_ok() {
                self.idle().push(store);
            }
            found
        })
    }

    async fn permit(&self) -> Result<SemaphorePermit<'_>> {
        let closed = |_| Error::Internal("the readers are closed".to_owned());
        self.permits.acquire().await.map_err(closed)
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Store>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
