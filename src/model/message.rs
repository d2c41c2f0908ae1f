//! Messages: what agents send each other, and the life of one message.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use super::agent::{Agent, AgentName};
use super::clock::Timestamp;
use super::cycle::CycleId;
use super::error::Error;
use super::json::Json;
use super::life::Life;
use super::text::{DedupKey, Subject};
use super::words::words;

/// How long a claim holds when nobody says otherwise.
pub const DEFAULT_LEASE: Duration = Duration::from_mins(1);

/// The number of a message. Goes up with the order of sending, and is never
/// given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId(i64);

impl MessageId {
    /// The message with this row number.
    pub(crate) const fn from_row(id: i64) -> Self {
        Self(id)
    }

    /// The number.
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl FromStr for MessageId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(id) if id > 0 => Ok(Self(id)),
            _ => Err("a message id is a whole number from 1".to_owned()),
        }
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

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

words! {
    /// Where a message stands in its life.
    MessageStatus, by word, "the statuses are":
    /// Waits to be claimed.
    Pending = "pending",
    /// Given to a receiver, until its lease is over.
    Claimed = "claimed",
    /// Acked or answered.
    Processed = "processed",
    /// Its time passed, or its cycle ended, before it was processed.
    Expired = "expired",
    /// Delivered too often without an ack.
    Dead = "dead",
}

/// The token of one delivery. It goes up at each, so that a receiver that was
/// slow cannot settle what another has since been given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim(u64);

impl Claim {
    /// The token of the next delivery.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The token of a message that was never delivered.
    pub const NONE: Self = Self(0);

    /// The token with this number.
    pub const fn from_number(number: u64) -> Self {
        Self(number)
    }

    /// Its number.
    pub const fn number(self) -> u64 {
        self.0
    }
}

impl FromStr for Claim {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(number) if number > 0 => Ok(Self(number)),
            _ => Err("a claim token is a whole number from 1, as `msg recv` prints it".to_owned()),
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
    pub life: Life,
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
