//! The arguments of a new cycle.

use clap::Args;
use clap_complete::engine::ArgValueCandidates;

use crate::cli::error::{CommandError, Result};
use crate::cli::{args, candidates};
use crate::model::cycle::{Account, Balance, NewCycle, StrategyName};
use crate::model::id::Symbol;
use crate::model::mode::Mode;
use crate::model::phase::Phase;

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
    type Error = CommandError;

    fn try_from(args: NewCycleArgs) -> Result<Self> {
        let peak = args
            .peak_balance
            .unwrap_or_else(|| args.account_balance.default_peak());
        if args.strategies.len() > MAX_STRATEGIES {
            return Err(CommandError::invalid(
                "--strategy",
                format!("a cycle has at most {MAX_STRATEGIES} strategies"),
            ));
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
