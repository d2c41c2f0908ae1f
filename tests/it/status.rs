//! `status`: whether everything is all right, and what to do next.

use std::time::Duration;

use flowrex_coord::coordination::overview;
use flowrex_coord::model::overview::Severity;
use serde_json::{Value, json};

use crate::common::{Sandbox, TestSources};
use crate::database_care::outside;

/// What `status` says as JSON, and its exit code.
fn status(sandbox: &Sandbox) -> (i32, Value) {
    let ran = sandbox.try_line("-o json status");
    (ran.code, serde_json::from_str(&ran.stdout).unwrap())
}

/// The severities of what there is to know of, and the commands to go on with.
fn concerns(status: &Value) -> Vec<(&str, &str)> {
    let concerns = status["concerns"].as_array().unwrap().iter();
    concerns
        .map(|concern| {
            let text = |field: &str| concern[field].as_str().unwrap();
            (text("severity"), text("next"))
        })
        .collect()
}

#[test]
fn a_new_system_is_idle_and_all_right() {
    let sandbox = Sandbox::with_database();
    let (code, status) = status(&sandbox);
    assert_eq!(code, 0);
    assert_eq!(
        (&status["all_right"], &status["phase"], &status["mode"]),
        (&json!(true), &json!("idle"), &json!("guide"))
    );
    assert_eq!(status["concerns"], json!([]));
    assert_eq!(sandbox.ok("status -q"), "ok");
    assert!(
        sandbox
            .ok("status")
            .starts_with("All right: idle, guide mode")
    );
}

#[test]
fn a_halt_ends_with_10_and_the_command_that_lifts_it() {
    let sandbox = Sandbox::with_database();
    sandbox.start_cycle("EURUSD");
    sandbox.ok("halt --symbol EURUSD --reason drawdown --as risk");
    let (code, found) = status(&sandbox);
    assert_eq!(code, 10);
    assert_eq!(
        concerns(&found),
        [("halted", "flowrex-coord halt clear 1 --reason REASON")]
    );
    assert_eq!(found["halts"][0]["reason"], "drawdown");
    sandbox.ok("halt clear 1 --reason over");
    assert_eq!(status(&sandbox).0, 0);
    // By the file alone, too.
    std::fs::write(sandbox.path().join("coord.db.HALT"), "").unwrap();
    assert_eq!(status(&sandbox).0, 10);
}

#[test]
fn the_verdict_says_what_is_halted() {
    let sandbox = Sandbox::with_database();
    assert_eq!(status(&sandbox).1["halted"], json!([]));
    let cycle = sandbox.start_cycle("GBPUSD");
    sandbox.ok("halt --symbol EURUSD --reason one");
    sandbox.ok("halt --symbol EURUSD --reason again");
    let verdict = || {
        let shown = sandbox.try_line("status").stdout;
        shown.lines().next().unwrap().to_owned()
    };
    assert_eq!(
        verdict(),
        "Halted in part (symbol EURUSD): initializing, guide mode"
    );
    sandbox.ok(&format!("halt --cycle {cycle} --reason two"));
    let (code, found) = status(&sandbox);
    assert_eq!(code, 10);
    assert_eq!(
        found["halted"],
        json!(["symbol EURUSD", format!("cycle {cycle}")])
    );
    for symbol in ["A", "B"] {
        sandbox.ok(&format!("halt --symbol {symbol} --reason r"));
    }
    assert_eq!(
        verdict(),
        format!(
            "Halted in part (symbol EURUSD, cycle {cycle}, symbol A, 1 more): idle, guide mode"
        )
    );
    sandbox.ok("halt --reason all");
    assert_eq!(verdict(), "Halted (everything): idle, guide mode");
    assert_eq!(status(&sandbox).1["halted"], json!(["everything"]));
    sandbox.ok("halt clear 6 --reason fine");
    assert!(verdict().starts_with("Halted in part ("));
}

#[test]
fn what_a_halt_could_not_undo_is_told_before_the_command_that_lifts_it() {
    let sandbox = Sandbox::with_database();
    let cycle = sandbox.start_cycle("EURUSD");
    for phase in ["strategy_analysis", "risk_validation", "execution"] {
        sandbox.ok(&format!("cycle advance {cycle} --to {phase}"));
    }
    sandbox.ok("halt --reason r");
    let (code, found) = status(&sandbox);
    assert_eq!(code, 10);
    assert_eq!(found["halts"][0]["not_undone"], serde_json::json!([cycle]));
    let look = format!("flowrex-coord cycle show {cycle}");
    assert_eq!(
        concerns(&found),
        [
            ("halted", look.as_str()),
            ("halted", "flowrex-coord halt clear 1 --reason REASON")
        ]
    );
}

#[test]
fn one_screen_is_enough_for_many_cycles_and_agents() {
    let sandbox = Sandbox::with_database();
    for number in 0..15 {
        sandbox.start_cycle(&format!("S{number}"));
        sandbox.ok(&format!("agent add a{number}"));
        sandbox.fail_twice(&format!("a{number}"), "m");
    }
    let shown = sandbox.try_line("status").stdout;
    assert_eq!(shown.matches(" Cycle ").count(), 11, "{shown}");
    assert!(
        shown.contains("and 5 more: flowrex-coord cycle show"),
        "{shown}"
    );
    assert!(
        shown.contains(" Agents      15 unhealthy, 4 unknown"),
        "{shown}"
    );
    assert_eq!(
        shown
            .matches(" is unhealthy: 2 of its last 2 operations failed")
            .count(),
        10,
        "{shown}"
    );
    assert!(
        shown.ends_with("and 5 more: flowrex-coord status -o json\n"),
        "{shown}"
    );
    let all = sandbox.try_line("-o json status").stdout;
    assert_eq!(
        all.matches(" is unhealthy: 2 of its last 2 operations failed")
            .count(),
        15
    );
}

#[test]
fn what_agents_say_plays_no_tricks_on_the_screen() {
    let sandbox = Sandbox::with_database();
    let said = "\u{1b}[2J\u{1b}[31mall right";
    sandbox.fail_twice("risk", said);
    let rejecting = r#"echo '{"status":"rejected","message":"\u001b[2Jfine"}'"#;
    let rejecting = format!("strategy=exec:{}", sandbox.script("strategy.sh", rejecting));
    sandbox.ok("health reset risk");
    let ran = sandbox.run(&["cycle", "run", "--symbol", "EURUSD", "--agent", &rejecting]);
    assert!(ran.stdout.contains("\\u{1b}[2Jfine"), "{}", ran.stdout);
    sandbox.ok("health reset risk");
    sandbox.fail_twice("risk", said);
    let shown = sandbox.try_line("status").stdout;
    assert!(shown.contains("all right"), "{shown}");
    for text in [shown, ran.stdout, ran.stderr] {
        assert!(!text.contains('\u{1b}'), "{text:?}");
    }
}

#[test]
fn an_agent_that_fails_ends_with_6_and_one_that_is_silent_only_while_there_is_work() {
    let sandbox = Sandbox::with_database();
    let sources = TestSources::new();
    sandbox.store(&sources);
    sandbox.fail_twice("risk", "broken");
    let (code, found) = status(&sandbox);
    assert_eq!(code, 6);
    assert_eq!(
        concerns(&found),
        [("error", "flowrex-coord health reset risk")]
    );
    sandbox.ok("health reset risk");
    sandbox.ok("health beat --agent risk");
    let past = "UPDATE agent_health SET last_heartbeat = last_heartbeat - 120000";
    outside(&sandbox.database()).execute_batch(past).unwrap();
    assert_eq!(status(&sandbox).0, 0, "nothing is to be done");
    sandbox.start_cycle("EURUSD");
    let (code, found) = status(&sandbox);
    assert_eq!(
        (code, concerns(&found)),
        (6, vec![("error", "flowrex-coord health risk")])
    );
}

#[test]
fn a_cycle_whose_process_is_gone_is_wrong_and_one_that_waits_is_worth_a_word() {
    let sandbox = Sandbox::with_database();
    sandbox.fails(9, "cycle run --symbol EURUSD --gate execution");
    let (code, found) = status(&sandbox);
    assert_eq!(code, 0);
    let (severity, next) = concerns(&found)[0];
    assert_eq!(severity, "note");
    let approve = next.strip_prefix("flowrex-coord ").unwrap();
    // What is wrong comes before it.
    for _ in 0..3 {
        sandbox.ok("health error --agent risk --message x");
    }
    let graver = status(&sandbox).1;
    assert_eq!(concerns(&graver)[0].0, "error");
    sandbox.ok("health reset risk");
    sandbox.ok(approve);
    outside(&sandbox.database())
        .execute_batch("UPDATE coordination_state SET owner = 'gone', lease_until = 1")
        .unwrap();
    let (code, found) = status(&sandbox);
    assert_eq!(code, 6);
    let resume = format!(
        "flowrex-coord cycle resume {}",
        found["cycles"][0]["cycle_id"]
    );
    assert_eq!(
        concerns(&found),
        [("error", resume.replace('"', "").as_str())]
    );
    sandbox.ok(resume
        .replace('"', "")
        .strip_prefix("flowrex-coord ")
        .unwrap());
    assert_eq!(concerns(&status(&sandbox).1), []);
}

#[test]
fn a_full_inbox_is_wrong_and_the_backlog_is_counted_as_it_now_stands() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("db limits --max-pending 2 -q");
    sandbox.send("--to risk --subject expired --ttl 1ms");
    sandbox.send("--to risk --subject a --priority high");
    sandbox.send("--to strategy --subject b");
    sandbox.ok("msg recv --agent strategy");
    let (code, found) = status(&sandbox);
    assert_eq!(code, 0);
    let backlog = &found["backlog"];
    assert_eq!(
        (
            &backlog["pending"],
            &backlog["in_flight"],
            &backlog["oldest_id"]
        ),
        (&json!(1), &json!(1), &json!(2))
    );
    assert_eq!(backlog["by_agent"], json!({"risk": 1}));
    assert_eq!(backlog["by_priority"]["high"], 1);
    sandbox.send("--to risk --subject c");
    let (code, found) = status(&sandbox);
    assert_eq!(code, 6);
    assert_eq!(
        concerns(&found),
        [("error", "flowrex-coord msg list --agent risk")]
    );
}

#[test]
fn a_cycle_that_failed_is_told_and_the_gravest_comes_first() {
    let sandbox = Sandbox::with_database();
    let cycle = sandbox.start_cycle("EURUSD");
    sandbox.ok(&format!("cycle fail {cycle} --error broken"));
    let (code, found) = status(&sandbox);
    assert_eq!(code, 0);
    assert_eq!(found["last_cycle"]["phase"], "failed");
    let show = format!("flowrex-coord cycle show {cycle}");
    assert_eq!(concerns(&found), [("note", show.as_str())]);
    sandbox.fail_twice("risk", "x");
    sandbox.ok("halt --reason x");
    let (_, found) = status(&sandbox);
    let severities: Vec<_> = concerns(&found)
        .iter()
        .map(|(one, _)| one.to_string())
        .collect();
    assert_eq!(severities, ["halted", "error", "note"]);
}

#[test]
fn a_look_is_one_view_and_changes_nothing() {
    let sandbox = Sandbox::with_database();
    let sources = TestSources::new();
    let mut store = sandbox.store(&sources);
    let before = sandbox.dump();
    sources.pass(Duration::from_secs(1));
    assert_eq!(
        overview::read(&mut store).unwrap().severity(),
        None::<Severity>
    );
    assert_eq!(sandbox.dump(), before);
}
