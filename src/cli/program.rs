//! The whole command line: the global options and one command.

use clap::Parser;

use super::commands::Command;
use super::globals::Globals;

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
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) globals: Globals,
    #[command(subcommand)]
    pub(super) command: Command,
}
