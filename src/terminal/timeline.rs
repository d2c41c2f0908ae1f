//! Draws the phases of a cycle to scale.

use std::time::Duration;

use crate::view::timeline::{PhaseSpan, in_short};

/// How many cells the whole cycle takes.
const WIDTH: usize = 16;

/// A line for each phase: when in the cycle it was, how long it took, and what was
/// answered and approved in it.
pub(super) fn drawn(phases: &[PhaseSpan]) -> String {
    phases.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn line(span: &PhaseSpan) -> String {
    let took = span.to.map(|to| to.saturating_sub(span.from));
    let took = took.map_or_else(|| "…".to_owned(), in_short);
    let bar = bar(span.from, span.to, span.whole);
    let line = format!("{:<17} {bar} {took:>8}  {}", span.phase, span.what);
    line.trim_end().to_owned()
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
}
