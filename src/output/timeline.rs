//! The phases of a cycle, drawn to scale.

use std::time::Duration;

use humantime::format_duration;

use crate::model::clock::Timestamp;
use crate::model::cycle::{Approval, ApprovedHow, Cycle, PhaseRecord};

/// How many cells the whole cycle takes.
const WIDTH: usize = 16;

/// A line for each phase: when in the cycle it was, how long it took, and what was
/// answered and approved in it.
pub(super) fn lines(cycle: &Cycle) -> Vec<String> {
    let begin = cycle.started_at;
    let last = cycle.phases.iter().flat_map(moments).max();
    let end = cycle.completed_at.into_iter().chain(last).max();
    let whole = end.unwrap_or(begin).since(begin);
    let line = |record: &PhaseRecord| {
        let left = record.left_at.or(cycle.completed_at);
        let took = left.map(|left| left.since(record.entered_at));
        format!(
            "{:<17} {} {:>8}  {}",
            record.phase.as_str(),
            bar(
                record.entered_at.since(begin),
                left.map(|left| left.since(begin)),
                whole
            ),
            took.map_or_else(|| "…".to_owned(), in_short),
            what(record)
        )
        .trim_end()
        .to_owned()
    };
    cycle.phases.iter().map(line).collect()
}

fn moments(record: &PhaseRecord) -> Vec<Timestamp> {
    let answered = record.answer.map(|(_, at)| at);
    let moments = [Some(record.entered_at), record.left_at, answered];
    moments.into_iter().flatten().collect()
}

/// From when to when, in cells of the whole; at least one, and open to the right where
/// it is not over.
fn bar(from: Duration, to: Option<Duration>, whole: Duration) -> String {
    let cell = |time: Duration| {
        let cells = time.as_millis() * WIDTH as u128 / whole.as_millis().max(1);
        usize::try_from(cells).unwrap_or(WIDTH).min(WIDTH)
    };
    let begin = cell(from).min(WIDTH - 1);
    let end = to.map_or(WIDTH, cell).clamp(begin + 1, WIDTH);
    let is_open = to.is_none();
    (0..WIDTH)
        .map(|at| match at {
            _ if at < begin || at >= end => '·',
            _ if is_open => '░',
            _ => '█',
        })
        .collect()
}

/// As exactly as fits in eight characters.
fn in_short(time: Duration) -> String {
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
    fn a_bar_is_to_scale_and_never_empty() {
        let ms = Duration::from_millis;
        assert_eq!(bar(ms(0), Some(ms(50)), ms(100)), "████████········");
        assert_eq!(bar(ms(50), Some(ms(50)), ms(100)), "········█·······");
        assert_eq!(bar(ms(100), Some(ms(100)), ms(100)), "···············█");
        assert_eq!(bar(ms(75), None, ms(100)), "············░░░░");
        assert_eq!(bar(ms(0), Some(ms(0)), ms(0)), "█···············");
    }

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
