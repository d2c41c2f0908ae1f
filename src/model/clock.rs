//! Points in time, and where they come from.
//!
//! Never reads the time itself: an operation is handed a [`Clock`].

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};

/// Where the time comes from. Operations never read it themselves, so that tests can set it.
pub trait Clock {
    /// The time now, in UTC.
    fn now(&self) -> Timestamp;
}

/// A point in time: milliseconds since the Unix epoch, UTC.
///
/// Time is used for deadlines and for the record, never for order: order comes
/// from sequence numbers, so that a clock set back reorders nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The point `millis` milliseconds after the Unix epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the Unix epoch.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// The point `duration` later; the end of time when that overflows.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        let millis = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        Self(self.0.saturating_add(millis))
    }

    /// The point `duration` earlier; the beginning of time when that overflows.
    #[must_use]
    pub fn minus(self, duration: Duration) -> Self {
        let millis = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        Self(self.0.saturating_sub(millis))
    }

    /// The time from `earlier` to here; zero when `earlier` is later, as it
    /// can be once a clock was set back.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// `YYYYMMDD_HHMMSS`, the form that stands in a cycle id.
    pub fn compact(self) -> String {
        self.utc().format("%Y%m%d_%H%M%S").to_string()
    }

    fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }
}

impl FromStr for Timestamp {
    type Err = String;

    /// Reads RFC 3339, in any time zone.
    fn from_str(text: &str) -> Result<Self, String> {
        DateTime::parse_from_rfc3339(text)
            .map(|time| Self(time.timestamp_millis()))
            .map_err(|error| format!("{error}; a time looks like 2026-01-31T12:00:00Z"))
    }
}

/// RFC 3339 in UTC with milliseconds: `2026-03-01T12:00:00.000Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.utc().to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_print_as_rfc_3339_with_milliseconds() {
        let time = Timestamp::from_millis(1_700_000_000_123);
        assert_eq!(time.to_string(), "2023-11-14T22:13:20.123Z");
        assert_eq!(time.compact(), "20231114_221320");
    }

    #[test]
    fn time_arithmetic_never_overflows() {
        let end = Timestamp::from_millis(i64::MAX);
        assert_eq!(end.plus(Duration::MAX), end);
        let first = Timestamp::from_millis(i64::MIN);
        assert_eq!(first.minus(Duration::MAX), first);
        assert_eq!(Timestamp::from_millis(0).since(end), Duration::ZERO);
        let _ = end.to_string();
    }
}
