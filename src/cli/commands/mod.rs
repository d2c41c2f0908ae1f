//! One file per noun. A command parses, calls one operation and prints.

mod agent;
mod audit;
mod completions;
mod config;
mod cycle;
mod db;
mod doctor;
mod halt;
mod health;
mod man;
mod metrics;
mod mode;
mod msg;
mod serve;
mod state;
mod status;
mod watch;

use super::command_help::{CommandHelp, Program};
use super::context::Context;
use super::error::Result;
use super::exit_code::Exit;
pub use serve::Server;

/// What can be asked for. A command's own arguments are only made up when it is
/// the one that was typed.
#[derive(Debug, clap::Subcommand)]
#[command(defer = true)]
pub(in crate::cli) enum Command {
    /// Run cycles, or move them by hand
    #[command(subcommand)]
    Cycle(cycle::CycleCommand),
    /// Send, receive and show messages
    #[command(subcommand)]
    Msg(msg::MsgCommand),
    /// Write and read the shared state of a cycle
    #[command(subcommand)]
    State(state::StateCommand),
    /// Halt cycles at once, show halts, and clear them
    Halt(halt::HaltArgs),
    /// Show the health of every agent, or report it
    Health(health::HealthArgs),
    /// Show whether everything works, and what to do next
    ///
    /// Exit 10 when halted, 6 when degraded or in error
    Status,
    /// Watch everything live; approve, reject, clear and halt from there
    Watch,
    /// Print metrics for a textfile collector
    ///
    /// The same in each output format. Exit 3 when there is no database
    Metrics,
    /// Show the mode, or set it
    Mode(mode::ModeArgs),
    /// List, add and remove agents, and issue their tokens
    #[command(subcommand)]
    Agent(agent::AgentCommand),
    /// Show and verify the audit log
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Create, inspect, prune, back up, restore or check the database
    #[command(subcommand)]
    Db(db::DbCommand),
    /// Check the whole installation
    ///
    /// The database, its permissions, the configuration and every agent. Exit 6 when a check
    /// fails
    Doctor,
    /// Serve the operations over HTTP, with a page for browsers
    ///
    /// Runs until it is interrupted. Nothing works without a credential: a one-time link for a
    /// browser is printed on stderr, and programs send the token of an enrolled agent
    Serve(serve::ServeArgs),
    /// Show the configuration in force
    #[command(subcommand)]
    Config(config::ConfigCommand),
    /// Write the manual pages into a folder
    Man(man::ManArgs),
    /// Print the completions for a shell
    Completions(completions::CompletionsArgs),
}

/// The examples and the exit codes of every command, in the order of the help.
pub(super) const HELP: &[&[CommandHelp]] = &[
    cycle::HELP,
    msg::HELP,
    state::HELP,
    halt::HELP,
    health::HELP,
    status::HELP,
    watch::HELP,
    metrics::HELP,
    mode::HELP,
    agent::HELP,
    audit::HELP,
    db::HELP,
    doctor::HELP,
    serve::HELP,
    config::HELP,
    man::HELP,
    completions::HELP,
];

impl Command {
    /// Whether it calls a halt, which nothing keeps from halting that it can do without.
    pub(super) const fn is_halt(&self) -> bool {
        matches!(self, Self::Halt(args) if args.is_call())
    }
}

/// Runs a command.
pub(super) fn run(
    command: Command,
    context: &Context,
    program: Program,
    server: Server,
) -> Result<Exit> {
    match command {
        Command::Cycle(command) => cycle::run(command, context),
        Command::Msg(command) => msg::run(command, context),
        Command::State(command) => state::run(command, context),
        Command::Halt(args) => halt::run(args, context),
        Command::Health(args) => health::run(args, context),
        Command::Status => status::run(context),
        Command::Watch => watch::run(context),
        Command::Metrics => metrics::run(context),
        Command::Mode(args) => mode::run(args, context),
        Command::Agent(command) => agent::run(command, context),
        Command::Audit(command) => audit::run(command, context),
        Command::Db(command) => db::run(command, context),
        Command::Doctor => doctor::run(context),
        Command::Serve(args) => serve::run(args, context, server),
        Command::Config(command) => config::run(&command, context),
        Command::Man(args) => man::run(&args, program),
        Command::Completions(args) => completions::run(&args, program),
    }
}
