//! Cross-checks messages and the shared state against the digests in the audit log. Rows that
//! are gone count as pruned.

use std::collections::BTreeMap;

use super::engine::{self, Row, by_primary_key, params};
use super::error::Result;
use super::transaction::ReadTx;
use crate::model::audit::Hash;
use crate::model::events::{Event, MessageSend, SentMessage, StateWrite};
use crate::model::id::{AgentName, MessageId};
use crate::model::message::{MessageType, Priority};

/// What an event tells of one message.
#[derive(Default)]
struct Expected<'e> {
    sha256: Option<Hash>,
    /// Who sent it, where the event tells that.
    from: Option<&'e str>,
    to: Option<&'e AgentName>,
    priority: Option<Priority>,
    message_type: Option<MessageType>,
}

impl<'e> Expected<'e> {
    /// Of a message that was sent by `from`.
    fn of_sent(sent: &'e SentMessage, from: &'e str) -> Self {
        Self {
            sha256: Some(sent.sha256),
            from: Some(from),
            to: Some(&sent.to),
            priority: Some(sent.priority),
            message_type: Some(sent.r#type),
        }
    }
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
    let mut statement = tx.connection.prepare(concat!(
        "SELECT kind, actor, subject, details FROM audit_log ",
        by_primary_key!(),
        " WHERE kind IN ('message.send', 'command.send', 'message.reply', 'state.write',
             'halt.request', 'mode.set', 'agent.add', 'agent.remove')
         ORDER BY seq"
    ))?;
    let mut rows = statement.query(params! {})?;
    let mut look = Look::default();
    while let Some(row) = &rows.next()? {
        let event = Event::parse(row.text(0)?, row.text(3)?);
        look.at_event(tx, row.text(1)?, row.text(2)?, &event)?;
    }
    look.for_more(tx)?;
    look.for_agents(tx)?;
    Ok(look.problems)
}

impl Expected<'_> {
    /// Whether a message is as the event tells.
    fn agrees(&self, row: &Row<'_>) -> engine::Result<bool> {
        let is = |column, expected: Option<&str>| -> engine::Result<bool> {
            match expected {
                Some(expected) => Ok(row.text(column)? == expected),
                None => Ok(true),
            }
        };
        let stored: i64 = row.get(3)?;
        let content = hash(&[row.text(4)?, row.text(5)?]);
        Ok(is(0, self.from)?
            && is(1, self.to.map(AgentName::as_str))?
            && is(2, self.message_type.map(MessageType::as_str))?
            && self
                .priority
                .is_none_or(|expected| expected.number() == stored)
            && self.sha256.is_none_or(|expected| expected == content))
    }
}

impl Look {
    /// Compares what one event tells. One that cannot be read is a matter of the log, which
    /// is checked too.
    fn at_event(
        &mut self,
        tx: &ReadTx<'_>,
        actor: &str,
        subject: &str,
        event: &Event,
    ) -> Result<()> {
        match event {
            Event::AgentAdd(_) => drop(self.agents.insert(subject.to_owned(), true)),
            Event::AgentRemove(_) => drop(self.agents.insert(subject.to_owned(), false)),
            Event::CommandSend(sent) | Event::MessageSend(MessageSend::One(sent)) => {
                self.at_subject(tx, subject, &Expected::of_sent(sent, actor))?;
            }
            Event::MessageSend(MessageSend::Batch { messages }) => {
                for sent in messages {
                    if let Some(id) = sent.id {
                        self.at_message(tx, id, &Expected::of_sent(sent, actor))?;
                    }
                }
            }
            Event::MessageSend(MessageSend::Notice(notice)) => {
                let expected = Expected {
                    sha256: Some(notice.sha256),
                    to: Some(&notice.to),
                    ..Expected::default()
                };
                self.at_subject(tx, subject, &expected)?;
            }
            Event::MessageReply(reply) => {
                let expected = Expected {
                    sha256: Some(reply.sha256),
                    from: Some(reply.from.as_str()),
                    to: Some(&reply.to),
                    ..Expected::default()
                };
                self.at_subject(tx, subject, &expected)?;
            }
            Event::HaltRequest(halt) => {
                for notice in &halt.messages {
                    let expected = Expected {
                        from: Some(actor),
                        to: Some(&notice.to),
                        message_type: Some(MessageType::Halt),
                        ..Expected::default()
                    };
                    self.at_message(tx, notice.id, &expected)?;
                }
            }
            Event::ModeSet(set) => {
                for notice in &set.messages {
                    let expected = Expected {
                        sha256: None,
                        from: Some(actor),
                        to: Some(&notice.to),
                        priority: Some(notice.priority),
                        message_type: Some(notice.r#type),
                    };
                    self.at_message(tx, notice.id, &expected)?;
                }
            }
            Event::StateWrite(write) => self.at_value(tx, subject, write)?,
            _ => {}
        }
        Ok(())
    }

    /// Compares the message that the event is about.
    fn at_subject(
        &mut self,
        tx: &ReadTx<'_>,
        subject: &str,
        expected: &Expected<'_>,
    ) -> Result<()> {
        let id = subject.strip_prefix("message ");
        match id.and_then(|id| id.parse().ok()) {
            Some(id) => self.at_message(tx, id, expected),
            None => Ok(()),
        }
    }

    fn at_message(
        &mut self,
        tx: &ReadTx<'_>,
        id: MessageId,
        expected: &Expected<'_>,
    ) -> Result<()> {
        let mut statement = tx.connection.prepare_cached(
            "SELECT from_agent, to_agent, message_type, priority, subject, payload
             FROM agent_messages WHERE id = :id",
        )?;
        let agrees =
            statement.query_optional(params! {":id": id.get()}, |row| expected.agrees(row))?;
        if let Some(agrees) = agrees {
            self.messages += 1;
            self.note(agrees, || format!("message {id}"));
        }
        Ok(())
    }

    fn at_value(&mut self, tx: &ReadTx<'_>, cycle: &str, write: &StateWrite) -> Result<()> {
        let mut statement = tx.connection.prepare_cached(
            "SELECT value FROM shared_state
             WHERE cycle_id = :cycle AND key = :key AND version = :version",
        )?;
        let params =
            params! {":cycle": cycle, ":key": write.key.as_str(), ":version": write.version};
        let stored = statement.query_optional(params, |row| Ok(hash(&[row.text(0)?])))?;
        if let Some(stored) = stored {
            self.values += 1;
            let key = &write.key;
            self.note(stored == write.sha256, || {
                format!("`{key}` of cycle {cycle}")
            });
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
        for (what, sql, expected) in [
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
            if stored != expected {
                self.problems.push(format!(
                    "there are {stored} {what}, and the audit log tells of {expected} of them"
                ));
            }
        }
        Ok(())
    }
}

fn hash(parts: &[&str]) -> Hash {
    Hash::of_parts(parts.iter().map(|part| part.as_bytes()))
}
