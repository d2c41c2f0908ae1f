//! `mode`: whether execution may execute or only propose.

use super::super::error::Result;
use clap::{Args, Subcommand};
use clap_complete::engine::ArgValueCandidates;

use crate::cli::candidates;
use crate::cli::command_help::CommandHelp;
use crate::cli::context::Context;
use crate::cli::exit_code::{DENIED, Exit, HALTED, UNHEALTHY};
use crate::coordination::mode::SystemMode;
use crate::model::mode::Mode;
use crate::model::text::Reason;
use crate::view::mode::ModeView;

#[derive(Debug, Args)]
pub(in crate::cli) struct ModeArgs {
    #[command(subcommand)]
    command: Option<ModeCommand>,
}

#[derive(Debug, Subcommand)]
enum ModeCommand {
    /// Set the mode of the cycles that start from now on
    Set {
        /// guide or autonomous
        #[arg(add = ArgValueCandidates::new(candidates::modes))]
        mode: Mode,
        /// Why
        #[arg(long)]
        reason: Reason,
    },
}

/// The example and the exit codes of each command.
pub(super) const HELP: &[CommandHelp] = &[
    CommandHelp::database("mode", "", &[]),
    CommandHelp::database(
        "mode set",
        "autonomous --reason \"a month of guide without a breach\"",
        &[UNHEALTHY, DENIED, HALTED],
    ),
];

pub(super) fn run(args: ModeArgs, context: &Context) -> Result<Exit> {
    let mut store = match args.command {
        Some(ModeCommand::Set { .. }) => context.open_or_create()?,
        None => context.open()?,
    };
    let mut system = SystemMode::new(&mut store);
    let mode = match args.command {
        None => system.get()?,
        Some(ModeCommand::Set { mode, reason }) => {
            system.set(&context.caller(None)?, mode, &reason)?
        }
    };
    context.printer.one(&ModeView::from(mode))?;
    Ok(Exit::DONE)
}
