//! `metrics`: for those who watch from afar.

use super::super::command_help::CommandHelp;
use super::super::error::Result;
use super::{Context, Exit};
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
