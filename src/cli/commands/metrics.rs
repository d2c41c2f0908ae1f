//! `metrics`: prints figures for a monitoring system.

use super::super::error::Result;
use crate::cli::command_help::CommandHelp;
use crate::cli::context::Context;
use crate::cli::exit_code::Exit;
use crate::coordination::overview;
use crate::terminal::write_text;
use crate::view::metrics;

/// The example and the exit codes of the command.
pub(super) const HELP: &[CommandHelp] = &[CommandHelp::database("metrics", "", &[])];

pub(super) fn run(context: &Context) -> Result<Exit> {
    let measured = overview::measure(&mut context.open()?)?;
    write_text(&metrics::text(&measured))?;
    Ok(Exit::DONE)
}
