//! Why a command fails, and how the user sees it: one line that says what, one that names
//! the next step; as one line of JSON where JSON was asked for. Always on stderr.

use std::io::{self, Write};
use std::{fmt, result};

use serde_json::json;

use super::exit_code::Exit;
use super::hint;
use crate::model;
use crate::model::error::{ErrorKind, Field, in_lines};
use crate::model::phase::Phase;
use crate::store;
use crate::store::dispatch_lock::Undrained;
use crate::terminal::{Format, is_unprinted};
use crate::view::printable;

/// A result of the command line.
pub(super) type Result<T, E = CommandError> = result::Result<T, E>;

/// Why a command fails.
#[derive(Debug)]
pub(super) enum CommandError {
    /// The operation was refused or failed.
    Operation {
        /// Why.
        error: store::Error,
        /// The argument or variable that is the reason, where there is one.
        argument: Option<String>,
    },
    /// An argument or variable has an invalid value.
    InvalidArgument {
        /// The argument, as it is typed, or the variable.
        argument: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The configuration file cannot be read, or is invalid.
    InvalidConfiguration {
        /// The file.
        path: String,
        /// What is wrong with it: lines, which may point at a place in the file.
        problem: String,
    },
    /// The command needs a terminal.
    NoTerminal,
    /// The operating system reported an error.
    Io {
        /// What cannot be done, where that has to be said: "cannot ...".
        doing: Option<String>,
        /// The error.
        error: io::Error,
    },
    /// A defect of this program.
    Internal(anyhow::Error),
}

impl CommandError {
    /// The argument or variable has an invalid value.
    pub(super) fn invalid(argument: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::InvalidArgument {
            argument: argument.into(),
            problem: problem.into(),
        }
    }

    /// What the operating system says about what cannot be done: "cannot ...".
    pub(super) fn io(doing: impl Into<String>, error: io::Error) -> Self {
        Self::Io {
            doing: Some(doing.into()),
            error,
        }
    }

    /// The kind, which decides the exit code.
    const fn kind(&self) -> ErrorKind {
        match self {
            Self::Operation { error, .. } => error.kind(),
            Self::InvalidArgument { .. } | Self::InvalidConfiguration { .. } | Self::NoTerminal => {
                ErrorKind::InvalidInput
            }
            Self::Io { .. } => ErrorKind::Io,
            Self::Internal(_) => ErrorKind::Internal,
        }
    }

    /// What to do next, in words.
    fn hint(&self) -> String {
        match self {
            Self::Operation { error, .. } => return hint::words(&error.next_step()),
            Self::InvalidArgument { .. } => "see --help of the command",
            Self::InvalidConfiguration { .. } => "correct it, or name another file with --config",
            Self::NoTerminal => "see `flowrex-coord status`, in a script with `-o json`",
            Self::Io { error, .. } if is_unprinted(error) => {
                "what was asked for is done; only its output is missing"
            }
            Self::Io { .. } => "the system refused it: see what it says, and try again",
            Self::Internal(_) => hint::REPORT,
        }
        .to_owned()
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operation {
                error: store::Error::Rule(rule),
                argument,
            } => match argument {
                Some(argument) => write!(f, "invalid value for '{argument}': {rule}"),
                None => f.write_str(&of_rule(rule)),
            },
            Self::Operation { error, .. } => error.fmt(f),
            Self::InvalidArgument { argument, problem } => {
                write!(f, "invalid value for '{argument}': {problem}")
            }
            Self::InvalidConfiguration { path, problem } => {
                write!(f, "invalid configuration file {path}: {problem}")
            }
            Self::NoTerminal => f.write_str("`watch` needs a terminal"),
            Self::Io { error, .. } if is_unprinted(error) => write!(f, "cannot print: {error}"),
            Self::Io {
                doing: Some(doing),
                error,
            } => write!(f, "{doing}: {error}"),
            Self::Io { doing: None, error } => error.fmt(f),
            Self::Internal(error) => write!(f, "{error:#}"),
        }
    }
}

/// A rule that was not met, with the arguments as they are typed.
fn of_rule(rule: &model::Error) -> String {
    match rule {
        model::Error::InvalidValue { field, problem } => {
            format!("invalid value for '{}': {problem}", argument(*field))
        }
        model::Error::ReasonNeeded { cycle, to } => {
            let by = if *to == Phase::Halted {
                format!("`halt --cycle {cycle} --reason TEXT`")
            } else {
                format!("`cycle fail {cycle} --error TEXT`")
            };
            format!("invalid value for '--to': a cycle ends as {to} for a reason: use {by}")
        }
        model::Error::InLines { problems, .. } => in_lines(problems, of_rule),
        _ => rule.to_string(),
    }
}

/// The argument that gives the value.
const fn argument(field: Field) -> &'static str {
    match field {
        Field::PeakBalance => "--peak-balance",
        Field::Cycle => "<ID>",
        Field::BackupFile => "<FILE>",
        Field::Backup => "<BACKUP>",
        Field::Batch => "--batch",
        Field::Member(name) => name,
    }
}

impl From<store::Error> for CommandError {
    fn from(error: store::Error) -> Self {
        Self::Operation {
            error,
            argument: None,
        }
    }
}

impl From<model::Error> for CommandError {
    fn from(rule: model::Error) -> Self {
        store::Error::from(rule).into()
    }
}

impl From<io::Error> for CommandError {
    fn from(error: io::Error) -> Self {
        Self::Io { doing: None, error }
    }
}

impl From<anyhow::Error> for CommandError {
    fn from(error: anyhow::Error) -> Self {
        let error = error.downcast::<store::Error>().map(Self::from);
        let error = error.or_else(|error| error.downcast::<io::Error>().map(Self::from));
        error.unwrap_or_else(Self::Internal)
    }
}

/// Shows the error of a command and returns the exit code.
pub(super) fn report(error: &CommandError, format: Format) -> Exit {
    show(&Shown::from(error), format)
}

/// Shows what clap says of an error in what was typed, and returns the exit code.
pub(super) fn report_usage(text: &str, format: Format) -> Exit {
    if format == Format::Table {
        note(text.trim_end());
        return Exit::of(ErrorKind::InvalidInput);
    }
    let (message, rest) = text.split_once("\n\n").unwrap_or((text, ""));
    let usage = rest.lines().find(|line| line.starts_with("Usage:"));
    let shown = Shown {
        kind: ErrorKind::InvalidInput,
        message: message.trim_start_matches("error: ").trim_end().to_owned(),
        hint: usage.unwrap_or("see --help of the command").to_owned(),
        keeps_lines: false,
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

/// An error as it is shown.
struct Shown {
    kind: ErrorKind,
    /// One line, unless its lines are kept.
    message: String,
    hint: String,
    /// Whether the message is of several lines that are meaningful as they are.
    keeps_lines: bool,
}

impl From<&CommandError> for Shown {
    fn from(error: &CommandError) -> Self {
        Self {
            kind: error.kind(),
            message: error.to_string(),
            hint: error.hint(),
            keeps_lines: matches!(error, CommandError::InvalidConfiguration { .. }),
        }
    }
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
    use super::*;

    #[test]
    fn only_what_could_not_be_printed_is_said_to_be_missing_from_the_output() {
        let error = io::Error::other("no terminal");
        let shown = Shown::from(&CommandError::io("cannot read what is typed", error));
        assert_eq!(shown.kind, ErrorKind::Io);
        assert_eq!(shown.message, "cannot read what is typed: no terminal");
        assert!(!shown.hint.contains("output"), "{}", shown.hint);
    }

    #[test]
    fn a_value_is_named_by_its_argument_also_within_a_batch() {
        let invalid = |field| model::Error::InvalidValue {
            field,
            problem: "bad".to_owned(),
        };
        let message = |rule: model::Error| CommandError::from(rule).to_string();
        assert_eq!(
            message(invalid(Field::PeakBalance)),
            "invalid value for '--peak-balance': bad"
        );
        let problems = [Field::Batch, Field::Member("ttl")].map(invalid);
        assert_eq!(
            message(model::Error::InLines {
                first: 1,
                problems: (1..).zip(problems).collect(),
            }),
            "line 1: invalid value for '--batch': bad; line 2: invalid value for 'ttl': bad"
        );
    }
}
