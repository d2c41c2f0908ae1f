//! Who told whom what, step by step. Each interface draws it in its own way.

use crate::model::cycle::Cycle;
use crate::model::id::AgentName;
use crate::model::message::{Message, MessageType};
use crate::model::thread::Thread;

/// Steps between participants.
#[derive(Clone, Debug, Default)]
pub struct Sequence {
    /// Who takes part, in the order in which they come up.
    pub participants: Vec<AgentName>,
    /// What happened, in its order.
    pub steps: Vec<Step>,
}

/// One step. Participants are numbered from 0.
#[derive(Clone, Debug)]
pub enum Step {
    /// A message from one participant to another.
    Arrow {
        /// Who.
        from: usize,
        /// Whom.
        to: usize,
        /// What kind of message it was.
        kind: Arrow,
        /// What.
        text: String,
    },
    /// A note at one participant.
    Note {
        /// To whom.
        over: usize,
        /// What.
        text: String,
    },
}

/// The kinds of messages that are drawn differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrow {
    /// A message that asks or tells.
    Sent,
    /// An answer.
    Answer,
    /// A halt.
    Halt,
}

impl Sequence {
    /// A cycle: what each agent was told to do, and what it answered.
    pub fn of_cycle(cycle: &Cycle) -> Self {
        let mut sequence = Self::default();
        let supervisor = sequence.participant(&AgentName::supervisor());
        for record in &cycle.phases {
            let Some(worker) = record.phase.worker() else {
                sequence.note(supervisor, record.phase.as_str());
                continue;
            };
            let agent = sequence.participant(&worker.name());
            if let Some(command) = record.command {
                let text = format!("{} (message {command})", record.phase);
                sequence.arrow(supervisor, Arrow::Sent, agent, text);
            }
            if let Some((status, at)) = record.answer {
                let after = at.since(record.entered_at).as_millis();
                let text = format!("{status} after {after} ms");
                sequence.arrow(agent, Arrow::Answer, supervisor, text);
            }
            if let Some(approval) = &record.approval {
                sequence.note(supervisor, format!("approved by {}", approval.by));
            }
        }
        for why in cycle.halt_reason.iter().chain(&cycle.errors) {
            sequence.note(supervisor, why);
        }
        if cycle.phase.is_end() {
            sequence.note(supervisor, cycle.phase.as_str());
        }
        sequence
    }

    /// The messages of an exchange, in the order in which they were sent.
    pub fn of_thread(thread: &Thread) -> Self {
        let mut messages: Vec<&Message> = thread.0.iter().map(|post| &post.message).collect();
        messages.sort_by_key(|message| message.id);
        let mut sequence = Self::default();
        for message in messages {
            let from = sequence.participant(&message.from);
            let to = sequence.participant(&message.to);
            let kind = match message.message_type {
                MessageType::Response => Arrow::Answer,
                MessageType::Halt => Arrow::Halt,
                _ => Arrow::Sent,
            };
            let text = format!(
                "{} {}: {}",
                message.message_type, message.id, message.subject
            );
            sequence.arrow(from, kind, to, text);
        }
        sequence
    }

    fn participant(&mut self, agent: &AgentName) -> usize {
        let known = self.participants.iter().position(|known| known == agent);
        known.unwrap_or_else(|| {
            self.participants.push(agent.clone());
            self.participants.len() - 1
        })
    }

    fn arrow(&mut self, from: usize, kind: Arrow, to: usize, text: impl Into<String>) {
        self.steps.push(Step::Arrow {
            from,
            to,
            kind,
            text: text.into(),
        });
    }

    fn note(&mut self, over: usize, text: impl Into<String>) {
        self.steps.push(Step::Note {
            over,
            text: text.into(),
        });
    }
}
