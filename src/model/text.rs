//! Short texts that people read: subjects and reasons.
//!
//! Payloads are not texts: see [`super::json`].

use std::fmt;
use std::str::FromStr;

/// Defines a text type with an upper bound in characters.
macro_rules! bounded_text {
    ($(#[$doc:meta])* $name:ident, $what:literal, $max:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// The most characters it may have.
            pub const MAX: usize = $max;

            /// The text itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                check(text, $what, $max).map(|()| Self(text.to_owned()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

bounded_text!(
    /// What a message is about: 1 to 200 characters, none of them a control character.
    Subject, "a subject", 200
);
bounded_text!(
    /// Why something was done: 1 to 1,000 characters, none of them a control character.
    Reason, "a reason", 1000
);

impl Subject {
    /// A subject that stands in this program itself, within the bound.
    pub(crate) fn from_static(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// The subject of a reply to this one: `Re: …`, cut to the same bound.
    #[must_use]
    pub fn reply(&self) -> Self {
        Self(format!("Re: {}", self.0).chars().take(Self::MAX).collect())
    }
}

fn check(text: &str, what: &str, max: usize) -> Result<(), String> {
    if text.trim().is_empty() {
        return Err(format!("{what} cannot be empty"));
    }
    let length = text.chars().count();
    if length > max {
        return Err(format!(
            "{what} has at most {max} characters; this one has {length}"
        ));
    }
    if text.chars().any(char::is_control) {
        return Err(format!("{what} cannot hold control characters"));
    }
    Ok(())
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
    fn the_subject_of_a_reply_stays_within_the_bound() {
        let longest: Subject = "x".repeat(200).parse().unwrap();
        assert!(longest.reply().as_str().parse::<Subject>().is_ok());
    }
}
