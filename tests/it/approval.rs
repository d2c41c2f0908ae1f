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
            .map(|told| (told["phase"].clone(), told["by"].clone()))
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
    sandbox.ok(&format!("cycle approve {id}"));
    sandbox.ok(&format!("cycle advance {id} --to execution"));
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
        r#"{"status":"ok","message":"BUY 0.5 EURUSD","data":{"side":"BUY","size":0.50,"a":1,"b":2,"c":3}}"#,
    );
    let execution = printing(&sandbox, "execution", "{}");
    let line = format!("cycle run --symbol EURUSD --gate execution {strategy} {execution}");
    let ran = sandbox.try_line(&line);
    assert_eq!(ran.code, 9, "{}", ran.stderr);
    let told = r#"side "BUY", size 0.50, a 1, b 2, …"#;
    let order = "is given the command to `execute` in autonomous mode: an order may be placed";
    for words in [
        told,
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
        &format!("strategy answered ok: BUY 0.5 EURUSD ({told})"),
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
            "message": "BUY 0.5 EURUSD", "data_is_cut": true,
            "data": {"side": "\"BUY\"", "size": "0.50", "a": "1", "b": "2"},
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
    terminal.once("go on with execution? [y/N]", &[]);
    sandbox.ok("state write --cycle latest --key note --value 1");
    terminal.once("go on with execution? [y/N]", &["y", "Enter"]);
    terminal.once("has changed", &[]);
    terminal.once("ended with 4", &[]);
    assert_eq!(sandbox.json("msg list --agent execution"), json!([]));
}
