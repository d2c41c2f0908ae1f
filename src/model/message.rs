//! Messages: what agents send each other, and the life of one message.

use std::str::FromStr;
use std::time::Duration;

use super::agent::Agent;
use super::clock::Timestamp;
use super::delivery_state::DeliveryState;
use super::error::Error;
use super::id::{AgentName, CycleId, MessageId};
use super::json::Json;
use super::text::{DedupKey, Subject};
use super::words::words;

/// How long a claim holds when nobody says otherwise.
pub const DEFAULT_LEASE: Duration = Duration::from_mins(1);

words! {
    /// What kind of message it is.
    MessageType, by word, "the message types are":
    /// An order, from higher authority to lower.
    Command = "command",
    /// A question that wants an answer.
    Request = "request",
    /// The answer to one message.
    Response = "response",
    /// Something that happened.
    Event = "event",
    /// A halt was called.
    Halt = "halt",
}

words! {
    /// How urgent a message is; stored as 0 to 3, the most urgent lowest.
    Priority, "the priorities are":
    /// Before everything else: 0.
    Critical = "critical",
    /// 1.
    High = "high",
    /// 2.
    Normal = "normal",
    /// After everything else: 3.
    Low = "low",
}

impl Priority {
    /// The number that is stored: delivery goes by it, lowest first.
    pub const fn number(self) -> i64 {
        self as i64
    }

    /// The priority that is stored as this number.
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.number() == number)
    }
}

impl FromStr for Priority {
    type Err = String;

    /// Reads a priority by name or by number.
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "0" => Ok(Self::Critical),
            "1" => Ok(Self::High),
            "2" => Ok(Self::Normal),
            "3" => Ok(Self::Low),
            word => Self::from_word(word)
                .map_err(|known| format!("by number 0 to 3, or by name: {known}")),
        }
    }
}

/// To whom a message goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// One agent.
    Agent(AgentName),
    /// Every agent but the sender.
    All,
}

impl FromStr for Recipient {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        if name == "all" {
            return Ok(Self::All);
        }
        name.parse().map(Self::Agent)
    }
}

/// A message that is to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct NewMessage {
    /// To whom.
    pub to: Recipient,
    /// What kind.
    pub message_type: MessageType,
    /// How urgent.
    pub priority: Priority,
    /// What about.
    pub subject: Subject,
    /// The content.
    pub payload: Json,
    /// After how long it expires; none: never.
    pub ttl: Option<Duration>,
    /// The cycle it belongs to.
    pub cycle: Option<CycleId>,
    /// What makes sending it again give back what is stored.
    pub dedup_key: Option<DedupKey>,
}

impl NewMessage {
    /// Whether `from` may send this to `to`: commands go down in authority,
    /// responses only by `msg reply`, halts only by `halt`; requests and events
    /// go from anyone to anyone.
    pub fn check_sender(&self, from: &Agent, to: &Agent) -> Result<(), Error> {
        let only_by = |who_may: &str| {
            Err(Error::Denied {
                actor: from.name.clone(),
                what: format!("send a {} by itself", self.message_type),
                who_may: who_may.to_owned(),
            })
        };
        match self.message_type {
            MessageType::Command => from.may_command(to),
            MessageType::Response => only_by("only the recipient of a message, with `msg reply`,"),
            MessageType::Halt => only_by("anyone, with `halt`,"),
            MessageType::Request | MessageType::Event => Ok(()),
        }
    }
}

/// A message as it is recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Its number.
    pub id: MessageId,
    /// Who sent it.
    pub from: AgentName,
    /// Who receives it.
    pub to: AgentName,
    /// What kind.
    pub message_type: MessageType,
    /// How urgent.
    pub priority: Priority,
    /// What about.
    pub subject: Subject,
    /// The content.
    pub payload: Json,
    /// Where it stands.
    pub delivery_state: DeliveryState,
    /// When it was processed.
    pub processed_at: Option<Timestamp>,
    /// The response to it.
    pub response: Option<MessageId>,
    /// What it is the response to.
    pub reply_to: Option<MessageId>,
    /// Shared by all messages of one exchange.
    pub correlation_id: String,
    /// The cycle it belongs to.
    pub cycle: Option<CycleId>,
    /// Whether it is delivered once only, since what it asks for must not be done
    /// twice.
    pub once: bool,
    /// What its sender calls it, so that it is stored once.
    pub dedup_key: Option<DedupKey>,
    /// Why it was given back, withdrawn or given up.
    pub reason: Option<String>,
    /// When it was sent.
    pub sent_at: Timestamp,
}

impl Message {
    /// Whether it tells a sender that a message of its own is dead. There is none
    /// about such a message itself.
    pub fn is_notice(&self) -> bool {
        self.message_type == MessageType::Event && self.reply_to.is_some()
    }

    /// The length of its payload.
    pub fn bytes(&self) -> usize {
        self.payload.as_str().len()
    }

    /// Whether this says what `new` says, to whomever.
    pub fn says(&self, new: &NewMessage) -> bool {
        self.message_type == new.message_type
            && self.priority == new.priority
            && self.subject == new.subject
            && self.payload == new.payload
            && self.cycle == new.cycle
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priorities_are_ordered_as_they_are_stored() {
        assert_eq!(
            Priority::ALL.iter().map(|p| p.number()).collect::<Vec<_>>(),
            [0, 1, 2, 3]
        );
        assert_eq!("3".parse(), Ok(Priority::Low));
        assert_eq!("critical".parse(), Ok(Priority::Critical));
        assert!("4".parse::<Priority>().is_err());
        assert!("".parse::<Priority>().is_err());
    }
}
