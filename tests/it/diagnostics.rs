//! Diagnostics of agent programs: their stderr, and what is wrong with an unusable answer.

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::common::{Sandbox, ended, until};

const OK: &str = r#"echo '{"status":"ok"}'"#;

/// What is kept of the stderr of a phase of the latest cycle.
fn stderr(sandbox: &Sandbox, phase: &str) -> Value {
    let cycle = sandbox.json("cycle show latest");
    let mut phases = cycle["phases"].as_array().unwrap().iter();
    let found = phases.find(|record| record["phase"] == phase).unwrap();
    found["stderr"].clone()
}

/// That what was said on stderr was recorded with something else: it has no event of its own.
fn has_no_event(sandbox: &Sandbox) {
    assert_eq!(sandbox.json("audit log --kind agent.stderr"), json!([]));
    sandbox.ok("audit verify");
}

#[test]
fn what_a_program_says_on_stderr_is_kept_with_its_phase_after_success_too() {
    let sandbox = Sandbox::in_memory();
    let script = format!("echo 'reading quotes' >&2; printf '\\033[31mno\\tgap\\n' >&2; {OK}");
    sandbox.cycle_with(0, "strategy", &script, "");
    let said = "reading quotes\n\u{1b}[31mno\tgap\n";
    assert_eq!(stderr(&sandbox, "strategy_analysis"), said);
    assert_eq!(stderr(&sandbox, "risk_validation"), Value::Null);
    has_no_event(&sandbox);
    let shown = sandbox.ok("cycle show latest");
    let lines: Vec<_> = shown.lines().map(str::trim_end).collect();
    let at = lines
        .iter()
        .position(|line| line.contains("Stderr"))
        .unwrap();
    assert!(lines[at].ends_with("  strategy_analysis"), "{shown}");
    assert!(lines[at + 1].ends_with("    reading quotes"), "{shown}");
    assert!(
        lines[at + 2].ends_with(r"    \u{1b}[31mno    gap"),
        "{shown}"
    );
    assert!(!shown.contains("-o json"), "{shown}");
    // Without stderr output, nothing is shown of it.
    sandbox.ok("cycle run --symbol GBPUSD");
    assert!(!sandbox.ok("cycle show latest").contains("Stderr"));
}

#[test]
fn of_long_stderr_the_last_4_kib_are_kept_and_the_last_lines_are_shown() {
    let sandbox = Sandbox::in_memory();
    // Its last bytes are no text.
    let script = "seq 100000 >&2; printf 'x%.0s' $(seq 200) >&2; printf '\\377' >&2; exit 3";
    let result = sandbox.cycle_with(7, "strategy", script, "");
    let error = result["errors"][0].as_str().unwrap();
    assert!(error.contains("ended with exit code 3: x"), "{error}");
    let kept = stderr(&sandbox, "strategy_analysis");
    let kept = kept.as_str().unwrap();
    assert!((4090..=4096).contains(&kept.len()), "{}", kept.len());
    assert!(
        kept.ends_with(&format!("\n100000\n{}\u{fffd}", "x".repeat(200))),
        "{kept}"
    );
    has_no_event(&sandbox);
    let shown = sandbox.ok("cycle show latest");
    assert!(
        shown.contains("strategy_analysis (cut; all that is kept: -o json)"),
        "{shown}"
    );
    assert!(shown.contains("    100000\n"), "{shown}");
    assert!(
        shown.contains(&format!("    {}…", "x".repeat(160))),
        "{shown}"
    );
    assert!(
        shown.contains("    99982\n") && !shown.contains("99981"),
        "{shown}"
    );
}

#[test]
fn every_attempt_of_a_phase_adds_to_its_stderr() {
    let sandbox = Sandbox::in_memory();
    let script = format!(
        "if [ -e again ]; then echo second >&2; {OK}; else touch again; echo first >&2; exit 1; fi"
    );
    sandbox.cycle_with(0, "risk", &script, " --retries 1");
    assert_eq!(stderr(&sandbox, "risk_validation"), "first\nsecond\n");
    has_no_event(&sandbox);
}

#[test]
fn stderr_is_kept_of_a_program_that_is_killed_at_its_deadline_or_prints_too_much() {
    let sandbox = Sandbox::in_memory();
    let script = "echo stuck >&2; sleep 1000";
    sandbox.cycle_with(7, "strategy", script, " --phase-timeout 2s");
    assert_eq!(stderr(&sandbox, "strategy_analysis"), "stuck\n");
    has_no_event(&sandbox);
    let script = "echo endless >&2; exec yes";
    sandbox.cycle_with(7, "strategy", script, "");
    assert_eq!(stderr(&sandbox, "strategy_analysis"), "endless\n");
    has_no_event(&sandbox);
}

/// A run whose strategy agent has said something on stderr, and works on.
fn at_work(sandbox: &Sandbox) -> std::process::Child {
    let script = sandbox.script("strategy.sh", "echo working >&2; touch begun; sleep 1000");
    let line = format!("-o json cycle run --symbol EURUSD --agent strategy=exec:{script}");
    let run = sandbox.spawn(&line);
    until("the agent works", || sandbox.path().join("begun").exists());
    run
}

#[test]
fn stderr_is_kept_of_a_program_that_is_killed_by_a_halt_or_a_signal() {
    for (end, code, has_event) in [
        // Whatever the supervisor does first ends a cycle for which others have asked to halt.
        ("halt --reason r --as risk", 10, true),
        ("halt --reason r --as risk --symbol EURUSD", 10, true),
        // The supervisor's own halt ends the cycle at once.
        ("halt --reason r", 10, true),
        ("", 143, false),
    ] {
        let sandbox = Sandbox::with_database();
        let run = at_work(&sandbox);
        if end.is_empty() {
            let pid = Pid::from_raw(i32::try_from(run.id()).unwrap()).unwrap();
            kill_process(pid, Signal::TERM).unwrap();
        } else {
            sandbox.ok(end);
        }
        let ran = ended(run);
        assert_eq!(ran.code, code, "{end}: {}", ran.stderr);
        sandbox.nothing_is_left();
        assert_eq!(stderr(&sandbox, "strategy_analysis"), "working\n", "{end}");
        let result: Value = serde_json::from_str(&ran.stdout).unwrap();
        let phase = if code == 10 { "halted" } else { "failed" };
        assert_eq!(result["phase"], phase, "{end}: {result}");
        let events = sandbox.json("audit log --kind agent.stderr");
        let events = events.as_array().unwrap();
        assert_eq!(events.len(), usize::from(has_event), "{end}: {events:?}");
        for event in events {
            let details = json!({"phase": "strategy_analysis", "bytes": 8});
            assert_eq!(event["details"], details);
        }
        sandbox.ok("audit verify");
        sandbox.ok("db check");
    }
}

#[test]
fn stderr_is_kept_of_a_program_whose_cycle_was_taken_over() {
    let sandbox = Sandbox::with_database();
    let run = at_work(&sandbox);
    // Its process has given no sign of life, and somebody else ends the cycle.
    let lock = sandbox.lock();
    lock.execute_batch("UPDATE coordination_state SET lease_until = 0; COMMIT")
        .unwrap();
    drop(lock);
    sandbox.ok("cycle fail latest --error gone");
    ended(run);
    sandbox.nothing_is_left();
    assert_eq!(stderr(&sandbox, "strategy_analysis"), "working\n");
    assert_eq!(sandbox.json("audit log --kind refused"), json!([]));
    sandbox.ok("audit verify");
}

#[test]
fn an_answer_that_cannot_be_used_is_shown_with_what_is_wrong() {
    let long = format!(r#"{{"status":"ok","data":["{}"]}}"#, "x".repeat(300));
    for (said, problem) in [
        (
            "hello",
            "not acceptable JSON: expected value at line 1 column 1",
        ),
        (r#"["ok"]"#, "a list, not a JSON object"),
        (r#"{"data":{}}"#, "an answer without `status`"),
        (
            r#"{"status":true}"#,
            "an answer whose `status` is true or false, not a text",
        ),
        (
            r#"{"status":"OK"}"#,
            "an answer whose `status` is \"OK\": an answer is ok, rejected, error",
        ),
        (&long, "an answer whose `data` is a list, not an object"),
        (
            r#"{"status":"ok","message":["m"]}"#,
            "an answer whose `message` is a list, not a text",
        ),
    ] {
        let begins: String = said.chars().take(200).collect();
        let cut = if said.chars().count() > 200 {
            "…"
        } else {
            ""
        };
        // Printed.
        let sandbox = Sandbox::in_memory();
        let result = sandbox.cycle_with(7, "strategy", &format!("echo '{said}'"), "");
        let expected = format!("strategy printed {problem}; it begins: {begins}{cut}");
        assert_eq!(result["errors"], json!([expected]));
        // Replied over the bus, where it must be JSON.
        if said == "hello" {
            continue;
        }
        let sandbox = Sandbox::in_memory();
        let binary = env!("CARGO_BIN_EXE_flowrex-coord");
        let script =
            format!("{binary} msg reply $FLOWREX_COMMAND --payload '{said}' -q >&2; exit 1");
        let result = sandbox.cycle_with(7, "strategy", &script, "");
        let expected = format!("strategy failed: replied with {problem}; it begins: {begins}{cut}");
        assert_eq!(result["errors"], json!([expected]));
    }
}

#[test]
fn a_breach_says_what_about_the_answer_is_one() {
    for (said, problem) in [
        (
            r#"{"status":"ok","data":{"orders":[]}}"#,
            r#"execution said ok without "proposed" in data.outcome, which guide mode needs"#,
        ),
        (
            r#"{"status":"ok","data":{"outcome":"executed"}}"#,
            r#"execution said "executed" in data.outcome; guide mode allows only "proposed""#,
        ),
    ] {
        let sandbox = Sandbox::in_memory();
        let result = sandbox.cycle_with(10, "execution", &format!("echo '{said}'"), "");
        let begins = format!("the answer of execution begins: {said}");
        let breach = format!("breach: {problem}");
        assert_eq!(result["errors"], json!([begins, breach]));
    }
}
