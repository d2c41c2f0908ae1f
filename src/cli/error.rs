//! Errors as the user sees them: one line that says what, one that names the
//! next step; as one line of JSON where JSON was asked for. Always on stderr.

use std::io::{self, Write};

use serde_json::json;

use super::exit_code::Exit;
use crate::model;
use crate::model::error::ErrorKind;
use crate::output::{Format, printable};
use crate::store;
use crate::store::dispatch_lock::Undrained;

/// An error as it is shown.
struct Shown {
    kind: ErrorKind,
    message: String,
    hint: String,
}

/// Shows the error of a command and tells how to end.
pub(super) fn report(error: &anyhow::Error, format: Format) -> Exit {
    show(&shown(error), format)
}

/// Shows an error in what was typed and tells how to end.
pub(super) fn report_usage(error: &clap::Error, format: Format) -> Exit {
    if format == Format::Table {
        note(error.render().to_string().trim_end());
        return Exit::of(ErrorKind::InvalidInput);
    }
    let text = error.render().to_string();
    let (message, rest) = text.split_once("\n\n").unwrap_or((&text, ""));
    let usage = rest.lines().find(|line| line.starts_with("Usage:"));
    let shown = Shown {
        kind: ErrorKind::InvalidInput,
        message: message.trim_start_matches("error: ").trim_end().to_owned(),
        hint: usage.unwrap_or("see --help of the command").to_owned(),
    };
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
        return Shown {
            kind: error.kind(),
            message: error.to_string(),
            hint: error.hint(),
        };
    }
    if let Some(rule) = error.downcast_ref::<model::Error>() {
        let message = match error.downcast_ref::<String>() {
            Some(argument) => format!("invalid value for '{argument}': {rule}"),
            None => rule.to_string(),
        };
        return Shown {
            kind: rule.kind(),
            message,
            hint: rule.hint(),
        };
    }
    if let Some(error) = error.downcast_ref::<io::Error>() {
        return Shown {
            kind: ErrorKind::Io,
            message: format!("cannot print: {error}"),
            hint: "what was asked for is done; only its output is missing".to_owned(),
        };
    }
    Shown {
        kind: ErrorKind::Internal,
        message: format!("{error:#}"),
        hint: "please report this".to_owned(),
    }
}

fn show(shown: &Shown, format: Format) -> Exit {
    let Shown {
        kind,
        message,
        hint,
    } = shown;
    if format == Format::Table {
        let line = |text: &str| printable(text).replace('\n', " ");
        note(&format!("error: {}\n  hint: {}", line(message), line(hint)));
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
