//! The options that every command understands.

use std::path::PathBuf;
use std::time::Duration;

use clap_complete::engine::ArgValueCandidates;

use super::args::{self, Asker};
use super::candidates;
use crate::terminal::Format;

/// What every command understands.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Global options")]
pub(super) struct Globals {
    /// The database [env: FLOWREX_DB=] [default: flowrex/coord.db in the XDG data directory]
    #[arg(long, value_name = "FILE", global = true, hide_short_help = true)]
    pub(super) db: Option<PathBuf>,

    /// The agent that acts [env: FLOWREX_AGENT=] [default: supervisor]
    #[arg(
        long = "as",
        id = "as",
        value_name = "NAME",
        global = true,
        hide_short_help = true
    )]
    #[arg(add = ArgValueCandidates::new(candidates::agents))]
    pub(super) actor: Option<Asker>,

    /// A file with the token of that agent, as printed by `agent enroll` [env:
    /// `FLOWREX_TOKEN=TOKEN`]
    #[arg(long, value_name = "FILE", global = true, hide_short_help = true)]
    pub(super) token_file: Option<PathBuf>,

    /// The output format: table, json or jsonl [env: FLOWREX_OUTPUT=] [default: table]
    #[arg(
        short,
        long,
        value_name = "FORMAT",
        global = true,
        hide_short_help = true
    )]
    #[arg(value_parser = args::format(), hide_possible_values = true)]
    pub(super) output: Option<Format>,

    /// Print only the essential, such as an id
    #[arg(short, long, global = true, hide_short_help = true)]
    pub(super) quiet: bool,

    /// Log progress to stderr
    #[arg(short, long, global = true, hide_short_help = true)]
    pub(super) verbose: bool,

    /// How long to wait for the write lock of the database [default: 30s]
    #[arg(
        long,
        value_name = "DURATION",
        global = true,
        hide_short_help = true,
        allow_hyphen_values = true
    )]
    #[arg(value_parser = args::duration)]
    pub(super) busy_timeout: Option<Duration>,

    /// The configuration file [env: FLOWREX_CONFIG=] [default: flowrex/config.toml in the XDG
    /// configuration directory]
    #[arg(long, value_name = "FILE", global = true, hide_short_help = true)]
    pub(super) config: Option<PathBuf>,
}
