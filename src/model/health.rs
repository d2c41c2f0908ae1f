//! Health: what is recorded about an agent, and the verdict worked out from it.
//!
//! The verdict is never stored: an idle system cannot talk itself into being
//! unhealthy, and a heartbeat cannot wipe out errors.

use std::fmt;
use std::time::Duration;

use super::agent::AgentName;
use super::clock::Timestamp;

/// How long after its last heartbeat an agent counts as responsive.
pub const HEARTBEAT_TIMEOUT: Duration = Duration::from_mins(1);

/// How many of the latest operations the error rate looks at.
pub const RECENT_OPERATIONS: u32 = 20;

/// How many times its own average a response may take before it counts as slow.
pub const SLOW_FACTOR: f64 = 3.0;

/// How many earlier responses make a long-run average.
pub const LONG_RUN: u64 = 3;

/// What is known about an agent, as it is recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct HealthRecord {
    /// The agent.
    pub agent: AgentName,
    /// When it was last heard of by heartbeat.
    pub last_heartbeat: Option<Timestamp>,
    /// The mean of all response times, in milliseconds; 0 when there is none.
    pub avg_response_time_ms: f64,
    /// The latest response time, in milliseconds.
    pub last_response_ms: Option<f64>,
    /// How many response times the mean is of.
    pub responses: u64,
    /// Errors since the last reset.
    pub error_count: u64,
    /// Successes since the last reset.
    pub success_count: u64,
    /// The latest operations as bits, the newest lowest; 1 is an error.
    pub recent: u32,
    /// What the agent last said of itself, or the last error.
    pub status_message: Option<String>,
}

/// The verdict on an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HealthStatus {
    /// Never heard of.
    Unknown,
    /// No heartbeat for [`HEARTBEAT_TIMEOUT`].
    Unresponsive,
    /// Over half of its latest operations were errors.
    Unhealthy,
    /// Its latest response took over [`SLOW_FACTOR`] times its long-run average.
    Degraded,
    /// None of these.
    Healthy,
}

impl HealthStatus {
    /// Its name, as it is printed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Unresponsive => "unresponsive",
            Self::Unhealthy => "unhealthy",
            Self::Degraded => "degraded",
            Self::Healthy => "healthy",
        }
    }
}

impl fmt::Display for HealthStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl HealthRecord {
    /// The record of an agent that was never heard of.
    pub fn unknown(agent: AgentName) -> Self {
        Self {
            agent,
            last_heartbeat: None,
            avg_response_time_ms: 0.0,
            last_response_ms: None,
            responses: 0,
            error_count: 0,
            success_count: 0,
            recent: 0,
            status_message: None,
        }
    }

    /// Errors among the latest [`RECENT_OPERATIONS`], as a share from 0 to 1.
    pub fn recent_error_rate(&self) -> f64 {
        let operations = self.operations().min(u64::from(RECENT_OPERATIONS));
        if operations == 0 {
            return 0.0;
        }
        let errors = (self.recent & ((1 << RECENT_OPERATIONS) - 1)).count_ones();
        #[expect(clippy::cast_precision_loss, reason = "at most 20")]
        let operations = operations as f64;
        f64::from(errors) / operations
    }

    /// The verdict at `now`. Errors outweigh silence: an agent that failed and
    /// then fell silent is still one that fails, and must not start a cycle.
    pub fn status(&self, now: Timestamp) -> HealthStatus {
        if self.last_heartbeat.is_none() && self.operations() == 0 {
            HealthStatus::Unknown
        } else if self.recent_error_rate() > 0.5 {
            HealthStatus::Unhealthy
        } else if !self.is_responsive(now) {
            HealthStatus::Unresponsive
        } else if self.is_slow() {
            HealthStatus::Degraded
        } else {
            HealthStatus::Healthy
        }
    }

    fn operations(&self) -> u64 {
        self.error_count + self.success_count
    }

    /// Whether its last heartbeat is fresh.
    pub fn is_responsive(&self, now: Timestamp) -> bool {
        self.last_heartbeat
            .is_some_and(|beat| now.since(beat) < HEARTBEAT_TIMEOUT)
    }

    /// Whether the latest response was slow against the mean of those before it.
    fn is_slow(&self) -> bool {
        let (Some(last), Some(earlier)) = (self.last_response_ms, self.responses.checked_sub(1))
        else {
            return false;
        };
        if earlier < LONG_RUN {
            return false;
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "a count of responses stays far below 2^52"
        )]
        let (all, earlier) = (self.responses as f64, earlier as f64);
        last > SLOW_FACTOR * (self.avg_response_time_ms * all - last) / earlier
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_000_000_000);

    fn alive() -> HealthRecord {
        HealthRecord {
            last_heartbeat: Some(NOW),
            ..HealthRecord::unknown(AgentName::risk())
        }
    }

    #[test]
    fn an_agent_never_heard_of_is_unknown() {
        assert_eq!(
            HealthRecord::unknown(AgentName::risk()).status(NOW),
            HealthStatus::Unknown
        );
    }

    #[test]
    fn an_agent_is_unresponsive_sixty_seconds_after_its_heartbeat() {
        let record = alive();
        let after = |ms| record.status(NOW.plus(Duration::from_millis(ms)));
        assert_eq!(after(59_999), HealthStatus::Healthy);
        assert_eq!(after(60_000), HealthStatus::Unresponsive);
    }

    #[test]
    fn over_half_errors_among_the_latest_twenty_is_unhealthy() {
        let mut record = alive();
        (record.error_count, record.success_count) = (10, 100);
        record.recent = 0b11_1111_1111;
        assert_eq!(record.status(NOW), HealthStatus::Healthy);
        (record.error_count, record.recent) = (11, 0b111_1111_1111);
        assert_eq!(record.status(NOW), HealthStatus::Unhealthy);
        // Errors that lie further back than twenty operations no longer count.
        record.recent = 0b111_1111_1111 << RECENT_OPERATIONS;
        assert_eq!(record.status(NOW), HealthStatus::Healthy);
    }

    #[test]
    fn one_error_of_an_agent_without_a_record_is_a_verdict() {
        let mut record = HealthRecord::unknown(AgentName::risk());
        (record.error_count, record.recent) = (1, 1);
        assert_eq!(record.status(NOW), HealthStatus::Unhealthy);
    }

    #[test]
    fn silence_does_not_hide_errors() {
        let mut record = alive();
        (record.error_count, record.recent) = (3, 0b111);
        let much_later = NOW.plus(Duration::from_hours(1));
        assert_eq!(record.status(much_later), HealthStatus::Unhealthy);
    }

    #[test]
    fn a_response_over_three_times_the_average_before_it_is_degraded() {
        let mut record = alive();
        record.responses = 4;
        record.last_response_ms = Some(30.0);
        record.avg_response_time_ms = (3.0 * 10.0 + 30.0) / 4.0;
        assert_eq!(record.status(NOW), HealthStatus::Healthy);
        record.last_response_ms = Some(31.0);
        record.avg_response_time_ms = (3.0 * 10.0 + 31.0) / 4.0;
        assert_eq!(record.status(NOW), HealthStatus::Degraded);
    }
}
