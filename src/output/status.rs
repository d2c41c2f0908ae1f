//! Everything at a glance, as it is printed.

use std::collections::BTreeMap;
use std::time::Duration;

use humantime::format_duration;
use serde::Serialize;

use super::cycle::CycleView;
use super::halt::HaltView;
use super::health::HealthView;
use super::{View, or_dash, table};
use crate::model::clock::Timestamp;
use crate::model::cycle::Cycle;
use crate::model::message::Priority;
use crate::model::overview::{Backlog, Concern, Overview, Severity};
use crate::model::phase::Phase;

/// How the system stands.
#[derive(Debug, Serialize)]
pub struct StatusView {
    all_right: bool,
    at: String,
    phase: &'static str,
    mode: &'static str,
    halts: Vec<HaltView>,
    cycles: Vec<CycleView>,
    last_cycle: Option<CycleView>,
    health: Vec<HealthView>,
    backlog: BacklogView,
    concerns: Vec<ConcernView>,
    #[serde(skip)]
    lines: Lines,
}

/// What waits to be delivered.
#[derive(Debug, Serialize)]
pub struct BacklogView {
    pending: u64,
    by_priority: BTreeMap<&'static str, u64>,
    by_agent: BTreeMap<String, u64>,
    in_flight: u64,
    oldest_id: Option<i64>,
    oldest_age_ms: Option<u64>,
}

/// Something to know of.
#[derive(Debug, Serialize)]
pub struct ConcernView {
    severity: &'static str,
    what: String,
    next: String,
}

/// The same in words, for people.
#[derive(Debug)]
struct Lines {
    cycles: Vec<String>,
    last: Option<String>,
    agents: String,
    backlog: String,
}

impl From<&Overview> for StatusView {
    fn from(overview: &Overview) -> Self {
        let health = overview.health.iter();
        Self {
            all_right: overview.severity().is_none(),
            at: overview.at.to_string(),
            phase: phase(overview),
            mode: overview.mode.as_str(),
            halts: overview.halts.iter().map(HaltView::from).collect(),
            cycles: overview.active.iter().map(CycleView::from).collect(),
            last_cycle: overview.last.as_ref().map(CycleView::from),
            health: health
                .map(|record| HealthView::new(record, overview.at))
                .collect(),
            backlog: BacklogView::new(&overview.backlog, overview.at),
            concerns: overview.concerns().iter().map(ConcernView::from).collect(),
            lines: Lines::of(overview),
        }
    }
}

/// The phase of the one cycle that is active, or what stands for there being none
/// or several.
fn phase(overview: &Overview) -> &'static str {
    match overview.active.as_slice() {
        [] => Phase::Idle.as_str(),
        [cycle] => cycle.phase.as_str(),
        _ => "several",
    }
}

impl BacklogView {
    fn new(backlog: &Backlog, now: Timestamp) -> Self {
        let by_priority = |&priority: &Priority| (priority.as_str(), backlog.of_priority(priority));
        let mut by_agent = BTreeMap::new();
        for ((agent, _), count) in &backlog.pending {
            *by_agent.entry(agent.to_string()).or_default() += count;
        }
        let age = backlog.oldest.map(|(_, sent)| now.since(sent).as_millis());
        Self {
            pending: backlog.total(),
            by_priority: Priority::ALL.iter().map(by_priority).collect(),
            by_agent,
            in_flight: backlog.in_flight,
            oldest_id: backlog.oldest.map(|(id, _)| id.get()),
            oldest_age_ms: age.map(|ms| u64::try_from(ms).unwrap_or(u64::MAX)),
        }
    }
}

impl From<&Concern> for ConcernView {
    fn from(concern: &Concern) -> Self {
        Self {
            severity: concern.severity.as_str(),
            what: concern.what.clone(),
            next: format!("flowrex-coord {}", concern.next),
        }
    }
}

impl Lines {
    fn of(overview: &Overview) -> Self {
        let now = overview.at;
        let agents = overview.health.iter();
        let agents = agents.map(|record| format!("{} {}", record.agent, record.status(now)));
        Self {
            cycles: overview.active.iter().map(|c| in_words(c, now)).collect(),
            last: overview.last.as_ref().map(|cycle| in_words(cycle, now)),
            agents: agents.collect::<Vec<_>>().join(", "),
            backlog: backlog_in_words(&overview.backlog, now),
        }
    }
}

/// One cycle in a line: what it trades, where it stands and since when.
pub fn in_words(cycle: &Cycle, now: Timestamp) -> String {
    let entered = cycle.current().map(|record| record.entered_at);
    let when = match (cycle.completed_at, entered) {
        (Some(ended), _) => format!(" {} ago", age(now.since(ended))),
        (None, Some(entered)) => format!(" for {}", age(now.since(entered))),
        (None, None) => String::new(),
    };
    format!("{} {}{when} ({})", cycle.symbol, cycle.phase, cycle.id)
}

/// What waits, in a line.
pub fn backlog_in_words(backlog: &Backlog, now: Timestamp) -> String {
    let counts = Priority::ALL.iter().filter_map(|&priority| {
        let count = backlog.of_priority(priority);
        (count > 0).then(|| format!("{count} {priority}"))
    });
    let counts: Vec<_> = counts.collect();
    let pending = match backlog.oldest {
        None => "nothing waits".to_owned(),
        Some((id, sent)) => format!(
            "{} waiting ({}), message {id} for {}",
            backlog.total(),
            counts.join(", "),
            age(now.since(sent))
        ),
    };
    match backlog.in_flight {
        0 => pending,
        count => format!("{pending}; {count} in flight"),
    }
}

/// A time that has passed, as exactly as anyone wants to know it.
pub fn age(time: Duration) -> String {
    let exact = match time.as_secs() {
        0..60 => 1,
        60..3600 => 60,
        _ => 3600,
    };
    let seconds = time.as_secs() / exact * exact;
    format_duration(Duration::from_secs(seconds)).to_string()
}

impl StatusView {
    /// The whole for people: the verdict, the facts, then what to do.
    pub fn picture(&self) -> String {
        let verdict = match self.concerns.first() {
            Some(one) if one.severity == Severity::Halted.as_str() => "Halted",
            _ if !self.all_right => "Not all right",
            _ => "All right",
        };
        let mut picture = vec![
            format!("{verdict}: {}, {} mode", self.phase, self.mode),
            table::of_fields(&self.facts()),
        ];
        picture.extend(self.concerns.iter().flat_map(|concern| {
            let ConcernView {
                severity,
                what,
                next,
            } = concern;
            [format!("{severity}: {what}"), format!("  {next}")]
        }));
        picture.join("\n")
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        let mut facts: Vec<_> = self
            .lines
            .cycles
            .iter()
            .map(|cycle| ("Cycle", cycle.clone()))
            .collect();
        facts.extend([
            ("Last cycle", or_dash(self.lines.last.as_ref())),
            ("Agents", self.lines.agents.clone()),
            ("Messages", self.lines.backlog.clone()),
        ]);
        facts
    }
}

impl View for StatusView {
    const COLUMNS: &'static [&'static str] = &["All right", "Phase", "Mode"];

    fn row(&self) -> Vec<String> {
        vec![
            if self.all_right { "yes" } else { "no" }.to_owned(),
            self.phase.to_owned(),
            self.mode.to_owned(),
        ]
    }

    fn id(&self) -> String {
        match self.concerns.first() {
            Some(concern) if !self.all_right => concern.severity.to_owned(),
            _ => "ok".to_owned(),
        }
    }
}
