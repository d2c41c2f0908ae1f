//! The command line: turns what was typed into types that cannot hold a bad
//! value, calls one operation, and has the answer printed. Decides nothing.

mod args;
mod candidates;
pub mod command_help;
mod command_line;
mod commands;
mod completion;
mod config;
pub mod context;
mod error;
pub mod exit_code;
mod follow;
mod globals;
mod hangup;
pub mod help;
mod hint;
mod lines;
mod pages;
mod program;
mod receiver;
mod scratch;
mod session;
mod shell;
mod system;

use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::Arc;

use clap::error::ErrorKind as ClapErrorKind;
use signal_hook::consts::SIGXFSZ;

use crate::agents::watchdog;
use crate::model::error::ErrorKind;
use crate::terminal::{self, Format};
use command_help::Program;
use command_line::CommandLine;
use context::Context;
use exit_code::Exit;
use program::Cli;
use system::System;

pub use commands::Server;

/// The program as the commands `man` and `completions` describe it.
const PROGRAM: Program = Program {
    tree: help::tree,
    help: help::of,
};

/// The whole program: parses `args`, runs the command and returns its exit code. `server` is
/// how `serve` gets a server.
pub fn main(args: impl IntoIterator<Item = OsString>, server: Server) -> ExitCode {
    let args: Vec<_> = args.into_iter().collect();
    if args.first().is_some_and(|name| name == watchdog::NAME) {
        return watchdog::main(args, || Box::new(System));
    }
    if let Some(exit) = completion::answer(&args) {
        return ExitCode::from(exit.code());
    }
    outlive_size_limit();
    let exit = match CommandLine::parse(&args) {
        Ok((typed, cli)) => run(cli, &typed, server),
        Err(error) => not_parsed(&args, error),
    };
    ExitCode::from(exit.code())
}

/// A file that may not grow any more is an error like a full disk, and not the end of
/// the process by a signal.
fn outlive_size_limit() {
    // Where it cannot be caught, all that is missing is the error.
    let _ = signal_hook::flag::register(SIGXFSZ, Arc::default());
}

fn run(cli: Cli, typed: &CommandLine, server: Server) -> Exit {
    let format = cli.globals.output;
    let outcome = Context::new(cli.globals, cli.command.is_halt()).and_then(|context| {
        let exit = commands::run(cli.command, &context, PROGRAM, server)?;
        Ok(if context.was_halted() {
            halted_late(exit)
        } else {
            exit
        })
    });
    outcome.unwrap_or_else(|error| {
        let error = typed.locate(error);
        error::report(&error, context::format(format).unwrap_or_default())
    })
}

/// How a command ends during whose commit a halt came.
fn halted_late(exit: Exit) -> Exit {
    error::note(
        "warning: a halt came while this was being committed: the printed change is committed, and \
         a command that was being claimed was released; see `flowrex-coord halt status`",
    );
    let kinds = [ErrorKind::Deadline, ErrorKind::WaitingForApproval];
    if exit == Exit::DONE || kinds.map(Exit::of).contains(&exit) {
        return Exit::of(ErrorKind::Halted);
    }
    exit
}

/// Help and the version are data; everything else that clap says is an error
/// of usage.
fn not_parsed(args: &[OsString], error: clap::Error) -> Exit {
    let format = || command_line::format(args);
    match error.kind() {
        ClapErrorKind::DisplayVersion => return print(&error.render().to_string()),
        ClapErrorKind::DisplayHelp => return print(&help::requested(args, &error)),
        ClapErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            return error::report_usage(&help::requested(args, &error), format());
        }
        ClapErrorKind::InvalidUtf8 => {
            if let Some(error) = command_line::not_text(args) {
                return error::report(&error, format());
            }
        }
        _ => {}
    }
    let error = command_line::with_nearest(error);
    error::report_usage(&error.render().to_string(), format())
}

fn print(text: &str) -> Exit {
    match terminal::write_text(text) {
        Ok(()) => Exit::DONE,
        Err(error) => error::report(&error.into(), Format::Table),
    }
}
