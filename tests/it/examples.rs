//! The example agents: they run as they are, and do what their page says.

use std::fs;
use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::common::{Ran, Sandbox, TestSources, ran, tool};
use crate::readme::block;

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples/agents")
        .join(name)
}

/// A sandbox whose commands find Python, unless there is none.
fn sandbox() -> Option<Sandbox> {
    tool("python3").then(Sandbox::with_database)
}

/// Runs a cycle with these drivers. Returns its result.
fn run(sandbox: &Sandbox, drivers: &[String]) -> Value {
    let path = std::env::var("PATH").unwrap();
    let mut command = sandbox.command();
    command
        .env("PATH", path)
        .args(["-o", "json", "cycle", "run", "--symbol", "EURUSD"]);
    for driver in drivers {
        command.args(["--agent", driver]);
    }
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    sandbox_is_clean(sandbox);
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("{output:?}", output = output.stderr))
}

/// Nothing of the cycle is left; an agent on the bus may well be.
fn sandbox_is_clean(sandbox: &Sandbox) {
    let left = sandbox.processes();
    assert!(
        left.iter()
            .all(|line| line.contains("mailbox") || line.contains("msg recv")),
        "{left:?}"
    );
}

fn programs() -> Vec<String> {
    [
        ("strategy", "strategy.py"),
        ("risk", "risk.py"),
        ("execution", "execution.sh"),
    ]
    .map(|(agent, file)| format!("{agent}=exec:'{}'", example(file).display()))
    .to_vec()
}

#[test]
fn a_cycle_with_programs_proposes_in_guide_mode_and_places_one_order_in_autonomous_mode() {
    let Some(sandbox) = sandbox() else { return };
    let result = run(&sandbox, &programs());
    assert_eq!(result["success"], true, "{result}");
    let execution = &result["results"]["execution_result"]["data"];
    assert_eq!(execution["outcome"], "proposed");
    let size = &result["results"]["risk_result"]["data"]["position_size"];
    assert_eq!(
        execution["orders"],
        json!([{"symbol": "EURUSD", "side": "buy", "size": size}])
    );
    let orders = sandbox.path().join("orders.csv");
    assert!(!orders.exists(), "guide mode placed an order");

    sandbox.ok("mode set autonomous --reason signed-off");
    let result = run(&sandbox, &programs());
    assert_eq!(
        result["results"]["execution_result"]["data"]["outcome"], "executed",
        "{result}"
    );
    let placed = fs::read_to_string(&orders).unwrap();
    let id = result["cycle_id"].as_str().unwrap();
    assert!(
        placed.starts_with(&format!("{id},EURUSD,buy,{size},")),
        "{placed}"
    );
    sandbox.ok(&format!("cycle replay {id}"));
    assert_eq!(
        fs::read_to_string(&orders).unwrap(),
        placed,
        "a replay placed an order"
    );
}

/// Starts the agent that lives on the bus, and waits until it has been heard of.
fn mailbox(sandbox: &Sandbox) -> Child {
    let agent = Command::new(example("mailbox.py"))
        .env_clear()
        .env("PATH", std::env::var("PATH").unwrap())
        .env("FLOWREX_DB", sandbox.database())
        .env("FLOWREX_COORD", env!("CARGO_BIN_EXE_flowrex-coord"))
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let store = sandbox.store(&TestSources::new());
    let mut cursor = store.cursor().unwrap();
    let deadline = Instant::now() + Duration::from_secs(30);
    let heard = || sandbox.json("audit log --kind health.beat") != json!([]);
    while !heard() {
        assert!(
            store.wait_for_change(&mut cursor, deadline).unwrap(),
            "it gives no sign of life"
        );
    }
    agent
}

#[test]
fn an_agent_on_the_bus_answers_cycle_after_cycle_until_it_is_told_to_stop() {
    let Some(sandbox) = sandbox() else { return };
    let mut drivers = programs();
    drivers[1] = "risk=mailbox".to_owned();
    let result = run(&sandbox, &drivers);
    assert_eq!(result["phase"], "halted", "it was never heard of: {result}");
    let reason = result["halt_reason"].as_str().unwrap();
    assert!(reason.contains("risk (no fresh heartbeat)"), "{reason}");

    let mut agent = mailbox(&sandbox);
    for _ in 0..3 {
        let result = run(&sandbox, &drivers);
        assert_eq!(result["success"], true, "{result}");
        let message = result["results"]["risk_result"]["message"]
            .as_str()
            .unwrap();
        assert!(message.contains("within the limit"), "{message}");
    }
    let answered = sandbox.json("msg list --type response --agent risk");
    for response in answered.as_array().unwrap() {
        assert_eq!(response["status"], "processed", "{response}");
    }
    let pid = Pid::from_raw(i32::try_from(agent.id()).unwrap()).unwrap();
    kill_process(pid, Signal::TERM).unwrap();
    assert!(agent.wait().unwrap().success());
    sandbox.nothing_is_left();
}

#[test]
fn an_agent_on_the_bus_has_the_time_of_its_phase_and_no_more() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("health beat --agent risk");
    let line = "cycle run --symbol EURUSD --agent risk=mailbox --phase-timeout 200ms";
    let stderr = sandbox.fails(7, line);
    assert!(
        stderr.starts_with("next: ") && stderr.lines().count() == 1,
        "{stderr}"
    );
    let command = &sandbox.json("msg list --type command --agent risk")[0];
    assert_eq!(command["status"], "expired");
    // An answer now is refused with that reason.
    let stderr = sandbox.fails(
        4,
        &format!("msg reply {} --as risk --payload {{}}", command["id"]),
    );
    assert!(stderr.contains("expired"), "{stderr}");
}

#[test]
fn what_an_agent_on_the_bus_says_that_is_no_answer_fails_the_cycle() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("health beat --agent risk");
    let run = sandbox.spawn("-o json cycle run --symbol EURUSD --agent risk=mailbox");
    let command = sandbox.json("msg recv --agent risk --wait 30s");
    sandbox.ok(&format!(
        "msg reply {} --as risk --payload 7",
        command[0]["id"]
    ));
    let ended = ran(run.wait_with_output().unwrap());
    assert_eq!(ended.code, 7, "{}", ended.stderr);
    let result: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert!(
        result["errors"][0]
            .as_str()
            .unwrap()
            .contains("replied with a number, not a JSON object; it begins: 7")
    );
}

#[test]
fn an_execution_on_the_bus_is_delivered_once_however_short_its_lease() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("health beat --agent execution");
    let line = "-o json cycle run --symbol EURUSD --agent execution=mailbox --phase-timeout 1s";
    let run = sandbox.spawn(line);
    let given = sandbox.json("msg recv --agent execution --wait 30s --lease 1ms");
    assert_eq!(given[0]["expires_at"], given[0]["lease_until"]);
    let again = sandbox.try_line("msg recv --agent execution --type command --wait 1500ms");
    assert_eq!(again.code, 5, "{}", again.stdout);
    let ended = ran(run.wait_with_output().unwrap());
    assert_eq!(ended.code, 7);
    assert!(
        ended.stdout.contains("outcome of execution is unknown"),
        "{}",
        ended.stdout
    );
}

/// The way of an agent with a user id of its own, with the database of the sandbox
/// and no other.
fn as_agent(sandbox: &Sandbox, args: &str) -> Ran {
    let script = fs::read_to_string(example("flowrex-agent.sh")).unwrap();
    let binary = Path::new(env!("CARGO_BIN_EXE_flowrex-coord"));
    let folder = binary.parent().unwrap().to_str().unwrap();
    let database = sandbox.database();
    let named = script
        .replace("/var/lib/flowrex/coord.db", database.to_str().unwrap())
        .replace("/usr/local/bin:", &format!("{folder}:"));
    assert!(named.contains(folder) && named.contains(database.to_str().unwrap()));
    fs::write(sandbox.path().join("flowrex-agent"), named).unwrap();
    let mut shell = sandbox.bare_shell();
    shell.arg(format!("sh ./flowrex-agent {args}"));
    ran(shell.output().unwrap())
}

#[test]
fn an_agent_with_a_user_id_of_its_own_has_the_verbs_of_an_agent() {
    let sandbox = Sandbox::with_database();
    for args in [
        "msg send --from risk --to strategy --subject x",
        "msg send --from risk --to strategy --subject x --payload '{\"at\":\"a@b\"}'",
        "msg send --from risk --batch=- </dev/null",
        "msg recv --agent strategy",
        "health beat --agent risk",
        "halt --reason x --as risk",
    ] {
        let ran = as_agent(&sandbox, args);
        assert_eq!(ran.code, 0, "{args}: {}", ran.stderr);
    }
}

#[test]
fn an_agent_with_a_user_id_of_its_own_reaches_no_other_file() {
    let sandbox = Sandbox::with_database();
    fs::write(sandbox.path().join("secret"), "\"secret\"").unwrap();
    let send = "msg send --from risk --to strategy --subject x";
    for args in [
        "",
        "cycle run --symbol EURUSD",
        "db backup stolen.db",
        "--db other.db msg list",
        "msg list --db other.db",
        "msg list --db=other.db",
        "msg list --config x",
        "msg list --token-file secret",
        &format!("{send} --payload @secret"),
        &format!("{send} --payload=@secret"),
        "msg send --batch secret",
        "msg send --batch=secret",
    ] {
        let ran = as_agent(&sandbox, args);
        assert_eq!(ran.code, 8, "{args}: {}", ran.stderr);
        assert!(ran.stderr.contains("not for agents"), "{}", ran.stderr);
    }
    assert_eq!(sandbox.json("msg list"), json!([]));
}

/// What the model example answers when the model says this.
fn model_says(sandbox: &Sandbox, said: &str) -> Value {
    fs::write(sandbox.path().join("said"), said).unwrap();
    let mut agent = Command::new(example("llm.py"))
        .env("LLM", "cat said")
        .current_dir(sandbox.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let command = json!({"symbol": "EURUSD", "inputs": {"strategies": ["carry", "trend"]}});
    let mut stdin = agent.stdin.take().unwrap();
    writeln!(stdin, "{command}").unwrap();
    drop(stdin);
    let output = agent.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_model_is_taken_at_its_word_only_for_signals_that_were_asked_for() {
    let Some(sandbox) = sandbox() else { return };
    let (carry, trend) = (
        r#"{"strategy":"carry","signal":"flat"}"#,
        r#"{"strategy":"trend","signal":"buy"}"#,
    );
    let said =
        format!("Of course!\n```json\n{{\"signals\":[{trend},{carry}],\"why\":\"a\\nb\"}}\n```");
    let answer = model_says(&sandbox, &said);
    assert_eq!(answer["status"], "ok");
    let signals = answer["data"]["signals"].as_array().unwrap();
    assert_eq!(signals[0], serde_json::from_str::<Value>(carry).unwrap());
    assert_eq!(signals[1], serde_json::from_str::<Value>(trend).unwrap());
    assert_eq!(answer["message"], "EURUSD: flat, buy: a b");
    for said in [
        String::new(),
        "buy everything".to_owned(),
        "{".to_owned(),
        "[]".to_owned(),
        r#"{"signals":[]}"#.to_owned(),
        r#"{"signals":7}"#.to_owned(),
        r#"{"status":"ok","data":{"outcome":"executed"}}"#.to_owned(),
        format!(r#"{{"signals":[{trend}]}}"#),
        format!(r#"{{"signals":[{trend},{carry},{{"strategy":"other","signal":"buy"}}]}}"#),
        format!(r#"{{"signals":[{trend},{{"strategy":"carry","signal":"all in"}}]}}"#),
    ] {
        assert_eq!(model_says(&sandbox, &said)["status"], "error", "{said}");
    }
}

#[test]
fn the_units_are_those_that_systemd_takes() {
    if !tool("systemd-analyze") {
        return;
    }
    let sandbox = Sandbox::new();
    let binary = env!("CARGO_BIN_EXE_flowrex-coord");
    let units = example("").join("../systemd");
    let mut paths = Vec::new();
    for unit in fs::read_dir(units).unwrap().flatten() {
        // The programs are where they are here; all else is checked verbatim.
        let text = fs::read_to_string(unit.path()).unwrap();
        let agents = example("").display().to_string();
        let text = text.replace("/usr/local/bin/flowrex-coord", binary);
        let text = text.replace("/usr/local/lib/flowrex/", &agents);
        paths.push(sandbox.path().join(unit.file_name()));
        fs::write(paths.last().unwrap(), text).unwrap();
    }
    assert_eq!(paths.len(), 9, "{paths:?}");
    let checked = Command::new("systemd-analyze")
        .arg("verify")
        .args(&paths)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&checked.stderr);
    assert!(checked.status.success() && said.is_empty(), "{said}");
}

/// A machine of our own to install on: what the page for operators and the units name lies below the
/// sandbox, and there are no other users.
struct Machine {
    root: String,
}

impl Machine {
    fn installed(sandbox: &Sandbox) -> Self {
        let machine = Self {
            root: sandbox.path().display().to_string(),
        };
        let block = block(include_str!("../../docs/OPERATIONS.md"), "sh no-run");
        let repository = env!("CARGO_MANIFEST_DIR");
        let script = format!(
            r#"set -eu
            useradd() {{ echo "useradd $*"; }}
            systemctl() {{ echo "systemctl $*"; }}
            runuser() {{ shift 3; "$@"; }}
            install() {{
                local words=()
                while [ $# -gt 0 ]; do
                    case $1 in -o | -g) shift ;; *) words+=("$1") ;; esac
                    shift
                done
                command install "${{words[@]}}"
            }}
            mkdir -p "{root}/etc/systemd/system"
            cd {repository}
            {block}"#,
            root = machine.root,
            block = machine.here(block),
        );
        let ran = ran(sandbox.bare_shell().arg(script).output().unwrap());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(ran.stdout.starts_with("useradd --system flowrex\n"));
        assert!(ran.stdout.contains("enable --now flowrex-risk.service"));
        machine
    }

    /// The text with the paths of this machine.
    fn here(&self, text: &str) -> String {
        let below = ["/etc/", "/var/", "/usr/local/lib/"];
        let text = text.replace(
            "/usr/local/bin/flowrex-coord",
            env!("CARGO_BIN_EXE_flowrex-coord"),
        );
        below.iter().fold(text, |text, path| {
            text.replace(path, &format!("{}{path}", self.root))
        })
    }

    /// What a unit starts, as systemd would, for this symbol.
    fn start(&self, unit: &str) -> Command {
        let unit = fs::read_to_string(format!("{}/etc/systemd/system/{unit}", self.root)).unwrap();
        let unit = self.here(&unit);
        let setting = |name: &str| {
            let line = unit.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap_or_else(|| panic!("{name} is missing"))
                .to_owned()
        };
        let credentials = unit
            .lines()
            .find_map(|line| line.strip_prefix("LoadCredential="));
        let credential = credentials.map_or("", |named| named.split_once(':').unwrap().1);
        let line = setting("ExecStart=")
            .replace("%i", "EURUSD")
            .replace("%%", "%");
        let line = line.replace("%d/supervisor", credential);
        let mut command = Command::new("bash");
        command
            .env_clear()
            .env("PATH", std::env::var("PATH").unwrap());
        for variable in setting("Environment=").split(' ') {
            let (name, value) = variable.split_once('=').unwrap();
            command.env(name, value);
        }
        command.args(["-c", &format!("exec {line}")]);
        command
    }
}

#[test]
fn the_units_do_what_they_are_for_once_they_are_installed_as_the_operations_page_says() {
    let Some(sandbox) = sandbox() else { return };
    let machine = Machine::installed(&sandbox);
    let path = |below: &str| Path::new(&machine.root).join(below);
    let token = fs::metadata(path("etc/flowrex/supervisor.token")).unwrap();
    assert_eq!(token.mode() & 0o777, 0o600);
    fs::write(
        path("etc/flowrex/config.toml"),
        "[agents]\nrisk = \"mailbox\"\n",
    )
    .unwrap();

    let mut risk = machine.start("flowrex-risk.service");
    let mut risk = risk.stderr(Stdio::null()).spawn().unwrap();
    let database = path("var/lib/flowrex/coord.db").display().to_string();
    let beats = [
        "--db",
        &database,
        "-o",
        "json",
        "audit",
        "log",
        "--kind",
        "health.beat",
    ];
    let began = Instant::now();
    while sandbox.run(&beats).stdout == "[]\n" {
        assert!(began.elapsed().as_secs() < 30, "it gives no sign of life");
    }
    let cycle = ran(machine.start("flowrex-cycle@.service").output().unwrap());
    assert_eq!(cycle.code, 0, "{}{}", cycle.stdout, cycle.stderr);
    assert!(
        cycle.stdout.contains("EURUSD: completed"),
        "{}",
        cycle.stdout
    );
    kill_process(Pid::from_child(&risk), Signal::TERM).unwrap();
    assert!(risk.wait().unwrap().success());

    let anchor = ran(machine.start("flowrex-anchor.service").output().unwrap());
    let backup = ran(machine.start("flowrex-backup.service").output().unwrap());
    assert_eq!((anchor.code, backup.code), (0, 0), "{}", backup.stderr);
    let head = anchor.stdout.trim();
    assert!(backup.stdout.contains(head), "{head}: {}", backup.stdout);
    assert_eq!(
        fs::read_dir(path("var/backups/flowrex")).unwrap().count(),
        1
    );
}
