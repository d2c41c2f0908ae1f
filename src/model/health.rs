//! Health: what is recorded about an agent, and the verdict worked out from it.
//!
//! The verdict is never stored: an idle system cannot talk itself into being
//! unhealthy, and a heartbeat cannot wipe out errors.

use std::fmt;
use std::time::Duration;

use super::clock::Timestamp;
use super::id::AgentName;
use super::text::truncate;

/// When an agent counts as unresponsive, unhealthy or degraded. The defaults are those of
/// the contract; the `[health]` table of the configuration file changes them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HealthThresholds {
    /// How long after its last heartbeat an agent counts as responsive.
    pub heartbeat_timeout: Duration,
    /// The share of errors among the latest [`RECENT_OPERATIONS`] operations, from 0 to 1,
    /// above which an agent is unhealthy.
    pub max_error_rate: f64,
    /// How many errors there must be among them: a single failure stops nobody.
    pub min_errors: u32,
    /// How many times its long-run average the median of an agent's latest responses may
    /// take before it counts as degraded.
    pub slow_factor: f64,
    /// From how many response times on an agent can count as degraded.
    pub min_responses: u64,
}

impl Default for HealthThresholds {
    fn default() -> Self {
        Self {
            heartbeat_timeout: Duration::from_mins(1),
            max_error_rate: 0.5,
            min_errors: 2,
            slow_factor: 3.0,
            min_responses: 10,
        }
    }
}

/// How many of the latest operations count for the error rate.
pub const RECENT_OPERATIONS: u32 = 20;

/// How many of the latest response times the median is taken of.
pub const RECENT_RESPONSES: usize = 5;

/// Who gave a heartbeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeartbeatSource {
    /// The agent itself.
    Agent,
    /// The pipeline, for an agent that has just answered. Such an agent sends none itself, so its
    /// silence between two cycles means nothing.
    Pipeline,
}

/// What is known about an agent, as it is recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct HealthRecord {
    /// The agent.
    pub agent: AgentName,
    /// When it was last heard of by heartbeat.
    pub last_heartbeat: Option<Timestamp>,
    /// Who gave that heartbeat.
    pub heartbeat_source: HeartbeatSource,
    /// The mean of all response times, in milliseconds; 0 when there is none.
    pub avg_response_time_ms: f64,
    /// The latest response times, in milliseconds, the newest first: at most
    /// [`RECENT_RESPONSES`].
    pub recent_responses_ms: Vec<f64>,
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
    /// What the record is judged by.
    pub thresholds: HealthThresholds,
}

/// The verdict on an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HealthStatus {
    /// Never heard of.
    Unknown,
    /// It sent heartbeats itself, but none for [`HealthThresholds::heartbeat_timeout`].
    Unresponsive,
    /// Too many of its latest operations were errors.
    Unhealthy,
    /// Its latest responses took much longer than its long-run average.
    Degraded,
    /// None of these.
    Healthy,
}

/// A verdict, with its cause in words where the agent is not healthy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HealthVerdict {
    /// The verdict.
    pub status: HealthStatus,
    /// Its cause.
    pub cause: Option<String>,
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
    pub fn unknown(agent: AgentName, thresholds: HealthThresholds) -> Self {
        Self {
            agent,
            last_heartbeat: None,
            heartbeat_source: HeartbeatSource::Pipeline,
            avg_response_time_ms: 0.0,
            recent_responses_ms: Vec::new(),
            responses: 0,
            error_count: 0,
            success_count: 0,
            recent: 0,
            status_message: None,
            thresholds,
        }
    }

    /// Errors among the latest [`RECENT_OPERATIONS`], as a share from 0 to 1.
    pub fn recent_error_rate(&self) -> f64 {
        match self.recent_operations() {
            0 => 0.0,
            operations => f64::from(self.recent_errors()) / f64::from(operations),
        }
    }

    /// The verdict at `now`. Errors outweigh silence: an agent that failed and
    /// then fell silent is still one that fails, and must not start a cycle.
    pub fn status(&self, now: Timestamp) -> HealthStatus {
        if self.last_heartbeat.is_none() && self.operations() == 0 {
            HealthStatus::Unknown
        } else if self.fails() {
            HealthStatus::Unhealthy
        } else if self.is_silent(now) {
            HealthStatus::Unresponsive
        } else if self.slowness().is_some() {
            HealthStatus::Degraded
        } else {
            HealthStatus::Healthy
        }
    }

    /// The verdict at `now`, with its cause.
    pub fn verdict(&self, now: Timestamp) -> HealthVerdict {
        let status = self.status(now);
        let cause = match status {
            HealthStatus::Healthy => None,
            HealthStatus::Unknown => Some("never heard of".to_owned()),
            HealthStatus::Unhealthy => Some(self.failures()),
            HealthStatus::Unresponsive => self.last_heartbeat.map(|beat| {
                let silence = Duration::from_secs(now.since(beat).as_secs());
                format!("no heartbeat for {}", humantime::format_duration(silence))
            }),
            HealthStatus::Degraded => self.slowness().map(|(median, average)| {
                format!(
                    "the median of its last {} responses is {median:.1} ms, over {} times its \
                     average of {average:.1} ms",
                    self.recent_responses_ms.len(),
                    self.thresholds.slow_factor
                )
            }),
        };
        HealthVerdict { status, cause }
    }

    /// Whether its last heartbeat is fresh.
    pub fn is_responsive(&self, now: Timestamp) -> bool {
        self.last_heartbeat
            .is_some_and(|beat| now.since(beat) < self.thresholds.heartbeat_timeout)
    }

    fn operations(&self) -> u64 {
        self.error_count + self.success_count
    }

    fn recent_operations(&self) -> u32 {
        let operations = self.operations().min(u64::from(RECENT_OPERATIONS));
        u32::try_from(operations).unwrap_or(RECENT_OPERATIONS)
    }

    const fn recent_errors(&self) -> u32 {
        (self.recent & ((1 << RECENT_OPERATIONS) - 1)).count_ones()
    }

    fn fails(&self) -> bool {
        self.recent_errors() >= self.thresholds.min_errors
            && self.recent_error_rate() > self.thresholds.max_error_rate
    }

    fn failures(&self) -> String {
        let said = self.status_message.as_deref().map(truncate);
        let said = said.map_or_else(String::new, |said| format!("; last message: {said}"));
        format!(
            "{} of its last {} operations failed{said}",
            self.recent_errors(),
            self.recent_operations()
        )
    }

    fn is_silent(&self, now: Timestamp) -> bool {
        self.heartbeat_source == HeartbeatSource::Agent && !self.is_responsive(now)
    }

    /// The median of the latest responses and the average of those before them, where the
    /// first is too far above the second. A single slow response changes no median.
    fn slowness(&self) -> Option<(f64, f64)> {
        let recent = &self.recent_responses_ms;
        let earlier = self.responses.checked_sub(recent.len() as u64)?;
        if self.responses < self.thresholds.min_responses || earlier == 0 {
            return None;
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "a count of responses stays far below 2^52"
        )]
        let (all, earlier) = (self.responses as f64, earlier as f64);
        let sum: f64 = recent.iter().sum();
        let average = (self.avg_response_time_ms * all - sum) / earlier;
        let median = median(recent)?;
        (median > self.thresholds.slow_factor * average).then_some((median, average))
    }
}

fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_000_000_000);

    fn silent() -> HealthRecord {
        HealthRecord::unknown(AgentName::risk(), HealthThresholds::default())
    }

    fn alive() -> HealthRecord {
        HealthRecord {
            last_heartbeat: Some(NOW),
            heartbeat_source: HeartbeatSource::Agent,
            ..silent()
        }
    }

    /// An agent with ten earlier responses of 10 ms, and then these, the newest first.
    fn responding(latest: [f64; RECENT_RESPONSES]) -> HealthRecord {
        HealthRecord {
            responses: 15,
            avg_response_time_ms: (10.0 * 10.0 + latest.iter().sum::<f64>()) / 15.0,
            recent_responses_ms: latest.to_vec(),
            ..alive()
        }
    }

    #[test]
    fn an_agent_never_heard_of_is_unknown() {
        assert_eq!(silent().status(NOW), HealthStatus::Unknown);
    }

    #[test]
    fn an_agent_is_unresponsive_sixty_seconds_after_its_heartbeat() {
        let record = alive();
        let after = |ms| record.status(NOW.plus(Duration::from_millis(ms)));
        assert_eq!(after(59_999), HealthStatus::Healthy);
        assert_eq!(after(60_000), HealthStatus::Unresponsive);
        let verdict = record.verdict(NOW.plus(Duration::from_millis(90_500)));
        assert_eq!(verdict.cause.as_deref(), Some("no heartbeat for 1m 30s"));
    }

    #[test]
    fn silence_after_a_heartbeat_by_the_pipeline_means_nothing() {
        let mut record = alive();
        record.heartbeat_source = HeartbeatSource::Pipeline;
        let much_later = NOW.plus(Duration::from_hours(1));
        assert_eq!(record.status(much_later), HealthStatus::Healthy);
        assert!(!record.is_responsive(much_later));
    }

    #[test]
    fn over_half_errors_among_the_latest_twenty_is_unhealthy() {
        let mut record = alive();
        (record.error_count, record.success_count) = (10, 100);
        record.recent = 0b11_1111_1111;
        assert_eq!(record.status(NOW), HealthStatus::Healthy);
        (record.error_count, record.recent) = (11, 0b111_1111_1111);
        assert_eq!(record.status(NOW), HealthStatus::Unhealthy);
        // Errors that are further back than twenty operations no longer count.
        record.recent = 0b111_1111_1111 << RECENT_OPERATIONS;
        assert_eq!(record.status(NOW), HealthStatus::Healthy);
    }

    #[test]
    fn a_single_failure_of_a_new_agent_stops_nobody_and_a_second_one_does() {
        let mut record = silent();
        (record.error_count, record.recent) = (1, 1);
        assert_eq!(record.status(NOW), HealthStatus::Healthy);
        (record.error_count, record.recent) = (2, 0b11);
        record.status_message = Some("no feed".to_owned());
        let verdict = record.verdict(NOW);
        assert_eq!(verdict.status, HealthStatus::Unhealthy);
        assert_eq!(
            verdict.cause.as_deref(),
            Some("2 of its last 2 operations failed; last message: no feed")
        );
    }

    #[test]
    fn silence_does_not_hide_errors() {
        let mut record = alive();
        (record.error_count, record.recent) = (3, 0b111);
        let much_later = NOW.plus(Duration::from_hours(1));
        assert_eq!(record.status(much_later), HealthStatus::Unhealthy);
    }

    #[test]
    fn a_median_over_three_times_the_average_before_it_is_degraded() {
        let slow = responding([31.0, 31.0, 31.0, 5.0, 5.0]).verdict(NOW);
        assert_eq!(slow.status, HealthStatus::Degraded);
        assert_eq!(
            slow.cause.as_deref(),
            Some(
                "the median of its last 5 responses is 31.0 ms, over 3 times its average of 10.0 ms"
            )
        );
        let at_the_limit = responding([30.0, 30.0, 30.0, 5.0, 5.0]);
        assert_eq!(at_the_limit.status(NOW), HealthStatus::Healthy);
    }

    #[test]
    fn single_slow_responses_do_not_make_an_agent_degraded() {
        let outliers = responding([900.0, 10.0, 900.0, 10.0, 10.0]);
        assert_eq!(outliers.status(NOW), HealthStatus::Healthy);
    }

    #[test]
    fn an_agent_is_not_judged_slow_by_fewer_than_ten_responses() {
        let mut record = responding([500.0; RECENT_RESPONSES]);
        record.responses = 9;
        record.avg_response_time_ms = (4.0 * 10.0 + 5.0 * 500.0) / 9.0;
        assert_eq!(record.status(NOW), HealthStatus::Healthy);
        record.responses = 10;
        record.avg_response_time_ms = (5.0 * 10.0 + 5.0 * 500.0) / 10.0;
        assert_eq!(record.status(NOW), HealthStatus::Degraded);
    }
}
