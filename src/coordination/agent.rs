//! The register of agents. What an agent is like inside is none of its business.

use serde_json::json;

use super::on_system;
use crate::model::agent::{Agent, AgentName};
use crate::model::operation::Action;
use crate::store::{Result, Store, agent};

/// Who takes part.
pub struct AgentRegister<'s> {
    store: &'s mut Store,
}

impl<'s> AgentRegister<'s> {
    /// The register of this database.
    pub const fn new(store: &'s mut Store) -> Self {
        Self { store }
    }

    /// Registers an agent at level 1.
    pub fn add(&mut self, actor: &AgentName, name: &AgentName) -> Result<Agent> {
        self.store.write(&on_system(actor, Action::AgentAdd), |tx| {
            let agent = agent::insert(tx, name)?;
            tx.record(Action::AgentAdd, name, &json!({"authority_level": 1}))?;
            Ok(agent)
        })
    }

    /// The agent with this name, or an error that lists those there are.
    pub fn get(&mut self, name: &AgentName) -> Result<Agent> {
        self.store.read(|tx| agent::get(tx, name))
    }

    /// All agents.
    pub fn list(&mut self) -> Result<Vec<Agent>> {
        self.store.read(|tx| Ok(agent::list(tx)?.to_vec()))
    }
}
