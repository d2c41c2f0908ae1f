//! What a halt file says: a line for each halt that was called by command, and
//! whatever somebody has written into it by hand.
//!
//! Every entry has a key, by which its record is known: a halt that was called
//! twice with the same words is two halts, and one that is read twice is one.

use std::path::Path;

use uuid::Uuid;

use crate::model::audit::Hash;
use crate::model::id::AgentName;
use crate::model::text::Reason;

/// How many characters a key has in a line.
const KEY: usize = 36;

/// One halt in the halt file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// By which its record is known.
    pub key: Uuid,
    /// Who called it.
    pub by: AgentName,
    /// Why.
    pub reason: Reason,
    /// Whether somebody placed it without the program.
    pub by_hand: bool,
}

/// A halt that the transaction has recorded because it was in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FromFile {
    /// Its number.
    pub id: i64,
    /// Whether the file was placed without the program.
    pub by_hand: bool,
}

impl Entry {
    /// Its line in the file, with the line break: `KEY NAME: REASON`.
    pub(super) fn line(&self) -> String {
        let reason = self.reason.as_str().replace('\\', "\\\\");
        let reason = reason.replace('\n', "\\n").replace('\r', "\\r");
        format!("{} {}: {reason}\n", self.key, self.by)
    }

    fn parse(line: &str) -> Option<Self> {
        let (key, words) = line.split_at_checked(KEY)?;
        let (by, reason) = signed(words.strip_prefix(' ')?, unescaped)?;
        Some(Self {
            key: Uuid::try_parse(key).ok()?,
            by,
            reason,
            by_hand: false,
        })
    }

    /// The halt of a file without entries: its text is the reason, if it has any. `identity`
    /// distinguishes the file from others with the same text.
    fn by_hand(path: &Path, identity: &str, text: &str) -> Self {
        let (by, reason) = signed(text, ToOwned::to_owned).unwrap_or_else(|| {
            let reason = text.parse().unwrap_or_else(|_| Reason::of_file(path));
            (AgentName::operator(), reason)
        });
        Self {
            key: key_by_hand(identity, text),
            by,
            reason,
            by_hand: true,
        }
    }

    /// Whether a file with this text was placed by the program, and nobody has
    /// written anything else into it.
    pub(super) fn are_all_called(identity: &str, text: &str) -> bool {
        let placed = key_by_hand(identity, "");
        let mut lines = text.lines().map(Self::parse);
        lines.all(|entry| entry.is_some_and(|entry| entry.key != placed))
    }

    /// The entries of a file with this text, each once.
    pub(super) fn all(path: &Path, identity: &str, text: &str) -> Vec<Self> {
        let mut entries: Vec<Self> = Vec::new();
        let mut rest: Vec<&str> = Vec::new();
        for line in text.lines() {
            match Self::parse(line) {
                Some(entry) if entries.iter().any(|known| known.key == entry.key) => {}
                Some(entry) => entries.push(entry),
                None => rest.push(line),
            }
        }
        let rest = rest.join("\n");
        if entries.is_empty() || !rest.trim().is_empty() {
            let by_hand = Self::by_hand(path, identity, rest.trim());
            if entries.iter().all(|known| known.key != by_hand.key) {
                entries.insert(0, by_hand);
            }
        }
        entries
    }
}

/// `NAME: REASON`.
fn signed(text: &str, read: impl FnOnce(&str) -> String) -> Option<(AgentName, Reason)> {
    let (name, reason) = text.split_once(": ")?;
    Some((AgentName::of_record(name).ok()?, read(reason).parse().ok()?))
}

fn unescaped(text: &str) -> String {
    let mut chars = text.chars();
    let mut plain = String::with_capacity(text.len());
    while let Some(char) = chars.next() {
        match char {
            '\\' => match chars.next() {
                Some('n') => plain.push('\n'),
                Some('r') => plain.push('\r'),
                other => plain.extend(other),
            },
            other => plain.push(other),
        }
    }
    plain
}

/// The key of what somebody has written into a file without the program.
fn key_by_hand(identity: &str, text: &str) -> Uuid {
    let hash = Hash::of_parts([identity.as_bytes(), text.as_bytes()]);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.as_bytes()[..16]);
    Uuid::from_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(text: &str) -> Vec<Entry> {
        Entry::all(Path::new("x.HALT"), "1", text)
    }

    fn called(key: u128, reason: &str) -> Entry {
        Entry {
            key: Uuid::from_u128(key),
            by: AgentName::risk(),
            reason: reason.parse().unwrap(),
            by_hand: false,
        }
    }

    #[test]
    fn two_halts_with_the_same_words_are_two_and_one_read_twice_is_one() {
        let (one, two) = (called(1, "margin call"), called(2, "margin call"));
        let text = one.line() + &two.line() + &one.line();
        assert_eq!(all(&text), [one, two]);
    }

    #[test]
    fn what_was_written_by_hand_is_an_entry_of_its_own() {
        let line = called(1, "x").line();
        for (text, by, reason) in [
            (String::new(), "operator", "the file x.HALT is there"),
            ("\n".to_owned(), "operator", "the file x.HALT is there"),
            ("stop it\n".to_owned(), "operator", "stop it"),
            ("risk: margin\ncall".to_owned(), "risk", "margin\ncall"),
            (format!("{line}mine: too\n"), "mine", "too"),
            (format!("{line}No Name: x"), "operator", "No Name: x"),
        ] {
            let first = all(&text).remove(0);
            assert!(first.by_hand, "{text:?}");
            assert_eq!((first.by.as_str(), first.reason.as_str()), (by, reason));
        }
    }

    #[test]
    fn a_file_that_is_written_into_by_command_keeps_what_was_placed_by_hand() {
        let by_hand = all("").remove(0);
        let text = by_hand.line() + &called(1, "x").line();
        let keys: Vec<_> = all(&text).iter().map(|entry| entry.key).collect();
        assert_eq!(keys, [by_hand.key, Uuid::from_u128(1)]);
    }

    proptest! {
        #[test]
        fn any_reason_is_read_as_it_was_written(reason in "(?s).{1,60}") {
            prop_assume!(reason.parse::<Reason>().is_ok());
            let entry = called(7, &reason);
            prop_assert_eq!(all(&entry.line()), vec![entry]);
        }

        #[test]
        fn no_text_makes_it_panic(text in "(?s).{0,120}") {
            prop_assert!(!all(&text).is_empty());
        }
    }
}
