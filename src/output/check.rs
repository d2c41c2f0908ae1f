//! What a look at the whole has shown, as it is printed.

use serde::Serialize;

use super::View;
use crate::model::check::Check;

/// One check.
#[derive(Debug, Serialize)]
pub struct CheckView {
    name: String,
    verdict: &'static str,
    found: String,
}

impl From<&Check> for CheckView {
    fn from(check: &Check) -> Self {
        Self {
            name: check.name.clone(),
            verdict: check.verdict.as_str(),
            found: check.found.clone(),
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

    fn id(&self) -> String {
        format!("{} {}", self.name, self.verdict)
    }
}
