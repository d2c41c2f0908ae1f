//! What becomes of the answers of agents: nothing walks past one, none is lost, and in
//! guide mode an execution may only propose, whichever way it says otherwise.

use std::fs;
use std::time::Duration;

use flowrex_coord::agents::builtin_drivers;
use flowrex_coord::coordination::pipeline::{
    self, AgentDriver, DriverSet, Job, Reply, ReplySource, Stopped,
};
use flowrex_coord::model::answer::Answer;
use flowrex_coord::model::json::Json;
use flowrex_coord::model::process::Survivor;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::common::{Ran, Sandbox, Sign, TestDriver, TestSources, ran, run_cycle};

const BINARY: &str = env!("CARGO_BIN_EXE_flowrex-coord");
const PROPOSED: &str = r#"{"status":"ok","data":{"outcome":"proposed"}}"#;

/// What execution may not say in guide mode.
const BREACHES: [&str; 7] = [
    r#"{"status":"ok","data":{"outcome":"executed"}}"#,
    r#"{"status":"ok","data":{"outcome":"Executed"}}"#,
    r#"{"status":"ok","data":{"outcome":"filled"}}"#,
    r#"{"status":"ok"}"#,
    r#"{"status":"ok","data":{"outcome":["executed"]}}"#,
    r#"{"status":"error","data":{"outcome":"executed"}}"#,
    r#"["executed"]"#,
];

/// What is no breach, and no proposal either.
const FAILURES: [&str; 3] = [
    r#"{"status":"rejected","message":"no"}"#,
    r#"{"status":"error"}"#,
    "7",
];

fn latest(sandbox: &Sandbox) -> Value {
    sandbox.json("cycle list --limit 1")[0].clone()
}

fn latest_id(sandbox: &Sandbox) -> String {
    latest(sandbox)["cycle_id"].as_str().unwrap().to_owned()
}

fn has_event(sandbox: &Sandbox, kind: &str) -> bool {
    sandbox.event_kinds().iter().any(|other| other == kind)
}

/// That the latest cycle was halted for a breach, and the breach is on record with what
/// was said.
fn is_halted_for(sandbox: &Sandbox, said: &str) {
    let cycle = latest(sandbox);
    assert_eq!(cycle["phase"], "halted", "{said}: {cycle}");
    let reason = cycle["halt_reason"].as_str().unwrap();
    assert!(reason.contains(": breach: "), "{said}: {reason}");
    let breaches = sandbox.json("audit log --kind mode.breach");
    let said: Value = serde_json::from_str(said).unwrap();
    assert_eq!(breaches[0]["details"]["answer"], said, "{breaches}");
}

/// As if the lease of every process had run out.
#[expect(clippy::disallowed_methods, reason = "moves time from outside")]
fn sql(sandbox: &Sandbox, sql: &str) {
    let connection = rusqlite::Connection::open(sandbox.database()).unwrap();
    assert_eq!(connection.execute(sql, []).unwrap(), 1);
}

fn let_leases_run_out(sandbox: &Sandbox) {
    sql(
        sandbox,
        "UPDATE coordination_state SET lease_until = 0 WHERE lease_until IS NOT NULL",
    );
}

/// A cycle whose supervisor was killed once this agent on the bus had claimed its
/// command; and that command.
fn claimed_and_left(agent: &str, options: &str) -> (Sandbox, String, i64) {
    let sandbox = Sandbox::with_database();
    sandbox.ok(&format!("health beat --agent {agent}"));
    let line = format!("cycle run --symbol EURUSD --agent {agent}=mailbox{options}");
    let mut supervisor = sandbox.spawn(&line);
    let command = sandbox.json(&format!("msg recv --agent {agent} --wait 30s"));
    supervisor.kill().unwrap();
    supervisor.wait().unwrap();
    let_leases_run_out(&sandbox);
    let id = latest_id(&sandbox);
    (sandbox, id, command[0]["id"].as_i64().unwrap())
}

#[test]
fn fault_28_a_breach_that_is_printed_halts_the_cycle() {
    for said in BREACHES {
        let sandbox = Sandbox::in_memory();
        sandbox.cycle_with(10, "execution", &format!("echo '{said}'"), "");
        is_halted_for(&sandbox, said);
        // Also where the program then fails.
        let sandbox = Sandbox::in_memory();
        sandbox.cycle_with(10, "execution", &format!("echo '{said}'; exit 1"), "");
        is_halted_for(&sandbox, said);
    }
}

#[test]
fn fault_28_a_breach_over_the_bus_halts_the_cycle_whatever_is_printed() {
    for said in BREACHES {
        let reply = format!("{BINARY} msg reply $FLOWREX_COMMAND --payload '{said}' -q >&2");
        for script in [
            format!("{reply}; echo '{PROPOSED}'"),
            format!("echo '{PROPOSED}'; {reply}"),
            format!("{reply}; exit 1"),
        ] {
            let sandbox = Sandbox::in_memory();
            sandbox.cycle_with(10, "execution", &script, "");
            is_halted_for(&sandbox, said);
        }
    }
}

#[test]
fn fault_28_a_breach_over_the_bus_after_the_printed_answer_is_recorded_and_halts_what_goes_on() {
    for said in BREACHES {
        let reply = |sandbox: &Sandbox| {
            let command = sandbox.json("msg list --type command --agent execution");
            let id = command[0]["id"].to_string();
            let args = ["--as", "execution", "msg", "reply", &id, "--payload", said];
            let ran = sandbox.run(&args);
            assert_eq!(ran.code, 4, "{}", ran.stderr);
            assert!(
                ran.stderr.contains("a breach of guide mode"),
                "{}",
                ran.stderr
            );
            assert!(has_event(sandbox, "mode.breach"));
            let late = sandbox.json("audit log --kind answer.late");
            let said: Value = serde_json::from_str(said).unwrap();
            assert_eq!(late[0]["details"]["answer"], said);
        };
        // The cycle waits before it goes on.
        let sandbox = Sandbox::in_memory();
        let script = format!("echo '{PROPOSED}'");
        sandbox.cycle_with(9, "execution", &script, " --gate monitoring");
        reply(&sandbox);
        sandbox.fails(10, &format!("cycle approve {}", latest_id(&sandbox)));
        is_halted_for(&sandbox, said);
        // It is over.
        let sandbox = Sandbox::in_memory();
        sandbox.cycle_with(0, "execution", &script, "");
        reply(&sandbox);
        assert_eq!(latest(&sandbox)["phase"], "completed");
        sandbox.ok("audit verify");
    }
}

#[test]
fn fault_28_an_agent_on_the_bus_is_held_to_the_mode_too_and_its_replay_comes_out_the_same() {
    for said in BREACHES {
        let sandbox = Sandbox::in_memory();
        sandbox.ok("health beat --agent execution");
        let run = sandbox.spawn("-o json cycle run --symbol EURUSD --agent execution=mailbox");
        let got = sandbox.json("msg recv --agent execution --wait 30s");
        let id = got[0]["id"].to_string();
        let args = ["--as", "execution", "msg", "reply", &id, "--payload", said];
        assert_eq!(sandbox.run(&args).code, 0);
        let run = ran(run.wait_with_output().unwrap());
        assert_eq!(run.code, 10, "{}{}", run.stdout, run.stderr);
        is_halted_for(&sandbox, said);
        let id = latest_id(&sandbox);
        assert_eq!(sandbox.json(&format!("cycle replay {id}"))["same"], true);
    }
}

/// A cycle moved by hand to this phase.
fn by_hand(sandbox: &Sandbox, phase: &str) -> String {
    sandbox.ok("db init");
    let id = sandbox.start_cycle("EURUSD");
    while latest(sandbox)["phase"] != phase {
        sandbox.ok(&format!("cycle advance {id}"));
    }
    id
}

fn command_to_execution(sandbox: &Sandbox, id: &str) -> String {
    let line = format!("--to execution --type command --subject go --cycle {id}");
    sandbox.send(&line)
}

fn reply_of_execution(sandbox: &Sandbox, command: &str, said: &str) -> Ran {
    sandbox.run(&[
        "--as",
        "execution",
        "msg",
        "reply",
        command,
        "--payload",
        said,
    ])
}

fn write_result(sandbox: &Sandbox, id: &str, said: &str) {
    let key = "execution_result";
    let ran = sandbox.run(&[
        "--as",
        "execution",
        "state",
        "write",
        "--cycle",
        id,
        "--key",
        key,
        "--value",
        said,
    ]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn fault_28_a_cycle_that_is_moved_by_hand_is_held_to_the_mode_however_the_breach_comes() {
    for said in BREACHES {
        // Replied to a command of the cycle.
        let sandbox = Sandbox::in_memory();
        let id = by_hand(&sandbox, "execution");
        let command = command_to_execution(&sandbox, &id);
        assert_eq!(reply_of_execution(&sandbox, &command, said).code, 0);
        sandbox.fails(10, &format!("cycle advance {id}"));
        is_halted_for(&sandbox, said);
        // Replied once more, after a proposal.
        let sandbox = Sandbox::in_memory();
        let id = by_hand(&sandbox, "execution");
        let command = command_to_execution(&sandbox, &id);
        assert_eq!(reply_of_execution(&sandbox, &command, PROPOSED).code, 0);
        sandbox.ok(&format!("cycle advance {id}"));
        assert_eq!(reply_of_execution(&sandbox, &command, said).code, 4);
        sandbox.fails(10, &format!("cycle complete {id}"));
        is_halted_for(&sandbox, said);
        // Written as its result.
        let sandbox = Sandbox::in_memory();
        let id = by_hand(&sandbox, "execution");
        write_result(&sandbox, &id, said);
        sandbox.fails(10, &format!("cycle advance {id}"));
        is_halted_for(&sandbox, said);
        // Written in the last moment.
        let sandbox = Sandbox::in_memory();
        let id = by_hand(&sandbox, "monitoring");
        write_result(&sandbox, &id, said);
        sandbox.fails(10, &format!("cycle complete {id}"));
        is_halted_for(&sandbox, said);
    }
}

#[test]
fn fault_28_an_outcome_given_to_complete_is_looked_at() {
    for result in [
        r#"{"outcome":"executed"}"#,
        r#"{"outcome":"Executed","orders":1}"#,
        r#"{"outcome":["proposed"]}"#,
        r#"{"data":{"outcome":"filled"}}"#,
        r#"{"status":"ok","data":{}}"#,
    ] {
        let sandbox = Sandbox::in_memory();
        let id = by_hand(&sandbox, "monitoring");
        let ran = sandbox.run(&["cycle", "complete", &id, "--result", result]);
        assert_eq!(ran.code, 10, "{}", ran.stderr);
        assert!(ran.stderr.contains("breach"), "{}", ran.stderr);
        is_halted_for(&sandbox, result);
    }
    for result in [
        r#"{"outcome":"proposed"}"#,
        r#"{"orders":0}"#,
        "0",
        r#""done""#,
    ] {
        let sandbox = Sandbox::in_memory();
        let id = by_hand(&sandbox, "monitoring");
        let ran = sandbox.run(&["cycle", "complete", &id, "--result", result]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(!has_event(&sandbox, "mode.breach"));
    }
}

#[test]
fn a_failure_is_no_breach_and_no_cycle_in_guide_mode_is_completed_over_it() {
    for said in FAILURES {
        let sandbox = Sandbox::in_memory();
        sandbox.cycle_with(7, "execution", &format!("echo '{said}'"), "");
        assert!(!has_event(&sandbox, "mode.breach"), "{said}");
        let sandbox = Sandbox::in_memory();
        let id = by_hand(&sandbox, "execution");
        let command = command_to_execution(&sandbox, &id);
        assert_eq!(reply_of_execution(&sandbox, &command, said).code, 0);
        let stderr = sandbox.fails(4, &format!("cycle advance {id}"));
        assert!(stderr.contains("cycle fail"), "{stderr}");
        // Asked again, it proposes.
        let again = command_to_execution(&sandbox, &id);
        assert_eq!(reply_of_execution(&sandbox, &again, PROPOSED).code, 0);
        sandbox.ok(&format!("cycle advance {id}"));
        write_result(&sandbox, &id, said);
        sandbox.fails(4, &format!("cycle complete {id}"));
        write_result(&sandbox, &id, PROPOSED);
        sandbox.ok(&format!("cycle complete {id}"));
        assert!(!has_event(&sandbox, "mode.breach"), "{said}");
    }
    let sandbox = Sandbox::in_memory();
    sandbox.cycle_with(7, "execution", "exit 3", "");
    assert!(!has_event(&sandbox, "mode.breach"));
}

#[test]
fn fault_29_a_command_to_execution_is_delivered_at_most_once_whatever_is_done_to_it() {
    for act in ["nack", "nack --delay 1ms", "extend --lease 1ms", "nothing"] {
        let sandbox = Sandbox::with_database();
        sandbox.ok("health beat --agent execution");
        let line = "cycle run --symbol EURUSD --agent execution=mailbox --phase-timeout 3s";
        let supervisor = sandbox.spawn(line);
        let got = sandbox.json("msg recv --agent execution --wait 30s --lease 1ms");
        let id = got[0]["id"].as_i64().unwrap();
        let pid = Pid::from_raw(i32::try_from(supervisor.id()).unwrap()).unwrap();
        kill_process(pid, Signal::STOP).unwrap();
        if let Some((verb, options)) = act.split_once(' ') {
            sandbox.ok(&format!("msg {verb} {id} --as execution {options}"));
        } else if act == "nack" {
            sandbox.ok(&format!("msg nack {id} --as execution"));
        }
        for actor in ["supervisor", "execution"] {
            let stderr = sandbox.fails(4, &format!("--as {actor} msg requeue {id}"));
            assert!(stderr.contains("delivered at most once"), "{stderr}");
            assert!(stderr.contains("hint: "), "{stderr}");
        }
        // Until long after its time has run out.
        let again = sandbox.try_line("-o json msg recv --agent execution --type command --wait 4s");
        assert_eq!((again.code, again.stdout.trim()), (5, "[]"), "{act}");
        sandbox.fails(4, &format!("msg requeue {id}"));
        let shown = sandbox.json(&format!("msg show {id}"));
        assert_eq!(shown["deliveries"], 1, "{act}: {shown}");
        kill_process(pid, Signal::CONT).unwrap();
        let ended = ran(supervisor.wait_with_output().unwrap());
        assert_eq!(ended.code, 7, "{act}: {}", ended.stderr);
    }
}

#[test]
fn a_rejection_or_an_error_on_the_bus_cannot_be_walked_past() {
    for agent in ["strategy", "risk"] {
        for status in ["rejected", "error"] {
            let (sandbox, id, command) = claimed_and_left(agent, "");
            for verb in ["advance", "complete"] {
                let stderr = sandbox.fails(4, &format!("cycle {verb} {id}"));
                assert!(stderr.contains("has not answered"), "{stderr}");
                assert!(stderr.contains("cycle resume"), "{stderr}");
            }
            let answer = format!(r#"{{"status":"{status}","message":"no"}}"#);
            sandbox.ok(&format!(
                "msg reply {command} --as {agent} --payload {answer}"
            ));
            let ran = sandbox.try_line(&format!("-o json cycle advance {id}"));
            assert_eq!(ran.code, 7, "{}{}", ran.stdout, ran.stderr);
            let cycle: Value = serde_json::from_str(&ran.stdout).unwrap();
            assert_eq!(cycle["phase"], "failed");
            let said = if status == "error" { "failed" } else { status };
            assert_eq!(cycle["errors"], json!([format!("{agent} {said}: no")]));
            assert_eq!(cycle["active_agents"][agent], status);
            let result = sandbox.json(&format!("state read --cycle {id} --key {agent}_result"));
            assert_eq!(result["value"]["status"], status);
            assert_eq!(result["written_by"], agent);
            let health = sandbox.json("health");
            let health = health.as_array().unwrap().iter();
            let of = health.clone().find(|health| health["agent_name"] == agent);
            assert_eq!(of.unwrap()["error_count"], u8::from(status == "error"));
            sandbox.fails(4, &format!("cycle resume {id}"));
            assert_eq!(sandbox.json("msg list --agent execution"), json!([]));
        }
    }
}

#[test]
fn an_answer_that_lies_on_the_bus_is_recorded_before_a_phase_is_left_by_hand() {
    let (sandbox, id, command) = claimed_and_left("risk", "");
    let answer = r#"{"status":"ok","data":{"size":1.10}}"#;
    sandbox.fails(4, &format!("cycle advance {id}"));
    sandbox.ok(&format!("msg reply {command} --as risk --payload {answer}"));
    // A move that there is not records nothing.
    sandbox.fails(4, &format!("cycle advance {id} --to monitoring"));
    sandbox.fails(4, &format!("cycle complete {id}"));
    sandbox.fails(3, &format!("state read --cycle {id} --key risk_result"));
    let cycle = sandbox.json(&format!("cycle advance {id}"));
    assert_eq!(cycle["phase"], "execution");
    assert_eq!(cycle["active_agents"]["risk"], "ok");
    let ran = sandbox.ok(&format!(
        "-o jsonl state read --cycle {id} --key risk_result"
    ));
    assert!(ran.contains(r#""size":1.10"#), "{ran}");
    let response = sandbox.json("msg list --type response --agent supervisor --limit 1");
    assert_eq!(response[0]["status"], "processed");
    sandbox.ok("audit verify");
}

#[test]
fn a_phase_left_by_hand_with_an_answer_from_the_bus_waits_at_its_gate() {
    let (sandbox, id, command) = claimed_and_left("risk", " --gate execution");
    sandbox.fails(4, &format!("cycle approve {id}"));
    let answer = r#"{"status":"ok"}"#;
    sandbox.ok(&format!("msg reply {command} --as risk --payload {answer}"));
    sandbox.fails(4, &format!("cycle approve {id}"));
    let ran = sandbox.try_line(&format!("-o json cycle advance {id}"));
    assert_eq!(ran.code, 9, "{}{}", ran.stdout, ran.stderr);
    let cycle: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(cycle["waiting_for"], "execution");
    sandbox.fails(9, &format!("cycle advance {id}"));
    sandbox.ok(&format!("cycle approve {id}"));
    assert_eq!(sandbox.json(&format!("cycle resume {id}"))["success"], true);
}

#[test]
fn an_execution_that_has_answered_is_left_with_its_answer_only() {
    let (sandbox, id, command) = claimed_and_left("execution", "");
    sandbox.fails(4, &format!("cycle advance {id}"));
    sandbox.fails(4, &format!("cycle complete {id}"));
    sandbox.ok(&format!(
        "msg reply {command} --as execution --payload {PROPOSED}"
    ));
    sandbox.ok(&format!("cycle advance {id}"));
    let result = sandbox.json(&format!("state read --cycle {id} --key execution_result"));
    assert_eq!(result["value"]["data"]["outcome"], "proposed");
    sandbox.ok(&format!("cycle complete {id}"));
}

#[test]
fn a_command_that_is_over_does_not_open_the_way_either() {
    let (sandbox, id, command) = claimed_and_left("risk", "");
    for _ in 0..4 {
        sandbox.ok(&format!("msg nack {command} --as risk"));
        sandbox.ok("msg recv --agent risk");
    }
    let dead = sandbox.json(&format!("msg nack {command} --as risk"));
    assert_eq!(dead["status"], "dead");
    sandbox.fails(4, &format!("cycle advance {id}"));
    // The pipeline asks anew.
    assert_eq!(sandbox.json(&format!("cycle resume {id}"))["success"], true);
}

#[test]
fn no_cycle_goes_on_where_an_earlier_phase_has_no_recorded_ok() {
    for answer in ["NULL, answered_at = NULL", "'rejected'"] {
        let sandbox = Sandbox::new();
        sandbox.fails(9, "cycle run --symbol EURUSD --gate execution");
        let id = latest_id(&sandbox);
        sandbox.ok(&format!("cycle approve {id}"));
        sql(
            &sandbox,
            &format!("UPDATE cycle_phases SET answer = {answer} WHERE phase = 'strategy_analysis'"),
        );
        for verb in ["resume", "advance"] {
            let stderr = sandbox.fails(4, &format!("cycle {verb} {id}"));
            assert!(
                stderr.contains("strategy_analysis has no recorded"),
                "{stderr}"
            );
            assert!(stderr.contains("cycle fail"), "{stderr}");
        }
        assert_eq!(sandbox.json("msg list --agent execution"), json!([]));
        sandbox.ok(&format!("cycle fail {id} --error unclear"));
    }
}

#[test]
fn an_agent_that_says_no_over_the_bus_and_prints_yes_has_not_said_yes() {
    for status in ["rejected", "error"] {
        for agent in ["strategy", "risk", "execution"] {
            let sandbox = Sandbox::in_memory();
            let said = format!(r#"{{"status":"{status}","message":"no"}}"#);
            let script = format!(
                "{BINARY} msg reply $FLOWREX_COMMAND --payload '{said}' -q >&2; echo '{PROPOSED}'"
            );
            let result = sandbox.cycle_with(7, agent, &script, "");
            let error = result["errors"][0].as_str().unwrap();
            assert!(error.ends_with(": no"), "{error}");
            let key = format!("{agent}_result");
            assert_eq!(result["results"][&key]["status"], status);
            let late = sandbox.json("audit log --kind answer.late");
            assert_eq!(late[0]["details"]["answer"]["status"], "ok");
        }
    }
}

/// The binary, with this token.
fn with_token(sandbox: &Sandbox, token: &str, line: &str) -> std::process::Command {
    let mut command = sandbox.command();
    command.env("FLOWREX_TOKEN", token).args(line.split(' '));
    command
}

#[test]
fn the_answer_of_an_execution_is_on_record_although_the_supervisors_token_was_replaced() {
    for (mode, said, code) in [
        ("autonomous", "executed", 7),
        ("guide", "proposed", 7),
        ("guide", "executed", 10),
    ] {
        let sandbox = Sandbox::with_database();
        sandbox.ok(&format!("mode set {mode} --reason x"));
        let token = sandbox.ok("agent enroll supervisor -q");
        let begun = Sign::new(&sandbox, "begun");
        let go = Sign::new(&sandbox, "go");
        let script = format!(
            "echo > {}; cat {}; echo '{{\"status\":\"ok\",\"data\":{{\"outcome\":\"{said}\"}},\
             \"message\":\"order 4711\"}}'",
            begun.path(),
            go.path()
        );
        let script = sandbox.script("execution.sh", &script);
        let line = format!("-o json cycle run --symbol EURUSD --agent execution=exec:{script}");
        let supervisor = with_token(&sandbox, &token, &line)
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        begun.wait();
        let rotated = ran(with_token(&sandbox, &token, "agent enroll supervisor -q")
            .output()
            .unwrap());
        assert_eq!(rotated.code, 0, "{}", rotated.stderr);
        // Its sign of life takes no token: the agent is not killed for want of one.
        let store = sandbox.store(&TestSources::new());
        let mut cursor = store.cursor().unwrap();
        let deadline = std::time::Instant::now() + Duration::from_secs(30);
        while sandbox.json("audit log --kind cycle.renew") == json!([]) {
            assert!(
                store.wait_for_change(&mut cursor, deadline).unwrap(),
                "no sign of life"
            );
        }
        fs::write(go.path(), "").unwrap();
        let ended = ran(supervisor.wait_with_output().unwrap());
        assert_eq!(ended.code, code, "{}{}", ended.stdout, ended.stderr);
        let result: Value = serde_json::from_str(&ended.stdout).unwrap();
        let error = result["errors"].to_string();
        assert!(
            error.contains("token of supervisor was replaced"),
            "{error}"
        );
        assert!(error.contains("answer.late"), "{error}");
        let late = sandbox.json("audit log --kind answer.late");
        assert_eq!(late[0]["details"]["answer"]["message"], "order 4711");
        assert_eq!(has_event(&sandbox, "mode.breach"), code == 10);
        sandbox.ok("audit verify");
    }
}

/// An agent that leaves a process behind which cannot be killed.
struct Leaving<F>(F);

impl<F: FnMut()> AgentDriver for Leaving<F> {
    fn check(&self) -> Result<(), String> {
        Ok(())
    }

    fn start(&mut self, _: &pipeline::Command) -> Box<dyn Job> {
        (self.0)();
        Box::new(Left(Some(Reply {
            answer: Answer::read(Json::parse(PROPOSED).unwrap()).unwrap(),
            response_ms: None,
            source: ReplySource::Agent,
        })))
    }
}

struct Left(Option<Reply>);

impl Job for Left {
    fn wait(&mut self, _: Duration) -> Option<Reply> {
        self.0.take()
    }

    fn stop(&mut self) -> Stopped {
        let survivor = Survivor {
            pid: Some(4711),
            ..Survivor::default()
        };
        Stopped {
            reply: None,
            survivors: vec![survivor],
            stderr: None,
        }
    }
}

#[test]
fn what_could_not_be_killed_is_on_record_although_the_supervisors_token_was_replaced() {
    let sandbox = Sandbox::with_database();
    let mut store = sandbox.store(&TestSources::new());
    let mut command = sandbox.command();
    command.args(["agent", "enroll", "supervisor", "-q"]);
    let rotate = move || assert!(command.output().unwrap().status.success());
    let drivers = DriverSet {
        execution: Box::new(Leaving(rotate)),
        ..builtin_drivers()
    };
    let outcome = run_cycle(&mut store, drivers).unwrap();
    assert_eq!(outcome.cycle.phase.as_str(), "failed");
    assert!(has_event(&sandbox, "answer.late"));
    let events = sandbox.json("audit log --kind agent.survived");
    assert_eq!(events.as_array().unwrap().len(), 1, "{events}");
    assert_eq!(events[0]["actor"], "supervisor");
    assert_eq!(events[0]["details"]["processes"][0]["pid"], 4711);
    assert_eq!(events[0]["subject"], latest_id(&sandbox));
    sandbox.ok("audit verify");
}

#[test]
fn a_breach_says_which_word_stood_where() {
    for (said, why) in [
        (
            r#"{"status":"ok","data":{"outcome":"executed"}}"#,
            r#"execution said "executed" in data.outcome"#,
        ),
        (
            r#"{"status":"ok","data":{"outcome":"proposed"},"outcome":"filled"}"#,
            r#"execution said "filled" in outcome, beside data"#,
        ),
        (
            r#"{"status":"ok","data":{},"outcome":"proposed"}"#,
            r#""proposed" is in outcome next to data"#,
        ),
        (
            r#"{"status":"ok"}"#,
            r#"ok without "proposed" in data.outcome"#,
        ),
    ] {
        let sandbox = Sandbox::in_memory();
        sandbox.cycle_with(10, "execution", &format!("echo '{said}'"), "");
        let cycle = latest(&sandbox);
        let reason = cycle["halt_reason"].as_str().unwrap();
        assert!(reason.starts_with("supervisor: breach: "), "{reason}");
        assert!(reason.contains(why), "{said}: {reason}");
        assert!(reason.contains("guide mode"), "{said}: {reason}");
        assert!(cycle["errors"].to_string().contains("breach: "), "{cycle}");
        assert!(!reason.contains("more than propose"), "{reason}");
    }
}

#[test]
fn a_breach_that_an_earlier_version_has_recorded_is_replayed_as_the_same() {
    let sandbox = Sandbox::with_database();
    let said = r#"echo '{"status":"ok","data":{"outcome":"executed"}}'"#;
    sandbox.cycle_with(10, "execution", said, "");
    let earlier = "breach: execution did more than propose in guide mode";
    let update = format!(
        "UPDATE coordination_state SET halt_reason = 'supervisor: {earlier}', \
         errors = '[\"{earlier}\"]'"
    );
    sql(&sandbox, &update);
    let replay = sandbox.json(&format!("cycle replay {}", latest_id(&sandbox)));
    assert_eq!(replay["same"], true, "{replay}");
    assert_eq!(replay["recorded_end"], replay["replayed_end"], "{replay}");
}

#[test]
fn an_answer_that_cannot_be_recorded_is_told_in_full() {
    let sandbox = Sandbox::with_database();
    let sources = TestSources::new();
    let mut store = sandbox.store(&sources);
    let (clock, folder) = (sources.clone(), sandbox.database());
    let binary = move |token: &str, args: &[&str]| {
        let output = std::process::Command::new(BINARY)
            .args(args)
            .env("FLOWREX_DB", &folder)
            .env("FLOWREX_TOKEN", token)
            .output();
        let ran = ran(output.unwrap());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran.stdout.trim().to_owned()
    };
    // It loses its token, and the cycle to somebody else.
    let slow = TestDriver(move |command: &pipeline::Command| {
        clock.set(0);
        let token = binary("", &["agent", "enroll", "supervisor", "-q"]);
        let id = &command.order.cycle_id;
        binary(&token, &["cycle", "fail", id, "--error", "taken"]);
        json!({"status": "ok", "data": {"outcome": "proposed"}, "message": "order 4711"})
    });
    sources.set(1);
    let drivers = DriverSet {
        execution: Box::new(slow),
        ..builtin_drivers()
    };
    let error = run_cycle(&mut store, drivers).unwrap_err();
    let said = r#"{"data":{"outcome":"proposed"},"message":"order 4711","status":"ok"}"#;
    assert!(error.to_string().contains(said), "{error}");
    assert!(
        error.to_string().contains("could not be recorded"),
        "{error}"
    );
}

#[test]
fn what_a_program_had_answered_when_it_was_stopped_is_on_record() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("mode set autonomous --reason x");
    let begun = Sign::new(&sandbox, "begun");
    let said = r#"{"status":"ok","data":{"outcome":"executed"},"message":"order 4711"}"#;
    let script = format!("echo '{said}'; echo > {}; sleep 1000", begun.path());
    let script = sandbox.script("execution.sh", &script);
    let line = format!("cycle run --symbol EURUSD --agent execution=exec:{script}");
    let supervisor = sandbox.spawn(&line);
    begun.wait();
    sandbox.ok("halt --reason stop");
    let ended = ran(supervisor.wait_with_output().unwrap());
    assert_eq!(ended.code, 10, "{}", ended.stderr);
    let late = sandbox.json("audit log --kind answer.late");
    assert_eq!(late[0]["details"]["answer"]["message"], "order 4711");
    sandbox.nothing_is_left();

    let sandbox = Sandbox::with_database();
    let script = format!("echo '{said}'; sleep 1000");
    sandbox.cycle_with(10, "execution", &script, " --phase-timeout 3s");
    is_halted_for(&sandbox, said);
}

#[test]
fn what_is_refused_as_an_answer_is_on_record() {
    let (sandbox, id, command) = claimed_and_left("risk", "");
    sandbox.ok(&format!("cycle fail {id} --error over"));
    let said = r#"{"status":"ok","data":{"size":1.10}}"#;
    let line = format!("msg reply {command} --as risk --payload {said}");
    let stderr = sandbox.fails(4, &line);
    assert!(
        stderr.contains("expired already; the answer is recorded as late"),
        "{stderr}"
    );
    let log = sandbox.ok("-o jsonl audit log --kind answer.late");
    assert!(log.contains(said), "{log}");
    let kinds = sandbox.event_kinds();
    assert_eq!(kinds[kinds.len() - 2..], ["answer.late", "refused"]);
    // Whoever is not its recipient has no answer to give.
    sandbox.fails(
        8,
        &format!("msg reply {command} --as strategy --payload {said}"),
    );
    assert_eq!(
        sandbox
            .json("audit log --kind answer.late")
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

/// A JSON text of this many bytes.
fn text(bytes: usize) -> String {
    format!("\"{}\"", "x".repeat(bytes - 2))
}

fn write(sandbox: &Sandbox, id: &str, key: &str, value: &str) -> Ran {
    let args = [
        "state", "write", "--cycle", id, "--key", key, "--value", "-", "-q",
    ];
    sandbox.with_input(&args, value.as_bytes())
}

const MIB: usize = 1 << 20;

#[test]
fn fault_30_the_state_of_a_cycle_is_bounded_and_what_is_within_runs_to_its_end() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.ok("cycle start --symbol EURUSD --gate execution -q");
    let mut written = 0;
    for at in 0..17 {
        let ran = write(&sandbox, &id, &format!("big{at}"), &text(MIB));
        if ran.code == 0 {
            written += 1;
            continue;
        }
        assert_eq!(ran.code, 4, "{}", ran.stderr);
        assert!(ran.stderr.contains("8 MiB"), "{}", ran.stderr);
        assert!(
            ran.stderr.contains("hint: replace a value"),
            "{}",
            ran.stderr
        );
        break;
    }
    // Beside the inputs there is no room for an eighth.
    assert_eq!(written, 7);
    let values = sandbox.json(&format!("state list --cycle {id}"));
    let used: usize = values
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["value"].to_string().len())
        .sum();
    let left = 8 * MIB - used;
    let before = sandbox.dump();
    assert_eq!(write(&sandbox, &id, "rest", &text(left + 1)).code, 4);
    assert_eq!(sandbox.dump(), before, "a refusal changed something");
    assert_eq!(write(&sandbox, &id, "rest", &text(left)).code, 0);
    assert_eq!(write(&sandbox, &id, "one", "1").code, 4);
    // Another version takes the place of the one before, however many there are.
    for _ in 0..3 {
        assert_eq!(write(&sandbox, &id, "big0", &text(MIB)).code, 0);
    }
    // An answer written by hand is aside.
    assert_eq!(write(&sandbox, &id, "strategy_result", &text(MIB)).code, 0);

    // Each agent is handed all of it, and answers with as much as it may.
    let answer = |outcome: &str| {
        let frame = format!(r#"{{"status":"ok","data":{{"outcome":"{outcome}"}},"message":""}}"#);
        frame.replace(
            r#""message":"""#,
            &format!(r#""message":{}"#, text(MIB - frame.len() + 2)),
        )
    };
    fs::write(sandbox.path().join("answer"), answer("proposed")).unwrap();
    let script = sandbox.script("agent.sh", "wc -c >> sizes; cat answer");
    let agents =
        ["strategy", "risk", "execution"].map(|name| format!(" --agent {name}=exec:{script}"));
    let agents = agents.concat();
    let ran = sandbox.try_line(&format!("-q cycle resume {id}{agents}"));
    assert_eq!(ran.code, 9, "{}", ran.stderr);
    sandbox.ok(&format!("-q cycle approve {id}"));
    let ran = sandbox.try_line(&format!("-q cycle resume {id}{agents}"));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let sizes = fs::read_to_string(sandbox.path().join("sizes")).unwrap();
    let sizes: Vec<usize> = sizes
        .lines()
        .map(|size| size.trim().parse().unwrap())
        .collect();
    assert_eq!(sizes.len(), 3);
    assert!(sizes[2] > 10 * MIB, "{sizes:?}");
    assert_eq!(latest(&sandbox)["phase"], "completed");
    sandbox.ok("audit verify");
    sandbox.ok("db check");
    sandbox.ok(&format!("-q cycle replay {id}"));
}

#[test]
fn a_cycle_has_a_bounded_number_of_keys() {
    let sandbox = Sandbox::in_memory();
    let id = by_hand(&sandbox, "initializing");
    let mut store = sandbox.store(&TestSources::new());
    let cycle = id.parse().unwrap();
    let supervisor = flowrex_coord::model::caller::Caller::supervisor();
    let one = Json::parse("1").unwrap();
    let mut state = flowrex_coord::coordination::shared_state::SharedStateManager::new(&mut store);
    let mut keys = 5;
    let refused = loop {
        let key = format!("k{keys}").parse().unwrap();
        match state.write(&supervisor, &cycle, &key, &one, None) {
            Ok(_) => keys += 1,
            Err(error) => break error,
        }
        assert!(keys <= 1000, "no bound");
    };
    assert_eq!(keys, 1000, "{refused}");
    assert!(refused.to_string().contains("1000 keys"), "{refused}");
    let key = "k5".parse().unwrap();
    state.write(&supervisor, &cycle, &key, &one, None).unwrap();
}
