//! The phases of a cycle and the one table of legal moves between them.

use super::id::AgentName;
use super::words::words;

words! {
    /// The phase of a cycle.
    Phase, by word, "the phases are":
    /// What the system shows when no cycle is active; no cycle is ever stored in it.
    Idle = "idle",
    /// Created, its inputs being written.
    Initializing = "initializing",
    /// The strategy agent works.
    StrategyAnalysis = "strategy_analysis",
    /// The risk agent works.
    RiskValidation = "risk_validation",
    /// The execution agent works.
    Execution = "execution",
    /// The supervisor reviews the outcome.
    Monitoring = "monitoring",
    /// Ended by a halt.
    Halted = "halted",
    /// Ended by an error or a rejection.
    Failed = "failed",
    /// Ended as intended.
    Completed = "completed",
}

impl Phase {
    /// Whether a cycle in this phase is over: nothing leaves these.
    pub const fn is_end(self) -> bool {
        matches!(self, Self::Halted | Self::Failed | Self::Completed)
    }

    /// The phase that follows when all goes well.
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::Initializing => Some(Self::StrategyAnalysis),
            Self::StrategyAnalysis => Some(Self::RiskValidation),
            Self::RiskValidation => Some(Self::Execution),
            Self::Execution => Some(Self::Monitoring),
            Self::Monitoring => Some(Self::Completed),
            Self::Idle | Self::Halted | Self::Failed | Self::Completed => None,
        }
    }

    /// Whether a cycle may move from here to `to`: the only table of moves.
    ///
    /// One step forward, or from any active phase to `halted` or `failed`.
    /// Everything else is illegal, for everyone.
    pub fn may_move_to(self, to: Self) -> bool {
        match (self.next(), to) {
            (Some(_), Self::Halted | Self::Failed) => true,
            (Some(next), to) => next == to,
            (None, _) => false,
        }
    }

    /// Whether a cycle in this phase has come as far as `other`. The variants are in the order of
    /// the work, followed by the ends.
    pub(crate) fn has_reached(self, other: Self) -> bool {
        self >= other || (self.is_end() && other.is_end())
    }

    /// Whether a cycle can have an approval gate before this phase.
    pub const fn can_be_gated(self) -> bool {
        matches!(
            self,
            Self::StrategyAnalysis | Self::RiskValidation | Self::Execution | Self::Monitoring
        )
    }

    /// The agent whose work this phase is, if it is a subordinate's.
    pub const fn worker(self) -> Option<Worker> {
        match self {
            Self::StrategyAnalysis => Some(Worker::Strategy),
            Self::RiskValidation => Some(Worker::Risk),
            Self::Execution => Some(Worker::Execution),
            _ => None,
        }
    }
}

words! {
    /// The agents that work in a cycle, each in the phase that is its own; in the
    /// order of their phases.
    Worker, by word, "the agents of a cycle are":
    /// Works in `strategy_analysis`.
    Strategy = "strategy",
    /// Works in `risk_validation`.
    Risk = "risk",
    /// Works in `execution`.
    Execution = "execution",
}

impl Worker {
    /// The name of the agent.
    pub fn name(self) -> AgentName {
        match self {
            Self::Strategy => AgentName::strategy(),
            Self::Risk => AgentName::risk(),
            Self::Execution => AgentName::execution(),
        }
    }

    /// The phase that is its own.
    pub const fn phase(self) -> Phase {
        match self {
            Self::Strategy => Phase::StrategyAnalysis,
            Self::Risk => Phase::RiskValidation,
            Self::Execution => Phase::Execution,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_phase() -> impl Strategy<Value = Phase> {
        prop::sample::select(Phase::ALL.to_vec())
    }

    #[test]
    fn the_legal_moves_are_exactly_these_fifteen() {
        let mut legal = Vec::new();
        for &from in Phase::ALL {
            for &to in Phase::ALL {
                if from.may_move_to(to) {
                    legal.push(format!("{from} → {to}"));
                }
            }
        }
        assert_eq!(
            legal,
            [
                "initializing → strategy_analysis",
                "initializing → halted",
                "initializing → failed",
                "strategy_analysis → risk_validation",
                "strategy_analysis → halted",
                "strategy_analysis → failed",
                "risk_validation → execution",
                "risk_validation → halted",
                "risk_validation → failed",
                "execution → monitoring",
                "execution → halted",
                "execution → failed",
                "monitoring → halted",
                "monitoring → failed",
                "monitoring → completed",
            ]
        );
    }

    proptest! {
        #[test]
        fn no_sequence_of_moves_skips_a_phase_or_leaves_an_end(
            wishes in prop::collection::vec(any_phase(), 0..60)
        ) {
            let mut phase = Phase::Initializing;
            let mut worked = vec![phase];
            for to in wishes {
                if !phase.may_move_to(to) {
                    continue;
                }
                prop_assert!(!phase.is_end(), "{phase} was left for {to}");
                phase = to;
                worked.push(phase);
            }
            let order = [
                Phase::Initializing,
                Phase::StrategyAnalysis,
                Phase::RiskValidation,
                Phase::Execution,
                Phase::Monitoring,
                Phase::Completed,
            ];
            if matches!(phase, Phase::Halted | Phase::Failed) {
                worked.pop();
            }
            prop_assert_eq!(&worked[..], &order[..worked.len()]);
        }

        #[test]
        fn a_phase_reads_back_as_it_is_written(phase in any_phase()) {
            prop_assert_eq!(phase.as_str().parse::<Phase>(), Ok(phase));
        }
    }
}
