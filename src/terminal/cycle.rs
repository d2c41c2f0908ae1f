//! Renders the result of running a cycle.

use serde_json::Value;

use super::palette::Palette;
use super::table::{self, Toned};
use crate::coordination::pipeline::Outcome;
use crate::model::cycle::PhaseRecord;
use crate::model::id::{AgentName, StateKey};
use crate::model::phase::Phase;
use crate::view::cycle::ResultView;
use crate::view::{Tone, or_dash};

/// The result for people: what became of the cycle, then a line per phase.
pub fn render(view: &ResultView, outcome: &Outcome, palette: Palette) -> String {
    let rows: Vec<_> = outcome
        .cycle
        .phases
        .iter()
        .filter(|record| record.phase != Phase::Initializing)
        .map(|record| phase_row(view, record))
        .collect();
    let ResultView {
        cycle_id,
        symbol,
        mode,
        phase,
        duration_ms,
        ..
    } = view;
    let what = match view.waiting_for {
        Some(next) => format!("waits for approval before {next}"),
        None => format!("{phase} in {duration_ms} ms"),
    };
    let said = format!("{symbol}: {what} ({mode} mode, {cycle_id})");
    let mut text = palette.line(Tone::from(&outcome.cycle), &said);
    if let Some(state) = &view.state {
        text.push_str("\n  state ");
        text.push_str(state);
    }
    let halted_for = |error: &&String| {
        let reason = view.halt_reason.as_ref();
        reason.is_some_and(|reason| reason.ends_with(error.as_str()))
    };
    let errors = view.errors.iter().filter(|error| !halted_for(error));
    for why in view.halt_reason.iter().chain(errors) {
        text.push_str("\n  ");
        text.push_str(&palette.line(Tone::Plain, why));
    }
    if !rows.is_empty() {
        text.push('\n');
        text.push_str(&table::of_rows(
            &["Phase", "Agent", "Answer", "Message"],
            rows,
            palette,
        ));
    }
    if let Some(waiting) = &view.waiting {
        let plain = |text: &str| (Tone::Plain, text.to_owned());
        let data = waiting.data().map(|(agent, data)| (agent, plain(data)));
        let next = ("next", plain(waiting.next()));
        text.push('\n');
        text.push_str(&table::of_fields(data.chain([next]).collect(), palette));
    }
    text
}

fn phase_row(view: &ResultView, record: &PhaseRecord) -> Vec<Toned> {
    let worker = record.phase.worker().map(|worker| worker.name());
    let message = worker
        .as_ref()
        .and_then(|name| view.results.get(StateKey::result_of(name).as_str()))
        .map(|result| result.to_value()["message"].clone());
    let tone = record.answer.map(|(status, _)| Tone::from(status));
    vec![
        (Tone::Plain, record.phase.to_string()),
        (
            Tone::Plain,
            or_dash(worker.or(Some(AgentName::supervisor()))),
        ),
        (
            tone.unwrap_or_default(),
            or_dash(record.answer.map(|(status, _)| status)),
        ),
        (
            Tone::Plain,
            or_dash(message.as_ref().and_then(Value::as_str)),
        ),
    ]
}
