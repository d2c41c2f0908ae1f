//! `cycle`: runs whole cycles, or moves them step by step.

mod new_cycle;
mod replay;
mod run;

use super::super::hint::{self, UNLESS_OTHERS};
use crate::model::next_step::NextStep;
use clap::{Args, Subcommand};
use clap_complete::engine::ArgValueCandidates;

use crate::cli::args::{self, Diagram, JsonArg, Since};
use crate::cli::candidates;
use crate::cli::command_help::CommandHelp;
use crate::cli::context::Context;
use crate::cli::error::{Result, note, warn_undrained};
use crate::cli::exit_code::{CONFLICT, CYCLE_FAILED, DENIED, Exit, HALTED, UNHEALTHY, WAITING};
use crate::cli::pages::print_pages;
use crate::cli::system::System;
use crate::coordination::approval::Approvals;
use crate::coordination::cycle::CycleManager;
use crate::coordination::recovery::Recovery;
use crate::model::clock::Clock;
use crate::model::cycle::{Cycle, CycleRef, NewCycle};
use crate::model::driver::Drivers;
use crate::model::error::ErrorKind;
use crate::model::id::Symbol;
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
use new_cycle::NewCycleArgs;

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

pub(super) fn run(command: CycleCommand, context: &Context) -> Result<Exit> {
    let cycle = match command {
        CycleCommand::Run(args) => return run::run(args, context),
        CycleCommand::Resume { id, work } => return run::resume(&id, &work, context),
        CycleCommand::Replay(args) => return replay::run(args, context),
        CycleCommand::Recover => {
            let caller = context.caller(None)?;
            let cycles = taking(context, |store| Recovery::new(store).recover(&caller))?;
            context.printer.many(&views(&cycles))?;
            for cycle in cycles.iter().filter(|cycle| !cycle.phase.is_end()) {
                note(&format!(
                    "next: {}",
                    hint::words(&cycle.stalled().next_step())
                ));
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
fn moved(cycle: &Cycle, context: &Context) -> Result<Exit> {
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
        _ if cycle.waiting_for().is_none() => return Ok(Exit::DONE),
        _ => {
            let step = NextStep::Approve(cycle.id.clone());
            note(&format!("next: {}", hint::words(&step)));
            ErrorKind::WaitingForApproval
        }
    };
    Ok(Exit::of(instead))
}

/// Does what may take a cycle from its process, and warns where a program of that may
/// still be given its command.
fn taking<T>(context: &Context, f: impl FnOnce(&mut Store) -> store::Result<T>) -> Result<T> {
    let mut store = context.open()?;
    let done = f(&mut store)?;
    warn_undrained(store.undrained());
    Ok(done)
}

fn get(named: &CycleRef, context: &Context) -> Result<Cycle> {
    let mut store = context.open()?;
    let mut cycles = CycleManager::new(&mut store);
    let id = cycles.id_of(named)?;
    Ok(cycles.get(&id)?)
}

fn list(args: ListArgs, context: &Context) -> Result<Exit> {
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
fn show(named: Option<&CycleRef>, context: &Context) -> Result<Exit> {
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
        waiting.map(|waiting| {
            WaitingView::new(
                waiting,
                GoesOn::AsConfigured {
                    drivers,
                    unless: UNLESS_OTHERS,
                },
            )
        }),
    )
}

fn views(cycles: &[Cycle]) -> Vec<CycleView> {
    cycles.iter().map(CycleView::from).collect()
}
