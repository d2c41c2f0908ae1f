//! The program that `flowrex-coord serve` starts: the same command line, with the server in it.
//! Apart from it, so that the short commands stay small and start fast.

use std::process::ExitCode;

use flowrex_coord::cli::{self, Server};
use flowrex_coord::server;

fn main() -> ExitCode {
    cli::main(std::env::args_os(), Server::Here(server::serve))
}
