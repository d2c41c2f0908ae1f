//! Whether the messages and the shared state still say what the audit log says that
//! they said, and nothing more. What is gone counts as pruned.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::engine::{self, Row, params};
use super::error::Result;
use super::transaction::ReadTx;
use crate::model::audit::Hash;
use crate::model::message::Priority;

/// What an event tells of what it stored.
#[derive(Deserialize)]
struct Details {
    #[serde(flatten)]
    message: Told,
    /// Of a value of the shared state.
    key: Option<String>,
    version: Option<i64>,
    /// Of many messages that were sent at once.
    #[serde(default)]
    messages: Vec<Entry>,
}

/// One message among many.
#[derive(Deserialize)]
struct Entry {
    id: i64,
    #[serde(flatten)]
    told: Told,
}

/// What is told of one message; of a value, its hash only.
#[derive(Deserialize)]
struct Told {
    sha256: Option<String>,
    from: Option<String>,
    to: Option<String>,
    priority: Option<String>,
    r#type: Option<String>,
}

/// What was found so far.
#[derive(Default)]
struct Look {
    messages: u64,
    values: u64,
    /// Who was ever added, and whether that was not undone.
    agents: BTreeMap<String, bool>,
    problems: Vec<String>,
}

/// What is not as it was stored, or was never stored by this program.
pub fn problems(tx: &ReadTx<'_>) -> Result<Vec<String>> {
    // An index by kind would have all of them sorted first.
    let mut statement = tx.connection.prepare(
        "SELECT kind, actor, subject, details FROM audit_log NOT INDEXED
         WHERE kind IN ('message.send', 'command.send', 'message.reply', 'state.write',
             'halt.request', 'mode.set', 'agent.add', 'agent.remove')
         ORDER BY seq",
    )?;
    let mut rows = statement.query(params! {})?;
    let mut look = Look::default();
    while let Some(row) = &rows.next()? {
        let (kind, actor): (String, String) = (row.get(0)?, row.get(1)?);
        if let "agent.add" | "agent.remove" = kind.as_str() {
            look.agents.insert(row.get(2)?, kind == "agent.add");
            continue;
        }
        // An event that cannot be read is a matter of the log, which is looked at too.
        if let Ok(details) = serde_json::from_str(&row.get::<String>(3)?) {
            let subject: String = row.get(2)?;
            look.at_event(tx, (&kind, &actor, &subject), details)?;
        }
    }
    look.for_more(tx)?;
    look.for_agents(tx)?;
    Ok(look.problems)
}

impl Told {
    /// Whether a message is as it was told of by the event of this actor. Who sends
    /// is the actor, where the event does not say otherwise and tells of the type.
    fn agrees(&self, actor: &str, row: &Row<'_>) -> engine::Result<bool> {
        let is = |column, told: Option<&str>| -> engine::Result<bool> {
            match told {
                Some(told) => Ok(row.text(column)? == told),
                None => Ok(true),
            }
        };
        let sender = self.r#type.as_ref().map(|_| actor);
        let priority = self.priority.as_deref().and_then(|told| told.parse().ok());
        let stored: i64 = row.get(3)?;
        let content = hash(&[row.text(4)?, row.text(5)?]);
        Ok(is(0, self.from.as_deref().or(sender))?
            && is(1, self.to.as_deref())?
            && is(2, self.r#type.as_deref())?
            && priority.is_none_or(|told: Priority| told.number() == stored)
            && self.sha256.as_ref().is_none_or(|told| *told == content))
    }
}

impl Look {
    fn at_event(
        &mut self,
        tx: &ReadTx<'_>,
        (kind, actor, subject): (&str, &str, &str),
        details: Details,
    ) -> Result<()> {
        for mut entry in details.messages {
            if kind == "halt.request" {
                entry.told.r#type = Some("halt".to_owned());
            }
            self.at_message(tx, entry.id, actor, &entry.told)?;
        }
        let Some(sha256) = &details.message.sha256 else {
            return Ok(());
        };
        match (subject.strip_prefix("message "), &details.key) {
            (Some(id), _) => match id.parse() {
                Ok(id) => self.at_message(tx, id, actor, &details.message),
                Err(_) => Ok(()),
            },
            (None, Some(key)) => self.at_value(tx, subject, key, details.version, sha256),
            (None, None) => Ok(()),
        }
    }

    fn at_message(&mut self, tx: &ReadTx<'_>, id: i64, actor: &str, told: &Told) -> Result<()> {
        let mut statement = tx.connection.prepare_cached(
            "SELECT from_agent, to_agent, message_type, priority, subject, payload
             FROM agent_messages WHERE id = :id",
        )?;
        let agrees =
            statement.query_optional(params! {":id": id}, |row| told.agrees(actor, row))?;
        if let Some(agrees) = agrees {
            self.messages += 1;
            self.note(agrees, || format!("message {id}"));
        }
        Ok(())
    }

    fn at_value(
        &mut self,
        tx: &ReadTx<'_>,
        cycle: &str,
        key: &str,
        version: Option<i64>,
        sha256: &str,
    ) -> Result<()> {
        let mut statement = tx.connection.prepare_cached(
            "SELECT value FROM shared_state
             WHERE cycle_id = :cycle AND key = :key AND version = :version",
        )?;
        let params = params! {":cycle": cycle, ":key": key, ":version": version};
        let stored = statement.query_optional(params, |row| Ok(hash(&[row.text(0)?])))?;
        if let Some(stored) = stored {
            self.values += 1;
            self.note(stored == sha256, || format!("`{key}` of cycle {cycle}"));
        }
        Ok(())
    }

    fn note(&mut self, agrees: bool, name: impl FnOnce() -> String) {
        if !agrees {
            self.problems.push(format!("{} was altered", name()));
        }
    }

    /// Looks whether those take part whom the events tell of, and no others.
    fn for_agents(&mut self, tx: &ReadTx<'_>) -> Result<()> {
        let mut statement = tx.connection.prepare(
            "SELECT name, removed_at IS NULL FROM agents WHERE registered_at IS NOT NULL",
        )?;
        let stored = statement.query_map(params! {}, |row| Ok((row.get(0)?, row.get(1)?)))?;
        let stored: BTreeMap<String, bool> = stored.collect::<engine::Result<_>>()?;
        for (name, takes_part) in &self.agents {
            let problem = match (takes_part, stored.get(name)) {
                (_, Some(stored)) if stored == takes_part => continue,
                (true, Some(_)) => "was not removed",
                (false, Some(_)) => "was removed",
                (_, None) => "was added",
            };
            self.problems.push(format!(
                "the audit log tells that agent {name} {problem}, and `agents` does not"
            ));
        }
        let untold = stored
            .keys()
            .filter(|name| !self.agents.contains_key(*name));
        let untold =
            untold.map(|name| format!("the audit log does not tell who added agent {name}"));
        self.problems.extend(untold);
        Ok(())
    }

    /// Looks for what no event tells of.
    fn for_more(&mut self, tx: &ReadTx<'_>) -> Result<()> {
        for (what, sql, told) in [
            (
                "messages",
                "SELECT count(*) FROM agent_messages",
                self.messages,
            ),
            (
                "values of the shared state",
                "SELECT count(*) FROM shared_state",
                self.values,
            ),
        ] {
            let stored: u64 = tx.connection.query_one(sql, params! {}, |row| row.get(0))?;
            if stored != told {
                self.problems.push(format!(
                    "there are {stored} {what}, and the audit log tells of {told} of them"
                ));
            }
        }
        Ok(())
    }
}

fn hash(parts: &[&str]) -> String {
    Hash::of_parts(parts.iter().map(|part| part.as_bytes())).to_string()
}
