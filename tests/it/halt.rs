//! Halts: what they stop, whom they tell, and how they end.

use std::fs;

use flowrex_coord::agents::builtin_drivers;
use flowrex_coord::coordination::pipeline::DriverSet;
use flowrex_coord::model::phase::Phase;
use serde_json::{Value, json};

use crate::common::{Sandbox, TestDriver, TestSources, make_pipe, ran, run_cycle};

fn phase(sandbox: &Sandbox, id: &str) -> Value {
    sandbox.json(&format!("cycle show {id}"))["phase"].clone()
}

#[test]
fn a_halt_reaches_its_scope_and_no_further() {
    let sandbox = Sandbox::with_database();
    let euro = sandbox.start_cycle("EURUSD");
    let pound = sandbox.start_cycle("GBPUSD");
    let yen = sandbox.start_cycle("USDJPY");
    sandbox.ok(&format!("halt --cycle {euro} --reason one"));
    sandbox.ok("halt --symbol GBPUSD --reason two");
    assert_eq!(phase(&sandbox, &euro), "halted");
    assert_eq!(phase(&sandbox, &pound), "halted");
    assert_eq!(phase(&sandbox, &yen), "initializing");
    sandbox.ok(&format!("cycle advance {yen}"));
    sandbox.start_cycle("EURUSD");
    sandbox.fails(10, "cycle start --symbol GBPUSD");
    sandbox.ok("halt --reason everything");
    assert_eq!(phase(&sandbox, &yen), "halted");
    let shown = sandbox.json(&format!("cycle show {yen}"));
    assert_eq!(shown["halt_requested"], true);
    assert_eq!(shown["halt_reason"], "supervisor: everything");
    assert!(shown["cycle_completed_at"].is_string());
}

#[test]
fn a_halt_by_a_subordinate_holds_at_once_and_the_supervisor_enforces_it() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.start_cycle("EURUSD");
    sandbox.ok(&format!("halt --cycle {id} --reason smoke --as execution"));
    let shown = sandbox.json(&format!("cycle show {id}"));
    assert_eq!(
        (&shown["phase"], &shown["halt_requested"]),
        (&json!("initializing"), &json!(true))
    );
    assert_eq!(shown["halt_reason"], "execution: smoke");
    let stderr = sandbox.fails(10, &format!("cycle advance {id}"));
    assert!(stderr.contains("execution: smoke"), "{stderr}");
    assert_eq!(phase(&sandbox, &id), "halted");
    sandbox.fails(4, &format!("cycle advance {id}"));
}

#[test]
fn clearing_a_halt_before_it_was_enforced_frees_no_cycle() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.start_cycle("EURUSD");
    sandbox.ok("halt --reason smoke --as risk");
    sandbox.ok("halt clear 1 --reason false-alarm");
    assert_eq!(phase(&sandbox, &id), "halted");
    sandbox.fails(4, &format!("cycle advance {id}"));
    sandbox.fails(4, "halt clear 1 --reason again");
    sandbox.fails(3, "halt clear 2 --reason nothing");
    sandbox.start_cycle("EURUSD");
}

#[test]
fn a_halt_is_taken_in_any_words_and_twice() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.start_cycle("EURUSD");
    let traceback = "Traceback:\n\tboom \u{1b}[2J";
    let ran = sandbox.run(&[
        "halt", "--cycle", &id, "--reason", traceback, "--as", "risk",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(!ran.stdout.contains('\u{1b}'), "{}", ran.stdout);
    sandbox.ok(&format!("halt --cycle {id} --reason again"));
    assert_eq!(sandbox.json("halt status").as_array().unwrap().len(), 2);
    assert_eq!(phase(&sandbox, &id), "halted");
    let mut command = sandbox.command();
    command.env("FLOWREX_OUTPUT", "").env("FLOWREX_AGENT", "");
    assert!(
        command
            .args(["halt", "--reason", "x"])
            .output()
            .unwrap()
            .status
            .success()
    );
}

#[test]
fn a_setting_that_cannot_be_read_does_not_keep_a_halt_from_halting() {
    let sandbox = Sandbox::with_database();
    make_pipe(&sandbox.path().join("pipe"));
    fs::write(sandbox.path().join("bad.toml"), "db = 7").unwrap();
    for (variable, value) in [
        ("FLOWREX_AGENT", "Not A Name"),
        ("FLOWREX_OUTPUT", "picture"),
        ("FLOWREX_CONFIG", "bad.toml"),
        ("FLOWREX_CONFIG", "missing.toml"),
        ("FLOWREX_CONFIG", "pipe"),
        ("FLOWREX_CONFIG", "/dev/zero"),
        ("FLOWREX_TOKEN", "two words"),
    ] {
        let command = |line: &str| {
            let mut command = sandbox.command();
            ran(command
                .env(variable, value)
                .args(line.split(' '))
                .output()
                .unwrap())
        };
        let halted = command("halt --reason stop");
        assert_eq!(halted.code, 0, "{variable}: {}", halted.stderr);
        // Everything else is refused.
        let other = command("halt clear 1 --reason x");
        assert_eq!(other.code, 2, "{variable}: {}", other.stderr);
    }
    // Nobody writes into it: it is not waited for.
    sandbox.ok("halt --reason stop --token-file pipe");
    assert_eq!(sandbox.json("halt status").as_array().unwrap().len(), 8);
    // What is to be halted must be known.
    let mut command = sandbox.bare_command();
    command.env("FLOWREX_CONFIG", "bad.toml");
    let refused = ran(command.args(["halt", "--reason", "x"]).output().unwrap());
    assert_eq!(refused.code, 2, "{}", refused.stderr);
}

#[test]
fn two_halts_hold_until_both_are_cleared() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("halt --reason one");
    sandbox.ok("halt --symbol EURUSD --reason two --as risk");
    sandbox.ok("halt clear 1 --reason fine");
    sandbox.fails(10, "cycle start --symbol EURUSD");
    sandbox.start_cycle("GBPUSD");
    sandbox.ok("halt clear 2 --reason fine");
    sandbox.start_cycle("EURUSD");
}

#[test]
fn everyone_but_the_one_who_halts_is_told() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("agent add news");
    sandbox.ok("halt --reason stop --as risk");
    let messages = sandbox.json("msg list --type halt");
    let recipients: Vec<_> = messages
        .as_array()
        .unwrap()
        .iter()
        .rev()
        .map(|m| &m["to_agent"])
        .collect();
    assert_eq!(recipients, ["supervisor", "execution", "news", "strategy"]);
    assert_eq!(messages[0]["payload"]["reason"], "risk: stop");

    let read = sandbox.json("msg recv --agent strategy --type halt");
    sandbox.ok(&format!("msg ack {} --as strategy", read[0]["id"]));
    let status = sandbox.json("halt status");
    assert_eq!(status[0]["acked_by"], json!(["strategy"]));
    assert_eq!(
        status[0]["waiting_for"],
        json!(["supervisor", "execution", "news"])
    );
}

#[test]
fn clearing_a_halt_withdraws_its_notices_that_nobody_has_read() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("halt --reason one");
    sandbox.ok("halt --symbol EURUSD --reason two");
    let read = sandbox.json("msg recv --agent strategy --type halt --limit 1");
    let claimed = read[0]["id"].as_i64().unwrap();
    let given_back = sandbox.json("msg recv --agent risk --type halt --limit 1");
    let given_back = given_back[0]["id"].as_i64().unwrap();
    sandbox.ok(&format!("msg nack {given_back} --as risk"));
    // Under a halt `status` does not end with 0.
    let pending = || {
        let status = sandbox.try_line("-o json status").stdout;
        let status: Value = serde_json::from_str(&status).unwrap();
        status["backlog"]["pending"].as_u64().unwrap()
    };
    assert_eq!(pending(), 5);

    sandbox.ok("halt clear 1 --reason fine");
    let messages = sandbox.json("msg list --type halt");
    for message in messages.as_array().unwrap() {
        let id = message["id"].as_i64().unwrap();
        let of_the_other = message["payload"]["halt_id"] == 2;
        let expected = match (id == claimed, of_the_other) {
            (true, _) => "claimed",
            (_, true) => "pending",
            _ => "expired",
        };
        assert_eq!(message["status"], expected, "{message}");
        if expected == "expired" {
            assert_eq!(message["reason"], "halt 1 was cleared");
        }
    }
    assert_eq!(pending(), 3);
    let cleared = sandbox.json("audit log --kind halt.clear");
    let withdrawn = cleared[0]["details"]["withdrawn"].as_array().unwrap();
    assert_eq!(withdrawn.len(), 2);
    assert!(withdrawn.contains(&json!(given_back)));
    // What was being read when the halt was cleared can still be settled.
    sandbox.ok(&format!("msg ack {claimed} --as strategy"));
    sandbox.ok("halt clear 2 --reason fine");
    assert_eq!(pending(), 0);
    assert_eq!(sandbox.json("msg recv --agent risk"), json!([]));
    sandbox.ok("db check");
}

#[test]
fn the_list_shows_all_halts_with_who_called_and_who_cleared_them() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("halt --reason smoke --as risk");
    sandbox.ok("halt --symbol EURUSD --reason two");
    sandbox.ok("halt clear 1 --reason false-alarm");
    let halts = sandbox.json("halt list");
    let [newest, oldest] = halts.as_array().unwrap().as_slice() else {
        panic!("{halts}");
    };
    assert_eq!(
        (&newest["id"], &newest["in_force"]),
        (&json!(2), &json!(true))
    );
    assert_eq!(
        (&newest["symbol"], &newest["cleared_by"]),
        (&json!("EURUSD"), &Value::Null)
    );
    let fields = [
        "id",
        "requested_by",
        "reason",
        "in_force",
        "cleared_by",
        "clear_reason",
    ];
    assert_eq!(
        fields.map(|field| oldest[field].clone()),
        [
            json!(1),
            json!("risk"),
            json!("smoke"),
            json!(false),
            json!("supervisor"),
            json!("false-alarm")
        ]
    );
    assert!(oldest["cleared_at"].is_string() && oldest["requested_at"].is_string());
    let shown = sandbox.ok("halt list");
    assert!(shown.contains("by supervisor: false-alarm"), "{shown}");
    assert_eq!(sandbox.ok("halt list -q --limit 1"), "2");

    // One that was placed by hand and is not on record counts too.
    fs::write(sandbox.path().join("coord.db.HALT"), "").unwrap();
    let halts = sandbox.json("halt list");
    assert_eq!(
        (&halts[0]["id"], &halts[0]["in_force"]),
        (&json!(0), &json!(true))
    );
    assert_eq!(halts.as_array().unwrap().len(), 3);
    let key = halts[0]["file_key"].as_str().unwrap();
    assert_eq!(sandbox.ok("halt list -q --limit 2"), format!("{key}\n2"));
    sandbox.fails(2, "halt list --limit 0");
}

#[test]
fn the_status_says_what_a_halt_does_not_undo() {
    let sandbox = Sandbox::with_database();
    let early = sandbox.start_cycle("EURUSD");
    let late = sandbox.start_cycle("GBPUSD");
    for _ in 0..3 {
        sandbox.ok(&format!("cycle advance {late}"));
    }
    sandbox.ok("halt --reason stop");
    let status = sandbox.json("halt status");
    assert_eq!(status[0]["not_undone"], json!([late]));
    assert_ne!(early, late);
    sandbox.ok("halt clear 1 --reason fine");
    assert_eq!(sandbox.json("halt status"), json!([]));
}

#[test]
fn no_command_of_a_halted_cycle_is_handed_out_or_carried_out() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.start_cycle("EURUSD");
    for to in ["strategy", "risk"] {
        sandbox.send(&format!(
            "--to {to} --type command --subject go --cycle {id}"
        ));
    }
    sandbox.ok("msg recv --agent risk");
    sandbox.ok(&format!("halt --cycle {id} --reason stop --as execution"));
    assert_eq!(
        sandbox.json("msg recv --agent strategy --type command"),
        json!([])
    );
    let stderr = sandbox.fails(4, "msg reply 2 --as risk --payload {}");
    assert!(stderr.contains("expired"), "{stderr}");
}

#[test]
fn under_a_halt_of_everything_commands_wait_and_other_messages_flow() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --type command --subject free");
    sandbox.ok("halt --reason stop --as strategy");
    sandbox.send("--to risk --subject talk");
    let got = sandbox.json("msg recv --agent risk --ack");
    let subjects: Vec<_> = got
        .as_array()
        .unwrap()
        .iter()
        .map(|m| &m["subject"])
        .collect();
    assert_eq!(subjects, ["EMERGENCY HALT", "talk"]);
    sandbox.ok("halt clear 1 --reason fine");
    assert_eq!(sandbox.json("msg recv --agent risk")[0]["subject"], "free");
}

#[test]
fn a_cycle_that_runs_is_halted_between_two_phases_and_dispatches_nothing_more() {
    for (who, scope) in [
        ("risk", ""),
        ("supervisor", ""),
        ("strategy", " --symbol EURUSD"),
    ] {
        let sandbox = Sandbox::new();
        let mut store = sandbox.store(&TestSources::new());
        let from_outside = &sandbox;
        let line = format!("halt --reason stop --as {who}{scope}");
        // The drivers lives only as long as this run, and so does what it borrows.
        let halting = {
            let database = from_outside.database();
            let line = line.clone();
            move |_: &_| {
                let halted = std::process::Command::new(env!("CARGO_BIN_EXE_flowrex-coord"))
                    .args(line.split(' '))
                    .env("FLOWREX_DB", &database)
                    .output()
                    .unwrap();
                assert!(halted.status.success());
                json!({"status": "ok"})
            }
        };
        let drivers = DriverSet {
            risk: Box::new(TestDriver(halting)),
            ..builtin_drivers()
        };
        let outcome = run_cycle(&mut store, drivers).unwrap();
        assert_eq!(outcome.cycle.phase, Phase::Halted, "{line}");
        assert_eq!(
            outcome.cycle.halt_reason.as_deref(),
            Some(format!("{who}: stop").as_str())
        );
        let phases: Vec<_> = outcome
            .cycle
            .phases
            .iter()
            .map(|record| record.phase)
            .collect();
        let reached = [
            Phase::Initializing,
            Phase::StrategyAnalysis,
            Phase::RiskValidation,
        ];
        assert_eq!(phases, reached, "{line}");
        assert_eq!(
            sandbox.json("msg list --agent execution --type command"),
            json!([])
        );
        let results: Vec<_> = outcome.results.keys().collect();
        assert_eq!(
            results,
            ["strategy_result"],
            "what risk answered came after the halt"
        );
        let late = sandbox.json("audit log --kind answer.late");
        assert_eq!(late[0]["details"]["answer"]["status"], "ok");
    }
}

#[test]
fn doctor_counts_the_halts_in_force_and_names_the_first_three() {
    let sandbox = Sandbox::with_database();
    let found = || {
        let checks = sandbox.json("doctor");
        let mut checks = checks.as_array().unwrap().iter();
        let check = checks.find(|check| check["name"] == "halts").unwrap();
        check["found"].as_str().unwrap().to_owned()
    };
    assert_eq!(found(), "none in force");
    sandbox.ok("halt --symbol EURUSD --reason a");
    assert_eq!(
        found(),
        "1 in force: halt 1 on symbol EURUSD (supervisor: a)"
    );
    sandbox.ok("halt --symbol GBPUSD --reason b --as risk");
    assert_eq!(
        found(),
        "2 in force: halt 1 on symbol EURUSD (supervisor: a); halt 2 on symbol GBPUSD (risk: b)"
    );
    for _ in 0..3 {
        sandbox.ok("halt --symbol X --reason c");
    }
    let said = found();
    assert!(said.starts_with("5 in force: halt 1 on "), "{said}");
    assert!(
        said.contains("; halt 3 on symbol X (supervisor: c); and 2 more"),
        "{said}"
    );
    assert!(said.contains("`halt status`"), "{said}");
    assert!(!said.contains("halt 4"), "{said}");
}
