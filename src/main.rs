//! The `flowrex-coord` command: see the library for what it is made of.

use std::process::ExitCode;

fn main() -> ExitCode {
    flowrex_coord::cli::main(std::env::args_os())
}
