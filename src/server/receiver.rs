//! The receiver of messages at the other end of a request.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::coordination::message_bus::Receiver;
use crate::model::error::ReceiverGone;
use crate::store::queue::Content;

/// A client that waits for the answer to its request. It is gone when the request is dropped,
/// which happens when its connection is closed.
#[derive(Default)]
pub(super) struct Client {
    is_gone: Arc<AtomicBool>,
}

/// Notes that the client is gone when it is dropped.
pub(super) struct Connected(Arc<AtomicBool>);

impl Client {
    /// What the request keeps for as long as it is there.
    pub(super) fn connected(&self) -> Connected {
        Connected(Arc::clone(&self.is_gone))
    }
}

impl Drop for Connected {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Receiver for Client {
    fn content(&self) -> Content {
        Content::Whole
    }

    fn gone(&self) -> Option<ReceiverGone> {
        let is_gone = self.is_gone.load(Ordering::Relaxed);
        is_gone.then_some(ReceiverGone::Disconnected)
    }
}
