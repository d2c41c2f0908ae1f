//! `watch`: the screen, and the terminal that it is drawn on.

use std::fs;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use flowrex_coord::coordination::approval::Approvals;
use flowrex_coord::coordination::halt::HaltControl;
use flowrex_coord::coordination::overview;
use flowrex_coord::model::halt::HaltScope;
use flowrex_coord::model::id::AgentName;
use flowrex_coord::model::mode::Mode;
use flowrex_coord::terminal::screen::{App, Decision, Overlay, draw, is_whole};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Rect;

use crate::common::{Sandbox, TestSources};
use crate::terminal::Tmux;

/// What a terminal of this size shows, line by line.
#[expect(
    clippy::disallowed_methods,
    reason = "real commands have beaten just now"
)]
fn screen(sandbox: &Sandbox, (width, height): (u16, u16), overlay: Overlay) -> Vec<String> {
    let sources = TestSources::new();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    sources.set(now.as_millis().try_into().unwrap());
    let mut store = sandbox.store(&sources);
    let (overview, events) = overview::read_with_events(&mut store, 200).unwrap();
    let app = App {
        overview,
        events,
        chosen: 0,
        overlay,
    };
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| draw(frame, &app)).unwrap();
    let buffer = terminal.backend().buffer();
    let row = |y| (0..width).map(move |x| buffer[(x, y)].symbol()).collect();
    (0..height).map(row).collect()
}

fn is_there(lines: &[String], words: &[&str]) {
    for word in words {
        let found = lines.iter().any(|line| line.contains(word));
        assert!(found, "{word} is missing in\n{}", lines.join("\n"));
    }
}

#[test]
fn the_screen_shows_cycles_agents_queues_events_and_what_is_wrong() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("cycle run --symbol GBPUSD");
    let cycle = sandbox.start_cycle("EURUSD");
    sandbox.send("--to risk --subject x --priority high");
    sandbox.ok("halt --symbol XAUUSD --reason wide --as risk");
    for size in [(80, 24), (200, 50)] {
        let lines = screen(&sandbox, size, Overlay::Nothing);
        is_there(
            &lines,
            &[
                " halted in part: symbol XAUUSD ",
                "halt 1 is in force on symbol XAUUSD (risk: wide)",
                &cycle,
                "initializing",
                "GBPUSD   completed",
                "strategy   healthy",
                "messages: 4 wait",
                "risk halt.request halt 1",
                "h halt",
            ],
        );
        let title = &lines[0];
        assert!(!title.contains("HALTED"), "{title}");
        let inbox = |line: &String| line.contains("risk ") && line.contains("·        1 ");
        assert!(lines.iter().any(inbox), "{}", lines.join("\n"));
    }
    sandbox.ok("halt --reason all");
    let lines = screen(&sandbox, (80, 24), Overlay::Nothing);
    is_there(&lines[..1], &[" HALTED: everything "]);
}

#[test]
fn a_cycle_is_opened_and_help_and_questions_lie_over_the_whole() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("cycle run --symbol EURUSD");
    let size = (80, 24);
    is_there(
        &screen(&sandbox, size, Overlay::Cycle),
        &[
            "strategy_analysis",
            "answered ok",
            "risk_validation",
            "execution",
        ],
    );
    is_there(&screen(&sandbox, size, Overlay::Help), &["halt everything"]);
    let asked = screen(&sandbox, size, Overlay::Reason("too wi".to_owned()));
    is_there(&asked, &["why?", "too wi▏"]);
    let asked = screen(&sandbox, size, Overlay::Confirm("too wide".to_owned()));
    is_there(&asked, &["y halts", "too wide"]);
}

#[test]
fn nothing_that_is_stored_breaks_the_screen() {
    let sandbox = Sandbox::with_database();
    let name = "a".repeat(32);
    sandbox.ok(&format!("agent add {name}"));
    sandbox.run(&[
        "health",
        "error",
        "--agent",
        &name,
        "--message",
        "\u{1b}[2J日本語 🚨\u{202e}",
    ]);
    let cycle = sandbox.start_cycle(&"X".repeat(32));
    sandbox.run(&["cycle", "fail", &cycle, "--error", &"é🚨\n".repeat(300)]);
    let line = r#"{"to":"risk","subject":"x"}"#;
    let lines = format!("{line}\n").repeat(10_000);
    sandbox.with_input(&["msg", "send", "--batch", "-", "-q"], lines.as_bytes());
    for size in [(80, 24), (200, 50), (20, 5), (1, 1), (300, 3)] {
        for over in [
            Overlay::Nothing,
            Overlay::Cycle,
            Overlay::Help,
            Overlay::Told("é🚨".repeat(99)),
        ] {
            let lines = screen(&sandbox, size, over);
            let text = lines.concat();
            assert!(!text.contains(['\u{1b}', '\u{202e}', '\n']), "{text:?}");
        }
    }
    is_there(
        &screen(&sandbox, (80, 24), Overlay::Nothing),
        &["messages: 10000 wait", "the inbox of risk is full"],
    );
}

#[test]
fn in_a_crowd_what_is_wrong_comes_first_and_what_is_cut_says_so() {
    let sandbox = Sandbox::with_database();
    for number in 10..30 {
        sandbox.ok(&format!("agent add an-agent-with-so-long-a-name-{number}"));
        sandbox.start_cycle(&format!("THE-MOST-LETTERS-OF-A-SYMBOL-{number}"));
    }
    let wrong = "an-agent-with-so-long-a-name-27";
    for agent in [wrong, "risk", "strategy", "execution"] {
        sandbox.fail_twice(agent, "m");
    }
    sandbox.send("--to an-agent-with-so-long-a-name-19 --subject x");
    let (small, large) = (
        screen(&sandbox, (80, 24), Overlay::Nothing),
        screen(&sandbox, (200, 50), Overlay::Nothing),
    );
    let unhealthy = format!("{wrong} unhealthy");
    let waited_for = "an-agent-with-so-long-a-name-19 unknown";
    let more = "more: flowrex-coord status";
    is_there(&small, &[&unhealthy, "and 20 more", "Cycles: 20 active"]);
    is_there(&small, &["THE-MOST-LETTERS-OF-… initializing"]);
    is_there(
        &large,
        &[
            &unhealthy,
            waited_for,
            "THE-MOST-LETTERS-OF-A-SYMBOL-10 init",
        ],
    );
    assert!(
        !small.iter().any(|line| line.contains(more)),
        "four are told"
    );
    sandbox.fail_twice("supervisor", "m");
    is_there(
        &screen(&sandbox, (80, 24), Overlay::Nothing),
        &["and 2 more: flowrex-coord status"],
    );
}

#[test]
fn without_a_terminal_it_is_refused_with_a_hint_to_status() {
    let sandbox = Sandbox::with_database();
    let stderr = sandbox.fails(2, "watch");
    assert!(stderr.contains("flowrex-coord status"), "{stderr}");
}

#[test]
fn a_key_halts_everything_after_a_yes_and_the_terminal_is_given_back() {
    let sandbox = Sandbox::with_database();
    let line = format!(
        "env FLOWREX_DB={} {} watch; echo ended with $?; cat",
        sandbox.database().display(),
        env!("CARGO_BIN_EXE_flowrex-coord")
    );
    let Some(terminal) = Tmux::start(&sandbox, &line) else {
        return;
    };
    terminal.once("all right", &["h"]);
    terminal.once("why?", &["no", "Enter"]);
    terminal.once("y halts", &["n"]);
    terminal.once("all right", &["h"]);
    terminal.once("why?", &["too wide", "Enter"]);
    assert_eq!(sandbox.json("halt status"), serde_json::json!([]));
    terminal.once("y halts", &["y"]);
    terminal.once("HALTED", &["q"]);
    terminal.once("ended with 0", &[]);
    assert_eq!(sandbox.json("halt status")[0]["reason"], "too wide");
}

#[test]
fn it_ends_with_its_terminal() {
    let sandbox = Sandbox::with_database();
    let line = format!(
        "env FLOWREX_DB={} {} watch",
        sandbox.database().display(),
        env!("CARGO_BIN_EXE_flowrex-coord")
    );
    // In its own session, it receives no signal.
    let ended = sandbox.path().join("ended");
    let unsigned = format!(
        "setsid --wait sh -c '{line}; echo $? > {}'",
        ended.display()
    );
    for line in [line, unsigned] {
        let Some(terminal) = Tmux::start(&sandbox, &line) else {
            return;
        };
        terminal.once("all right", &["?"]);
        terminal.once("Esc     go back", &[]);
        drop(terminal);
        within_20_seconds(|| sandbox.processes().is_empty());
    }
    let code = || fs::read_to_string(&ended).unwrap_or_default();
    within_20_seconds(|| !code().is_empty());
    assert_eq!(code().trim(), "129");
}

/// Waits until this is so.
fn within_20_seconds(is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed().as_secs() < 20, "it is not so after 20 s");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// `watch` of this sandbox in a terminal, as this agent.
fn watching(sandbox: &Sandbox, agent: &str) -> Option<Tmux> {
    let line = format!(
        "env FLOWREX_DB={} {} watch --as {agent}; echo ended with $?; cat",
        sandbox.database().display(),
        env!("CARGO_BIN_EXE_flowrex-coord")
    );
    Tmux::start(sandbox, &line)
}

/// A cycle that waits before execution.
fn waiting(sandbox: &Sandbox) -> String {
    sandbox.fails(9, "cycle run --symbol EURUSD --gate execution");
    sandbox.ok("cycle list -q --limit 1")
}

#[test]
fn a_key_approves_what_is_shown_and_not_what_has_changed_since() {
    let sandbox = Sandbox::with_database();
    let cycle = waiting(&sandbox);
    let approved =
        || sandbox.json(&format!("cycle show {cycle}"))["phases"][2]["approved_by"].clone();
    let Some(terminal) = watching(&sandbox, "supervisor") else {
        return;
    };
    terminal.once("all right", &["a"]);
    let state = sandbox.json(&format!("cycle show {cycle}"))["waiting"]["state"].clone();
    terminal.once(state.as_str().unwrap(), &[]);
    terminal.once("strategy answered ok", &[]);
    terminal.once("no order may be placed", &["n"]);
    terminal.once_without("Approve EURUSD?", &["a"]);
    terminal.once("Approve EURUSD? [y/N]", &[]);
    assert_eq!(approved(), serde_json::Value::Null);
    sandbox.ok(&format!("state write --cycle {cycle} --key note --value 1"));
    terminal.confirm(
        "Approve EURUSD? [y/N]",
        "NOT APPROVED: the shared state of cycle",
    );
    terminal.once("look again with", &["Escape"]);
    assert_eq!(approved(), serde_json::Value::Null);
    // What is there now is shown, and can be approved.
    terminal.once_without("NOT APPROVED", &["a"]);
    terminal.confirm(
        "has changed since it began to wait",
        "Approved. Nothing runs it yet",
    );
    terminal.once("Approved. Nothing runs it yet", &["Escape"]);
    assert_eq!(approved(), "supervisor");
    terminal.once("is approved to continue with execution", &["q"]);
    terminal.once("ended with 0", &[]);
    assert_eq!(
        sandbox.json(&format!("cycle resume {cycle}"))["success"],
        true
    );
}

#[test]
fn a_key_rejects_what_is_shown_and_not_what_has_changed_since() {
    let sandbox = Sandbox::with_database();
    let cycle = waiting(&sandbox);
    let Some(terminal) = watching(&sandbox, "supervisor") else {
        return;
    };
    terminal.once("all right", &["r"]);
    terminal.once("Reject EURUSD. Why?", &["too large", "Enter"]);
    terminal.once("Reject EURUSD? [y/N]", &[]);
    sandbox.ok(&format!("state write --cycle {cycle} --key note --value 1"));
    terminal.confirm(
        "Reject EURUSD? [y/N]",
        "NOT REJECTED: the shared state of cycle",
    );
    terminal.once("NOT REJECTED: the shared state of cycle", &["Escape"]);
    let shown = sandbox.json(&format!("cycle show {cycle}"));
    assert_eq!(shown["waiting_for"], "execution");
    terminal.once_without("NOT REJECTED", &["r"]);
    terminal.once("Reject EURUSD. Why?", &["too large", "Enter"]);
    terminal.confirm("Reject EURUSD? [y/N]", "Rejected:");
    terminal.once("Rejected:", &["q"]);
    terminal.once("ended with 0", &[]);
}

#[test]
fn nothing_is_confirmed_by_a_key_that_was_typed_ahead() {
    let sandbox = Sandbox::with_database();
    let cycle = waiting(&sandbox);
    let Some(terminal) = watching(&sandbox, "supervisor") else {
        return;
    };
    terminal.once("all right", &["a", "y"]);
    terminal.once("Approve EURUSD? [y/N]", &["n"]);
    let phases = &sandbox.json(&format!("cycle show {cycle}"))["phases"];
    assert_eq!(phases[2]["approved_by"], serde_json::Value::Null);
}

#[test]
fn keys_reject_a_cycle_and_clear_a_halt_with_a_reason() {
    let sandbox = Sandbox::with_database();
    let cycle = waiting(&sandbox);
    sandbox.ok("halt --symbol XAUUSD --reason wide --as risk");
    sandbox.ok("halt --symbol XAGUSD --reason thin --as risk");
    let Some(terminal) = watching(&sandbox, "supervisor") else {
        return;
    };
    terminal.once("halted in part", &["r"]);
    terminal.once("Reject EURUSD. Why?", &["too large", "Enter"]);
    terminal.once("reason: too large", &["n"]);
    terminal.once_without("Reject EURUSD? [y/N]", &["r"]);
    terminal.once("Reject EURUSD. Why?", &["too large", "Enter"]);
    assert_eq!(
        sandbox.json(&format!("cycle show {cycle}"))["phase"],
        "risk_validation"
    );
    terminal.confirm("Reject EURUSD? [y/N]", "Rejected:");
    terminal.once("Rejected:", &["Escape"]);
    let ended = sandbox.json(&format!("cycle show {cycle}"));
    assert_eq!(ended["errors"][0], "rejected by supervisor: too large");

    terminal.once_without("Rejected:", &["c"]);
    terminal.once("Clear which?", &["Down", "Enter"]);
    terminal.once("Clear halt 2. Why?", &["it is back", "Enter"]);
    terminal.once("Clear halt 2? [y/N]", &[]);
    terminal.confirm("this clears only halt 2", "Halt 2 is cleared");
    terminal.once("Halt 2 is cleared", &["Escape"]);
    let halts = sandbox.json("halt status");
    assert_eq!(halts.as_array().unwrap().len(), 1);
    assert_eq!(halts[0]["id"], 1);
    // The only one that is left needs no choice; nothing waits for an approval any more.
    terminal.once_without("Halt 2 is cleared", &["c"]);
    terminal.once("Clear halt 1. Why?", &["Escape"]);
    terminal.once_without("Clear halt 1. Why?", &["a"]);
    terminal.once("does not wait for approval", &["q"]);
    terminal.once("ended with 0", &[]);
}

#[test]
fn what_is_refused_is_told_and_ends_nothing() {
    let sandbox = Sandbox::with_database();
    let cycle = waiting(&sandbox);
    sandbox.ok("halt --symbol XAUUSD --reason wide --as risk");
    let Some(terminal) = watching(&sandbox, "risk") else {
        return;
    };
    terminal.once("halted in part", &["a"]);
    terminal.confirm("[y/N]", "NOT APPROVED: risk may not approve a phase");
    terminal.once("NOT APPROVED: risk may not approve a phase", &["Escape"]);
    terminal.once_without("NOT APPROVED", &["r"]);
    terminal.once("Why?", &["x", "Enter"]);
    terminal.confirm("[y/N]", "NOT REJECTED: risk may not reject a phase");
    terminal.once("NOT REJECTED: risk may not reject a phase", &["Escape"]);
    terminal.once_without("NOT REJECTED", &["c"]);
    terminal.once("Why?", &["x", "Enter"]);
    terminal.confirm("[y/N]", "NOT CLEARED: risk may not clear a halt");
    terminal.once("NOT CLEARED: risk may not clear a halt", &["Escape"]);
    terminal.once_without("NOT CLEARED", &["q"]);
    terminal.once("ended with 0", &[]);
    assert_eq!(
        sandbox.json(&format!("cycle show {cycle}"))["phase"],
        "risk_validation"
    );
    assert_eq!(sandbox.json("halt status").as_array().unwrap().len(), 1);
}

#[test]
fn events_that_repeat_stand_in_one_line_with_their_number_and_the_last_time() {
    let sandbox = Sandbox::with_database();
    for _ in 0..3 {
        sandbox.ok("health beat --agent risk");
        sandbox.ok("health beat --agent strategy");
    }
    sandbox.ok("agent add news");
    sandbox.ok("health beat --agent risk");
    let log = sandbox.json("audit log --kind health.beat --actor risk");
    let third = log
        .as_array()
        .unwrap()
        .iter()
        .find(|event| event["seq"] == 5)
        .unwrap();
    let time = third["at"].as_str().unwrap()[11..19].to_owned();
    let lines = screen(&sandbox, (80, 24), Overlay::Nothing);
    let events: Vec<_> = lines
        .iter()
        .skip_while(|line| !line.starts_with("Events"))
        .filter_map(|line| line.get(9..))
        .map(str::trim_end)
        .filter(|line| line.contains("health.beat") || line.contains("agent.add"))
        .collect();
    let risk = format!("1 risk health.beat risk ×3, last at {time}");
    assert_eq!(events[0], risk);
    assert!(events[1].starts_with("2 strategy health.beat strategy ×3, last at "));
    // What else happens stays in its place.
    assert_eq!(
        events[2..],
        ["7 supervisor agent.add news", "8 risk health.beat risk"]
    );
}

#[test]
fn what_is_to_be_confirmed_is_whole_or_says_that_it_is_not() {
    let sandbox = Sandbox::with_database();
    let cycle = waiting(&sandbox);
    let sources = TestSources::new();
    let mut store = sandbox.store(&sources);
    let waiting = Approvals::new(&mut store).waiting(&cycle.parse().unwrap());
    let waiting = Box::new(waiting.unwrap().unwrap());
    let next = "execution is given the command".to_owned();
    let state = waiting.state.clone();
    let over = || {
        let (waiting, next) = (waiting.clone(), next.clone());
        Overlay::Sure(Decision::Approve { waiting, next }, None)
    };
    for size in [(80, 24), (200, 50)] {
        let lines = screen(&sandbox, size, over());
        is_there(
            &lines,
            &[
                "Approve EURUSD? [y/N]",
                &cycle,
                "strategy answered ok",
                &state,
            ],
        );
        is_there(&lines, &["`cycle resume`: execution is given the command"]);
    }
    let small = screen(&sandbox, (60, 8), over());
    is_there(
        &small,
        &[
            "Approve EURUSD? [y/N]",
            "enlarge the terminal to see the rest",
        ],
    );
    for size in [(20, 5), (1, 1), (300, 3)] {
        screen(&sandbox, size, over());
    }
}

#[test]
fn a_key_clears_the_halt_that_is_shown_and_no_other() {
    let sandbox = Sandbox::with_database();
    let file = sandbox.path().join("coord.db.HALT");
    fs::write(&file, "first").unwrap();
    let Some(terminal) = watching(&sandbox, "supervisor") else {
        return;
    };
    terminal.once("HALTED", &["c"]);
    terminal.once("operator: first", &["mine", "Enter"]);
    terminal.once("reason: mine", &[]);
    sandbox.ok("halt clear 0 --reason elsewhere");
    fs::write(&file, "second").unwrap();
    terminal.confirm("[y/N]", "NOT CLEARED: halt 1 was cleared already");
    let halts = sandbox.json("halt status");
    assert_eq!(halts[0]["reason"], "second", "{halts}");
}

#[test]
fn a_key_rejects_the_gate_that_is_shown_and_no_other() {
    let sandbox = Sandbox::with_database();
    sandbox.fails(
        9,
        "cycle run --symbol EURUSD --gate risk_validation --gate execution",
    );
    let cycle = sandbox.ok("cycle list -q --limit 1");
    let Some(terminal) = watching(&sandbox, "supervisor") else {
        return;
    };
    terminal.once("all right", &["r"]);
    terminal.once(
        "waits for approval before risk_validation",
        &["no", "Enter"],
    );
    terminal.once("reason: no", &[]);
    sandbox.ok(&format!("cycle approve {cycle}"));
    sandbox.fails(9, &format!("cycle resume {cycle}"));
    terminal.confirm("[y/N]", "NOT REJECTED: ");
    terminal.once("before execution", &[]);
    let shown = sandbox.json(&format!("cycle show {cycle}"));
    assert_eq!(shown["phase"], "risk_validation");
    assert_eq!(shown["errors"], serde_json::json!([]));
}

#[test]
fn what_is_refused_for_another_reason_than_a_rule_has_a_next_step_too() {
    let sandbox = Sandbox::with_database();
    waiting(&sandbox);
    let Some(terminal) = watching(&sandbox, "supervisor") else {
        return;
    };
    terminal.once("all right", &["a"]);
    terminal.once("Approve EURUSD? [y/N]", &[]);
    let _lock = sandbox.lock();
    terminal.confirm(
        "Approve EURUSD? [y/N]",
        "NOT APPROVED: the database is busy",
    );
    terminal.once("Next: try again", &[]);
}

#[test]
fn the_gravest_comes_first_and_no_answer_pushes_it_off_the_screen() {
    let sandbox = Sandbox::with_database();
    let cycle = waiting(&sandbox);
    let mut store = sandbox.store(&TestSources::new());
    let waiting = Approvals::new(&mut store).waiting(&cycle.parse().unwrap());
    let mut waiting = waiting.unwrap().unwrap();
    waiting.mode = Mode::Autonomous;
    // Spelled out, each character takes eight cells.
    for answer in &mut waiting.answers {
        answer.message = "\u{202e}".repeat(160);
        answer.data = vec![("\u{202e}".repeat(40), "\u{202e}".repeat(40)); 4];
    }
    let state = waiting.state.clone();
    let over = || {
        Overlay::Sure(
            Decision::Approve {
                waiting: Box::new(waiting.clone()),
                next: "execution is given the command".to_owned(),
            },
            None,
        )
    };
    for height in [9, 24, 40] {
        let lines = screen(&sandbox, (80, height), over());
        let question = lines.iter().position(|line| line.contains("[y/N]"));
        let order = &lines[question.unwrap() + 1];
        let gravest = "AN ORDER MAY BE PLACED in execution of EURUSD";
        assert!(order.contains(gravest), "{}", lines.join("\n"));
        is_there(&lines, &["the approval holds for the state", &state[..20]]);
    }
    let (overview, events) = overview::read_with_events(&mut store, 1).unwrap();
    let app = App {
        overview,
        events,
        chosen: 0,
        overlay: over(),
    };
    assert!(is_whole(&app, Rect::new(0, 0, 80, 40)));
    for (width, height) in [(80, 12), (20, 40), (2, 200), (0, 0)] {
        assert!(
            !is_whole(&app, Rect::new(0, 0, width, height)),
            "{width} x {height}"
        );
    }
}

#[test]
fn what_is_not_whole_on_the_screen_is_not_approved() {
    let sandbox = Sandbox::with_database();
    let cycle = waiting(&sandbox);
    let line = format!(
        "env FLOWREX_DB={} {} watch",
        sandbox.database().display(),
        env!("CARGO_BIN_EXE_flowrex-coord")
    );
    let approved =
        || sandbox.json(&format!("cycle show {cycle}"))["phases"][2]["approved_by"].clone();
    let Some(small) = Tmux::of_size(&sandbox, (80, 10), &line) else {
        return;
    };
    small.once("flowrex-coord all right", &["a"]);
    small.once("enlarge the terminal", &["y"]);
    // The y has gone by once the next key has done something.
    small.until_without("enlarge the terminal", "n");
    assert_eq!(approved(), serde_json::Value::Null);
    small.once("all right", &["a"]);
    small.once("enlarge the terminal", &["y"]);
    small.resize((100, 30));
    small.confirm("Approve EURUSD? [y/N]", "Approved. Nothing runs it yet");
    assert_eq!(approved(), "supervisor");
}

#[test]
fn of_many_halts_the_chosen_one_is_on_the_screen() {
    let sandbox = Sandbox::with_database();
    let sources = TestSources::new();
    let mut store = sandbox.store(&sources);
    for number in 1..=40 {
        let scope = HaltScope::Symbol(format!("S{number}").parse().unwrap());
        let mut halts = HaltControl::new(&mut store);
        halts
            .request(&AgentName::risk().into(), &scope, &"wide".parse().unwrap())
            .unwrap();
    }
    let halts = overview::read(&mut store).unwrap().halts;
    let decisions = || {
        halts
            .iter()
            .cloned()
            .map(|halt| Decision::Clear(Box::new(halt)))
    };
    for chosen in [0, 1, 19, 20, 30, 39] {
        for size in [(80, 24), (40, 10)] {
            let lines = screen(
                &sandbox,
                size,
                Overlay::Which(decisions().collect(), chosen),
            );
            let halt = format!("halt {} is in force", chosen + 1);
            is_there(&lines, &[&halt, "↑↓ shows the others"]);
        }
    }
    let few = screen(
        &sandbox,
        (80, 24),
        Overlay::Which(decisions().take(3).collect(), 2),
    );
    is_there(&few, &["halt 1 is", "halt 3 is"]);
    assert!(!few.concat().contains("shows the others"));
}
