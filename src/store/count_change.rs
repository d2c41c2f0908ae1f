//! What a transaction changes of the counters of messages.

use std::collections::BTreeMap;

use crate::model::delivery_state::{DeliveryState, MessageStatus};
use crate::model::id::AgentName;
use crate::model::message::Priority;
use crate::model::words::words;

words! {
    /// How a message is counted: by its status, and among the pending by whether a delay
    /// holds them back.
    Standing, by word, "messages are counted as":
    /// Waits to be claimed.
    Pending = "pending",
    /// Waits for a delay to end.
    Delayed = "delayed",
    /// Given to a receiver.
    Claimed = "claimed",
    /// Acked or answered.
    Processed = "processed",
    /// Expired or withdrawn.
    Expired = "expired",
    /// Delivered too often.
    Dead = "dead",
}

impl Standing {
    /// How a message with this state is counted.
    pub(super) const fn of(delivery_state: &DeliveryState) -> Self {
        match delivery_state.status {
            MessageStatus::Pending if delivery_state.not_before.is_some() => Self::Delayed,
            MessageStatus::Pending => Self::Pending,
            MessageStatus::Claimed => Self::Claimed,
            MessageStatus::Processed => Self::Processed,
            MessageStatus::Expired => Self::Expired,
            MessageStatus::Dead => Self::Dead,
        }
    }

    /// The status of the messages.
    pub(super) const fn status(self) -> MessageStatus {
        match self {
            Self::Pending | Self::Delayed => MessageStatus::Pending,
            Self::Claimed => MessageStatus::Claimed,
            Self::Processed => MessageStatus::Processed,
            Self::Expired => MessageStatus::Expired,
            Self::Dead => MessageStatus::Dead,
        }
    }
}

/// What is counted together.
pub(super) type Key = (AgentName, Standing, Priority);

/// How many messages, and how many deliveries of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) messages: i64,
    pub(super) deliveries: i64,
}

/// What a transaction changes of the counters.
#[derive(Clone, Debug, Default)]
pub(super) struct Changes(pub(super) BTreeMap<Key, Count>);

/// A message, as far as it is counted.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    pub(super) to: AgentName,
    pub(super) standing: Standing,
    pub(super) priority: Priority,
    pub(super) deliveries: u32,
}

impl Changes {
    /// A message is stored.
    pub(super) fn added(&mut self, message: Counted) {
        self.change(message, 1);
    }

    /// A message is gone.
    pub(super) fn removed(&mut self, message: Counted) {
        self.change(message, -1);
    }

    fn change(&mut self, message: Counted, by: i64) {
        let key = (message.to, message.standing, message.priority);
        let count = self.0.entry(key).or_default();
        count.messages += by;
        count.deliveries += by * i64::from(message.deliveries);
    }
}
