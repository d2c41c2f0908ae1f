//! The mode of the system. That it is kept to is the pipeline's business.

use serde_json::json;

use super::on_system;
use crate::model::agent::AgentName;
use crate::model::mode::Mode;
use crate::model::operation::Action;
use crate::model::text::Reason;
use crate::store::{Result, Store, setting};

/// The mode that cycles start in.
pub struct SystemMode<'s> {
    store: &'s mut Store,
}

impl<'s> SystemMode<'s> {
    /// The mode of this database.
    pub const fn new(store: &'s mut Store) -> Self {
        Self { store }
    }

    /// The mode in force.
    pub fn get(&mut self) -> Result<Mode> {
        self.store.read(setting::mode)
    }

    /// Sets the mode of the cycles that start from now on.
    pub fn set(&mut self, actor: &AgentName, to: Mode, reason: &Reason) -> Result<Mode> {
        self.store.write(&on_system(actor, Action::ModeSet), |tx| {
            let from = setting::mode(tx)?;
            setting::set_mode(tx, to)?;
            let details =
                json!({"from": from.as_str(), "to": to.as_str(), "reason": reason.as_str()});
            tx.record(Action::ModeSet, "mode", &details)?;
            Ok(to)
        })
    }
}
