//! `halt`: stop.

use clap::{Args, Subcommand};

use super::{Context, Exit};
use crate::coordination::halt::HaltControl;
use crate::model::cycle::{CycleId, Symbol};
use crate::model::halt::HaltScope;
use crate::model::text::Reason;
use crate::output::halt::{HaltStatusView, HaltView};

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
    /// Only this cycle
    #[arg(long, value_name = "ID", conflicts_with = "symbol")]
    cycle: Option<CycleId>,
    /// Only the cycles of this symbol
    #[arg(long)]
    symbol: Option<Symbol>,
}

#[derive(Debug, Subcommand)]
enum HaltCommand {
    /// Show the halts in force, who acked them, and what they do not undo
    Status,
    /// Lift a halt; what it stopped stays stopped
    Clear {
        /// The number of the halt
        #[arg(value_parser = clap::value_parser!(i64).range(1..))]
        id: i64,
        /// Why
        #[arg(long)]
        reason: Reason,
    },
}

pub(super) fn run(args: HaltArgs, context: &Context) -> anyhow::Result<Exit> {
    let actor = context.actor(None)?;
    let mut store = context.open()?;
    let mut halts = HaltControl::new(&mut store);
    match (args.command, args.request.reason) {
        (Some(HaltCommand::Status), _) => {
            let views: Vec<_> = halts.status()?.iter().map(HaltStatusView::from).collect();
            context.printer.many(&views)?;
        }
        (Some(HaltCommand::Clear { id, reason }), _) => {
            let halt = halts.clear(actor, id, &reason)?;
            context.printer.one(&HaltView::from(&halt))?;
        }
        (None, Some(reason)) => {
            let scope = match (args.request.cycle, args.request.symbol) {
                (Some(cycle), _) => HaltScope::Cycle(cycle),
                (None, Some(symbol)) => HaltScope::Symbol(symbol),
                (None, None) => HaltScope::Global,
            };
            let halt = halts.request(actor, &scope, &reason)?;
            context.printer.one(&HaltView::from(&halt))?;
        }
        (None, None) => anyhow::bail!("a halt without a reason got past the parser"),
    }
    Ok(Exit::DONE)
}
