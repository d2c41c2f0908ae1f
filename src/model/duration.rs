//! Durations as people write them.

use std::time::Duration;

/// The longest duration that can be meant: a hundred years.
const LONGEST: Duration = Duration::from_hours(100 * 365 * 24);

/// Reads a duration such as `250ms`, `30s`, `5m` or `2h`; never zero.
pub fn parse(text: &str) -> Result<Duration, String> {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn durations_are_positive_and_bounded() {
        assert_eq!(parse("250ms"), Ok(Duration::from_millis(250)));
        assert_eq!(parse("2h"), Ok(Duration::from_hours(2)));
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
            assert!(parse(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_a_duration_panic(text in "\\PC{0,40}") {
            let _ = parse(&text);
        }
    }
}
