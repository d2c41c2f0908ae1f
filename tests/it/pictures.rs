//! Pictures in text: a cycle to scale, and sequence diagrams that always hold.

use regex::Regex;

use crate::common::Sandbox;

/// Makes sure that every line of a diagram is one that the grammar of Mermaid knows, and that its
/// texts hold nothing with its own meaning.
fn is_a_diagram(text: &str) {
    let participant = Regex::new(r"^    participant p\d+ as [^;:%<>]+$").unwrap();
    let arrow = Regex::new(r"^    p\d+(->>|-->>|-x)p\d+: [^%<>\n]+$").unwrap();
    let note = Regex::new(r"^    Note over p\d+: [^%<>\n]+$").unwrap();
    let code = Regex::new(r"#\d+;").unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("sequenceDiagram"));
    for line in lines {
        let known = [&participant, &arrow, &note];
        assert!(known.iter().any(|kind| kind.is_match(line)), "{line}");
        let rest = code.replace_all(line, "");
        assert!(!rest.contains([';', '#', '"']), "{line}");
    }
}

#[test]
fn a_cycle_is_drawn_to_scale_within_80_columns() {
    let sandbox = Sandbox::with_database();
    let cycle = sandbox.ok("cycle run --symbol EURUSD -q");
    let picture = sandbox.ok(&format!("cycle show {cycle}"));
    for phase in ["strategy_analysis", "risk_validation", "execution"] {
        let drawn = |line: &&str| line.contains(phase) && line.contains('█');
        let line = picture.lines().find(drawn);
        let line = line.unwrap_or_else(|| panic!("{picture}"));
        assert!(line.contains(" ok after "), "{line}");
        assert!(line.chars().count() <= 80, "{line}");
    }
    sandbox.fails(9, "cycle run --symbol GBPUSD --gate execution");
    let waiting = sandbox.json("cycle list --limit 1")[0]["cycle_id"].clone();
    let picture = sandbox.ok(&format!("cycle show {}", waiting.as_str().unwrap()));
    let drawn = |line: &&str| line.contains("risk_validation") && line.contains('░');
    let line = picture.lines().find(drawn);
    assert!(
        line.is_some_and(|line| line.ends_with(", waits")),
        "{picture}"
    );
}

#[test]
fn a_diagram_holds_whatever_was_said() {
    let sandbox = Sandbox::with_database();
    let cycle = sandbox.start_cycle("EURUSD");
    let nasty = "a; b\nNote over p9: <b> # %% \"é 日本\" participant x";
    sandbox.run(&["cycle", "fail", &cycle, "--error", nasty]);
    let diagram = sandbox.ok(&format!("cycle show {cycle} --format mermaid"));
    is_a_diagram(&diagram);
    assert!(diagram.contains("é 日本"), "{diagram}");
    let done = sandbox.ok("cycle run --symbol EURUSD -q");
    let diagram = sandbox.ok(&format!("cycle show {done} --format mermaid"));
    is_a_diagram(&diagram);
    assert!(diagram.contains("p0->>p1: strategy_analysis") && diagram.contains("p1-->>p0: ok"));
    sandbox.ok("agent add end");
    let subject = nasty.replace('\n', " ");
    let sent = sandbox.run(&[
        "msg",
        "send",
        "--to",
        "end",
        "--type",
        "request",
        "--subject",
        &subject,
        "-q",
    ]);
    let id = sent.stdout.trim();
    sandbox.ok(&format!("msg reply {id} --as end --payload 1"));
    let diagram = sandbox.ok(&format!("msg trace {id} --format mermaid"));
    is_a_diagram(&diagram);
    assert!(diagram.contains("p0->>p1: request") && diagram.contains("p1-->>p0: response"));
    sandbox.fails(2, "cycle show --format mermaid");
}
