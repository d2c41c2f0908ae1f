//! Every failure is followed by the command that helps.

use crate::common::Sandbox;

/// What a run with this agent prints on standard error.
fn run_with(sandbox: &Sandbox, code: i32, agent: &str, script: &str) -> String {
    let script = sandbox.script("agent.sh", script);
    let line =
        format!("cycle run --symbol EURUSD --agent {agent}=exec:{script} --phase-timeout 300ms");
    sandbox.fails(code, &line)
}

#[test]
fn a_run_that_fails_says_where_to_look_and_what_to_do() {
    for script in [
        "exit 3",
        "echo hello",
        "echo '{\"status\":\"done\"}'",
        "sleep 60",
    ] {
        let sandbox = Sandbox::with_database();
        let stderr = run_with(&sandbox, 7, "risk", script);
        let command = sandbox.ok("msg list --type command --to risk -q");
        let cycle = sandbox.ok("cycle list -q");
        assert_eq!(
            stderr,
            format!(
                "next: `flowrex-coord msg show {command}` shows what risk was given, and \
                 `flowrex-coord cycle show {cycle}` what became of it; repair risk, then run the \
                 cycle again\n"
            ),
            "{script}"
        );
    }
}

#[test]
fn after_a_rejection_the_whole_answer_is_named_and_after_an_execution_the_broker() {
    let sandbox = Sandbox::with_database();
    let rejected = "echo '{\"status\":\"rejected\",\"data\":{\"limit\":3}}'";
    let stderr = run_with(&sandbox, 7, "risk", rejected);
    let next = stderr.split('`').nth(1).unwrap().to_owned();
    let shown = sandbox.ok(next.strip_prefix("flowrex-coord ").unwrap());
    assert!(shown.contains(r#"{"limit":3}"#), "{next}: {shown}");

    let stderr = run_with(&sandbox, 7, "execution", "exit 3");
    assert!(stderr.contains("next: an order may be out"), "{stderr}");
    assert!(stderr.contains("ask the broker"), "{stderr}");
}

#[test]
fn a_run_that_is_halted_says_what_is_in_the_way() {
    let sandbox = Sandbox::with_database();
    let stderr = sandbox.fails(10, "cycle run --symbol EURUSD --agent risk=mailbox");
    for words in [
        "flowrex-coord health",
        "flowrex-coord doctor",
        "no halt has to be cleared",
    ] {
        assert!(stderr.contains(words), "{stderr}");
    }
    let halts = format!(
        "{} halt --symbol EURUSD --reason wide --as risk > /dev/null; sleep 60",
        env!("CARGO_BIN_EXE_flowrex-coord")
    );
    let script = sandbox.script("halts.sh", &halts);
    let line = format!("cycle run --symbol EURUSD --agent strategy=exec:{script}");
    let stderr = sandbox.fails(10, &line);
    assert!(
        stderr.contains("next: see `flowrex-coord halt status`"),
        "{stderr}"
    );
    assert!(stderr.contains("halt clear 1 --reason TEXT"), "{stderr}");
}

#[test]
fn halts_approvals_and_unhealthy_agents_come_with_the_command_to_go_on_with() {
    let sandbox = Sandbox::with_database();
    let next = |line: &str| sandbox.try_line(line).stderr;
    let halted = next("halt --symbol XAUUSD --reason wide");
    assert!(
        halted.contains("next: `flowrex-coord halt status`"),
        "{halted}"
    );
    assert!(
        halted.contains("flowrex-coord halt clear 1 --reason TEXT"),
        "{halted}"
    );
    let cleared = next("halt clear 1 --reason over");
    assert!(
        cleared.contains("next: what it stopped stays stopped"),
        "{cleared}"
    );
    next("cycle run --symbol EURUSD --gate execution");
    let cycle = sandbox.ok("cycle list -q --limit 1");
    let active = next("cycle run --symbol EURUSD");
    assert!(active.contains("see what it waits for with"), "{active}");
    let approved = next("cycle approve latest");
    let resume = format!("`flowrex-coord cycle resume {cycle}` goes on with it");
    assert!(approved.contains(&resume), "{approved}");
    let (_, status) = (next("status"), sandbox.ok("status"));
    assert!(
        status.contains(&format!("flowrex-coord cycle resume {cycle}")),
        "{status}"
    );
    sandbox.fail_twice("risk", "m");
    for line in ["health", "health risk", "health check"] {
        let unhealthy = next(line);
        let mend = "next: repair risk, then `flowrex-coord health reset risk`";
        assert!(unhealthy.contains(mend), "{line}: {unhealthy}");
    }
}

#[test]
fn programs_and_whoever_asks_for_the_essential_are_told_no_next_step() {
    let sandbox = Sandbox::with_database();
    sandbox.fail_twice("risk", "m");
    for options in ["-q", "-o json", "-o jsonl"] {
        for line in [
            "halt --symbol XAUUSD --reason wide",
            "health",
            "health risk",
            "cycle run --symbol EURUSD",
        ] {
            let ran = sandbox.try_line(&format!("{options} {line}"));
            assert_eq!(ran.stderr, "", "{options} {line}");
        }
    }
}

#[test]
fn a_run_that_is_halted_after_its_order_may_be_out_says_to_ask_the_broker() {
    let sandbox = Sandbox::with_database();
    let script = r#"echo '{"status":"ok","data":{"outcome":"executed"}}'"#;
    let stderr = run_with(&sandbox, 10, "execution", script);
    assert!(stderr.contains("next: an order may be out"), "{stderr}");
    assert!(stderr.contains("ask the broker"), "{stderr}");
    assert!(!stderr.contains("no halt has to be cleared"), "{stderr}");
    let status = sandbox.try_line("status");
    assert_eq!(status.code, 6, "{}", status.stdout);
    assert!(
        status.stdout.contains("ask the broker"),
        "{}",
        status.stdout
    );

    // A halt has a next step, too, and none once it is cleared.
    let halts = format!(
        "{} halt --symbol EURUSD --reason wide --as risk > /dev/null; sleep 60",
        env!("CARGO_BIN_EXE_flowrex-coord")
    );
    let script = sandbox.script("halts.sh", &halts);
    let line = format!("cycle run --symbol EURUSD --agent execution=exec:{script}");
    let stderr = sandbox.fails(10, &line);
    assert!(stderr.contains("ask the broker"), "{stderr}");
    assert!(stderr.contains("halt clear 1 --reason TEXT"), "{stderr}");
    sandbox.ok("halt clear 1 --reason asked");
    sandbox.ok("status");
}

#[test]
fn the_next_step_prints_no_control_characters() {
    let sandbox = Sandbox::with_database();
    let script = sandbox.script("risk.sh", "exit 3");
    let ran = sandbox.run(&[
        "cycle",
        "run",
        "--symbol",
        "EURUSD",
        "--gate",
        "strategy_analysis",
        "--agent",
        &format!("risk=exec:{script} \u{1b}[2J\u{202e}"),
    ]);
    assert_eq!(ran.code, 9, "{}", ran.stderr);
    assert!(ran.stderr.contains("--agent"), "{}", ran.stderr);
    assert!(
        !ran.stderr.contains(['\u{1b}', '\u{202e}']),
        "{:?}",
        ran.stderr
    );
}
