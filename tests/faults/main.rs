//! What the program survives: faults, and many processes at once. Each test is
//! named after the promise that it checks.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that cannot go on must stop"
)]
#![allow(unreachable_pub, reason = "everything here is one binary")]

#[path = "../it/common.rs"]
#[allow(dead_code, reason = "the other binary of tests uses the rest")]
mod common;
mod history;
mod limits;
mod pipeline;
mod server;
mod sweep;
