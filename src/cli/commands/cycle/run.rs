//! `cycle run` and `cycle resume`: whole cycles, with the agents that are
//! configured, in a session that can be interrupted.

use super::super::super::hint;
use crate::model::next_step::NextStep;
use std::io::{self, BufRead, IsTerminal};
use std::process;
use std::time::Duration;

use clap::Args;
use clap_complete::engine::ArgValueCandidates;
use rustix::termios::{QueueSelector, tcflush};

use super::new_cycle::NewCycleArgs;
use crate::agents::{self, SpawnContext, recorded::Record};
use crate::cli::args;
use crate::cli::candidates;
use crate::cli::context::Context;
use crate::cli::error::{CommandError, Result, note, report, warn_undrained};
use crate::cli::exit_code::Exit;
use crate::cli::session::{CommandSession, SignalPassthrough};
use crate::coordination::approval::Approvals;
use crate::coordination::cycle::CycleManager;
use crate::coordination::halt::HaltControl;
use crate::coordination::pipeline::{
    CoordinationPipeline, DriverSet, Outcome, PHASE_TIMEOUT, Plan,
};
use crate::coordination::replay::Recording;
use crate::model::answer::AnswerStatus;
use crate::model::cycle::{CycleRef, NewCycle};
use crate::model::driver::{Assignment, Driver};
use crate::model::error::ErrorKind;
use crate::model::halt::HaltInForce;
use crate::model::id::StateKey;
use crate::model::phase::{Phase, Worker};
use crate::model::waiting::GoesOn;
use crate::store::Store;
use crate::terminal::{self, Format, Palette};
use crate::view::cycle::ResultView;
use crate::view::printable;
use crate::view::waiting::WaitingView;

#[derive(Debug, Args)]
pub(in crate::cli) struct RunArgs {
    #[command(flatten)]
    new: NewCycleArgs,
    #[command(flatten)]
    work: WorkArgs,
}

// How the agents of a cycle are reached, and what they are given. No documentation: it
// would take the place of that of the commands.
#[derive(Debug, Args)]
pub(in crate::cli) struct WorkArgs {
    /// How to reach an agent: risk=exec:COMMAND
    ///
    /// NAME=builtin, NAME=exec:COMMAND, NAME=mailbox or NAME=recorded:CYCLE. May be given for each
    #[arg(long = "agent", value_name = "NAME=DRIVER")]
    #[arg(add = ArgValueCandidates::new(candidates::assignments))]
    agents: Vec<Assignment>,
    /// Time limit per command [default: 2m]
    #[arg(long, value_name = "DURATION", value_parser = args::duration, allow_hyphen_values = true)]
    phase_timeout: Option<Duration>,
    /// Retries after an error [default: 0]
    ///
    /// Strategy and risk only; execution is never asked again
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(0..=100))]
    #[arg(allow_hyphen_values = true)]
    retries: Option<u32>,
    /// End as by SIGHUP when standard input is closed
    ///
    /// For a program that runs cycles, and holds a pipe open: no cycle outlives it
    #[arg(long)]
    until_stdin_closes: bool,
}

pub(super) fn run(args: RunArgs, context: &Context) -> Result<Exit> {
    let mut new = NewCycle::try_from(args.new)?;
    // Gates add up: one that the configuration asks for is not typed away.
    let configured = context.config.gates.iter().flatten();
    new.gates.extend(configured.copied());
    new.gates.sort_unstable();
    new.gates.dedup();
    let open = Context::open_or_create;
    conduct(&args.work, context, open, |pipeline| {
        pipeline.execute_cycle(&new)
    })
}

pub(super) fn resume(named: &CycleRef, args: &WorkArgs, context: &Context) -> Result<Exit> {
    conduct(args, context, Context::open, |pipeline| {
        let id = CycleManager::new(pipeline.store()).id_of(named)?;
        pipeline.resume_cycle(&id)
    })
}

/// Conducts a cycle to its end, or to a gate; at a terminal, asks there.
fn conduct(
    args: &WorkArgs,
    context: &Context,
    open: fn(&Context) -> Result<Store>,
    begin: impl FnOnce(&mut CoordinationPipeline<'_>) -> crate::store::Result<Outcome>,
) -> Result<Exit> {
    let is_watched = io::stderr().is_terminal() && context.printer.format() == Format::Table;
    let unguarded = SignalPassthrough::default();
    let session = CommandSession::begin(is_watched, &unguarded)?;
    if args.until_stdin_closes {
        session.end_with_stdin()?;
    }
    let mut store = open(context)?;
    let drivers = drivers(args, context, &mut store)?;
    let caller = context.caller(None)?;
    let owner = format!("process {}", process::id());
    let mut pipeline = CoordinationPipeline::new(
        &mut store,
        caller.clone(),
        owner,
        drivers,
        plan(args, context),
        Box::new(session),
    );
    let outcome = begin(&mut pipeline);
    warn_undrained(pipeline.store().undrained());
    let mut outcome = match (outcome, pipeline.signal()) {
        (Ok(outcome), _) => outcome,
        (Err(error), None) => return Err(error.into()),
        (Err(error), Some(signal)) => {
            report(&error.into(), context.printer.format());
            return Ok(Exit::by_signal(signal.number));
        }
    };
    let drivers = context.config.drivers(&args.agents);
    let waiting = loop {
        let id = &outcome.cycle.id;
        if outcome.cycle.waiting_for().is_none() {
            break None;
        }
        let waiting = Approvals::new(pipeline.store()).waiting(id);
        let Some(waiting) = read_after(waiting).flatten() else {
            break None;
        };
        let view = || WaitingView::new(&waiting, GoesOn::With(&drivers));
        // Who watches standard input takes the answer, too.
        let can_ask = is_watched && !args.until_stdin_closes;
        if !can_ask || !unguarded.during(|| asks(&outcome, view()))? {
            break Some(view());
        }
        // What was shown is approved, and nothing else.
        Approvals::new(pipeline.store()).approve_shown(&caller, &waiting.shown())?;
        outcome = pipeline.resume_cycle(id)?;
    };
    drop(pipeline);
    let next = next_step(&outcome, &mut store);
    let view = ResultView::new(&outcome, waiting);
    context.printer.render(&view, |palette| {
        terminal::cycle::render(&view, &outcome, palette)
    })?;
    if let Some(next) = next {
        context.next(&next);
    }
    Ok(exit(&outcome, args))
}

/// What was read after the run; none, with a warning, where it cannot be read. That must
/// not take the place of how the run ended.
fn read_after<T>(read: crate::store::Result<T>) -> Option<T> {
    read.inspect_err(|error| {
        note(&format!(
            "warning: the database cannot be read after the run: {}",
            printable(&error.to_string())
        ));
    })
    .ok()
}

/// What to do about a cycle that did not complete, where its record alone does not say that.
fn next_step(outcome: &Outcome, store: &mut Store) -> Option<String> {
    let cycle = &outcome.cycle;
    let id = &cycle.id;
    let record = cycle.current();
    let worker = record.and_then(|record| Some((record.phase.worker()?, record)));
    match (cycle.phase, worker) {
        (Phase::Failed, _) if outcome.interrupted.is_some() => None,
        (Phase::Failed, Some((Worker::Execution, _))) => {
            Some(hint::words(&NextStep::AskBroker(id.clone())))
        }
        (Phase::Failed, Some((worker, record))) => {
            let is_rejected = matches!(record.answer, Some((AnswerStatus::Rejected, _)));
            if is_rejected {
                let key = StateKey::result_of(&worker.name());
                Some(format!(
                    "`flowrex-coord state read --cycle {id} --key {key}` shows the whole answer"
                ))
            } else {
                let given = record.command.map(|command| {
                    format!(
                        "`flowrex-coord msg show {command}` shows what {worker} was given, and "
                    )
                });
                Some(format!(
                    "{}`flowrex-coord cycle show {id}` what became of it; repair {worker}, then \
                     run the cycle again",
                    given.unwrap_or_default()
                ))
            }
        }
        (Phase::Failed, None) => Some(format!("see `flowrex-coord cycle show {id}`")),
        (Phase::Halted, _) => {
            let halts = read_after(HaltControl::new(store).status());
            let covers =
                |status: &&HaltInForce| status.halt.scope.covers(&cycle.symbol, Some(&cycle.id));
            let halt = halts.iter().flatten().find(covers);
            let lift =
                halt.map(|status| hint::words(&NextStep::ClearHalt(status.halt.reference())));
            let ask = || hint::words(&NextStep::AskBroker(id.clone()));
            Some(match (cycle.may_have_order_out(), lift) {
                (true, Some(lift)) => format!("{}; {lift}", ask()),
                (true, None) => ask(),
                (false, Some(lift)) => lift,
                (false, None) if halts.is_none() => format!("see `flowrex-coord cycle show {id}`"),
                (false, None) => format!(
                    "see `flowrex-coord cycle show {id}`; {}; no halt has to be cleared before \
                     another is run",
                    hint::words(&NextStep::CheckAgents)
                ),
            })
        }
        _ => None,
    }
}

fn exit(outcome: &Outcome, args: &WorkArgs) -> Exit {
    match (outcome.interrupted, outcome.cycle.phase) {
        (Some(signal), _) => Exit::by_signal(signal.number),
        (None, Phase::Completed) => Exit::DONE,
        (None, Phase::Failed) => Exit::of(ErrorKind::CycleFailed),
        (None, Phase::Halted) => Exit::of(ErrorKind::Halted),
        (None, _) => {
            let cycle = outcome.cycle.id.clone();
            let again = args.agents.iter().map(|agent| {
                let agent = agent.to_string();
                format!(" --agent {}", shell_words::quote(&agent))
            });
            // Which agents they are is not recorded: they must be named again.
            let again: String = again.collect();
            let resume = match again.as_str() {
                "" => String::new(),
                _ => format!(
                    "; an approved one continues with `flowrex-coord cycle resume {cycle}{again}`"
                ),
            };
            let hint = hint::words(&NextStep::Approve(cycle));
            note(&printable(&format!("next: {hint}{resume}")));
            Exit::of(ErrorKind::WaitingForApproval)
        }
    }
}

/// Asks the person at the terminal whether the cycle may go on.
fn asks(outcome: &Outcome, waiting: WaitingView) -> Result<bool> {
    if !io::stdin().is_terminal() {
        return Ok(false);
    }
    let view = ResultView::new(outcome, Some(waiting));
    note(&terminal::cycle::render(&view, outcome, Palette::PLAIN));
    let before = outcome.cycle.phase.next().map_or("", Phase::as_str);
    note(&format!("continue with {before}? [y/N]"));
    // What was typed before the question was printed does not answer it.
    tcflush(io::stdin(), QueueSelector::IFlush)
        .map_err(io::Error::from)
        .map_err(not_asked)?;
    let mut line = String::new();
    let read = io::stdin().lock().read_line(&mut line);
    read.map_err(not_asked)?;
    Ok(matches!(line.trim(), "y" | "Y" | "yes"))
}

fn not_asked(error: io::Error) -> CommandError {
    CommandError::io("cannot read the answer from the terminal", error)
}

fn plan(args: &WorkArgs, context: &Context) -> Plan {
    let config = &context.config;
    Plan {
        phase_timeout: args
            .phase_timeout
            .or(config.phase_timeout)
            .unwrap_or(PHASE_TIMEOUT),
        retries: args.retries.or(config.retries).unwrap_or(0),
    }
}

fn drivers(
    args: &WorkArgs,
    context: &Context,
    store: &mut Store,
) -> crate::store::Result<DriverSet> {
    let drivers = context.config.drivers(&args.agents);
    let spawn = SpawnContext {
        database: store.path().to_owned(),
        config: context.config_file(),
        verbose: context.verbose,
        max_drawdown: context.config.builtin.max_drawdown(),
    };
    agents::drivers(&drivers, &spawn, |driver, worker| match driver {
        Driver::Recorded(id) => Ok(Recording::read(store, id)?.replies(worker)),
        _ => Ok(Record::new()),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::cli::system::System;
    use crate::model::caller::Caller;
    use crate::model::cycle::Account;
    use crate::store::Options;

    #[test]
    fn that_the_database_is_damaged_after_the_run_takes_only_the_next_step_away() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("coord.db");
        let mut store = Store::open(&path, &Options::default(), Box::new(System)).unwrap();
        let new = NewCycle {
            symbol: "EURUSD".parse().unwrap(),
            strategies: Vec::new(),
            account: Account::new("1".parse().unwrap(), "1".parse().unwrap()).unwrap(),
            mode: None,
            gates: Vec::new(),
        };
        let started = CycleManager::new(&mut store).start(&Caller::supervisor(), &new);
        let mut cycle = started.unwrap();
        cycle.phase = Phase::Halted;
        let outcome = Outcome {
            cycle,
            results: BTreeMap::new(),
            interrupted: None,
        };
        store.connection().run_script(
            "PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON;
             ALTER TABLE halts RENAME TO gone;",
        );
        assert!(HaltControl::new(&mut store).status().is_err());
        let next = next_step(&outcome, &mut store).unwrap();
        let show = format!("cycle show {}", outcome.cycle.id);
        assert!(next.contains(&show), "{next}");
        assert_eq!(read_after(HaltControl::new(&mut store).status()), None);
    }
}
