//! Gates and approvals: nothing runs that was not approved as it stands.

use flowrex_coord::model::phase::Phase;
use serde_json::{Value, json};

use crate::common::Sandbox;

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
