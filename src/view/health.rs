//! What is shown of the health of agents.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Tone, View, or_dash};
use crate::model::clock::Timestamp;
use crate::model::health::{HealthRecord, HealthStatus, HealthVerdict};

/// The health of one agent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Health)]
pub struct HealthView {
    agent_name: String,
    status: &'static str,
    is_healthy: bool,
    last_heartbeat: Option<String>,
    heartbeat_age_ms: Option<u64>,
    avg_response_time_ms: f64,
    error_count: u64,
    success_count: u64,
    recent_error_rate: f64,
    cause: Option<String>,
    status_message: Option<String>,
    #[serde(skip)]
    tone: Tone,
}

impl HealthView {
    /// The health that `record` shows at `now`.
    pub fn new(record: &HealthRecord, now: Timestamp) -> Self {
        let HealthVerdict { status, cause } = record.verdict(now);
        let age = record
            .last_heartbeat
            .map(|beat| now.since(beat).as_millis());
        Self {
            agent_name: record.agent.to_string(),
            status: status.as_str(),
            is_healthy: status == HealthStatus::Healthy,
            last_heartbeat: record.last_heartbeat.map(|beat| beat.to_string()),
            heartbeat_age_ms: age.map(|ms| u64::try_from(ms).unwrap_or(u64::MAX)),
            avg_response_time_ms: record.avg_response_time_ms,
            error_count: record.error_count,
            success_count: record.success_count,
            recent_error_rate: record.recent_error_rate(),
            cause,
            status_message: record.status_message.clone(),
            tone: Tone::from(status),
        }
    }

    /// Whether the agent is healthy.
    pub const fn is_healthy(&self) -> bool {
        self.is_healthy
    }
}

impl View for HealthView {
    const COLUMNS: &'static [&'static str] = &[
        "Agent",
        "Status",
        "Heartbeat",
        "Avg ms",
        "Ok",
        "Errors",
        "Recent",
        "Cause or message",
    ];

    fn row(&self) -> Vec<String> {
        let age = self
            .heartbeat_age_ms
            .map(|ms| format!("{}.{} s ago", ms / 1000, ms % 1000 / 100));
        vec![
            self.agent_name.clone(),
            self.status.to_owned(),
            or_dash(age),
            format!("{:.1}", self.avg_response_time_ms),
            self.success_count.to_string(),
            self.error_count.to_string(),
            format!("{:.0}%", self.recent_error_rate * 100.0),
            or_dash(self.cause.as_ref().or(self.status_message.as_ref())),
        ]
    }

    fn tone(&self, field: &str) -> Tone {
        match field {
            "Status" => self.tone,
            _ => Tone::Plain,
        }
    }

    fn id(&self) -> String {
        format!("{} {}", self.agent_name, self.status)
    }
}
