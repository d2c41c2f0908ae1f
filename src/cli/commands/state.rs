//! `state`: the shared state of a cycle.

use super::super::error::Result;
use clap::{Args, Subcommand};
use clap_complete::engine::ArgValueCandidates;

use crate::cli::args::JsonArg;
use crate::cli::candidates;
use crate::cli::command_help::CommandHelp;
use crate::cli::context::Context;
use crate::cli::exit_code::{CONFLICT, DENIED, Exit, HALTED};
use crate::cli::pages::print_pages;
use crate::coordination::cycle::CycleManager;
use crate::coordination::shared_state::SharedStateManager;
use crate::model::cycle::CycleRef;
use crate::model::id::{AgentName, StateKey};
use crate::model::shared_state::StateEntry;
use crate::view::shared_state::StateEntryView;

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(in crate::cli) enum StateCommand {
    /// Write the next version of a value
    Write(WriteArgs),
    /// Print the newest version of a value
    Read {
        /// The cycle: its id, latest, or latest:SYMBOL
        #[arg(long, value_name = "ID")]
        #[arg(add = ArgValueCandidates::new(candidates::cycles))]
        cycle: CycleRef,
        /// The key
        #[arg(long)]
        #[arg(add = ArgValueCandidates::new(candidates::keys))]
        key: StateKey,
    },
    /// List the newest version of every value
    List {
        /// The cycle: its id, latest, or latest:SYMBOL
        #[arg(long, value_name = "ID")]
        #[arg(add = ArgValueCandidates::new(candidates::cycles))]
        cycle: CycleRef,
    },
    /// List every version, in the order of writing
    History {
        /// The cycle: its id, latest, or latest:SYMBOL
        #[arg(long, value_name = "ID")]
        #[arg(add = ArgValueCandidates::new(candidates::cycles))]
        cycle: CycleRef,
        /// Only versions of this key
        #[arg(long)]
        #[arg(add = ArgValueCandidates::new(candidates::keys))]
        key: Option<StateKey>,
    },
}

#[derive(Debug, Args)]
pub(in crate::cli) struct WriteArgs {
    /// The cycle: its id, latest, or latest:SYMBOL
    #[arg(long, value_name = "ID")]
    #[arg(add = ArgValueCandidates::new(candidates::cycles))]
    cycle: CycleRef,
    /// The key: an agent may write keys that begin with its name and an underscore
    #[arg(long)]
    #[arg(add = ArgValueCandidates::new(candidates::keys))]
    key: StateKey,
    /// The value: JSON, @FILE, or - for standard input
    #[arg(long, value_name = "JSON", allow_hyphen_values = true)]
    value: JsonArg,
    /// Only if the newest version is this one (0: if there is none)
    #[arg(long, value_name = "VERSION", allow_hyphen_values = true)]
    if_version: Option<u32>,
    /// The writer: the same as --as
    #[arg(long, value_name = "NAME")]
    #[arg(add = ArgValueCandidates::new(candidates::agents))]
    agent: Option<AgentName>,
}

/// The example and the exit codes of each command.
pub(super) const HELP: &[CommandHelp] = &[
    CommandHelp::database(
        "state write",
        "--as strategy \\\n    --cycle cycle_20260301_120000_0a1b2c3d --key strategy_signal \\\n    --value '{\"side\": \"flat\"}'",
        &[CONFLICT, DENIED, HALTED],
    ),
    CommandHelp::database(
        "state read",
        "--cycle cycle_20260301_120000_0a1b2c3d \\\n    --key strategy_signal",
        &[],
    ),
    CommandHelp::database("state list", "--cycle cycle_20260301_120000_0a1b2c3d", &[]),
    CommandHelp::database(
        "state history",
        "--cycle cycle_20260301_120000_0a1b2c3d \\\n    --key strategy_signal",
        &[],
    ),
];

pub(super) fn run(command: StateCommand, context: &Context) -> Result<Exit> {
    match command {
        StateCommand::Write(args) => write(args, context)?,
        StateCommand::Read { cycle, key } => {
            let mut store = context.open()?;
            let cycle = CycleManager::new(&mut store).id_of(&cycle)?;
            let entry = SharedStateManager::new(&mut store).read(&cycle, &key)?;
            context.printer.one(&StateEntryView::from(&entry))?;
        }
        StateCommand::List { cycle } => {
            let mut store = context.open()?;
            let cycle = CycleManager::new(&mut store).id_of(&cycle)?;
            let mut state = SharedStateManager::new(&mut store);
            print_pages(context, view, |after: Option<StateKey>| {
                Ok(state.list_page(&cycle, after.as_ref())?)
            })?;
        }
        StateCommand::History { cycle, key } => {
            let mut store = context.open()?;
            let cycle = CycleManager::new(&mut store).id_of(&cycle)?;
            let mut state = SharedStateManager::new(&mut store);
            print_pages(context, view, |after| {
                Ok(state.history_page(&cycle, key.as_ref(), after)?)
            })?;
        }
    }
    Ok(Exit::DONE)
}

fn write(args: WriteArgs, context: &Context) -> Result<()> {
    let value = args.value.read("--value")?;
    let caller = context.caller(args.agent.as_ref())?;
    let mut store = context.open()?;
    let cycle = CycleManager::new(&mut store).id_of(&args.cycle)?;
    let entry = SharedStateManager::new(&mut store).write(
        &caller,
        &cycle,
        &args.key,
        &value,
        args.if_version.map(u64::from),
    )?;
    Ok(context.printer.one(&StateEntryView::from(&entry))?)
}

fn view(entry: &StateEntry) -> StateEntryView {
    StateEntryView::from(entry)
}
