//! The help: each command has an example that works and tells its exit codes, and no more than are
//! there. That each exit code of a command in any test is documented, the sandbox makes sure of.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use flowrex_coord::cli::help::{self, tree};
use rustix::process::{Pid, Signal, kill_process};

use crate::common::{Sandbox, ended};

/// The words of every command that does something.
fn verbs(command: &clap::Command, words: &str, found: &mut Vec<String>) {
    let below: Vec<_> = command.get_subcommands().collect();
    if !words.is_empty() && !command.is_subcommand_required_set() {
        found.push(words.to_owned());
    }
    for below in below.iter().filter(|below| below.get_name() != "help") {
        let words = format!("{words} {}", below.get_name());
        verbs(below, words.trim_start(), found);
    }
}

#[test]
fn every_command_has_an_example_and_tells_its_exit_codes() {
    let mut found = Vec::new();
    verbs(&tree(), "", &mut found);
    let listed: Vec<_> = help::all().map(|help| help.verb).collect();
    assert_eq!(found, listed);
    let sandbox = Sandbox::new();
    for command in help::all() {
        let help = sandbox.ok(&format!("{} --help", command.verb));
        let (_, end) = help.split_once("\n\nExample:\n  ").expect(&help);
        let (example, codes) = end.split_once("\n\nExit codes:\n  ").unwrap();
        assert_eq!(example, command.example());
        assert!(codes.starts_with("0 done · 1 internal · 2 "), "{codes}");
        assert!(end.lines().all(|line| line.chars().count() <= 80), "{end}");
        assert_eq!(help, sandbox.ok(&format!("help {}", command.verb)));
    }
    assert!(!sandbox.database().exists(), "help made a database");
}

/// The options that every command understands.
const GLOBAL: [&str; 8] = [
    "--db",
    "--as",
    "--token-file",
    "--output",
    "--quiet",
    "--verbose",
    "--busy-timeout",
    "--config",
];

#[test]
fn the_short_help_of_every_command_fits_a_screen_and_leaves_out_the_global_options() {
    let sandbox = Sandbox::new();
    let mut groups = vec![String::new()];
    let program = tree();
    let below = program
        .get_subcommands()
        .filter(|command| command.has_subcommands());
    groups.extend(below.map(|command| command.get_name().to_owned()));
    let verbs = help::all().map(|help| help.verb.to_owned());
    for verb in groups
        .into_iter()
        .chain(verbs)
        .filter(|verb| verb != "help")
    {
        let help = |flag: &str| {
            let mut command = sandbox.command();
            let words = verb.split_whitespace().chain([flag]);
            let output = command.args(words).env("COLUMNS", "80").output().unwrap();
            assert!(output.status.success(), "{verb} {flag}");
            String::from_utf8(output.stdout).unwrap()
        };
        let (short, long) = (help("-h"), help("--help"));
        assert!(short.lines().count() <= 24, "{verb} -h: {short}");
        for line in short.lines().filter(|line| !line.starts_with("Usage: ")) {
            assert!(line.chars().count() <= 80, "{verb} -h: {line}");
        }
        assert!(!short.contains("Exit codes"), "{verb} -h: {short}");
        assert!(short.contains("--help"), "{verb} -h: {short}");
        for option in GLOBAL {
            let tells = |text: &str| {
                let mut lines = text.lines().map(str::trim_start);
                let long = |line: &str| {
                    let (short, long) = line.split_once(", ").unwrap_or(("", line));
                    short.len() <= 2 && long.split(' ').next() == Some(option)
                };
                lines.any(long)
            };
            assert!(!tells(&short), "{verb} -h tells {option}: {short}");
            assert!(tells(&long), "{verb} --help does not tell {option}");
        }
    }
    for line in ["msg send --help", "help msg send", "msg help send"] {
        assert_eq!(sandbox.ok(line), sandbox.ok("msg send --help"), "{line}");
    }
    for line in [
        "-o json help msg send",
        "--db x.db help msg send",
        "-qo json help msg send",
        "-ojson --db=x.db msg help send",
        "-q help msg send",
    ] {
        assert_eq!(sandbox.ok(line), sandbox.ok("msg send --help"), "{line}");
    }
    // A value is no command.
    let short = sandbox.ok("msg send -h");
    assert_eq!(sandbox.ok("msg send --subject help -h"), short);
    let said = sandbox.fails(2, "status --dbx y");
    assert!(said.contains("'--db'"), "{said}");
}

/// A sandbox in which there is what the example of a command is about.
fn prepared(verb: &str) -> Sandbox {
    let sandbox = Sandbox::with_database();
    let cycle = |sandbox: &Sandbox| sandbox.start_cycle("EURUSD");
    let waiting = |sandbox: &Sandbox| {
        sandbox.fails(9, "cycle run --symbol EURUSD --gate execution");
    };
    let claimed = |sandbox: &Sandbox| {
        for _ in 0..7 {
            sandbox.send("--to risk --subject s --type request");
        }
        sandbox.ok("msg recv --agent risk");
    };
    match verb {
        "cycle resume" => {
            waiting(&sandbox);
            let cycle = sandbox.ok("cycle list -q");
            sandbox.ok(&format!("cycle approve {cycle}"));
        }
        "cycle approve" | "cycle reject" => waiting(&sandbox),
        "cycle replay" => {
            sandbox.ok("cycle run --symbol EURUSD");
        }
        "cycle complete" => {
            let cycle = cycle(&sandbox);
            for phase in [
                "strategy_analysis",
                "risk_validation",
                "execution",
                "monitoring",
            ] {
                sandbox.ok(&format!("cycle advance {cycle} --to {phase}"));
            }
        }
        "state read" | "state history" => {
            let cycle = cycle(&sandbox);
            let key = "--key strategy_signal --value 1";
            sandbox.ok(&format!("state write --as strategy --cycle {cycle} {key}"));
            sandbox.ok(&format!("cycle advance {cycle}"));
        }
        "cycle run" | "cycle start" => {}
        verb if verb.starts_with("cycle") || verb.starts_with("state") => {
            cycle(&sandbox);
        }
        "msg requeue" => {
            claimed(&sandbox);
            sandbox.ok("db limits --max-deliveries 1");
            sandbox.ok("msg nack 7 --as risk");
        }
        "msg recv" => {
            sandbox.send("--to risk --subject s");
        }
        verb if verb.starts_with("msg") && verb != "msg send" && verb != "msg request" => {
            claimed(&sandbox);
        }
        "halt clear" => {
            sandbox.ok("halt --reason r");
        }
        "db restore" => {
            sandbox.ok("health beat --agent risk");
            sandbox.ok("db backup backup.db");
        }
        "agent remove" => {
            sandbox.ok("agent add news");
        }
        "agent revoke" => {
            sandbox.ok("agent enroll risk");
        }
        _ => {}
    }
    sandbox
}

/// Whether nobody but a person can do what the command is for.
fn needs_a_terminal(verb: &str) -> bool {
    verb == "watch"
}

#[test]
fn every_example_does_what_it_shows() {
    for help in help::all().filter(|help| !needs_a_terminal(help.verb)) {
        let sandbox = prepared(help.verb);
        let known = sandbox.ok("cycle list -q --limit 1");
        let example = help
            .example()
            .replace("cycle_20260301_120000_0a1b2c3d", &known);
        if help.verb == "serve" {
            serves(&sandbox, &example);
            continue;
        }
        let answering = (help.verb == "msg request").then(|| answering(&sandbox));
        let ran = sandbox.shell(&example);
        let expected = match help.verb {
            // Nobody has been heard of yet.
            "health check" => 6,
            _ => 0,
        };
        assert_eq!(ran.code, expected, "{example}: {}", ran.stderr);
        assert!(help.has_code(expected.try_into().unwrap()));
        if let Some(mut answering) = answering {
            assert!(answering.wait().unwrap().success());
        }
    }
}

/// Makes sure that an example serves until it is asked to end.
fn serves(sandbox: &Sandbox, example: &str) {
    let mut server = sandbox
        .bare_shell()
        .env("FLOWREX_DB", sandbox.database())
        .arg(format!("exec {example}"))
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(server.stderr.take().unwrap()).lines();
    let mut said = said.map_while(Result::ok);
    assert!(said.any(|line| line.starts_with("listening")), "{example}");
    kill_process(Pid::from_child(&server), Signal::TERM).unwrap();
    assert!(ended(server).code == 0, "{example}");
}

/// An agent that answers one request.
fn answering(sandbox: &Sandbox) -> Child {
    let script = "id=$(flowrex-coord msg recv --agent risk --wait 30s -q) &&
        flowrex-coord msg reply \"$id\" --as risk --payload 1";
    sandbox
        .bare_shell()
        .env("FLOWREX_DB", sandbox.database())
        .arg(script)
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn a_mistyped_word_is_answered_with_the_nearest_one() {
    let sandbox = Sandbox::with_database();
    for (line, meant) in [
        ("mgs send", "'msg'"),
        ("msg sned", "'send'"),
        ("help msg recieve", "'recv'"),
        ("--as risk cycle lst", "'list'"),
        ("halt stauts", "'status'"),
        ("mode set autnomous --reason r", "did you mean autonomous?"),
        (
            "cycle start --symbol E --gate exectuion",
            "did you mean execution?",
        ),
        (
            "msg send --to risk --subject s --priority hihg",
            "did you mean high?",
        ),
    ] {
        let said = sandbox.fails(2, line);
        assert!(said.contains(meant), "{line}: {said}");
    }
    for line in ["xyz", "cycle xyz", "mode set xyz --reason r"] {
        let said = sandbox.fails(2, line);
        assert!(
            !said.contains("similar") && !said.contains("did you mean"),
            "{said}"
        );
    }
}
