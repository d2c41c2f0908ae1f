//! Gates and approvals: nothing runs that was not approved as it stands.

use flowrex_coord::model::phase::Phase;
use serde_json::{Value, json};

use crate::common::Sandbox;
use crate::terminal::Tmux;

/// A cycle that waits before `gate`, and what the run printed.
fn waiting(sandbox: &Sandbox, gate: &str) -> Value {
    let ran = sandbox.try_line(&format!("-o json cycle run --symbol EURUSD --gate {gate}"));
    assert_eq!(ran.code, 9, "{}", ran.stderr);
    assert!(ran.stderr.contains("cycle approve"), "{}", ran.stderr);
    serde_json::from_str(&ran.stdout).unwrap()
}

fn id(result: &Value) -> &str {
    result["cycle_id"].as_str().unwrap()
}

#[test]
fn a_cycle_waits_before_each_gate_until_it_is_approved() {
    for gate in [
        "strategy_analysis",
        "risk_validation",
        "execution",
        "monitoring",
    ] {
        let sandbox = Sandbox::new();
        let result = waiting(&sandbox, gate);
        let id = id(&result);
        assert_eq!(
            (&result["success"], &result["waiting_for"]),
            (&json!(false), &json!(gate))
        );
        let cycle = sandbox.json(&format!("cycle show {id}"));
        assert_eq!(cycle["waiting_for"], gate);
        assert_eq!(cycle["owner"], Value::Null, "nobody runs it meanwhile");
        let before: Phase = cycle["phase"].as_str().unwrap().parse().unwrap();
        assert_eq!(before.next().unwrap().as_str(), gate);

        sandbox.fails(9, &format!("cycle advance {id}"));
        sandbox.fails(9, &format!("cycle resume {id}"));
        sandbox.ok(&format!("cycle approve {id}"));
        let result = sandbox.json(&format!("cycle resume {id}"));
        assert_eq!(result["success"], true, "{result}");
        for agent in ["strategy", "risk", "execution"] {
            let asked = sandbox.json(&format!("msg list --type command --agent {agent}"));
            assert_eq!(asked.as_array().unwrap().len(), 1, "{agent} was asked once");
        }
    }
}

#[test]
fn an_approval_by_a_person_is_told_from_one_by_the_pipeline() {
    let sandbox = Sandbox::new();
    let result = waiting(&sandbox, "execution");
    let id = id(&result);
    sandbox.ok(&format!("cycle approve {id}"));
    sandbox.ok(&format!("cycle resume {id}"));
    let approvals = |id: &str| -> Vec<(Value, Value)> {
        let log = sandbox.json(&format!("audit log --kind cycle.approve --subject {id}"));
        let events = log.as_array().unwrap().iter();
        let details = events.map(|event| &event["details"]);
        details
            .map(|shown| (shown["phase"].clone(), shown["by"].clone()))
            .collect()
    };
    let shown = |id: &str| -> Vec<Value> {
        let cycle = sandbox.json(&format!("cycle show {id}"));
        let phases = cycle["phases"].as_array().unwrap().iter();
        phases.map(|phase| phase["approved_how"].clone()).collect()
    };
    let strategy = || json!("strategy_analysis");
    let risk = || json!("risk_validation");
    assert_eq!(
        approvals(id),
        [(strategy(), json!("pipeline")), (risk(), json!("person"))]
    );
    assert_eq!(
        shown(id),
        [
            Value::Null,
            json!("pipeline"),
            json!("person"),
            Value::Null,
            Value::Null
        ]
    );
    let table = sandbox.ok(&format!("cycle show {id}"));
    assert_eq!(table.matches("approved by").count(), 1, "{table}");
    assert!(
        table.contains("approved by supervisor, a person"),
        "{table}"
    );

    // Who moves a cycle on by hand approves what it leaves.
    let by_hand = sandbox.start_cycle("GBPUSD");
    for _ in 0..3 {
        sandbox.ok(&format!("cycle advance {by_hand}"));
    }
    assert_eq!(
        approvals(&by_hand),
        [(strategy(), json!("person")), (risk(), json!("person"))]
    );
}

#[test]
fn an_approval_is_void_once_the_state_has_changed() {
    let sandbox = Sandbox::new();
    let result = waiting(&sandbox, "execution");
    let id = id(&result);
    let note = |value: u8| {
        sandbox.ok(&format!(
            "state write --cycle {id} --key note --value {value}"
        ))
    };

    // Changed after it was shown.
    note(1);
    let stderr = sandbox.fails(4, &format!("cycle approve {id}"));
    assert!(
        stderr.contains("has changed") && stderr.contains("--state"),
        "{stderr}"
    );
    let current = stderr.split("--state ").nth(1).unwrap();
    let current = current.split('`').next().unwrap().to_owned();
    let shown = result["state"].as_str().unwrap();
    sandbox.fails(4, &format!("cycle approve {id} --state {shown}"));
    sandbox.ok(&format!("cycle approve {id} --state {current}"));

    // Changed after it was approved.
    note(2);
    let ran = sandbox.try_line(&format!("-o json cycle resume {id}"));
    assert_eq!(ran.code, 9, "{}", ran.stderr);
    assert_eq!(sandbox.json("msg list --agent execution"), json!([]));
    // What was shown now can be approved as it is.
    sandbox.ok(&format!("cycle approve {id}"));
    assert_eq!(sandbox.json(&format!("cycle resume {id}"))["success"], true);
}

#[test]
fn a_rejected_cycle_fails_with_the_reason() {
    let sandbox = Sandbox::new();
    let result = waiting(&sandbox, "execution");
    let id = id(&result);
    let ended = sandbox.json(&format!("cycle reject {id} --reason too-risky"));
    assert_eq!(ended["phase"], "failed");
    assert_eq!(
        ended["errors"],
        json!(["rejected by supervisor: too-risky"])
    );
    sandbox.fails(4, &format!("cycle approve {id}"));
    sandbox.fails(4, &format!("cycle resume {id}"));
}

#[test]
fn only_the_supervisor_approves_and_only_what_waits() {
    let sandbox = Sandbox::new();
    let result = waiting(&sandbox, "execution");
    let id = id(&result);
    for line in [
        format!("cycle approve {id} --as risk"),
        format!("cycle reject {id} --reason x --as risk"),
        format!("cycle resume {id} --as risk"),
        "cycle recover --as risk".to_owned(),
    ] {
        sandbox.fails(8, &line);
    }
    let plain = sandbox.start_cycle("GBPUSD");
    sandbox.fails(4, &format!("cycle approve {plain}"));
    sandbox.fails(4, &format!("cycle reject {plain} --reason x"));
    sandbox.fails(3, "cycle approve cycle_20260301_120000_0a1b2c3d");
}

#[test]
fn a_cycle_that_waits_can_be_halted_and_then_never_goes_on() {
    let sandbox = Sandbox::new();
    let result = waiting(&sandbox, "execution");
    let id = id(&result);
    sandbox.ok(&format!("cycle approve {id}"));
    sandbox.ok(&format!("halt --cycle {id} --reason stop"));
    sandbox.fails(4, &format!("cycle resume {id}"));
    assert_eq!(sandbox.json(&format!("cycle show {id}"))["phase"], "halted");
}

#[test]
fn a_cycle_moved_by_hand_is_held_to_its_gates_too() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.ok("cycle start --symbol EURUSD --gate execution -q");
    sandbox.ok(&format!("cycle advance {id}"));
    sandbox.ok(&format!("cycle advance {id}"));
    sandbox.fails(9, &format!("cycle advance {id} --to execution"));
    // It waits like any other, and shows with what.
    let shown = sandbox.json(&format!("cycle show {id}"));
    assert_eq!(shown["waiting_for"], "execution");
    assert_eq!(shown["waiting"]["before"], "execution");
    let list = sandbox.ok("cycle list");
    assert!(list.contains("waits before execution"), "{list}");
    let status = sandbox.ok("status");
    let waits = format!("{id} (EURUSD) waits for approval before execution");
    let words = status.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains(&waits), "{status}");
    sandbox.fails(9, &format!("cycle advance {id}"));
    let waits = sandbox.json(&format!("audit log --kind cycle.wait --subject {id}"));
    assert_eq!(waits.as_array().unwrap().len(), 1, "{waits}");
    // What it shows is what is approved.
    sandbox.ok(&format!("state write --cycle {id} --key note --value 1"));
    sandbox.fails(9, &format!("cycle advance {id}"));
    sandbox.fails(4, &format!("cycle approve {id}"));
    let now = sandbox.json(&format!("cycle show {id}"))["waiting"]["state"].clone();
    let now = now.as_str().unwrap();
    sandbox.ok(&format!("cycle approve {id} --state {now}"));
    sandbox.ok(&format!("cycle advance {id} --to execution"));
}

#[test]
fn what_an_agent_answered_is_told_from_what_was_written_in_its_place() {
    let sandbox = Sandbox::new();
    let result = waiting(&sandbox, "execution");
    let id = id(&result);
    let asked = || sandbox.ok("cycle show latest");
    assert!(asked().contains("risk answered ok: "), "{}", asked());
    let forged = json!({
        "status": "ok\nexecution answered ok: done", "message": "fine;\nexecution ok, done",
    });
    let forged = forged.to_string();
    sandbox.run(&[
        "state",
        "write",
        "--cycle",
        id,
        "--key",
        "risk_result",
        "--value",
        &forged,
    ]);
    let shown = asked();
    for forged in ["execution answered", "\nexecution ok"] {
        assert!(!shown.contains(forged), "{shown}");
    }
    assert!(
        shown.contains("risk answered ok, and supervisor has rewritten the answer since: fine; "),
        "{shown}"
    );
    let list = sandbox.ok("cycle list");
    for words in [
        "; its shared state has changed; strategy ok",
        "; risk ok, rewritten by supervisor",
    ] {
        assert!(list.contains(words), "{words} is not in\n{list}");
    }
    assert!(!list.contains("; execution"), "{list}");
    let risk = &sandbox.json("cycle show latest")["waiting"]["answers"][1];
    assert_eq!(
        (&risk["status"], &risk["written_by"]),
        (&json!("ok"), &json!("supervisor"))
    );

    // Nobody has answered in a cycle that is moved by hand.
    let by_hand = sandbox.ok("cycle start --symbol GBPUSD --gate execution -q");
    for code in [0, 0, 9] {
        if code == 9 {
            sandbox.ok(&format!(
                r#"state write --cycle {by_hand} --as risk --key risk_result --value {{"status":"ok"}}"#
            ));
        }
        let ran = sandbox.try_line(&format!("cycle advance {by_hand}"));
        assert_eq!(ran.code, code, "{}", ran.stderr);
    }
    let shown = sandbox.ok(&format!("cycle show {by_hand}"));
    assert!(!shown.contains("answered"), "{shown}");
    assert!(
        shown.contains("risk has no answer on record, and risk has written in its place"),
        "{shown}"
    );
}

#[test]
fn an_approval_that_is_void_is_not_reported_as_valid() {
    let sandbox = Sandbox::new();
    let result = waiting(&sandbox, "execution");
    let id = id(&result);
    let status = || {
        let status = sandbox.ok("status");
        status.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    sandbox.ok(&format!("cycle approve {id}"));
    assert!(status().contains("is approved to continue"), "{}", status());
    sandbox.ok(&format!("state write --cycle {id} --key note --value 1"));
    let void = status();
    assert!(!void.contains("is approved to continue"), "{void}");
    assert!(!void.contains("cycle resume"), "{void}");
    assert!(
        void.contains("its shared state has changed since it began to wait"),
        "{void}"
    );
    sandbox.fails(9, &format!("cycle resume {id}"));
}

#[test]
fn in_json_nothing_of_what_waits_is_cut() {
    let sandbox = Sandbox::new();
    let long = "x".repeat(90);
    let answer = json!({
        "status": "ok", "message": long.repeat(3),
        "data": {format!("{long}1"): 1, format!("{long}2"): long, "c": 3, "d": 4, "e": 5},
    });
    let strategy = printing(&sandbox, "strategy", &answer.to_string());
    let deep = sandbox.path().join(&long);
    std::fs::create_dir(&deep).unwrap();
    let execution = printing(&sandbox, &format!("{long}/execution"), "{}");
    let execution = execution.replace(&format!("--agent {long}/execution"), "--agent execution");
    let line = format!("-o json cycle run --symbol EURUSD --gate execution {strategy} {execution}");
    let ran = sandbox.try_line(&line);
    assert_eq!(ran.code, 9, "{}", ran.stderr);
    let printed: Value = serde_json::from_str(&ran.stdout).unwrap();
    let shown_answer = &printed["waiting"]["answers"][0];
    assert_eq!(shown_answer["message"], answer["message"]);
    let data = shown_answer["data"].as_object().unwrap();
    assert_eq!(data.len(), 5, "{shown_answer}");
    assert_eq!(data[&format!("{long}2")], json!(format!("\"{long}\"")));
    let driver = printed["waiting"]["next"]["driver"].as_str().unwrap();
    assert!(driver.ends_with("execution.sh"), "{driver}");
    // For people it is: it must fit.
    let table = sandbox.ok("cycle show latest");
    assert!(!table.contains(&long.repeat(2)), "{table}");

    // `status` has the same.
    let shown = sandbox.json("cycle show latest")["waiting"].clone();
    assert_eq!(sandbox.json("status")["cycles"][0]["waiting"], shown);
}

#[test]
fn nothing_is_approved_or_resumed_while_the_halt_file_is_placed() {
    let sandbox = Sandbox::new();
    let result = waiting(&sandbox, "execution");
    let id = id(&result);
    let halt_file = sandbox.path().join("coord.db.HALT");
    std::fs::write(&halt_file, "").unwrap();
    sandbox.fails(10, &format!("cycle approve {id}"));
    // It was a supervisor that was refused, and has brought the cycle to its end.
    sandbox.fails(4, &format!("cycle resume {id}"));
    sandbox.fails(4, &format!("cycle advance {id}"));
    // It is on record by now: to take the file away lifts nothing.
    std::fs::remove_file(&halt_file).unwrap();
    sandbox.fails(10, "cycle start --symbol GBPUSD");
    sandbox.ok("halt clear 1 --reason over");
    sandbox.fails(4, &format!("cycle approve {id}"));
    sandbox.start_cycle("GBPUSD");
}

/// An agent of the phase that prints this.
fn printing(sandbox: &Sandbox, agent: &str, answer: &str) -> String {
    let script = sandbox.script(&format!("{agent}.sh"), &format!("echo '{answer}'"));
    format!("--agent {agent}=exec:{script}")
}

#[test]
fn what_waits_and_what_is_about_to_happen_is_told_in_words_and_as_fields() {
    let sandbox = Sandbox::new();
    sandbox.ok("mode set autonomous --reason tried");
    let strategy = printing(
        &sandbox,
        "strategy",
        r#"{"status":"ok","message":"BUY 0.5 EURUSD","data":{"side":"BUY","size":0.50,"a":1,"b":2,"c":3,"orders":9}}"#,
    );
    let execution = printing(&sandbox, "execution", "{}");
    let line = format!("cycle run --symbol EURUSD --gate execution {strategy} {execution}");
    let ran = sandbox.try_line(&line);
    assert_eq!(ran.code, 9, "{}", ran.stderr);
    let shown_data = r#"side "BUY", size 0.50, a 1, b 2, and 2 more: c, orders"#;
    let order = "is given the command to `execute` in autonomous mode: an order may be placed";
    for words in [
        shown_data,
        "BUY 0.5 EURUSD",
        &format!("execution (exec:{}) {order}", {
            execution.split("exec:").nth(1).unwrap()
        }),
    ] {
        let printed = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(printed.contains(words), "{words} is not in\n{}", ran.stdout);
    }
    // Whoever resumes it must name the agents again.
    assert!(ran.stderr.contains("cycle resume"), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("--agent 'execution=exec:"),
        "{}",
        ran.stderr
    );

    let table = sandbox.ok("cycle show latest");
    for words in [
        "Approval   waits for approval before execution",
        &format!("strategy answered ok: BUY 0.5 EURUSD ({shown_data})"),
        "risk answered ok: ",
        "Next       execution (builtin, unless `cycle resume` is given another --agent) is given",
        "an order may be placed",
    ] {
        assert!(table.contains(words), "{words} is not in\n{table}");
    }
    let list = sandbox.ok("cycle list");
    assert!(
        list.contains(
            "waits before execution (autonomous: an order may be placed); strategy ok, BUY"
        ),
        "{list}"
    );
    let shown = sandbox.json("cycle show latest");
    let listed = &sandbox.json("cycle list")[0];
    assert_eq!(shown["waiting"], listed["waiting"]);
    let waiting = &shown["waiting"];
    assert_eq!(waiting["state"], shown["phases"][2]["shown_state"]);
    assert_eq!(
        waiting["answers"][0],
        json!({
            "agent": "strategy", "phase": "strategy_analysis", "status": "ok",
            "written_by": null, "message": "BUY 0.5 EURUSD",
            "data": {
                "side": "\"BUY\"", "size": "0.50", "a": "1", "b": "2", "c": "3", "orders": "9",
            },
        })
    );
    assert_eq!(
        waiting["next"],
        json!({
            "phase": "execution", "agent": "execution", "driver": "builtin", "task": "execute",
            "mode": "autonomous", "may_place_order": true,
        })
    );
    assert_eq!(
        (&waiting["state_has_changed"], &waiting["approved_by"]),
        (&json!(false), &Value::Null)
    );

    // What has changed since, and what was approved, is told.
    sandbox.ok("state write --cycle latest --key note --value 1");
    let changed = sandbox.json("cycle show latest");
    assert_eq!(changed["waiting"]["state_has_changed"], true);
    let now = changed["waiting"]["state"].as_str().unwrap().to_owned();
    let ran = sandbox.try_line(&format!("cycle approve latest --state {now}"));
    assert!(ran.stderr.contains("cycle resume"), "{}", ran.stderr);
    let table = sandbox.ok("cycle show latest");
    assert!(table.contains("approved by supervisor at"), "{table}");
    assert_eq!(
        sandbox.json("cycle show latest")["waiting"]["approved_by"],
        "supervisor"
    );

    // A halt of somebody who may not end the cycle is told beside it.
    sandbox.ok("halt --symbol EURUSD --reason wide --as risk");
    let table = sandbox.ok("cycle show latest");
    assert!(table.contains("Why        risk: wide"), "{table}");
    assert!(table.contains("an order may be placed"), "{table}");
}

#[test]
fn each_gate_tells_who_is_asked_next() {
    for (gate, next, answers) in [
        ("strategy_analysis", "strategy (builtin", 0),
        ("risk_validation", "risk (builtin", 1),
        ("execution", "guide mode: no order may be placed", 2),
        (
            "monitoring",
            "the supervisor completes the cycle; no agent is asked",
            3,
        ),
    ] {
        let sandbox = Sandbox::new();
        let result = waiting(&sandbox, gate);
        assert_eq!(result["waiting"]["before"], gate);
        assert_eq!(
            result["waiting"]["answers"].as_array().unwrap().len(),
            answers
        );
        let table = sandbox.ok("cycle show latest");
        assert!(table.contains(next), "{gate}: {table}");
        sandbox.ok("cycle approve latest");
        sandbox.ok("cycle resume latest");
        let ended = sandbox.json("cycle show latest");
        assert_eq!(ended.get("waiting"), None);
    }
}

#[test]
fn at_a_terminal_a_run_asks_and_what_was_shown_is_approved() {
    let sandbox = Sandbox::with_database();
    let line = format!(
        "env FLOWREX_DB={} {} cycle run --symbol EURUSD --gate execution; echo ended with $?; cat",
        sandbox.database().display(),
        env!("CARGO_BIN_EXE_flowrex-coord")
    );
    let Some(terminal) = Tmux::start(&sandbox, &line) else {
        return;
    };
    terminal.once("execution (builtin) is given the command to `propose`", &[]);
    // The state changes while the question stands there.
    terminal.once("continue with execution? [y/N]", &[]);
    sandbox.ok("state write --cycle latest --key note --value 1");
    terminal.once("continue with execution? [y/N]", &["y", "Enter"]);
    terminal.once("has changed", &[]);
    terminal.once("ended with 4", &[]);
    assert_eq!(sandbox.json("msg list --agent execution"), json!([]));
}

#[test]
fn what_is_typed_before_the_question_is_asked_does_not_answer_it() {
    let sandbox = Sandbox::with_database();
    let go = sandbox.path().join("go");
    let body = format!(
        "while ! [ -e {} ]; do sleep 0.01; done; echo '{{\"status\":\"ok\"}}'",
        go.display()
    );
    let script = sandbox.script("slow.sh", &body);
    let line = format!(
        "env FLOWREX_DB={} {} cycle run --symbol EURUSD --gate execution \
         --agent risk=exec:{script}; echo ended with $?; cat",
        sandbox.database().display(),
        env!("CARGO_BIN_EXE_flowrex-coord")
    );
    let Some(terminal) = Tmux::start(&sandbox, &line) else {
        return;
    };
    terminal.once("risk works", &["yes", "Enter"]);
    // The terminal echoes what it has taken.
    terminal.once("yes", &[]);
    std::fs::write(&go, "").unwrap();
    terminal.once("continue with execution? [y/N]", &["n", "Enter"]);
    terminal.once("ended with 9", &[]);
    assert_eq!(sandbox.json("msg list --agent execution"), json!([]));
}
