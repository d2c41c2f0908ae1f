//! Arguments that more than one command understands.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::model::audit::Hash;
use crate::model::error::Error;
use crate::model::json::{Json, MAX_BYTES};
use crate::model::phase::Phase;
use crate::output::Format;

/// The longest duration that can be meant: a hundred years.
const LONGEST: Duration = Duration::from_hours(100 * 365 * 24);

/// A duration such as `250ms`, `30s`, `5m` or `2h`; never zero.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let duration = humantime::parse_duration(text)
        .map_err(|error| format!("{error}; a duration looks like 250ms, 30s, 5m or 2h"))?;
    if duration < Duration::from_millis(1) {
        return Err("a duration is at least 1ms".to_owned());
    }
    if duration > LONGEST {
        return Err("a duration is at most 100 years".to_owned());
    }
    Ok(duration)
}

/// A phase before which a cycle can be told to wait.
pub(super) fn gate(text: &str) -> Result<Phase, String> {
    match text.parse::<Phase>()? {
        phase if phase.can_be_gated() => Ok(phase),
        phase => Err(format!("a cycle cannot wait before {phase}")),
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

/// The format of what is printed.
pub(super) fn format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::NAMES).try_map(|name| name.parse::<Format>())
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
    pub(super) fn read(self, argument: &str) -> Result<Json, Error> {
        let text = match self {
            Self::Inline(json) => return Ok(json),
            Self::File(path) => File::open(&path)
                .and_then(read_bounded)
                .map_err(|error| format!("cannot read {}: {error}", path.display())),
            Self::Stdin => read_bounded(io::stdin().lock())
                .map_err(|error| format!("cannot read standard input: {error}")),
        };
        text.and_then(|text| Json::parse(&text))
            .map_err(|problem| Error::InvalidArgument {
                argument: argument.to_owned(),
                problem,
            })
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn durations_are_positive_and_bounded() {
        assert_eq!(duration("250ms"), Ok(Duration::from_millis(250)));
        assert_eq!(duration("2h"), Ok(Duration::from_hours(2)));
        for bad in [
            "",
            "0s",
            "-5s",
            "5",
            "1ns",
            "99999999999999y",
            "101years",
            "NaN",
            "1e9s",
        ] {
            assert!(duration(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_an_argument_panic(text in "\\PC{0,40}") {
            let _ = duration(&text);
            let _ = milliseconds(&text);
            let _ = text.parse::<JsonArg>();
        }
    }
}
