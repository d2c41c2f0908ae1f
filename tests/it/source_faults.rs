//! The ten faults that were seen when the source's own code was run; each must
//! be impossible here.

use serde_json::json;

use crate::common::Sandbox;

#[test]
fn fault_1_normal_is_delivered_before_low() {
    let sandbox = Sandbox::with_database();
    for priority in ["low", "normal", "critical", "high", "low"] {
        sandbox.send(&format!(
            "--to risk --subject {priority} --priority {priority}"
        ));
    }
    let messages = sandbox.json("msg recv --agent risk");
    let order: Vec<_> = messages
        .as_array()
        .unwrap()
        .iter()
        .map(|m| &m["subject"])
        .collect();
    assert_eq!(order, ["critical", "high", "normal", "low", "low"]);
}

#[test]
fn fault_2_what_is_written_to_the_shared_state_is_seen_by_another_reader() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.start_cycle("EURUSD");
    sandbox.ok(&format!(
        "state write --cycle {id} --agent strategy --key strategy_x --value [1]"
    ));
    let read = sandbox.json(&format!(
        "state read --cycle {id} --key strategy_x --as risk"
    ));
    assert_eq!(read["value"], json!([1]));
}

#[test]
fn fault_3_nothing_leaves_a_halted_or_a_completed_cycle() {
    let sandbox = Sandbox::with_database();
    let halted = sandbox.start_cycle("EURUSD");
    sandbox.ok(&format!("halt --cycle {halted} --reason stop"));
    sandbox.fails(4, &format!("cycle complete {halted}"));
    assert_eq!(
        sandbox.json(&format!("cycle show {halted}"))["phase"],
        "halted"
    );

    let result = sandbox.json("cycle run --symbol GBPUSD");
    let completed = result["cycle_id"].as_str().unwrap();
    sandbox.fails(4, &format!("cycle advance {completed} --to execution"));
    sandbox.fails(4, &format!("cycle fail {completed} --error late"));
    assert_eq!(
        sandbox.json(&format!("cycle show {completed}"))["phase"],
        "completed"
    );
}
