//! `cycle`: run whole cycles, or move them step by step.

mod replay;
mod run;

use clap::{Args, Subcommand};
use clap_complete::engine::ArgValueCandidates;

use super::super::args::{self, Diagram, JsonArg, Since};
use super::super::candidates;
use super::super::command_help::CommandHelp;
use super::super::context::System;
use super::super::error::{note, warn_undrained};
use super::super::exit_code::{CONFLICT, CYCLE_FAILED, DENIED, HALTED, UNHEALTHY, WAITING};
use super::super::pages::print_pages;
use super::{Context, Exit};
use crate::coordination::approval::Approvals;
use crate::coordination::cycle::CycleManager;
use crate::coordination::recovery::Recovery;
use crate::model::clock::Ambient;
use crate::model::cycle::{Account, Balance, Cycle, CycleRef, NewCycle, StrategyName};
use crate::model::driver::Drivers;
use crate::model::error::{Error, ErrorKind};
use crate::model::id::Symbol;
use crate::model::mode::Mode;
use crate::model::phase::Phase;
use crate::model::text::Reason;
use crate::model::waiting::{GoesOn, Waiting};
use crate::store::cycle::Filter;
use crate::store::page::Page;
use crate::store::{self, Store};
use crate::terminal::write_text;
use crate::view::cycle::{CycleView, IdleView};
use crate::view::mermaid;
use crate::view::waiting::WaitingView;

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(in crate::cli) enum CycleCommand {
    /// Run a whole cycle: analyse, validate, execute, monitor
    Run(run::RunArgs),
    /// Continue a cycle whose process died, or that was approved
    Resume {
        /// The cycle: its id, latest, or latest:SYMBOL
        #[arg(add = ArgValueCandidates::new(candidates::active_cycles))]
        id: CycleRef,
        #[command(flatten)]
        work: run::WorkArgs,
    },
    /// Find the cycles whose process died, and fail those that cannot go on
    Recover,
    /// Approve the next phase of a waiting cycle; `cycle resume` then continues it
    Approve {
        /// The cycle: its id, latest, or latest:SYMBOL
        #[arg(add = ArgValueCandidates::new(candidates::waiting_cycles))]
        id: CycleRef,
        /// The digest of the shared state that you have reviewed [default: the one shown]
        #[arg(long, value_name = "DIGEST", value_parser = args::digest)]
        state: Option<String>,
    },
    /// Reject the next phase of a waiting cycle, which ends the cycle
    Reject {
        /// The cycle: its id, latest, or latest:SYMBOL
        #[arg(add = ArgValueCandidates::new(candidates::waiting_cycles))]
        id: CycleRef,
        /// Why
        #[arg(long)]
        reason: Reason,
    },
    /// Run a cycle again on its recorded answers, and compare the outcome
    Replay(replay::ReplayArgs),
    /// Start a cycle that is moved by hand
    Start(NewCycleArgs),
    /// Move a cycle on to its next phase
    Advance {
        /// The cycle: its id, latest, or latest:SYMBOL
        #[arg(add = ArgValueCandidates::new(candidates::active_cycles))]
        id: CycleRef,
        /// The phase it must move to: an error if another one is next
        #[arg(long, value_name = "PHASE")]
        #[arg(add = ArgValueCandidates::new(candidates::phases))]
        to: Option<Phase>,
    },
    /// End a cycle successfully
    Complete {
        /// The cycle: its id, latest, or latest:SYMBOL
        #[arg(add = ArgValueCandidates::new(candidates::active_cycles))]
        id: CycleRef,
        /// Its result: JSON, @FILE, or - for standard input
        #[arg(long, value_name = "JSON", allow_hyphen_values = true)]
        result: Option<JsonArg>,
    },
    /// End a cycle with an error
    Fail {
        /// The cycle: its id, latest, or latest:SYMBOL
        #[arg(add = ArgValueCandidates::new(candidates::active_cycles))]
        id: CycleRef,
        /// What went wrong
        #[arg(long)]
        error: Reason,
        /// A partial result: JSON, @FILE, or - for standard input
        #[arg(long, value_name = "JSON", allow_hyphen_values = true)]
        result: Option<JsonArg>,
    },
    /// List cycles, the newest first
    List(ListArgs),
    /// Show one cycle, or without an id the active ones
    Show {
        /// The cycle: its id, latest, or latest:SYMBOL
        #[arg(add = ArgValueCandidates::new(candidates::cycles))]
        id: Option<CycleRef>,
        /// Print a sequence diagram instead
        #[arg(long, value_name = "FORMAT", requires = "id")]
        format: Option<Diagram>,
    },
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ListArgs {
    /// Only cycles of this symbol
    #[arg(long)]
    #[arg(add = ArgValueCandidates::new(candidates::symbols))]
    symbol: Option<Symbol>,
    /// Only cycles in this phase; may be given several times
    #[arg(long = "phase", value_name = "PHASE", value_parser = args::phase_of_cycle)]
    #[arg(add = ArgValueCandidates::new(candidates::phases_of_cycle))]
    phases: Vec<Phase>,
    /// Only cycles started since then: a duration, such as 10m ago, or a time, such as
    /// 2026-01-31T12:00:00Z
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true)]
    since: Option<Since>,
    /// Only cycles started before this one: for the next page, the last one listed
    #[arg(long, value_name = "ID")]
    #[arg(add = ArgValueCandidates::new(candidates::cycles))]
    before: Option<CycleRef>,
    /// Maximum number of results
    #[arg(long, default_value = "20", value_parser = args::limit(), allow_hyphen_values = true)]
    limit: u32,
}

/// The most strategies of one cycle: they are one value of its shared state.
const MAX_STRATEGIES: usize = 100;

#[derive(Debug, Args)]
pub(in crate::cli) struct NewCycleArgs {
    /// The symbol to trade
    #[arg(long)]
    #[arg(add = ArgValueCandidates::new(candidates::symbols))]
    symbol: Symbol,
    /// A strategy to consider
    ///
    /// May be given several times
    #[arg(long = "strategy", value_name = "NAME")]
    strategies: Vec<StrategyName>,
    /// Balance of the account
    #[arg(
        long,
        value_name = "AMOUNT",
        default_value = "10000",
        allow_hyphen_values = true
    )]
    account_balance: Balance,
    /// The highest balance so far
    ///
    /// [default: the balance, at least 10000]
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    peak_balance: Option<Balance>,
    /// guide or autonomous
    ///
    /// autonomous only if the system's mode allows it [default: the system's mode]
    #[arg(long)]
    #[arg(add = ArgValueCandidates::new(candidates::modes))]
    mode: Option<Mode>,
    /// Wait for approval before this phase
    ///
    /// May be given several times
    #[arg(long = "gate", value_name = "PHASE", value_parser = args::gate)]
    #[arg(add = ArgValueCandidates::new(candidates::gates))]
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

/// The example and the exit codes of each command.
pub(super) const HELP: &[CommandHelp] = &[
    CommandHelp::session(
        "cycle run",
        "--symbol EURUSD --account-balance 25000",
        &[CONFLICT, UNHEALTHY, CYCLE_FAILED, DENIED, WAITING, HALTED],
    ),
    CommandHelp::session(
        "cycle resume",
        "cycle_20260301_120000_0a1b2c3d",
        &[CONFLICT, UNHEALTHY, CYCLE_FAILED, DENIED, WAITING, HALTED],
    ),
    CommandHelp::database("cycle recover", "", &[DENIED]),
    CommandHelp::database(
        "cycle approve",
        "cycle_20260301_120000_0a1b2c3d",
        &[CONFLICT, DENIED, HALTED],
    ),
    CommandHelp::database(
        "cycle reject",
        "cycle_20260301_120000_0a1b2c3d --reason \"too large\"",
        &[CONFLICT, DENIED],
    ),
    CommandHelp::database(
        "cycle replay",
        "cycle_20260301_120000_0a1b2c3d",
        &[CONFLICT],
    ),
    CommandHelp::database(
        "cycle start",
        "--symbol EURUSD",
        &[CONFLICT, DENIED, HALTED],
    ),
    CommandHelp::database(
        "cycle advance",
        "cycle_20260301_120000_0a1b2c3d",
        &[CONFLICT, CYCLE_FAILED, DENIED, WAITING, HALTED],
    ),
    CommandHelp::database(
        "cycle complete",
        "cycle_20260301_120000_0a1b2c3d --result 0",
        &[CONFLICT, DENIED, HALTED],
    ),
    CommandHelp::database(
        "cycle fail",
        "cycle_20260301_120000_0a1b2c3d --error \"no quotes\"",
        &[CONFLICT, DENIED, HALTED],
    ),
    CommandHelp::database(
        "cycle list",
        "--symbol EURUSD --phase failed --since 24h",
        &[],
    ),
    CommandHelp::database("cycle show", "cycle_20260301_120000_0a1b2c3d", &[]),
];

pub(super) fn run(command: CycleCommand, context: &Context) -> anyhow::Result<Exit> {
    let cycle = match command {
        CycleCommand::Run(args) => return run::run(args, context),
        CycleCommand::Resume { id, work } => return run::resume(&id, &work, context),
        CycleCommand::Replay(args) => return replay::run(args, context),
        CycleCommand::Recover => {
            let caller = context.caller(None)?;
            let cycles = taking(context, |store| Recovery::new(store).recover(&caller))?;
            context.printer.many(&views(&cycles))?;
            for cycle in cycles.iter().filter(|cycle| !cycle.phase.is_end()) {
                note(&format!("next: {}", cycle.stalled().hint()));
            }
            return Ok(Exit::DONE);
        }
        CycleCommand::Approve { id, state } => {
            let mut store = context.open()?;
            let id = CycleManager::new(&mut store).id_of(&id)?;
            let cycle = Approvals::new(&mut store).approve(
                &context.caller(None)?,
                &id,
                state.as_deref(),
            )?;
            context.printer.one(&CycleView::from(&cycle))?;
            context.next(&format!(
                "nothing runs it yet; `flowrex-coord cycle resume {id}` goes on with it, and \
                 takes the same --agent options as `cycle run`"
            ));
            return Ok(Exit::DONE);
        }
        CycleCommand::Reject { id, reason } => {
            let mut store = context.open()?;
            let id = CycleManager::new(&mut store).id_of(&id)?;
            Approvals::new(&mut store).reject(&context.caller(None)?, &id, &reason)?
        }
        CycleCommand::Start(args) => {
            let new = NewCycle::try_from(args)?;
            CycleManager::new(&mut context.open_or_create()?).start(&context.caller(None)?, &new)?
        }
        CycleCommand::Advance { id, to } => {
            let caller = context.caller(None)?;
            let cycle = taking(context, |store| {
                let mut cycles = CycleManager::new(store);
                let id = cycles.id_of(&id)?;
                cycles.advance(&caller, &id, to)
            })?;
            return moved(&cycle, context);
        }
        CycleCommand::Complete { id, result } => {
            let result = result.map(|json| json.read("--result")).transpose()?;
            let caller = context.caller(None)?;
            let cycle = taking(context, |store| {
                let mut cycles = CycleManager::new(store);
                let id = cycles.id_of(&id)?;
                cycles.complete(&caller, &id, result.as_ref())
            })?;
            return moved(&cycle, context);
        }
        CycleCommand::Fail { id, error, result } => {
            let result = result.map(|json| json.read("--result")).transpose()?;
            let caller = context.caller(None)?;
            let cycle = taking(context, |store| {
                let mut cycles = CycleManager::new(store);
                let id = cycles.id_of(&id)?;
                cycles.fail(&caller, &id, &error, result.as_ref())
            })?;
            if cycle.phase == Phase::Halted {
                return moved(&cycle, context);
            }
            cycle
        }
        CycleCommand::List(args) => return list(args, context),
        CycleCommand::Show {
            id: Some(id),
            format: Some(Diagram::Mermaid),
        } => {
            let cycle = get(&id, context)?;
            write_text(&mermaid::of_cycle(&cycle))?;
            return Ok(Exit::DONE);
        }
        CycleCommand::Show { id, .. } => return show(id.as_ref(), context),
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

fn get(named: &CycleRef, context: &Context) -> anyhow::Result<Cycle> {
    let mut store = context.open()?;
    let mut cycles = CycleManager::new(&mut store);
    let id = cycles.id_of(named)?;
    Ok(cycles.get(&id)?)
}

fn list(args: ListArgs, context: &Context) -> anyhow::Result<Exit> {
    let mut store = context.open()?;
    let mut cycles = CycleManager::new(&mut store);
    let before = match &args.before {
        Some(named) => {
            let id = cycles.id_of(named)?;
            Some(cycles.position(&id)?)
        }
        None => None,
    };
    let mut filter = Filter {
        symbol: args.symbol,
        phases: args.phases,
        since: args.since.map(|since| since.before(System.now())),
        before,
        limit: args.limit,
    };
    let drivers = context.config.drivers(&[]);
    let view = |item: &(Cycle, Option<Waiting>)| view_with(item, &drivers);
    print_pages(context, view, |_| {
        let page = CycleManager::new(&mut store).list_page(&mut filter)?;
        Ok(Page {
            items: with_waiting(&mut store, page.items)?,
            next: page.next,
        })
    })?;
    Ok(Exit::DONE)
}

/// Shows one cycle, or the active ones.
fn show(named: Option<&CycleRef>, context: &Context) -> anyhow::Result<Exit> {
    let mut store = context.open()?;
    let mut cycles = CycleManager::new(&mut store);
    let found = match named {
        Some(named) => {
            let id = cycles.id_of(named)?;
            vec![cycles.get(&id)?]
        }
        None => cycles.active()?,
    };
    if found.is_empty() {
        context.printer.one(&IdleView::default())?;
        return Ok(Exit::DONE);
    }
    let drivers = context.config.drivers(&[]);
    let found = with_waiting(&mut store, found)?;
    let views: Vec<_> = found.iter().map(|item| view_with(item, &drivers)).collect();
    context.printer.one_or_many(&views)?;
    Ok(Exit::DONE)
}

/// Each cycle with what it waits with, where it waits.
fn with_waiting(
    store: &mut Store,
    cycles: Vec<Cycle>,
) -> store::Result<Vec<(Cycle, Option<Waiting>)>> {
    let mut waiting = Approvals::new(store).waiting_among(&cycles)?;
    let mut of = |cycle: &Cycle| {
        let at = waiting.iter().position(|waiting| waiting.cycle == cycle.id);
        at.map(|at| waiting.swap_remove(at))
    };
    Ok(cycles
        .into_iter()
        .map(|cycle| {
            let waiting = of(&cycle);
            (cycle, waiting)
        })
        .collect())
}

fn view_with((cycle, waiting): &(Cycle, Option<Waiting>), drivers: &Drivers) -> CycleView {
    let waiting = waiting.as_ref();
    CycleView::with_waiting(
        cycle,
        waiting.map(|waiting| WaitingView::new(waiting, GoesOn::AsConfigured(drivers))),
    )
}

fn views(cycles: &[Cycle]) -> Vec<CycleView> {
    cycles.iter().map(CycleView::from).collect()
}
