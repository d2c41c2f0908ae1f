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
mod agents;
mod answers;
mod approval;
mod arguments;
mod audit;
mod bad_input;
mod commits;
mod common;
mod completions;
mod config;
mod counters;
mod creation;
mod crosscheck;
mod cycle;
mod database;
mod database_care;
mod diagnostics;
mod dispatch;
mod examples;
mod following;
mod halt;
mod halt_kills;
mod halt_orders;
mod halt_while_committing;
mod handing_over;
mod health;
mod help;
mod history;
mod hostile;
mod interleaving;
mod layout;
mod looking;
mod manual;
mod message;
mod metrics;
mod mode;
mod next_steps;
mod output;
mod pages;
mod parsing;
mod pictures;
mod process_trees;
mod processes;
mod promises;
mod properties;
mod prune;
mod readme;
mod recovery;
mod replay;
mod request;
mod restore;
mod sections;
mod sending;
mod server;
mod settling;
mod shared_state;
mod source_faults;
mod status;
mod store;
mod strict;
mod terminal;
mod texts;
mod token;
mod tools;
mod watch;
mod write_queue;
