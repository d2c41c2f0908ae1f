//! Tokens: who acts as an enrolled agent shows its token, at every verb but the
//! halt, and nothing of it is ever shown again.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::common::{Ran, Sandbox, ran, skip};

/// Enrols an agent and returns its token.
fn enroll(sandbox: &Sandbox, name: &str) -> String {
    sandbox.ok(&format!("agent enroll {name} -q"))
}

fn with_token(sandbox: &Sandbox, token: &str, line: &str) -> Ran {
    let mut command = sandbox.command();
    command.args(line.split(' ')).env("FLOWREX_TOKEN", token);
    ran(command.output().unwrap())
}

/// A sandbox in which every verb of [`AS_RISK`] and [`AS_SUPERVISOR`] has something
/// to work on: message 1 waits, 2 is claimed by risk, 3 is dead. Returns the id of a
/// cycle.
fn furnished(sandbox: &Sandbox) -> String {
    sandbox.send("--to risk --subject claimed --priority high");
    sandbox.ok("msg recv --agent risk --lease 1h");
    sandbox.send("--to risk --subject waiting");
    sandbox.ok("db limits --max-deliveries 1");
    sandbox.send("--to strategy --subject dead");
    sandbox.ok("msg recv --agent strategy");
    sandbox.ok("msg nack 3 --as strategy");
    fs::write(
        sandbox.path().join("batch"),
        "{\"from\":\"risk\",\"to\":\"news\",\"subject\":\"x\"}\n",
    )
    .unwrap();
    sandbox.ok("agent add news");
    sandbox.start_cycle("EURUSD")
}

/// Every verb with which risk changes something.
const AS_RISK: [&str; 14] = [
    "msg send --from risk --to strategy --subject x",
    "msg send --from risk --to all --subject x",
    "msg send --batch batch --as news",
    "msg request --from risk --to strategy --subject x --wait 1ms",
    "msg recv --agent risk",
    "msg ack 1 --as risk",
    "msg nack 1 --as risk",
    "msg extend 1 --lease 2h --as risk",
    "msg reply 1 --payload 1 --as risk",
    "state write --cycle CYCLE --key risk_x --value 1 --agent risk",
    "health beat --agent risk",
    "health success --as risk",
    "health error --message x --as risk",
    "health initialize news --as risk",
];

/// Every verb with which the supervisor changes something.
const AS_SUPERVISOR: [&str; 23] = [
    "agent add other",
    "agent enroll news",
    "agent revoke news",
    "agent remove other",
    "cycle start --symbol GBPUSD",
    "cycle advance CYCLE",
    "cycle complete CYCLE",
    "cycle fail CYCLE --error x",
    "cycle approve CYCLE",
    "cycle reject CYCLE --reason x",
    "cycle resume CYCLE",
    "cycle recover",
    "cycle run --symbol USDJPY",
    "db limits --max-pending 5",
    "db prune --older-than 1ms",
    "halt clear 1 --reason x",
    "health reset risk",
    "mode set autonomous --reason x",
    "msg requeue 3",
    "msg send --to risk --subject x",
    "msg send --to risk --subject x --type command",
    "msg request --to risk --subject x --wait 1ms",
    "state write --cycle CYCLE --key x --value 1",
];

fn refuses(sandbox: &Sandbox, agent: &str, token: Option<&str>, line: &str) {
    let before = sandbox.dump();
    let seen = sandbox.event_kinds().len();
    let ran = match token {
        Some(token) => with_token(sandbox, token, line),
        None => sandbox.try_line(line),
    };
    assert_eq!(ran.code, 8, "{line}: {}{}", ran.stdout, ran.stderr);
    let said = format!("nobody acts as {agent} without its token");
    assert!(ran.stderr.contains(&said), "{line}: {}", ran.stderr);
    assert_eq!(sandbox.dump(), before, "{line}");
    let kinds = sandbox.event_kinds();
    assert_eq!(kinds[seen..], ["refused"], "{line}");
}

#[test]
fn nobody_acts_as_an_enrolled_agent_without_its_token() {
    let sandbox = Sandbox::with_database();
    let cycle = furnished(&sandbox);
    let token = enroll(&sandbox, "risk");
    let others = enroll(&sandbox, "strategy");
    for line in AS_RISK.map(|line| line.replace("CYCLE", &cycle)) {
        refuses(&sandbox, "risk", None, &line);
        refuses(&sandbox, "risk", Some(&others), &line);
    }
    for line in AS_RISK.map(|line| line.replace("CYCLE", &cycle)) {
        let ran = with_token(&sandbox, &token, &line);
        assert_ne!(ran.code, 8, "{line}: {}", ran.stderr);
    }
    sandbox.send("--to risk --subject x");
}

#[test]
fn nobody_acts_as_an_enrolled_supervisor_without_its_token() {
    let sandbox = Sandbox::with_database();
    let cycle = furnished(&sandbox);
    let others = enroll(&sandbox, "news");
    sandbox.ok("halt --symbol JPYUSD --reason x --as risk");
    let token = enroll(&sandbox, "supervisor");
    for line in AS_SUPERVISOR.map(|line| line.replace("CYCLE", &cycle)) {
        refuses(&sandbox, "supervisor", None, &line);
        refuses(&sandbox, "supervisor", Some(&others), &line);
    }
    for line in AS_SUPERVISOR.map(|line| line.replace("CYCLE", &cycle)) {
        let ran = with_token(&sandbox, &token, &line);
        assert_ne!(ran.code, 8, "{line}: {}", ran.stderr);
    }
}

#[test]
fn a_revoked_token_opens_nothing_and_a_new_one_takes_the_place_of_the_old() {
    let sandbox = Sandbox::with_database();
    let beat = "health beat --agent risk";
    let old = enroll(&sandbox, "risk");
    let new = enroll(&sandbox, "risk");
    refuses(&sandbox, "risk", Some(&old), beat);
    assert_eq!(with_token(&sandbox, &new, beat).code, 0);
    let revoked = sandbox.json("agent revoke risk");
    assert_eq!(revoked["token"], "revoked");
    refuses(&sandbox, "risk", Some(&new), beat);
    refuses(&sandbox, "risk", None, beat);
    let stderr = sandbox.fails(4, "agent revoke risk");
    assert!(stderr.contains("risk has no token to revoke"), "{stderr}");
    let again = enroll(&sandbox, "risk");
    assert_eq!(with_token(&sandbox, &again, beat).code, 0);
    sandbox.fails(4, "agent revoke strategy");
}

#[test]
fn the_token_of_the_supervisor_is_not_revoked_but_replaced() {
    let sandbox = Sandbox::with_database();
    let old = enroll(&sandbox, "supervisor");
    let ran = with_token(&sandbox, &old, "agent revoke supervisor");
    assert_eq!(ran.code, 4, "{}", ran.stderr);
    assert!(ran.stderr.contains("agent enroll supervisor"));
    let ran = with_token(&sandbox, &old, "agent enroll supervisor -q");
    let new = ran.stdout.trim();
    assert_eq!(with_token(&sandbox, &old, "agent add news").code, 8);
    assert_eq!(with_token(&sandbox, new, "agent add news").code, 0);
}

#[test]
fn a_token_is_printed_once_and_kept_nowhere() {
    let sandbox = Sandbox::with_database();
    let enrolled = sandbox.json("agent enroll risk");
    let token = enrolled["token"].as_str().unwrap().to_owned();
    let secret = token.strip_prefix("fxt_").unwrap();
    assert_eq!(secret.len(), 64);
    assert_ne!(secret, &enroll(&sandbox, "strategy")[4..]);
    let mut shown = String::new();
    for line in [
        "agent list",
        "-o json agent list",
        "audit log",
        "config show",
        "doctor",
        "-v health beat --agent risk",
        "-v health beat --agent strategy",
        "--help",
    ] {
        let ran = with_token(&sandbox, &token, line);
        shown += &(ran.stdout + &ran.stderr);
    }
    let mut kept = Vec::new();
    for entry in fs::read_dir(sandbox.path()).unwrap() {
        kept.extend(fs::read(entry.unwrap().path()).unwrap_or_default());
    }
    let bytes: Vec<u8> = (0..32)
        .map(|i| u8::from_str_radix(&secret[2 * i..2 * i + 2], 16).unwrap())
        .collect();
    assert!(shown.contains("risk"), "{shown}");
    for part in [secret.as_bytes(), &secret.as_bytes()[..16], &bytes] {
        let is_in = |text: &[u8]| text.windows(part.len()).any(|window| window == part);
        assert!(!is_in(shown.as_bytes()), "{shown}");
        assert!(!is_in(&kept));
    }
    let listed = sandbox.json("agent list");
    let of = |name: &str| {
        let agents = listed.as_array().unwrap();
        let agent = agents.iter().find(|agent| agent["name"] == name);
        agent.unwrap()["token"].clone()
    };
    assert_eq!(of("risk"), "needed");
    assert_eq!(of("execution"), "none");
}

#[test]
fn a_token_that_could_not_be_printed_changes_nothing() {
    let sandbox = Sandbox::with_database();
    let old = enroll(&sandbox, "supervisor");
    fs::write(sandbox.path().join("old"), &old).unwrap();
    let before = sandbox.dump();
    for script in [
        "flowrex-coord agent enroll supervisor --token-file old > /dev/full",
        // No file may grow: the disk is as good as full for what is printed, too.
        "trap '' XFSZ; (ulimit -f 0; flowrex-coord agent enroll supervisor --token-file old) > out",
        // Into a pipe that is closed before anything is written to it.
        "mkfifo closed; exec 3<>closed 4>closed 3<&-
         flowrex-coord agent enroll supervisor --token-file old >&4",
        // Into one that is full, and that nobody empties.
        "mkfifo full; exec 3<>full; dd if=/dev/zero bs=65536 count=1 >&3 2> /dev/null
         flowrex-coord agent enroll supervisor --token-file old >&3",
    ] {
        let ran = sandbox.shell(script);
        assert_eq!(ran.code, 74, "{script}: {}", ran.stderr);
        let hint = "hint: nothing was changed";
        assert!(ran.stderr.contains(hint), "{script}: {}", ran.stderr);
        assert_eq!(sandbox.dump(), before, "{script}");
        let ran = with_token(&sandbox, &old, "halt drill");
        assert_eq!(ran.code, 0, "{script}: {}", ran.stderr);
    }
    let stored = sandbox.event_kinds();
    let enrolled = stored.iter().filter(|kind| *kind == "agent.enroll");
    assert_eq!(enrolled.count(), 1);
}

#[test]
fn a_token_that_was_printed_and_does_not_hold_is_said_to() {
    let sandbox = Sandbox::with_database();
    let strace = [
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        "-e",
        "trace=fsync,fdatasync",
    ];
    // The printed file is a pipe: the first that succeeds is the log, at the commit.
    let inject = ["-e", "inject=fsync,fdatasync:error=EIO:when=2+"];
    let traced = std::process::Command::new("strace")
        .args(strace)
        .args(inject)
        .arg(env!("CARGO_BIN_EXE_flowrex-coord"))
        .args(["agent", "enroll", "risk", "-q"])
        .env_clear()
        .env("HOME", sandbox.path())
        .env("FLOWREX_DB", sandbox.database())
        .output();
    let Ok(traced) = traced else {
        return skip("a commit is made to fail with `strace`");
    };
    let traced = ran(traced);
    if traced.stderr.contains("ptrace") {
        return skip(&format!("`strace` cannot trace here: {}", traced.stderr));
    }
    assert_eq!(traced.code, 74, "{}", traced.stderr);
    assert!(traced.stdout.starts_with("fxt_"), "{}", traced.stdout);
    let said = "warning: it is not known whether the token that was printed holds";
    assert!(traced.stderr.contains(said), "{}", traced.stderr);
}

#[test]
fn a_token_file_that_is_a_pipe_is_read_to_its_end_or_to_the_deadline() {
    let sandbox = Sandbox::with_database();
    let token = enroll(&sandbox, "risk");
    fs::write(sandbox.path().join("token"), format!("{token}\n")).unwrap();
    let beat = "flowrex-coord --busy-timeout 5s health beat --agent risk -q --token-file";
    for script in [
        format!("{beat} <(cat token)"),
        format!("{beat} <(sleep 0.2; cat token)"),
        format!("{beat} /dev/fd/9 9<token"),
        format!("cat token | {beat} /dev/stdin"),
        format!("mkfifo slow; (sleep 0.2; cat token > slow) & {beat} slow"),
    ] {
        let ran = sandbox.shell(&script);
        assert_eq!(ran.code, 0, "{script}: {}", ran.stderr);
    }
    let began = Instant::now();
    for script in [
        // Nobody has it open to write, or nobody writes.
        "mkfifo nobody; $BEAT nobody",
        "mkfifo silent; exec 9<>silent; $BEAT silent",
        "mkfifo endless; exec 9<>endless; cat token >&9; $BEAT endless",
    ] {
        let beat = "flowrex-coord --busy-timeout 300ms health beat --agent risk --token-file";
        let ran = sandbox.shell(&script.replace("$BEAT", &format!("timeout 20 {beat}")));
        assert_eq!(ran.code, 2, "{script}: {}", ran.stderr);
        let said = ran.stderr.contains("--token-file") && ran.stderr.contains("300ms");
        assert!(said, "{script}: {}", ran.stderr);
    }
    assert!(began.elapsed() < Duration::from_secs(15));
}

#[test]
fn a_token_comes_from_a_file_or_the_environment_and_the_file_is_heard_first() {
    let sandbox = Sandbox::with_database();
    let token = enroll(&sandbox, "risk");
    fs::write(sandbox.path().join("token"), format!("{token}\n")).unwrap();
    let beat = "health beat --agent risk --token-file token";
    sandbox.ok(beat);
    assert_eq!(with_token(&sandbox, "fxt_wrong", beat).code, 0);
    fs::write(sandbox.path().join("token"), "fxt_wrong").unwrap();
    assert_eq!(with_token(&sandbox, &token, beat).code, 8);
    fs::write(sandbox.path().join("token"), "two words").unwrap();
    let stderr = sandbox.fails(2, beat);
    assert!(stderr.contains("--token-file"), "{stderr}");
    let stderr = sandbox.fails(2, "health beat --agent risk --token-file missing");
    assert!(stderr.contains("cannot read the file"), "{stderr}");
    let ran = with_token(&sandbox, "two words", "health beat --agent risk");
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(!ran.stderr.contains("two words"), "{}", ran.stderr);
}

#[test]
fn a_halt_needs_no_token_and_clearing_it_does() {
    let sandbox = Sandbox::with_database();
    let cycle = sandbox.start_cycle("EURUSD");
    enroll(&sandbox, "risk");
    let token = enroll(&sandbox, "supervisor");
    for line in [
        "halt --reason stop --as risk",
        "halt --reason stop",
        "halt --reason stop --token-file missing",
    ] {
        let halt = sandbox.json(line);
        assert_eq!(halt["scope"], "global");
    }
    let proven = |seq: usize| sandbox.json("audit log --kind halt.request")[seq]["details"].clone();
    assert_eq!(proven(1)["proven"], json!(false));
    // Not by the hand of the supervisor, as far as anyone knows: it is stopped, and
    // is brought to an end by the next that is.
    let phase = |sandbox: &Sandbox| sandbox.json(&format!("cycle show {cycle}"))["phase"].clone();
    assert_eq!(phase(&sandbox), "initializing");
    refuses(&sandbox, "supervisor", None, "halt clear 1 --reason x");
    assert_eq!(phase(&sandbox), "initializing");
    let ran = with_token(&sandbox, &token, "halt --reason stop");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(proven(3)["proven"], json!(true));
    assert_eq!(phase(&sandbox), "halted");
    for halt in 1..=4 {
        let line = format!("halt clear {halt} --reason x");
        assert_eq!(with_token(&sandbox, &token, &line).code, 0);
    }
}

#[test]
fn a_program_is_not_given_the_token_of_who_runs_the_cycle() {
    let sandbox = Sandbox::with_database();
    let token = enroll(&sandbox, "supervisor");
    let script = sandbox.script("risk.sh", r#"env >&2; echo '{"status":"ok"}'"#);
    let line = format!("-v cycle run --symbol EURUSD --agent risk=exec:{script}");
    let ran = with_token(&sandbox, &token, &line);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("FLOWREX_AGENT=risk"), "{}", ran.stderr);
    assert!(!ran.stderr.contains(&token), "{}", ran.stderr);
    sandbox.nothing_is_left();
}

#[test]
fn tokens_are_given_out_and_taken_back_by_level_0_only() {
    let sandbox = Sandbox::with_database();
    enroll(&sandbox, "risk");
    sandbox.fails(8, "agent enroll strategy --as strategy");
    sandbox.fails(8, "agent revoke risk --as strategy");
    sandbox.fails(2, "agent enroll nobody");
}

/// Every verb that is for the supervisor alone.
const RESERVED: [&str; 20] = [
    "agent add other",
    "agent remove news",
    "agent enroll strategy",
    "agent revoke strategy",
    "cycle start --symbol GBPUSD",
    "cycle advance CYCLE",
    "cycle complete CYCLE",
    "cycle fail CYCLE --error x",
    "cycle approve CYCLE",
    "cycle reject CYCLE --reason x",
    "cycle resume CYCLE",
    "cycle recover",
    "cycle run --symbol USDJPY",
    "db limits --max-pending 5",
    "db prune --older-than 1ms",
    "halt clear 1 --reason x",
    "health reset risk",
    "mode set autonomous --reason x",
    "msg send --to strategy --subject x --type command",
    "state write --cycle CYCLE --key strategy_x --value 1",
];

#[test]
fn a_subordinate_is_refused_at_every_verb_of_the_supervisor_and_changes_nothing() {
    let sandbox = Sandbox::with_database();
    let cycle = furnished(&sandbox);
    sandbox.ok("halt --symbol JPYUSD --reason x");
    for line in RESERVED.map(|line| line.replace("CYCLE", &cycle)) {
        let before = sandbox.dump();
        let seen = sandbox.event_kinds().len();
        let stderr = sandbox.fails(8, &format!("{line} --as risk"));
        assert!(stderr.contains("risk may not"), "{line}: {stderr}");
        assert_eq!(sandbox.dump(), before, "{line}");
        assert_eq!(sandbox.event_kinds()[seen..], ["refused"], "{line}");
    }
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "what the owner of the file can do"
)]
fn a_lost_token_of_the_supervisor_is_replaced_by_who_owns_the_file() {
    let sandbox = Sandbox::with_database();
    enroll(&sandbox, "supervisor");
    sandbox.fails(8, "agent enroll supervisor");
    rusqlite::Connection::open(sandbox.database())
        .unwrap()
        .execute_batch("UPDATE agents SET token_hash = NULL WHERE name = 'supervisor'")
        .unwrap();
    enroll(&sandbox, "supervisor");
}
