//! The clock and the randomness of the system, which the program hands to its operations.

use chrono::Utc;
use uuid::Uuid;

use crate::model::clock::{Clock, Timestamp};
use crate::model::id::IdSource;

/// The real clock and real randomness.
pub(super) struct System;

impl Clock for System {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the time is read"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(Utc::now().timestamp_millis())
    }
}

impl IdSource for System {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where ids are drawn"
    )]
    fn uuid(&self) -> Uuid {
        // In the order of time, so that they come to stand next to one another in
        // an index: a batch of messages then writes a few pages of it, not hundreds.
        Uuid::now_v7()
    }
}
