//! The phases of a cycle on one scale of time.

use std::time::Duration;

use humantime::format_duration;

use crate::model::clock::Timestamp;
use crate::model::cycle::{Approval, ApprovedHow, Cycle, PhaseRecord};

/// One phase: when in the cycle it was, and what was answered and approved in it.
#[derive(Clone, Debug)]
pub struct PhaseSpan {
    /// The name of the phase.
    pub phase: &'static str,
    /// When it began, from the start of the cycle.
    pub from: Duration,
    /// When it ended, if it has.
    pub to: Option<Duration>,
    /// The length of the whole cycle so far.
    pub whole: Duration,
    /// What was answered and approved.
    pub what: String,
}

/// The phases of a cycle in their order.
pub fn spans(cycle: &Cycle) -> Vec<PhaseSpan> {
    let begin = cycle.started_at;
    let last = cycle.phases.iter().flat_map(moments).max();
    let end = cycle.completed_at.into_iter().chain(last).max();
    let whole = end.unwrap_or(begin).since(begin);
    let span = |record: &PhaseRecord| PhaseSpan {
        phase: record.phase.as_str(),
        from: record.entered_at.since(begin),
        to: left_at(record, cycle).map(|left| left.since(begin)),
        whole,
        what: what(record),
    };
    cycle.phases.iter().map(span).collect()
}

/// When a phase ended: with the next one, or with the cycle.
fn left_at(record: &PhaseRecord, cycle: &Cycle) -> Option<Timestamp> {
    record.left_at.or(cycle.completed_at)
}

fn moments(record: &PhaseRecord) -> Vec<Timestamp> {
    let answered = record.answer.map(|(_, at)| at);
    let moments = [Some(record.entered_at), record.left_at, answered];
    moments.into_iter().flatten().collect()
}

/// As exactly as fits in eight characters.
pub fn in_short(time: Duration) -> String {
    let exact = match time.as_secs() {
        0..10 => Duration::from_millis(time.as_millis().try_into().unwrap_or(u64::MAX)),
        10..3600 => Duration::from_secs(time.as_secs()),
        _ => Duration::from_secs(time.as_secs() / 60 * 60),
    };
    format_duration(exact).to_string().replace(' ', "")
}

fn what(record: &PhaseRecord) -> String {
    let answer = record.phase.worker().zip(record.answer);
    let answer = answer.map(|(worker, (status, at))| {
        let after = in_short(at.since(record.entered_at));
        format!("{worker} {status} after {after}")
    });
    let again = (record.attempts > 1).then(|| format!("asked {} times", record.attempts));
    let approval = record.approval.as_ref().and_then(approved);
    let waits = (record.shown.is_some() && record.approval.is_none()).then(|| "waits".to_owned());
    let parts = [answer, again, approval, waits];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// In whose name a phase was approved. An approval by the pipeline is not worth a word.
fn approved(approval: &Approval) -> Option<String> {
    match approval.how {
        Some(ApprovedHow::Pipeline) => None,
        Some(ApprovedHow::Person) => Some(format!("approved by {}, a person", approval.by)),
        None => Some(format!("approved by {}", approval.by)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_fits_in_eight_characters() {
        for (ms, shown) in [
            (0, "0s"),
            (9_999, "9s999ms"),
            (61_500, "1m1s"),
            (3_599_999, "59m59s"),
            (86_399_999, "23h59m"),
        ] {
            assert_eq!(in_short(Duration::from_millis(ms)), shown);
        }
    }
}
