//! Bad input is refused before anything is written, with exit code 2, and the
//! error names the argument.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;

use crate::common::{Ran, Sandbox, ran};

/// A sandbox with a cycle and a claimed message, and what it held at first.
struct Untouched {
    sandbox: Sandbox,
    cycle: String,
    dump: String,
    head: String,
}

impl Untouched {
    fn new() -> Self {
        let sandbox = Sandbox::with_database();
        let cycle = sandbox.start_cycle("EURUSD");
        sandbox.send("--to risk --subject x");
        sandbox.ok("msg recv --agent risk");
        let (dump, head) = (sandbox.dump(), sandbox.ok("audit head -q"));
        Self {
            sandbox,
            cycle,
            dump,
            head,
        }
    }

    fn refuses(&self, args: &[&str], named: &str) {
        Self::refused(&self.sandbox.run(args), named, &args.join(" "));
    }

    fn refused(ran: &Ran, named: &str, what: &str) {
        assert_eq!(ran.code, 2, "{what}: {}{}", ran.stdout, ran.stderr);
        assert!(
            ran.stderr.contains(named),
            "{what} does not name {named}: {}",
            ran.stderr
        );
        assert_eq!(ran.stdout, "", "{what}");
    }
}

/// Nothing was written by whatever was refused, not even to the audit log.
impl Drop for Untouched {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert_eq!(self.sandbox.dump(), self.dump);
            assert_eq!(self.sandbox.ok("audit head -q"), self.head);
        }
    }
}

const SEND: [&str; 4] = ["msg", "send", "--to", "risk"];

#[test]
fn json_that_cannot_be_meant_is_refused() {
    let untouched = Untouched::new();
    let deep = "[".repeat(65) + &"]".repeat(65);
    for json in [
        "",
        "{",
        "nonsense",
        "{} {}",
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999",
        "[1,]",
        r#"{"a":1,"a":2}"#,
        r#"{"a":{"b":1,"b":2}}"#,
        r#""\u0000""#,
        deep.as_str(),
    ] {
        untouched.refuses(
            &[&SEND[..], &["--subject", "x", "--payload", json]].concat(),
            "--payload",
        );
        let write = [
            "state",
            "write",
            "--cycle",
            &untouched.cycle,
            "--key",
            "k",
            "--value",
            json,
        ];
        untouched.refuses(&write, "--value");
        untouched.refuses(
            &["msg", "reply", "1", "--as", "risk", "--payload", json],
            "--payload",
        );
        untouched.refuses(
            &["cycle", "complete", &untouched.cycle, "--result", json],
            "--result",
        );
    }
}

#[test]
fn files_and_standard_input_are_checked_like_arguments() {
    let untouched = Untouched::new();
    let send = |from: &'static str| [&SEND[..], &["--subject", "x", "--payload", from]].concat();
    let quotes = "\"".repeat(1 << 20);
    let cases: [(&[u8], &str); 4] = [
        (b"{\"a\":1,\"a\":2}", "appears twice"),
        (b"{\"a\":\"\0\"}", "not acceptable"),
        (b"\"\xff\"", "UTF-8"),
        (quotes.as_bytes(), "not acceptable"),
    ];
    for (bytes, problem) in cases {
        fs::write(untouched.sandbox.path().join("in.json"), bytes).unwrap();
        for ran in [
            untouched.sandbox.run(&send("@in.json")),
            untouched.sandbox.with_input(&send("-"), bytes),
        ] {
            Untouched::refused(&ran, "--payload", problem);
            assert!(ran.stderr.contains(problem), "{problem}: {}", ran.stderr);
        }
    }
    let large = format!("\"{}\"", "x".repeat(1 << 20));
    fs::write(untouched.sandbox.path().join("in.json"), large).unwrap();
    let ran = untouched.sandbox.run(&send("@in.json"));
    Untouched::refused(&ran, "1 MiB", "a payload over 1 MiB");
    Untouched::refused(
        &untouched.sandbox.run(&send("@missing.json")),
        "missing.json",
        "no file",
    );
}

#[test]
fn texts_and_names_that_cannot_be_meant_are_refused() {
    let untouched = Untouched::new();
    let long = "x".repeat(201);
    for subject in ["", "  ", "two\nlines", "\u{1b}[2J", long.as_str()] {
        untouched.refuses(&[&SEND[..], &["--subject", subject]].concat(), "--subject");
    }
    let longest = "a".repeat(51);
    for name in [
        "",
        "Risk",
        "a_b",
        "a b",
        "a\u{7}",
        "é",
        "1a",
        "all",
        "operator",
        "account",
        "peak",
        longest.as_str(),
    ] {
        untouched.refuses(&["--as", name, "mode"], "--as");
        untouched.refuses(&["agent", "add", name], "NAME");
    }
    for key in ["", "Key", "_x", "a/b", "a\nb"] {
        let write = [
            "state",
            "write",
            "--cycle",
            &untouched.cycle,
            "--key",
            key,
            "--value",
            "1",
        ];
        untouched.refuses(&write, "--key");
    }
    for symbol in [
        "",
        "EUR USD",
        "EUR\tUSD",
        "€",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ1234567",
    ] {
        untouched.refuses(&["cycle", "start", "--symbol", symbol], "--symbol");
        untouched.refuses(&["halt", "--reason", "x", "--symbol", symbol], "--symbol");
    }
    for strategy in ["", "a\nb"] {
        let start = ["cycle", "start", "--symbol", "X", "--strategy", strategy];
        untouched.refuses(&start, "--strategy");
    }
    for reason in ["", " ", "\n"] {
        untouched.refuses(&["halt", "--reason", reason], "--reason");
    }
    untouched.refuses(&["cycle", "advance", "cycle_1"], "<ID>");
}

#[test]
fn numbers_and_durations_that_cannot_be_meant_are_refused() {
    let untouched = Untouched::new();
    for time in [
        "0s",
        "-1s",
        "5",
        "",
        "1ns",
        "999999999999999999999y",
        "101years",
        "soon",
    ] {
        untouched.refuses(
            &[&SEND[..], &["--subject", "x", "--ttl", time]].concat(),
            "--ttl",
        );
        untouched.refuses(
            &["msg", "recv", "--agent", "risk", "--lease", time],
            "--lease",
        );
        untouched.refuses(
            &["mode", &format!("--busy-timeout={time}")],
            "--busy-timeout",
        );
    }
    for limit in ["0", "-1", "10001", "99999999999999999999", "many"] {
        for verb in [
            ["msg", "recv"],
            ["msg", "list"],
            ["cycle", "list"],
            ["audit", "log"],
        ] {
            untouched.refuses(&[&verb[..], &["--limit", limit]].concat(), "--limit");
        }
    }
    for amount in ["-1", "-inf", "NaN", "inf", "1e999", "much"] {
        let start = [
            "cycle",
            "start",
            "--symbol",
            "X",
            "--account-balance",
            amount,
        ];
        untouched.refuses(&start, "--account-balance");
    }
    let start = [
        "cycle",
        "start",
        "--symbol",
        "X",
        "--account-balance",
        "9",
        "--peak-balance",
        "8",
    ];
    untouched.refuses(&start, "--peak-balance");
    let many: Vec<_> = std::iter::repeat_n(["--strategy", "s"], 101)
        .flatten()
        .collect();
    let start = [&["cycle", "start", "--symbol", "X"][..], &many].concat();
    untouched.refuses(&start, "--strategy");
    for ms in ["-1", "NaN", "inf", "slow"] {
        untouched.refuses(&["health", "beat", "--response-ms", ms], "--response-ms");
    }
    for token in ["0", "-1", "x"] {
        untouched.refuses(
            &["msg", "ack", "1", "--as", "risk", "--claim", token],
            "--claim",
        );
    }
    untouched.refuses(
        &["msg", "ack", "1", "2", "--as", "risk", "--claim", "1"],
        "--claim",
    );
    untouched.refuses(&["msg", "ack", "0", "--as", "risk"], "ID");
    untouched.refuses(&["halt", "clear", "x", "--reason", "x"], "ID");
}

#[test]
fn what_is_unknown_is_refused_and_what_is_known_is_listed() {
    let untouched = Untouched::new();
    for (line, argument) in [
        ("msg send --to nobody --subject x", "--to"),
        ("msg send --to=nobody --subject x", "--to"),
        ("msg send --to risk --from nobody --subject x", "--from"),
        ("msg recv --agent nobody", "--agent"),
        ("msg recv --agent nobody --peek", "--agent"),
        ("msg list --agent nobody", "--agent"),
        ("health beat --agent nobody", "--agent"),
        ("health reset nobody", "<NAME>"),
        ("mode --as nobody", "--as"),
        ("cycle list --as nobody", "--as"),
    ] {
        let args: Vec<_> = line.split(' ').collect();
        untouched.refuses(&args, "supervisor, execution, risk, strategy");
        untouched.refuses(&args, &format!("invalid value for '{argument}'"));
    }
    // A text that happens to be the same is not what names the agent.
    let mut command = untouched.sandbox.command();
    command.env("FLOWREX_AGENT", "nobody");
    let ran = ran(command
        .args(SEND)
        .args(["--subject", "nobody"])
        .output()
        .unwrap());
    Untouched::refused(
        &ran,
        "invalid value for 'FLOWREX_AGENT'",
        "an unknown sender",
    );
    untouched.refuses(
        &["cycle", "advance", &untouched.cycle, "--to", "nowhere"],
        "risk_validation",
    );
    untouched.refuses(
        &["cycle", "advance", &untouched.cycle, "--to", "failed"],
        "cycle fail",
    );
    untouched.refuses(
        &["cycle", "advance", &untouched.cycle, "--to", "halted"],
        "halt --cycle",
    );
    untouched.refuses(
        &[&SEND[..], &["--subject", "x", "--type", "shout"]].concat(),
        "command, request",
    );
    untouched.refuses(
        &[&SEND[..], &["--subject", "x", "--priority", "4"]].concat(),
        "critical, high",
    );
    untouched.refuses(&["msg", "list", "--status", "lost"], "pending, claimed");
    untouched.refuses(
        &["mode", "set", "wild", "--reason", "x"],
        "guide, autonomous",
    );
    untouched.refuses(&["mode", "-o", "xml"], "--output");
    untouched.refuses(&["completions", "tcsh"], "SHELL");
    untouched.refuses(
        &["--as", "risk", "msg", "recv", "--agent", "strategy"],
        "--agent",
    );
    untouched.refuses(&["halt"], "--reason");
    untouched.refuses(
        &[
            "halt",
            "--reason",
            "x",
            "--cycle",
            &untouched.cycle,
            "--symbol",
            "X",
        ],
        "--symbol",
    );
}

#[test]
fn arguments_that_are_no_text_are_refused() {
    let untouched = Untouched::new();
    let bad = OsStr::from_bytes(b"\xff\xfe");
    for args in [
        &["--subject", "x", "--payload"][..],
        &["--subject"],
        &["--priority"],
    ] {
        let mut command = untouched.sandbox.command();
        let ran = ran(command.args(SEND).args(args).arg(bad).output().unwrap());
        let named = args.last().unwrap();
        Untouched::refused(&ran, named, "invalid UTF-8");
    }
    let joined = [b"--subject=", bad.as_bytes()].concat();
    let mut command = untouched.sandbox.command();
    command.args(SEND).arg(OsStr::from_bytes(&joined));
    let ran = ran(command.args(["-o", "json"]).output().unwrap());
    let named = r#""invalid value for '--subject': it is not valid UTF-8""#;
    Untouched::refused(&ran, named, "invalid UTF-8");
}
