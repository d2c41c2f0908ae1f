//! What is printed: forms, fields, errors.

use serde_json::{Value, json};

use crate::common::{Sandbox, normalized, ran};
use crate::terminal::Tmux;

fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[test]
fn one_thing_is_an_object_and_many_are_an_array() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.start_cycle("EURUSD");
    sandbox.send("--to risk --subject x");
    for line in [
        "mode",
        "audit head",
        "audit verify",
        "cycle show",
        "msg show 1",
        "agent add news",
    ] {
        assert!(sandbox.json(line).is_object(), "{line}");
    }
    for line in [
        "msg recv",
        "msg list",
        "cycle list",
        "agent list",
        "audit log",
        "health",
        "halt status",
        &format!("state list --cycle {id}"),
        &format!("state history --cycle {id}"),
    ] {
        assert!(sandbox.json(line).is_array(), "{line}");
    }
}

#[test]
fn a_cycle_is_printed_with_the_promised_fields() {
    let sandbox = Sandbox::with_database();
    sandbox.start_cycle("EURUSD");
    let cycle = sandbox.json("cycle show");
    for name in [
        "cycle_id",
        "symbol",
        "phase",
        "mode",
        "active_agents",
        "halt_requested",
        "halt_reason",
        "cycle_started_at",
        "cycle_completed_at",
        "cycle_result",
        "errors",
    ] {
        assert!(cycle.get(name).is_some(), "{name} is missing");
    }
    let halt = sandbox.json("halt --reason x");
    assert_eq!(halt["in_force"], true);
    let entry = sandbox.json(&format!(
        "state read --cycle {} --key symbol",
        cycle["cycle_id"].as_str().unwrap()
    ));
    let mut fields = keys(&entry);
    fields.sort_unstable();
    assert_eq!(
        fields,
        [
            "cycle_id",
            "key",
            "value",
            "version",
            "written_at",
            "written_by"
        ]
    );
}

#[test]
fn json_lines_are_one_object_each() {
    let sandbox = Sandbox::with_database();
    let printed = sandbox.ok("agent list -o jsonl");
    let names: Vec<Value> = printed
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["name"].clone())
        .collect();
    assert_eq!(names, ["supervisor", "execution", "risk", "strategy"]);
    assert_eq!(sandbox.ok("msg list -o jsonl"), "");
}

#[test]
fn the_environment_sets_the_format_and_who_is_asking() {
    let sandbox = Sandbox::with_database();
    let mut command = sandbox.command();
    command
        .env("FLOWREX_OUTPUT", "json")
        .env("FLOWREX_AGENT", "risk");
    let sent = ran(command
        .args(["msg", "send", "--to", "all", "--subject", "x"])
        .output()
        .unwrap());
    let sent: Value = serde_json::from_str(&sent.stdout).unwrap();
    assert_eq!(sent[0]["from_agent"], "risk");
    let mut command = sandbox.command();
    command.env("FLOWREX_AGENT", "Not A Name");
    let refused = ran(command.arg("mode").output().unwrap());
    assert_eq!(refused.code, 2);
    assert!(
        refused.stderr.contains("FLOWREX_AGENT"),
        "{}",
        refused.stderr
    );
}

#[test]
fn an_error_says_what_and_names_the_next_step() {
    let sandbox = Sandbox::with_database();
    let id = sandbox.start_cycle("EURUSD");
    let stderr = sandbox.fails(4, &format!("cycle advance {id} --to execution"));
    insta::assert_snapshot!(normalized(&stderr), @r"
    error: cycle cycle_YYYYMMDD_HHMMSS_xxxxxxxx cannot move from initializing to execution
      hint: the next step is `flowrex-coord cycle advance cycle_YYYYMMDD_HHMMSS_xxxxxxxx --to strategy_analysis`
    ");
}

#[test]
fn under_json_an_error_is_one_object_on_stderr() {
    let sandbox = Sandbox::with_database();
    let cases = [
        (
            "cycle advance cycle_20260301_120000_0a1b2c3d",
            3,
            "not_found",
            false,
        ),
        ("mode set guide --reason x --as risk", 8, "denied", false),
        ("cycle start --symbol", 2, "invalid_input", false),
        ("nonsense", 2, "invalid_input", false),
        ("msg show x", 2, "invalid_input", false),
        (
            "msg send --to nobody --subject x",
            2,
            "invalid_input",
            false,
        ),
    ];
    for (line, code, kind, retryable) in cases {
        for format in ["-o json", "--output=jsonl"] {
            sandbox.fails(code, &format!("{format} {line}"));
            let ran = sandbox.try_line(&format!("{line} {format}"));
            assert_eq!((ran.code, ran.stdout.as_str()), (code, ""), "{line}");
            let error: Value = serde_json::from_str(&ran.stderr).unwrap();
            let error = &error["error"];
            assert_eq!(
                (&error["kind"], &error["retryable"]),
                (&json!(kind), &json!(retryable))
            );
            assert!(!error["message"].as_str().unwrap().is_empty(), "{line}");
            assert!(!error["hint"].as_str().unwrap().is_empty(), "{line}");
        }
    }
}

#[test]
fn times_are_rfc_3339_in_utc_with_milliseconds_and_pipes_get_no_colours() {
    let sandbox = Sandbox::with_database();
    let sent = sandbox.json("msg send --to risk --subject x");
    assert_eq!(
        normalized(sent["sent_at"].as_str().unwrap()),
        "YYYY-MM-DDTHH:MM:SS.mmmZ"
    );
    for line in [
        "health",
        "msg list",
        "cycle run --symbol X",
        "--help",
        "msg send --help",
    ] {
        assert!(!sandbox.ok(line).contains('\u{1b}'), "{line}");
    }
    assert!(!sandbox.fails(2, "nonsense").contains('\u{1b}'));
}

#[test]
fn a_table_of_results_reads_well() {
    let sandbox = Sandbox::with_database();
    let ran =
        sandbox.try_line("cycle run --symbol EURUSD --account-balance 7000 --peak-balance 10000");
    insta::assert_snapshot!(normalized(&ran.stdout), @r"
    EURUSD: failed in N ms (guide mode, cycle_YYYYMMDD_HHMMSS_xxxxxxxx)
      risk rejected: drawdown 30.0% is beyond the limit of 20%
     Phase              Agent     Answer    Message
    ──────────────────────────────────────────────────────────────────────────────────
     strategy_analysis  strategy  ok        strategies looked at: 0, all flat
     risk_validation    risk      rejected  drawdown 30.0% is beyond the limit of 20%
    ");
}

#[test]
fn the_help_lists_the_exit_codes() {
    let sandbox = Sandbox::new();
    let help = sandbox.ok("--help");
    assert!(help.contains("65 not a usable database"), "{help}");
    assert!(!sandbox.database().exists(), "help made a database");
}

/// What a terminal shows of the lists of a system in which something failed, with the
/// colours in their escape sequences.
fn shown_at_a_terminal(sandbox: &Sandbox, environment: &str) -> Option<String> {
    let binary = env!("CARGO_BIN_EXE_flowrex-coord");
    let database = sandbox.database();
    let verbs = [
        "cycle list",
        "msg list",
        "health",
        "halt status",
        "status",
        "doctor",
    ];
    let commands = verbs.map(|verb| format!("{binary} {verb}"));
    let line = format!(
        "export FLOWREX_DB={} HOME=$PWD {environment}; {}; echo all shown; cat",
        database.display(),
        commands.join("; ")
    );
    let terminal = Tmux::of_size(sandbox, (200, 100), &line)?;
    terminal.once("all shown", &[]);
    Some(terminal.coloured())
}

#[test]
fn colour_has_a_meaning_and_is_only_for_a_terminal_that_wants_it() {
    let sandbox = Sandbox::with_database();
    sandbox.fails(
        7,
        "cycle run --symbol EURUSD --account-balance 1 --peak-balance 9",
    );
    sandbox.send("--to risk --subject urgent --priority critical");
    sandbox.ok("halt --symbol GBPUSD --reason r");
    let Some(shown) = shown_at_a_terminal(&sandbox, "TERM=xterm") else {
        return;
    };
    for (colour, word) in [
        (1, "failed"),
        (1, "critical"),
        (1, "GBPUSD"),
        (1, "Halted in part (symbol GBPUSD): idle"),
        (2, "healthy"),
        (2, "ok"),
    ] {
        let painted = format!("\u{1b}[38;5;{colour}m{word}");
        assert!(shown.contains(&painted), "{word}: {shown:?}");
    }
    for environment in ["NO_COLOR=1", "TERM=dumb"] {
        let plain = shown_at_a_terminal(&sandbox, environment).unwrap();
        assert!(
            plain.contains("failed") && !plain.contains('\u{1b}'),
            "{plain:?}"
        );
    }
    for verb in ["cycle list", "msg list", "health", "halt status"] {
        assert!(!sandbox.ok(verb).contains('\u{1b}'), "{verb}");
    }
    assert!(!sandbox.try_line("status").stdout.contains('\u{1b}'));
}
