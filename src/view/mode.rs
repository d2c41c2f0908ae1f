//! What is shown of the mode.

use serde::Serialize;
use utoipa::ToSchema;

use super::View;
use crate::model::mode::Mode;

/// The mode of the system.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Mode)]
pub struct ModeView {
    mode: &'static str,
}

impl From<Mode> for ModeView {
    fn from(mode: Mode) -> Self {
        Self {
            mode: mode.as_str(),
        }
    }
}

impl View for ModeView {
    const COLUMNS: &'static [&'static str] = &["Mode"];

    fn row(&self) -> Vec<String> {
        vec![self.mode.to_owned()]
    }

    fn id(&self) -> String {
        self.mode.to_owned()
    }
}
