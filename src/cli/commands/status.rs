//! `status`: a summary of the system, and what needs attention.

use super::super::error::Result;
use super::super::hint::{self, UNLESS_OTHERS};
use crate::cli::command_help::CommandHelp;
use crate::cli::context::Context;
use crate::cli::exit_code::{Exit, HALTED, UNHEALTHY};
use crate::coordination::overview;
use crate::model::error::ErrorKind;
use crate::model::overview::Severity;
use crate::model::waiting::GoesOn;
use crate::terminal;
use crate::view::status::StatusView;

/// The example and the exit codes of the command.
pub(super) const HELP: &[CommandHelp] =
    &[CommandHelp::database("status", "", &[UNHEALTHY, HALTED])];

pub(super) fn run(context: &Context) -> Result<Exit> {
    let overview = overview::read(&mut context.open()?)?;
    let view = StatusView::new(
        &overview,
        GoesOn::AsConfigured {
            drivers: &context.config.drivers(&[]),
            unless: UNLESS_OTHERS,
        },
        hint::command,
    );
    context.printer.render(&view, |palette| {
        terminal::status::render(&view, &overview, palette)
    })?;
    Ok(match overview.severity() {
        Some(Severity::Halted) => Exit::of(ErrorKind::Halted),
        Some(Severity::Wrong) => Exit::of(ErrorKind::Unhealthy),
        Some(Severity::Note) | None => Exit::DONE,
    })
}
