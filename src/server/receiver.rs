//! The receiver of messages at the other end of a request.

use std::mem;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::writer::Poster;
use crate::coordination::message_bus::{Batch, MessageBus, Receive, Receiver, Undelivered};
use crate::model::caller::Caller;
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
    /// A guard that the request keeps until it is answered or dropped.
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

/// Messages that are claimed and not yet sent. If this is dropped before, because the client has
/// disconnected, they are returned to the queue.
pub(super) struct Held {
    batch: Batch,
    undelivered: Vec<Undelivered>,
    by: Caller,
    poster: Poster,
}

impl Held {
    pub(super) fn new(batch: Batch, how: &Receive, by: Caller, poster: Poster) -> Self {
        let claimed = batch.claimed.iter();
        Self {
            undelivered: claimed.map(|one| Undelivered::of(one, how)).collect(),
            batch,
            by,
            poster,
        }
    }

    /// The messages, for a client that is still connected.
    pub(super) fn hand_over(mut self) -> Batch {
        self.undelivered.clear();
        mem::replace(&mut self.batch, Batch::EMPTY)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let undelivered = mem::take(&mut self.undelivered);
        if undelivered.is_empty() {
            return;
        }
        let by = self.by.clone();
        self.poster.post(move |store| {
            let reason = ReceiverGone::Disconnected.to_string();
            let returned = MessageBus::new(store).return_undelivered(&by, &undelivered, &reason);
            returned.map(drop).inspect_err(|error| {
                tracing::warn!(%error, "claimed messages could not be returned to the queue");
            })
        });
    }
}
