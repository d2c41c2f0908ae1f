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
mod hangup;
pub mod help;
mod hint;
mod lines;
mod pages;
mod receiver;
mod scratch;
mod session;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use clap::error::ErrorKind as ClapErrorKind;
use clap_complete::engine::ArgValueCandidates;
use signal_hook::consts::SIGXFSZ;

use crate::agents::watchdog;
use crate::model::error::ErrorKind;
use crate::terminal::{self, Format};
use args::Asker;
use command_line::CommandLine;
use commands::Command;
use context::Context;
use exit_code::Exit;

/// Coordinates the AI agents of a trading system over one local SQLite file.
///
/// A supervisor takes strategy, risk and execution agents through cycles with a fixed order of
/// phases: analyse, validate, execute, monitor. Agents exchange messages by priority, write to
/// their own part of a shared state, report their health, and can be halted by anyone at any
/// time.
#[derive(Debug, Parser)]
#[command(name = "flowrex-coord", version)]
#[command(
    propagate_version = true,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub struct Cli {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

/// What every command understands.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Global options")]
pub struct Globals {
    /// The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]
    #[arg(long, value_name = "FILE", global = true, hide_short_help = true)]
    db: Option<PathBuf>,

    /// The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]
    #[arg(
        long = "as",
        id = "as",
        value_name = "NAME",
        global = true,
        hide_short_help = true
    )]
    #[arg(add = ArgValueCandidates::new(candidates::agents))]
    actor: Option<Asker>,

    /// A file with the token of that agent, as printed by `agent enroll` [env:
    /// `FLOWREX_TOKEN=TOKEN`]
    #[arg(long, value_name = "FILE", global = true, hide_short_help = true)]
    token_file: Option<PathBuf>,

    /// The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]
    #[arg(
        short,
        long,
        value_name = "FORMAT",
        global = true,
        hide_short_help = true
    )]
    #[arg(value_parser = args::format(), hide_possible_values = true)]
    output: Option<Format>,

    /// Print only the essential, such as an id
    #[arg(short, long, global = true, hide_short_help = true)]
    quiet: bool,

    /// Log progress to stderr
    #[arg(short, long, global = true, hide_short_help = true)]
    verbose: bool,

    /// How long to wait for the write lock of the database [default: 30s]
    #[arg(
        long,
        value_name = "DURATION",
        global = true,
        hide_short_help = true,
        allow_hyphen_values = true
    )]
    #[arg(value_parser = args::duration)]
    busy_timeout: Option<Duration>,

    /// The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG
    /// configuration directory]
    #[arg(long, value_name = "FILE", global = true, hide_short_help = true)]
    config: Option<PathBuf>,
}

/// The whole program: parses `args`, runs the command and returns its exit code.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<_> = args.into_iter().collect();
    if args.first().is_some_and(|name| name == watchdog::NAME) {
        return watchdog::main(args, || Box::new(context::System));
    }
    if let Some(exit) = completion::answer(&args) {
        return ExitCode::from(exit.code());
    }
    outlive_size_limit();
    let exit = match CommandLine::parse(&args) {
        Ok((typed, cli)) => run(cli, &typed),
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

fn run(cli: Cli, typed: &CommandLine) -> Exit {
    let format = cli.globals.output;
    let outcome = Context::new(cli.globals, cli.command.is_halt()).and_then(|context| {
        let exit = commands::run(cli.command, &context)?;
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
        "warning: a halt came while this was being committed: what is printed stands, and a \
         command that was being claimed was given back; see `flowrex-coord halt status`",
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
