//! What is shown of the settings in force.

use serde::Serialize;

use super::{View, or_dash};

/// One setting.
#[derive(Debug, Serialize)]
pub struct SettingView {
    name: String,
    value: Option<String>,
    source: &'static str,
}

impl SettingView {
    /// A setting with its value, and where that comes from.
    pub const fn new(name: String, value: Option<String>, source: &'static str) -> Self {
        Self {
            name,
            value,
            source,
        }
    }
}

impl View for SettingView {
    const COLUMNS: &'static [&'static str] = &["Setting", "Value", "From"];

    fn row(&self) -> Vec<String> {
        vec![
            self.name.clone(),
            or_dash(self.value.as_ref().filter(|value| !value.is_empty())),
            self.source.to_owned(),
        ]
    }

    fn id(&self) -> String {
        format!(
            "{}={}",
            self.name,
            self.value.as_deref().unwrap_or_default()
        )
    }
}
