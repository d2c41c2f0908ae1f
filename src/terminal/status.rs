//! Renders the state of the system.

use std::collections::BTreeMap;
use std::time::Duration;

use humantime::format_duration;

use super::palette::Palette;
use super::table::{self, Toned};
use crate::model::clock::Timestamp;
use crate::model::cycle::Cycle;
use crate::model::health::HealthRecord;
use crate::model::message::Priority;
use crate::model::overview::{Backlog, Extent, Overview};
use crate::view::status::StatusView;
use crate::view::{Tone, or_dash};

/// How many things of one kind are listed one by one: one screen is to show all.
const MOST: usize = 10;

/// The whole for people: the verdict, the facts, then what to do.
pub fn render(view: &StatusView, overview: &Overview, palette: Palette) -> String {
    let (tone, verdict) = match (overview.halted_in_words(), overview.severity()) {
        (Some((Extent::Everything, what)), _) => (Tone::Bad, format!("Halted ({what})")),
        (Some((Extent::Part, what)), _) => (Tone::Bad, format!("Halted in part ({what})")),
        (None, Some(_)) => (Tone::Bad, "Degraded".to_owned()),
        (None, None) => (Tone::Good, "All right".to_owned()),
    };
    let verdict = format!("{verdict}: {}, {} mode", view.phase, view.mode);
    let mut text = vec![
        palette.line(tone, &verdict),
        table::of_fields(facts(overview), palette),
    ];
    for concern in view.concerns.iter().take(MOST) {
        let what = (concern.tone, concern.what.clone());
        text.push(table::of_fields(vec![(concern.severity, what)], palette));
        // In one piece, however long: it is to be copied.
        text.push(palette.line(Tone::Plain, &format!("   {}", concern.next)));
    }
    if let Some(more) = beyond_most(view.concerns.len()) {
        text.push(format!("{more}: flowrex-coord status -o json"));
    }
    text.join("\n")
}

fn facts(overview: &Overview) -> Vec<(&'static str, Toned)> {
    let now = overview.at;
    let active = &overview.active;
    let more = beyond_most(active.len()).map(|more| format!("{more}: flowrex-coord cycle show"));
    let cycles = active.iter().take(MOST).map(|cycle| in_words(cycle, now));
    let mut facts: Vec<_> = cycles.chain(more).map(|cycle| ("Cycle", cycle)).collect();
    let last = overview.last.as_ref().map(|cycle| in_words(cycle, now));
    facts.extend([
        ("Last cycle", or_dash(last)),
        ("Agents", agents_in_words(&overview.health, now)),
        ("Messages", backlog_in_words(&overview.backlog, now)),
    ]);
    let plain = |(name, value)| (name, (Tone::Plain, value));
    facts.into_iter().map(plain).collect()
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

/// One cycle in a line: its symbol, its phase and since when.
pub(super) fn in_words(cycle: &Cycle, now: Timestamp) -> String {
    let entered = cycle.current().map(|record| record.entered_at);
    let when = match (cycle.completed_at, entered) {
        (Some(ended), _) => format!(" {} ago", age(now.since(ended))),
        (None, Some(entered)) => format!(" for {}", age(now.since(entered))),
        (None, None) => String::new(),
    };
    format!("{} {}{when} ({})", cycle.symbol, cycle.phase, cycle.id)
}

/// What waits, in a line.
fn backlog_in_words(backlog: &Backlog, now: Timestamp) -> String {
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
pub(super) fn age(time: Duration) -> String {
    let exact = match time.as_secs() {
        0..60 => 1,
        60..3600 => 60,
        _ => 3600,
    };
    let seconds = time.as_secs() / exact * exact;
    format_duration(Duration::from_secs(seconds)).to_string()
}

/// What is said of those that are left out.
fn beyond_most(count: usize) -> Option<String> {
    let more = count.checked_sub(MOST).filter(|more| *more > 0)?;
    Some(format!("and {more} more"))
}
