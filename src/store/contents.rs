//! Cross-checks messages and the shared state against the digests in the audit log. Rows that
//! are gone count as pruned.

use std::collections::BTreeMap;

use super::audit;
use super::engine::{self, Params, Row, Statement, Value, params};
use super::error::{Error, Result};
use super::sections::{Comparison, Log};
use super::transaction::ReadTx;
use crate::model::audit::{AuditEvent, Hash, Head};
use crate::model::events::{Event, MessageSend, SentMessage, StateWrite};
use crate::model::id::{AgentName, MessageId};
use crate::model::message::{MessageType, Priority};

/// What an event records of one message.
#[derive(Default)]
struct Expected<'e> {
    sha256: Option<Hash>,
    /// The sender, if the event records it.
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
struct Look<'t> {
    tx: &'t ReadTx<'t>,
    /// What the events are compared with, which is read for each of them.
    message: Statement<'t>,
    value: Statement<'t>,
    messages: u64,
    values: u64,
    /// Who was ever added, and whether that was not undone.
    agents: BTreeMap<String, bool>,
    problems: Vec<String>,
}

/// What one look at all events has found.
#[derive(Debug)]
pub struct Found {
    /// What is not as it was stored, or was never stored by this program.
    pub contents: Result<Vec<String>>,
    /// The end of the chain, or where it breaks.
    pub chain: Result<Head>,
    /// The events that a list would leave out.
    pub unlisted: Vec<String>,
}

/// Follows the chain of events, and compares what they tell with what is stored.
pub fn check(tx: &ReadTx<'_>) -> Result<Found> {
    let mut look = Look::new(tx)?;
    let mut sections = Comparison::new(tx, Log::Events)?;
    let (mut contents, mut chain) = (Ok(()), Ok(Head::EMPTY));
    let read = audit::for_each(tx, |event| {
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                if chain.is_ok() {
                    chain = Err(error.into());
                }
                return Ok(());
            }
        };
        let number = i64::try_from(event.seq).unwrap_or(i64::MAX);
        sections.compare(number, event.at, None)?;
        if let Ok(head) = chain {
            chain = head.follow(&event).map_err(Error::from);
        }
        if contents.is_ok() {
            contents = look.at_event(&event);
        }
        Ok(())
    });
    let contents = contents.and_then(|()| match &read {
        Ok(()) => look.finish(),
        Err(_) => Ok(vec!["not every event can be read".to_owned()]),
    });
    Ok(Found {
        contents,
        chain: read.and(chain),
        unlisted: sections.into_problems(),
    })
}

impl Expected<'_> {
    /// Whether a message is as the event records it.
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

/// Whether an event tells of what is stored.
fn tells(kind: &str) -> bool {
    const KINDS: [&str; 8] = [
        "message.send",
        "message.reply",
        "command.send",
        "state.write",
        "halt.request",
        "mode.set",
        "agent.add",
        "agent.remove",
    ];
    KINDS.contains(&kind)
}

impl<'t> Look<'t> {
    fn new(tx: &'t ReadTx<'t>) -> Result<Self> {
        Ok(Self {
            tx,
            message: tx.connection.prepare(
                "SELECT from_agent, to_agent, message_type, priority, subject, payload
                 FROM agent_messages WHERE id = ?",
            )?,
            value: tx.connection.prepare(
                "SELECT value FROM shared_state
                 WHERE cycle_id = :cycle AND key = :key AND version = :version",
            )?,
            messages: 0,
            values: 0,
            agents: BTreeMap::new(),
            problems: Vec::new(),
        })
    }

    /// Compares what one event tells. One that cannot be read is a matter of the log, which
    /// is checked too.
    fn at_event(&mut self, event: &AuditEvent) -> Result<()> {
        if !tells(&event.kind) {
            return Ok(());
        }
        let (actor, subject) = (event.actor.as_str(), event.subject.as_str());
        let event = &Event::parse(&event.kind, &event.details);
        match event {
            Event::AgentAdd(_) => drop(self.agents.insert(subject.to_owned(), true)),
            Event::AgentRemove(_) => drop(self.agents.insert(subject.to_owned(), false)),
            Event::CommandSend(sent) | Event::MessageSend(MessageSend::One(sent)) => {
                self.at_subject(subject, &Expected::of_sent(sent, actor))?;
            }
            Event::MessageSend(MessageSend::Batch { messages }) => {
                for sent in messages {
                    if let Some(id) = sent.id {
                        self.at_message(id, &Expected::of_sent(sent, actor))?;
                    }
                }
            }
            Event::MessageSend(MessageSend::Notice(notice)) => {
                let expected = Expected {
                    sha256: Some(notice.sha256),
                    to: Some(&notice.to),
                    ..Expected::default()
                };
                self.at_subject(subject, &expected)?;
            }
            Event::MessageReply(reply) => {
                let expected = Expected {
                    sha256: Some(reply.sha256),
                    from: Some(reply.from.as_str()),
                    to: Some(&reply.to),
                    ..Expected::default()
                };
                self.at_subject(subject, &expected)?;
            }
            Event::HaltRequest(halt) => {
                for notice in &halt.messages {
                    let expected = Expected {
                        from: Some(actor),
                        to: Some(&notice.to),
                        message_type: Some(MessageType::Halt),
                        ..Expected::default()
                    };
                    self.at_message(notice.id, &expected)?;
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
                    self.at_message(notice.id, &expected)?;
                }
            }
            Event::StateWrite(write) => self.at_value(subject, write)?,
            _ => {}
        }
        Ok(())
    }

    /// Compares the message that the event is about.
    fn at_subject(&mut self, subject: &str, expected: &Expected<'_>) -> Result<()> {
        let id = subject.strip_prefix("message ");
        match id.and_then(|id| id.parse().ok()) {
            Some(id) => self.at_message(id, expected),
            None => Ok(()),
        }
    }

    fn at_message(&mut self, id: MessageId, expected: &Expected<'_>) -> Result<()> {
        let id_value = [Value::from(id.get())];
        let params = Params::Positional(&id_value);
        let agrees = (self.message).query_optional(params, |row| expected.agrees(row))?;
        if let Some(agrees) = agrees {
            self.messages += 1;
            self.note(agrees, || format!("message {id}"));
        }
        Ok(())
    }

    fn at_value(&mut self, cycle: &str, write: &StateWrite) -> Result<()> {
        let params =
            params! {":cycle": cycle, ":key": write.key.as_str(), ":version": write.version};
        let stored = (self.value).query_optional(params, |row| Ok(hash(&[row.text(0)?])))?;
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

    /// Looks for what no event tells of.
    fn finish(mut self) -> Result<Vec<String>> {
        self.for_more()?;
        self.for_agents()?;
        Ok(self.problems)
    }

    /// Looks whether those take part whom the events tell of, and no others.
    fn for_agents(&mut self) -> Result<()> {
        let mut statement = self.tx.connection.prepare(
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
                "according to the audit log, agent {name} {problem}; `agents` differs"
            ));
        }
        let unknown = stored
            .keys()
            .filter(|name| !self.agents.contains_key(*name));
        let unknown =
            unknown.map(|name| format!("the audit log has no event that added agent {name}"));
        self.problems.extend(unknown);
        Ok(())
    }

    /// Looks for what no event tells of.
    fn for_more(&mut self) -> Result<()> {
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
            let stored: u64 = self
                .tx
                .connection
                .query_one(sql, params! {}, |row| row.get(0))?;
            if stored != expected {
                self.problems.push(format!(
                    "there are {stored} {what}, and the audit log records {expected} of them"
                ));
            }
        }
        Ok(())
    }
}

fn hash(parts: &[&str]) -> Hash {
    Hash::of_parts(parts.iter().map(|part| part.as_bytes()))
}
