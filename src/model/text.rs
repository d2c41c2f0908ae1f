//! Short texts that people read: subjects and reasons.
//!
//! Payloads are not texts: see [`super::json`].

use std::fmt;
use std::path::Path;
use std::str::FromStr;

/// What a message is about: 1 to 200 characters, none of them a control character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject(String);

impl Subject {
    /// The most characters it may have.
    pub const MAX: usize = 200;

    /// The subject itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A subject that is a constant of this program, within the bound.
    pub(crate) fn from_static(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// This subject after a word, as in `Re: …`, cut to the same bound.
    #[must_use]
    pub fn prefixed(&self, word: &str) -> Self {
        let prefixed = format!("{word}: {}", self.0);
        Self(prefixed.chars().take(Self::MAX).collect())
    }
}

impl FromStr for Subject {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        one_line("a subject", text).map(Self)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a sender calls a message, so that sending it twice stores it once: 1 to
/// 200 characters, none of them a control character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DedupKey(String);

impl DedupKey {
    /// The key itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for DedupKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        one_line("a deduplication key", text).map(Self)
    }
}

impl fmt::Display for DedupKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Checks a text of one line. `what` names it in the error.
fn one_line(what: &str, text: &str) -> Result<String, String> {
    let length = text.chars().count();
    if text.trim().is_empty() {
        Err(format!("{what} cannot be empty"))
    } else if length > Subject::MAX {
        Err(format!(
            "{what} has at most {} characters; this one has {length}",
            Subject::MAX
        ))
    } else if text.chars().any(char::is_control) {
        Err(format!("{what} cannot hold control characters"))
    } else {
        Ok(text.to_owned())
    }
}

/// Why something was done, in anyone's words: a traceback will do. Only an empty
/// one is refused, since a halt must not fail for want of style; what is longer
/// than [`Reason::MAX`] characters is cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason(String);

impl Reason {
    /// The most characters that are kept.
    pub const MAX: usize = 4000;

    /// The reason that a file gives by lying there.
    pub fn of_file(path: &Path) -> Self {
        Self(format!("the file {} is there", path.display()))
    }

    /// This reason with the name of who gave it, cut to the same bound.
    #[must_use]
    pub fn by(&self, name: &str) -> Self {
        let named = format!("{name}: {}", self.0);
        Self(named.chars().take(Self::MAX).collect())
    }

    /// The reason for the halt under which a backup is put in place.
    pub fn of_restore() -> Self {
        Self("a backup was restored: ask the broker what happened since".to_owned())
    }

    /// The reason itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Reason {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Err("a reason cannot be empty".to_owned());
        }
        Ok(Self(text.chars().take(Self::MAX).collect()))
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The first words of a text that may be long, for where a line is wanted.
pub fn truncate(text: &str) -> String {
    const LONGEST: usize = 400;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The beginning of what an agent said and cannot be used, in one line: its first 200
/// characters, with the control characters spelled out.
pub fn excerpt(said: &str) -> String {
    const LONGEST: usize = 200;
    let mut characters = said.trim().chars();
    let mut shown = String::new();
    for c in characters.by_ref().take(LONGEST) {
        match c {
            _ if c.is_whitespace() => shown.push(' '),
            _ if c.is_control() => shown.extend(c.escape_unicode()),
            _ => shown.push(c),
        }
    }
    if characters.next().is_some() {
        shown.push('…');
    }
    shown
}

/// The end of a text that may be long: at most `bytes` of it, from the beginning of a
/// character.
pub fn tail(text: &str, bytes: usize) -> &str {
    let mut from = text.len().saturating_sub(bytes);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_has_between_1_and_200_characters() {
        assert!("".parse::<Subject>().is_err());
        assert!("  ".parse::<Subject>().is_err());
        assert!("é".repeat(200).parse::<Subject>().is_ok());
        assert!("é".repeat(201).parse::<Subject>().is_err());
        assert!("two\nlines".parse::<Subject>().is_err());
    }

    #[test]
    fn an_excerpt_is_one_line_of_at_most_200_characters() {
        assert_eq!(excerpt(" {\n\t\"a\": 1}\n"), "{  \"a\": 1}");
        assert_eq!(excerpt("\u{1b}[2J"), "\\u{1b}[2J");
        assert_eq!(excerpt(&"é".repeat(200)), "é".repeat(200));
        assert_eq!(excerpt(&"é".repeat(201)), "é".repeat(200) + "…");
    }

    #[test]
    fn a_tail_begins_with_a_whole_character() {
        assert_eq!(tail("abc", 5), "abc");
        assert_eq!(tail("abc", 2), "bc");
        assert_eq!(tail("éé", 3), "é");
        assert_eq!(tail("é", 0), "");
    }

    #[test]
    fn a_reason_is_taken_in_any_words() {
        assert!(" \n".parse::<Reason>().is_err());
        let traceback = "Traceback:\n\tboom";
        assert_eq!(traceback.parse::<Reason>().unwrap().as_str(), traceback);
        let long: Reason = "x".repeat(10_000).parse().unwrap();
        assert_eq!(long.as_str().len(), Reason::MAX);
    }

    #[test]
    fn the_subject_of_a_reply_stays_within_the_bound() {
        let longest: Subject = "x".repeat(200).parse().unwrap();
        assert!(longest.prefixed("Re").as_str().parse::<Subject>().is_ok());
    }
}
