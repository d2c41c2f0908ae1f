//! What is shown of cycles, and of the results of running them.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::timeline::{self, PhaseSpan};
use super::waiting::WaitingView;
use super::{Field, Tone, View, or_dash, printable, text_field};
use crate::coordination::pipeline::Outcome;
use crate::model::cycle::{ApprovedHow, Cycle, PhaseRecord};
use crate::model::json::Json;
use crate::model::phase::Phase;

/// One cycle.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Cycle)]
pub struct CycleView {
    cycle_id: String,
    symbol: String,
    phase: &'static str,
    mode: &'static str,
    #[serde(serialize_with = "as_object")]
    #[schema(value_type = BTreeMap<String, String>)]
    active_agents: Vec<(String, &'static str)>,
    halt_requested: bool,
    halt_reason: Option<String>,
    cycle_started_at: String,
    cycle_completed_at: Option<String>,
    #[schema(value_type = Option<serde_json::Value>)]
    cycle_result: Option<Json>,
    errors: Vec<String>,
    gates: Vec<&'static str>,
    waiting_for: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    waiting: Option<WaitingView>,
    owner: Option<String>,
    epoch: u64,
    phases: Vec<PhaseView>,
    #[serde(skip)]
    timeline: Vec<PhaseSpan>,
    #[serde(skip)]
    tone: Tone,
}

/// Serialises pairs as one object, in their order.
fn as_object<S: Serializer>(
    pairs: &[(String, &'static str)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(name, value)| (name, value)))
}

/// What was done in one phase of a cycle.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Phase)]
pub struct PhaseView {
    phase: &'static str,
    entered_at: String,
    left_at: Option<String>,
    command_id: Option<i64>,
    attempts: u32,
    answer: Option<&'static str>,
    answered_at: Option<String>,
    shown_state: Option<String>,
    approved_by: Option<String>,
    approved_how: Option<&'static str>,
    approved_at: Option<String>,
    approved_state: Option<String>,
    stderr: Option<String>,
}

impl From<&PhaseRecord> for PhaseView {
    fn from(record: &PhaseRecord) -> Self {
        let approval = record.approval.as_ref();
        Self {
            phase: record.phase.as_str(),
            entered_at: record.entered_at.to_string(),
            left_at: record.left_at.map(|at| at.to_string()),
            command_id: record.command.map(|id| id.get()),
            attempts: record.attempts,
            answer: record.answer.map(|(status, _)| status.as_str()),
            answered_at: record.answer.map(|(_, at)| at.to_string()),
            shown_state: record.shown.clone(),
            approved_by: approval.map(|approval| approval.by.to_string()),
            approved_how: approval.and_then(|approval| approval.how.map(ApprovedHow::as_str)),
            approved_at: approval.map(|approval| approval.at.to_string()),
            approved_state: approval.map(|approval| approval.state_digest.clone()),
            stderr: record.stderr.clone(),
        }
    }
}

impl From<&Cycle> for CycleView {
    fn from(cycle: &Cycle) -> Self {
        let agents = cycle.active_agents().into_iter();
        Self {
            cycle_id: cycle.id.to_string(),
            symbol: cycle.symbol.to_string(),
            phase: cycle.phase.as_str(),
            mode: cycle.mode.as_str(),
            active_agents: agents
                .map(|(name, status)| (name.to_string(), status))
                .collect(),
            halt_requested: cycle.halt_requested,
            halt_reason: cycle.halt_reason.clone(),
            cycle_started_at: cycle.started_at.to_string(),
            cycle_completed_at: cycle.completed_at.map(|at| at.to_string()),
            cycle_result: cycle.shown_result(),
            errors: cycle.errors.clone(),
            gates: cycle.gates.iter().map(|phase| phase.as_str()).collect(),
            waiting_for: cycle.waiting_for().map(Phase::as_str),
            waiting: None,
            owner: cycle
                .ownership
                .as_ref()
                .map(|ownership| ownership.owner.clone()),
            epoch: cycle.epoch,
            phases: cycle.phases.iter().map(PhaseView::from).collect(),
            timeline: timeline::spans(cycle),
            tone: Tone::from(cycle),
        }
    }
}

impl CycleView {
    /// The cycle with what it waits with, where it waits.
    pub fn with_waiting(cycle: &Cycle, waiting: Option<WaitingView>) -> Self {
        Self {
            waiting,
            ..Self::from(cycle)
        }
    }
}

impl View for CycleView {
    const COLUMNS: &'static [&'static str] = &["Cycle", "Symbol", "Phase", "Mode", "Why"];

    fn row(&self) -> Vec<String> {
        let why = self.halt_reason.as_ref().or(self.errors.first());
        let waits = self
            .waiting
            .as_ref()
            .map(|waiting| waiting.line().to_owned());
        let why = why.cloned().or(waits);
        vec![
            self.cycle_id.clone(),
            self.symbol.clone(),
            self.phase.to_owned(),
            self.mode.to_owned(),
            or_dash(why),
        ]
    }

    fn id(&self) -> String {
        self.cycle_id.clone()
    }

    fn tone(&self, field: &str) -> Tone {
        match field {
            "Phase" => self.tone,
            "Halted" if self.halt_requested => Tone::Bad,
            "Waits for" | "Next" if self.waiting_for.is_some() => Tone::Busy,
            _ => Tone::Plain,
        }
    }

    fn fields(&self) -> Vec<(&'static str, Field)> {
        let mut fields = self.texts();
        if self.waiting.is_some() && self.halt_reason.is_none() && self.errors.is_empty() {
            // Shown in its own fields.
            fields.pop();
        }
        let agents: Vec<_> = self
            .active_agents
            .iter()
            .map(|(name, status)| format!("{name}: {status}"))
            .collect();
        fields.extend(
            [
                ("Started", self.cycle_started_at.clone()),
                ("Ended", or_dash(self.cycle_completed_at.as_ref())),
                ("Agents", agents.join(", ")),
                (
                    "Halted",
                    if self.halt_requested { "yes" } else { "no" }.to_owned(),
                ),
                ("Run by", or_dash(self.owner.as_ref())),
                (
                    "Gates",
                    or_dash(Some(self.gates.join(", ")).filter(|gates| !gates.is_empty())),
                ),
                ("Waits for", or_dash(self.waiting_for)),
            ]
            .map(text_field),
        );
        if let Some(waiting) = &self.waiting {
            fields.extend(
                [
                    ("Approval", waiting.approval().to_owned()),
                    (
                        "Answers",
                        or_dash(
                            Some(waiting.answers().join("\n"))
                                .filter(|answers| !answers.is_empty()),
                        ),
                    ),
                    ("Next", waiting.next().to_owned()),
                ]
                .map(text_field),
            );
        }
        fields.extend([
            ("Phases", Field::Timeline(self.timeline.clone())),
            text_field(("Result", or_dash(self.cycle_result.as_ref()))),
        ]);
        let stderr: Vec<_> = self.phases.iter().filter_map(stderr).collect();
        if !stderr.is_empty() {
            fields.push(text_field(("Stderr", stderr.join("\n"))));
        }
        fields
    }
}

/// What the program of a phase said on stderr, for people: its last lines, indented under
/// the name of the phase.
fn stderr(phase: &PhaseView) -> Option<String> {
    const LINES: usize = 20;
    const LONGEST: usize = 160;
    let said = phase.stderr.as_ref()?.replace('\t', "    ");
    let lines: Vec<_> = said.lines().collect();
    let left_out = lines.len().saturating_sub(LINES);
    let mut is_cut = left_out > 0;
    let mut shown = String::new();
    for line in &lines[left_out..] {
        let line = printable(line.trim_end());
        shown.push_str("\n  ");
        match line.char_indices().nth(LONGEST) {
            Some((end, _)) => {
                shown.extend([&line[..end], "…"]);
                is_cut = true;
            }
            None => shown.push_str(&line),
        }
    }
    let note = if is_cut {
        " (cut; all that is kept: -o json)"
    } else {
        ""
    };
    Some(format!("{}{note}{shown}", phase.phase))
}

/// What the system shows when no cycle is active.
#[derive(Debug, Serialize)]
pub struct IdleView {
    phase: &'static str,
}

impl Default for IdleView {
    fn default() -> Self {
        Self {
            phase: Phase::Idle.as_str(),
        }
    }
}

impl View for IdleView {
    const COLUMNS: &'static [&'static str] = &["Phase"];

    fn row(&self) -> Vec<String> {
        vec![self.phase.to_owned()]
    }

    fn id(&self) -> String {
        self.phase.to_owned()
    }
}

/// The result of running a whole cycle.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CycleResult)]
pub struct ResultView {
    pub(crate) cycle_id: String,
    success: bool,
    phases_completed: Vec<&'static str>,
    pub(crate) errors: Vec<String>,
    pub(crate) halt_reason: Option<String>,
    pub(crate) symbol: String,
    pub(crate) phase: &'static str,
    pub(crate) mode: &'static str,
    pub(crate) duration_ms: u64,
    pub(crate) waiting_for: Option<&'static str>,
    pub(crate) state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) waiting: Option<WaitingView>,
    #[schema(value_type = BTreeMap<String, serde_json::Value>)]
    pub(crate) results: BTreeMap<String, Json>,
}

impl ResultView {
    /// How a run ended, with what the cycle waits with, where it waits.
    pub fn new(outcome: &Outcome, waiting: Option<WaitingView>) -> Self {
        let cycle = &outcome.cycle;
        let ended = cycle.completed_at.unwrap_or(cycle.started_at);
        let duration = ended.since(cycle.started_at).as_millis();
        Self {
            cycle_id: cycle.id.to_string(),
            success: cycle.phase == Phase::Completed,
            phases_completed: cycle.work_completed(),
            errors: cycle.errors.clone(),
            halt_reason: cycle.halt_reason.clone(),
            symbol: cycle.symbol.to_string(),
            phase: cycle.phase.as_str(),
            mode: cycle.mode.as_str(),
            duration_ms: u64::try_from(duration).unwrap_or(u64::MAX),
            waiting_for: cycle.waiting_for().map(Phase::as_str),
            state: cycle.shown().map(str::to_owned),
            waiting,
            results: outcome.results.clone(),
        }
    }
}

impl View for ResultView {
    const COLUMNS: &'static [&'static str] = &["Cycle", "Symbol", "Phase", "Mode"];

    fn row(&self) -> Vec<String> {
        vec![
            self.cycle_id.clone(),
            self.symbol.clone(),
            self.phase.to_owned(),
            self.mode.to_owned(),
        ]
    }

    fn id(&self) -> String {
        self.cycle_id.clone()
    }
}
