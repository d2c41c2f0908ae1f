//! `completions`: prints the completion script of a shell.

use super::super::error::Result;
use clap::Args;
use clap_complete::Shell;

use crate::cli::command_help::{CommandHelp, Program};
use crate::cli::exit_code::Exit;
use crate::cli::shell;
use crate::terminal::write_text;

#[derive(Debug, Args)]
pub(in crate::cli) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

/// The example and the exit codes of the command.
pub(super) const HELP: &[CommandHelp] = &[CommandHelp::local("completions", "bash", &[])];

pub(super) fn run(args: &CompletionsArgs, program: Program) -> Result<Exit> {
    let script = match shell::script(&args.shell.to_string()) {
        Some(script) => script?,
        None => words_alone(args.shell, program)?,
    };
    write_text(&script)?;
    Ok(Exit::DONE)
}

/// A script that knows the words of the program, and never asks it.
fn words_alone(shell: Shell, program: Program) -> Result<String> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut (program.tree)(), "flowrex-coord", &mut script);
    let script = String::from_utf8(script).map_err(anyhow::Error::from)?;
    Ok(script)
}
