//! Texts close to what is taken as JSON: mostly well formed, and odd in every way
//! that parsers have stumbled over.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, TestRunner};

/// Characters that parsers have stumbled over.
pub fn character() -> impl Strategy<Value = char> {
    prop_oneof![
        6 => any::<char>(),
        3 => prop::char::range(' ', '~'),
        3 => select(vec![
            '\0', '\u{1}', '\t', '\n', '\r', '\u{b}', '\u{1b}', '\u{7f}', '\u{85}', '\u{a0}',
            '\u{200d}', '\u{202e}', '\u{2028}', '\u{3000}', '\u{d7ff}', '\u{e000}', '\u{feff}',
            '\u{fffd}', '\u{10ffff}', 'é', 'ß', 'İ', '"', '\\', '/', '-', '_', '.',
        ]),
    ]
}

pub fn text(longest: usize) -> impl Strategy<Value = String> {
    vec(character(), 0..=longest).prop_map(String::from_iter)
}

/// The inside of a string of JSON, with all the ways in which it can be written.
pub fn inside() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-c ]{0,3}",
        3 => character().prop_map(|c| serde_json::to_string(&c).unwrap().replace('"', "")),
        2 => select(vec![
            "\\\"", "\\\\", "\\/", "\\n", "\\u0061", "\\u00E9", "\\ud83d\\ude00", "\u{7f}",
        ]).prop_map(str::to_owned),
        1 => select(vec!["\\u0000", "\\ud800", "\\udc00", "\\udc00\\ud800", "\\x", "\\u12", "\n"])
            .prop_map(str::to_owned),
    ];
    vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

pub fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "-?(0|[1-9][0-9]{0,25})(\\.[0-9]{1,25})?([eE][+-]?[0-9]{1,3})?",
        1 => "[-+0-9.eE]{1,6}",
        1 => (0..700_usize, -700..700_i32).prop_map(|(zeros, power)| {
            format!("1{}e{power}", "0".repeat(zeros))
        }),
        1 => (0..700_usize, -700..700_i32).prop_map(|(zeros, power)| {
            format!("0.{}1e{power}", "0".repeat(zeros))
        }),
        1 => select(vec!["NaN", "Infinity", "-Infinity", "01", "1.", ".5", "+1", "0x1", "1e99999999999"])
            .prop_map(str::to_owned),
    ]
}

/// A value, mostly well formed.
pub fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        select(vec!["null", "true", "false", "[]", "{}", "{ }"]).prop_map(str::to_owned),
        number(),
        inside().prop_map(|inside| format!("\"{inside}\"")),
    ];
    let space = select(vec!["", "", "", " ", "\t", "\r\n"]);
    let inner = leaf.prop_recursive(4, 24, 4, move |value| {
        let key = prop_oneof![
            4 => "[a-f]{1,2}".prop_map(|key| format!("\"{key}\"")),
            1 => Just("\"\\u0061\"".to_owned()),
            1 => inside().prop_map(|inside| format!("\"{inside}\"")),
        ];
        let member = (key, space.clone(), value.clone());
        let member = member.prop_map(|(key, space, value)| format!("{key}{space}:{value}"));
        prop_oneof![
            vec(value, 0..4).prop_map(|items| format!("[{}]", items.join(", "))),
            vec(member, 0..4).prop_map(|members| format!("{{{}}}", members.join(",\n"))),
        ]
    });
    let deep = prop_oneof![8 => Just(0), 1 => 58..68_usize];
    let around = select(vec![("[", "]"), ("{\"k\":", "}")]);
    (inner, deep, around).prop_map(|(value, deep, (open, close))| {
        format!("{}{value}{}", open.repeat(deep), close.repeat(deep))
    })
}

/// The same text, or one that was cut off, or in which a character was changed.
pub fn damaged(text: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    (text, any::<Index>(), character(), 0..12).prop_map(|(text, at, character, how)| {
        let mut chars: Vec<_> = text.chars().collect();
        let at = at.index(chars.len() + 1);
        match how {
            0 => chars.truncate(at),
            1 => chars.insert(at, character),
            2 if at < chars.len() => chars[at] = character,
            3 if at < chars.len() => drop(chars.remove(at)),
            _ => {}
        }
        chars.into_iter().collect()
    })
}

pub fn holds<S: Strategy>(cases: u32, texts: S, check: impl Fn(S::Value)) {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let check = |text| {
        check(text);
        Ok(())
    };
    TestRunner::new(config).run(&texts, check).unwrap();
}
