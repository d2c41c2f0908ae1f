//! The page for browsers: what it answers to any client, and what it does in a real browser.
//! Each test is named after the promise that it checks.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that cannot go on must stop"
)]
#![allow(unreachable_pub, reason = "everything here is one binary")]

mod browser;
#[path = "../it/common.rs"]
#[allow(dead_code, reason = "the other binaries of tests use the rest")]
mod common;
mod http;
mod in_browser;
mod over_http;
mod server;
