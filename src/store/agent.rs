//! The rows of `agents`.

use super::engine::{self, Row, by_index, invalid, params};
use super::error::Result;
use super::row;
use super::transaction::{ReadTx, WriteTx};
use crate::model::agent::{Agent, AuthorityLevel};
use crate::model::clock::Timestamp;
use crate::model::error::Error;
use crate::model::id::{AgentName, CycleId, MessageId};
use crate::model::message::Message;
use crate::model::token::{Credential, TokenDigest};

/// The digest of no token: what is stored of one that was revoked.
const NO_TOKEN: &[u8] = &[];

/// All agents: the supervisor first, then in the order of their names. There are
/// few, and most transactions ask for several: so they are read once for all.
pub fn list<'t>(tx: &'t ReadTx<'_>) -> Result<&'t [Agent]> {
    if let Some(agents) = tx.agents.get() {
        return Ok(agents);
    }
    let mut statement = tx.connection.prepare_cached(
        "SELECT name, authority_level, registered_at, token_hash FROM agents
         WHERE name <> 'operator' AND removed_at IS NULL ORDER BY authority_level, name",
    )?;
    let agents = statement.query_map(params! {}, from_row)?;
    let agents = agents.collect::<engine::Result<_>>()?;
    Ok(tx.agents.get_or_init(|| agents))
}

/// The agent with this name, or an error that lists those there are.
pub fn get(tx: &ReadTx<'_>, name: &AgentName) -> Result<Agent> {
    if let Some(agent) = find(tx, name)? {
        return Ok(agent);
    }
    let known = list(tx)?.iter().map(|agent| agent.name.clone()).collect();
    let name = name.clone();
    Err(Error::UnknownAgent { name, known }.into())
}

/// The agent with this name, if there is one.
pub fn find(tx: &ReadTx<'_>, name: &AgentName) -> Result<Option<Agent>> {
    let agent = list(tx)?.iter().find(|agent| agent.name == *name);
    Ok(agent.cloned())
}

/// Whether history may name this agent: it is registered, or was until it was removed.
/// Otherwise an error that lists the agents there are.
pub fn check_ever(tx: &ReadTx<'_>, name: &AgentName) -> Result<()> {
    if find(tx, name)?.is_none() && removed_at(tx, name)?.is_none() {
        get(tx, name)?;
    }
    Ok(())
}

/// When the agent was removed, if it was and has not been added again.
pub fn removed_at(tx: &ReadTx<'_>, name: &AgentName) -> Result<Option<Timestamp>> {
    let mut statement = tx
        .connection
        .prepare_cached("SELECT removed_at FROM agents WHERE name = :name")?;
    let params = params! {":name": name.as_str()};
    let removed = statement.query_optional(params, |row| row::time_option(row, "removed_at"))?;
    Ok(removed.flatten())
}

/// The agents that were removed and have not been added again.
pub fn removed(tx: &ReadTx<'_>) -> Result<Vec<AgentName>> {
    let mut statement = tx
        .connection
        .prepare("SELECT name FROM agents WHERE removed_at IS NOT NULL ORDER BY name")?;
    let names = statement.query_map(params! {}, |row| row::parsed(row, "name"))?;
    Ok(names.collect::<engine::Result<_>>()?)
}

/// Whether the agent that has sent a message was removed since. One of the same name that
/// was added after that is another.
pub fn sender_is_removed(tx: &ReadTx<'_>, message: &Message) -> Result<bool> {
    let mut statement = tx.connection.prepare_cached(concat!(
        "SELECT 1 FROM agents
         WHERE name = :name AND (removed_at IS NOT NULL OR (registered_at > :sent
               AND EXISTS (SELECT 1 FROM audit_log ",
        by_index!("events_of_a_kind"),
        " WHERE kind = 'agent.remove' AND subject = :name)))"
    ))?;
    let params = params! {
        ":name": message.from.as_str(), ":sent": message.sent_at.as_millis(),
    };
    Ok(statement.exists(params)?)
}

/// Stores an agent at level 1. One that was removed comes back as a new one, without the
/// token that it had.
pub fn insert(tx: &mut WriteTx<'_>, name: &AgentName) -> Result<Agent> {
    tx.connection.execute(
        "INSERT INTO agents (name, authority_level, registered_at) VALUES (:name, 1, :now)
         ON CONFLICT (name) DO UPDATE SET
             registered_at = excluded.registered_at, token_hash = NULL, removed_at = NULL",
        params! {":name": name.as_str(), ":now": tx.now.as_millis()},
    )?;
    tx.forget_agents();
    get(tx, name)
}

/// Stores that an agent was removed. Its row stays, since history names it, and no token is
/// its token.
pub fn remove(tx: &mut WriteTx<'_>, name: &AgentName) -> Result<()> {
    tx.connection.execute(
        "UPDATE agents SET removed_at = :now, token_hash = :hash WHERE name = :name",
        params! {
            ":now": tx.now.as_millis(), ":hash": NO_TOKEN, ":name": name.as_str(),
        },
    )?;
    tx.forget_agents();
    Ok(())
}

/// A message to the agent that nobody has settled: how many there are, and the first.
const OPEN_TO: &str = concat!(
    "SELECT count(*), min(id) FROM (
         SELECT id FROM agent_messages ",
    by_index!("ready_messages"),
    " WHERE to_agent = :name AND status = 'pending' AND not_before IS NULL
         UNION ALL
         SELECT id FROM agent_messages ",
    by_index!("returning_messages"),
    " WHERE to_agent = :name AND (status = 'claimed' OR not_before IS NOT NULL)) AS open"
);

/// The first command or request of the agent that can be claimed.
const OPEN_FROM: &str = concat!(
    "SELECT min(id) FROM agent_messages ",
    by_index!("ready_messages"),
    " WHERE from_agent = :name AND message_type IN ('command', 'request')
       AND status = 'pending' AND not_before IS NULL
       AND (expires_at IS NULL OR expires_at > :now)"
);

/// Those of its commands and requests that are claimed or held back by a delay. Whether they are
/// still open depends on the time and is decided in code.
const RETURNING_FROM: &str = concat!(
    "SELECT id, status, claim, deliveries, lease_until, not_before,
            expires_at
     FROM agent_messages ",
    by_index!("returning_messages"),
    " WHERE from_agent = :name AND message_type IN ('command', 'request')
       AND (status = 'claimed' OR not_before IS NOT NULL)"
);

/// An active cycle to whose shared state the agent has written, or within which it has
/// sent or been sent messages.
const ACTIVE_CYCLE: &str = "SELECT cycle_id FROM coordination_state AS c
     WHERE cycle_completed_at IS NULL AND (
         EXISTS (SELECT 1 FROM shared_state
                 WHERE cycle_id = c.cycle_id AND written_by = :name)
         OR EXISTS (SELECT 1 FROM agent_messages
                    WHERE cycle_id = c.cycle_id AND message_type <> 'halt'
                      AND :name IN (from_agent, to_agent)))
     LIMIT 1";

/// How many messages to the agent are pending or claimed, and the first of them, or `None` if there
/// are none. Messages that have expired count until they are marked as such.
pub fn open_inbox(tx: &ReadTx<'_>, name: &AgentName) -> Result<Option<(u64, MessageId)>> {
    let mut statement = tx.connection.prepare_cached(OPEN_TO)?;
    let (count, first): (u64, Option<i64>) = statement
        .query_one(params! {":name": name.as_str()}, |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    Ok(first.map(|first| (count, MessageId::from_row(first))))
}

/// The first command or request of the agent that can still be answered.
pub fn first_unanswered(tx: &ReadTx<'_>, name: &AgentName) -> Result<Option<MessageId>> {
    let mut ready = tx.connection.prepare_cached(OPEN_FROM)?;
    let mut first: Option<i64> = ready.query_one(
        params! {":name": name.as_str(), ":now": tx.now.as_millis()},
        |row| row.get(0),
    )?;
    let max_deliveries = tx.limits()?.max_deliveries;
    let mut returning = tx.connection.prepare_cached(RETURNING_FROM)?;
    let mut rows = returning.query(params! {":name": name.as_str()})?;
    while let Some(row) = &rows.next()? {
        if row::delivery_state(row)?
            .at(tx.now, max_deliveries)
            .is_open()
        {
            first = first.into_iter().chain([row.get("id")?]).min();
        }
    }
    Ok(first.map(MessageId::from_row))
}

/// An active cycle in which the agent takes part.
pub fn active_cycle(tx: &ReadTx<'_>, name: &AgentName) -> Result<Option<CycleId>> {
    let mut statement = tx.connection.prepare_cached(ACTIVE_CYCLE)?;
    let params = params! {":name": name.as_str()};
    Ok(statement.query_optional(params, |row| row::parsed(row, "cycle_id"))?)
}

/// The number of the first halt in force that the agent called.
pub fn first_halt(tx: &ReadTx<'_>, name: &AgentName) -> Result<Option<i64>> {
    let mut statement = tx.connection.prepare_cached(
        "SELECT min(id) FROM halts WHERE cleared_at IS NULL AND requested_by = :name",
    )?;
    Ok(statement.query_one(params! {":name": name.as_str()}, |row| row.get(0))?)
}

/// Stores what acting as an agent takes from now on.
pub fn set_credential(
    tx: &mut WriteTx<'_>,
    name: &AgentName,
    credential: &Credential,
) -> Result<Agent> {
    let stored: Option<&[u8]> = match credential {
        Credential::Open => None,
        Credential::Token(digest) => Some(digest.as_bytes()),
        Credential::Revoked => Some(NO_TOKEN),
    };
    tx.connection.execute(
        "UPDATE agents SET token_hash = :hash WHERE name = :name",
        params! {":hash": stored, ":name": name.as_str()},
    )?;
    tx.forget_agents();
    get(tx, name)
}

impl WriteTx<'_> {
    /// Runs `f` as another agent: for a caller who hands in what others say.
    pub fn acting_as<T>(
        &mut self,
        name: &AgentName,
        f: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        if self.actor.name == *name {
            return f(self);
        }
        let other = get(self, name)?;
        self.acting_for(other, f)
    }
}

fn from_row(row: &Row<'_>) -> engine::Result<Agent> {
    let name = row::parsed(row, "name")?;
    let level = row.get("authority_level")?;
    Ok(Agent {
        name,
        level: AuthorityLevel::from_number(level)
            .ok_or_else(|| invalid("authority_level", level))?,
        registered_at: row::time_option(row, "registered_at")?,
        credential: credential(row)?,
    })
}

fn credential(row: &Row<'_>) -> engine::Result<Credential> {
    match row.get::<Option<Vec<u8>>>("token_hash")?.as_deref() {
        None => Ok(Credential::Open),
        Some(NO_TOKEN) => Ok(Credential::Revoked),
        Some(digest) => digest
            .try_into()
            .map(|digest| Credential::Token(TokenDigest::from_bytes(digest)))
            .map_err(|_| invalid("token_hash", "it is no digest")),
    }
}
