//! The completions that are checked in are those that the program prints.

use std::fs;
use std::path::Path;

use flowrex_coord::store::{Options, Store};

use crate::common::{Ran, Sandbox, TestSources, make_first_schema, make_pipe, ran, tool};
use crate::terminal::Tmux;

#[test]
fn the_completions_are_current() {
    let files = [
        ("bash", "flowrex-coord.bash"),
        ("zsh", "_flowrex-coord"),
        ("fish", "flowrex-coord.fish"),
        ("elvish", "flowrex-coord.elv"),
        ("powershell", "_flowrex-coord.ps1"),
    ];
    let sandbox = Sandbox::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions");
    for (shell, file) in files {
        let printed = sandbox.run(&["completions", shell]).stdout;
        let stored = fs::read_to_string(folder.join(file)).unwrap();
        assert!(
            printed == stored,
            "completions/{file} is old: flowrex-coord completions {shell} > completions/{file}"
        );
    }
    assert_eq!(fs::read_dir(folder).unwrap().count(), files.len());
    assert!(
        !sandbox.database().exists(),
        "printing completions made a database"
    );
}

/// How each shell is started with its completions installed, and the prompt `now? `.
const SHELLS: [(&str, &str); 3] = [
    (
        "bash",
        "echo \"PS1='now? '; . $COMPLETIONS/flowrex-coord.bash\" > rc; bash --rcfile rc -i",
    ),
    (
        "zsh",
        "echo \"PS1='now? '; fpath=($COMPLETIONS \\$fpath); autoload -U compinit; compinit -uD\" \
         > .zshrc; ZDOTDIR=$PWD zsh -i",
    ),
    (
        "fish",
        "fish --no-config -C 'function fish_prompt; echo \"now? \"; end' \
         -C 'source $COMPLETIONS/flowrex-coord.fish' -i",
    ),
];

#[test]
fn a_shell_offers_what_the_database_knows() {
    for (shell, start) in SHELLS {
        if !tool(shell) {
            continue;
        }
        let sandbox = Sandbox::with_database();
        sandbox.fails(9, "cycle run --symbol EURUSD --gate execution");
        let waiting = sandbox.ok("cycle list -q");
        let before = sandbox.dump();
        let binary = Path::new(env!("CARGO_BIN_EXE_flowrex-coord"));
        let line = format!(
            "export HOME=$PWD PATH={}:$PATH FLOWREX_DB={} COMPLETIONS={}/completions; {start}",
            binary.parent().unwrap().display(),
            sandbox.database().display(),
            env!("CARGO_MANIFEST_DIR"),
        );
        let Some(terminal) = Tmux::start(&sandbox, &line) else {
            return;
        };
        terminal.once("now?", &["flowrex-coord cycle approve cyc", "Tab"]);
        terminal.once(&format!("approve {waiting}"), &["C-u"]);
        terminal.once("now?", &["flowrex-coord msg list --agent st", "Tab"]);
        terminal.once("--agent strategy", &["C-u"]);
        terminal.once("now?", &["flowrex-coord cycle run --gate ri", "Tab"]);
        terminal.once("--gate risk_validation", &["C-u"]);
        terminal.once("now?", &["flowrex-coord cycle start --symbol E", "Tab"]);
        terminal.once("--symbol EURUSD", &["C-u"]);
        terminal.once("now?", &["flowrex-coord aud", "Tab"]);
        terminal.once("flowrex-coord audit", &["C-u"]);
        assert_eq!(sandbox.dump(), before, "{shell}");
    }
}

/// What a shell is told that asks how this line may go on.
fn asked(sandbox: &Sandbox, line: &str) -> Ran {
    let words: Vec<_> = line.split(' ').collect();
    let mut command = sandbox.command();
    command
        .env("FLOWREX_COMPLETE", "bash")
        .env("_CLAP_COMPLETE_INDEX", words.len().to_string())
        .env("_CLAP_IFS", "\n")
        .args(["--", "flowrex-coord"])
        .args(words);
    ran(command.output().unwrap())
}

/// What is offered for a value.
fn offered(sandbox: &Sandbox, line: &str) -> Vec<String> {
    let ran = asked(sandbox, line);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{line}");
    let values = ran.stdout.lines().filter(|word| !word.starts_with('-'));
    values.map(str::to_owned).collect()
}

#[test]
fn what_is_offered_is_what_the_command_can_work_with() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("cycle run --symbol EURUSD");
    let ended = sandbox.ok("cycle list -q");
    sandbox.fails(9, "cycle run --symbol GBPUSD --gate execution");
    let waiting = sandbox.ok("cycle list -q --limit 1");
    sandbox.ok("db limits --max-deliveries 1");
    let dead = sandbox.send("--to risk --subject s");
    sandbox.ok("msg recv --agent risk");
    sandbox.ok(&format!("msg nack {dead} --as risk"));
    let claimed = sandbox.send("--to risk --subject s");
    sandbox.ok("msg recv --agent risk");
    sandbox.ok("halt --symbol USDJPY --reason r");
    let latest = || "latest".to_owned();
    let of_symbol = || "latest:GBPUSD".to_owned();
    let all = vec![latest(), of_symbol(), waiting.clone(), ended.clone()];
    let open = vec![latest(), of_symbol(), waiting.clone()];
    for (line, expected) in [
        ("cycle show ", all.clone()),
        ("msg list --cycle ", all),
        ("cycle show latest", vec![latest(), of_symbol()]),
        ("cycle approve ", open.clone()),
        ("cycle advance ", open.clone()),
        ("halt --cycle ", open),
        ("cycle replay ", vec![ended]),
        ("msg requeue ", vec![dead]),
        ("msg ack ", vec![claimed]),
        ("halt clear ", vec!["1".to_owned()]),
        ("halt --symbol G", vec!["GBPUSD".to_owned()]),
        ("msg send --to al", vec!["all".to_owned()]),
        ("msg send --priority c", vec!["critical".to_owned()]),
        ("mode set a", vec!["autonomous".to_owned()]),
        ("agent add ", vec![]),
        ("agent remove st", vec!["strategy".to_owned()]),
        ("agent add --as r", vec!["risk".to_owned()]),
        ("cycle run --agent risk=m", vec!["risk=mailbox".to_owned()]),
    ] {
        assert_eq!(offered(&sandbox, line), expected, "{line}");
    }
    let known = offered(&sandbox, "state history --key strategy_");
    assert!(known.contains(&"strategy_result".to_owned()), "{known:?}");
    let elsewhere = Sandbox::with_database();
    elsewhere.ok("agent add elsewhere");
    let line = format!("--db {} --as e", elsewhere.database().display());
    assert_eq!(offered(&sandbox, &line), ["elsewhere", "execution"]);
}

#[test]
fn a_shell_that_asks_makes_and_changes_nothing_and_hears_of_no_error() {
    let sandbox = Sandbox::new();
    assert_eq!(offered(&sandbox, "cycle show "), Vec::<String>::new());
    assert_eq!(offered(&sandbox, "cycle advance x --to m"), ["monitoring"]);
    assert_eq!(fs::read_dir(sandbox.path()).unwrap().count(), 0);
    for garbage in [Vec::new(), vec![b'x'; 5000]] {
        fs::write(sandbox.database(), &garbage).unwrap();
        assert_eq!(offered(&sandbox, "cycle show "), Vec::<String>::new());
        assert_eq!(fs::read(sandbox.database()).unwrap(), garbage);
    }
    fs::remove_file(sandbox.database()).unwrap();
    make_first_schema(&sandbox.database());
    let before = sandbox.dump();
    assert_eq!(offered(&sandbox, "cycle show "), Vec::<String>::new());
    assert_eq!(sandbox.dump(), before);
    let old = Store::open_current(
        &sandbox.database(),
        &Options::default(),
        Box::new(TestSources::new()),
    );
    assert!(old.unwrap().is_none());
    make_pipe(&sandbox.path().join("pipe"));
    for option in ["--db", "--config", "--token-file"] {
        let line = format!("{option} pipe mode set g");
        assert_eq!(offered(&sandbox, &line), ["guide"], "{option}");
    }
    // No word of a shell keeps anything from being halted.
    let mut halt = sandbox.command();
    halt.env("FLOWREX_COMPLETE", "bash")
        .args(["halt", "--reason", "r"]);
    assert_eq!(ran(halt.output().unwrap()).code, 0);
    assert_eq!(sandbox.json("halt status")[0]["reason"], "r");
}
