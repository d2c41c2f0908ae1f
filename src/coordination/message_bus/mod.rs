//! The message bus: priority delivery, leases, replies, dead letters.
//!
//! It never parses a payload, and reading deletes nothing.

mod batch;
mod bus;
mod dead_letter;
mod overdue;
#[cfg(test)]
pub(super) mod query_plan_tests;
mod receive;
mod request;
mod send;
mod settle;

pub use batch::SentBatch;
pub use bus::{MessageBus, Traced};
pub(super) use overdue::settle_overdue;
pub use receive::{Batch, Readiness, Receive, Receiver, Undelivered};
pub use request::Awaited;
pub use send::{Over, Sent};
pub(super) use send::{Sending, send_one};
pub use settle::Nack;
pub(super) use settle::{take, take_response};
