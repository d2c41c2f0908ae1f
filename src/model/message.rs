//! Messages: what agents send each other, and the life of one message.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use super::agent::{Agent, AgentName};
use super::clock::Timestamp;
use super::cycle::CycleId;
use super::error::Error;
use super::json::Json;
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
            word => Self::from_word(word).map_err(|known| format!("{known} (or 0 to 3)")),
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

    /// Whether this says what `new` says, to whomever.
    pub fn says(&self, new: &NewMessage) -> bool {
        self.message_type == new.message_type
            && self.priority == new.priority
            && self.subject == new.subject
            && self.payload == new.payload
            && self.cycle == new.cycle
    }
}

/// The part of a message that changes: where it stands and what it waits for.
///
/// `pending → claimed → processed`; back to `pending` when a lease runs out or the
/// receiver gives it back, or to `dead` after too many deliveries; `expired` once
/// its time has passed.
/// Nothing leaves `processed`, `expired` or `dead`, except that the dead can be
/// queued again by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life {
    /// Where it stands.
    pub status: MessageStatus,
    /// The token of the latest delivery.
    pub claim: Claim,
    /// How often it was delivered.
    pub deliveries: u32,
    /// While it is claimed: until when.
    pub lease_until: Option<Timestamp>,
    /// While it is pending: before when it is not delivered.
    pub not_before: Option<Timestamp>,
    /// When it expires.
    pub expires_at: Option<Timestamp>,
}

/// Why a message could not be settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSettled {
    /// The token belongs to an earlier delivery.
    StaleClaim(Claim),
    /// It is already processed, expired or dead.
    Over(MessageStatus),
    /// Nobody holds a claim on it.
    NotClaimed,
}

impl Life {
    /// The life of a message that was just sent.
    pub const fn new(expires_at: Option<Timestamp>) -> Self {
        Self {
            status: MessageStatus::Pending,
            claim: Claim::NONE,
            deliveries: 0,
            lease_until: None,
            not_before: None,
            expires_at,
        }
    }

    /// What time alone has made of it by `now`: a lease that ran out puts it
    /// back in the queue, or, after `max_deliveries`, among the dead; its own
    /// time running out ends it.
    #[must_use]
    pub fn at(self, now: Timestamp, max_deliveries: u32) -> Self {
        let over = |deadline: Option<Timestamp>| deadline.is_some_and(|end| end <= now);
        match self.status {
            MessageStatus::Pending | MessageStatus::Claimed if over(self.expires_at) => {
                self.ended(MessageStatus::Expired)
            }
            MessageStatus::Claimed if over(self.lease_until) => {
                if self.deliveries >= max_deliveries {
                    self.ended(MessageStatus::Dead)
                } else {
                    self.ended(MessageStatus::Pending)
                }
            }
            MessageStatus::Pending if over(self.not_before) => self.ended(MessageStatus::Pending),
            _ => self,
        }
    }

    /// The life after one more delivery; none when it cannot be delivered.
    #[must_use]
    pub fn claimed(self, until: Timestamp) -> Option<Self> {
        let is_ready = self.status == MessageStatus::Pending && self.not_before.is_none();
        is_ready.then_some(Self {
            status: MessageStatus::Claimed,
            claim: Claim(self.claim.0 + 1),
            deliveries: self.deliveries + 1,
            lease_until: Some(until),
            ..self
        })
    }

    /// The life after its recipient acked or answered it.
    ///
    /// With a `token`, only the latest delivery may settle it. Without one, the
    /// recipient vouches for itself, and a message that still waits is taken
    /// and settled in one.
    pub fn processed(self, token: Option<Claim>) -> Result<Self, NotSettled> {
        match self.status {
            MessageStatus::Pending | MessageStatus::Claimed => {}
            over => return Err(NotSettled::Over(over)),
        }
        if let Some(stale) = token.filter(|&token| token != self.claim) {
            return Err(NotSettled::StaleClaim(stale));
        }
        Ok(self.ended(MessageStatus::Processed))
    }

    /// The life after its receiver gave it back, to be delivered again at once or
    /// not before some time; after `max_deliveries`, it is dead.
    pub fn given_back(
        self,
        token: Option<Claim>,
        not_before: Option<Timestamp>,
        max_deliveries: u32,
    ) -> Result<Self, NotSettled> {
        self.check_held(token)?;
        if self.deliveries >= max_deliveries {
            return Ok(self.ended(MessageStatus::Dead));
        }
        Ok(Self {
            not_before,
            ..self.ended(MessageStatus::Pending)
        })
    }

    /// The life with a lease until `until`; never a shorter one than it has.
    pub fn extended(self, token: Option<Claim>, until: Timestamp) -> Result<Self, NotSettled> {
        self.check_held(token)?;
        Ok(Self {
            lease_until: self.lease_until.max(Some(until)),
            ..self
        })
    }

    /// The life after it was queued again, as if it had never been delivered; but
    /// its claim token goes on. Only the dead can be, and what has not expired.
    #[must_use]
    pub fn requeued(self, now: Timestamp) -> Option<Self> {
        let is_late = self.expires_at.is_some_and(|end| end <= now);
        (self.status == MessageStatus::Dead && !is_late).then_some(Self {
            deliveries: 0,
            ..self.ended(MessageStatus::Pending)
        })
    }

    fn check_held(self, token: Option<Claim>) -> Result<(), NotSettled> {
        match (self.status, token) {
            (MessageStatus::Claimed | MessageStatus::Pending, Some(token))
                if token != self.claim =>
            {
                Err(NotSettled::StaleClaim(token))
            }
            (MessageStatus::Claimed, _) => Ok(()),
            (MessageStatus::Pending, _) => Err(NotSettled::NotClaimed),
            (over, _) => Err(NotSettled::Over(over)),
        }
    }

    /// The life once it waits for nothing any more.
    const fn ended(self, status: MessageStatus) -> Self {
        Self {
            status,
            lease_until: None,
            not_before: None,
            ..self
        }
    }

    /// The life after its cycle ended: what was not processed never will be.
    #[must_use]
    pub fn withdrawn(self) -> Self {
        match self.status {
            MessageStatus::Pending | MessageStatus::Claimed => self.ended(MessageStatus::Expired),
            _ => self,
        }
    }
}

#[cfg(test)]
mod tests {
    const MAX_DELIVERIES: u32 = 5;

    use proptest::prelude::*;

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

    #[derive(Clone, Copy, Debug)]
    enum Step {
        Wait(i64),
        Claim(i64),
        Settle(Option<u64>),
        GiveBack(Option<u64>, Option<i64>),
        Extend(Option<u64>, i64),
        Requeue,
        Withdraw,
    }

    fn any_token() -> impl Strategy<Value = Option<u64>> {
        prop::option::of(0..9_u64)
    }

    fn any_step() -> impl Strategy<Value = Step> {
        prop_oneof![
            4 => (0..200_i64).prop_map(Step::Wait),
            4 => (1..100_i64).prop_map(Step::Claim),
            1 => any_token().prop_map(Step::Settle),
            1 => (any_token(), prop::option::of(1..100_i64))
                .prop_map(|(token, delay)| Step::GiveBack(token, delay)),
            1 => (any_token(), 1..100_i64).prop_map(|(token, lease)| Step::Extend(token, lease)),
            1 => Just(Step::Requeue),
            1 => Just(Step::Withdraw),
        ]
    }

    proptest! {
        #[test]
        fn the_life_of_a_message_holds_its_promises_whatever_happens(
            ttl in prop::option::of(1..2_000_i64),
            steps in prop::collection::vec(any_step(), 0..60),
        ) {
            let expires_at = ttl.map(Timestamp::from_millis);
            let mut now = Timestamp::from_millis(0);
            let mut life = Life::new(expires_at);
            for step in steps {
                let before = life;
                match step {
                    Step::Wait(ms) => now = now.plus(Duration::from_millis(ms.unsigned_abs())),
                    Step::Claim(ms) => {
                        life = life.at(now, MAX_DELIVERIES);
                        let until = now.plus(Duration::from_millis(ms.unsigned_abs()));
                        if let Some(claimed) = life.claimed(until) {
                            prop_assert!(expires_at.is_none_or(|end| end > now), "delivered expired");
                            prop_assert_eq!(claimed.claim.0, before.claim.0 + 1);
                            life = claimed;
                        }
                    }
                    Step::Settle(token) => {
                        life = life.at(now, MAX_DELIVERIES);
                        let token = token.map(Claim);
                        match life.processed(token) {
                            Ok(settled) => {
                                prop_assert!(token.is_none_or(|t| t == life.claim), "stale ack");
                                prop_assert!(expires_at.is_none_or(|end| end > now), "late ack");
                                life = settled;
                            }
                            Err(NotSettled::StaleClaim(t)) => prop_assert!(t != life.claim),
                            Err(NotSettled::Over(status)) => prop_assert_eq!(status, life.status),
                            Err(NotSettled::NotClaimed) => prop_assert!(false, "an ack needs no claim"),
                        }
                    }
                    Step::GiveBack(token, delay) => {
                        life = life.at(now, MAX_DELIVERIES);
                        let token = token.map(Claim);
                        let not_before = delay.map(|ms| now.plus(Duration::from_millis(ms.unsigned_abs())));
                        if let Ok(back) = life.given_back(token, not_before, MAX_DELIVERIES) {
                            prop_assert_eq!(life.status, MessageStatus::Claimed);
                            prop_assert!(token.is_none_or(|t| t == life.claim), "stale nack");
                            prop_assert!(back.claimed(now).is_none() == (delay.is_some() || back.status == MessageStatus::Dead));
                            life = back;
                        }
                    }
                    Step::Extend(token, ms) => {
                        life = life.at(now, MAX_DELIVERIES);
                        let token = token.map(Claim);
                        let until = now.plus(Duration::from_millis(ms.unsigned_abs()));
                        if let Ok(extended) = life.extended(token, until) {
                            prop_assert!(token.is_none_or(|t| t == life.claim), "stale extension");
                            prop_assert!(extended.lease_until >= life.lease_until, "a shorter lease");
                            life = extended;
                        }
                    }
                    Step::Requeue => {
                        life = life.at(now, MAX_DELIVERIES);
                        if let Some(again) = life.requeued(now) {
                            prop_assert_eq!(life.status, MessageStatus::Dead);
                            life = again;
                        }
                    }
                    Step::Withdraw => life = life.withdrawn(),
                }
                life = life.at(now, MAX_DELIVERIES);
                prop_assert!(life.claim >= before.claim, "the token went back");
                prop_assert!(life.deliveries <= MAX_DELIVERIES);
                prop_assert_eq!(life.lease_until.is_some(), life.status == MessageStatus::Claimed);
                prop_assert!(life.not_before.is_none() || life.status == MessageStatus::Pending);
                let may_leave = matches!(step, Step::Requeue) && before.status == MessageStatus::Dead;
                if !may_leave && !matches!(before.status, MessageStatus::Pending | MessageStatus::Claimed) {
                    prop_assert_eq!(life.status, before.status, "left an end");
                }
            }
        }
    }

    #[test]
    fn a_message_never_acked_is_dead_after_five_deliveries() {
        let mut now = Timestamp::from_millis(0);
        let mut life = Life::new(None);
        for _ in 0..MAX_DELIVERIES {
            life = life.claimed(now.plus(DEFAULT_LEASE)).unwrap();
            now = now.plus(DEFAULT_LEASE);
            life = life.at(now, MAX_DELIVERIES);
        }
        assert_eq!(life.status, MessageStatus::Dead);
        assert_eq!(life.claimed(now), None);
    }
}
