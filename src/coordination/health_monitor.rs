//! Records the health reports of agents, and returns the verdicts that the model computes.

use super::on_system;
use crate::model::caller::Caller;
use crate::model::clock::Timestamp;
use crate::model::error::Error;
use crate::model::events::{Event, HealthError, HealthInitialize, NoDetails, Responded};
use crate::model::health::{HealthRecord, HeartbeatSource};
use crate::model::id::AgentName;
use crate::model::operation::Action;
use crate::model::text::Reason;
use crate::store::{Result, Store, WriteTx, agent, health};

/// Watches the agents' health and performance.
pub struct HealthMonitor<'s> {
    store: &'s mut Store,
}

impl<'s> HealthMonitor<'s> {
    /// The monitor of this database.
    pub const fn new(store: &'s mut Store) -> Self {
        Self { store }
    }

    /// Records that the caller is alive, with the time that its latest response took and its status
    /// message, if any.
    pub fn beat(
        &mut self,
        caller: &Caller,
        response_ms: Option<f64>,
        message: Option<&Reason>,
    ) -> Result<()> {
        self.beat_of(caller, &caller.agent, response_ms, message)
    }

    /// The same of the agent with this name: the caller itself, or another where level 0
    /// reports for it.
    pub fn beat_of(
        &mut self,
        caller: &Caller,
        name: &AgentName,
        response_ms: Option<f64>,
        message: Option<&Reason>,
    ) -> Result<()> {
        let operation = on_system(caller, Action::HealthBeat);
        self.store.write(&operation, |tx| {
            check_reports(tx, name)?;
            let message = message.map(Reason::as_str);
            health::beat(tx, name, HeartbeatSource::Agent, response_ms, message)?;
            tx.record(&Event::HealthBeat(Responded { response_ms }), name)
        })
    }

    /// Records that the caller did one operation well, and how long it took.
    pub fn success(&mut self, caller: &Caller, response_ms: Option<f64>) -> Result<()> {
        self.success_of(caller, &caller.agent, response_ms)
    }

    /// The same of the agent with this name: the caller itself, or another where level 0
    /// reports for it.
    pub fn success_of(
        &mut self,
        caller: &Caller,
        name: &AgentName,
        response_ms: Option<f64>,
    ) -> Result<()> {
        let operation = on_system(caller, Action::HealthSuccess);
        self.store.write(&operation, |tx| {
            check_reports(tx, name)?;
            health::success(tx, name, response_ms)?;
            tx.record(&Event::HealthSuccess(Responded { response_ms }), name)
        })
    }

    /// Records that the caller failed at one operation, and how long it took.
    pub fn error(
        &mut self,
        caller: &Caller,
        message: &Reason,
        response_ms: Option<f64>,
    ) -> Result<()> {
        self.error_of(caller, &caller.agent, message, response_ms)
    }

    /// The same of the agent with this name: the caller itself, or another where level 0
    /// reports for it.
    pub fn error_of(
        &mut self,
        caller: &Caller,
        name: &AgentName,
        message: &Reason,
        response_ms: Option<f64>,
    ) -> Result<()> {
        let operation = on_system(caller, Action::HealthError);
        self.store.write(&operation, |tx| {
            check_reports(tx, name)?;
            health::error(tx, name, message.as_str(), response_ms)?;
            let event = Event::HealthError(HealthError {
                message: message.to_string(),
                response_ms,
            });
            tx.record(&event, name)
        })
    }

    /// Creates the record of an agent that has none; one that is there stays as it is.
    pub fn initialize(&mut self, caller: &Caller, name: &AgentName) -> Result<()> {
        let operation = on_system(caller, Action::HealthInitialize);
        self.store.write(&operation, |tx| {
            agent::get(tx, name)?;
            let created = health::initialize(tx, name)?;
            let event = Event::HealthInitialize(HealthInitialize { created });
            tx.record(&event, name)
        })
    }

    /// Forgets what is recorded of an agent: it starts anew as `unknown`.
    pub fn reset(&mut self, caller: &Caller, name: &AgentName) -> Result<()> {
        let operation = on_system(caller, Action::HealthReset);
        self.store.write(&operation, |tx| {
            agent::get(tx, name)?;
            health::reset(tx, name)?;
            tx.record(&Event::HealthReset(NoDetails {}), name)
        })
    }

    /// The record of one agent, also of one that was removed, and the time at which to judge it.
    pub fn check_one(&mut self, name: &AgentName) -> Result<(HealthRecord, Timestamp)> {
        self.store.read(|tx| {
            agent::check_ever(tx, name)?;
            Ok((health::get(tx, name)?, tx.now()))
        })
    }

    /// The record of every agent, and the time at which to judge it.
    pub fn check_all(&mut self) -> Result<(Vec<HealthRecord>, Timestamp)> {
        self.store.read(|tx| Ok((health::list(tx)?, tx.now())))
    }
}

/// Checks that the actor may report on this agent: on itself, and with level 0 on any.
fn check_reports(tx: &WriteTx<'_>, name: &AgentName) -> Result<()> {
    if *name == tx.actor().name {
        return Ok(());
    }
    agent::get(tx, name)?;
    if tx.has_authority() {
        return Ok(());
    }
    Err(Error::Denied {
        actor: tx.actor().name.clone(),
        what: format!("report on the health of {name}"),
        who_may: format!("{name} itself, or an agent with authority level 0,"),
    }
    .into())
}
