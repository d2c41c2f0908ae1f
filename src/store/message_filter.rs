//! Which messages a list shows.

use super::engine::Value;
use crate::model::clock::Timestamp;
use crate::model::delivery_state::MessageStatus;
use crate::model::id::{AgentName, CycleId, MessageId};
use crate::model::message::MessageType;

/// Which messages to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only those from or to this agent.
    pub agent: Option<AgentName>,
    /// Only those to this agent.
    pub to: Option<AgentName>,
    /// Only those from this agent.
    pub from: Option<AgentName>,
    /// Only those of this type.
    pub message_type: Option<MessageType>,
    /// Only those with one of these statuses; with none, all.
    pub statuses: Vec<MessageStatus>,
    /// Only those of this cycle.
    pub cycle: Option<CycleId>,
    /// Only those of this exchange.
    pub correlation: Option<String>,
    /// Only those sent at this time or later.
    pub since: Option<Timestamp>,
    /// Only those that were sent after this one.
    pub after: Option<MessageId>,
    /// Only those that were sent before this one.
    pub before: Option<MessageId>,
    /// The maximum number of results: the newest.
    pub limit: u32,
}

impl Filter {
    /// The agents that it names.
    pub fn agents(&self) -> impl Iterator<Item = &AgentName> {
        [&self.agent, &self.to, &self.from].into_iter().flatten()
    }

    /// Whether it lets through messages with this status.
    pub(super) fn has_status(&self, status: MessageStatus) -> bool {
        self.statuses.is_empty() || self.statuses.contains(&status)
    }

    /// What it asks of a row, but for the status. Only what it asks is said, so
    /// that an index serves where there is one.
    pub(super) fn conditions(&self) -> Vec<(&'static str, Value<'_>)> {
        fn name(name: Option<&AgentName>) -> Option<Value<'_>> {
            name.map(|name| name.as_str().into())
        }
        let message_type = self.message_type.map(|kind| kind.as_str().into());
        let cycle = self.cycle.as_ref().map(|cycle| cycle.as_str().into());
        let correlation = self.correlation.as_deref().map(Value::from);
        let after = self.after.map(|after| Value::from(after.get()));
        let before = self.before.map(|before| Value::from(before.get()));
        let since = self.since.map(|since| Value::from(since.as_millis()));
        [
            ("? IN (from_agent, to_agent)", name(self.agent.as_ref())),
            ("to_agent = ?", name(self.to.as_ref())),
            ("from_agent = ?", name(self.from.as_ref())),
            ("message_type = ?", message_type),
            ("cycle_id = ?", cycle),
            ("correlation_id = ?", correlation),
            ("sent_at >= ?", since),
            ("id > ?", after),
            ("id < ?", before),
        ]
        .into_iter()
        .filter_map(|(condition, value)| Some((condition, value?)))
        .collect()
    }
}
