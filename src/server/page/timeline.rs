//! Draws the phases of a cycle to scale.

use std::time::Duration;

use maud::{Markup, html};

use super::parts::{in_words, length};
use crate::model::clock::Timestamp;
use crate::model::cycle::{Cycle, PhaseRecord};
use crate::model::phase::Phase;

/// How wide a whole cycle is, in units of the drawing.
const WIDTH: f64 = 1_000.0;

/// The least width of a phase, so that it can be seen.
const LEAST: f64 = 4.0;

/// When a phase was, from the start of its cycle.
pub(super) struct Span<'c> {
    /// The phase.
    pub(super) record: &'c PhaseRecord,
    /// When it began.
    pub(super) from: Duration,
    /// When it ended, or how far it is.
    pub(super) to: Duration,
}

impl<'c> Span<'c> {
    fn new(record: &'c PhaseRecord, begin: Timestamp, end: Timestamp) -> Self {
        Self {
            record,
            from: record.entered_at.since(begin),
            to: record.left_at.unwrap_or(end).since(begin),
        }
    }

    /// How long it took so far.
    pub(super) fn took(&self) -> Duration {
        self.to.saturating_sub(self.from)
    }
}

/// The phases of a cycle, and the length of the whole, at `now`.
pub(super) fn spans(cycle: &Cycle, now: Timestamp) -> (Duration, Vec<Span<'_>>) {
    let begin = cycle.started_at;
    let end = cycle.completed_at.unwrap_or(now);
    let span = |record| Span::new(record, begin, end);
    let spans: Vec<_> = cycle.phases.iter().map(span).collect();
    let last = spans.last().map_or(Duration::ZERO, |span| span.to);
    (end.since(begin).max(last), spans)
}

/// All phases of a cycle, one after the other.
pub(super) fn bar(cycle: &Cycle, now: Timestamp) -> Markup {
    let (whole, spans) = spans(cycle, now);
    let told: Vec<_> = spans
        .iter()
        .map(|span| format!("{} {}", in_words(span.record.phase), length(span.took())))
        .collect();
    html! {
        svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label=(told.join(", ")) {
            @for span in &spans { (rect(span, whole)) }
        }
    }
}

/// One phase on the scale of its cycle.
pub(super) fn lane(span: &Span<'_>, whole: Duration) -> Markup {
    html! {
        svg class="bar lane" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" { (rect(span, whole)) }
    }
}

fn rect(span: &Span<'_>, whole: Duration) -> Markup {
    let scale = WIDTH / whole.as_secs_f64().max(0.001);
    let width = (span.took().as_secs_f64() * scale).max(LEAST);
    let x = (span.from.as_secs_f64() * scale).min(WIDTH - width);
    let title = format!("{}: {}", in_words(span.record.phase), length(span.took()));
    html! {
        rect class={ "phase " (class(span.record.phase)) } x=(format!("{x:.1}")) y="0" width=(format!("{width:.1}")) height="10" {
            title { (title) }
        }
    }
}

/// The class of a phase, which is its colour.
pub(super) const fn class(phase: Phase) -> &'static str {
    match phase {
        Phase::StrategyAnalysis => "strategy",
        Phase::RiskValidation => "risk",
        Phase::Execution => "execution",
        _ => "own",
    }
}
