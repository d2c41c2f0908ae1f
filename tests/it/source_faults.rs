//! The ten faults that were seen when the source's own code was run; each must
//! be impossible here.

use std::time::Duration;

use flowrex_coord::agents::builtin_drivers;
use flowrex_coord::coordination::health_monitor::HealthMonitor;
use flowrex_coord::coordination::pipeline::DriverSet;
use flowrex_coord::model::health::HealthStatus;
use flowrex_coord::model::id::AgentName;
use flowrex_coord::model::phase::Phase;
use serde_json::json;

use crate::common::{Sandbox, TestDriver, TestSources, run_cycle};

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

#[test]
fn fault_4_a_refused_transition_dispatches_nothing() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.start_cycle("EURUSD");
    sandbox.ok("halt --reason stop --as risk");
    sandbox.fails(10, &format!("cycle advance {id}"));
    sandbox.fails(10, "cycle run --symbol GBPUSD");
    let line = format!("msg send --to strategy --type command --subject go --cycle {id}");
    sandbox.fails(4, &line);
    sandbox.fails(10, "msg send --to strategy --type command --subject go");
    assert_eq!(sandbox.json("msg list --type command"), json!([]));
}

#[test]
fn fault_5_an_idle_system_stays_able_to_run() {
    let sandbox = Sandbox::new();
    let sources = TestSources::new();
    let mut store = sandbox.store(&sources);
    for _ in 0..3 {
        let outcome = run_cycle(&mut store, builtin_drivers()).unwrap();
        assert_eq!(outcome.cycle.phase, Phase::Completed);
        sources.pass(Duration::from_hours(1));
        let (records, now) = HealthMonitor::new(&mut store).check_all().unwrap();
        let healthy = |status| status == HealthStatus::Healthy;
        assert!(records.iter().all(|record| healthy(record.status(now))));
    }
}

#[test]
fn fault_6_a_heartbeat_clears_no_errors_and_no_error_is_dropped() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("health error --agent risk --message broken");
    let risk = || sandbox.json("health")[2].clone();
    assert_eq!(
        (&risk()["agent_name"], &risk()["error_count"]),
        (&json!("risk"), &json!(1))
    );
    assert_eq!(
        risk()["status"],
        "healthy",
        "a single failure is no verdict"
    );
    sandbox.ok("health error --agent risk --message broken");
    assert_eq!(risk()["status"], "unhealthy");
    sandbox.ok("health beat --agent risk --response-ms 3");
    assert_eq!(risk()["status"], "unhealthy");
    assert_eq!(risk()["is_healthy"], false);
    assert_eq!(risk()["status_message"], "broken");
}

#[test]
fn fault_7_a_halt_waits_for_the_slowest_agent_and_lasts_until_it_is_cleared() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("halt --reason stop");
    let messages = sandbox.json("msg list --type halt");
    let messages = messages.as_array().unwrap();
    assert_eq!(messages.len(), 3);
    for message in messages {
        assert_eq!(message["expires_at"], json!(null));
        assert_eq!(message["priority"], "critical");
    }
    sandbox.fails(10, "cycle start --symbol EURUSD");
    sandbox.fails(10, "cycle start --symbol GBPUSD");
    sandbox.fails(8, "halt clear 1 --reason fine --as risk");
    sandbox.ok("halt clear 1 --reason fine");
    sandbox.start_cycle("EURUSD");
}

#[test]
fn fault_8_two_receivers_are_never_given_the_same_message() {
    let sandbox = Sandbox::with_database();
    for n in 0..4 {
        sandbox.send(&format!("--to risk --subject {n}"));
    }
    let first = sandbox.ok("msg recv --agent risk --limit 2 -q");
    let second = sandbox.ok("msg recv --agent risk -q");
    assert_eq!((first.as_str(), second.as_str()), ("1\n2", "3\n4"));
    assert_eq!(sandbox.json("msg recv --agent risk"), json!([]));
}

#[test]
fn fault_9_authority_is_enforced() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.start_cycle("EURUSD");
    let before = sandbox.dump();
    for line in [
        "cycle start --symbol GBPUSD".to_owned(),
        "cycle run --symbol GBPUSD".to_owned(),
        format!("cycle advance {id}"),
        format!("cycle complete {id}"),
        format!("cycle fail {id} --error no"),
        "mode set autonomous --reason mine".to_owned(),
        "agent add mole".to_owned(),
        "health reset risk".to_owned(),
        "msg send --to risk --type command --subject sideways".to_owned(),
        "msg send --to supervisor --type command --subject up".to_owned(),
        "msg send --to supervisor --type response --subject unasked".to_owned(),
    ] {
        let refused = sandbox
            .event_kinds()
            .iter()
            .filter(|kind| *kind == "refused")
            .count();
        let stderr = sandbox.fails(8, &format!("--as strategy {line}"));
        assert!(stderr.contains("strategy may not"), "{line}: {stderr}");
        let now = sandbox
            .event_kinds()
            .iter()
            .filter(|kind| *kind == "refused")
            .count();
        assert_eq!(now, refused + 1, "{line}");
    }
    assert_eq!(sandbox.dump(), before, "a refusal changed something");
}

#[test]
fn fault_9_the_mode_is_enforced() {
    let sandbox = Sandbox::with_database();
    sandbox.fails(8, "cycle run --symbol EURUSD --mode autonomous");
    let mut store = sandbox.store(&TestSources::new());
    let executed = || json!({"status": "ok", "data": {"outcome": "executed"}});
    let drivers = || DriverSet {
        execution: Box::new(TestDriver(move |_: &_| executed())),
        ..builtin_drivers()
    };
    let outcome = run_cycle(&mut store, drivers()).unwrap();
    assert_eq!(outcome.cycle.phase, Phase::Halted);
    let reason = outcome.cycle.halt_reason.unwrap();
    assert!(
        reason.starts_with("supervisor: breach: execution"),
        "{reason}"
    );
    assert!(sandbox.event_kinds().contains(&"mode.breach".to_owned()));

    sandbox.ok("mode set autonomous --reason tested");
    let outcome = run_cycle(&mut store, drivers()).unwrap();
    assert_eq!(outcome.cycle.phase, Phase::Completed);
}

#[test]
fn fault_9_a_cycle_moved_by_hand_is_held_to_its_mode_too() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.start_cycle("EURUSD");
    for _ in 0..3 {
        sandbox.ok(&format!("cycle advance {id}"));
    }
    let value = r#"{"status":"ok","data":{"outcome":"executed"}}"#;
    sandbox.ok(&format!(
        "state write --cycle {id} --agent execution --key execution_result --value {value}"
    ));
    sandbox.fails(10, &format!("cycle advance {id}"));
    assert_eq!(sandbox.json(&format!("cycle show {id}"))["phase"], "halted");
    assert!(sandbox.event_kinds().contains(&"mode.breach".to_owned()));
}

#[test]
fn fault_10_a_cycle_makes_at_most_six_commits() {
    let sandbox = Sandbox::new();
    let mut store = sandbox.store(&TestSources::new());
    let outcome = run_cycle(&mut store, builtin_drivers()).unwrap();
    assert_eq!(outcome.cycle.phase, Phase::Completed);
    assert!(
        (1..=6).contains(&store.commits()),
        "{} commits",
        store.commits()
    );
    let worked: Vec<AgentName> = outcome
        .cycle
        .phases
        .iter()
        .filter_map(|p| p.phase.worker())
        .map(|w| w.name())
        .collect();
    assert_eq!(
        worked,
        [
            AgentName::strategy(),
            AgentName::risk(),
            AgentName::execution()
        ]
    );
}
