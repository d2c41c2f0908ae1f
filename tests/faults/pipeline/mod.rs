//! Whole pipelines at random, and an independent model of what must hold.
//!
//! For some seconds, real processes do everything at once to one database: `cycle run`
//! and `cycle resume` with programs and mailbox agents that answer well, badly, late and
//! twice; kills and stops of supervisors and agents; cycles moved by hand; halts by record
//! and by file, and their clears; a token and a mode that change; a slow disk and a lock
//! that is held. Then the model judges the audit log together with a journal of what
//! reached the agents.
//!
//! ```sh
//! cargo test --test faults pipeline                                     # 20 seconds
//! PIPELINE_SECONDS=1800 cargo test --release --test faults pipeline -- --nocapture
//! ```
//!
//! `SEED=N` throws the dice of an earlier run again, though not the system's.
//! `PIPELINE_KEEP=DIR` keeps the journal and the database of a run in which something was
//! wrong. Needs `strace`, which makes the disk and the start of processes slow.

mod agents;
mod hand_made;
mod journal;
mod model;
mod trial;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::Path;
use std::time::Duration;

use flowrex_coord::coordination::audit::AuditLog;
use flowrex_coord::store::audit::Filter;
use rusqlite::{Connection, Row};

use crate::common::TestSources;
use journal::{What, nanos, offset};
#[cfg(feature = "failpoints")]
use model::Rule;
use model::{Event, History, Violation, judge};
use trial::{Mix, Trial};

/// How long one trial is at most: after it, a new database is taken.
const TRIAL: Duration = Duration::from_mins(1);

fn number(name: &str) -> Option<u64> {
    env::var(name).ok().map(|text| text.parse().unwrap())
}

/// What is known of a trial that is over.
fn history(trial: &Trial) -> History {
    let events = events(trial);
    let lines = trial.journal.read();
    let undelivered = trial.drain();
    let raw = trial.raw.lock().unwrap();
    let payloads = rows(&raw, "SELECT id, payload FROM agent_messages", |row| {
        Ok((row.get(0)?, row.get(1)?))
    });
    let values = rows(
        &raw,
        "SELECT cycle_id, key, version, value FROM shared_state",
        |row| Ok(((row.get(0)?, row.get(1)?, row.get(2)?), row.get(3)?)),
    );
    let results = rows(
        &raw,
        "SELECT cycle_id, cycle_result FROM coordination_state WHERE cycle_result IS NOT NULL",
        |row| Ok((row.get(0)?, row.get(1)?)),
    );
    let once = rows(&raw, "SELECT id FROM agent_messages WHERE once", |row| {
        row.get(0)
    });
    History {
        lines,
        events,
        payloads: payloads.into_iter().collect(),
        values: values.into_iter().collect(),
        results: results.into_iter().collect(),
        undelivered,
        once: once.into_iter().collect(),
    }
}

/// The audit log, whose chain must hold.
fn events(trial: &Trial) -> Vec<Event> {
    trial.sandbox.ok("audit verify");
    let offset = offset();
    let mut store = trial.sandbox.store(&TestSources::new());
    let all = Filter {
        limit: u32::MAX,
        ..Filter::default()
    };
    let events = AuditLog::new(&mut store).list(&all).unwrap().into_iter();
    events
        .map(|event| {
            let at = i128::from(event.at.as_millis()) * 1_000_000 + offset;
            Event {
                seq: event.seq,
                at: u64::try_from(at).unwrap(),
                actor: event.actor,
                kind: event.kind,
                subject: event.subject,
                details: serde_json::from_str(&event.details).unwrap(),
            }
        })
        .collect()
}

fn rows<T>(
    raw: &Connection,
    sql: &str,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Vec<T> {
    let mut statement = raw.prepare(sql).unwrap();
    let rows = statement.query_map([], read).unwrap();
    rows.map(Result::unwrap).collect()
}

/// One trial and what was wrong with it.
fn try_for(seed: u64, lasts: Duration, mix: Mix) -> (History, Vec<Violation>) {
    let trial = Trial::run(seed, lasts, mix);
    let history = history(&trial);
    let violations = judge(&history);
    if let Some(folder) = env::var_os("PIPELINE_KEEP")
        && !violations.is_empty()
    {
        let folder = Path::new(&folder).join(seed.to_string());
        fs::create_dir_all(&folder).unwrap();
        for file in ["journal.jsonl", "coord.db", "coord.db-wal"] {
            // There need not be a log.
            let _ = fs::copy(trial.sandbox.path().join(file), folder.join(file));
        }
    }
    (history, violations)
}

/// How often what happened, of all that a trial is about.
fn figures(history: &History) -> BTreeMap<String, usize> {
    let mut figures = BTreeMap::new();
    let mut count = |what: String| *figures.entry(what).or_default() += 1;
    for event in &history.events {
        count(event.kind.clone());
    }
    for line in &history.lines {
        match &line.what {
            What::Got(got) if got.cycle.is_some() => count(format!("{} commands", got.agent)),
            What::Signalled { signal, .. } => count(format!("SIG{signal}")),
            What::RunEnded { code, .. } => count(match code {
                Some(code) => format!("runs ended with {code}"),
                None => "runs killed".to_owned(),
            }),
            What::Halt { code: Some(0), .. } => count("halts".to_owned()),
            What::Clear {
                reason: Some(_), ..
            } => count("clears".to_owned()),
            _ => {}
        }
    }
    figures
}

#[test]
fn what_pipelines_did_at_random_is_what_the_promises_allow() {
    let mut left = Duration::from_secs(number("PIPELINE_SECONDS").unwrap_or(20));
    let mut seed = number("SEED").unwrap_or_else(|| nanos() % 1_000_000);
    let mut total: BTreeMap<String, usize> = BTreeMap::new();
    let mut wrong = BTreeSet::new();
    while !left.is_zero() {
        let lasts = left.min(TRIAL);
        left -= lasts;
        let (history, violations) = try_for(seed, lasts, Mix::ALL);
        for (what, count) in figures(&history) {
            *total.entry(what).or_default() += count;
        }
        for Violation { rule, what } in violations {
            eprintln!("SEED={seed}: {rule:?}: {what}");
            wrong.insert((seed, rule));
        }
        seed += 1;
    }
    eprintln!("{total:#?}");
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// Runs trials with a failpoint until the model finds it.
#[cfg(feature = "failpoints")]
fn finds(rule: Rule, sign: &str, mix: Mix) {
    const TRIALS: u32 = 20;
    const LASTS: Duration = Duration::from_secs(10);
    let first = number("SEED").unwrap_or_else(|| nanos() % 1_000_000);
    for trial in 0..TRIALS {
        let seed = first + u64::from(trial);
        let (_, violations) = try_for(seed, LASTS, mix);
        let is_it = |one: &&Violation| one.rule == rule && one.what.contains(sign);
        if let Some(found) = violations.iter().find(is_it) {
            let so_far = LASTS * (trial + 1);
            eprintln!(
                "{}: SEED={seed}, within {so_far:?}: {}",
                mix.failpoint, found.what
            );
            return;
        }
        for Violation { rule, what } in violations {
            eprintln!("{}: SEED={seed}: {rule:?}: {what}", mix.failpoint);
        }
    }
    panic!("{} was not found from SEED={first} on", mix.failpoint);
}

#[cfg(feature = "failpoints")]
#[test]
fn the_model_finds_a_clear_that_lifts_another_halt() {
    let failpoint = "ClearLiftsFile";
    finds(
        Rule::HaltStays,
        "was not in force",
        Mix {
            failpoint,
            ..Mix::ALL
        },
    );
}

#[cfg(feature = "failpoints")]
#[test]
fn the_model_finds_a_command_that_is_handed_out_after_a_slow_commit() {
    let mix = Mix {
        failpoint: "NoCheckAtCommit",
        slow_disk: 1500,
        programs: 0,
        workers: 9,
        ..Mix::ALL
    };
    finds(Rule::NotUnderHalt, "a receiver was given", mix);
}

#[cfg(feature = "failpoints")]
#[test]
fn the_model_finds_a_program_that_is_given_its_command_after_a_halt() {
    let mix = Mix {
        failpoint: "UncheckedDispatch",
        slow_starts: 8,
        ..Mix::ALL
    };
    finds(Rule::NotUnderHalt, "a program was given", mix);
}

#[cfg(feature = "failpoints")]
#[test]
fn the_model_finds_an_outcome_that_nobody_looked_at() {
    let mix = Mix {
        failpoint: "OutcomeUnchecked",
        tricks: 1,
        ..Mix::ALL
    };
    finds(Rule::OnlyProposed, "in guide mode", mix);
}

#[cfg(feature = "failpoints")]
#[test]
fn the_model_finds_a_command_that_is_delivered_twice() {
    let mix = Mix {
        failpoint: "OnceOnlyRedelivered",
        tricks: 1,
        ..Mix::ALL
    };
    finds(Rule::OnlyOnce, "execution was given", mix);
}

#[cfg(feature = "failpoints")]
#[test]
fn the_model_finds_a_phase_that_is_left_without_its_answer() {
    let mix = Mix {
        failpoint: "RejectionWalkedPast",
        tricks: 1,
        ..Mix::ALL
    };
    finds(Rule::CompletedByAnswers, "was completed", mix);
}

#[cfg(feature = "failpoints")]
#[test]
fn the_model_finds_an_answer_that_is_lost_with_the_token() {
    let mix = Mix {
        failpoint: "LateAnswerDenied",
        tokens: 8,
        ..Mix::ALL
    };
    finds(Rule::AnswerKept, "is nowhere", mix);
}

#[cfg(feature = "failpoints")]
#[test]
fn the_model_finds_a_message_that_is_claimed_for_nobody() {
    let mix = Mix {
        failpoint: "ClaimForNobody",
        life: 2000,
        ..Mix::ALL
    };
    finds(Rule::MessageKept, "for nobody", mix);
}
