//! `watch`: the screen, and the terminal that it is drawn on.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use flowrex_coord::coordination::overview;
use flowrex_coord::output::screen::{Desk, Over, draw};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::common::{Sandbox, TestAmbient};
use crate::terminal::Tmux;

/// What a terminal of this size shows, line by line.
#[expect(
    clippy::disallowed_methods,
    reason = "real commands have beaten just now"
)]
fn screen(sandbox: &Sandbox, (width, height): (u16, u16), over: Over) -> Vec<String> {
    let ambient = TestAmbient::new();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    ambient.set(now.as_millis().try_into().unwrap());
    let mut store = sandbox.store(&ambient);
    let (overview, events) = overview::look_with_events(&mut store, 200).unwrap();
    let desk = Desk {
        overview,
        events,
        chosen: 0,
        over,
    };
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| draw(frame, &desk)).unwrap();
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
        let lines = screen(&sandbox, size, Over::Nothing);
        is_there(
            &lines,
            &[
                "HALTED",
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
        let inbox = |line: &String| line.contains("risk ") && line.contains("·        1 ");
        assert!(lines.iter().any(inbox), "{}", lines.join("\n"));
    }
}

#[test]
fn a_cycle_is_opened_and_help_and_questions_lie_over_the_whole() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("cycle run --symbol EURUSD");
    let size = (80, 24);
    is_there(
        &screen(&sandbox, size, Over::Cycle),
        &[
            "strategy_analysis",
            "answered ok",
            "risk_validation",
            "execution",
        ],
    );
    is_there(&screen(&sandbox, size, Over::Help), &["halt everything"]);
    let asked = screen(&sandbox, size, Over::Reason("too wi".to_owned()));
    is_there(&asked, &["why?", "too wi▏"]);
    let asked = screen(&sandbox, size, Over::Confirm("too wide".to_owned()));
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
            Over::Nothing,
            Over::Cycle,
            Over::Help,
            Over::Told("é🚨".repeat(99)),
        ] {
            let lines = screen(&sandbox, size, over);
            let text = lines.concat();
            assert!(!text.contains(['\u{1b}', '\u{202e}', '\n']), "{text:?}");
        }
    }
    is_there(
        &screen(&sandbox, (80, 24), Over::Nothing),
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
        screen(&sandbox, (80, 24), Over::Nothing),
        screen(&sandbox, (200, 50), Over::Nothing),
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
        &screen(&sandbox, (80, 24), Over::Nothing),
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
    // In a session of its own, it is told so by no signal.
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
    let code = || std::fs::read_to_string(&ended).unwrap_or_default();
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
