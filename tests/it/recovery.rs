//! Recovery: kill the supervisor anywhere, and what follows is one clear result;
//! execution is never run twice.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use flowrex_coord::agents::builtin_drivers;
use flowrex_coord::coordination::pipeline::{
    self, AgentDriver, DriverSet, Job, OWNER_LEASE, Reply, ReplySource,
};
use flowrex_coord::coordination::recovery::Recovery;
use flowrex_coord::model::answer::Answer;
use flowrex_coord::model::caller::Caller;
use flowrex_coord::model::clock::{Clock, Timestamp};
use flowrex_coord::model::id::IdSource;
use flowrex_coord::model::next_step::NextStep;
use flowrex_coord::model::phase::Phase;
use flowrex_coord::model::sources::Sources;
use flowrex_coord::store::database::{self, CheckLevel};
use flowrex_coord::store::{Options, Store};
use rustix::process::{Pid, Signal, getpid, kill_process};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::common::{
    Sandbox, Sign, TestDriver, TestSources, new_cycle, pipeline, ran, run_cycle, until,
};

/// Tells the test binary, run again, in which folder to run a cycle, and at
/// which point to die.
const DIE_AT: &str = "FLOWREX_TEST_DIE_AT";
const FOLDER: &str = "FLOWREX_TEST_FOLDER";

/// Counts the points of a run at which its process can be killed, and kills it at
/// the one that was chosen: whenever the time is looked at (before and within each
/// transaction), an id is drawn (within one), an agent begins and has done its work.
#[derive(Clone)]
struct Points {
    left: Arc<AtomicU32>,
    inner: TestSources,
}

impl Points {
    fn pass(&self) {
        if self.left.fetch_sub(1, Ordering::Relaxed) == 1 {
            kill_process(getpid(), Signal::KILL).unwrap();
        }
    }
}

impl Clock for Points {
    fn now(&self) -> Timestamp {
        self.pass();
        self.inner.now()
    }
}

impl IdSource for Points {
    fn uuid(&self) -> Uuid {
        self.pass();
        self.inner.uuid()
    }
}

/// A drivers that notes in a file each time that one of it has done its work.
fn noting_team(folder: &Path, point: impl Fn() + Clone + 'static) -> DriverSet {
    let driver = |name: &'static str| {
        let (folder, point) = (folder.to_owned(), point.clone());
        Box::new(TestDriver(move |_: &pipeline::Command| {
            point();
            note(&folder, name);
            point();
            json!({"status": "ok", "data": {"outcome": "proposed"}})
        }))
    };
    DriverSet {
        strategy: driver("strategy"),
        risk: driver("risk"),
        execution: driver("execution"),
    }
}

fn note(folder: &Path, name: &str) {
    let file = folder.join(format!("{name}.ran"));
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(file)
        .unwrap();
    writeln!(file, "{name}").unwrap();
}

fn times_run(folder: &Path, name: &str) -> usize {
    fs::read_to_string(folder.join(format!("{name}.ran"))).map_or(0, |text| text.lines().count())
}

fn open(folder: &Path, sources: Box<dyn Sources>) -> Store {
    let options = Options {
        busy_timeout: Duration::from_secs(30),
        create_folder: false,
        ..Options::default()
    };
    Store::open(&folder.join("coord.db"), &options, sources).unwrap()
}

/// Not a test by itself: the run that is killed by the test below.
#[test]
fn a_run_that_dies_at_a_point() {
    let (Ok(point), Ok(folder)) = (std::env::var(DIE_AT), std::env::var(FOLDER)) else {
        return;
    };
    let folder = PathBuf::from(folder);
    let points = Points {
        left: Arc::new(AtomicU32::new(point.parse().unwrap())),
        inner: TestSources::new(),
    };
    let mut store = open(&folder, Box::new(points.clone()));
    let drivers = noting_team(&folder, move || points.pass());
    pipeline(&mut store, drivers)
        .execute_cycle(&new_cycle())
        .unwrap();
}

/// Runs a cycle in a process of its own that dies at this point. Tells whether it
/// did.
fn dies_at(point: u32, folder: &Path) -> bool {
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "recovery::a_run_that_dies_at_a_point"])
        .env(DIE_AT, point.to_string())
        .env(FOLDER, folder)
        .output()
        .unwrap()
        .status;
    assert!(status.success() || status.signal() == Some(9), "{status}");
    !status.success()
}

#[test]
fn a_supervisor_killed_at_any_point_is_resumed_to_one_result_and_execution_runs_once() {
    let mut killed = 0;
    let mut ends = Vec::new();
    for point in 1.. {
        let sandbox = Sandbox::with_database();
        let folder = sandbox.path();
        if !dies_at(point, folder) {
            break;
        }
        killed += 1;
        sandbox.ok("audit verify");
        let sources = TestSources::new();
        sources.pass(Duration::from_hours(1));
        let mut store = open(folder, Box::new(sources));
        let problems = store.read(|tx| database::page_problems(tx, CheckLevel::Full));
        assert_eq!(problems.unwrap(), Vec::<String>::new());
        let found = Recovery::new(&mut store)
            .recover(&Caller::supervisor())
            .unwrap();
        let before = times_run(folder, "execution");
        let end = match found.as_slice() {
            [] => "nothing was begun, or all was done",
            [cycle] if cycle.phase == Phase::Failed => {
                assert!(cycle.errors[0].contains("unknown"), "{:?}", cycle.errors);
                "unknown"
            }
            [cycle] => {
                let drivers = noting_team(folder, || {});
                let outcome = pipeline(&mut store, drivers)
                    .resume_cycle(&cycle.id)
                    .unwrap();
                assert_eq!(outcome.cycle.phase, Phase::Completed, "point {point}");
                assert_eq!(times_run(folder, "execution"), 1, "point {point}");
                "resumed"
            }
            more => panic!("one cycle became {}", more.len()),
        };
        let after = times_run(folder, "execution");
        assert!(after <= 1, "execution ran twice: point {point}");
        assert!(end == "resumed" || after == before, "point {point}");
        // The next command works.
        let next = pipeline(&mut store, builtin_drivers()).execute_cycle(&new_cycle());
        assert_eq!(next.unwrap().cycle.phase, Phase::Completed);
        drop(store);
        sandbox.ok("audit verify");
        ends.push(end);
    }
    assert!(killed >= 15, "only {killed} points");
    for end in ["nothing was begun, or all was done", "unknown", "resumed"] {
        assert!(ends.contains(&end), "{end}: {ends:?}");
    }
}

/// A cycle whose supervisor was killed while this agent worked.
fn killed_during(agent: &str) -> (Sandbox, String) {
    let sandbox = Sandbox::with_database();
    let begun = Sign::new(&sandbox, "begun");
    let script = format!("echo >> {agent}.ran; echo > {}; sleep 1000", begun.path());
    let script = sandbox.script("agent.sh", &script);
    let line = format!("cycle run --symbol EURUSD --agent {agent}=exec:{script}");
    let mut supervisor = sandbox.spawn(&line);
    begun.wait();
    supervisor.kill().unwrap();
    supervisor.wait().unwrap();
    let id = sandbox.json("cycle show")["cycle_id"]
        .as_str()
        .unwrap()
        .to_owned();
    (sandbox, id)
}

/// The library with a clock at which every lease is over.
fn later(sandbox: &Sandbox) -> Store {
    sandbox.store(&TestSources::new())
}

#[test]
fn a_cycle_whose_process_died_belongs_to_it_until_its_lease_is_over() {
    let (sandbox, id) = killed_during("risk");
    sandbox.fails(4, &format!("cycle resume {id}"));
    assert_eq!(sandbox.json("cycle recover"), json!([]));
    let mut store = later(&sandbox);
    let found = Recovery::new(&mut store)
        .recover(&Caller::supervisor())
        .unwrap();
    assert_eq!(found[0].phase, Phase::RiskValidation);
    let refused = pipeline(&mut store, builtin_drivers()).execute_cycle(&new_cycle());
    let refused = refused.unwrap_err();
    assert_eq!(
        refused.next_step(),
        NextStep::ResumeCycle(found[0].id.clone())
    );
    let resumed = pipeline(&mut store, builtin_drivers())
        .resume_cycle(&found[0].id)
        .unwrap();
    assert_eq!(resumed.cycle.phase, Phase::Completed);
    assert_eq!(resumed.cycle.epoch, 2);
    assert_eq!(resumed.cycle.phases[2].attempts, 2);
    // The command of the dead run was withdrawn.
    let commands = sandbox.json("msg list --type command --agent risk");
    assert_eq!(commands[0]["status"], "processed");
    assert_eq!(commands[1]["status"], "expired");
}

#[test]
fn a_cycle_whose_process_died_in_execution_is_failed_and_never_run_again() {
    for by_run in [false, true] {
        let (sandbox, id) = killed_during("execution");
        let mut store = later(&sandbox);
        if by_run {
            let refused = pipeline(&mut store, builtin_drivers()).execute_cycle(&new_cycle());
            let refused = refused.unwrap_err();
            assert!(refused.to_string().contains("unknown"), "{refused}");
        } else {
            Recovery::new(&mut store)
                .recover(&Caller::supervisor())
                .unwrap();
        }
        let cycle = sandbox.json(&format!("cycle show {id}"));
        assert_eq!(cycle["phase"], "failed");
        assert!(cycle["errors"][0].as_str().unwrap().contains("unknown"));
        sandbox.fails(4, &format!("cycle resume {id}"));
        assert_eq!(times_run(sandbox.path(), "execution"), 1);
        sandbox.ok("cycle run --symbol EURUSD");
    }
}

#[test]
fn resuming_does_not_run_an_execution_again_either() {
    let (sandbox, _) = killed_during("execution");
    let id = sandbox.json("cycle show")["cycle_id"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    let mut store = later(&sandbox);
    let drivers = noting_team(sandbox.path(), || {});
    let outcome = pipeline(&mut store, drivers).resume_cycle(&id).unwrap();
    assert_eq!(outcome.cycle.phase, Phase::Failed);
    assert_eq!(times_run(sandbox.path(), "execution"), 1);
}

#[test]
fn an_answer_that_came_over_the_bus_while_nobody_listened_is_not_lost() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("health beat --agent execution");
    let line = "cycle run --symbol EURUSD --agent execution=mailbox";
    let mut supervisor = sandbox.spawn(line);
    let command = sandbox.json("msg recv --agent execution --wait 30s");
    supervisor.kill().unwrap();
    supervisor.wait().unwrap();
    let answer = r#"{"status":"ok","data":{"outcome":"proposed"},"message":"late"}"#;
    sandbox.ok(&format!(
        "msg reply {} --as execution --payload {answer}",
        command[0]["id"]
    ));
    let id = sandbox.json("cycle show")["cycle_id"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    let mut store = later(&sandbox);
    let found = Recovery::new(&mut store)
        .recover(&Caller::supervisor())
        .unwrap();
    assert_eq!(found[0].phase, Phase::Execution, "its outcome is known");
    let outcome = pipeline(&mut store, builtin_drivers())
        .resume_cycle(&id)
        .unwrap();
    assert_eq!(
        outcome.cycle.phase,
        Phase::Completed,
        "{:?}",
        outcome.cycle.errors
    );
    assert_eq!(outcome.results["execution_result"].as_str(), answer);
}

#[test]
fn a_supervisor_that_was_paused_and_replaced_does_no_harm_when_it_wakes() {
    let sandbox = Sandbox::with_database();
    let begun = Sign::new(&sandbox, "begun");
    let go = Sign::new(&sandbox, "go");
    let script = format!(
        "echo > {}; cat {}; echo '{{\"status\":\"ok\",\"message\":\"old\"}}'",
        begun.path(),
        go.path()
    );
    let script = sandbox.script("risk.sh", &script);
    let supervisor = sandbox.spawn(&format!(
        "cycle run --symbol EURUSD --gate execution --agent risk=exec:{script}"
    ));
    begun.wait();
    let pid = Pid::from_raw(i32::try_from(supervisor.id()).unwrap()).unwrap();
    kill_process(pid, Signal::STOP).unwrap();
    let id = sandbox.json("cycle show")["cycle_id"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    let outcome = pipeline(&mut later(&sandbox), builtin_drivers())
        .resume_cycle(&id)
        .unwrap();
    assert_eq!(outcome.cycle.waiting_for(), Some(Phase::Execution));
    let before = sandbox.dump();
    kill_process(pid, Signal::CONT).unwrap();
    let ended = ran(supervisor.wait_with_output().unwrap());
    assert_eq!(ended.code, 4, "{}", ended.stderr);
    assert!(ended.stderr.contains("taken over"), "{}", ended.stderr);
    assert_eq!(sandbox.dump(), before, "it changed something");
    sandbox.nothing_is_left();
}

#[test]
fn of_two_runs_for_one_symbol_at_once_one_is_refused() {
    let sandbox = Sandbox::with_database();
    let begun = Sign::new(&sandbox, "begun");
    let go = Sign::new(&sandbox, "go");
    let script = format!(
        "echo > {}; cat {}; echo '{{\"status\":\"ok\"}}'",
        begun.path(),
        go.path()
    );
    let script = sandbox.script("risk.sh", &script);
    let first = sandbox.spawn(&format!(
        "cycle run --symbol EURUSD --agent risk=exec:{script}"
    ));
    begun.wait();
    let stderr = sandbox.fails(4, "cycle run --symbol EURUSD");
    assert!(stderr.contains("has an active cycle already"), "{stderr}");
    sandbox.ok("cycle run --symbol GBPUSD");
    fs::write(go.path(), "").unwrap();
    assert_eq!(ran(first.wait_with_output().unwrap()).code, 0);
}

#[test]
fn a_process_that_runs_a_cycle_renews_its_lease_while_an_agent_works() {
    let sandbox = Sandbox::with_database();
    let begun = Sign::new(&sandbox, "begun");
    let script = format!("echo > {}; sleep 1000", begun.path());
    let script = sandbox.script("risk.sh", &script);
    let mut supervisor = sandbox.spawn(&format!(
        "cycle run --symbol EURUSD --agent risk=exec:{script}"
    ));
    begun.wait();
    // It gives a sign of life every five seconds; wait for the first.
    let store = sandbox.store(&TestSources::new());
    let mut cursor = store.cursor().unwrap();
    let deadline = Instant::now() + Duration::from_secs(30);
    let renewed = || -> Value { sandbox.json("audit log --kind cycle.renew") };
    while renewed() == json!([]) {
        assert!(
            store.wait_for_change(&mut cursor, deadline).unwrap(),
            "no sign of life"
        );
    }
    sandbox.ok("halt --reason over");
    assert_eq!(supervisor.wait().unwrap().code(), Some(10));
    sandbox.nothing_is_left();
}

/// As if the lease of every process had run out.
#[expect(clippy::disallowed_methods, reason = "moves time from outside")]
fn let_leases_run_out(sandbox: &Sandbox) {
    let connection = rusqlite::Connection::open(sandbox.database()).unwrap();
    let sql = "UPDATE coordination_state SET lease_until = 0 WHERE lease_until IS NOT NULL";
    assert_eq!(connection.execute(sql, []).unwrap(), 1);
}

#[test]
fn an_agent_on_the_bus_is_never_given_the_command_of_a_run_that_died() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("health beat --agent risk");
    let mut dead = sandbox.spawn("cycle run --symbol EURUSD --agent risk=mailbox");
    let peeked = || sandbox.json("msg recv --agent risk --peek");
    until("risk is sent its command", || peeked() != json!([]));
    let first = peeked()[0]["id"].clone();
    dead.kill().unwrap();
    dead.wait().unwrap();
    let_leases_run_out(&sandbox);
    let id = sandbox.json("cycle recover")[0]["cycle_id"].clone();
    let line = format!("cycle resume {} --agent risk=mailbox", id.as_str().unwrap());
    let mut resumed = sandbox.spawn(&line);
    until(
        "risk is sent it anew",
        || !matches!(&peeked()[0]["id"], id if id.is_null() || *id == first),
    );
    let given = sandbox.json("msg recv --agent risk");
    assert_eq!(given.as_array().unwrap().len(), 1, "{given}");
    assert_ne!(given[0]["id"], first);
    sandbox.ok(&format!(
        "msg reply {} --as risk --payload {{\"status\":\"ok\"}}",
        given[0]["id"]
    ));
    assert!(resumed.wait().unwrap().success());
}

#[test]
fn a_run_that_died_while_it_asked_again_is_not_taken_for_answered() {
    let sandbox = Sandbox::with_database();
    let begun = Sign::new(&sandbox, "begun");
    let script = format!(
        "[ -e failed ] || {{ touch failed; exit 1; }}; echo > {}; sleep 1000",
        begun.path()
    );
    let script = sandbox.script("risk.sh", &script);
    let mut dead = sandbox.spawn(&format!(
        "cycle run --symbol EURUSD --retries 1 --agent risk=exec:{script}"
    ));
    begun.wait();
    dead.kill().unwrap();
    dead.wait().unwrap();
    let cycle = sandbox.json("cycle show");
    assert_eq!(
        cycle["active_agents"]["risk"], "active",
        "its error is over"
    );
    assert_eq!(cycle["phases"][2]["answer"], Value::Null);
    let_leases_run_out(&sandbox);
    sandbox.ok("health reset risk");
    let id = cycle["cycle_id"].as_str().unwrap();
    let result = sandbox.json(&format!("cycle resume {id}"));
    let answer = &result["results"]["risk_result"];
    assert_eq!(
        answer["data"]["driver"], "builtin",
        "risk was not asked: {result}"
    );
}

/// An agent that answers once the pipeline, which cannot renew its lease, has tried to,
/// and then could.
struct Busy {
    sandbox: Rc<Sandbox>,
    sources: TestSources,
    began: Instant,
    lock: Option<rusqlite::Connection>,
    tried: u32,
}

impl Busy {
    /// Makes sure that the lease was renewed at this time of the clock, and that the
    /// supervisor has given a sign of life.
    #[expect(clippy::disallowed_methods, reason = "looks from outside")]
    fn is_renewed(&self) {
        let connection = rusqlite::Connection::open(self.sandbox.database()).unwrap();
        let sql = "SELECT lease_until, last_heartbeat FROM coordination_state, agent_health
                   WHERE agent_name = 'supervisor'";
        let found = connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)));
        let now = self.sources.now();
        let expected = (now.plus(OWNER_LEASE).as_millis(), now.as_millis());
        assert_eq!(
            found,
            Ok(expected),
            "the end of the lease, and the heartbeat"
        );
    }
}

impl Job for Busy {
    fn wait(&mut self, _: Duration) -> Option<Reply> {
        std::thread::sleep(Duration::from_millis(1));
        // A third of its lease after an agent has begun, the pipeline renews it: it tries
        // after each of these waits.
        if self.began.elapsed() <= OWNER_LEASE / 3 {
            return None;
        }
        self.tried += 1;
        match self.tried {
            4 => {
                self.sources.pass(OWNER_LEASE / 2);
                drop(self.lock.take());
                None
            }
            6 => {
                self.is_renewed();
                Some(Reply {
                    answer: Answer::printed(br#"{"status":"ok"}"#).unwrap(),
                    response_ms: None,
                    source: ReplySource::Agent,
                })
            }
            _ => None,
        }
    }
}

struct BusyDriver(Rc<Sandbox>, TestSources);

impl AgentDriver for BusyDriver {
    fn check(&self) -> Result<(), String> {
        Ok(())
    }

    fn start(&mut self, _: &pipeline::Command) -> Box<dyn Job> {
        Box::new(Busy {
            sandbox: Rc::clone(&self.0),
            sources: self.1.clone(),
            began: Instant::now(),
            lock: Some(self.0.lock()),
            tried: 0,
        })
    }
}

#[test]
fn that_another_process_holds_the_lock_does_not_end_a_run_that_would_renew_its_lease() {
    let sandbox = Rc::new(Sandbox::new());
    let sources = TestSources::new();
    let mut store = sandbox.store(&sources);
    let drivers = DriverSet {
        risk: Box::new(BusyDriver(Rc::clone(&sandbox), sources)),
        ..builtin_drivers()
    };
    let outcome = run_cycle(&mut store, drivers).unwrap();
    assert_eq!(outcome.cycle.phase, Phase::Completed);
    let renewals = sandbox.json("audit log --kind cycle.renew");
    assert_eq!(renewals.as_array().unwrap().len(), 1, "{renewals}");
}
