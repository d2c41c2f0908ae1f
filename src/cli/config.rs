//! The configuration file, and what is in force: what was typed, else what the
//! environment says, else the file, else the default.
//!
//! The file names programs to run. So it is only read from where the user has put it on purpose:
//! named, or in the user's own configuration directory; never because it is in the current folder.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::args;
use super::error::CommandError;
use crate::agents::builtin::MAX_DRAWDOWN;
use crate::model::driver::{Assignment, Driver, Drivers};
use crate::model::health::HealthThresholds;
use crate::model::phase::{Phase, Worker};
use crate::terminal::Format;

/// What the file says. Whatever it does not know is an error: a setting that was
/// misspelt would silently do nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Config {
    pub(super) db: Option<PathBuf>,
    #[serde(deserialize_with = "word")]
    pub(super) output: Option<Format>,
    #[serde(deserialize_with = "duration")]
    pub(super) busy_timeout: Option<Duration>,
    #[serde(deserialize_with = "duration")]
    pub(super) phase_timeout: Option<Duration>,
    pub(super) retries: Option<u32>,
    #[serde(deserialize_with = "gates")]
    pub(super) gates: Option<Vec<Phase>>,
    #[serde(deserialize_with = "agents")]
    pub(super) agents: Vec<Assignment>,
    pub(super) health: HealthConfig,
    pub(super) builtin: BuiltinConfig,
}

/// The `[builtin]` table: what the built-in agents go by.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct BuiltinConfig {
    #[serde(deserialize_with = "drawdown")]
    pub(super) max_drawdown: Option<f64>,
}

impl BuiltinConfig {
    /// The drawdown beyond which risk rejects: that of the file, or the default.
    pub(super) fn max_drawdown(&self) -> f64 {
        self.max_drawdown.unwrap_or(MAX_DRAWDOWN)
    }
}

/// The `[health]` table: when an agent counts as unresponsive, unhealthy or degraded.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct HealthConfig {
    #[serde(deserialize_with = "duration")]
    pub(super) heartbeat_timeout: Option<Duration>,
    #[serde(deserialize_with = "share")]
    pub(super) max_error_rate: Option<f64>,
    #[serde(deserialize_with = "at_least_one")]
    pub(super) min_errors: Option<u32>,
    #[serde(deserialize_with = "factor")]
    pub(super) slow_factor: Option<f64>,
    #[serde(deserialize_with = "at_least_one")]
    pub(super) min_responses: Option<u32>,
}

impl HealthConfig {
    /// The thresholds in force: those of the file, and the defaults for all others.
    pub(super) fn thresholds(&self) -> HealthThresholds {
        let default = HealthThresholds::default();
        HealthThresholds {
            heartbeat_timeout: self.heartbeat_timeout.unwrap_or(default.heartbeat_timeout),
            max_error_rate: self.max_error_rate.unwrap_or(default.max_error_rate),
            min_errors: self.min_errors.unwrap_or(default.min_errors),
            slow_factor: self.slow_factor.unwrap_or(default.slow_factor),
            min_responses: self.min_responses.map_or(default.min_responses, u64::from),
        }
    }
}

impl Config {
    /// Reads the file. One that is not there says nothing, unless it was named.
    pub(super) fn load(path: &Path, named: bool) -> Result<Self, CommandError> {
        let refuse = |problem: String| CommandError::InvalidConfiguration {
            path: path.display().to_string(),
            problem,
        };
        let text = match args::read_at_once(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound && !named => {
                return Ok(Self::default());
            }
            Err(error) => return Err(refuse(format!("cannot read it: {error}"))),
        };
        let mut config: Self = toml::from_str(&text).map_err(|error| refuse(error.to_string()))?;
        let path = std::path::absolute(path).map_err(|error| refuse(error.to_string()))?;
        let folder = path.parent().unwrap_or(Path::new("/"));
        config.be_in(folder);
        Ok(config)
    }

    /// Relative paths in the file are relative to its folder.
    fn be_in(&mut self, folder: &Path) {
        self.db = self.db.take().map(|db| folder.join(db));
        for assignment in &mut self.agents {
            if let Driver::Exec { folder: place, .. } = &mut assignment.driver {
                *place = Some(folder.to_owned());
            }
        }
    }

    /// How the agents are reached, with what was typed before what is written.
    pub(super) fn drivers(&self, typed: &[Assignment]) -> Drivers {
        let mut drivers = Drivers::default();
        for assignment in self.agents.iter().chain(typed) {
            drivers.set(assignment.clone());
        }
        drivers
    }
}

fn parsed<T: FromStr<Err = String>, E: serde::de::Error>(text: &str) -> Result<T, E> {
    text.parse().map_err(E::custom)
}

fn word<'de, D: Deserializer<'de>, T: FromStr<Err = String>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    parsed(&String::deserialize(deserializer)?).map(Some)
}

fn duration<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
    let text = String::deserialize(deserializer)?;
    args::duration(&text).map(Some).map_err(D::Error::custom)
}

/// A number from 0 to 1, which 1 is not: no share of errors is above that.
fn share<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    match f64::deserialize(deserializer)? {
        share if (0.0..1.0).contains(&share) => Ok(Some(share)),
        other => Err(D::Error::custom(format!(
            "{other} is not a share of at least 0 and below 1"
        ))),
    }
}

/// A share of the peak of an account: more than 0, and 1 at most, which is all of it.
fn drawdown<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    match f64::deserialize(deserializer)? {
        share if share > 0.0 && share <= 1.0 => Ok(Some(share)),
        other => Err(D::Error::custom(format!(
            "{other} is not a share above 0 and of at most 1, such as 0.2 for a drawdown of 20%"
        ))),
    }
}

fn factor<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    match f64::deserialize(deserializer)? {
        factor if factor.is_finite() && factor >= 1.0 => Ok(Some(factor)),
        other => Err(D::Error::custom(format!(
            "{other} is not a number of at least 1"
        ))),
    }
}

fn at_least_one<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    match u32::deserialize(deserializer)? {
        0 => Err(D::Error::custom("0 is too small: it must be at least 1")),
        count => Ok(Some(count)),
    }
}

fn gates<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Phase>>, D::Error> {
    let names: Vec<String> = Deserialize::deserialize(deserializer)?;
    let phases = names.iter().map(|name| args::gate(name));
    let phases: Result<_, _> = phases.collect();
    phases.map(Some).map_err(D::Error::custom)
}

fn agents<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Assignment>, D::Error> {
    let table: BTreeMap<String, String> = Deserialize::deserialize(deserializer)?;
    let assignment = |(name, driver): (&String, &String)| {
        Ok(Assignment {
            worker: parsed::<Worker, D::Error>(name)?,
            driver: parsed(driver)?,
        })
    };
    table.iter().map(assignment).collect()
}
