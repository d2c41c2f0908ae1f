//! Agents: who takes part.

use serde_json::json;

use crate::common::Sandbox;

#[test]
fn the_supervisor_adds_agents_and_they_take_part() {
    let sandbox = Sandbox::with_database();
    let added = sandbox.json("agent add news");
    assert_eq!(
        (&added["name"], &added["authority_level"]),
        (&json!("news"), &json!(1))
    );
    sandbox.fails(4, "agent add news");
    sandbox.send("--from news --to risk --subject hello");
    let names = sandbox.ok("agent list -q");
    assert_eq!(names, "supervisor\nexecution\nnews\nrisk\nstrategy");
}
