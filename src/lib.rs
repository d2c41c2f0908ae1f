//! `flowrex-coord` coordinates the AI agents of a trading system over one local
//! `SQLite` file. This library is the whole of it; the binary only calls
//! [`cli::main`].
//!
//! The rooms, and the one way in which they know of each other:
//!
//! ```text
//! cli → { agents, output } → coordination → store → model
//! ```
//!
//! - [`model`]: what is true. Pure: no I/O, no clock, no SQL.
//! - [`store`]: the only SQL. One way to read, one way to write.
//! - [`coordination`]: one operation at a time, each in one transaction.
//! - [`agents`]: how the pipeline reaches an agent.
//! - [`output`]: the only writer to standard output.
//! - [`cli`]: what was typed, and what it means. Decides nothing.
//! - [`failpoint`]: deliberate defects for the tests; below all, and in no release.
//!
//! What always holds:
//!
//! - Every change is one `IMMEDIATE` transaction through
//!   [`store::Store::write`], which asks the gate of the model
//!   ([`model::operation::admit`]) and makes sure that the change left an event
//!   in the audit log.
//! - A halt is checked inside the transaction of what it would stop.
//! - Order comes from sequence numbers, never from a clock.
//! - Time, ids and randomness are handed in ([`model::clock::Ambient`]).

pub mod agents;
pub mod cli;
pub mod coordination;
pub mod failpoint;
pub mod model;
pub mod output;
pub mod store;
