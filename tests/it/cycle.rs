//! Cycles: one order, no way around it, and a result that tells what happened.

use flowrex_coord::agents::builtin_drivers;
use flowrex_coord::coordination::pipeline::{DriverSet, PHASE_TIMEOUT};
use flowrex_coord::model::phase::Phase;
use serde_json::{Value, json};

use crate::common::{Sandbox, TestDriver, TestSources, run_cycle};
use crate::terminal::Tmux;

const ORDER: [&str; 5] = [
    "initializing",
    "strategy_analysis",
    "risk_validation",
    "execution",
    "monitoring",
];

#[test]
fn a_cycle_moves_forward_one_phase_at_a_time_and_no_other_way() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.start_cycle("EURUSD");
    for (at, now) in ORDER.iter().enumerate() {
        assert_eq!(sandbox.json(&format!("cycle show {id}"))["phase"], *now);
        for (other, to) in ORDER
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at + 1)
        {
            let stderr = sandbox.fails(4, &format!("cycle advance {id} --to {to}"));
            assert!(
                stderr.contains(&format!("from {now} to {to}")),
                "{other}: {stderr}"
            );
        }
        if *now == "monitoring" {
            break;
        }
        sandbox.fails(4, &format!("cycle complete {id}"));
        sandbox.ok(&format!("cycle advance {id}"));
    }
    let ended = sandbox.json(&format!("cycle complete {id} --result {{\"pnl\":1.50}}"));
    assert_eq!(ended["phase"], "completed");
    assert_eq!(ended["cycle_result"], json!({"pnl": 1.5}));
    for line in ["cycle advance", "cycle complete"] {
        sandbox.fails(4, &format!("{line} {id}"));
    }
}

#[test]
fn a_cycle_can_fail_in_every_phase_and_keeps_why() {
    for steps in 0..5 {
        let sandbox = Sandbox::with_database();
        let id = sandbox.start_cycle("EURUSD");
        for _ in 0..steps {
            sandbox.ok(&format!("cycle advance {id}"));
        }
        let failed = sandbox.json(&format!("cycle fail {id} --error broken"));
        assert_eq!(
            (&failed["phase"], &failed["errors"]),
            (&json!("failed"), &json!(["broken"]))
        );
        sandbox.fails(4, &format!("cycle advance {id}"));
    }
}

#[test]
fn a_symbol_has_at_most_one_active_cycle() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.start_cycle("EURUSD");
    for line in ["cycle start --symbol eurusd", "cycle run --symbol EURUSD"] {
        let stderr = sandbox.fails(4, line);
        assert!(
            stderr.contains(&id) && stderr.contains("cycle fail"),
            "{stderr}"
        );
    }
    sandbox.start_cycle("GBPUSD");
    sandbox.ok(&format!("cycle fail {id} --error over"));
    sandbox.start_cycle("EURUSD");
}

#[test]
fn idle_is_what_is_shown_when_no_cycle_is_active() {
    let sandbox = Sandbox::with_database();
    assert_eq!(sandbox.json("cycle show"), json!({"phase": "idle"}));
    let id = sandbox.start_cycle("EURUSD");
    assert_eq!(sandbox.json("cycle show")["cycle_id"], id.as_str());
    sandbox.start_cycle("GBPUSD");
    assert_eq!(sandbox.json("cycle show").as_array().unwrap().len(), 2);
}

#[test]
fn a_run_prints_the_fields_of_the_result_and_records_every_step() {
    let sandbox = Sandbox::new();
    let result = sandbox.json("cycle run --symbol EURUSD --strategy trend");
    assert_eq!(result["success"], true);
    assert_eq!(
        result["phases_completed"],
        json!(["strategy", "risk", "execution"])
    );
    assert_eq!(
        (&result["errors"], &result["halt_reason"]),
        (&json!([]), &Value::Null)
    );
    let id = result["cycle_id"].as_str().unwrap();

    let cycle = sandbox.json(&format!("cycle show {id}"));
    assert_eq!(cycle["phase"], "completed");
    assert_eq!(cycle["cycle_result"]["success"], true);
    assert_eq!(
        cycle["active_agents"],
        json!({"supervisor": "done", "strategy": "ok", "risk": "ok", "execution": "ok"})
    );
    for phase in &cycle["phases"].as_array().unwrap()[1..3] {
        assert_eq!(phase["approved_by"], "supervisor", "{phase}");
        assert_eq!(phase["approved_state"].as_str().unwrap().len(), 64);
    }

    let messages = sandbox.json(&format!("msg list --cycle {id}"));
    let messages: Vec<_> = messages
        .as_array()
        .unwrap()
        .iter()
        .rev()
        .map(|m| {
            format!("{} {} {}", m["message_type"], m["to_agent"], m["status"]).replace('"', "")
        })
        .collect();
    let expected = ["strategy", "risk", "execution"].map(|agent| {
        [
            format!("command {agent} processed"),
            "response supervisor processed".to_owned(),
        ]
    });
    assert_eq!(messages, expected.concat());
    for agent in ["strategy", "risk", "execution"] {
        let entry = sandbox.json(&format!("state read --cycle {id} --key {agent}_result"));
        assert_eq!(entry["value"]["data"]["driver"], "builtin");
        assert_eq!(entry["written_by"], agent);
    }
    sandbox.ok("health check");
}

#[test]
fn risk_rejects_a_drawdown_beyond_a_fifth_and_execution_is_never_asked() {
    let sandbox = Sandbox::new();
    let ran = sandbox
        .try_line("-o json cycle run --symbol X --account-balance 7999 --peak-balance 10000");
    assert_eq!(ran.code, 7);
    let result: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(result["success"], false);
    assert_eq!(result["phases_completed"], json!(["strategy"]));
    assert!(
        result["errors"][0]
            .as_str()
            .unwrap()
            .starts_with("risk rejected"),
        "{result}"
    );
    assert_eq!(sandbox.json("msg list --agent execution"), json!([]));
    sandbox.ok("cycle run --symbol X");
}

#[test]
fn an_unhealthy_agent_keeps_a_cycle_from_starting_its_work() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("health error --agent risk --message broken");
    sandbox.ok("cycle run --symbol GBPUSD");
    sandbox.ok("health reset risk");
    sandbox.fail_twice("risk", "broken");
    let ran = sandbox.try_line("-o json cycle run --symbol EURUSD");
    assert_eq!(ran.code, 10, "{}", ran.stderr);
    let result: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(
        result["halt_reason"],
        "supervisor: Unhealthy agents detected: risk (2 of its last 2 operations failed; \
         last message: broken)"
    );
    assert_eq!(
        (&result["phases_completed"], &result["phase"]),
        (&json!([]), &json!("halted"))
    );
    let commands = sandbox.json("msg list --type command");
    assert_eq!(
        commands.as_array().unwrap().len(),
        3,
        "those of the first cycle"
    );
    sandbox.ok("health reset risk");
    sandbox.ok("cycle run --symbol EURUSD");
}

#[test]
fn an_error_of_an_agent_fails_the_cycle_and_counts_against_it() {
    let sandbox = Sandbox::new();
    let mut store = sandbox.store(&TestSources::new());
    let broken = TestDriver(|_: &_| json!({"status": "error", "message": "no data"}));
    let drivers = DriverSet {
        strategy: Box::new(broken),
        ..builtin_drivers()
    };
    let outcome = run_cycle(&mut store, drivers).unwrap();
    assert_eq!(outcome.cycle.phase, Phase::Failed);
    assert_eq!(outcome.cycle.errors, ["strategy failed: no data"]);
    let health = sandbox.json("health");
    let strategy = health
        .as_array()
        .unwrap()
        .iter()
        .find(|h| h["agent_name"] == "strategy");
    assert_eq!(strategy.unwrap()["error_count"], 1);
}

#[test]
fn each_agent_is_given_what_those_before_it_answered() {
    let sandbox = Sandbox::new();
    let mut store = sandbox.store(&TestSources::new());
    let seen = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let note = std::rc::Rc::clone(&seen);
    let driver = TestDriver(
        move |command: &flowrex_coord::coordination::pipeline::Command| {
            note.borrow_mut().push(json!(command));
            json!({"status": "ok", "data": {"outcome": "proposed"}})
        },
    );
    let drivers = DriverSet {
        execution: Box::new(driver),
        ..builtin_drivers()
    };
    run_cycle(&mut store, drivers).unwrap();
    let command = &seen.borrow()[0];
    assert_eq!(
        (&command["phase"], &command["task"]),
        (&json!("execution"), &json!("propose"))
    );
    assert_eq!(command["inputs"]["symbol"], "EURUSD");
    assert_eq!(command["results"]["risk_result"]["status"], "ok");
    assert_eq!(command["results"]["strategy_result"]["status"], "ok");
}

#[test]
fn nobody_else_moves_a_cycle_while_its_process_runs_it() {
    let sandbox = Sandbox::new();
    let mut store = sandbox.store(&TestSources::new());
    let codes = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let (note, database) = (std::rc::Rc::clone(&codes), sandbox.database());
    let meddling = TestDriver(
        move |command: &flowrex_coord::coordination::pipeline::Command| {
            for verb in [&["advance"][..], &["complete"], &["fail", "--error", "x"]] {
                let output = std::process::Command::new(env!("CARGO_BIN_EXE_flowrex-coord"))
                    .args(["cycle"])
                    .args(verb)
                    .arg(&command.order.cycle_id)
                    .env("FLOWREX_DB", &database)
                    .output()
                    .unwrap();
                note.borrow_mut().push(output.status.code());
            }
            json!({"status": "ok"})
        },
    );
    let drivers = DriverSet {
        strategy: Box::new(meddling),
        ..builtin_drivers()
    };
    let outcome = run_cycle(&mut store, drivers).unwrap();
    assert_eq!(*codes.borrow(), [Some(4), Some(4), Some(4)]);
    assert_eq!(outcome.cycle.phase, Phase::Completed);
}

/// As if the process that runs the cycle had been paused past its lease.
#[expect(clippy::disallowed_methods, reason = "moves time from outside")]
fn let_leases_run_out(database: &std::path::Path) {
    let connection = rusqlite::Connection::open(database).unwrap();
    let sql = "UPDATE coordination_state SET lease_until = 0 WHERE lease_until IS NOT NULL";
    assert_eq!(connection.execute(sql, []).unwrap(), 1);
}

/// Has the agent of a command answer it over the bus.
fn reply(
    database: &std::path::Path,
    command: &flowrex_coord::coordination::pipeline::Command,
    answer: &str,
) {
    let agent = command.order.phase.split('_').next().unwrap();
    let replied = std::process::Command::new(env!("CARGO_BIN_EXE_flowrex-coord"))
        .args(["--as", agent, "msg", "reply", &command.id.to_string()])
        .args(["--payload", answer])
        .env("FLOWREX_DB", database)
        .output()
        .unwrap();
    assert!(replied.status.success(), "{replied:?}");
}

#[test]
fn a_supervisor_that_was_replaced_can_do_no_harm() {
    let sandbox = Sandbox::new();
    let sources = TestSources::new();
    let mut store = sandbox.store(&sources);
    let database = sandbox.database();
    // Paused past its lease: somebody else moves the cycle on by hand.
    let paused = TestDriver(
        move |command: &flowrex_coord::coordination::pipeline::Command| {
            let_leases_run_out(&database);
            reply(
                &database,
                command,
                r#"{"status":"ok","message":"over the bus"}"#,
            );
            let advanced = std::process::Command::new(env!("CARGO_BIN_EXE_flowrex-coord"))
                .args(["cycle", "advance", &command.order.cycle_id])
                .env("FLOWREX_DB", &database)
                .output()
                .unwrap();
            assert_eq!(advanced.status.code(), Some(0), "{advanced:?}");
            json!({"status": "ok"})
        },
    );
    let drivers = DriverSet {
        strategy: Box::new(paused),
        ..builtin_drivers()
    };
    let error = run_cycle(&mut store, drivers).unwrap_err();
    assert!(error.to_string().contains("taken over"), "{error}");
    let cycle = &sandbox.json("cycle show");
    assert_eq!(
        (&cycle["phase"], &cycle["epoch"]),
        (&json!("risk_validation"), &json!(2))
    );
    assert_eq!(cycle["owner"], Value::Null);
    let late = sandbox.json("audit log --kind answer.late");
    assert_eq!(
        late[0]["details"]["answer"]["status"], "ok",
        "the answer is lost"
    );
}

#[test]
fn a_run_whose_cycle_another_completed_does_not_call_it_its_own() {
    let sandbox = Sandbox::new();
    let sources = TestSources::new();
    let mut store = sandbox.store(&sources);
    let database = sandbox.database();
    let late = TestDriver(
        move |command: &flowrex_coord::coordination::pipeline::Command| {
            let proposed = r#"{"status":"ok","data":{"outcome":"proposed"}}"#;
            let_leases_run_out(&database);
            reply(&database, command, proposed);
            for verb in ["advance", "complete"] {
                let moved = std::process::Command::new(env!("CARGO_BIN_EXE_flowrex-coord"))
                    .args(["cycle", verb, &command.order.cycle_id])
                    .env("FLOWREX_DB", &database)
                    .output()
                    .unwrap();
                assert!(moved.status.success(), "{moved:?}");
            }
            json!({"status": "ok", "data": {"outcome": "executed"}})
        },
    );
    let drivers = DriverSet {
        execution: Box::new(late),
        ..builtin_drivers()
    };
    let error = run_cycle(&mut store, drivers).unwrap_err();
    assert!(error.to_string().contains("taken over"), "{error}");
    let late = sandbox.json("audit log --kind answer.late");
    assert_eq!(late[0]["details"]["answer"]["data"]["outcome"], "executed");
    assert!(sandbox.event_kinds().contains(&"mode.breach".to_owned()));
}

#[test]
fn an_answer_after_the_deadline_ends_the_cycle_and_is_on_the_record() {
    let sandbox = Sandbox::new();
    let sources = TestSources::new();
    let mut store = sandbox.store(&sources);
    let clock = sources.clone();
    let slow = TestDriver(move |_: &_| {
        clock.pass(PHASE_TIMEOUT);
        json!({"status": "ok", "data": {"outcome": "executed"}})
    });
    let drivers = DriverSet {
        execution: Box::new(slow),
        ..builtin_drivers()
    };
    let outcome = run_cycle(&mut store, drivers).unwrap();
    // It was a breach, too.
    assert_eq!(outcome.cycle.phase, Phase::Halted);
    assert!(
        outcome.cycle.errors[0].contains("too late"),
        "{:?}",
        outcome.cycle.errors
    );
    let kinds = sandbox.event_kinds();
    for kind in ["answer.late", "mode.breach"] {
        assert!(kinds.contains(&kind.to_owned()), "{kind}: {kinds:?}");
    }
}

#[test]
fn an_answer_counts_although_the_agent_acked_its_command() {
    let sandbox = Sandbox::new();
    let mut store = sandbox.store(&TestSources::new());
    let database = sandbox.database();
    let acking = TestDriver(move |_: &_| {
        let acked = std::process::Command::new(env!("CARGO_BIN_EXE_flowrex-coord"))
            .args(["msg", "ack", "1", "--as", "strategy"])
            .env("FLOWREX_DB", &database)
            .output()
            .unwrap();
        assert!(
            acked.status.success() || acked.status.code() == Some(4),
            "{acked:?}"
        );
        json!({"status": "ok"})
    });
    let drivers = DriverSet {
        strategy: Box::new(acking),
        ..builtin_drivers()
    };
    let outcome = run_cycle(&mut store, drivers).unwrap();
    assert_eq!(
        outcome.cycle.phase,
        Phase::Completed,
        "{:?}",
        outcome.cycle.errors
    );
}

#[test]
fn a_terminal_shows_of_each_phase_whether_its_answer_is_good() {
    for (status, shown) in [
        ("ok", "✓ risk_validation: risk ok"),
        ("rejected", "✗ risk_validation: risk rejected"),
        ("error", "✗ risk_validation: risk error"),
    ] {
        let sandbox = Sandbox::with_database();
        let answer = format!(r#"{{"status":"{status}","message":"m"}}"#);
        let script = sandbox.script("risk.sh", &format!("cat > /dev/null; echo '{answer}'"));
        let line = format!(
            "FLOWREX_DB={} {} cycle run --symbol EURUSD --agent risk=exec:{script}; sleep 1000",
            sandbox.database().display(),
            env!("CARGO_BIN_EXE_flowrex-coord"),
        );
        let Some(terminal) = Tmux::of_size(&sandbox, (120, 24), &line) else {
            return;
        };
        terminal.once("✓ strategy_analysis: strategy ok", &[]);
        terminal.once(shown, &[]);
    }
}

#[test]
fn a_cycle_fails_with_what_there_is_of_a_result() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.start_cycle("EURUSD");
    for bad in ["{", "{\"a\":1,\"a\":2}"] {
        let stderr = sandbox.fails(2, &format!("cycle fail {id} --error broken --result {bad}"));
        assert!(stderr.contains("--result"), "{stderr}");
    }
    let failed = sandbox.json(&format!(
        "cycle fail {id} --error broken --result {{\"filled\":0}}"
    ));
    assert_eq!(
        (&failed["phase"], &failed["errors"], &failed["cycle_result"]),
        (&json!("failed"), &json!(["broken"]), &json!({"filled": 0}))
    );
    let event = sandbox.json("audit log --kind cycle.fail");
    assert!(event[0]["details"]["sha256"].is_string(), "{event}");

    // An outcome that guide mode does not allow is a breach here too.
    let id = sandbox.start_cycle("GBPUSD");
    let stderr = sandbox.fails(
        10,
        &format!("cycle fail {id} --error broken --result {{\"outcome\":\"executed\"}}"),
    );
    assert!(stderr.contains("breach"), "{stderr}");
    let halted = sandbox.json(&format!("cycle show {id}"));
    assert_eq!(halted["phase"], "halted");
    assert_eq!(halted["errors"][0], "broken");
    let event = sandbox.json("audit log --kind mode.breach");
    assert_eq!(
        event[0]["details"]["answer"],
        json!({"outcome": "executed"})
    );
}
