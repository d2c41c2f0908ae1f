//! `health`: shows the health of agents, and records what they report.

use clap::{Args, Subcommand};
use clap_complete::engine::ArgValueCandidates;

use crate::cli::args;
use crate::cli::candidates;
use crate::cli::command_help::CommandHelp;
use crate::cli::context::Context;
use crate::cli::error::{Result, note};
use crate::cli::exit_code::{DENIED, Exit, UNHEALTHY};
use crate::coordination::agent::AgentRegistry;
use crate::coordination::health_monitor::HealthMonitor;
use crate::model::clock::Timestamp;
use crate::model::error::ErrorKind;
use crate::model::health::{HealthRecord, HealthStatus};
use crate::model::id::AgentName;
use crate::model::text::Reason;
use crate::store::Store;
use crate::view::health::HealthView;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(in crate::cli) struct HealthArgs {
    /// Show only this agent
    #[arg(add = ArgValueCandidates::new(candidates::agents))]
    name: Option<AgentName>,
    #[command(subcommand)]
    command: Option<HealthCommand>,
}

#[derive(Debug, Subcommand)]
enum HealthCommand {
    /// Report that an agent is alive
    Beat {
        #[command(flatten)]
        who: Who,
        #[command(flatten)]
        response: Response,
        /// A status message
        #[arg(long)]
        message: Option<Reason>,
    },
    /// Report that an operation of an agent succeeded
    Success {
        #[command(flatten)]
        who: Who,
        #[command(flatten)]
        response: Response,
    },
    /// Report that an operation of an agent failed
    Error {
        #[command(flatten)]
        who: Who,
        /// What went wrong
        #[arg(long)]
        message: Reason,
        #[command(flatten)]
        response: Response,
    },
    /// Create the health record of an agent that has none
    Initialize {
        /// The agent
        #[arg(add = ArgValueCandidates::new(candidates::agents))]
        name: AgentName,
    },
    /// Clear the health record of an agent
    Reset {
        /// The agent
        #[arg(add = ArgValueCandidates::new(candidates::agents))]
        name: AgentName,
    },
    /// Show the health of every agent; exit 6 when any is not healthy
    Check,
}

#[derive(Debug, Args)]
struct Who {
    /// The agent: the same as --as
    #[arg(long, value_name = "NAME")]
    #[arg(add = ArgValueCandidates::new(candidates::agents))]
    agent: Option<AgentName>,
}

#[derive(Debug, Args)]
struct Response {
    /// How long its latest response took, in milliseconds
    #[arg(long, value_name = "MS", value_parser = args::milliseconds, allow_hyphen_values = true)]
    response_ms: Option<f64>,
}

/// The example and the exit codes of each command.
pub(super) const HELP: &[CommandHelp] = &[
    CommandHelp::database("health", "", &[]),
    CommandHelp::database("health beat", "--agent risk --response-ms 12.5", &[DENIED]),
    CommandHelp::database("health success", "--agent risk", &[DENIED]),
    CommandHelp::database(
        "health error",
        "--agent risk --message \"no answer from the broker\"",
        &[DENIED],
    ),
    CommandHelp::database("health initialize", "risk", &[DENIED]),
    CommandHelp::database("health reset", "risk", &[DENIED]),
    CommandHelp::database("health check", "", &[UNHEALTHY]),
];

pub(super) fn run(args: HealthArgs, context: &Context) -> Result<Exit> {
    let mut store = match args.command {
        Some(
            HealthCommand::Beat { .. }
            | HealthCommand::Success { .. }
            | HealthCommand::Error { .. }
            | HealthCommand::Initialize { .. },
        ) => context.open_or_create()?,
        Some(HealthCommand::Reset { .. } | HealthCommand::Check) | None => context.open()?,
    };
    let Some(command) = args.command else {
        if let Some(name) = &args.name {
            return show(&mut store, name, context);
        }
        all(&mut store, context)?;
        return Ok(Exit::DONE);
    };
    let mut monitor = HealthMonitor::new(&mut store);
    let about = match command {
        HealthCommand::Beat {
            who,
            response,
            message,
        } => {
            let caller = context.caller(who.agent.as_ref())?;
            monitor.beat(&caller, response.response_ms, message.as_ref())?;
            caller.agent
        }
        HealthCommand::Success { who, response } => {
            let caller = context.caller(who.agent.as_ref())?;
            monitor.success(&caller, response.response_ms)?;
            caller.agent
        }
        HealthCommand::Error {
            who,
            message,
            response,
        } => {
            let caller = context.caller(who.agent.as_ref())?;
            monitor.error(&caller, &message, response.response_ms)?;
            caller.agent
        }
        HealthCommand::Initialize { name } => {
            monitor.initialize(&context.caller(None)?, &name)?;
            name
        }
        HealthCommand::Reset { name } => {
            monitor.reset(&context.caller(None)?, &name)?;
            name
        }
        HealthCommand::Check => return check(&mut store, context),
    };
    show(&mut store, &about, context)
}

fn show(store: &mut Store, name: &AgentName, context: &Context) -> Result<Exit> {
    let (record, now) = HealthMonitor::new(store).check_one(name)?;
    context.printer.one(&HealthView::new(&record, now))?;
    match AgentRegistry::new(store).removed_at(name)? {
        // It keeps no cycle from starting.
        Some(at) => note(&format!("note: {name} was removed at {at}")),
        None => mend(std::slice::from_ref(&record), now, context),
    }
    Ok(Exit::DONE)
}

fn check(store: &mut Store, context: &Context) -> Result<Exit> {
    let views = all(store, context)?;
    let healthy = views.iter().all(HealthView::is_healthy);
    Ok(if healthy {
        Exit::DONE
    } else {
        Exit::of(ErrorKind::Unhealthy)
    })
}

/// Prints the health of every agent.
fn all(store: &mut Store, context: &Context) -> Result<Vec<HealthView>> {
    let (records, now) = HealthMonitor::new(store).check_all()?;
    let views: Vec<_> = records
        .iter()
        .map(|record| HealthView::new(record, now))
        .collect();
    context.printer.many(&views)?;
    mend(&records, now, context);
    Ok(views)
}

/// Says how to go on with agents that keep cycles from starting.
fn mend(records: &[HealthRecord], now: Timestamp, context: &Context) {
    let unhealthy = records
        .iter()
        .filter(|record| record.status(now) == HealthStatus::Unhealthy);
    for record in unhealthy {
        let agent = &record.agent;
        context.next(&format!(
            "repair {agent}, then `flowrex-coord health reset {agent}`: no cycle starts before"
        ));
    }
}
