//! Answers a shell that completes a command line.
//!
//! What is offered for an argument is declared there, and found by [`candidates`].

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::{CommandFactory, FromArgMatches};

use super::candidates;
use super::context::Context;
use super::exit_code::Exit;
use super::globals::Globals;
use super::program::Cli;
use super::shell::{SHELLS, VARIABLE};
use crate::terminal::write_text;

/// Answers a shell that asks how the words after `--` may go on. `None` if no shell asks: then a
/// command is run, whatever the environment says.
pub(super) fn answer(args: &[OsString]) -> Option<Exit> {
    let words = args.get(2..).filter(|_| args[1] == "--")?;
    let shell = env::var(VARIABLE).ok()?;
    let completer = SHELLS.completer(&shell)?;
    if let Some(database) = database_named_in(words) {
        candidates::read_from(database);
    }
    let mut program = Cli::command();
    let mut answer = Vec::new();
    let folder = env::current_dir().ok();
    // What cannot be answered is not: a shell has nowhere to show an error.
    let _ = completer.write_complete(&mut program, words.to_vec(), folder.as_deref(), &mut answer);
    let _ = write_text(&String::from_utf8_lossy(&answer));
    Some(Exit::DONE)
}

/// The database that an unfinished command line is about, if that can be determined.
fn database_named_in(words: &[OsString]) -> Option<PathBuf> {
    let program = Cli::command().ignore_errors(true);
    let matches = program.try_get_matches_from(words).ok()?;
    let globals = Globals::from_arg_matches(&matches).ok()?;
    let quiet = Globals {
        verbose: false,
        ..globals
    };
    let context = Context::new(quiet, false).ok()?;
    Some(context.path().to_owned())
}
