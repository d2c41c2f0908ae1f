//! Agents: who takes part.

use serde_json::{Value, json};

use crate::common::{Sandbox, until};

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

fn row(sandbox: &Sandbox, list: &str, name: &str) -> Option<Value> {
    let rows = sandbox.json(list);
    let mut rows = rows.as_array().unwrap().iter();
    rows.find(|row| row["name"] == name || row["agent_name"] == name)
        .cloned()
}

#[test]
fn a_removed_agent_is_gone_and_its_history_names_it() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("agent add news");
    let sent = sandbox.send("--from news --to risk --subject headline");
    let got = sandbox.send("--to news --subject thanks");
    sandbox.ok("msg recv --agent news --ack");
    let cycle = sandbox.start_cycle("EURUSD");
    sandbox.ok(&format!(
        "state write --cycle {cycle} --agent news --key news_mood --value 1"
    ));
    sandbox.ok(&format!("cycle fail {cycle} --error over"));
    sandbox.fail_twice("news", "no feed");
    let ran = sandbox.try_line("cycle run --symbol GBPUSD");
    assert_ne!(ran.code, 0, "an unhealthy agent is in the way");

    let removed = sandbox.json("agent remove news");
    assert_eq!(removed["name"], "news");
    assert_eq!(row(&sandbox, "agent list", "news"), None);
    // It is in nobody's way any more, and nobody acts as it or sends to it.
    assert_eq!(row(&sandbox, "health", "news"), None);
    sandbox.ok("cycle run --symbol GBPUSD");
    for line in [
        "msg send --to news --subject x",
        "msg send --from news --to risk --subject x",
        "msg recv --agent news",
        "health beat --agent news",
        "agent enroll news",
        "agent remove news",
    ] {
        let stderr = sandbox.fails(2, line);
        assert!(stderr.contains("agent add news"), "{line}: {stderr}");
    }
    sandbox.ok("mode set guide --reason again");
    sandbox.ok("msg send --to all --subject hello");

    // What it did can be read as before.
    let of_news = sandbox.json("msg list --agent news");
    let ids: Vec<_> = of_news
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["id"].to_string())
        .collect();
    assert_eq!(ids, [got.clone(), sent.clone()]);
    assert_eq!(
        sandbox.json(&format!("msg show {sent}"))["from_agent"],
        "news"
    );
    let mood = sandbox.json(&format!("state read --cycle {cycle} --key news_mood"));
    assert_eq!(mood["written_by"], "news");
    let events = sandbox.json("audit log --actor news --kind health.error");
    assert_eq!(events.as_array().unwrap().len(), 2);
    let ran = sandbox.try_line("-o json health news");
    assert!(ran.stderr.contains("was removed at"), "{}", ran.stderr);
    let health: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(health["error_count"], 2);
    let log = sandbox.json("audit log --kind agent.remove");
    assert_eq!(
        (&log[0]["actor"], &log[0]["subject"]),
        (&json!("supervisor"), &json!("news"))
    );
    sandbox.ok("db check");
    sandbox.ok("audit verify");
}

#[test]
fn what_is_open_keeps_an_agent_from_being_removed() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("agent add news");
    let is_refused = |what: &str, next: &str| {
        let before = sandbox.dump();
        let stderr = sandbox.fails(4, "agent remove news");
        assert!(stderr.contains(what) && stderr.contains(next), "{stderr}");
        assert_eq!(sandbox.dump(), before, "a refusal changes nothing");
        let refused = sandbox.json("audit log --kind refused --limit 1");
        assert_eq!(refused[0]["details"]["action"], "agent.remove", "{refused}");
    };

    let first = sandbox.send("--to news --subject one");
    sandbox.send("--to news --subject two");
    let two = format!("2 messages to it are pending or claimed, the first is message {first}");
    is_refused(&two, "msg recv --agent news --ack");
    sandbox.ok("msg recv --agent news --limit 1");
    is_refused(
        "2 messages",
        "msg list --to news --status pending --status claimed",
    );
    sandbox.ok(&format!("msg ack {first} --as news"));
    sandbox.ok("msg recv --agent news");
    sandbox.ok(&format!("msg nack {} --as news --delay 1h", next(&first)));
    is_refused(&format!("message {} to it", next(&first)), "msg list");
    sandbox.ok(&format!("msg ack {} --as news", next(&first)));

    let asked = sandbox.send("--from news --to risk --type request --subject size");
    is_refused(
        &format!("message {asked} from it has no answer"),
        "msg show",
    );
    sandbox.ok(&format!("msg ack {asked} --as risk"));

    let cycle = sandbox.start_cycle("EURUSD");
    sandbox.ok(&format!(
        "state write --cycle {cycle} --agent news --key news_mood --value 1"
    ));
    is_refused(&format!("it takes part in cycle {cycle}"), "cycle show");
    sandbox.ok(&format!("cycle fail {cycle} --error over"));
    let cycle = sandbox.start_cycle("EURUSD");
    sandbox.send(&format!(
        "--from news --to risk --subject x --cycle {cycle}"
    ));
    is_refused(&format!("it takes part in cycle {cycle}"), "cycle show");
    sandbox.ok(&format!("cycle fail {cycle} --error over"));

    sandbox.ok("halt --symbol XAUUSD --reason wide --as news");
    is_refused("halt 1, which it called, is in force", "halt clear 1");
    sandbox.ok("halt clear 1 --reason over");

    // What time has ended is not open; and who waits for it is told that it is dead.
    sandbox.send("--to news --subject brief --ttl 1ms");
    sandbox.ok("agent remove news");
    assert_eq!(
        sandbox.json("msg list --to news --status pending"),
        json!([])
    );
}

fn next(id: &str) -> i64 {
    id.parse::<i64>().unwrap() + 1
}

#[test]
fn only_level_0_removes_an_agent_and_none_that_is_built_in() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("agent add news");
    sandbox.fails(8, "agent remove news --as risk");
    sandbox.fails(8, "agent remove news --as news");
    for built_in in ["supervisor", "strategy", "risk", "execution"] {
        let stderr = sandbox.fails(4, &format!("agent remove {built_in}"));
        assert!(stderr.contains("is built in"), "{stderr}");
    }
    sandbox.fails(2, "agent remove nobody");
    sandbox.fails(2, "agent remove operator");
    let names = sandbox.ok("agent list -q");
    assert_eq!(names, "supervisor\nexecution\nnews\nrisk\nstrategy");
}

#[test]
fn an_agent_that_is_added_again_is_a_new_one() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("agent add news");
    let token = sandbox.ok("agent enroll news -q");
    sandbox.fail_twice("supervisor", "m");
    let file = sandbox.path().join("old.token");
    std::fs::write(&file, &token).unwrap();
    let with_old = format!("--token-file {}", file.display());
    sandbox.ok(&format!("health error --agent news --message m {with_old}"));
    sandbox.ok("agent remove news");
    sandbox.ok("agent add news");
    let again = row(&sandbox, "agent list", "news").unwrap();
    assert_eq!(again["token"], "none");
    assert_eq!(row(&sandbox, "health", "news").unwrap()["error_count"], 0);
    // Enrolled anew, it takes the new token and not the old one.
    sandbox.ok("agent enroll news -q");
    sandbox.fails(8, &format!("health beat --agent news {with_old}"));
    sandbox.ok("agent remove news");
    sandbox.fails(2, &format!("health beat --agent news {with_old}"));
    sandbox.ok("db check");
}

#[test]
fn an_agent_that_is_added_again_has_nothing_of_what_its_namesake_sent() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("agent add news");
    let keyed = "--from news --to risk --subject headline --dedup-key k";
    let old = sandbox.send(keyed);
    let hard = sandbox.send("--from news --to strategy --subject hard");
    sandbox.ok("agent remove news");
    sandbox.ok("agent add news");
    // Its keys are its own.
    let new = sandbox.send(keyed);
    assert_ne!(new, old);
    assert_eq!(sandbox.send(keyed), new);
    // Answers and notices to the old one do not reach it.
    let stderr = sandbox.fails(4, &format!("msg reply {old} --as risk --payload 1"));
    assert!(stderr.contains("news, which was removed"), "{stderr}");
    for _ in 0..5 {
        sandbox.ok("msg recv --agent strategy --limit 1");
        sandbox.ok(&format!("msg nack {hard} --as strategy"));
    }
    assert_eq!(sandbox.json("msg list --to news"), json!([]));
    sandbox.ok(&format!("msg reply {new} --as risk --payload 1"));
    assert_eq!(
        sandbox.json("msg list --to news").as_array().unwrap().len(),
        1
    );
    sandbox.ok("db check");
}

#[test]
fn a_request_that_nobody_waits_for_is_not_queued_again() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("agent add news");
    let dead = |message_type: &str| {
        let id = sandbox.send(&format!(
            "--from news --to risk --type {message_type} --subject x"
        ));
        for _ in 0..5 {
            sandbox.ok("msg recv --agent risk --limit 1");
            sandbox.ok(&format!("msg nack {id} --as risk"));
        }
        sandbox.ok("msg recv --agent news --ack");
        id
    };
    let (request, event) = (dead("request"), dead("event"));
    sandbox.ok("agent remove news");
    for line in ["agent list", "agent add news"] {
        sandbox.ok(line);
        let before = sandbox.dump();
        let stderr = sandbox.fails(4, &format!("msg requeue {request}"));
        assert!(stderr.contains("nobody waits for its answer"), "{stderr}");
        assert_eq!(sandbox.dump(), before, "a refusal changes nothing");
    }
    // An event tells what it tells.
    sandbox.ok(&format!("msg requeue {event}"));
}

#[test]
fn a_request_that_has_expired_keeps_no_agent_from_being_removed() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("agent add news");
    let asked = |ttl: &str| {
        let line = format!("--from news --to risk --type request --subject x{ttl}");
        let id = sandbox.send(&line);
        sandbox.ok("msg recv --agent risk");
        id
    };
    let open = asked("");
    let expires = asked(" --ttl 2s");
    until("it has expired", || {
        sandbox.json(&format!("msg show {expires}"))["status"] == "expired"
    });
    let stderr = sandbox.fails(4, "agent remove news");
    assert!(
        stderr.contains(&format!("message {open} from it")),
        "{stderr}"
    );
    sandbox.ok(&format!("msg ack {open} --as risk"));
    sandbox.ok("agent remove news");
}

#[test]
fn of_an_agent_that_was_removed_nothing_is_to_be_repaired() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("agent add news");
    sandbox.fail_twice("news", "no feed");
    let check = |is_there: bool| {
        let ran = sandbox.try_line("health news");
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let stderr = ran.stderr;
        assert_eq!(stderr.contains("health reset news"), is_there, "{stderr}");
        assert_eq!(stderr.contains("was removed at"), !is_there, "{stderr}");
    };
    check(true);
    sandbox.ok("agent remove news");
    check(false);
}

#[test]
fn nothing_is_sent_to_an_agent_that_was_removed() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("agent add news");
    let to_risk = sandbox.send("--from news --to risk --subject headline");
    let to_strategy = sandbox.send("--from news --to strategy --subject headline");
    let dead = sandbox.send("--to news --subject hard");
    for _ in 0..5 {
        sandbox.ok("msg recv --agent news --limit 1");
        sandbox.ok(&format!("msg nack {dead} --as news"));
    }
    sandbox.ok("agent remove news");
    let before = sandbox.json("msg list --to news");
    // It can be settled, and not answered.
    let stderr = sandbox.fails(4, &format!("msg reply {to_risk} --as risk --payload 1"));
    assert!(stderr.contains("news, which was removed"), "{stderr}");
    assert!(stderr.contains("msg ack"), "{stderr}");
    sandbox.ok(&format!("msg ack {to_risk} --as risk"));
    sandbox.fails(2, &format!("msg requeue {dead}"));
    // Nobody is told that its message is dead.
    for _ in 0..5 {
        sandbox.ok("msg recv --agent strategy --limit 1");
        sandbox.ok(&format!("msg nack {to_strategy} --as strategy"));
    }
    assert_eq!(
        sandbox.json(&format!("msg show {to_strategy}"))["status"],
        "dead"
    );
    // Nor of a halt; one that it calls all the same is the operator's.
    sandbox.ok("halt --symbol XAUUSD --reason wide --as news");
    let halt = &sandbox.json("halt status")[0];
    assert_eq!(halt["requested_by"], "operator");
    assert!(halt["reason"].as_str().unwrap().contains("news"), "{halt}");
    assert_eq!(sandbox.json("msg list --to news"), before);
}

#[test]
fn the_check_of_the_database_finds_agents_that_the_log_does_not_know() {
    for (sql, problem) in [
        (
            "INSERT INTO agents (name, authority_level, registered_at) VALUES ('spy', 1, 1)",
            "does not tell who added agent spy",
        ),
        (
            "UPDATE agents SET removed_at = NULL, token_hash = NULL WHERE name = 'old'",
            "tells that agent old was removed",
        ),
        (
            "UPDATE agents SET removed_at = 1 WHERE name = 'news'",
            "tells that agent news was not removed",
        ),
        (
            "DELETE FROM agents WHERE name = 'news'",
            "tells that agent news was added",
        ),
    ] {
        let sandbox = Sandbox::with_database();
        sandbox.ok("agent add news");
        sandbox.ok("agent add old");
        sandbox.ok("agent remove old");
        sandbox.ok("db check");
        let file = sandbox.lock();
        file.execute_batch(sql).unwrap();
        file.execute_batch("COMMIT").unwrap();
        drop(file);
        let ran = sandbox.try_line("db check");
        assert_eq!(ran.code, 65, "{}", ran.stdout);
        assert!(ran.stdout.contains(problem), "{}", ran.stdout);
    }
}
