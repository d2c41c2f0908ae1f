//! Examines the database for what an operator should know. Changes nothing.

use super::audit::AuditLog;
use super::survivors;
use crate::model::audit::Head;
use crate::model::check::{Check, Verdict};
use crate::model::clock::Timestamp;
use crate::model::health::HealthStatus;
use crate::model::operation::Action;
use crate::model::process::WHAT_TO_DO;
use crate::store::audit::{self, Filter};
use crate::store::database::{self, CheckLevel};
use crate::store::{ReadTx, Result, Store, cycle, halt, health};

/// Checks the database and what is needed to halt.
pub fn examine(store: &mut Store) -> Result<Vec<Check>> {
    // Each of the two reads everything.
    let (integrity, chain) = store.read_in_parallel(problems, |tx| audit::verify(tx, None));
    Ok(vec![
        self::integrity(&integrity?),
        self::chain(chain),
        halts(store)?,
        halt_file(store),
        remains(store)?,
        stalled(store)?,
        unhealthy(store)?,
        drill(store)?,
    ])
}

/// The problems of the file that the database itself shows.
fn problems(tx: &ReadTx<'_>) -> Result<Vec<String>> {
    let mut problems = database::page_problems(tx, CheckLevel::Quick)?;
    problems.extend(database::dangling_references(tx)?);
    Ok(problems)
}

fn integrity(problems: &[String]) -> Check {
    match problems.first() {
        None => Check::new("integrity", Verdict::Ok, "every page and reference holds"),
        Some(problem) => Check::new("integrity", Verdict::Failed, problem.clone()),
    }
}

fn chain(verified: Result<Head>) -> Check {
    match verified {
        Ok(head) => Check::new(
            "audit log",
            Verdict::Ok,
            format!("{} events, unbroken", head.seq),
        ),
        Err(error) => Check::new("audit log", Verdict::Failed, error.to_string()),
    }
}

/// How many halts in force are named: the oldest.
const NAMED: usize = 3;

fn halts(store: &mut Store) -> Result<Check> {
    let halts = store.read(halt::in_force)?;
    if halts.is_empty() {
        return Ok(Check::new("halts", Verdict::Ok, "none in force"));
    }
    let named = halts.iter().take(NAMED);
    let mut named: Vec<_> = named
        .map(|halt| {
            format!(
                "halt {} on {} ({})",
                halt.reference(),
                halt.scope,
                halt.signed_reason()
            )
        })
        .collect();
    if let Some(more) = halts.len().checked_sub(NAMED).filter(|more| *more > 0) {
        named.push(format!("and {more} more (see `halt status`)"));
    }
    let found = format!("{} in force: {}", halts.len(), named.join("; "));
    Ok(Check::new("halts", Verdict::Warning, found))
}

fn halt_file(store: &Store) -> Check {
    let file = store.halt_file();
    if file.is_placed() {
        Check::new(
            "halt file",
            Verdict::Warning,
            "placed: everything is halted",
        )
    } else if file.is_ready() {
        Check::new("halt file", Verdict::Ok, "ready to be placed")
    } else {
        let found = "none is ready: on a full disk a halt might fail; `halt` and `halt clear` \
                     make one";
        Check::new("halt file", Verdict::Warning, found)
    }
}

/// Whether anything runs of agents that could not be killed.
fn remains(store: &mut Store) -> Result<Check> {
    let reports = store.read(survivors::list)?;
    Ok(match reports.first() {
        None => Check::new("processes", Verdict::Ok, "every agent could be killed"),
        Some(report) => {
            let found = format!("{report}: {WHAT_TO_DO}");
            Check::new("processes", Verdict::Failed, found)
        }
    })
}

fn stalled(store: &mut Store) -> Result<Check> {
    let stalled = store.read(|tx| {
        let mut active = cycle::active(tx)?;
        active.retain(|cycle| cycle.is_stalled(tx.now()));
        Ok(active)
    })?;
    Ok(match stalled.first() {
        None => Check::new("cycles", Verdict::Ok, "none is stalled"),
        Some(cycle) => {
            let found = format!("{} is stalled: see `cycle recover`", cycle.id);
            Check::new("cycles", Verdict::Warning, found)
        }
    })
}

fn unhealthy(store: &mut Store) -> Result<Check> {
    let found = store.read(|tx| {
        let verdicts = health::list(tx)?.into_iter().map(|record| {
            let verdict = record.verdict(tx.now());
            (record.agent, verdict)
        });
        Ok(verdicts
            .filter(|(_, verdict)| verdict.status == HealthStatus::Unhealthy)
            .collect::<Vec<_>>())
    })?;
    Ok(match found.first() {
        None => Check::new("health", Verdict::Ok, "no agent is unhealthy"),
        Some((name, verdict)) => {
            let cause = verdict.cause.as_deref().unwrap_or_default();
            let found = format!(
                "{name} is unhealthy, and no cycle starts: {cause}; after repairing it, run \
                 `health reset {name}`"
            );
            Check::new("health", Verdict::Failed, found)
        }
    })
}

/// When it was last tried out that a halt kills.
pub(super) fn drill(store: &mut Store) -> Result<Check> {
    let filter = Filter {
        kind: Some(Action::HaltDrill.as_str().to_owned()),
        limit: 1,
        ..Filter::default()
    };
    let last: Option<Timestamp> = AuditLog::new(store)
        .list(&filter)?
        .last()
        .map(|event| event.at);
    Ok(match last {
        Some(at) => Check::new("halt drill", Verdict::Ok, format!("last passed {at}")),
        None => Check::new(
            "halt drill",
            Verdict::Warning,
            "never passed: run `halt drill`",
        ),
    })
}
