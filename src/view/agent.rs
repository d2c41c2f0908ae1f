//! What is shown of agents and their new tokens.

use serde::Serialize;
use utoipa::ToSchema;

use super::{View, or_dash};
use crate::model::agent::Agent;
use crate::model::token::Token;

/// One agent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Agent)]
pub struct AgentView {
    name: String,
    authority_level: u8,
    built_in: bool,
    registered_at: Option<String>,
    token: &'static str,
}

impl From<&Agent> for AgentView {
    fn from(agent: &Agent) -> Self {
        Self {
            name: agent.name.to_string(),
            authority_level: agent.level as u8,
            built_in: agent.registered_at.is_none(),
            registered_at: agent.registered_at.map(|at| at.to_string()),
            token: agent.credential.as_str(),
        }
    }
}

impl View for AgentView {
    const COLUMNS: &'static [&'static str] = &["Agent", "Level", "Registered", "Token"];

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
            self.token.to_owned(),
        ]
    }

    fn id(&self) -> String {
        self.name.clone()
    }
}

/// The token that an agent was given. It is printed this once.
#[derive(Serialize)]
pub struct EnrolledView {
    name: String,
    token: String,
}

impl EnrolledView {
    /// The agent with its token.
    pub fn new(agent: &Agent, token: &Token) -> Self {
        Self {
            name: agent.name.to_string(),
            token: token.reveal().to_owned(),
        }
    }
}

impl View for EnrolledView {
    const COLUMNS: &'static [&'static str] = &["Agent", "Token"];

    fn row(&self) -> Vec<String> {
        vec![self.name.clone(), self.token.clone()]
    }

    fn id(&self) -> String {
        self.token.clone()
    }
}
