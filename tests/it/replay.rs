//! Replay: the same answers lead to the same transitions and the same end.

use flowrex_coord::agents::builtin_drivers;
use flowrex_coord::coordination::pipeline::DriverSet;
use serde_json::{Value, json};

use crate::common::{Sandbox, TestDriver, TestSources, new_cycle, pipeline};
use crate::database_care::outside;

/// The id of the latest cycle.
fn latest(sandbox: &Sandbox) -> String {
    let cycles = sandbox.json("cycle list --limit 1");
    cycles[0]["cycle_id"].as_str().unwrap().to_owned()
}

/// The replay of the latest cycle must come out the same.
fn same(sandbox: &Sandbox) -> Value {
    let id = latest(sandbox);
    let before = sandbox.dump();
    let replay = sandbox.json(&format!("cycle replay {id}"));
    assert_eq!(replay["same"], true, "{replay}");
    assert_eq!(sandbox.dump(), before, "a replay changed the database");
    replay
}

#[test]
fn a_cycle_with_programs_comes_out_the_same() {
    let sandbox = Sandbox::new();
    let script = r#"cat > /dev/null; echo '{"status":"ok","data":{"price":1.10},"message":"é"}'"#;
    sandbox.cycle_with(0, "strategy", script, " --strategy trend");
    let replay = same(&sandbox);
    assert_eq!(replay["steps"][1]["replayed"], "strategy_analysis: ok");
    assert_eq!(replay["recorded_end"], replay["replayed_end"]);
}

#[test]
fn so_does_one_that_was_rejected_failed_retried_or_halted_for_a_breach() {
    for (code, agent, script, options) in [
        (
            7,
            "risk",
            r#"echo '{"status":"rejected","message":"no"}'"#,
            "",
        ),
        (7, "execution", "exit 3", ""),
        (7, "risk", "exit 3", " --retries 2"),
        (7, "risk", "sleep 1000", " --phase-timeout 100ms"),
        (
            10,
            "execution",
            r#"echo '{"status":"ok","data":{"outcome":"executed"}}'"#,
            "",
        ),
        (
            0,
            "strategy",
            r#"echo x >> n; [ $(wc -l < n) -gt 1 ] || exit 1; echo '{"status":"ok"}'"#,
            " --retries 1",
        ),
        (
            0,
            "risk",
            r#"echo '{"status":"ok"}'"#,
            " --account-balance 8000.50 --peak-balance 9000",
        ),
    ] {
        let sandbox = Sandbox::new();
        sandbox.cycle_with(code, agent, script, options);
        same(&sandbox);
    }
}

#[test]
fn so_does_one_in_autonomous_mode_and_one_that_waited_at_a_gate() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("mode set autonomous --reason x");
    let executed = r#"echo '{"status":"ok","data":{"outcome":"executed"}}'"#;
    sandbox.cycle_with(0, "execution", executed, "");
    same(&sandbox);

    let sandbox = Sandbox::with_database();
    sandbox.fails(9, "cycle run --symbol X --gate execution");
    let id = latest(&sandbox);
    sandbox.ok(&format!("cycle approve {id}"));
    sandbox.ok(&format!("cycle resume {id}"));
    same(&sandbox);
}

#[test]
fn a_cycle_that_was_ended_from_outside_is_the_same_as_far_as_its_answers_go() {
    let sandbox = Sandbox::with_database();
    let mut store = sandbox.store(&TestSources::new());
    let halting = TestDriver(|_: &_| json!({"status": "ok"}));
    let drivers = DriverSet {
        strategy: Box::new(halting),
        ..builtin_drivers()
    };
    let mut new = new_cycle();
    new.gates.push("execution".parse().unwrap());
    let waiting = pipeline(&mut store, drivers).execute_cycle(&new).unwrap();
    sandbox.ok(&format!("halt --cycle {} --reason stop", waiting.cycle.id));
    let replay = same(&sandbox);
    assert_eq!(replay["recorded_end"], Value::Null);
    assert_eq!(replay["steps"].as_array().unwrap().len(), 3);
}

#[test]
fn another_answer_departs_and_where_is_said() {
    let sandbox = Sandbox::new();
    sandbox.cycle_with(0, "risk", r#"echo '{"status":"ok"}'"#, "");
    let id = latest(&sandbox);
    let ran = sandbox.run(&[
        "-o",
        "json",
        "cycle",
        "replay",
        &id,
        "--answer",
        r#"risk={"status":"rejected","message":"changed"}"#,
    ]);
    assert_eq!(ran.code, 4, "{}", ran.stderr);
    let replay: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(replay["same"], false);
    let departs = replay["departs"].as_str().unwrap();
    assert!(
        departs.contains("risk_validation: ok") && departs.contains("risk_validation: rejected")
    );
}

#[test]
#[expect(clippy::disallowed_methods, reason = "changes the record from outside")]
fn an_answer_that_was_changed_in_the_record_is_found() {
    let sandbox = Sandbox::new();
    sandbox.cycle_with(0, "risk", r#"echo '{"status":"ok"}'"#, "");
    let connection = rusqlite::Connection::open(sandbox.database()).unwrap();
    let changed = connection
        .execute(
            "UPDATE agent_messages SET payload = '{\"status\":\"error\",\"message\":\"x\"}'
             WHERE message_type = 'response' AND from_agent = 'risk'",
            [],
        )
        .unwrap();
    assert_eq!(changed, 1);
    drop(connection);
    let stderr = sandbox.fails(4, &format!("cycle replay {}", latest(&sandbox)));
    assert!(stderr.contains("risk_validation: ok"), "{stderr}");
}

#[test]
fn the_answers_of_an_earlier_cycle_can_stand_in_for_an_agent() {
    let sandbox = Sandbox::new();
    let script = r#"echo '{"status":"ok","message":"as before"}'"#;
    sandbox.cycle_with(0, "risk", script, "");
    let id = latest(&sandbox);
    let result = sandbox.json(&format!("cycle run --symbol X --agent risk=recorded:{id}"));
    assert_eq!(result["results"]["risk_result"]["message"], "as before");
    sandbox.fails(
        3,
        "cycle run --symbol Y --agent risk=recorded:cycle_20260301_120000_0a1b2c3d",
    );
}

#[test]
fn a_cycle_that_was_moved_by_hand_has_nothing_that_could_depart() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.start_cycle("EURUSD");
    for _ in 0..4 {
        sandbox.ok(&format!("cycle advance {id}"));
    }
    sandbox.ok(&format!("cycle complete {id}"));
    same(&sandbox);
}

#[test]
fn what_an_agent_says_is_not_taken_for_the_end_of_the_record() {
    let sandbox = Sandbox::new();
    let script = r#"echo '{"status":"error","message":"gave no answer that was recorded"}'"#;
    sandbox.cycle_with(7, "risk", script, "");
    assert_ne!(same(&sandbox)["recorded_end"], Value::Null);
}

#[test]
fn a_result_that_an_earlier_version_has_stored_is_shown_and_replayed_in_the_words_of_today() {
    let sandbox = Sandbox::new();
    let id = sandbox.ok("cycle run --symbol EURUSD -q");
    let today = sandbox.json(&format!("cycle show {id}"))["cycle_result"].clone();
    let words = json!(["strategy", "risk", "execution"]);
    assert_eq!(
        (&today["phases_completed"], &today["mode"]),
        (&words, &json!("guide"))
    );
    let mut earlier = today.clone();
    earlier.as_object_mut().unwrap().remove("mode");
    earlier["phases_completed"] = json!([
        "strategy_analysis",
        "risk_validation",
        "execution",
        "monitoring"
    ]);
    let store = |result: &Value| {
        let result = result.to_string();
        let set = "UPDATE coordination_state SET cycle_result = ?1";
        assert_eq!(
            outside(&sandbox.database())
                .execute(set, [&result])
                .unwrap(),
            1
        );
    };
    store(&earlier);
    assert_eq!(
        sandbox.json(&format!("cycle show {id}"))["cycle_result"],
        today
    );
    let replayed = sandbox.json(&format!("cycle replay {id}"));
    assert_eq!(
        (&replayed["same"], &replayed["recorded_end"]),
        (&json!(true), &replayed["replayed_end"])
    );

    // What was not the pipeline's own is shown as it was given.
    earlier["orders"] = json!(0);
    store(&earlier);
    assert_eq!(
        sandbox.json(&format!("cycle show {id}"))["cycle_result"],
        earlier
    );
}
