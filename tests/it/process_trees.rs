//! The process tree of an agent: what is killed with it, what is not, and what is said
//! of processes that cannot be killed.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, geteuid, kill_process, test_kill_process};
use serde_json::{Value, json};

use crate::common::{Ran, Sandbox, make_pipe, ran, skip, tool};

/// A sandbox whose commands run as a user who may not make control groups, and for whom
/// limits hold: if the test is run by root, this one.
struct Unprivileged {
    sandbox: Sandbox,
    uid: Option<u32>,
}

impl Unprivileged {
    fn new(uid: u32) -> Self {
        let sandbox = Sandbox::new();
        let binary = sandbox.path().join("flowrex-coord");
        fs::copy(env!("CARGO_BIN_EXE_flowrex-coord"), &binary).unwrap();
        let uid = geteuid().is_root().then_some(uid);
        chown(sandbox.path(), uid, uid).unwrap();
        Self { sandbox, uid }
    }

    /// A copy of `setpriv` that belongs to root and runs as root; none, with a word
    /// about it, where there can be no such thing.
    fn wrapper(&self) -> Option<PathBuf> {
        let wrapper = self.sandbox.path().join("wrapper");
        if self.uid.is_none() || fs::copy("/usr/bin/setpriv", &wrapper).is_err() {
            skip("needs root and `setpriv`");
            return None;
        }
        fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o4755)).unwrap();
        let id = self.shell("", "./wrapper --reuid=0 --clear-groups -- id -ru");
        if id.stdout.trim() != "0" {
            skip("a set-user-id program has no effect here");
            return None;
        }
        Some(wrapper)
    }

    /// Runs a script in which `$drop` becomes the user, after `prepare` has run as the
    /// test's own user.
    fn shell(&self, prepare: &str, script: &str) -> Ran {
        let path = self.sandbox.path().display();
        let script = format!("{prepare}\nexec $drop sh -c 'PATH=$PATH:{path}; {script}'");
        let mut shell = self.sandbox.bare_shell();
        shell
            .env("drop", self.drop())
            .env("FLOWREX_DB", self.sandbox.database());
        ran(shell.arg(script).output().unwrap())
    }

    fn drop(&self) -> String {
        self.uid.map_or_else(String::new, |uid| {
            format!("setpriv --reuid={uid} --regid={uid} --clear-groups --")
        })
    }
}

fn is_alive(pid: i32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let is_zombie = stat
        .rsplit(')')
        .next()
        .is_some_and(|rest| rest.starts_with(" Z"));
    test_kill_process(Pid::from_raw(pid).unwrap()).is_ok() && !is_zombie
}

fn number(sandbox: &Sandbox, file: &str) -> i32 {
    let text = fs::read_to_string(sandbox.path().join(file)).unwrap();
    text.trim().parse().unwrap()
}

fn kill(pid: i32) {
    kill_process(Pid::from_raw(pid).unwrap(), Signal::KILL).unwrap();
}

/// Runs a cycle from a shell with a background job, which loses its parent while the
/// agent works and then belongs to the supervisor. Returns how the cycle ended, whether
/// the job was alive then, and where the agent left its files.
fn beside_a_job(agent: &str) -> (Ran, bool, Unprivileged) {
    let user = Unprivileged::new(54_320);
    let sandbox = &user.sandbox;
    for pipe in ["begun", "go"] {
        make_pipe(&sandbox.path().join(pipe));
        chown(sandbox.path().join(pipe), user.uid, user.uid).unwrap();
    }
    let agent = sandbox.script("agent.sh", &format!("echo > begun; cat go\n{agent}"));
    let job = "(sleep 1000 > /dev/null 2>&1 & echo $! > job; cat begun; echo > go) &";
    let database = sandbox.database();
    let run = format!(
        "exec flowrex-coord --db {} cycle run --symbol EURUSD --agent strategy=exec:{agent}",
        database.display()
    );
    let ended = user.shell("unset FLOWREX_DB", &format!("{job} {run}"));
    let job = number(sandbox, "job");
    let survived = is_alive(job);
    if survived {
        kill(job);
    }
    (ended, survived, user)
}

#[test]
fn a_background_job_of_the_shell_that_became_the_supervisor_is_left_alone() {
    let (ended, survived, _) = beside_a_job(r#"echo "{\"status\":\"ok\"}""#);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(survived, "the job was killed with the agent");
}

#[test]
fn a_program_that_kills_its_watchdog_dies_with_all_it_has_started_and_nothing_else_does() {
    let (ended, survived, user) = beside_a_job(
        "env -i setsid sleep 1000 & echo $! > one\n\
         (sleep 1000 & echo $! > two)\n\
         kill -9 $PPID; sleep 1000",
    );
    assert_eq!(ended.code, 7, "{}", ended.stderr);
    assert!(survived, "the job was killed with the agent");
    for file in ["one", "two"] {
        assert!(!is_alive(number(&user.sandbox, file)), "{file} is alive");
    }
}

/// In a container, the leader of the session is a process that has no number there.
#[test]
fn a_program_that_kills_its_watchdog_dies_where_the_leader_of_the_session_is_out_of_sight() {
    if !geteuid().is_root() {
        skip("needs root, to make a namespace of processes");
        return;
    }
    if !tool("unshare") {
        return;
    }
    let sandbox = Sandbox::with_database();
    let agent = sandbox.script(
        "agent.sh",
        "setsid sleep 1000 & kill -9 $PPID; exec sleep 1000",
    );
    let inside = format!(
        "flowrex-coord cycle run --symbol EURUSD --agent strategy=exec:{agent}; echo $?; \
         cat /proc/[0-9]*/comm"
    );
    let ended = sandbox.shell(&format!(
        "unshare --pid --fork --mount-proc sh -c '{inside}'"
    ));
    let said = format!("{}{}", ended.stdout, ended.stderr);
    assert!(said.contains("killed with its watchdog"), "{said}");
    assert!(ended.stdout.contains("\n7\n"), "{said}");
    assert!(!ended.stdout.contains("\nsleep\n"), "{said}");
}

#[test]
fn orphans_of_a_program_are_reaped_while_it_works() {
    let sandbox = Sandbox::new();
    let zombies = r"$(ps -o stat= --ppid $PPID | grep -c Z)";
    let script = format!(
        r#"i=0; while [ $i -lt 3000 ]; do (true &); i=$((i + 1)); done
        zombies=3000
        for try in 1 2 3 4 5 6 7 8 9 10; do
            zombies={zombies}; [ $zombies -lt 10 ] && break; sleep 0.1
        done
        echo "{{\"status\":\"ok\",\"message\":\"$zombies\"}}""#
    );
    let result = sandbox.cycle_with(0, "strategy", &script, "");
    let id = result["cycle_id"].as_str().unwrap();
    let answer = sandbox.ok(&format!("state read --cycle {id} --key strategy_result -q"));
    let answer: Value = serde_json::from_str(&answer).unwrap();
    let zombies: u32 = answer["message"].as_str().unwrap().parse().unwrap();
    assert!(zombies < 10, "{zombies} zombies are left");
}

#[test]
fn a_cycle_that_can_start_no_more_processes_or_threads_fails_and_is_over() {
    if !geteuid().is_root() {
        skip("needs root, to be a user without processes");
        return;
    }
    let mut ends = Vec::new();
    for limit in 1..=8 {
        let user = Unprivileged::new(54_321);
        let agent = (user.sandbox).script("agent.sh", r#"echo '{"status":"ok"}'"#);
        let ended = user.shell(
            &format!("drop=\"prlimit --nproc={limit} $drop\""),
            &format!("exec flowrex-coord cycle run --symbol EURUSD --agent strategy=exec:{agent}"),
        );
        assert!([0, 7].contains(&ended.code), "{limit}: {}", ended.stderr);
        let cycle = &user.sandbox.json("cycle list")[0];
        assert!(!cycle["cycle_completed_at"].is_null(), "{limit}: {cycle}");
        if ended.code == 7 {
            let error = cycle["errors"][0].as_str().unwrap();
            assert!(error.contains("temporarily unavailable"), "{error}");
        }
        ends.push(ended.code);
    }
    assert!(ends.contains(&7) && ends.contains(&0), "{ends:?}");
}

#[test]
fn a_program_is_given_no_descriptors_of_its_supervisor() {
    let sandbox = Sandbox::new();
    let token = sandbox.ok("agent enroll supervisor -q");
    fs::write(sandbox.path().join("token"), token).unwrap();
    let script = "ls -l /proc/$$/fd /proc/$PPID/fd > files; readlink /proc/self/fd/9 >> files\n\
                  echo '{\"status\":\"ok\"}'";
    let agent = sandbox.script("agent.sh", script);
    let ended = sandbox.shell(&format!(
        "flowrex-coord cycle run --symbol EURUSD --agent strategy=exec:{agent} \
             --token-file /dev/fd/9 9< token 8< token"
    ));
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let files = fs::read_to_string(sandbox.path().join("files")).unwrap();
    assert!(files.contains("pipe:"), "{files}");
    assert!(!files.contains("token"), "{files}");
}

/// A script that starts a process of root's, which the user cannot kill.
const LEAVES_ROOT: &str = "./wrapper --reuid=0 --regid=0 --clear-groups -- sleep 1000 &\n\
                           until [ \"$(cat /proc/$!/comm)\" = sleep ]; do sleep 0.01; done\n\
                           echo $! > survivor\n";

/// What the database says of survivors, wherever it is asked.
fn descriptions(sandbox: &Sandbox) -> [String; 3] {
    let halts = sandbox.try_line("halt status");
    let status = sandbox.try_line("status");
    let doctor = serde_json::from_str::<Value>(&sandbox.try_line("-o json doctor").stdout).unwrap();
    let check = doctor.as_array().unwrap().iter();
    let mut check = check.filter(|check| check["name"] == "processes");
    [
        halts.stderr,
        status.stdout,
        check.next().unwrap()["found"].as_str().unwrap().to_owned(),
    ]
}

#[test]
fn what_cannot_be_killed_is_reported_wherever_somebody_may_look() {
    for (hidden, prepare) in [
        (false, ""),
        (
            true,
            "[ -n \"$private\" ] || exec env private=1 unshare -m bash -c \"$BASH_EXECUTION_STRING\"\n\
             mount -t proc -o hidepid=2 proc /proc || exit 99",
        ),
    ] {
        let user = Unprivileged::new(54_322);
        let Some(_) = user.wrapper() else { return };
        let sandbox = &user.sandbox;
        // Where /proc hides it, its name cannot be waited for.
        let leaves = if hidden {
            "./wrapper --reuid=0 --clear-groups -- sh -c 'echo $$ > survivor; mv survivor ready; \
             exec sleep 1000' &\nuntil [ -e ready ]; do sleep 0.01; done; cp ready survivor\n"
        } else {
            LEAVES_ROOT
        };
        let agent = sandbox.script("agent.sh", &format!("{leaves}echo '{{\"status\":\"ok\"}}'"));
        let run = format!(
            "exec flowrex-coord cycle run --symbol EURUSD --phase-timeout 20s \
             --agent strategy=exec:{agent}"
        );
        let start = Instant::now();
        let ended = user.shell(prepare, &run);
        if ended.code == 99 {
            skip(&format!(
                "/proc cannot be mounted with hidepid: {}",
                ended.stderr
            ));
            return;
        }
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        // That it holds the pipes of the agent is no reason to wait for the deadline.
        assert!(start.elapsed() < Duration::from_secs(15));
        let survivor = number(sandbox, "survivor");
        let process = format!("process {survivor}");
        assert!(is_alive(survivor));
        assert!(ended.stderr.contains(&process), "{}", ended.stderr);
        assert!(ended.stderr.contains("hint: kill them"), "{}", ended.stderr);
        let event = &sandbox.json("audit log --kind agent.survived")[0];
        assert_eq!(event["details"]["processes"][0]["pid"], survivor);
        sandbox.ok("halt --reason stop");
        let halt = &sandbox.json("halt status")[0];
        assert_eq!(halt["survivors"][0]["processes"][0]["pid"], survivor);
        for said in descriptions(sandbox) {
            let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(said.contains(&process), "{said}");
            assert!(
                said.contains("kill them as their user or as root"),
                "{said}"
            );
        }
        sandbox.ok("audit verify");
        kill(survivor);
        let deadline = Instant::now() + Duration::from_secs(10);
        while is_alive(survivor) {
            assert!(Instant::now() < deadline, "it was not killed");
        }
        assert_eq!(sandbox.json("halt status")[0]["survivors"], json!([]));
        for said in descriptions(sandbox) {
            assert!(!said.contains(&process), "{said}");
        }
    }
}

#[test]
fn what_outlives_a_halt_is_reported_and_the_cycle_is_halted() {
    let user = Unprivileged::new(54_323);
    let Some(_) = user.wrapper() else { return };
    let sandbox = &user.sandbox;
    let halt = "flowrex-coord halt --reason drawdown; sleep 1000";
    let agent = sandbox.script("agent.sh", &format!("{LEAVES_ROOT}{halt}"));
    let ended = user.shell(
        "",
        &format!("exec flowrex-coord cycle run --symbol EURUSD --agent risk=exec:{agent}"),
    );
    let survivor = number(sandbox, "survivor");
    kill(survivor);
    assert_eq!(ended.code, 10, "{}", ended.stderr);
    assert!(
        ended
            .stderr
            .contains(&format!("process {survivor} (sleep) of user 0"))
    );
    let event = &sandbox.json("audit log --kind agent.survived")[0];
    assert_eq!(event["details"]["agent"], "risk");
    let id = event["subject"].as_str().unwrap();
    assert_eq!(sandbox.json(&format!("cycle show {id}"))["phase"], "halted");
}

/// Where the unified control groups are mounted.
fn control_groups() -> Option<PathBuf> {
    let mounts = fs::read_to_string("/proc/self/mountinfo").ok()?;
    let line = mounts.lines().find(|line| line.contains(" - cgroup2 "))?;
    line.split(' ').nth(4).map(PathBuf::from)
}

#[test]
fn in_a_control_group_of_its_own_everything_is_killed_whoever_owns_it() {
    let user = Unprivileged::new(54_324);
    let Some(_) = user.wrapper() else { return };
    let sandbox = &user.sandbox;
    let name = sandbox.path().file_name().unwrap().to_str().unwrap();
    let group = control_groups().map(|mount| mount.join(format!("flowrex-test{name}")));
    let Some(group) = group.filter(|group| fs::create_dir(group).is_ok()) else {
        skip("no cgroup v2 can be made here");
        return;
    };
    for file in ["", "cgroup.procs", "cgroup.subtree_control"] {
        chown(group.join(file), user.uid, user.uid).unwrap();
    }
    let agent = sandbox.script(
        "agent.sh",
        &format!("{LEAVES_ROOT} cat /proc/self/cgroup > groups; kill -9 $PPID; sleep 1000"),
    );
    let join = format!("echo $$ > {}/cgroup.procs", group.display());
    let ended = user.shell(
        &join,
        &format!("exec flowrex-coord cycle run --symbol EURUSD --agent strategy=exec:{agent}"),
    );
    let survived = is_alive(number(sandbox, "survivor"));
    let left = fs::read_dir(&group).unwrap().flatten();
    let left: Vec<_> = left
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .collect();
    if survived {
        kill(number(sandbox, "survivor"));
    }
    let deadline = Instant::now() + Duration::from_secs(10);
    while fs::remove_dir(&group).is_err() {
        assert!(Instant::now() < deadline, "{} is in use", group.display());
    }
    assert_eq!(ended.code, 7, "{}", ended.stderr);
    assert!(!survived, "a process of root's was left: {}", ended.stderr);
    assert!(
        !ended.stderr.contains("could not be killed"),
        "{}",
        ended.stderr
    );
    assert!(left.is_empty(), "{left:?}");
    let groups = fs::read_to_string(sandbox.path().join("groups")).unwrap();
    assert!(groups.contains("/flowrex-agent-"), "{groups}");
}
