//! How a database is opened.

use std::time::Duration;

use crate::model::health::HealthThresholds;

/// How to open a database.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// How long to wait for others.
    pub busy_timeout: Duration,
    /// Whether a missing folder is made.
    pub create_folder: bool,
    /// Whether a missing database is an error, and not made.
    pub must_exist: bool,
    /// What agents' health is judged by.
    pub health: HealthThresholds,
}
