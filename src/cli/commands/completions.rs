//! `completions`: what a shell needs to complete our commands.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Exit;
use crate::cli::Cli;
use crate::output::write_text;

#[derive(Debug, Args)]
pub(in crate::cli) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

pub(super) fn run(args: &CompletionsArgs) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(
        args.shell,
        &mut Cli::command(),
        "flowrex-coord",
        &mut script,
    );
    write_text(&String::from_utf8(script)?)?;
    Ok(Exit::DONE)
}
