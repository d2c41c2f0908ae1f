//! What is shown of the shared state.

use serde::Serialize;
use utoipa::ToSchema;

use super::View;
use crate::model::json::Json;
use crate::model::shared_state::StateEntry;

/// One version of one value.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StateEntry)]
pub struct StateEntryView {
    cycle_id: String,
    key: String,
    #[schema(value_type = serde_json::Value)]
    value: Json,
    version: u64,
    written_by: String,
    written_at: String,
}

impl From<&StateEntry> for StateEntryView {
    fn from(entry: &StateEntry) -> Self {
        Self {
            cycle_id: entry.cycle.to_string(),
            key: entry.key.to_string(),
            value: entry.value.clone(),
            version: entry.version,
            written_by: entry.written_by.to_string(),
            written_at: entry.written_at.to_string(),
        }
    }
}

impl View for StateEntryView {
    const COLUMNS: &'static [&'static str] =
        &["Key", "Value", "Version", "Written by", "Written at"];

    fn row(&self) -> Vec<String> {
        vec![
            self.key.clone(),
            self.value.to_string(),
            self.version.to_string(),
            self.written_by.clone(),
            self.written_at.clone(),
        ]
    }

    fn id(&self) -> String {
        self.value.to_string()
    }
}
