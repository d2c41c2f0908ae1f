//! What is shown of the whole system at a glance.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::cycle::CycleView;
use super::halt::HaltStatusView;
use super::health::HealthView;
use super::waiting::WaitingView;
use super::{Tone, View};
use crate::model::clock::Timestamp;
use crate::model::cycle::Cycle;
use crate::model::message::Priority;
use crate::model::overview::{Backlog, Concern, Overview, Remedy};
use crate::model::phase::Phase;
use crate::model::waiting::GoesOn;

/// The state of the system.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Status)]
pub struct StatusView {
    all_right: bool,
    halted: Vec<String>,
    at: String,
    pub(crate) phase: &'static str,
    pub(crate) mode: &'static str,
    halts: Vec<HaltStatusView>,
    cycles: Vec<CycleView>,
    last_cycle: Option<CycleView>,
    health: Vec<HealthView>,
    backlog: BacklogView,
    pub(crate) concerns: Vec<ConcernView>,
}

/// What waits to be delivered.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Backlog)]
pub struct BacklogView {
    pending: u64,
    by_priority: BTreeMap<&'static str, u64>,
    by_agent: BTreeMap<String, u64>,
    in_flight: u64,
    oldest_id: Option<i64>,
    oldest_age_ms: Option<u64>,
}

/// Something to know of.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Concern)]
pub struct ConcernView {
    pub(crate) severity: &'static str,
    pub(crate) what: String,
    pub(crate) next: String,
    #[serde(skip)]
    pub(crate) tone: Tone,
}

impl StatusView {
    /// The state of the system, if a cycle continues with the drivers of `by`. `command` puts the
    /// remedy of a concern into words.
    pub fn new(overview: &Overview, by: GoesOn<'_>, command: impl Fn(&Remedy) -> String) -> Self {
        let health = overview.health.iter();
        let halted = overview.halted();
        let concerns = overview.concerns().into_iter();
        let concerns = concerns.map(|concern| ConcernView::new(&concern, command(&concern.next)));
        let cycle = |cycle: &Cycle| {
            let waiting = overview.waiting(&cycle.id);
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
            concerns: concerns.collect(),
        }
    }
}

/// The phase of the one active cycle, or a text for none or several.
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

impl ConcernView {
    fn new(concern: &Concern, next: String) -> Self {
        Self {
            severity: concern.severity.as_str(),
            what: concern.what.clone(),
            next,
            tone: Tone::from(concern.severity),
        }
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
