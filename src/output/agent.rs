//! Agents, as they are printed.

use serde::Serialize;

use super::{View, or_dash};
use crate::model::agent::Agent;

/// One agent.
#[derive(Debug, Serialize)]
pub struct AgentView {
    name: String,
    authority_level: u8,
    built_in: bool,
    registered_at: Option<String>,
}

impl From<&Agent> for AgentView {
    fn from(agent: &Agent) -> Self {
        Self {
            name: agent.name.to_string(),
            authority_level: agent.level as u8,
            built_in: agent.registered_at.is_none(),
            registered_at: agent.registered_at.map(|at| at.to_string()),
        }
    }
}

impl View for AgentView {
    const COLUMNS: &'static [&'static str] = &["Agent", "Level", "Registered"];

    fn row(&self) -> Vec<String> {
        let registered = if self.built_in {
            "built in".to_owned()
        } else {
            or_dash(self.registered_at.as_ref())
        };
        vec![
            self.name.clone(),
            self.authority_level.to_string(),
            registered,
        ]
    }

    fn id(&self) -> String {
        self.name.clone()
    }
}
