//! Answers a shell that completes a command line, and writes the script that makes it ask.
//!
//! What is offered for an argument is declared there, and found by [`candidates`].

use std::ffi::OsString;
use std::path::PathBuf;
use std::{env, io};

use clap::{CommandFactory, FromArgMatches};
use clap_complete::env::{Bash, Fish, Shells, Zsh};

use super::context::Context;
use super::exit_code::Exit;
use super::{Cli, Globals, candidates};
use crate::terminal::write_text;

/// The variable of the environment in which a shell says which one it is.
const VARIABLE: &str = "FLOWREX_COMPLETE";

/// The shells that can be answered.
const SHELLS: Shells<'_> = Shells(&[&Bash, &Fish, &Zsh]);

/// What `zsh` needs beside to complete at the first key press, where it has found the
/// script by its name.
const AUTOLOADED: &str = r#"
if [[ "${funcstack[1]}" == _flowrex-coord ]]; then
    _clap_dynamic_completer_flowrex_coord
fi
"#;

/// The script that makes a shell ask, for those that can be answered.
pub(super) fn script(shell: &str) -> Option<io::Result<String>> {
    let completer = SHELLS.completer(shell)?;
    let name = "flowrex-coord";
    let mut script = Vec::new();
    let written = completer.write_registration(VARIABLE, name, name, name, &mut script);
    if completer.is("zsh") {
        script.extend(AUTOLOADED.bytes());
    }
    Some(written.map(|()| String::from_utf8_lossy(&script).into_owned()))
}

/// Answers a shell that asks how the words after `--` may go on. None where it is no
/// shell that asks: a command is run, whatever the environment says.
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

/// The database that an unfinished command line is about, if that can be told.
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
