//! The `flowrex-coord` command: see the library for what it is made of.

use std::process::ExitCode;

use flowrex_coord::cli::{self, Server};

fn main() -> ExitCode {
    cli::main(std::env::args_os(), Server::Program("flowrex-coord-server"))
}
