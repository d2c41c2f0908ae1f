//! Arguments that more than one command understands.

use std::convert::Infallible;
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::{Duration, Instant};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use rustix::io::Errno;

use super::error::CommandError;
use crate::model::audit::Hash;
use crate::model::clock::Timestamp;
pub(super) use crate::model::duration::parse as duration;
use crate::model::id::{AgentName, MessageId};
use crate::model::json::{Json, MAX_BYTES};
use crate::model::phase::Phase;
use crate::terminal::Format;

/// A phase before which a cycle can wait for approval.
pub(super) fn gate(text: &str) -> Result<Phase, String> {
    match text.parse::<Phase>()? {
        phase if phase.can_be_gated() => Ok(phase),
        phase => Err(format!("a cycle cannot wait before {phase}")),
    }
}

/// A phase in which a cycle can be.
pub(super) fn phase_of_cycle(text: &str) -> Result<Phase, String> {
    match text.parse::<Phase>()? {
        Phase::Idle => Err("no cycle is idle: the system is, when none is active".to_owned()),
        phase => Ok(phase),
    }
}

/// The digest of a shared state: 64 hexadecimal digits, as they are printed.
pub(super) fn digest(text: &str) -> Result<String, String> {
    text.parse::<Hash>().map(|hash| hash.to_string())
}

/// A response time in milliseconds: finite and not negative.
pub(super) fn milliseconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(ms) if ms.is_finite() && (0.0..=1e12).contains(&ms) => Ok(ms.abs()),
        _ => Err("a response time is a number of milliseconds, 0 or more".to_owned()),
    }
}

/// How many things to show or take: 1 to 10,000.
pub(super) fn limit() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(1..=10_000)
}

/// The message after which a list continues; 0 is before the first.
pub(super) fn after_message(text: &str) -> Result<MessageId, String> {
    match text {
        "0" => Ok(MessageId::from_row(0)),
        _ => text
            .parse()
            .map_err(|problem| format!("{problem}, or 0 for the beginning")),
    }
}

/// The number of an event of the audit log, from `first` on.
pub(super) fn seq(first: u64) -> clap::builder::RangedU64ValueParser {
    clap::value_parser!(u64).range(first..=i64::MAX.unsigned_abs())
}

/// How much of something there may be: 1 to a billion.
pub(super) fn bound() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(1..=1_000_000_000)
}

/// The format of what is printed.
pub(super) fn format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::NAMES).try_map(|name| name.parse::<Format>())
}

/// Who is asking, as it was typed. Only a halt goes on with what is no name.
#[derive(Clone, Debug)]
pub(super) enum Asker {
    Agent(AgentName),
    Nobody(String),
}

impl FromStr for Asker {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        let name = text.parse();
        Ok(name.map_or_else(|_| Self::Nobody(text.to_owned()), Self::Agent))
    }
}

impl Asker {
    /// The name, or the error of the argument or variable that says it.
    pub(super) fn named(self, argument: &str) -> Result<AgentName, CommandError> {
        match self {
            Self::Agent(name) => Ok(name),
            Self::Nobody(text) => text
                .parse()
                .map_err(|problem: String| CommandError::invalid(argument, problem)),
        }
    }
}

/// A time in the past: so long ago, or a moment.
#[derive(Clone, Copy, Debug)]
pub(super) enum Since {
    Ago(Duration),
    At(Timestamp),
}

impl Since {
    /// The moment that is meant at `now`.
    pub(super) fn before(self, now: Timestamp) -> Timestamp {
        match self {
            Self::Ago(duration) => now.minus(duration),
            Self::At(moment) => moment,
        }
    }
}

impl FromStr for Since {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(moment) => Ok(Self::At(moment)),
            Err(_) => duration(text)
                .map(Self::Ago)
                .map_err(|problem| format!("{problem}; a time like 2026-01-31T12:00:00Z")),
        }
    }
}

/// JSON as it is typed: inline, `@FILE`, or `-` for standard input.
#[derive(Clone, Debug)]
pub(super) enum JsonArg {
    Inline(Json),
    File(PathBuf),
    Stdin,
}

impl FromStr for JsonArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "-" => Ok(Self::Stdin),
            _ => match text.strip_prefix('@') {
                Some(path) => Ok(Self::File(PathBuf::from(path))),
                None => Json::parse(text).map(Self::Inline),
            },
        }
    }
}

impl JsonArg {
    /// Reads and checks the value of `argument`.
    pub(super) fn read(self, argument: &str) -> Result<Json, CommandError> {
        let text = match self {
            Self::Inline(json) => return Ok(json),
            Self::File(path) => File::open(&path)
                .and_then(read_bounded)
                .map_err(|error| format!("cannot read {}: {error}", path.display())),
            Self::Stdin => read_bounded(io::stdin().lock())
                .map_err(|error| format!("cannot read standard input: {error}")),
        };
        text.and_then(|text| Json::parse(&text))
            .map_err(|problem| CommandError::invalid(argument, problem))
    }
}

/// Reads no further than what shows that the text is too long.
fn read_bounded(source: impl Read) -> io::Result<String> {
    let mut text = String::new();
    source
        .take(MAX_BYTES as u64 + 1)
        .read_to_string(&mut text)?;
    Ok(text)
}

/// The text of a file that exists there. Waits for nobody: a pipe, whose other end may never come,
/// is refused, also one that has just taken the place of a file.
pub(super) fn read_at_once(path: &Path) -> io::Result<String> {
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(OFlags::NONBLOCK.bits().cast_signed())
        .open(path)?;
    if file.metadata()?.file_type().is_fifo() {
        return Err(io::Error::other("it is a pipe"));
    }
    let text = read_bounded(file)?;
    if text.len() > MAX_BYTES {
        return Err(io::Error::other("it is too long"));
    }
    Ok(text)
}

/// The text of a file, also of a pipe whose other end writes to it: until that is closed,
/// and no longer than `patience`.
pub(super) fn read_within(path: &Path, patience: Duration) -> io::Result<String> {
    let deadline = Instant::now() + patience;
    let mut file = OpenOptions::new()
        .read(true)
        .custom_flags((OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed())
        .open(path)?;
    let mut text = Vec::new();
    loop {
        // A pipe that nobody has opened to write is at its end, and so is one whose
        // writer is gone: only the latter is ready.
        let left = deadline.saturating_duration_since(Instant::now());
        let left = Timespec::try_from(left).map_err(io::Error::other)?;
        let mut ready = [PollFd::new(&file, PollFlags::IN)];
        match poll(&mut ready, Some(&left)) {
            Ok(0) => {
                return Err(io::Error::new(
                    io::ErrorKind::TimedOut,
                    format!("nobody wrote to the end of it within {patience:?}"),
                ));
            }
            Ok(_) => {}
            Err(Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
        }
        let mut part = [0; 4096];
        match file.read(&mut part) {
            Ok(0) => return String::from_utf8(text).map_err(io::Error::other),
            Ok(length) => text.extend_from_slice(&part[..length]),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        if text.len() > MAX_BYTES {
            return Err(io::Error::other("it is too long"));
        }
    }
}

/// A diagram that others draw.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(super) enum Diagram {
    /// Text for Mermaid
    Mermaid,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_text_makes_an_argument_panic(text in "\\PC{0,40}") {
            let _ = milliseconds(&text);
            let _ = text.parse::<JsonArg>();
        }
    }
}
