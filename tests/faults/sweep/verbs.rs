//! The commands that faults are tried on: what they find, and what must be seen
//! after each.

use std::path::Path;

use flowrex_coord::model::audit::Head;

use super::aftermath::{happened_whole, head, is_whole, number, works};
use crate::common::Sandbox;

/// What must be seen: given the folder of the template, the sandbox in which the
/// fault was, and whether the command said that it is done.
type Check = Box<dyn Fn(&Path, &Sandbox, bool) -> Result<(), String> + Sync>;

/// A command, what it finds, and what must be seen after it.
pub struct Verb {
    pub name: &'static str,
    pub words: Vec<String>,
    pub template: Sandbox,
    pub check: Check,
}

fn words(line: &str) -> Vec<String> {
    line.split(' ').map(str::to_owned).collect()
}

/// A database with something of everything in it: message 1 waits for risk, 2 is
/// claimed by strategy. Returns the id of an open cycle, too.
fn furnished() -> (Sandbox, String) {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject waits");
    sandbox.send("--to strategy --subject claimed");
    sandbox.ok("msg recv --agent strategy --lease 1h");
    let cycle = sandbox.start_cycle("EURUSD");
    (sandbox, cycle)
}

/// A verb whose effect is counted by one statement in the tables, and by another in
/// the audit log.
fn counted(name: &'static str, line: &str, rows: &'static str, events: &'static str) -> Verb {
    let (template, cycle) = furnished();
    let before = head(&template.database());
    Verb {
        name,
        words: words(&line.replace("CYCLE", &cycle)),
        template,
        check: Box::new(move |_, sandbox, acked| {
            let path = sandbox.database();
            is_whole(&path, before)?;
            happened_whole(number(&path, rows), number(&path, events), acked)?;
            works(sandbox)
        }),
    }
}

/// Whoever does not know whether it was stored sends it again under its key.
pub fn send() -> Verb {
    let line = "msg send --from strategy --to risk --subject swept --dedup-key k";
    let rows = "SELECT count(*) FROM agent_messages WHERE subject = 'swept'";
    let once = counted(
        "msg send",
        line,
        rows,
        "SELECT count(*) FROM audit_log WHERE kind = 'message.send' AND actor = 'strategy'",
    );
    Verb {
        check: Box::new(move |template, sandbox, acked| {
            (once.check)(template, sandbox, acked)?;
            let again = sandbox.try_line(line);
            match (again.code, number(&sandbox.database(), rows)) {
                (0, 1) => Ok(()),
                (code, rows) => Err(format!("sent again: exit {code}, {rows} times there")),
            }
        }),
        ..once
    }
}

pub fn recv() -> Verb {
    counted(
        "msg recv",
        "msg recv --agent risk --lease 1h",
        "SELECT count(*) FROM agent_messages WHERE id = 1 AND status = 'claimed'",
        "SELECT count(*) FROM audit_log WHERE kind = 'message.claim' AND actor = 'risk'",
    )
}

pub fn reply() -> Verb {
    counted(
        "msg reply",
        "msg reply 2 --as strategy --payload 1",
        "SELECT count(*) FROM agent_messages AS a JOIN agent_messages AS q
             ON a.reply_to = q.id AND q.response_message_id = a.id
         WHERE q.id = 2 AND q.status = 'processed'",
        "SELECT count(*) FROM audit_log WHERE kind = 'message.reply'",
    )
}

pub fn state_write() -> Verb {
    counted(
        "state write",
        "state write --cycle CYCLE --key swept --value 1",
        "SELECT count(*) FROM shared_state WHERE key = 'swept' AND version = 1",
        "SELECT count(*) FROM audit_log
         WHERE kind = 'state.write' AND json_extract(details, '$.key') = 'swept'",
    )
}

/// A halt that was acknowledged holds, whether it is on record or by the file.
pub fn halt() -> Verb {
    let (template, cycle) = furnished();
    let before = head(&template.database());
    Verb {
        name: "halt",
        words: words("halt --reason swept"),
        template,
        check: Box::new(move |_, sandbox, acked| {
            let path = sandbox.database();
            is_whole(&path, before)?;
            let rows = number(&path, "SELECT count(*) FROM halts");
            let events = "SELECT count(*) FROM audit_log WHERE kind = 'halt.request'";
            happened_whole(rows, number(&path, events), false)?;
            let moved = sandbox.try_line(&format!("cycle advance {cycle}"));
            let halted = moved.code == 10 || moved.stderr.contains("halted");
            if acked && !halted {
                return Err(format!("LOST: the cycle moved on: {}", moved.stderr));
            }
            if rows == 1 && !halted {
                return Err(format!(
                    "HALF: on record, and not in force: {}",
                    moved.stderr
                ));
            }
            works(sandbox)
        }),
    }
}

/// A clear happens whole or not at all, and never touches another halt, whether that is on record
/// or is in the file alone.
pub fn halt_clear() -> Verb {
    let (template, cycle) = furnished();
    template.ok("halt --reason swept");
    let lock = template.lock();
    template.ok("--busy-timeout 10ms halt --reason other --as risk");
    drop(lock);
    let before = head(&template.database());
    Verb {
        name: "halt clear",
        words: words("halt clear 1 --reason over"),
        template,
        check: Box::new(move |_, sandbox, acked| {
            let path = sandbox.database();
            is_whole(&path, before)?;
            let rows = "SELECT count(*) FROM halts WHERE cleared_at IS NOT NULL";
            let events = "SELECT count(*) FROM audit_log WHERE kind = 'halt.clear'";
            happened_whole(number(&path, rows), number(&path, events), acked)?;
            let moved = sandbox.try_line("cycle start --symbol GBPUSD");
            if moved.code != 10 {
                return Err(format!("LOST: the other halt: {}", moved.stderr));
            }
            let moved = sandbox.try_line(&format!("cycle advance {cycle}"));
            if moved.code == 0 {
                return Err("LOST: the cycle moved on".to_owned());
            }
            let reasons = "SELECT count(*) FROM halts WHERE reason = 'other'
                 AND requested_by = 'risk' AND cleared_at IS NULL";
            if number(&path, reasons) != 1 {
                return Err("LOST: the other halt is not on record, once".to_owned());
            }
            works(sandbox)?;
            // What could not be read counts as placed by hand, and may be one more.
            for halt in sandbox.json("halt status").as_array().unwrap() {
                sandbox.try_line(&format!("halt clear {} --reason over", halt["id"]));
            }
            let moved = sandbox.try_line("cycle start --symbol GBPUSD");
            match moved.code {
                0 => Ok(()),
                code => Err(format!("STUCK: {code}: {}", moved.stderr)),
            }
        }),
    }
}

/// A cycle that was acknowledged is complete; else it stands where a step has left
/// it, and can be ended.
pub fn cycle_run() -> Verb {
    let (template, _) = furnished();
    let before = head(&template.database());
    Verb {
        name: "cycle run",
        words: words("cycle run --symbol GBPUSD"),
        template,
        check: Box::new(move |_, sandbox, acked| {
            let path = sandbox.database();
            is_whole(&path, before)?;
            let rows = |condition: &str| {
                let table = "SELECT count(*) FROM coordination_state WHERE symbol = 'GBPUSD'";
                number(&path, &format!("{table} AND {condition}"))
            };
            let events = |kind: &str| {
                let of_kind = format!("SELECT count(*) FROM audit_log WHERE kind = '{kind}'");
                number(&path, &of_kind)
            };
            // One was started by the template.
            happened_whole(rows("true"), events("cycle.start") - 1, acked)?;
            let completed = rows("phase = 'completed'");
            happened_whole(completed, events("cycle.complete"), acked)?;
            let out_of_step = number(
                &path,
                "SELECT count(*) FROM coordination_state AS c
                 WHERE phase NOT IN ('failed', 'completed', 'halted') AND phase <> (
                     SELECT phase FROM cycle_phases WHERE cycle_id = c.cycle_id
                     ORDER BY step DESC LIMIT 1)",
            );
            if out_of_step > 0 {
                return Err("HALF: the cycle is not where its last step was".to_owned());
            }
            works(sandbox)
        }),
    }
}

/// A copy that exists there is whole, and holds all there was.
pub fn backup() -> Verb {
    let (template, _) = furnished();
    let before = head(&template.database());
    Verb {
        name: "db backup",
        words: words("db backup copy.db"),
        template,
        check: Box::new(move |_, sandbox, acked| {
            is_whole(&sandbox.database(), before)?;
            let copy = sandbox.path().join("copy.db");
            if copy.exists() {
                is_whole(&copy, before).map_err(|problem| format!("copy: {problem}"))?;
            } else if acked {
                return Err("LOST: it was acknowledged, and there is no copy".to_owned());
            }
            works(sandbox)?;
            let again = sandbox.try_line("db backup again.db");
            match again.code {
                0 => Ok(()),
                code => Err(format!(
                    "the next backup ends with {code}: {}",
                    again.stderr
                )),
            }
        }),
    }
}

/// A backup, and a database that has gone on since, part of it in its log only.
pub fn restore() -> Verb {
    let (template, _) = furnished();
    let head = template.json("db backup copy.db")["head"].clone();
    let head = head.as_str().unwrap().to_owned();
    template.send("--to risk --subject since");
    let line = format!("db restore copy.db --head {head}");
    let anchor: Head = head.parse().unwrap();
    Verb {
        name: "db restore",
        words: words(&line),
        template,
        check: Box::new(move |_, sandbox, acked| {
            let (path, rest) = (sandbox.database(), subjects_in_place(sandbox)?);
            let halted = sandbox.path().join("coord.db.HALT").exists();
            match rest {
                // Nothing works until the restore is completed, and nothing is made.
                None if acked => return Err("LOST: there is no database".to_owned()),
                None if !halted => return Err("HALF: nothing is halted".to_owned()),
                None => is_told_to_restore(sandbox)?,
                Some((is_new, has_since)) => {
                    is_whole(&path, anchor)?;
                    if is_new == has_since || (acked && !is_new) || (is_new && !halted) {
                        return Err(format!("TORN: {is_new} {has_since} {halted}"));
                    }
                }
            }
            let again = sandbox.try_line(&format!("{line} -q"));
            if again.code != 0 {
                return Err(format!("again: {}: {}", again.code, again.stderr));
            }
            is_whole(&path, anchor)?;
            if subjects_in_place(sandbox)? != Some((true, false)) {
                return Err("LOST: the backup is not in place".to_owned());
            }
            old_one_is_kept(sandbox)?;
            let started = sandbox.try_line("cycle start --symbol GBPUSD");
            if started.code != 10 {
                return Err(format!("not halted: {}", started.stderr));
            }
            for halt in sandbox.json("halt status").as_array().unwrap() {
                sandbox.ok(&format!("halt clear {} --reason seen", halt["id"]));
            }
            sandbox.ok("cycle start --symbol GBPUSD");
            works(sandbox)
        }),
    }
}

/// Whether what is in place is the backup, and whether it holds what came after that, or `None` if
/// nothing is in place.
fn subjects_in_place(sandbox: &Sandbox) -> Result<Option<(bool, bool)>, String> {
    let path = sandbox.database();
    if !path.exists() {
        return Ok(None);
    }
    let count = |sql| number(&path, sql) == 1;
    // As the next command would.
    drop(super::aftermath::open(&path)?);
    Ok(Some((
        count("SELECT count(*) > 0 FROM audit_log WHERE kind = 'db.restore'"),
        count("SELECT count(*) FROM agent_messages WHERE subject = 'since'"),
    )))
}

/// Commands that look, and those that would create a database, say how to go on.
fn is_told_to_restore(sandbox: &Sandbox) -> Result<(), String> {
    for line in ["status", "msg send --to risk --subject x", "db init"] {
        let ran = sandbox.try_line(line);
        if ran.code != 3 || !ran.stderr.contains("db restore") {
            return Err(format!("HALF: {line}: {}: {}", ran.code, ran.stderr));
        }
    }
    if sandbox.database().exists() {
        return Err("HALF: another database was created".to_owned());
    }
    Ok(())
}

/// What came after the backup is in exactly one of the databases that were moved aside,
/// together with its log.
fn old_one_is_kept(sandbox: &Sandbox) -> Result<(), String> {
    let names = std::fs::read_dir(sandbox.path()).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let aside = names.filter(|name| {
        let beside = ["-wal", "-shm", "-journal"];
        name.contains(".before-restore-") && !beside.iter().any(|end| name.ends_with(end))
    });
    let since = "SELECT count(*) FROM agent_messages WHERE subject = 'since'";
    let kept = aside.filter(|name| number(&sandbox.path().join(name), since) == 1);
    match kept.count() {
        1 => Ok(()),
        n => Err(format!("LOST: the old database is there {n} times")),
    }
}

/// A database of the first schema, with a message and a cycle.
pub fn migrate() -> Verb {
    let template = Sandbox::new();
    crate::common::make_first_schema(&template.database());
    Verb {
        name: "migration",
        words: words("mode"),
        template,
        check: Box::new(|_, sandbox, _| {
            // What is asked for first completes it.
            works(sandbox)?;
            let kept = |sql| number(&sandbox.database(), sql);
            let version = kept("SELECT user_version FROM pragma_user_version");
            let message = kept("SELECT count(*) FROM agent_messages WHERE subject = 'kept'");
            let cycle = kept("SELECT count(*) FROM coordination_state WHERE symbol = 'EURUSD'");
            match (version > 1, message, cycle) {
                (true, 1, 1) => Ok(()),
                found => Err(format!("LOST: up to date, message, cycle: {found:?}")),
            }
        }),
    }
}

/// Where there is none yet.
pub fn create() -> Verb {
    Verb {
        name: "creation",
        words: words("db init"),
        template: Sandbox::new(),
        check: Box::new(|_, sandbox, acked| {
            if acked && !sandbox.database().exists() {
                return Err("LOST: it was acknowledged, and is not there".to_owned());
            }
            works(sandbox)?;
            is_whole(&sandbox.database(), Head::EMPTY)
        }),
    }
}
