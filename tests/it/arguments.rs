//! Whatever is typed, the program ends as it has promised to: real commands with
//! good and odd values, in which words are lost, doubled or made up.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;

use flowrex_coord::coordination::audit::AuditLog;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, TestRunner};

use crate::common::{Ran, Sandbox, TestSources, ran};

/// Every command with all its arguments; what stands in capitals is drawn. Those
/// that can wait are told not to.
const COMMANDS: [&str; 57] = [
    "cycle run --symbol SYMBOL --strategy TEXT --account-balance NUMBER --peak-balance NUMBER \
     --mode MODE --gate PHASE --agent DRIVER --retries NUMBER --phase-timeout=20ms",
    "cycle run --symbol SYMBOL --phase-timeout=20ms",
    "cycle resume CYCLE --agent DRIVER --phase-timeout=20ms",
    "cycle recover",
    "cycle approve CYCLE --state HASH",
    "cycle reject CYCLE --reason TEXT",
    "cycle replay CYCLE --answer ANSWER",
    "cycle start --symbol SYMBOL",
    "cycle advance CYCLE --to PHASE",
    "cycle advance CYCLE",
    "cycle complete CYCLE --result JSON",
    "cycle fail CYCLE --error TEXT --result JSON",
    "cycle list --limit NUMBER",
    "cycle show CYCLE",
    "msg send --to AGENT --subject TEXT --type TYPE --priority PRIORITY --payload JSON --ttl TIME \
     --cycle CYCLE --dedup-key TEXT --from AGENT",
    "msg send --to AGENT --subject TEXT --payload JSON",
    "msg send --batch FILE --from AGENT",
    "msg request --to AGENT --subject TEXT --payload JSON --wait=1ms",
    "msg recv --agent AGENT --type TYPE --limit NUMBER --lease TIME --wait=1ms",
    "msg recv --agent AGENT",
    "msg recv --agent AGENT --peek",
    "msg ack NUMBER --claim NUMBER --as AGENT",
    "msg nack NUMBER --claim NUMBER --delay TIME --reason TEXT --as AGENT",
    "msg nack NUMBER --as AGENT",
    "msg extend NUMBER --claim NUMBER --lease TIME --as AGENT",
    "msg reply NUMBER --claim NUMBER --payload JSON --as AGENT",
    "msg requeue NUMBER",
    "msg list --agent AGENT --type TYPE --status STATUS --cycle CYCLE --correlation TEXT \
     --since SINCE --limit NUMBER",
    "msg show NUMBER",
    "msg trace NUMBER",
    "state write --cycle CYCLE --key KEY --value JSON --if-version NUMBER --agent AGENT",
    "state read --cycle CYCLE --key KEY",
    "state list --cycle CYCLE",
    "state history --cycle CYCLE --key KEY",
    "halt --reason TEXT --symbol SYMBOL",
    "halt --reason TEXT --cycle CYCLE",
    "halt status",
    "halt clear NUMBER --reason TEXT",
    "health beat --agent AGENT --response-ms NUMBER --message TEXT",
    "health AGENT",
    "health success --agent AGENT --response-ms NUMBER",
    "health error --agent AGENT --message TEXT --response-ms NUMBER",
    "health initialize AGENT",
    "health reset AGENT",
    "health check",
    "mode set MODE --reason TEXT",
    "agent add AGENT",
    "agent enroll AGENT --token-file FILE",
    "agent revoke AGENT --token-file FILE",
    "agent remove AGENT",
    "audit log --actor AGENT --kind TEXT --subject TEXT --limit NUMBER",
    "audit verify --head HEAD",
    "db prune --older-than TIME",
    "db limits --max-pending NUMBER --max-deliveries NUMBER",
    "db backup FILE",
    "doctor --config FILE --db FILE",
    "config show --config FILE --busy-timeout TIME",
];

/// What can stand for a word in capitals: values that are mostly taken, and some
/// that are odd everywhere.
fn value(of: &str) -> Option<BoxedStrategy<String>> {
    let good: &[&str] = match of {
        "AGENT" => &[
            "supervisor",
            "strategy",
            "risk",
            "risk",
            "execution",
            "news",
            "all",
        ],
        "ANSWER" => &[r#"risk={"status":"rejected"}"#, "risk=@file", "strategy=[]"],
        // The one that is in force.
        "CYCLE" => &["CYCLE", "CYCLE", "CYCLE", "cycle_20260301_120000_0a1b2c3d"],
        "DRIVER" => &[
            "risk=builtin",
            "risk=mailbox",
            "risk=exec:/bin/cat",
            "strategy=recorded:CYCLE",
        ],
        "FILE" => &["file", "batch", "token", "missing", "settings", "-"],
        "HASH" => &[
            "00",
            "0000000000000000000000000000000000000000000000000000000000000000",
        ],
        "HEAD" => &[
            "1:0000000000000000000000000000000000000000000000000000000000000000",
            "1:",
        ],
        "JSON" => &[
            "{}",
            "1.10",
            "[1e5,\"\\u00e9\"]",
            "@file",
            "-",
            "{\"a\":1,\"a\":2}",
        ],
        "KEY" => &["risk_x", "strategy_x", "k"],
        "MODE" => &["guide", "autonomous"],
        "NUMBER" => &["1", "1", "1", "2", "0", "100"],
        "PHASE" => &[
            "strategy_analysis",
            "risk_validation",
            "execution",
            "completed",
        ],
        "PRIORITY" => &["low", "0", "critical"],
        "SINCE" => &["1h", "2026-01-31T12:00:00Z", "9999-12-31T23:59:59-23:00"],
        "STATUS" => &["pending", "claimed", "dead"],
        "SYMBOL" => &["EURUSD", "gbpusd", "X"],
        "TEXT" => &["x", "é \u{202e}", "message.send"],
        "TIME" => &["1ms", "5m", "100y"],
        "TYPE" => &["event", "command", "request", "response"],
        _ => return None,
    };
    let good: Vec<_> = good.iter().map(|value| (*value).to_owned()).collect();
    Some(prop_oneof![14 => select(good), 1 => odd()].boxed())
}

fn odd() -> impl Strategy<Value = String> {
    let known = [
        "",
        " ",
        "-",
        "--",
        "-1",
        "@",
        "@missing",
        "=",
        "-o",
        "json",
        "-q",
        "-v",
        "--help",
        "NaN",
        "1e999",
        "18446744073709551616",
        "9223372036854775807",
        "-9223372036854775808",
        "0s",
        "/",
        ".",
        "/dev/null",
        "\u{1b}[2J",
        "\u{feff}",
        "--as",
        "drill",
        "db",
        "msg",
        "--db",
        "check",
        "--token-file",
        "--config",
        "completions",
        "bash",
        "status",
        "list",
    ];
    prop_oneof![
        2 => select(known.to_vec()).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
        1 => vec(any::<char>(), 0..6).prop_map(String::from_iter),
    ]
}

/// A command line: a command without some of its options, with the general ones,
/// and in one of three cases with a word too many, too few or out of place.
fn line() -> impl Strategy<Value = Vec<String>> {
    let command = select(COMMANDS.to_vec()).prop_flat_map(|command| {
        let words = command
            .split_whitespace()
            .map(|word| value(word).unwrap_or_else(|| Just(word.to_owned()).boxed()));
        words.collect::<Vec<_>>()
    });
    let general = prop_oneof![
        4 => Just(vec![]),
        1 => select(vec!["json", "jsonl", "table"]).prop_map(|format| vec!["-o", format]),
        1 => Just(vec!["-q"]),
        1 => select(vec!["supervisor", "risk"]).prop_map(|agent| vec!["--as", agent]),
        1 => Just(vec!["--token-file", "token"]),
    ];
    let (at, other) = (any::<Index>(), any::<Index>());
    (command, general, 0..15, at, other, odd()).prop_map(|(words, general, how, at, other, odd)| {
        let mut words = words;
        words.splice(0..0, general.into_iter().map(str::to_owned));
        let (at, other) = (at.index(words.len()), other.index(words.len()));
        match how {
            0 => words.insert(at, odd),
            1 => drop(words.remove(at)),
            2 => words.swap(at, other),
            3 => words.insert(at, words[other].clone()),
            4 => words[at] = odd,
            // An option less is the same as another command.
            5..10 => without_option(&mut words, at),
            _ => {}
        }
        without_patience(words)
    })
}

/// Nothing waits for longer than this test can.
fn without_patience(mut words: Vec<String>) -> Vec<String> {
    for (verb, limit) in [
        ("request", "--wait=1ms"),
        ("run", "--phase-timeout=20ms"),
        ("resume", "--phase-timeout=20ms"),
    ] {
        let has = |wanted: &str| words.iter().any(|word| word == wanted);
        if has(verb) && !has(limit) {
            words.push(limit.to_owned());
        }
    }
    words
}

fn without_option(words: &mut Vec<String>, at: usize) {
    let option = (0..=at).rev().find(|&at| words[at].starts_with("--"));
    if let Some(option) = option {
        let has_value = !words[option].contains('=');
        let end = words.len().min(option + 1 + usize::from(has_value));
        words.drain(option..end);
    }
}

/// A sandbox in which there is something to find, and its cycle.
fn world() -> (Sandbox, String) {
    let sandbox = Sandbox::with_database();
    let files = [
        ("file", "{\"status\":\"ok\"}"),
        ("batch", "{\"to\":\"risk\",\"subject\":\"x\"}\n"),
        ("token", "fxt_0\n"),
        ("settings", "retries = 1\n"),
    ];
    for (name, content) in files {
        fs::write(sandbox.path().join(name), content).unwrap();
    }
    let cycle = sandbox.start_cycle("EURUSD");
    sandbox.send("--to risk --subject x");
    sandbox.ok("msg recv --agent risk");
    (sandbox, cycle)
}

/// An end that was promised for these words: a defect of the program is none of
/// them, and a file or a head that
/// does not fit is only found where one was named.
fn check_end(words: &[String], ran: &Ran) -> Result<(), TestCaseError> {
    let files = ["--db", "backup", "--token-file", "--config", "--head"];
    let promised: &[i32] = if words.iter().any(|word| files.contains(&word.as_str())) {
        &[0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 65, 74, 75]
    } else {
        &[0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 75]
    };
    let said = format!("exit {}: {}{}", ran.code, ran.stdout, ran.stderr);
    prop_assert!(promised.contains(&ran.code), "{said}");
    prop_assert!(!ran.stderr.contains("panicked"), "{said}");
    let explained = [0, 5].contains(&ran.code) || !ran.stderr.is_empty() || !ran.stdout.is_empty();
    prop_assert!(explained, "{said}");
    Ok(())
}

#[test]
fn no_list_of_arguments_makes_the_program_panic() {
    let used = RefCell::new(vec![world()]);
    let ends = RefCell::new(BTreeMap::<i32, u32>::new());
    let config = Config {
        cases: 400,
        failure_persistence: None,
        ..Config::default()
    };
    let outcome = TestRunner::new(config).run(&line(), |words| {
        let mut used = used.borrow_mut();
        // Halts and tokens leave ever less that can be done.
        if ends.borrow().values().sum::<u32>() % 20 == 0 {
            used.push(world());
        }
        let (sandbox, cycle) = used.last().unwrap();
        let words: Vec<_> = words
            .iter()
            .map(|word| word.replace('\0', "").replace("CYCLE", cycle))
            .collect();
        let ran = ran(sandbox.command().args(&words).output().unwrap());
        *ends.borrow_mut().entry(ran.code).or_default() += 1;
        check_end(&words, &ran)
    });
    outcome.unwrap();
    for (sandbox, _) in used.into_inner() {
        let mut store = sandbox.store(&TestSources::new());
        assert!(AuditLog::new(&mut store).verify(None).is_ok());
        sandbox.nothing_is_left();
    }
    // What never gets past the reading of its arguments shows little.
    let ends = ends.into_inner();
    let done = ends.get(&0).copied().unwrap_or_default();
    assert!(done >= 60 && ends.len() >= 6, "{ends:?}");
}
