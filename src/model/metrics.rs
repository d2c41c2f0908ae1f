//! What can be counted and measured, at one moment.

use std::collections::BTreeMap;

use super::database::DatabaseStatus;
use super::health::HealthRecord;
use super::phase::Phase;

/// The bounds of the classes into which durations of phases are sorted, in
/// milliseconds: from a built-in agent to one that takes its whole time.
pub const BOUNDS_MS: [u32; 10] = [
    5, 25, 100, 500, 1_000, 5_000, 15_000, 30_000, 60_000, 120_000,
];

/// All of it.
#[derive(Clone, Debug)]
pub struct Metrics {
    /// The file and what stands in it.
    pub database: DatabaseStatus,
    /// How many cycles stand in each phase, those that have ended among them; only
    /// where some do.
    pub cycles: BTreeMap<Phase, u64>,
    /// How long the phases took that are over.
    pub phases: BTreeMap<Phase, Durations>,
    /// How often the messages that are stored have been delivered.
    pub deliveries: u64,
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
    /// How long all of them took together, in milliseconds.
    pub sum_ms: u64,
}

impl Durations {
    /// Adds one that took so many milliseconds.
    pub fn add(&mut self, ms: u64) {
        for (within, bound) in self.within.iter_mut().zip(BOUNDS_MS) {
            *within += u64::from(ms <= u64::from(bound));
        }
        self.count += 1;
        self.sum_ms = self.sum_ms.saturating_add(ms);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_in_every_class_that_it_does_not_exceed() {
        let mut durations = Durations::default();
        for ms in [5, 6, 120_001] {
            durations.add(ms);
        }
        assert_eq!(durations.within[..2], [1, 2]);
        assert_eq!(durations.within[BOUNDS_MS.len() - 1], 2);
        assert_eq!((durations.count, durations.sum_ms), (3, 120_012));
    }
}
