//! `flowrex-coord` coordinates the AI agents of a trading system over one local
//! `SQLite` file. This library is the whole of it; the binary only calls
//! [`cli::main`].
//!
//! The modules. Each may use those to its right:
//!
//! ```text
//! cli → { agents, { terminal, server } → view } → coordination → store → model
//! ```
//!
//! - [`model`]: identifiers, domain types, rules and errors. Pure: no I/O, no clock, no SQL.
//! - [`store`]: the only SQL. One way to read, one way to write.
//! - [`coordination`]: the operations, each in one transaction.
//! - [`agents`]: the drivers that reach an agent, and the watchdog of its processes.
//! - [`view`]: the types of everything that is shown. No terminal, no HTML.
//! - [`terminal`]: the only writer to standard output.
//! - [`server`]: the same operations over HTTP. Only the program `flowrex-coord-server` has it.
//! - [`cli`]: arguments, exit codes and error messages. Decides nothing.
//! - [`failpoint`]: deliberate defects for the tests; below all, and in no release.
//!
//! What always holds:
//!
//! - Every change is one `IMMEDIATE` transaction through [`store::Store::write`] or
//!   [`store::Store::write_on_cycle`], which asks the gate of the model
//!   ([`model::operation::admit`]) and makes sure that the change left an event in the audit
//!   log.
//! - A halt is checked inside the transaction of what it would stop.
//! - Order comes from sequence numbers, never from a clock.
//! - Time, ids and randomness are handed in ([`model::clock::Clock`], [`model::id::IdSource`]).

pub mod agents;
pub mod cli;
pub mod coordination;
pub mod failpoint;
pub mod model;
pub mod server;
pub mod store;
pub mod terminal;
pub mod view;
