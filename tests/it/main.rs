//! The tests of the whole: each runs the built binary, or the library over a
//! real file, and is named after the promise that it checks.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that cannot go on must stop"
)]
#![allow(unreachable_pub, reason = "everything here is one binary")]

mod agent;
mod audit;
mod bad_input;
mod commits;
mod common;
mod completions;
mod crosscheck;
mod cycle;
mod database;
mod halt;
mod health;
mod message;
mod mode;
mod output;
mod processes;
mod properties;
mod readme;
mod shared_state;
mod source_faults;
