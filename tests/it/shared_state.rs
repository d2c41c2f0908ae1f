//! The shared state: who writes what until when, and that nothing is lost.

use serde_json::json;

use crate::common::Sandbox;

fn write(id: &str, agent: &str, key: &str, value: &str) -> String {
    format!("state write --cycle {id} --agent {agent} --key {key} --value {value}")
}

#[test]
fn every_version_is_kept_with_its_writer() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.start_cycle("EURUSD");
    sandbox.ok(&write(&id, "strategy", "strategy_x", "1"));
    sandbox.ok(&write(&id, "supervisor", "strategy_x", "2"));
    let read = sandbox.json(&format!("state read --cycle {id} --key strategy_x"));
    assert_eq!((&read["value"], &read["version"]), (&json!(2), &json!(2)));
    let history = sandbox.json(&format!("state history --cycle {id} --key strategy_x"));
    let versions: Vec<_> = history
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            (
                entry["version"].clone(),
                entry["value"].clone(),
                entry["written_by"].clone(),
            )
        })
        .collect();
    let expected = [
        (json!(1), json!(1), json!("strategy")),
        (json!(2), json!(2), json!("supervisor")),
    ];
    assert_eq!(versions, expected);
}

#[test]
fn a_value_is_kept_to_the_letter() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.start_cycle("EURUSD");
    let value = r#"{"z":1.10,"a":[1E5,12345678901234567890123]}"#;
    sandbox.ok(&write(&id, "risk", "risk_limits", value));
    assert_eq!(
        sandbox.ok(&format!("state read --cycle {id} --key risk_limits -q")),
        value
    );
}

#[test]
fn an_agent_writes_its_own_keys_only() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.start_cycle("EURUSD");
    sandbox.ok("agent add news");
    sandbox.ok(&write(&id, "news", "news_x", "1"));
    let before = sandbox.dump();
    for key in [
        "strategy_x",
        "risk",
        "riskx_x",
        "symbol",
        "free",
        "supervisor_x",
        "execution_x",
    ] {
        let stderr = sandbox.fails(8, &write(&id, "risk", key, "1"));
        assert!(stderr.contains("supervisor"), "{key}: {stderr}");
    }
    sandbox.fails(8, &write(&id, "news", "risk_x", "1"));
    assert_eq!(sandbox.dump(), before);
    sandbox.ok(&write(&id, "supervisor", "anything", "1"));
}

#[test]
fn what_was_validated_is_what_gets_executed() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.start_cycle("EURUSD");
    sandbox.ok("agent add news");
    let advance = |to: &str| sandbox.ok(&format!("cycle advance {id} --to {to}"));
    let frozen = |agent: &str, key: &str| {
        for writer in [agent, "supervisor"] {
            let stderr = sandbox.fails(8, &write(&id, writer, key, "1"));
            assert!(stderr.contains("frozen"), "{stderr}");
        }
    };
    advance("strategy_analysis");
    sandbox.ok(&write(&id, "strategy", "strategy_x", "1"));
    advance("risk_validation");
    frozen("strategy", "strategy_x");
    sandbox.ok(&write(&id, "risk", "risk_x", "1"));
    sandbox.ok(&write(&id, "news", "news_x", "1"));
    advance("execution");
    frozen("risk", "risk_x");
    frozen("news", "news_x");
    sandbox.ok(&write(&id, "execution", "execution_x", "1"));
    advance("monitoring");
    sandbox.ok(&write(&id, "execution", "execution_x", "2"));
    sandbox.ok(&format!("cycle complete {id}"));
    sandbox.fails(4, &write(&id, "execution", "execution_x", "3"));
    sandbox.fails(4, &write(&id, "supervisor", "free", "3"));
}

#[test]
fn nothing_is_written_to_a_halted_cycle() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.start_cycle("EURUSD");
    sandbox.ok("halt --reason stop --as strategy");
    sandbox.fails(10, &write(&id, "strategy", "strategy_x", "1"));
    sandbox.fails(10, &write(&id, "supervisor", "free", "1"));
    sandbox.ok("halt clear 1 --reason fine");
    sandbox.fails(4, &write(&id, "strategy", "strategy_x", "1"));
    let history = sandbox.json(&format!("state history --cycle {id} --key strategy_x"));
    assert_eq!(history, json!([]));
}

#[test]
fn a_write_can_be_made_to_depend_on_the_version() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.start_cycle("EURUSD");
    let line = write(&id, "risk", "risk_x", "1");
    sandbox.ok(&format!("{line} --if-version 0"));
    let stderr = sandbox.fails(4, &format!("{line} --if-version 0"));
    assert!(stderr.contains("at version 1, not 0"), "{stderr}");
    sandbox.ok(&format!("{line} --if-version 1"));
    sandbox.fails(4, &format!("{line} --if-version 1"));
}

#[test]
fn what_does_not_exist_is_not_found() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.start_cycle("EURUSD");
    let nowhere = "cycle_20260301_120000_0a1b2c3d";
    sandbox.fails(3, &format!("state read --cycle {id} --key missing"));
    sandbox.fails(3, &format!("state read --cycle {nowhere} --key symbol"));
    sandbox.fails(3, &format!("state list --cycle {nowhere}"));
    sandbox.fails(3, &write(nowhere, "risk", "risk_x", "1"));
}

#[test]
fn the_inputs_of_a_cycle_are_in_its_shared_state() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.ok("cycle start --symbol eurusd --strategy a --strategy b --account-balance 9000 --peak-balance 12000 -q");
    let entries = sandbox.json(&format!("state list --cycle {id}"));
    let values: Vec<_> = entries
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            (
                entry["key"].as_str().unwrap().to_owned(),
                entry["value"].clone(),
            )
        })
        .collect();
    let expected = [
        ("account_balance", json!(9000.0)),
        ("mode", json!("guide")),
        ("peak_balance", json!(12000.0)),
        ("strategies", json!(["a", "b"])),
        ("symbol", json!("EURUSD")),
    ];
    assert_eq!(values, expected.map(|(key, value)| (key.to_owned(), value)));
}
