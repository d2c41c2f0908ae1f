//! Processes of agents that could not be killed: recorded when this is noticed, and shown while
//! they may run.

use std::fs;
use std::time::Duration;

use rustix::process::{Pid, test_kill_process};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::model::clock::Timestamp;
use crate::model::events::{AgentSurvived, Event};
use crate::model::halt::HaltScope;
use crate::model::operation::CycleOperation;
use crate::model::phase::Worker;
use crate::model::process::{ProcessStat, Remains, Survivor};
use crate::store::{ReadTx, Result, Store, WriteTx, cycle, setting};

/// How long a process is listed that cannot be examined from here.
const UNSEEN_FOR: Duration = Duration::from_hours(24);

/// How many reports are kept: the newest.
const KEPT: usize = 100;

/// What one agent has left, as it is kept.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Report {
    #[serde(flatten)]
    remains: Remains,
    /// When it was reported, in milliseconds.
    at: i64,
    /// Where the numbers of the processes hold.
    host: Host,
}

/// One run of a system, and the process numbers in one namespace of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
struct Host {
    boot: String,
    namespace: String,
}

impl Host {
    fn own() -> Self {
        let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id");
        let namespace = fs::read_link("/proc/self/ns/pid");
        Self {
            boot: boot.unwrap_or_default().trim().to_owned(),
            namespace: namespace.unwrap_or_default().display().to_string(),
        }
    }
}

/// Records what an agent of a cycle has left. Also where that is halted or over, or another
/// process owns it by now: it is a fact.
pub(super) fn record(
    store: &mut Store,
    operation: &CycleOperation<'_>,
    agent: Worker,
    processes: &[Survivor],
) -> Result<()> {
    let host = Host::own();
    store.write_on_cycle(operation, |tx, cycle| {
        let report = Report {
            remains: Remains {
                cycle_id: cycle.id.to_string(),
                agent: agent.to_string(),
                processes: processes.to_vec(),
            },
            at: tx.now().as_millis(),
            host: host.clone(),
        };
        let mut reports = left(tx, &host)?;
        reports.push(report);
        keep(tx, &reports)?;
        let event = Event::AgentSurvived(AgentSurvived {
            agent,
            processes: processes.to_vec(),
        });
        tx.record(&event, &cycle.id)
    })
}

fn keep(tx: &mut WriteTx<'_>, reports: &[Report]) -> Result<()> {
    let newest = reports.get(reports.len().saturating_sub(KEPT)..);
    setting::set_survivors(tx, &json!(newest.unwrap_or(reports)).to_string())
}

/// What may run of what could not be killed.
pub fn list(tx: &ReadTx<'_>) -> Result<Vec<Remains>> {
    if setting::survivors(tx)?.is_none() {
        // The usual case, which reads nothing of the system.
        return Ok(Vec::new());
    }
    let reports = left(tx, &Host::own())?;
    Ok(reports.into_iter().map(|report| report.remains).collect())
}

/// Those of them that a halt with this scope covers. A cycle that is not there any more
/// counts as covered.
pub(super) fn covered_by(
    tx: &ReadTx<'_>,
    scope: &HaltScope,
    all: &[Remains],
) -> Result<Vec<Remains>> {
    let mut covered = Vec::new();
    for remains in all {
        let Ok(id) = remains.cycle_id.parse() else {
            continue;
        };
        let is_covered = match cycle::get(tx, &id) {
            Ok(cycle) => scope.covers(&cycle.symbol, Some(&cycle.id)),
            Err(error) if error.is_rule() => true,
            Err(error) => return Err(error),
        };
        if is_covered {
            covered.push(remains.clone());
        }
    }
    Ok(covered)
}

fn left(tx: &ReadTx<'_>, host: &Host) -> Result<Vec<Report>> {
    let stored = setting::survivors(tx)?.unwrap_or_default();
    // What is damaged is `db check`'s business, and must not hide a halt.
    let mut reports: Vec<Report> = serde_json::from_str(&stored).unwrap_or_default();
    for report in &mut reports {
        let is_recent = tx.now().since(Timestamp::from_millis(report.at)) < UNSEEN_FOR;
        let reported = &report.host;
        report
            .remains
            .processes
            .retain(|process| may_run(process, reported, host).unwrap_or(is_recent));
    }
    reports.retain(|report| !report.remains.processes.is_empty());
    Ok(reports)
}

/// Whether a process still runs, or `None` if that is unknown.
fn may_run(process: &Survivor, reported: &Host, host: &Host) -> Option<bool> {
    if reported.boot != host.boot {
        return Some(false);
    }
    if reported.namespace != host.namespace {
        return None;
    }
    let pid = process.pid?;
    match fs::read(format!("/proc/{pid}/stat")) {
        Ok(stat) => {
            let stat = ProcessStat::parse(pid, &stat)?;
            let is_the_same = process
                .started
                .is_none_or(|started| started == stat.started);
            Some(is_the_same && !stat.has_ended)
        }
        // It may be there, and hidden.
        Err(_) => match test_kill_process(Pid::from_raw(pid)?) {
            Err(rustix::io::Errno::SRCH) => Some(false),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whether_a_process_runs_is_told_where_it_can_be() {
        let host = Host::own();
        let pid = rustix::process::getpid().as_raw_pid();
        let stat = fs::read("/proc/self/stat").unwrap();
        let started = ProcessStat::parse(pid, &stat).unwrap().started;
        let process = |pid, started| Survivor {
            pid,
            started,
            ..Survivor::default()
        };
        let own = process(Some(pid), Some(started));
        assert_eq!(may_run(&own, &host, &host), Some(true));
        let former = process(Some(pid), Some(started + 1));
        assert_eq!(may_run(&former, &host, &host), Some(false));
        assert_eq!(may_run(&process(None, None), &host, &host), None);
        let gone = process(Some(i32::MAX), None);
        assert_eq!(may_run(&gone, &host, &host), Some(false));
        let other = |boot: &str, namespace: &str| Host {
            boot: boot.to_owned(),
            namespace: namespace.to_owned(),
        };
        let elsewhere = other(&host.boot, "pid:[1]");
        assert_eq!(may_run(&own, &elsewhere, &host), None);
        let before = other("an earlier one", &host.namespace);
        assert_eq!(may_run(&own, &before, &host), Some(false));
    }
}
