//! Errors as the user sees them: one line that says what, one that names the
//! next step; as one line of JSON where JSON was asked for. Always on stderr.

use std::io::{self, Write};

use serde_json::json;

use super::exit_code::Exit;
use crate::model;
use crate::model::error::ErrorKind;
use crate::store;
use crate::store::dispatch_lock::Undrained;
use crate::terminal::{Format, is_unprinted};
use crate::view::printable;

/// An error as it is shown.
#[derive(Debug)]
struct Shown {
    kind: ErrorKind,
    /// One line, unless its lines are kept.
    message: String,
    hint: String,
    /// Whether the message is of several lines that mean something as they stand.
    keeps_lines: bool,
}

impl Shown {
    /// An error of one line.
    const fn new(kind: ErrorKind, message: String, hint: String) -> Self {
        Self {
            kind,
            message,
            hint,
            keeps_lines: false,
        }
    }
}

/// Shows the error of a command and tells how to end.
pub(super) fn report(error: &anyhow::Error, format: Format) -> Exit {
    show(&shown(error), format)
}

/// Shows what clap says of an error in what was typed, and tells how to end.
pub(super) fn report_usage(text: &str, format: Format) -> Exit {
    if format == Format::Table {
        note(text.trim_end());
        return Exit::of(ErrorKind::InvalidInput);
    }
    let (message, rest) = text.split_once("\n\n").unwrap_or((text, ""));
    let usage = rest.lines().find(|line| line.starts_with("Usage:"));
    let shown = Shown::new(
        ErrorKind::InvalidInput,
        message.trim_start_matches("error: ").trim_end().to_owned(),
        usage.unwrap_or("see --help of the command").to_owned(),
    );
    show(&shown, format)
}

/// Says something beside the data. That nobody listens is no error.
pub(super) fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Warns of a program that may still be given its command, if there may be one.
pub(super) fn warn_undrained(undrained: Option<&Undrained>) {
    if let Some(undrained) = undrained {
        note(&format!("warning: {undrained}"));
    }
}

/// The one place where an error of any room becomes what is shown.
fn shown(error: &anyhow::Error) -> Shown {
    if let Some(error) = error.downcast_ref::<store::Error>() {
        return Shown::new(error.kind(), error.to_string(), error.hint());
    }
    if let Some(rule) = error.downcast_ref::<model::Error>() {
        let message = match error.downcast_ref::<String>() {
            Some(argument) => format!("invalid value for '{argument}': {rule}"),
            None => rule.to_string(),
        };
        return Shown {
            keeps_lines: matches!(rule, model::Error::InvalidConfiguration { .. }),
            ..Shown::new(rule.kind(), message, rule.hint())
        };
    }
    if let Some(problem) = error.downcast_ref::<io::Error>() {
        let (message, hint) = if is_unprinted(problem) {
            let hint = "what was asked for is done; only its output is missing";
            (format!("cannot print: {problem}"), hint)
        } else {
            let hint = "the system refused it: see what it says, and try again";
            (format!("{error:#}"), hint)
        };
        return Shown::new(ErrorKind::Io, message, hint.to_owned());
    }
    let message = format!("{error:#}");
    Shown::new(
        ErrorKind::Internal,
        message,
        "please report this".to_owned(),
    )
}

fn show(shown: &Shown, format: Format) -> Exit {
    let Shown {
        kind,
        message,
        hint,
        keeps_lines,
    } = shown;
    if format == Format::Table {
        let line = |text: &str| printable(text).replace('\n', " ");
        let message = if *keeps_lines {
            printable(message.trim_end())
        } else {
            line(message)
        };
        note(&format!("error: {message}\n  hint: {}", line(hint)));
    } else {
        let error = json!({
            "kind": kind.as_str(),
            "message": message,
            "hint": hint,
            "retryable": kind.is_retryable(),
        });
        note(&json!({"error": error}).to_string());
    }
    Exit::of(*kind)
}

#[cfg(test)]
mod tests {
    use anyhow::Context as _;

    use super::*;

    #[test]
    fn only_what_could_not_be_printed_is_said_to_be_missing_from_the_output() {
        let failed: io::Result<()> = Err(io::Error::other("no terminal"));
        let error = failed.context("cannot read what is typed").unwrap_err();
        let shown = shown(&error);
        assert_eq!(shown.kind, ErrorKind::Io);
        assert_eq!(shown.message, "cannot read what is typed: no terminal");
        assert!(!shown.hint.contains("output"), "{}", shown.hint);
    }
}
