//! What is shown of halts.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Tone, View, or_dash};
use crate::model::halt::{Halt, HaltInForce, HaltScope};
use crate::model::id::AgentName;
use crate::model::process::Remains;

/// One halt.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Halt)]
pub struct HaltView {
    id: i64,
    file_key: Option<String>,
    scope: &'static str,
    symbol: Option<String>,
    cycle_id: Option<String>,
    requested_by: String,
    reason: String,
    requested_at: String,
    in_force: bool,
    cleared_by: Option<String>,
    cleared_at: Option<String>,
    clear_reason: Option<String>,
}

impl From<&Halt> for HaltView {
    fn from(halt: &Halt) -> Self {
        let (symbol, cycle_id) = match &halt.scope {
            HaltScope::Global => (None, None),
            HaltScope::Symbol(symbol) => (Some(symbol.to_string()), None),
            HaltScope::Cycle(cycle) => (None, Some(cycle.to_string())),
        };
        let cleared = halt.cleared.as_ref();
        Self {
            id: halt.id,
            file_key: halt.file_key.map(|key| key.to_string()),
            scope: halt.scope.kind(),
            symbol,
            cycle_id,
            requested_by: halt.requested_by.to_string(),
            reason: halt.reason.to_string(),
            requested_at: halt.requested_at.to_string(),
            in_force: cleared.is_none(),
            cleared_by: cleared.map(|cleared| cleared.by.to_string()),
            cleared_at: cleared.map(|cleared| cleared.at.to_string()),
            clear_reason: cleared.map(|cleared| cleared.reason.to_string()),
        }
    }
}

impl HaltView {
    /// What names it in a clear: its key while it has no number.
    fn reference(&self) -> String {
        let key = self.file_key.clone();
        key.unwrap_or_else(|| self.id.to_string())
    }

    fn what(&self) -> String {
        let named = self.symbol.as_ref().or(self.cycle_id.as_ref());
        named.map_or_else(|| "everything".to_owned(), Clone::clone)
    }
}

impl View for HaltView {
    const COLUMNS: &'static [&'static str] = &["Halt", "Stops", "By", "Reason", "Since", "Cleared"];

    fn row(&self) -> Vec<String> {
        let cleared = self.cleared_by.as_ref().map(|by| {
            let (at, why) = (self.cleared_at.as_ref(), self.clear_reason.as_ref());
            format!("{} by {by}: {}", or_dash(at), or_dash(why))
        });
        vec![
            self.reference(),
            self.what(),
            self.requested_by.clone(),
            self.reason.clone(),
            self.requested_at.clone(),
            or_dash(cleared),
        ]
    }

    fn id(&self) -> String {
        self.reference()
    }

    fn tone(&self, field: &str) -> Tone {
        match field {
            "Stops" if self.in_force => Tone::Bad,
            _ => Tone::Plain,
        }
    }
}

/// A halt in force, with what has become of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HaltStatus)]
pub struct HaltStatusView {
    #[serde(flatten)]
    halt: HaltView,
    acked_by: Vec<String>,
    waiting_for: Vec<String>,
    not_undone: Vec<String>,
    #[schema(value_type = Vec<Object>)]
    survivors: Vec<Remains>,
}

impl From<&HaltInForce> for HaltStatusView {
    fn from(status: &HaltInForce) -> Self {
        let names = |agents: &[AgentName]| agents.iter().map(ToString::to_string).collect();
        Self {
            halt: HaltView::from(&status.halt),
            acked_by: names(&status.acked_by),
            waiting_for: names(&status.waiting_for),
            not_undone: status.not_undone.iter().map(ToString::to_string).collect(),
            survivors: status.remains.clone(),
        }
    }
}

impl View for HaltStatusView {
    const COLUMNS: &'static [&'static str] = &[
        "Halt",
        "Stops",
        "By",
        "Reason",
        "Since",
        "Acked by",
        "Waiting for",
        "Not undone",
    ];

    fn row(&self) -> Vec<String> {
        let list = |names: &[String]| {
            if names.is_empty() {
                "-".to_owned()
            } else {
                names.join(", ")
            }
        };
        let mut row = self.halt.row();
        row.truncate(5);
        row.extend([&self.acked_by, &self.waiting_for, &self.not_undone].map(|names| list(names)));
        row
    }

    fn id(&self) -> String {
        self.halt.id()
    }

    fn tone(&self, field: &str) -> Tone {
        match field {
            "Waiting for" if !self.waiting_for.is_empty() => Tone::Busy,
            "Not undone" if !self.not_undone.is_empty() => Tone::Bad,
            field => self.halt.tone(field),
        }
    }
}
