//! Agents that are programs: what they are given, what becomes of what they
//! answer, and that nothing they do outlives the command.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use flowrex_coord::coordination::pipeline::OWNER_LEASE;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::common::{Log, Sandbox, Sign, ended, ran};

/// An agent that answers that all is well.
const OK: &str = r#"cat > /dev/null; echo '{"status":"ok"}'"#;

/// Runs a cycle in which strategy is this script, which must make it fail.
fn fails(script: &str) -> String {
    let sandbox = Sandbox::new();
    let result = sandbox.cycle_with(7, "strategy", script, "");
    assert_eq!(result["phase"], "failed");
    assert_eq!(sandbox.json("health")[3]["error_count"], 1);
    sandbox.ok("audit verify");
    result["errors"][0].as_str().unwrap().to_owned()
}

#[test]
fn a_program_is_given_its_command_and_its_answer_is_kept_to_the_letter() {
    let sandbox = Sandbox::new();
    let script = r#"cat > command.json; env > environment
        echo '{"status":"ok","data":{"price":1.10},"message":"done"}'"#;
    let result = sandbox.cycle_with(0, "risk", script, " --strategy trend");
    let command = fs::read_to_string(sandbox.path().join("command.json")).unwrap();
    assert!(
        command.contains(r#""account_balance":10000.0"#),
        "{command}"
    );
    let command: Value = serde_json::from_str(&command).unwrap();
    for (field, value) in [
        ("cycle_id", result["cycle_id"].clone()),
        ("phase", json!("risk_validation")),
        ("symbol", json!("EURUSD")),
        ("mode", json!("guide")),
        ("task", json!("propose")),
    ] {
        assert_eq!(command[field], value, "{field}");
    }
    assert_eq!(command["inputs"]["strategies"], json!(["trend"]));
    assert_eq!(command["results"]["strategy_result"]["status"], "ok");
    let message = sandbox.json(&format!("msg show {}", command["id"]));
    assert_eq!(message["correlation_id"], command["correlation_id"]);
    assert_eq!(message["payload"]["inputs"], command["inputs"]);

    let environment = fs::read_to_string(sandbox.path().join("environment")).unwrap();
    for line in [
        format!("FLOWREX_DB={}", sandbox.database().display()),
        "FLOWREX_AGENT=risk".to_owned(),
        "FLOWREX_PHASE=risk_validation".to_owned(),
        format!("FLOWREX_COMMAND={}", command["id"]),
        format!("FLOWREX_CYCLE={}", result["cycle_id"].as_str().unwrap()),
        format!("FLOWREX_DEADLINE={}", command["deadline"].as_str().unwrap()),
    ] {
        assert!(environment.lines().any(|found| found == line), "{line}");
    }
    let id = result["cycle_id"].as_str().unwrap();
    let stored = sandbox.ok(&format!("state read --cycle {id} --key risk_result -q"));
    assert_eq!(
        stored,
        r#"{"status":"ok","data":{"price":1.10},"message":"done"}"#
    );
}

#[test]
fn an_answer_that_is_none_fails_the_cycle_and_says_what_is_wrong() {
    for (script, problem) in [
        (r#"echo '{"status":'"#, "printed not acceptable JSON"),
        ("exit 0", "printed no answer"),
        ("echo hello", "not acceptable JSON"),
        (
            r#"echo '{"status":"fine"}'"#,
            "an answer is ok, rejected, error",
        ),
        (r#"echo '{"status":"ok"}{"status":"ok"}'"#, "trailing"),
        (r#"echo '{"status":"ok","status":"error"}'"#, "twice"),
        (r"printf '\377'", "UTF-8"),
        ("echo lost >&2; exit 3", "ended with exit code 3: lost"),
        ("kill -9 $$", "was killed by signal 9"),
        ("exec /nonexistent", "exit code 127"),
        ("yes '{}'", "more than 1048576 bytes"),
    ] {
        let error = fails(script);
        assert!(error.contains(problem), "{script}: {error}");
    }
}

#[test]
fn an_answer_of_rejected_or_error_ends_the_cycle_with_what_was_said() {
    for (status, word) in [("rejected", "rejected"), ("error", "failed")] {
        let sandbox = Sandbox::new();
        let script = format!(r#"echo '{{"status":"{status}","message":"not today"}}'"#);
        let result = sandbox.cycle_with(7, "risk", &script, "");
        assert_eq!(result["errors"], json!([format!("risk {word}: not today")]));
        assert_eq!(sandbox.json("msg list --agent execution"), json!([]));
    }
}

#[test]
fn a_program_that_is_not_there_keeps_the_cycle_from_starting_its_work() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path().join("plain"), "x").unwrap();
    for (program, problem) in [
        (
            "nonexistent-program",
            "no program nonexistent-program on the PATH",
        ),
        ("./missing", "no file"),
        ("./plain", "not an executable file"),
        ("/tmp", "not an executable file"),
    ] {
        let line = format!("-o json cycle run --symbol EURUSD --agent risk=exec:{program}");
        let ran = sandbox.try_line(&line);
        assert_eq!(ran.code, 10, "{}", ran.stderr);
        let result: Value = serde_json::from_str(&ran.stdout).unwrap();
        let reason = result["halt_reason"].as_str().unwrap();
        assert!(reason.contains(problem), "{reason}");
    }
    assert_eq!(sandbox.json("msg list --type command"), json!([]));
}

#[test]
fn a_program_has_the_time_of_its_phase_and_no_more() {
    let sandbox = Sandbox::new();
    // It ignores what can be ignored, and has a child in its own session.
    let script = "trap '' TERM INT HUP; setsid sleep 1000 & sleep 1000 & wait; sleep 1000";
    let result = sandbox.cycle_with(7, "risk", script, " --phase-timeout 300ms");
    assert_eq!(
        result["errors"],
        json!(["risk gave no answer within 300ms"])
    );
    let command = &sandbox.json("msg list --type command --agent risk")[0];
    assert_eq!(command["status"], "expired");
    assert_eq!(command["reason"], "gave no answer within 300ms");
}

#[test]
fn what_a_program_leaves_running_is_dead_once_it_has_answered() {
    let sandbox = Sandbox::new();
    let script = format!("setsid sleep 1000 & (setsid sleep 1000 &) ; nohup sleep 1000 & {OK}");
    sandbox.cycle_with(0, "strategy", &script, "");
}

#[test]
fn a_program_that_kills_its_watchdog_gets_away_with_nothing() {
    let sandbox = Sandbox::new();
    let script = "setsid sleep 1000 & kill -9 $PPID; sleep 1000";
    let result = sandbox.cycle_with(7, "strategy", script, "");
    let error = result["errors"][0].as_str().unwrap();
    assert!(error.contains("killed with its watchdog"), "{error}");
    // Nor does one that signals its whole group reach the watchdog.
    let group = fails("kill -TERM 0; sleep 1000");
    assert!(group.contains("killed by signal 15"), "{group}");
}

#[test]
fn a_program_dies_with_its_supervisor() {
    let sandbox = Sandbox::with_database();
    let begun = Sign::new(&sandbox, "begun");
    let script = format!("setsid sleep 1000 & echo > {}; sleep 1000", begun.path());
    let script = sandbox.script("risk.sh", &script);
    let line = format!("cycle run --symbol EURUSD --agent risk=exec:{script}");
    let mut supervisor = sandbox.spawn(&line);
    begun.wait();
    let watchdogs = children(supervisor.id());
    supervisor.kill().unwrap();
    supervisor.wait().unwrap();
    // A watchdog that has ended has ended its process tree first.
    for watchdog in watchdogs {
        wait_for_end(watchdog);
    }
    sandbox.nothing_is_left();
}

#[test]
fn a_program_that_kills_both_its_watchdog_and_its_supervisor_dies_with_them() {
    for signal in ["KILL", "STOP"] {
        let sandbox = Sandbox::with_database();
        let begun = Sign::new(&sandbox, "begun");
        // The supervisor is the parent of the watchdog. What such a program has started
        // is beyond reach; it itself is not.
        let script = format!(
            "s=$(ps -o ppid= -p $PPID); echo $$ > {}; kill -{signal} $PPID; kill -KILL $s; exec sleep 1000",
            begun.path()
        );
        let script = sandbox.script("risk.sh", &script);
        let mut supervisor = sandbox.spawn(&format!(
            "cycle run --symbol EURUSD --agent risk=exec:{script}"
        ));
        let agent: i32 = begun.wait().trim().parse().unwrap();
        supervisor.wait().unwrap();
        if signal == "STOP" {
            // Its watchdog is stopped, and knows nothing until it goes on.
            for watchdog in sandbox.watchdogs() {
                kill_process(Pid::from_raw(watchdog).unwrap(), Signal::CONT).unwrap();
            }
        }
        wait_for_end(agent);
    }
}

#[test]
fn an_agent_whose_supervisor_is_stopped_ends_at_its_deadline_and_at_the_latest_after_a_silence() {
    // A silence is over before the lease of the supervisor is, when another takes over.
    for (limit, at_most) in [("300ms", Duration::from_secs(5)), ("60s", OWNER_LEASE)] {
        let sandbox = Sandbox::with_database();
        let begun = Sign::new(&sandbox, "begun");
        let script = format!("echo $$ > {}; sleep 1000", begun.path());
        let script = sandbox.script("risk.sh", &script);
        let mut supervisor = sandbox.spawn(&format!(
            "cycle run --symbol EURUSD --phase-timeout {limit} --agent risk=exec:{script}"
        ));
        let pid = Pid::from_raw(i32::try_from(supervisor.id()).unwrap()).unwrap();
        let agent: i32 = begun.wait().trim().parse().unwrap();
        let start = Instant::now();
        kill_process(pid, Signal::STOP).unwrap();
        wait_for_end(agent);
        let took = start.elapsed();
        assert!(took < at_most, "with {limit} it had {took:?}");
        kill_process(pid, Signal::CONT).unwrap();
        assert_eq!(supervisor.wait().unwrap().code(), Some(7));
        sandbox.nothing_is_left();
    }
}

#[test]
fn an_agent_may_work_for_longer_than_a_supervisor_may_be_silent() {
    let sandbox = Sandbox::new();
    sandbox.cycle_with(0, "strategy", &format!("sleep 9; {OK}"), "");
}

#[test]
fn a_watchdog_runs_nothing_without_a_whole_command() {
    use std::os::unix::process::CommandExt;
    for input in ["", "{\"cut off\":"] {
        let sandbox = Sandbox::new();
        fs::write(sandbox.path().join("input"), input).unwrap();
        let input = fs::File::open(sandbox.path().join("input")).unwrap();
        let status = Command::new(env!("CARGO_BIN_EXE_flowrex-coord"))
            .arg0("flowrex-watchdog")
            .args(["10000", "1", "touch", "ran"])
            .env("FLOWREX_DB", sandbox.path().join("coord.db"))
            .env("FLOWREX_CYCLE", "cycle_20260301_120000_0a1b2c3d")
            .env("FLOWREX_PHASE", "execution")
            .current_dir(sandbox.path())
            .stdin(input)
            .status()
            .unwrap();
        assert_eq!(status.code(), Some(127));
        assert!(!sandbox.path().join("ran").exists());
    }
}

#[test]
fn what_the_process_had_started_before_is_left_alone() {
    let sandbox = Sandbox::with_database();
    let script = sandbox.script("strategy.sh", OK);
    let ran = sandbox.shell(&format!(
        "sleep 1000 >/dev/null 2>&1 & echo $!; exec flowrex-coord -q cycle run --symbol EURUSD \
         --agent strategy=exec:{script}"
    ));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let before: i32 = ran.stdout.lines().next().unwrap().parse().unwrap();
    kill_process(Pid::from_raw(before).unwrap(), Signal::KILL).unwrap();
}

#[test]
fn an_answer_waits_for_the_lock_as_long_as_it_takes() {
    let sandbox = Sandbox::with_database();
    let begun = Sign::new(&sandbox, "begun");
    let go = Sign::new(&sandbox, "go");
    let script = format!(
        r#"echo > {}; cat {}; echo '{{"status":"ok","message":"ORD-77"}}'"#,
        begun.path(),
        go.path()
    );
    let script = sandbox.script("risk.sh", &script);
    let line = format!(
        "-v -o json --busy-timeout 50ms cycle run --symbol EURUSD --agent risk=exec:{script}"
    );
    let mut supervisor = sandbox.spawn(&line);
    let mut log = Log::of(&mut supervisor);
    begun.wait();
    let lock = sandbox.lock();
    fs::write(go.path(), "").unwrap();
    // Several times it waits as long as anybody waits for a lock here.
    for _ in 0..3 {
        log.until("the answer is not recorded yet");
    }
    drop(lock);
    let ended = ended(supervisor);
    assert_eq!(ended.code, 0, "{}", log.whole());
    assert!(ended.stdout.contains("ORD-77"));
}

#[test]
fn an_answer_that_cannot_be_recorded_is_told() {
    let sandbox = Sandbox::with_database();
    let begun = Sign::new(&sandbox, "begun");
    let go = Sign::new(&sandbox, "go");
    let script = format!(
        r#"echo > {}; cat {}; echo '{{"status":"ok","message":"ORD-77"}}'"#,
        begun.path(),
        go.path()
    );
    let script = sandbox.script("risk.sh", &script);
    let line =
        format!("-v --busy-timeout 50ms cycle run --symbol EURUSD --agent risk=exec:{script}");
    let mut supervisor = sandbox.spawn(&line);
    let mut log = Log::of(&mut supervisor);
    begun.wait();
    let _lock = sandbox.lock();
    fs::write(go.path(), "").unwrap();
    log.until("the answer is not recorded yet");
    let pid = Pid::from_raw(i32::try_from(supervisor.id()).unwrap()).unwrap();
    kill_process(pid, Signal::TERM).unwrap();
    assert_eq!(ended(supervisor).code, 143);
    let said = log.whole();
    assert!(said.contains("ORD-77"), "{said}");
}

/// The children of a process.
fn children(parent: u32) -> Vec<i32> {
    let found = Command::new("ps")
        .args(["-o", "pid=", "--ppid", &parent.to_string()])
        .output()
        .unwrap();
    let text = String::from_utf8(found.stdout).unwrap();
    text.split_whitespace()
        .map(|pid| pid.parse().unwrap())
        .collect()
}

/// Waits until a process that is not a child of this one has ended.
fn wait_for_end(pid: i32) {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::process::{PidfdFlags, pidfd_open};
    let Ok(process) = pidfd_open(Pid::from_raw(pid).unwrap(), PidfdFlags::empty()) else {
        return;
    };
    let patience = Timespec {
        tv_sec: 30,
        tv_nsec: 0,
    };
    let ended = poll(&mut [PollFd::new(&process, PollFlags::IN)], Some(&patience));
    assert_eq!(ended, Ok(1), "process {pid} does not end");
}

#[test]
fn what_a_program_says_beside_its_answer_is_shown_when_asked_for() {
    let sandbox = Sandbox::new();
    let script = sandbox.script("risk.sh", &format!("echo noted >&2; {OK}"));
    let line = format!("cycle run --symbol EURUSD --agent risk=exec:{script}");
    assert!(!sandbox.try_line(&line).stderr.contains("noted"));
    assert!(
        sandbox
            .try_line(&format!("-v {line}"))
            .stderr
            .contains("noted")
    );
}

#[test]
fn a_program_that_never_reads_its_command_can_still_answer() {
    let sandbox = Sandbox::new();
    let script = r#"exec 0<&-; echo '{"status":"ok"}'"#;
    sandbox.cycle_with(0, "strategy", script, "");
}

#[test]
fn strategy_and_risk_are_asked_again_as_often_as_was_said_and_execution_never() {
    let count = "echo x >> tries; [ $(wc -l < tries) -gt 2 ]";
    let sandbox = Sandbox::new();
    let script = format!("{count} || exit 1; {OK}");
    let result = sandbox.cycle_with(0, "risk", &script, " --retries 2");
    let id = result["cycle_id"].as_str().unwrap();
    let cycle = sandbox.json(&format!("cycle show {id}"));
    assert_eq!(cycle["phases"][2]["attempts"], 3);
    assert_eq!(cycle["phases"][2]["answer"], "ok");

    let sandbox = Sandbox::new();
    sandbox.cycle_with(7, "risk", &script, " --retries 1");
    let tries = |sandbox: &Sandbox| {
        let tries = fs::read_to_string(sandbox.path().join("tries")).unwrap();
        tries.lines().count()
    };
    assert_eq!(tries(&sandbox), 2);

    let sandbox = Sandbox::new();
    let rejecting = r#"echo x >> tries; echo '{"status":"rejected"}'"#;
    sandbox.cycle_with(7, "strategy", rejecting, " --retries 5");
    assert_eq!(tries(&sandbox), 1);

    let sandbox = Sandbox::new();
    let result = sandbox.cycle_with(7, "execution", &script, " --retries 5");
    assert_eq!(tries(&sandbox), 1);
    let error = result["errors"][0].as_str().unwrap();
    assert!(
        error.contains("the outcome of execution is unknown"),
        "{error}"
    );
}

#[test]
fn executed_in_guide_mode_is_a_breach_and_halts_the_cycle() {
    let sandbox = Sandbox::new();
    let script = r#"echo '{"status":"ok","data":{"outcome":"executed"}}'"#;
    let result = sandbox.cycle_with(10, "execution", script, "");
    assert!(result["halt_reason"].as_str().unwrap().contains("breach"));
    assert!(sandbox.event_kinds().contains(&"mode.breach".to_owned()));

    sandbox.ok("mode set autonomous --reason signed-off");
    let result = sandbox.cycle_with(0, "execution", script, "");
    assert_eq!(result["success"], true);
}

#[test]
fn a_signal_ends_a_run_cleanly_and_its_exit_code_says_which() {
    for (signal, name, code) in [
        (Signal::INT, "SIGINT", 130),
        (Signal::TERM, "SIGTERM", 143),
        (Signal::HUP, "SIGHUP", 129),
    ] {
        let sandbox = Sandbox::with_database();
        let begun = Sign::new(&sandbox, "begun");
        let script = format!("setsid sleep 1000 & echo > {}; sleep 1000", begun.path());
        let script = sandbox.script("execution.sh", &script);
        let line = format!("-o json cycle run --symbol EURUSD --agent execution=exec:{script}");
        let supervisor = sandbox.spawn(&line);
        begun.wait();
        let pid = Pid::from_raw(i32::try_from(supervisor.id()).unwrap()).unwrap();
        kill_process(pid, signal).unwrap();
        let ended = ran(supervisor.wait_with_output().unwrap());
        assert_eq!(ended.code, code, "{}", ended.stderr);
        let result: Value = serde_json::from_str(&ended.stdout).unwrap();
        let error = result["errors"][0].as_str().unwrap();
        assert_eq!(
            error,
            format!("interrupted by {name}; the outcome of execution is unknown")
        );
        sandbox.nothing_is_left();
    }
}

#[test]
fn a_signal_at_any_moment_leaves_the_effect_whole_and_no_process_behind() {
    let sandbox = Sandbox::with_database();
    let script = sandbox.script("strategy.sh", OK);
    let line = format!("-q cycle run --symbol EURUSD --agent strategy=exec:{script}");
    let mut codes = std::collections::BTreeSet::new();
    for round in 0..60 {
        let supervisor = sandbox.spawn(&line);
        let pid = Pid::from_raw(i32::try_from(supervisor.id()).unwrap()).unwrap();
        // Not a wait for anything: the moments of the signal are spread over the run.
        std::thread::sleep(Duration::from_micros(round * 500));
        kill_process(pid, Signal::TERM).unwrap();
        let output = supervisor.wait_with_output().unwrap();
        codes.insert(output.status.code());
        let active = sandbox.json("cycle show");
        assert_eq!(
            active,
            json!({"phase": "idle"}),
            "round {round}: {output:?}"
        );
        sandbox.nothing_is_left();
    }
    // Before the handler stands, the signal itself ends the process.
    for code in &codes {
        assert!(matches!(code, None | Some(0 | 143)), "{codes:?}");
    }
    assert!(codes.contains(&Some(143)), "{codes:?}");
    sandbox.ok("audit verify");
}
