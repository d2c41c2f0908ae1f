//! What is shown of the checks of `doctor` and `db check`.

use serde::Serialize;

use super::{Tone, View};
use crate::model::check::Check;

/// One check.
#[derive(Debug, Serialize)]
pub struct CheckView {
    name: String,
    verdict: &'static str,
    found: String,
    #[serde(skip)]
    tone: Tone,
}

impl From<&Check> for CheckView {
    fn from(check: &Check) -> Self {
        Self {
            name: check.name.clone(),
            verdict: check.verdict.as_str(),
            found: check.found.clone(),
            tone: Tone::from(check.verdict),
        }
    }
}

impl View for CheckView {
    const COLUMNS: &'static [&'static str] = &["Check", "Verdict", "Found"];

    fn row(&self) -> Vec<String> {
        vec![
            self.name.clone(),
            self.verdict.to_owned(),
            self.found.clone(),
        ]
    }

    fn tone(&self, field: &str) -> Tone {
        match field {
            "Verdict" => self.tone,
            _ => Tone::Plain,
        }
    }

    fn id(&self) -> String {
        format!("{} {}", self.name, self.verdict)
    }
}
