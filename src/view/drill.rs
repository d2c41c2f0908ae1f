//! What is shown of a halt drill.

use std::time::Duration;

use serde::Serialize;

use super::View;

/// One drill that was passed.
#[derive(Debug, Serialize)]
pub struct DrillView {
    passed: bool,
    stopped_in_ms: f64,
}

impl DrillView {
    /// A drill in which the agent and all it had started were dead after `took`,
    /// counted from the start of the `halt` command.
    pub fn passed(took: Duration) -> Self {
        Self {
            passed: true,
            stopped_in_ms: took.as_secs_f64() * 1000.0,
        }
    }
}

impl View for DrillView {
    const COLUMNS: &'static [&'static str] = &["Passed", "Stopped in"];

    fn row(&self) -> Vec<String> {
        vec!["yes".to_owned(), format!("{:.1} ms", self.stopped_in_ms)]
    }

    fn id(&self) -> String {
        format!("{:.1}", self.stopped_in_ms)
    }
}
