//! Everything at a glance, as it is printed.

use std::collections::BTreeMap;
use std::time::Duration;

use humantime::format_duration;
use serde::Serialize;

use super::cycle::CycleView;
use super::halt::HaltStatusView;
use super::health::HealthView;
use super::waiting::WaitingView;
use super::{Ink, Tone, View, or_dash, table};
use crate::model::clock::Timestamp;
use crate::model::cycle::Cycle;
use crate::model::driver::Drivers;
use crate::model::health::HealthRecord;
use crate::model::message::Priority;
use crate::model::overview::{Backlog, Concern, Extent, Overview, Severity};
use crate::model::phase::Phase;
use crate::model::waiting::GoesOn;

/// How many things of one kind are told one by one: one screen is to tell all.
const MOST: usize = 10;

/// How the system stands.
#[derive(Debug, Serialize)]
pub struct StatusView {
    all_right: bool,
    halted: Vec<String>,
    at: String,
    phase: &'static str,
    mode: &'static str,
    halts: Vec<HaltStatusView>,
    cycles: Vec<CycleView>,
    last_cycle: Option<CycleView>,
    health: Vec<HealthView>,
    backlog: BacklogView,
    concerns: Vec<ConcernView>,
    #[serde(skip)]
    lines: Lines,
    #[serde(skip)]
    severity: Option<Severity>,
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
    #[serde(skip)]
    tone: Tone,
}

/// The same in words, for people.
#[derive(Debug)]
struct Lines {
    halted: Option<(Extent, String)>,
    cycles: Vec<String>,
    last: Option<String>,
    agents: String,
    backlog: String,
}

impl StatusView {
    /// How the system stands, where a cycle goes on with these drivers unless others are
    /// named.
    pub fn new(overview: &Overview, drivers: &Drivers) -> Self {
        let health = overview.health.iter();
        let halted = overview.halted();
        let cycle = |cycle: &Cycle| {
            let waiting = overview.waiting(&cycle.id);
            let by = GoesOn::AsConfigured(drivers);
            CycleView::with_waiting(cycle, waiting.map(|waiting| WaitingView::new(waiting, by)))
        };
        Self {
            all_right: overview.severity().is_none(),
            halted: halted.iter().map(ToString::to_string).collect(),
            at: overview.at.to_string(),
            phase: phase(overview),
            mode: overview.mode.as_str(),
            halts: overview.halts.iter().map(HaltStatusView::from).collect(),
            cycles: overview.active.iter().map(cycle).collect(),
            last_cycle: overview.last.as_ref().map(CycleView::from),
            health: health
                .map(|record| HealthView::new(record, overview.at))
                .collect(),
            backlog: BacklogView::new(&overview.backlog, overview.at),
            concerns: overview.concerns().iter().map(ConcernView::from).collect(),
            lines: Lines::of(overview),
            severity: overview.severity(),
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
            tone: Tone::from(concern.severity),
        }
    }
}

impl Lines {
    fn of(overview: &Overview) -> Self {
        let now = overview.at;
        Self {
            halted: overview.halted_in_words(),
            cycles: overview.active.iter().map(|c| in_words(c, now)).collect(),
            last: overview.last.as_ref().map(|cycle| in_words(cycle, now)),
            agents: agents_in_words(&overview.health, now),
            backlog: backlog_in_words(&overview.backlog, now),
        }
    }
}

/// How each agent is, or how many are how.
fn agents_in_words(health: &[HealthRecord], now: Timestamp) -> String {
    let statuses = health.iter().map(|record| record.status(now));
    let words: Vec<_> = if health.len() <= MOST {
        let agents = health.iter().zip(statuses);
        agents
            .map(|(record, status)| format!("{} {status}", record.agent))
            .collect()
    } else {
        let mut counts = BTreeMap::<_, usize>::new();
        statuses.for_each(|status| *counts.entry(status.as_str()).or_default() += 1);
        let counts = counts.iter();
        counts
            .map(|(status, count)| format!("{count} {status}"))
            .collect()
    };
    words.join(", ")
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
    pub fn picture(&self, ink: Ink) -> String {
        let (tone, verdict) = match (&self.lines.halted, self.severity) {
            (Some((Extent::Everything, what)), _) => (Tone::Bad, format!("Halted ({what})")),
            (Some((Extent::Part, what)), _) => (Tone::Bad, format!("Halted in part ({what})")),
            (None, Some(_)) => (Tone::Bad, "Degraded".to_owned()),
            (None, None) => (Tone::Good, "All right".to_owned()),
        };
        let verdict = format!("{verdict}: {}, {} mode", self.phase, self.mode);
        let mut picture = vec![
            ink.line(tone, &verdict),
            table::of_fields(self.facts(), ink),
        ];
        for concern in self.concerns.iter().take(MOST) {
            let what = (concern.tone, concern.what.clone());
            picture.push(table::of_fields(vec![(concern.severity, what)], ink));
            // In one piece, however long: it is to be copied.
            picture.push(ink.line(Tone::Plain, &format!("   {}", concern.next)));
        }
        if let Some(more) = beyond_most(self.concerns.len()) {
            picture.push(format!("{more}: flowrex-coord status -o json"));
        }
        picture.join("\n")
    }

    fn facts(&self) -> Vec<(&'static str, table::Toned)> {
        let Lines {
            cycles,
            last,
            agents,
            backlog,
            ..
        } = &self.lines;
        let more =
            beyond_most(cycles.len()).map(|more| format!("{more}: flowrex-coord cycle show"));
        let cycles = cycles.iter().take(MOST).cloned().chain(more);
        let mut facts: Vec<_> = cycles.map(|cycle| ("Cycle", cycle)).collect();
        facts.extend([
            ("Last cycle", or_dash(last.as_ref())),
            ("Agents", agents.clone()),
            ("Messages", backlog.clone()),
        ]);
        let plain = |(name, value)| (name, (Tone::Plain, value));
        facts.into_iter().map(plain).collect()
    }
}

/// What is said of those that are left out.
fn beyond_most(count: usize) -> Option<String> {
    let more = count.checked_sub(MOST).filter(|more| *more > 0)?;
    Some(format!("and {more} more"))
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
