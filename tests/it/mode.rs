//! The mode: guide until the supervisor decides otherwise.

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
