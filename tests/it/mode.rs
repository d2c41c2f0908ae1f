//! The mode: guide until the supervisor decides otherwise.

use std::fs;

use serde_json::json;

use crate::common::Sandbox;

#[test]
fn the_mode_is_guide_until_the_supervisor_sets_it() {
    let sandbox = Sandbox::with_database();
    assert_eq!(sandbox.json("mode"), json!({"mode": "guide"}));
    assert_eq!(
        sandbox.json("mode set autonomous --reason tested"),
        json!({"mode": "autonomous"})
    );
    assert_eq!(sandbox.json("cycle run --symbol A")["mode"], "autonomous");
    assert_eq!(
        sandbox.json("cycle run --symbol A --mode guide")["mode"],
        "guide"
    );
    let id = sandbox.start_cycle("B");
    sandbox.ok("mode set guide --reason careful");
    assert_eq!(
        sandbox.json(&format!("cycle show {id}"))["mode"],
        "autonomous"
    );
    sandbox.fails(8, "cycle start --symbol C --mode autonomous");
}

#[test]
fn autonomous_is_refused_under_a_global_halt_and_with_an_unhealthy_agent() {
    let sandbox = Sandbox::with_database();
    let set = "mode set autonomous --reason tested";
    sandbox.ok("halt --symbol EURUSD --reason one");
    sandbox.ok(set);
    sandbox.ok("mode set guide --reason careful");

    sandbox.ok("halt --reason all --as risk");
    let stderr = sandbox.fails(10, set);
    assert!(stderr.contains("risk: all"), "{stderr}");
    assert_eq!(sandbox.json("mode"), json!({"mode": "guide"}));
    assert_eq!(
        sandbox
            .json("msg list --type event")
            .as_array()
            .unwrap()
            .len(),
        6
    );
    let refused = sandbox.json("audit log --kind refused");
    assert_eq!(refused[0]["details"]["action"], "mode.set");
    // More care is never refused.
    sandbox.ok("mode set guide --reason careful");
    sandbox.ok("halt clear 2 --reason fine");

    // The file alone counts too.
    let file = sandbox.path().join("coord.db.HALT");
    fs::write(&file, "").unwrap();
    sandbox.fails(10, set);
    sandbox.ok("halt clear 3 --reason fine");

    sandbox.ok("agent add news-reader");
    sandbox.fail_twice("news-reader", "broken");
    let stderr = sandbox.fails(6, set);
    assert!(stderr.contains("detected: news-reader (2 of"), "{stderr}");
    let hint = "`flowrex-coord health reset NAME`";
    assert!(stderr.contains(hint), "{stderr}");
    assert_eq!(sandbox.json("mode"), json!({"mode": "guide"}));
    sandbox.ok("health reset news-reader");
    sandbox.ok(set);
}

#[test]
fn every_change_of_mode_is_told_to_all_other_agents() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("agent add news");
    sandbox.ok("db limits --max-pending 1");
    sandbox.send("--to risk --subject full");
    sandbox.ok("mode set autonomous --reason tested");
    let events = sandbox.json("msg list --type event --agent supervisor");
    let recipients: Vec<_> = events
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["subject"] == "MODE CHANGED")
        .map(|event| event["to_agent"].as_str().unwrap())
        .collect();
    assert_eq!(recipients, ["strategy", "risk", "news", "execution"]);
    assert_eq!(
        events[0]["payload"],
        json!({"from": "guide", "to": "autonomous", "reason": "tested", "set_by": "supervisor"})
    );
    let count = || sandbox.json("msg list").as_array().unwrap().len();
    let before = count();
    // What changes nothing is no news.
    sandbox.ok("mode set autonomous --reason again");
    assert_eq!(count(), before);
    sandbox.ok("mode set guide --reason careful");
    assert_eq!(count(), before + 4);
    sandbox.ok("db check");
}
