//! `halt`: calls, lists and clears halts.

mod drill;

use anyhow::anyhow;
use std::time::Duration;

use clap::{Args, Subcommand};
use clap_complete::engine::ArgValueCandidates;

use crate::cli::args;
use crate::cli::candidates;
use crate::cli::command_help::CommandHelp;
use crate::cli::context::Context;
use crate::cli::error::{Result, note, warn_undrained};
use crate::cli::exit_code::{CONFLICT, DENIED, Exit};
use crate::cli::system::System;
use crate::coordination::cycle::CycleManager;
use crate::coordination::halt::{HaltControl, without_database};
use crate::model::caller::Caller;
use crate::model::cycle::CycleRef;
use crate::model::halt::{HaltRef, HaltScope};
use crate::model::id::{AgentName, Symbol};
use crate::model::process::WHAT_TO_DO;
use crate::model::text::Reason;
use crate::store::{self, Store};
use crate::view::halt::{HaltStatusView, HaltView};

/// How long a halt waits for others before it makes do with the halt file.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(in crate::cli) struct HaltArgs {
    #[command(subcommand)]
    command: Option<HaltCommand>,
    #[command(flatten)]
    request: RequestArgs,
}

#[derive(Debug, Args)]
struct RequestArgs {
    /// Why
    #[arg(long, required = true)]
    reason: Option<Reason>,
    /// Only this cycle: its id, latest, or latest:SYMBOL
    #[arg(long, value_name = "ID", conflicts_with = "symbol")]
    #[arg(add = ArgValueCandidates::new(candidates::active_cycles))]
    cycle: Option<CycleRef>,
    /// Only the cycles of this symbol
    #[arg(long)]
    #[arg(add = ArgValueCandidates::new(candidates::symbols))]
    symbol: Option<Symbol>,
}

#[derive(Debug, Subcommand)]
enum HaltCommand {
    /// Show the halts in force, who acknowledged them, and what they cannot undo
    Status,
    /// List all halts, the newest first
    ///
    /// Who called them, when and why, and who cleared them
    List {
        /// Maximum number of results [default: all]
        #[arg(long, value_parser = args::limit(), allow_hyphen_values = true)]
        limit: Option<u32>,
    },
    /// Test the kill switch, and report how long the stop took
    ///
    /// Runs a cycle in a temporary database with an agent that would sleep forever, and halts it
    Drill,
    /// Clear a halt; the cycles that it stopped stay halted
    Clear {
        /// Its number, or its key while it has none; see `halt status`
        ///
        /// A halt that exists only in the halt file has no number yet. 0 is such a halt that was
        /// created by hand, if there is no other
        #[arg(add = ArgValueCandidates::new(candidates::halts))]
        id: HaltRef,
        /// Why
        #[arg(long)]
        reason: Reason,
    },
}

impl HaltArgs {
    /// Whether it is to halt something.
    pub(super) const fn is_call(&self) -> bool {
        self.command.is_none()
    }
}

/// The example and the exit codes of each command.
pub(super) const HELP: &[CommandHelp] = &[
    CommandHelp::database(
        "halt",
        "--as risk --reason \"spreads are too wide\"",
        &[CONFLICT],
    ),
    CommandHelp::database("halt status", "", &[]),
    CommandHelp::database("halt list", "", &[]),
    CommandHelp::database("halt drill", "", &[DENIED]),
    CommandHelp::database(
        "halt clear",
        "1 --reason \"spreads are normal again\"",
        &[CONFLICT, DENIED],
    ),
];

pub(super) fn run(args: HaltArgs, context: &Context) -> Result<Exit> {
    match (args.command, args.request.reason) {
        (Some(HaltCommand::Status), _) => {
            let mut store = context.open()?;
            let mut control = HaltControl::new(&mut store);
            let halts = control.status()?;
            let views: Vec<_> = halts.iter().map(HaltStatusView::from).collect();
            context.printer.many(&views)?;
            for remains in control.remains()? {
                note(&format!("warning: {remains}\n  hint: {WHAT_TO_DO}"));
            }
        }
        (Some(HaltCommand::List { limit }), _) => {
            let halts = HaltControl::new(&mut context.open()?).list(limit)?;
            let views: Vec<_> = halts.iter().map(HaltView::from).collect();
            context.printer.many(&views)?;
        }
        (Some(HaltCommand::Clear { id, reason }), _) => {
            let caller = context.caller(None)?;
            let halt = HaltControl::new(&mut context.open()?).clear(&caller, id, &reason)?;
            context.printer.one(&HaltView::from(&halt))?;
            context.next(
                "what it stopped stays stopped; `flowrex-coord status` shows whether anything else \
                 is in the way of another `flowrex-coord cycle run`",
            );
        }
        (Some(HaltCommand::Drill), _) => return drill::run(context),
        (None, Some(reason)) => {
            let scope = match (args.request.cycle, args.request.symbol) {
                (Some(cycle), _) => Scope::Cycle(cycle),
                (None, Some(symbol)) => Scope::Known(HaltScope::Symbol(symbol)),
                (None, None) => Scope::Known(HaltScope::Global),
            };
            let (caller, reason) = context.halt_caller(reason);
            call(&caller, &scope, &reason, context)?;
        }
        (None, None) => {
            return Err(anyhow!("a halt without a reason got past the parser").into());
        }
    }
    Ok(Exit::DONE)
}

/// What to halt, as it was typed.
enum Scope {
    Cycle(CycleRef),
    Known(HaltScope),
}

impl Scope {
    fn resolve(&self, store: &mut Store) -> store::Result<HaltScope> {
        match self {
            Self::Cycle(named) => CycleManager::new(store).id_of(named).map(HaltScope::Cycle),
            Self::Known(scope) => Ok(scope.clone()),
        }
    }
}

/// Calls a halt, also when the database cannot be opened, or not be written.
fn call(caller: &Caller, scope: &Scope, reason: &Reason, context: &Context) -> Result<()> {
    let outcome = match context.open_to_halt(PATIENCE) {
        Ok(mut store) => match scope.resolve(&mut store) {
            Ok(scope) => HaltControl::new(&mut store).request(caller, &scope, reason)?,
            Err(error @ store::Error::Rule(_)) => return Err(error.into()),
            // Which cycle is meant cannot be read: then everything is halted.
            Err(error) => without_database(context.path(), caller, reason, error, &System)?,
        },
        Err(error) => without_database(context.path(), caller, reason, error, &System)?,
    };
    if let Some(error) = &outcome.unrecorded {
        note(&format!(
            "warning: everything is halted by a file next to the database, which is not on \
             record: {error}"
        ));
    }
    if outcome.halt.requested_by == AgentName::operator() {
        note("note: the caller is not an agent: the halt is recorded as the operator's");
    }
    warn_undrained(outcome.undrained.as_ref());
    context.printer.one(&HaltView::from(&outcome.halt))?;
    let id = outcome.halt.reference();
    context.next(&format!(
        "`flowrex-coord halt status` shows what it could not undo; the supervisor clears it with \
         `flowrex-coord halt clear {id} --reason TEXT`"
    ));
    Ok(())
}
