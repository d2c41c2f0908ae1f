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
mod state;
mod status;
mod watch;

use super::context::Context;
use super::exit_code::Exit;

/// What can be asked for. A command's own arguments are only made up when it is
/// the one that was typed.
#[derive(Debug, clap::Subcommand)]
#[command(defer = true)]
pub(in crate::cli) enum Command {
    /// Run cycles, or move them step by step
    #[command(subcommand)]
    Cycle(cycle::CycleCommand),
    /// Send, receive and look at messages
    #[command(subcommand)]
    Msg(msg::MsgCommand),
    /// Write and read the shared state of a cycle
    #[command(subcommand)]
    State(state::StateCommand),
    /// Stop cycles at once, see what is stopped, and lift a halt
    Halt(halt::HaltArgs),
    /// Show the health of every agent, or report on one's own
    Health(health::HealthArgs),
    /// Is everything all right, and what to do next
    ///
    /// Exit 10 when halted, 6 when something else is wrong
    Status,
    /// Watch everything at a terminal, and approve or halt from there
    Watch,
    /// Print metrics for a textfile collector
    ///
    /// Whatever --output says, they are in one format. Exit 3 when there is no database
    Metrics,
    /// Show the mode, or set it
    Mode(mode::ModeArgs),
    /// List the agents, add or remove one, and give out their tokens
    #[command(subcommand)]
    Agent(agent::AgentCommand),
    /// Look at the audit log and verify it
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Create, look at, prune, back up, restore or check the database
    #[command(subcommand)]
    Db(db::DbCommand),
    /// Check that everything is in place
    ///
    /// The database, its permissions, the configuration and every agent. Exit 6 when something is
    /// not
    Doctor,
    /// Show the configuration that is in force
    #[command(subcommand)]
    Config(config::ConfigCommand),
    /// Write the manual pages into a folder
    Man(man::ManArgs),
    /// Print the completions for a shell
    Completions(completions::CompletionsArgs),
}

impl Command {
    /// Whether it calls a halt, which nothing keeps from halting that it can do without.
    pub(super) const fn is_halt(&self) -> bool {
        matches!(self, Self::Halt(args) if args.is_call())
    }
}

/// Runs a command.
pub(super) fn run(command: Command, context: &Context) -> anyhow::Result<Exit> {
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
        Command::Config(command) => config::run(&command, context),
        Command::Man(args) => man::run(&args),
        Command::Completions(args) => completions::run(&args),
    }
}
