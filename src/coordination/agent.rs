//! Adds, enrolls and removes agents.

use super::message_bus::settle_overdue;
use super::on_system;
use crate::model::agent::Agent;
use crate::model::caller::Caller;
use crate::model::clock::Timestamp;
use crate::model::error::Error;
use crate::model::events::{AgentAdd, Event, NoDetails};
use crate::model::id::AgentName;
use crate::model::open_matter::OpenMatter;
use crate::model::operation::Action;
use crate::model::token::{Credential, TokenDigest};
use crate::store::{ReadTx, Result, Store, WriteTx, agent, health, message};

/// Who takes part.
pub struct AgentRegistry<'s> {
    store: &'s mut Store,
}

impl<'s> AgentRegistry<'s> {
    /// The register of this database.
    pub const fn new(store: &'s mut Store) -> Self {
        Self { store }
    }

    /// Registers an agent at level 1.
    pub fn add(&mut self, caller: &Caller, name: &AgentName) -> Result<Agent> {
        self.store
            .write(&on_system(caller, Action::AgentAdd), |tx| {
                if agent::find(tx, name)?.is_some() {
                    return Err(Error::AgentExists(name.clone()).into());
                }
                let is_new = agent::removed_at(tx, name)?.is_none();
                let agent = agent::insert(tx, name)?;
                if !is_new {
                    // The recorded health and the keys used are those of the agent that was
                    // removed.
                    health::reset(tx, name)?;
                    message::forget_keys(tx, name)?;
                }
                let authority_level = agent.level;
                tx.record(&Event::AgentAdd(AgentAdd { authority_level }), name)?;
                Ok(agent)
            })
    }

    /// Removes an agent that was added and has nothing open. What it has sent, received,
    /// written and called stays, and names it. Returns it as it was.
    pub fn remove(&mut self, caller: &Caller, name: &AgentName) -> Result<Agent> {
        let operation = on_system(caller, Action::AgentRemove);
        loop {
            let removed = self.store.write(&operation, |tx| remove(tx, name))?;
            if let Some(agent) = removed {
                return Ok(agent);
            }
            self.store.yield_lock();
        }
    }

    /// When the agent with this name was removed, if it was and has not been added again.
    pub fn removed_at(&mut self, name: &AgentName) -> Result<Option<Timestamp>> {
        self.store.read(|tx| agent::removed_at(tx, name))
    }

    /// Gives an agent a token, which is required to act as it from now on. A previous token becomes
    /// invalid.
    ///
    /// The token is handed over as the last step before the commit: where that fails,
    /// nothing is changed. It must not wait for long, since it holds the lock.
    pub fn enroll(
        &mut self,
        caller: &Caller,
        name: &AgentName,
        token: &TokenDigest,
        hand_over: impl FnOnce(&Agent) -> Result<()>,
    ) -> Result<Agent> {
        let credential = Credential::Token(*token);
        let enrolled = (Action::AgentEnroll, Event::AgentEnroll(NoDetails {}));
        self.set_credential(caller, name, (enrolled, credential), hand_over)
    }

    /// Takes back the token of an agent: from now on nobody acts as it, until it is
    /// enrolled again.
    pub fn revoke(&mut self, caller: &Caller, name: &AgentName) -> Result<Agent> {
        let revoked = (Action::AgentRevoke, Event::AgentRevoke(NoDetails {}));
        self.set_credential(caller, name, (revoked, Credential::Revoked), |_| Ok(()))
    }

    fn set_credential(
        &mut self,
        caller: &Caller,
        name: &AgentName,
        ((action, event), credential): ((Action, Event), Credential),
        hand_over: impl FnOnce(&Agent) -> Result<()>,
    ) -> Result<Agent> {
        self.store.write(&on_system(caller, action), |tx| {
            agent::get(tx, name)?.check_change(&credential)?;
            let agent = agent::set_credential(tx, name, &credential)?;
            tx.record(&event, name)?;
            hand_over(&agent)?;
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

/// Removes an agent, unless so much of what it was sent is overdue that another transaction has
/// to settle the rest first.
fn remove(tx: &mut WriteTx<'_>, name: &AgentName) -> Result<Option<Agent>> {
    let agent = agent::get(tx, name)?;
    agent.check_removable()?;
    if settle_overdue(tx, name)? {
        return Ok(None);
    }
    if let Some(matter) = open_matter(tx, name)? {
        let agent = name.clone();
        return Err(Error::AgentBusy { agent, matter }.into());
    }
    agent::remove(tx, name)?;
    tx.record(&Event::AgentRemove(NoDetails {}), name)?;
    Ok(Some(agent))
}

/// The first thing that must come to an end before the agent can be removed. What time
/// has ended must have been settled before.
fn open_matter(tx: &ReadTx<'_>, name: &AgentName) -> Result<Option<OpenMatter>> {
    if let Some((count, first)) = agent::open_inbox(tx, name)? {
        return Ok(Some(OpenMatter::Inbox { count, first }));
    }
    if let Some(id) = agent::first_unanswered(tx, name)? {
        return Ok(Some(OpenMatter::Unanswered(id)));
    }
    if let Some(cycle) = agent::active_cycle(tx, name)? {
        return Ok(Some(OpenMatter::Cycle(cycle)));
    }
    Ok(agent::first_halt(tx, name)?.map(OpenMatter::Halt))
}
