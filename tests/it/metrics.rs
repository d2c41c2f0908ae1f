//! `metrics`: a text that a parser takes, and that says what is.

use std::process::Command;

use openmetrics_parser::openmetrics::parse_openmetrics;

use crate::common::{Sandbox, skip};

/// The value of the sample with this name and these labels.
fn value(text: &str, sample: &str) -> f64 {
    let line = text.lines().find_map(|line| line.strip_prefix(sample));
    let line = line.unwrap_or_else(|| panic!("no {sample} in\n{text}"));
    line.trim().parse().unwrap()
}

/// A database in which everything that is measured has happened.
fn furnished() -> Sandbox {
    let sandbox = Sandbox::with_database();
    sandbox.ok("cycle run --symbol EURUSD");
    let failed = sandbox.start_cycle("GBPUSD");
    sandbox.ok(&format!("cycle fail {failed} --error x"));
    sandbox.send("--to risk --subject x --priority high");
    sandbox.send("--to strategy --subject x --priority low");
    sandbox.ok("msg recv --agent strategy");
    sandbox.ok("health success --agent execution --response-ms 12.5");
    sandbox.ok("health beat --agent execution --response-ms 130");
    for _ in 0..2 {
        sandbox.ok("health error --agent risk --message x");
    }
    sandbox.ok("halt --symbol XAUUSD --reason x");
    sandbox
}

#[test]
fn a_parser_takes_the_metrics_of_an_empty_and_of_a_busy_system() {
    for sandbox in [Sandbox::with_database(), furnished()] {
        let text = sandbox.ok("metrics") + "\n";
        assert!(text.ends_with("# EOF\n"));
        let parsed = parse_openmetrics(&text);
        assert!(parsed.is_ok(), "{parsed:?}\n{text}");
        let python = "import sys; from prometheus_client.openmetrics import parser; \
                      list(parser.text_string_to_metric_families(sys.stdin.read()))";
        let known = Command::new("python3")
            .args(["-c", "import prometheus_client"])
            .output();
        if !known.is_ok_and(|known| known.status.success()) {
            skip("Python's `prometheus_client` is not installed");
            continue;
        }
        std::fs::write(sandbox.path().join("text"), &text).unwrap();
        let ran = sandbox.shell(&format!("python3 -c '{python}' < text"));
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
}

#[test]
fn the_metrics_say_what_is() {
    let sandbox = furnished();
    let text = sandbox.ok("metrics");
    for (sample, expected) in [
        ("flowrex_cycles{phase=\"completed\"}", 1.0),
        ("flowrex_cycles{phase=\"failed\"}", 1.0),
        ("flowrex_cycles{phase=\"execution\"}", 0.0),
        (
            "flowrex_messages{status=\"pending\",priority=\"high\"}",
            1.0,
        ),
        ("flowrex_messages{status=\"claimed\",priority=\"low\"}", 1.0),
        (
            "flowrex_phase_duration_seconds_count{phase=\"execution\"}",
            1.0,
        ),
        (
            "flowrex_phase_duration_seconds_bucket{phase=\"execution\",le=\"+Inf\"}",
            1.0,
        ),
        (
            "flowrex_phase_duration_seconds_bucket{phase=\"execution\",le=\"120.0\"}",
            1.0,
        ),
        ("flowrex_halts", 1.0),
        ("flowrex_commands_total{agent=\"risk\",outcome=\"ok\"}", 1.0),
        (
            "flowrex_commands_total{agent=\"risk\",outcome=\"missing\"}",
            0.0,
        ),
        (
            "flowrex_commands_total{agent=\"supervisor\",outcome=\"ok\"}",
            0.0,
        ),
        (
            "flowrex_response_time_seconds_bucket{agent=\"execution\",le=\"0.005\"}",
            0.0,
        ),
        (
            "flowrex_response_time_seconds_bucket{agent=\"execution\",le=\"0.025\"}",
            1.0,
        ),
        (
            "flowrex_response_time_seconds_bucket{agent=\"execution\",le=\"+Inf\"}",
            2.0,
        ),
        (
            "flowrex_response_time_seconds_count{agent=\"execution\"}",
            2.0,
        ),
        (
            "flowrex_response_time_seconds_sum{agent=\"execution\"}",
            0.1425,
        ),
        (
            "flowrex_agent_health{agent=\"risk\",flowrex_agent_health=\"unhealthy\"}",
            1.0,
        ),
        (
            "flowrex_agent_health{agent=\"risk\",flowrex_agent_health=\"healthy\"}",
            0.0,
        ),
    ] {
        let found = value(&text, sample);
        assert!((found - expected).abs() < f64::EPSILON, "{sample}: {found}");
    }
    let events = sandbox
        .json("audit log --limit 10000")
        .as_array()
        .unwrap()
        .len();
    #[expect(clippy::cast_precision_loss, reason = "a few")]
    let events = events as f64;
    assert!((value(&text, "flowrex_audit_events_total") - events).abs() < f64::EPSILON);
    assert!(value(&text, "flowrex_message_deliveries") >= 4.0);
    assert!(value(&text, "flowrex_database_size_bytes") > 4096.0);
    assert!(value(&text, "flowrex_oldest_pending_message_age_seconds") >= 0.0);
}

#[test]
fn metrics_only_tell_whatever_is_wrong() {
    let sandbox = Sandbox::with_database();
    sandbox.ok("halt --reason x");
    let before = sandbox.dump();
    sandbox.ok("metrics");
    assert_eq!(sandbox.dump(), before);
}

#[test]
fn answers_are_counted_by_agent_and_outcome_and_what_was_counted_stays() {
    let sandbox = Sandbox::with_database();
    for said in [
        r#"echo '{"status":"rejected","message":"no"}'"#,
        r#"echo '{"status":"error","message":"no"}'"#,
        "exit 3",
    ] {
        let script = format!("cat > /dev/null; {said}");
        sandbox.cycle_with(7, "strategy", &script, "");
        sandbox.ok("health reset strategy");
    }
    sandbox.ok("cycle run --symbol EURUSD");
    let commands = |outcome: &str| {
        format!("flowrex_commands_total{{agent=\"strategy\",outcome=\"{outcome}\"}}")
    };
    let before = sandbox.ok("metrics");
    for outcome in ["ok", "rejected", "error", "missing"] {
        let found = value(&before, &commands(outcome));
        assert!((found - 1.0).abs() < f64::EPSILON, "{outcome}: {found}");
    }
    let responses = "flowrex_response_time_seconds_count{agent=\"strategy\"}";
    assert!((value(&before, responses) - 2.0).abs() < f64::EPSILON);
    // What only goes up is not taken back by a prune, nor by a reset.
    sandbox.ok("db prune --older-than 1ms");
    sandbox.ok("health reset strategy");
    let after = sandbox.ok("metrics");
    assert!((value(&after, "flowrex_cycles{phase=\"completed\"}")).abs() < f64::EPSILON);
    let kept = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| {
            line.starts_with("flowrex_commands_total")
                || line.starts_with("flowrex_response_time")
                || line.starts_with("flowrex_phase_duration")
        });
        lines.map(str::to_owned).collect()
    };
    assert_eq!(kept(&after), kept(&before));
}
