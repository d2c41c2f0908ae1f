//! The rows of `agents`.

use rusqlite::{Row, named_params};

use super::{ReadTx, Result, WriteTx, row};
use crate::model::agent::{Agent, AgentName, AuthorityLevel};
use crate::model::error::Error;
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
         WHERE name <> 'operator' ORDER BY authority_level, name",
    )?;
    let agents = statement.query_map([], from_row)?;
    let agents = agents.collect::<rusqlite::Result<_>>()?;
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

/// Registers an agent at level 1.
pub fn insert(tx: &mut WriteTx<'_>, name: &AgentName) -> Result<Agent> {
    if find(tx, name)?.is_some() {
        return Err(Error::AgentExists(name.clone()).into());
    }
    tx.connection.execute(
        "INSERT INTO agents (name, authority_level, registered_at) VALUES (:name, 1, :now)",
        named_params! {":name": name.as_str(), ":now": tx.now.as_millis()},
    )?;
    tx.forget_agents();
    get(tx, name)
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
        named_params! {":hash": stored, ":name": name.as_str()},
    )?;
    tx.forget_agents();
    get(tx, name)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Agent> {
    let level = row.get("authority_level")?;
    Ok(Agent {
        name: row::parsed(row, "name")?,
        level: AuthorityLevel::from_number(level)
            .ok_or_else(|| row::damaged("authority_level", level))?,
        registered_at: row::time_option(row, "registered_at")?,
        credential: credential(row)?,
    })
}

fn credential(row: &Row<'_>) -> rusqlite::Result<Credential> {
    match row.get::<_, Option<Vec<u8>>>("token_hash")?.as_deref() {
        None => Ok(Credential::Open),
        Some(NO_TOKEN) => Ok(Credential::Revoked),
        Some(digest) => digest
            .try_into()
            .map(|digest| Credential::Token(TokenDigest::from_bytes(digest)))
            .map_err(|_| row::damaged("token_hash", "it is no digest")),
    }
}
