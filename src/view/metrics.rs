//! Metrics in the text format of `OpenMetrics` 1.0.
//!
//! Each family is described, then come its samples. What can go down is a gauge,
//! also where it counts: a prune deletes what was counted.

use std::collections::BTreeSet;
use std::fmt::Display;

use crate::model::delivery_state::MessageStatus;
use crate::model::health::HealthStatus;
use crate::model::message::Priority;
use crate::model::metrics::{BOUNDS_MS, Durations, Metrics, Outcome};
use crate::model::phase::Phase;

const VERDICTS: [HealthStatus; 5] = [
    HealthStatus::Unknown,
    HealthStatus::Unresponsive,
    HealthStatus::Unhealthy,
    HealthStatus::Degraded,
    HealthStatus::Healthy,
];

/// All of it, to the mark at its end.
pub fn text(metrics: &Metrics) -> String {
    let mut text = Text::default();
    cycles(&mut text, metrics);
    messages(&mut text, metrics);
    agents(&mut text, metrics);
    database(&mut text, metrics);
    text.0.push("# EOF\n".to_owned());
    text.0.join("\n")
}

/// The lines so far.
#[derive(Default)]
struct Text(Vec<String>);

impl Text {
    /// Begins a family. A unit is the end of its name, too.
    fn family(&mut self, name: &str, kind: &str, unit: Option<&str>, help: &str) {
        self.0.push(format!("# TYPE {name} {kind}"));
        self.0
            .extend(unit.map(|unit| format!("# UNIT {name} {unit}")));
        self.0.push(format!("# HELP {name} {help}"));
    }

    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: impl Display) {
        let labels: Vec<_> = labels
            .iter()
            .map(|(label, value)| format!("{label}=\"{}\"", escaped(value)))
            .collect();
        let labels = match labels.as_slice() {
            [] => String::new(),
            labels => format!("{{{}}}", labels.join(",")),
        };
        self.0.push(format!("{name}{labels} {value}"));
    }

    /// A family of one sample.
    fn gauge(&mut self, name: &str, unit: Option<&str>, help: &str, value: impl Display) {
        self.family(name, "gauge", unit, help);
        self.sample(name, &[], value);
    }
}

fn escaped(value: &str) -> String {
    value
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}

fn cycles(text: &mut Text, metrics: &Metrics) {
    let name = "flowrex_cycles";
    text.family(name, "gauge", None, "Stored cycles by phase.");
    for phase in Phase::ALL.iter().filter(|&&phase| phase != Phase::Idle) {
        let count = metrics.cycles.get(phase).copied().unwrap_or_default();
        text.sample(name, &[("phase", phase.as_str())], count);
    }
    phases(text, metrics);
    text.gauge("flowrex_halts", None, "Halts in force.", metrics.halts);
}

/// A family without samples is left out: not every parser takes one, nor a unit here.
fn phases(text: &mut Text, metrics: &Metrics) {
    let name = "flowrex_phase_duration_seconds";
    if metrics.phases.is_empty() {
        return;
    }
    let help = "Duration of completed phases.";
    text.family(name, "histogram", None, help);
    for (phase, durations) in &metrics.phases {
        histogram(text, name, ("phase", phase.as_str()), durations);
    }
}

fn histogram(text: &mut Text, name: &str, label: (&str, &str), durations: &Durations) {
    let bucket = format!("{name}_bucket");
    for (bound, within) in BOUNDS_MS.into_iter().zip(durations.within) {
        let bound = format!("{:?}", f64::from(bound) / 1000.0);
        text.sample(&bucket, &[label, ("le", &bound)], within);
    }
    text.sample(&bucket, &[label, ("le", "+Inf")], durations.count);
    text.sample(&format!("{name}_count"), &[label], durations.count);
    text.sample(&format!("{name}_sum"), &[label], seconds(durations.sum_us));
}

/// Microseconds as seconds, without rounding.
fn seconds(us: u64) -> String {
    let (seconds, us) = (us / 1_000_000, us % 1_000_000);
    match us % 1_000 {
        0 => format!("{seconds}.{:03}", us / 1_000),
        _ => format!("{seconds}.{us:06}"),
    }
}

fn messages(text: &mut Text, metrics: &Metrics) {
    let tally = &metrics.database.messages;
    let name = "flowrex_messages";
    text.family(
        name,
        "gauge",
        None,
        "Stored messages by status and priority.",
    );
    for &status in MessageStatus::ALL {
        for &priority in Priority::ALL {
            let count = tally.by_priority.get(&(status, priority));
            let labels = [("status", status.as_str()), ("priority", priority.as_str())];
            text.sample(name, &labels, count.copied().unwrap_or_default());
        }
    }
    let help = "Deliveries of the stored messages.";
    text.gauge(
        "flowrex_message_deliveries",
        None,
        help,
        metrics.database.deliveries,
    );
    if let Some((_, sent)) = tally.oldest_pending {
        let age = metrics.database.at.since(sent).as_micros();
        let age = seconds(u64::try_from(age).unwrap_or(u64::MAX));
        let name = "flowrex_oldest_pending_message_age_seconds";
        let help = "Age of the oldest pending message.";
        text.gauge(name, Some("seconds"), help, age);
    }
}

fn agents(text: &mut Text, metrics: &Metrics) {
    let name = "flowrex_agent_health";
    text.family(name, "stateset", None, "Health status of each agent.");
    for record in &metrics.health {
        let status = record.status(metrics.database.at);
        for verdict in VERDICTS {
            let labels = [("agent", record.agent.as_str()), (name, verdict.as_str())];
            text.sample(name, &labels, u8::from(verdict == status));
        }
    }
    let name = "flowrex_commands";
    let help = "Commands of cycles, by the agent they were sent to and how they came out.";
    text.family(name, "counter", None, help);
    let mut agents: BTreeSet<_> = metrics.health.iter().map(|record| &record.agent).collect();
    agents.extend(metrics.outcomes.keys().map(|(agent, _)| agent));
    for agent in agents {
        for &outcome in Outcome::ALL {
            let count = metrics.outcomes.get(&(agent.clone(), outcome));
            let labels = [("agent", agent.as_str()), ("outcome", outcome.as_str())];
            let count = count.copied().unwrap_or_default();
            text.sample("flowrex_commands_total", &labels, count);
        }
    }
    responses(text, metrics);
}

fn responses(text: &mut Text, metrics: &Metrics) {
    let name = "flowrex_response_time_seconds";
    if metrics.responses.is_empty() {
        return;
    }
    let help = "How long agents took to respond, where that was reported or measured.";
    text.family(name, "histogram", None, help);
    for (agent, durations) in &metrics.responses {
        histogram(text, name, ("agent", agent.as_str()), durations);
    }
}

fn database(text: &mut Text, metrics: &Metrics) {
    let file = &metrics.database.file;
    let name = "flowrex_database_size_bytes";
    text.gauge(name, Some("bytes"), "The size of the file.", file.bytes);
    let name = "flowrex_database_log_size_bytes";
    let help = "The size of the write-ahead log.";
    text.gauge(name, Some("bytes"), help, file.log_bytes);
    let name = "flowrex_audit_events";
    text.family(name, "counter", None, "Events of the audit log.");
    text.sample(
        "flowrex_audit_events_total",
        &[],
        metrics.database.audit_events,
    );
}
