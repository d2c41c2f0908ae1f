//! `cycle`: run whole cycles, or move them step by step.

mod replay;
mod run;

use clap::{Args, Subcommand};

use super::super::args::{self, Diagram, JsonArg};
use super::super::error::{note, warn_undrained};
use super::{Context, Exit};
use crate::coordination::approval::Approvals;
use crate::coordination::cycle::CycleManager;
use crate::coordination::recovery::Recovery;
use crate::model::cycle::{Account, Balance, Cycle, CycleId, NewCycle, StrategyName, Symbol};
use crate::model::error::{Error, ErrorKind};
use crate::model::mode::Mode;
use crate::model::phase::Phase;
use crate::model::text::Reason;
use crate::output::cycle::{CycleView, IdleView};
use crate::output::{mermaid, write_text};
use crate::store::{self, Store};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(in crate::cli) enum CycleCommand {
    /// Run a whole cycle: analyse, validate, execute, monitor
    Run(run::RunArgs),
    /// Go on with a cycle that nobody runs any more, or that was approved
    Resume {
        /// The cycle
        id: CycleId,
        #[command(flatten)]
        work: run::WorkArgs,
    },
    /// Find the cycles whose process died, and fail those that cannot go on
    Recover,
    /// Approve what a cycle waits with; `cycle resume` then goes on
    Approve {
        /// The cycle
        id: CycleId,
        /// The digest of the shared state that you have looked at [default: the one shown]
        #[arg(long, value_name = "DIGEST", value_parser = args::digest)]
        state: Option<String>,
    },
    /// End a cycle that waits for approval
    Reject {
        /// The cycle
        id: CycleId,
        /// Why
        #[arg(long)]
        reason: Reason,
    },
    /// Run a cycle again on what its agents answered, and compare
    Replay(replay::ReplayArgs),
    /// Start a cycle that is moved step by step
    Start(NewCycleArgs),
    /// Move a cycle on to its next phase
    Advance {
        /// The cycle
        id: CycleId,
        /// The phase it must move to
        #[arg(long, value_name = "PHASE")]
        to: Option<Phase>,
    },
    /// End a cycle as intended
    Complete {
        /// The cycle
        id: CycleId,
        /// Its result: JSON, @FILE, or - for standard input
        #[arg(long, value_name = "JSON", allow_hyphen_values = true)]
        result: Option<JsonArg>,
    },
    /// End a cycle with an error
    Fail {
        /// The cycle
        id: CycleId,
        /// What went wrong
        #[arg(long)]
        error: Reason,
    },
    /// List cycles, the newest first
    List {
        /// At most so many
        #[arg(long, default_value = "20", value_parser = args::limit(), allow_hyphen_values = true)]
        limit: u32,
    },
    /// Show one cycle; without an id the active ones, or idle
    Show {
        /// The cycle
        id: Option<CycleId>,
        /// Draw it as a sequence diagram instead
        #[arg(long, value_name = "FORMAT", requires = "id")]
        format: Option<Diagram>,
    },
}

/// The most strategies of one cycle: they are one value of its shared state.
const MAX_STRATEGIES: usize = 100;

#[derive(Debug, Args)]
pub(in crate::cli) struct NewCycleArgs {
    /// What is traded
    #[arg(long)]
    symbol: Symbol,
    /// A strategy to look at; may be given several times
    #[arg(long = "strategy", value_name = "NAME")]
    strategies: Vec<StrategyName>,
    /// The balance of the account
    #[arg(
        long,
        value_name = "AMOUNT",
        default_value = "10000",
        allow_hyphen_values = true
    )]
    account_balance: Balance,
    /// The highest balance the account ever had [default: the balance, at least 10000]
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    peak_balance: Option<Balance>,
    /// guide, or autonomous where the system's mode allows it [default: the system's mode]
    #[arg(long)]
    mode: Option<Mode>,
    /// Wait for approval before this phase; may be given several times
    #[arg(long = "gate", value_name = "PHASE", value_parser = args::gate)]
    gates: Vec<Phase>,
}

impl TryFrom<NewCycleArgs> for NewCycle {
    type Error = Error;

    fn try_from(args: NewCycleArgs) -> Result<Self, Error> {
        let peak = args
            .peak_balance
            .unwrap_or_else(|| args.account_balance.default_peak());
        if args.strategies.len() > MAX_STRATEGIES {
            return Err(Error::InvalidArgument {
                argument: "--strategy".to_owned(),
                problem: format!("a cycle looks at {MAX_STRATEGIES} strategies at the most"),
            });
        }
        Ok(Self {
            symbol: args.symbol,
            strategies: args.strategies,
            account: Account::new(args.account_balance, peak)?,
            mode: args.mode,
            gates: args.gates,
        })
    }
}

pub(super) fn run(command: CycleCommand, context: &Context) -> anyhow::Result<Exit> {
    let actor = context.actor(None)?;
    let cycle = match command {
        CycleCommand::Run(args) => return run::run(args, context),
        CycleCommand::Resume { id, work } => return run::resume(&id, &work, context),
        CycleCommand::Replay(args) => return replay::run(args, context),
        CycleCommand::Recover => {
            let cycles = taking(context, |store| Recovery::new(store).recover(actor))?;
            context.printer.many(&views(&cycles))?;
            for cycle in cycles.iter().filter(|cycle| !cycle.phase.is_end()) {
                note(&format!("next: {}", Error::stalled(cycle).hint()));
            }
            return Ok(Exit::DONE);
        }
        CycleCommand::Approve { id, state } => {
            Approvals::new(&mut context.open()?).approve(actor, &id, state.as_deref())?
        }
        CycleCommand::Reject { id, reason } => {
            Approvals::new(&mut context.open()?).reject(actor, &id, &reason)?
        }
        CycleCommand::Start(args) => {
            let new = NewCycle::try_from(args)?;
            CycleManager::new(&mut context.open_or_create()?).start(actor, &new)?
        }
        CycleCommand::Advance { id, to } => {
            let cycle = taking(context, |store| {
                CycleManager::new(store).advance(actor, &id, to)
            })?;
            return moved(&cycle, context);
        }
        CycleCommand::Complete { id, result } => {
            let result = result.map(|json| json.read("--result")).transpose()?;
            let cycle = taking(context, |store| {
                CycleManager::new(store).complete(actor, &id, result.as_ref())
            })?;
            return moved(&cycle, context);
        }
        CycleCommand::Fail { id, error } => taking(context, |store| {
            CycleManager::new(store).fail(actor, &id, &error)
        })?,
        CycleCommand::List { limit } => {
            let cycles = CycleManager::new(&mut context.open()?).list(limit)?;
            context.printer.many(&views(&cycles))?;
            return Ok(Exit::DONE);
        }
        CycleCommand::Show {
            id: Some(id),
            format: Some(Diagram::Mermaid),
        } => {
            let cycle = CycleManager::new(&mut context.open()?).get(&id)?;
            write_text(&mermaid::of_cycle(&cycle))?;
            return Ok(Exit::DONE);
        }
        CycleCommand::Show { id: Some(id), .. } => {
            CycleManager::new(&mut context.open()?).get(&id)?
        }
        CycleCommand::Show { id: None, .. } => return show_active(context),
    };
    context.printer.one(&CycleView::from(&cycle))?;
    Ok(Exit::DONE)
}

/// Shows a cycle that was to be moved on. What it came to instead, by the answer of its
/// agent, is said, and is the exit code.
fn moved(cycle: &Cycle, context: &Context) -> anyhow::Result<Exit> {
    context.printer.one(&CycleView::from(cycle))?;
    let instead = match cycle.phase {
        Phase::Failed => {
            note(&format!("the cycle failed: {}", cycle.errors.join("; ")));
            ErrorKind::CycleFailed
        }
        Phase::Halted => {
            let reason = cycle.halt_reason.as_deref().unwrap_or_default();
            note(&format!("the cycle is halted: {reason}"));
            ErrorKind::Halted
        }
        _ => match cycle.waiting_for() {
            None => return Ok(Exit::DONE),
            Some(before) => {
                let cycle = cycle.id.clone();
                let hint = Error::ApprovalNeeded { cycle, before }.hint();
                note(&format!("next: {hint}"));
                ErrorKind::WaitingForApproval
            }
        },
    };
    Ok(Exit::of(instead))
}

/// Does what may take a cycle from its process, and warns where a program of that may
/// still be given its command.
fn taking<T>(
    context: &Context,
    f: impl FnOnce(&mut Store) -> store::Result<T>,
) -> anyhow::Result<T> {
    let mut store = context.open()?;
    let done = f(&mut store)?;
    warn_undrained(store.undrained());
    Ok(done)
}

fn show_active(context: &Context) -> anyhow::Result<Exit> {
    let active = CycleManager::new(&mut context.open()?).active()?;
    if active.is_empty() {
        context.printer.one(&IdleView::default())?;
    } else {
        context.printer.one_or_many(&views(&active))?;
    }
    Ok(Exit::DONE)
}

fn views(cycles: &[Cycle]) -> Vec<CycleView> {
    cycles.iter().map(CycleView::from).collect()
}
