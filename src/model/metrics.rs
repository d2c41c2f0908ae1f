//! The figures of `metrics` at one moment.

use std::collections::BTreeMap;

use super::answer::AnswerStatus;
use super::database::DatabaseStatus;
use super::health::HealthRecord;
use super::id::AgentName;
use super::phase::Phase;
use super::words::words;

/// The bounds of the classes into which durations of phases are sorted, in
/// milliseconds: from a built-in agent to one that takes its whole time.
pub const BOUNDS_MS: [u32; 10] = [
    5, 25, 100, 500, 1_000, 5_000, 15_000, 30_000, 60_000, 120_000,
];

words! {
    /// How a command of a cycle came out.
    Outcome, by word, "the outcomes of a command are":
    /// The agent has done it.
    Ok = "ok",
    /// The agent said no.
    Rejected = "rejected",
    /// The agent could not do it.
    Error = "error",
    /// There was no answer, or none that could be used.
    Missing = "missing",
}

impl From<AnswerStatus> for Outcome {
    fn from(status: AnswerStatus) -> Self {
        match status {
            AnswerStatus::Ok => Self::Ok,
            AnswerStatus::Rejected => Self::Rejected,
            AnswerStatus::Error => Self::Error,
        }
    }
}

/// All of it.
#[derive(Clone, Debug)]
pub struct Metrics {
    /// The file and its contents.
    pub database: DatabaseStatus,
    /// The number of cycles in each phase, including those that have ended; without zeros.
    pub cycles: BTreeMap<Phase, u64>,
    /// How long the phases took that are over.
    pub phases: BTreeMap<Phase, Durations>,
    /// How the commands of cycles came out, by the agent that they were sent to.
    pub outcomes: BTreeMap<(AgentName, Outcome), u64>,
    /// How long agents took to respond, as far as that is known.
    pub responses: BTreeMap<AgentName, Durations>,
    /// What is recorded of each agent.
    pub health: Vec<HealthRecord>,
    /// How many halts are in force.
    pub halts: usize,
}

/// How long something took, as often as it happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Durations {
    /// How many took at most as long as each of [`BOUNDS_MS`].
    pub within: [u64; BOUNDS_MS.len()],
    /// How many there are.
    pub count: u64,
    /// How long all of them took together, in microseconds.
    pub sum_us: u64,
}

impl Durations {
    /// Adds `count` durations of at most `up_to_ms` each, and `sum_us` together.
    pub fn add(&mut self, up_to_ms: u64, count: u64, sum_us: u64) {
        for (within, bound) in self.within.iter_mut().zip(BOUNDS_MS) {
            if up_to_ms <= u64::from(bound) {
                *within = within.saturating_add(count);
            }
        }
        self.count = self.count.saturating_add(count);
        self.sum_us = self.sum_us.saturating_add(sum_us);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_in_every_class_that_it_does_not_exceed() {
        let mut durations = Durations::default();
        durations.add(5, 1, 4_200);
        durations.add(25, 2, 30_000);
        durations.add(u64::MAX, 1, 120_001_000);
        assert_eq!(durations.within[..2], [1, 3]);
        assert_eq!(durations.within[BOUNDS_MS.len() - 1], 3);
        assert_eq!((durations.count, durations.sum_us), (4, 120_035_200));
    }
}
