//! Whatever text is given, wherever text is taken: it is refused, or it is kept verbatim. The texts
//! here are drawn close to what is taken; `fuzz/` looks further, for the same promises.

use std::cell::RefCell;
use std::fs;

use flowrex_coord::model::json::Json;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::common::Sandbox;
use crate::promises;
use crate::strict::{self, Fault, Node};
use crate::texts::{damaged, holds, inside, text, value};

#[test]
fn json_is_taken_exactly_where_the_contract_says_so() {
    let seen = RefCell::new(Vec::new());
    holds(4000, damaged(value()), |text| {
        promises::json(&text);
        seen.borrow_mut().push(strict::read(&text).err());
    });
    let seen = seen.into_inner();
    let faults = [
        Fault::Syntax,
        Fault::Depth,
        Fault::Twice,
        Fault::Nul,
        Fault::Range,
    ];
    for verdict in faults.map(Some).into_iter().chain([None]) {
        assert!(seen.contains(&verdict), "no text was drawn for {verdict:?}");
    }
}

#[test]
fn a_text_of_one_mebibyte_is_taken_and_one_byte_more_is_not() {
    for inside in ["x", "é", "\\\"", "[", "\u{10ffff}"] {
        let rest = |bytes: usize| bytes - 2 - (bytes - 2) % inside.len();
        let text = |bytes: usize| {
            let text = inside.repeat(rest(bytes) / inside.len());
            format!("{}\"{text}\"", " ".repeat(bytes - 2 - rest(bytes)))
        };
        assert!(
            promises::json(&text(strict::MAX_BYTES)).is_some(),
            "{inside}"
        );
        assert!(
            promises::json(&text(strict::MAX_BYTES + 1)).is_none(),
            "{inside}"
        );
    }
}

#[test]
fn names_and_words_are_taken_exactly_where_the_contract_says_so() {
    let near = prop_oneof![
        text(12),
        (text(1), 0..300_usize).prop_map(|(text, times)| text.repeat(times)),
        "[a-z][a-z0-9_.-]{0,130}",
        "[A-Za-z0-9._/-]{0,33}",
        "cycle_[0-9]{8}_[0-9]{6}_[0-9a-f]{8}",
        "[0-9]{1,20}(ms|s|m|h|days|y| )([0-9]{1,3}(ms|s))?",
        "[0-9]{4}-[01][0-9]-[0-3][0-9][T ][0-9:]{8}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})",
        "(strategy|risk)=(builtin|mailbox|exec:[a-c '\"\\\\]{0,12}|recorded:cycle_1)",
        "[-+]?[0-9]{1,20}([.e][0-9]{1,3})?",
        select(vec![
            "all",
            "operator",
            "account",
            "peak",
            "supervisor",
            "command",
            "halt",
            "critical",
            "0",
            "3",
            "4",
            "low",
            "Low",
            "inf",
            "NaN",
            "-0",
        ])
        .prop_map(str::to_owned),
    ];
    holds(6000, damaged(near), |text| promises::names(&text));
}

/// A line of a batch, mostly as it should be.
fn line() -> impl Strategy<Value = String> {
    fn field(name: &'static str, values: &[&str]) -> impl Strategy<Value = String> + use<> {
        let values: Vec<_> = values.iter().map(|value| (*value).to_owned()).collect();
        let value = prop_oneof![12 => select(values), 1 => value(), 1 => Just("null".to_owned())];
        value.prop_map(move |value| format!("\"{name}\":{value}"))
    }
    let cycle = "\"cycle_20260301_120000_0a1b2c3d\"";
    let fields = vec![
        field("to", &["\"risk\"", "\"all\"", "\"r\\u0069sk\""]).boxed(),
        field(
            "subject",
            &["\"x\"", "\"é \\u00e9\"", "\"a\\tb\"", "\"\\u0000\""],
        )
        .boxed(),
        prop_oneof![3 => value(), 1 => Just("null".to_owned()), 4 => "[0-9]"]
            .prop_map(|value| format!("\"payload\":{value}"))
            .boxed(),
        field("from", &["\"strategy\"", "\"Risk\""]).boxed(),
        field("type", &["\"event\"", "\"command\"", "\"shout\""]).boxed(),
        field(
            "priority",
            &["0", "3", "4", "\"low\"", "\"l\\u006fw\"", "\"1\"", "1.0"],
        )
        .boxed(),
        field("ttl", &["\"5m\"", "\"0s\"", "5"]).boxed(),
        field("cycle", &[cycle, "\"cycle_1\""]).boxed(),
        field("dedup_key", &["\"k\"", "\"\\ud83d\\ude00\""]).boxed(),
        field("colour", &["1"]).boxed(),
    ];
    let odds = [0.98, 0.98, 0.6, 0.2, 0.2, 0.3, 0.2, 0.2, 0.2, 0.03];
    let fields = fields.into_iter().zip(odds);
    let fields: Vec<_> = fields
        .map(|(field, odds)| prop::option::weighted(odds, field))
        .collect();
    let fields = fields.prop_map(|fields| fields.into_iter().flatten().collect::<Vec<_>>());
    let twice = fields.prop_flat_map(|fields| {
        let more = fields.first().cloned().into_iter().collect::<Vec<_>>();
        let more = prop::option::weighted(0.05, Just(more)).prop_map(Option::unwrap_or_default);
        (Just(fields), more).prop_map(|(fields, more)| [fields, more].concat())
    });
    let object = twice
        .prop_shuffle()
        .prop_map(|fields| format!("{{{}}}", fields.join(", ")));
    prop_oneof![
        20 => object,
        1 => value(),
        1 => vec(value(), 9).prop_map(|values| {
            format!("[\"risk\",\"x\",{}]", values[2..].join(","))
        }),
        1 => Just("[\"risk\",\"x\",{},null,null,null,null,null,null]".to_owned()),
    ]
}

#[test]
fn a_line_of_a_batch_means_what_the_arguments_would_mean() {
    let taken = RefCell::new(0);
    holds(4000, damaged(line()), |text| {
        promises::batch(&text);
        let is_taken = flowrex_coord::model::batch::parse(&text).is_ok();
        *taken.borrow_mut() += u32::from(is_taken);
    });
    let taken = taken.into_inner();
    assert!((200..3800).contains(&taken), "{taken} of 4000 were taken");
}

/// What a program prints, mostly an answer.
fn printed() -> impl Strategy<Value = Vec<u8>> {
    let status = select(vec![
        "\"ok\"",
        "\"rejected\"",
        "\"error\"",
        "\"o\\u006b\"",
        "\"OK\"",
        "1",
    ]);
    let outcome = select(vec![
        "\"proposed\"",
        "\"executed\"",
        "\"exe\\u0063uted\"",
        "null",
    ]);
    let data = prop_oneof![
        3 => outcome.prop_map(|outcome| format!("{{\"outcome\":{outcome}}}")),
        2 => value().prop_map(|value| format!("{{\"x\":{value}}}")),
        1 => value(),
    ];
    let message = prop_oneof![
        3 => inside().prop_map(|inside| format!("\"{inside}\"")),
        1 => value(),
    ];
    let answer = (status, data, message, value()).prop_map(|(status, data, message, more)| {
        format!(" {{\"data\" : {data},\"status\":{status},\n\"message\":{message},\"m\":{more}}}\n")
    });
    let text = damaged(prop_oneof![8 => answer, 1 => value(), 1 => text(20)]);
    (text, prop::option::weighted(0.05, any::<Index>())).prop_map(|(text, at)| {
        let mut bytes = text.into_bytes();
        if let Some(at) = at {
            bytes.insert(at.index(bytes.len() + 1), 0xff);
        }
        bytes
    })
}

#[test]
fn what_a_program_prints_is_an_answer_only_if_it_is_one_object_with_a_status() {
    holds(4000, printed(), |printed| promises::answer(&printed));
}

/// Many values that are taken, each on one line.
fn values(count: usize) -> Vec<Json> {
    let values = RefCell::new(Vec::new());
    holds(u32::try_from(count).unwrap(), value(), |text| {
        values.borrow_mut().extend(Json::parse(&text));
    });
    values.into_inner()
}

/// The lines of what was printed, each read with nothing lost.
fn read_lines(printed: &str) -> Vec<Node<'_>> {
    let lines = printed.lines();
    lines
        .map(|line| strict::read_within(line, 1 + strict::MAX_DEPTH).unwrap())
        .collect()
}

#[test]
fn what_is_taken_is_stored_and_printed_to_the_letter() {
    let sandbox = Sandbox::with_database();
    let values = values(1500);
    assert!(values.len() > 300, "{} values were drawn", values.len());
    let lines = values.iter().map(|value| {
        let subject = serde_json::to_string("\u{202e}é\u{feff}\\\"").unwrap();
        format!("{{\"to\":\"risk\",\"subject\":{subject},\"payload\": {value} }}\n")
    });
    fs::write(
        sandbox.path().join("batch.jsonl"),
        lines.collect::<String>(),
    )
    .unwrap();
    sandbox.ok("msg send --batch batch.jsonl");
    let printed = sandbox.ok("-o jsonl msg recv --agent risk --limit 10000");
    let printed = read_lines(&printed);
    assert_eq!(printed.len(), values.len());
    for (node, value) in printed.iter().zip(&values) {
        assert_eq!(node.get("payload").unwrap().raw, value.as_str());
        assert_eq!(
            node.get("subject").unwrap().text(),
            Some("\u{202e}é\u{feff}\\\"")
        );
    }
    let cycle = sandbox.start_cycle("EURUSD");
    let write = ["state", "write", "--cycle", &cycle, "--key", "k", "--value"];
    for value in values.iter().step_by(values.len() / 10) {
        let spaced = format!("\n {value}\t");
        let ran = sandbox.with_input(&[&write[..], &["-"]].concat(), spaced.as_bytes());
        assert_eq!(ran.code, 0, "{value}: {}", ran.stderr);
        let read = sandbox.ok(&format!("-o jsonl state read --cycle {cycle} --key k"));
        assert_eq!(
            read_lines(&read)[0].get("value").unwrap().raw,
            value.as_str()
        );
    }
}

#[test]
fn an_argument_is_refused_or_printed_to_the_letter() {
    let sandbox = Sandbox::with_database();
    let sendable = |text: &String| !text.contains('\0') && !text.starts_with(['@', '-']);
    let payload = damaged(value()).prop_filter("it is an argument", sendable);
    let subject = text(3).prop_filter("it is an argument", sendable);
    holds(60, (subject, payload), |(subject, payload)| {
        let args = ["-o", "jsonl", "msg", "send", "--to=risk"];
        let subject_arg = format!("--subject={subject}");
        let payload_arg = format!("--payload={payload}");
        let ran = sandbox.run(&[&args[..], &[&subject_arg, &payload_arg]].concat());
        let has_control = subject.chars().any(char::is_control);
        let meant = strict::read(&payload).ok();
        let expected = meant.filter(|_| !has_control && !subject.trim().is_empty());
        assert_eq!(
            ran.code,
            if expected.is_some() { 0 } else { 2 },
            "{}",
            ran.stderr
        );
        let Some(payload) = expected else { return };
        let sent = &read_lines(&ran.stdout)[0];
        assert_eq!(sent.get("payload").unwrap().raw, payload.compact());
        assert_eq!(sent.get("subject").unwrap().text(), Some(&*subject));
    });
}

#[test]
fn whatever_an_agent_prints_the_cycle_ends_and_an_answer_is_recorded_to_the_letter() {
    let sandbox = Sandbox::with_database();
    let run = "-o json cycle run --symbol EURUSD --agent";
    holds(12, printed(), |printed| {
        fs::write(sandbox.path().join("answer"), &printed).unwrap();
        // Who has failed too often is not asked any more.
        sandbox.ok("health reset strategy");
        let ran = sandbox.run(
            &[
                &run.split(' ').collect::<Vec<_>>()[..],
                &["strategy=exec:/bin/cat answer"],
            ]
            .concat(),
        );
        let answer = flowrex_coord::model::answer::Answer::printed(&printed).ok();
        let is_ok = answer
            .as_ref()
            .is_some_and(|answer| answer.status.as_str() == "ok");
        assert_eq!(ran.code, if is_ok { 0 } else { 7 }, "{}", ran.stderr);
        let Some(answer) = answer.filter(|_| is_ok) else {
            return;
        };
        let result: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        let cycle = result["cycle_id"].as_str().unwrap();
        let read = format!("-o jsonl state read --key strategy_result --cycle {cycle}");
        let entry = sandbox.ok(&read);
        let recorded = read_lines(&entry)[0].get("value").unwrap().raw.to_owned();
        assert_eq!(recorded, answer.json().as_str());
    });
}
