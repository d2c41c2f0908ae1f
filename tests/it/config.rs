//! The configuration file: what it may say, where it is read from, and what is in
//! force.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::Value;

use crate::common::{Sandbox, ran};

fn setting(shown: &Value, name: &str) -> (Value, Value) {
    let mut settings = shown.as_array().unwrap().iter();
    let found = settings.find(|setting| setting["name"] == name).unwrap();
    (found["value"].clone(), found["source"].clone())
}

#[test]
fn what_is_typed_goes_before_the_environment_the_file_and_the_default() {
    let sandbox = Sandbox::new();
    fs::write(
        sandbox.path().join("my.toml"),
        r#"
            db = "from-file.db"
            output = "json"
            busy_timeout = "5s"
            phase_timeout = "90s"
            retries = 2
            gates = ["execution"]
            [agents]
            risk = "exec:python3 risk.py"
            [builtin]
            max_drawdown = 0.125
        "#,
    )
    .unwrap();
    let run = |args: &[&str], env: &[(&str, &str)]| -> Value {
        let mut command = sandbox.bare_command();
        command.args(args).envs(env.iter().copied());
        let ran = ran(command.output().unwrap());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        serde_json::from_str(&ran.stdout).unwrap()
    };
    let file = "configuration file";
    let shown = run(&["--config", "my.toml", "config", "show"], &[]);
    for (name, value, source) in [
        ("config", "my.toml", "command line"),
        ("output", "json", file),
        ("busy_timeout", "5s", file),
        ("phase_timeout", "1m 30s", file),
        ("retries", "2", file),
        ("gates", "execution", file),
        ("agents.risk", "exec:python3 risk.py", file),
        ("agents.strategy", "builtin", "default"),
        ("builtin.max_drawdown", "0.125", file),
        ("as", "supervisor", "default"),
    ] {
        assert_eq!(
            setting(&shown, name),
            (value.into(), source.into()),
            "{name}"
        );
    }
    // A path in the file is taken from where the file lies.
    let db = sandbox.path().join("from-file.db");
    assert_eq!(setting(&shown, "db").0, db.to_str().unwrap());

    let env = [
        ("FLOWREX_CONFIG", "my.toml"),
        ("FLOWREX_DB", "e.db"),
        ("FLOWREX_AGENT", "risk"),
    ];
    let shown = run(&["config", "show"], &env);
    assert_eq!(setting(&shown, "db"), ("e.db".into(), "FLOWREX_DB".into()));
    assert_eq!(
        setting(&shown, "as"),
        ("risk".into(), "FLOWREX_AGENT".into())
    );
    let shown = run(
        &["--db", "t.db", "--busy-timeout", "7s", "config", "show"],
        &env,
    );
    assert_eq!(
        setting(&shown, "db"),
        ("t.db".into(), "command line".into())
    );
    assert_eq!(
        setting(&shown, "busy_timeout"),
        ("7s".into(), "command line".into())
    );
    assert!(
        !sandbox.path().join("e.db").exists(),
        "showing opened a database"
    );
}

#[test]
fn it_is_read_from_the_users_own_directory_and_never_from_the_current_folder() {
    let sandbox = Sandbox::new();
    for name in ["config.toml", "flowrex.toml", ".flowrex.toml"] {
        fs::write(sandbox.path().join(name), "retries = 7").unwrap();
    }
    let retries = || setting(&sandbox.json("config show"), "retries").0;
    assert_eq!(retries(), "0");
    let folder = sandbox.path().join(".config/flowrex");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.toml"), "retries = 3").unwrap();
    assert_eq!(retries(), "3");
}

#[test]
fn what_it_cannot_mean_is_refused_with_the_file_and_the_line() {
    let sandbox = Sandbox::new();
    let path = sandbox.path().join("c.toml");
    for (text, problem) in [
        ("retrys = 1", "unknown field"),
        ("retries = -1", "retries"),
        ("retries = \"1\"", "retries"),
        ("phase_timeout = \"0s\"", "a duration"),
        ("phase_timeout = 5", "phase_timeout"),
        ("output = \"xml\"", "the formats are"),
        ("gates = [\"completed\"]", "cannot wait before completed"),
        ("[agents]\nnews = \"builtin\"", "the agents of a cycle are"),
        ("[agents]\nrisk = \"shell\"", "the drivers are"),
        ("[agents]\nrisk = \"exec:\"", "no program"),
        ("not toml", "c.toml"),
    ] {
        fs::write(&path, text).unwrap();
        let stderr = sandbox.fails(2, "--config c.toml mode");
        assert!(
            stderr.contains(problem) && stderr.contains("c.toml"),
            "{text}: {stderr}"
        );
    }
    fs::write(&path, "retries = 2\nretrys = 1\n").unwrap();
    let stderr = sandbox.fails(2, "--config c.toml mode");
    let pointed_at = "error: invalid configuration file c.toml: TOML parse error at line 2, column 1\n  \
                      |\n2 | retrys = 1\n  | ^^^^^^\nunknown field `retrys`";
    assert!(stderr.starts_with(pointed_at), "{stderr}");
    assert!(stderr.contains("\n  hint: correct it"), "{stderr}");
    sandbox.fails(2, "--config missing.toml mode");
    fs::write(&path, [0xff, 0xfe]).unwrap();
    sandbox.fails(2, "--config c.toml mode");
    assert!(!sandbox.database().exists(), "something was opened");
}

#[test]
fn a_cycle_runs_with_the_agents_gates_and_limits_of_the_file_in_its_folder() {
    let sandbox = Sandbox::new();
    let folder = sandbox.path().join("etc");
    fs::create_dir(&folder).unwrap();
    let agent = folder.join("risk.sh");
    fs::write(
        &agent,
        "#!/bin/sh\npwd > where\necho '{\"status\":\"ok\"}'\n",
    )
    .unwrap();
    fs::set_permissions(&agent, fs::Permissions::from_mode(0o755)).unwrap();
    let text = "gates = [\"monitoring\"]\nagents.risk = \"exec:./risk.sh\"\n";
    fs::write(folder.join("c.toml"), text).unwrap();
    sandbox.fails(9, "--config etc/c.toml cycle run --symbol EURUSD");
    let ran_in = fs::read_to_string(folder.join("where")).unwrap();
    assert_eq!(
        ran_in.trim(),
        folder.canonicalize().unwrap().to_str().unwrap()
    );
    // What is typed goes before it.
    fs::remove_file(folder.join("where")).unwrap();
    let line =
        "--config etc/c.toml cycle run --symbol GBPUSD --gate execution --agent risk=builtin";
    sandbox.fails(9, line);
    assert!(!folder.join("where").exists());
    let cycle = &sandbox.json("cycle list")[0];
    assert_eq!(cycle["waiting_for"], "execution");
    // Gates add up.
    let gates = serde_json::json!(["execution", "monitoring"]);
    assert_eq!(cycle["gates"], gates);
}

#[test]
fn doctor_finds_what_is_not_in_place() {
    let sandbox = Sandbox::new();
    let verdicts = |code: i32, line: &str| -> Vec<(String, String)> {
        let ran = sandbox.try_line(&format!("-o json {line}"));
        assert_eq!(ran.code, code, "{}{}", ran.stdout, ran.stderr);
        let checks: Value = serde_json::from_str(&ran.stdout).unwrap();
        let text = |check: &Value, field: &str| check[field].as_str().unwrap().to_owned();
        let checks = checks.as_array().unwrap().iter();
        checks
            .map(|check| (text(check, "name"), text(check, "verdict")))
            .collect()
    };
    let has = |verdicts: &[(String, String)], name: &str, verdict: &str| {
        let found = (name.to_owned(), verdict.to_owned());
        assert!(
            verdicts.contains(&found),
            "{name} is not {verdict}: {verdicts:?}"
        );
    };
    has(&verdicts(6, "doctor"), "database", "failed");
    assert!(!sandbox.database().exists(), "looking made a database");

    sandbox.ok("db init");
    let all = verdicts(0, "doctor");
    for name in [
        "program",
        "SQLite",
        "configuration",
        "integrity",
        "audit log",
        "halts",
        "halt file",
        "cycles",
        "health",
    ] {
        has(&all, name, "ok");
    }
    fs::set_permissions(sandbox.database(), fs::Permissions::from_mode(0o644)).unwrap();
    has(&verdicts(0, "doctor"), "database", "warning");

    fs::write(
        sandbox.path().join("c.toml"),
        "agents.risk = \"exec:./missing\"",
    )
    .unwrap();
    fs::set_permissions(
        sandbox.path().join("c.toml"),
        fs::Permissions::from_mode(0o666),
    )
    .unwrap();
    let all = verdicts(6, "--config c.toml doctor");
    has(&all, "risk", "failed");
    has(&all, "configuration", "warning");

    sandbox.ok("halt --reason x");
    has(&verdicts(0, "doctor"), "halts", "warning");
    sandbox.fail_twice("risk", "x");
    has(&verdicts(6, "doctor"), "health", "failed");

    fs::write(sandbox.database(), "no database").unwrap();
    has(&verdicts(6, "doctor"), "database", "failed");
}

#[test]
fn the_drawdown_beyond_which_the_built_in_risk_agent_rejects_is_a_setting() {
    let sandbox = Sandbox::new();
    let shown = sandbox.json("config show");
    let default = ("0.2".into(), "default".into());
    assert_eq!(setting(&shown, "builtin.max_drawdown"), default);
    let config = sandbox.path().join("c.toml");
    let run = |code: i32, limit: &str| -> Value {
        fs::write(&config, format!("[builtin]\nmax_drawdown = {limit}\n")).unwrap();
        let balances = "--account-balance 9000 --peak-balance 10000";
        let line = format!("-o json --config c.toml cycle run --symbol EURUSD {balances}");
        let ran = sandbox.try_line(&line);
        assert_eq!(ran.code, code, "{limit}: {}", ran.stderr);
        serde_json::from_str(&ran.stdout).unwrap()
    };
    let rejected = run(7, "0.05");
    let error = "risk rejected: drawdown 10.0% is beyond the limit of 5%";
    assert_eq!(rejected["errors"], serde_json::json!([error]));
    for limit in ["0.1", "0.5", "1"] {
        let passed = run(0, limit);
        let data = &passed["results"]["risk_result"]["data"];
        assert_eq!(data["max_drawdown"].as_f64(), limit.parse().ok());
    }
    for bad in ["0", "0.0", "-0.1", "1.01", "20", "nan", "inf", "\"20%\""] {
        fs::write(&config, format!("[builtin]\nmax_drawdown = {bad}\n")).unwrap();
        let said = sandbox.fails(2, "--config c.toml cycle run --symbol EURUSD");
        assert!(said.contains("max_drawdown"), "{bad}: {said}");
    }
    fs::write(&config, "[builtin]\nmin_drawdown = 0.1\n").unwrap();
    sandbox.fails(2, "--config c.toml config show");
}
