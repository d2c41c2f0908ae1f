//! The events of the audit log: a type for each kind, with its text form. This is the only
//! place that writes and reads kinds and details. Does no I/O.
//!
//! The hash chain covers the text of the details. The members of each type are therefore in
//! alphabetical order, as they have always been written.

use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;

use super::agent::AuthorityLevel;
use super::audit::{AuditEvent, Hash, Head};
use super::clock::Timestamp;
use super::cycle::ApprovedHow;
use super::halt::HaltScope;
use super::id::{AgentName, Claim, CycleId, MessageId, StateKey, Symbol};
use super::json::Json;
use super::message::{MessageType, Priority};
use super::mode::Mode;
use super::operation::Action;
use super::phase::{Phase, Worker};
use super::process::Survivor;

/// The kind of the event about a refused operation.
const REFUSED: &str = "refused";

/// Defines the events: for each action the type of its details.
macro_rules! events {
    ($($action:ident($details:ty),)+) => {
        /// An event of the audit log: what was done, with the details.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Event {
            $(
                #[doc = concat!("Of [`Action::", stringify!($action), "`].")]
                $action($details),
            )+
            /// An operation was refused.
            Refused(Refused),
            /// An event of another version of this program, or a damaged one: its kind and
            /// the text of its details.
            Unknown(String, String),
        }

        impl Event {
            /// The actions that leave events.
            #[cfg(test)]
            const ACTIONS: &[Action] = &[$(Action::$action),+];

            /// The kind, as it is stored.
            pub fn kind(&self) -> &str {
                match self {
                    $(Self::$action(_) => Action::$action.as_str(),)+
                    Self::Refused(_) => REFUSED,
                    Self::Unknown(kind, _) => kind,
                }
            }

            /// The details, as they are stored.
            pub fn details(&self) -> serde_json::Result<String> {
                match self {
                    $(Self::$action(details) => serde_json::to_string(details),)+
                    Self::Refused(details) => serde_json::to_string(details),
                    Self::Unknown(_, details) => Ok(details.clone()),
                }
            }

            /// Reads an event from its kind and the text of its details.
            pub fn parse(kind: &str, details: &str) -> Self {
                let known = match kind {
                    $(_ if kind == Action::$action.as_str() => {
                        serde_json::from_str(details).map(Self::$action).ok()
                    })+
                    REFUSED => serde_json::from_str(details).map(Self::Refused).ok(),
                    _ => None,
                };
                known.unwrap_or_else(|| Self::Unknown(kind.to_owned(), details.to_owned()))
            }
        }
    };
}

events! {
    AgentAdd(AgentAdd),
    AgentEnroll(NoDetails),
    AgentRevoke(NoDetails),
    AgentStderr(AgentStderr),
    AgentRemove(NoDetails),
    AgentSurvived(AgentSurvived),
    CycleStart(CycleStart),
    CycleAdvance(CycleAdvance),
    CycleComplete(CycleComplete),
    CycleFail(CycleFail),
    CycleApprove(CycleApprove),
    CycleReject(CycleReject),
    CycleWait(CycleWait),
    CycleRenew(CycleRenew),
    CycleResume(CycleResume),
    CycleRecover(CycleRecover),
    CycleHalt(CycleHalt),
    CommandSend(SentMessage),
    MessageSend(MessageSend),
    MessageAwait(MessageAwait),
    MessageClaim(MessageClaim),
    MessageAck(MessageAck),
    MessageNack(MessageNack),
    MessageReturn(MessageReturn),
    MessageExtend(MessageExtend),
    MessageRequeue(MessageRequeue),
    MessageReply(MessageReply),
    MessageOverdue(MessageOverdue),
    MessageWithdraw(MessageWithdraw),
    AnswerMissing(AnswerMissing),
    AnswerLate(AnswerLate),
    StateWrite(StateWrite),
    HealthBeat(Responded),
    HealthSuccess(Responded),
    HealthError(HealthError),
    HealthInitialize(HealthInitialize),
    HealthReset(NoDetails),
    HaltRequest(HaltRequest),
    HaltClear(HaltClear),
    HaltDrill(HaltDrill),
    LimitsSet(LimitsSet),
    ModeSet(ModeSet),
    ModeBreach(ModeBreach),
    DbBackup(DbBackup),
    DbPrune(DbPrune),
    DbRestore(DbRestore),
}

impl From<&AuditEvent> for Event {
    fn from(event: &AuditEvent) -> Self {
        Self::parse(&event.kind, &event.details)
    }
}

/// Defines the details of an event.
macro_rules! details {
    ($($(#[$doc:meta])* $name:ident {
        $($(#[$member_doc:meta])* $member:ident: $type:ty,)*
    })+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            pub struct $name {
                $($(#[$member_doc])* pub $member: $type,)*
            }
        )+
    };
}

details! {
    /// Nothing more than the kind and the subject.
    NoDetails {}

    /// An agent was registered.
    AgentAdd {
        /// Its authority level.
        authority_level: AuthorityLevel,
    }

    /// A program said something on stderr after its cycle had ended or was taken over.
    AgentStderr {
        /// How much, in bytes.
        bytes: usize,
        /// The phase.
        phase: Phase,
    }

    /// Processes of an agent could not be killed.
    AgentSurvived {
        /// The agent.
        agent: Worker,
        /// Its processes.
        #[serde(serialize_with = "with_sorted_members")]
        processes: Vec<Survivor>,
    }

    /// A cycle was started.
    CycleStart {
        /// The phases before which it waits for approval.
        gates: Vec<Phase>,
        /// Its mode.
        mode: Mode,
        /// The process that runs it, if one does.
        owner: Option<String>,
        /// Its symbol.
        symbol: Symbol,
    }

    /// A cycle was advanced.
    CycleAdvance {
        /// The phase that it left.
        from: Phase,
        /// The phase that it began.
        to: Phase,
    }

    /// A cycle was completed.
    CycleComplete {
        /// The digest of its result, if it has one.
        sha256: Option<Hash>,
    }

    /// A cycle failed.
    CycleFail {
        /// Why.
        errors: Vec<String>,
        /// The phase in which it failed.
        from: Phase,
        /// The digest of its result, if it has one.
        sha256: Option<Hash>,
    }

    /// A phase was approved.
    CycleApprove {
        /// Who let the cycle continue.
        by: ApprovedHow,
        /// The phase.
        phase: Phase,
        /// The digest of the shared state that was approved.
        state: String,
    }

    /// What a cycle waited with was rejected.
    CycleReject {
        /// The phase.
        phase: Phase,
        /// Why.
        reason: String,
    }

    /// A cycle began to wait for approval.
    CycleWait {
        /// The phase before which it waits.
        before: Option<Phase>,
        /// The digest of the shared state with which it waits.
        state: String,
    }

    /// The process that runs a cycle renewed its lease.
    CycleRenew {
        /// The epoch of the process.
        epoch: u64,
    }

    /// A cycle was resumed.
    CycleResume {
        /// The epoch of the process that runs it now.
        epoch: u64,
        /// Its phase.
        phase: Phase,
    }

    /// A cycle was found whose process had died in execution.
    CycleRecover {
        /// Its phase.
        phase: Phase,
    }

    /// A cycle was brought to `halted`.
    CycleHalt {
        /// The phase that it left.
        from: Phase,
        /// Why.
        reason: Option<String>,
    }

    /// A message that was sent.
    SentMessage {
        /// Its cycle, if it has one.
        cycle: Option<CycleId>,
        /// Its id, where the event is about several messages.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<MessageId>,
        /// Its priority.
        priority: Priority,
        /// The digest of its subject and payload.
        sha256: Hash,
        /// Its recipient.
        to: AgentName,
        /// Its type.
        r#type: MessageType,
    }

    /// The sender of a dead message was notified.
    DeadLetterNotice {
        /// The dead message.
        dead: MessageId,
        /// The digest of the subject and payload of the notice.
        sha256: Hash,
        /// The recipient of the notice.
        to: AgentName,
    }

    /// The wait for an answer was extended.
    MessageAwait {
        /// Until when.
        until: Timestamp,
    }

    /// Messages were claimed.
    MessageClaim {
        /// Which.
        claims: Vec<ClaimedMessage>,
    }

    /// A message that was claimed.
    ClaimedMessage {
        /// Its fencing token.
        claim: Claim,
        /// Its id.
        id: MessageId,
    }

    /// A message was acknowledged.
    MessageAck {
        /// Its fencing token.
        claim: Claim,
    }

    /// A message was negatively acknowledged.
    MessageNack {
        /// Its fencing token.
        claim: Claim,
        /// Before when it is not delivered again.
        not_before: Option<Timestamp>,
        /// Why.
        reason: Option<String>,
    }

    /// Messages were returned of which the receiver was handed nothing.
    MessageReturn {
        /// Which.
        claims: Vec<ReturnedMessage>,
        /// Why.
        reason: String,
    }

    /// A message that was returned.
    ReturnedMessage {
        /// Whether it was acknowledged when it was claimed.
        acked: bool,
        /// Its fencing token.
        claim: Claim,
        /// Its id.
        id: MessageId,
    }

    /// The lease of a message was extended.
    MessageExtend {
        /// Its fencing token.
        claim: Claim,
        /// The end of the lease.
        lease_until: Option<Timestamp>,
    }

    /// A dead message was queued again.
    MessageRequeue {
        /// Why it was dead.
        reason: Option<String>,
        /// Its recipient.
        to: AgentName,
    }

    /// A message was answered.
    MessageReply {
        /// The sender of the answer.
        from: AgentName,
        /// The message that was answered.
        reply_to: MessageId,
        /// The digest of the subject and payload of the answer.
        sha256: Hash,
        /// The recipient of the answer.
        to: AgentName,
    }

    /// Messages were moved whose lease or lifetime had ended.
    MessageOverdue {
        /// Those that are dead now.
        dead: Vec<MessageId>,
        /// Those that are expired now.
        expired: Vec<MessageId>,
        /// Those that are pending again.
        pending: Vec<MessageId>,
    }

    /// Commands of a cycle were withdrawn.
    MessageWithdraw {
        /// Which.
        ids: Vec<MessageId>,
    }

    /// An agent gave no answer.
    AnswerMissing {
        /// The phase.
        phase: Phase,
        /// Why there is none.
        problem: String,
        /// What the agent printed instead, if anything.
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "stored_if_any"
        )]
        said: Option<Json>,
    }

    /// An answer came when its cycle had been stopped or taken over.
    AnswerLate {
        /// The answer.
        #[serde(deserialize_with = "stored")]
        answer: Json,
        /// The command, where the answer came over the message bus.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<MessageId>,
        /// The phase, where the pipeline got the answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        phase: Option<Phase>,
    }

    /// A version of a value of the shared state was written.
    StateWrite {
        /// The key.
        key: StateKey,
        /// The digest of the value.
        sha256: Hash,
        /// The version.
        version: u64,
        /// The agent that wrote it.
        writer: AgentName,
    }

    /// An agent reported that it is alive, or that it did an operation.
    Responded {
        /// How long its response took, in milliseconds.
        response_ms: Option<f64>,
    }

    /// An agent reported an error.
    HealthError {
        /// What happened.
        message: String,
        /// How long its response took, in milliseconds.
        response_ms: Option<f64>,
    }

    /// The health record of an agent was initialized.
    HealthInitialize {
        /// Whether it had none before.
        created: bool,
    }

    /// A halt was called.
    HaltRequest {
        /// The cycles that it hit.
        #[serde(default)]
        cycles: Vec<CycleId>,
        /// The messages that announced it.
        #[serde(default)]
        messages: Vec<HaltNotice>,
        /// Whether the caller had shown who it is.
        #[serde(default)]
        proven: bool,
        /// Why.
        reason: String,
        /// What it stops.
        scope: HaltScope,
    }

    /// A message that announced a halt.
    HaltNotice {
        /// Its id.
        id: MessageId,
        /// Its recipient.
        to: AgentName,
    }

    /// A halt was cleared.
    HaltClear {
        /// Who called it and why.
        halt: String,
        /// Why it was cleared.
        reason: String,
        /// The messages about it that were withdrawn.
        withdrawn: Vec<MessageId>,
    }

    /// A halt was tested.
    HaltDrill {
        /// How long it took to stop an agent, in microseconds.
        stopped_in_us: Option<u64>,
    }

    /// The limits of the message bus were set.
    LimitsSet {
        /// How often a message is delivered.
        max_deliveries: u32,
        /// How many messages may be pending in an inbox.
        max_pending: u32,
    }

    /// The mode was set.
    ModeSet {
        /// The mode before.
        from: Mode,
        /// The messages that announced it.
        messages: Vec<ModeNotice>,
        /// Why.
        reason: String,
        /// The mode from then on.
        to: Mode,
    }

    /// A message that announced a mode.
    ModeNotice {
        /// Its id.
        id: MessageId,
        /// Its priority.
        priority: Priority,
        /// Its recipient.
        to: AgentName,
        /// Its type.
        r#type: MessageType,
    }

    /// An agent did more than the mode allows.
    ModeBreach {
        /// What it said.
        #[serde(deserialize_with = "stored")]
        answer: Json,
        /// Where it said so.
        source: String,
    }

    /// The database was backed up.
    DbBackup {
        /// The size of the backup.
        bytes: u64,
        /// The head of its audit log.
        head: Head,
        /// Where it is.
        path: String,
        /// Whether the caller had shown who it is.
        proven: bool,
    }

    /// The database was pruned.
    DbPrune {
        /// What had ended before this was deleted.
        before: Timestamp,
        /// How many cycles.
        cycles: u64,
        /// How many halts.
        halts: u64,
        /// How many messages.
        messages: u64,
        /// How many phases.
        phases: u64,
        /// How many versions of values of the shared state.
        state_versions: u64,
    }

    /// A backup was put in the place of the database.
    DbRestore {
        /// Where the backup is.
        backup: String,
        /// The head of its audit log.
        head: Head,
    }

    /// An operation was refused.
    Refused {
        /// The operation.
        action: String,
        /// How many messages were refused, where an inbox was full.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        count: Option<u64>,
        /// The kind of the error.
        error: String,
        /// The message of the error.
        reason: String,
        /// Since when, where the refusals are recorded later.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Timestamp>,
        /// The agent whose inbox was full.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<AgentName>,
    }
}

/// Messages were sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum MessageSend {
    /// One. What is most frequent is tried first when an event is read.
    One(SentMessage),
    /// The sender of a dead message was notified.
    Notice(DeadLetterNotice),
    /// Several at once.
    Batch {
        /// Which.
        messages: Vec<SentMessage>,
    },
}

/// Serialises these types as text.
macro_rules! as_text {
    ($($type:ty),+ $(,)?) => {
        $(
            impl Serialize for $type {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.collect_str(self)
                }
            }

            impl<'de> Deserialize<'de> for $type {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
                }
            }
        )+
    };
}

as_text!(
    AgentName,
    ApprovedHow,
    CycleId,
    HaltScope,
    Hash,
    Head,
    MessageType,
    Mode,
    Phase,
    Priority,
    StateKey,
    Symbol,
    Timestamp,
    Worker,
);

impl Serialize for AuthorityLevel {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(*self as u8)
    }
}

impl<'de> Deserialize<'de> for AuthorityLevel {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let level = Self::from_number(i64::deserialize(deserializer)?);
        level.ok_or_else(|| D::Error::custom("there is no such authority level"))
    }
}

impl Serialize for MessageId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.get().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for MessageId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        i64::deserialize(deserializer).map(Self::from_row)
    }
}

impl Serialize for Claim {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.number().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Claim {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        u64::deserialize(deserializer).map(Self::from_number)
    }
}

fn with_sorted_members<T: Serialize, S: Serializer>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let value = serde_json::to_value(value).map_err(serde::ser::Error::custom)?;
    value.serialize(serializer)
}

/// A JSON value that was checked when it was stored.
fn stored<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Json, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    Json::from_text(raw.get().to_owned()).map_err(D::Error::custom)
}

fn stored_if_any<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Json>, D::Error> {
    stored(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const HASH: &str = "80ea33cf19126b856ae864d23d8820e1f57e6b646d103c8e12c840fc047bc130";

    /// An event of each kind and form, as earlier versions have written them: the hash chain
    /// covers these bytes. `HASH` stands for a hash.
    const STORED: &[(&str, &str)] = &[
        ("agent.add", r#"{"authority_level":1}"#),
        ("agent.enroll", "{}"),
        ("agent.revoke", "{}"),
        ("agent.stderr", r#"{"bytes":7,"phase":"execution"}"#),
        ("agent.remove", "{}"),
        (
            "agent.survived",
            r#"{"agent":"risk","processes":[{"name":"sh","pid":7,"started":9,"uid":null}]}"#,
        ),
        (
            "cycle.start",
            r#"{"gates":["execution"],"mode":"guide","owner":"process 7","symbol":"EURUSD"}"#,
        ),
        (
            "cycle.start",
            r#"{"gates":[],"mode":"autonomous","owner":null,"symbol":"EURUSD"}"#,
        ),
        (
            "cycle.advance",
            r#"{"from":"strategy_analysis","to":"risk_validation"}"#,
        ),
        ("cycle.complete", r#"{"sha256":"HASH"}"#),
        ("cycle.complete", r#"{"sha256":null}"#),
        (
            "cycle.fail",
            r#"{"errors":["no \"é\""],"from":"execution","sha256":null}"#,
        ),
        (
            "cycle.approve",
            r#"{"by":"pipeline","phase":"risk_validation","state":"HASH"}"#,
        ),
        (
            "cycle.reject",
            r#"{"phase":"risk_validation","reason":"wide"}"#,
        ),
        ("cycle.wait", r#"{"before":"execution","state":"HASH"}"#),
        ("cycle.renew", r#"{"epoch":1}"#),
        ("cycle.resume", r#"{"epoch":2,"phase":"monitoring"}"#),
        ("cycle.recover", r#"{"phase":"execution"}"#),
        (
            "cycle.halt",
            r#"{"from":"execution","reason":"risk: wide"}"#,
        ),
        (
            "command.send",
            r#"{"cycle":"cycle_20260301_120000_0a1b2c3d","priority":"high","sha256":"HASH","to":"risk","type":"command"}"#,
        ),
        (
            "message.send",
            r#"{"cycle":null,"priority":"normal","sha256":"HASH","to":"risk","type":"event"}"#,
        ),
        (
            "message.send",
            r#"{"messages":[{"cycle":null,"id":7,"priority":"normal","sha256":"HASH","to":"risk","type":"event"}]}"#,
        ),
        ("message.send", r#"{"dead":7,"sha256":"HASH","to":"risk"}"#),
        ("message.await", r#"{"until":"2026-03-01T12:00:00.000Z"}"#),
        ("message.claim", r#"{"claims":[{"claim":1,"id":7}]}"#),
        ("message.ack", r#"{"claim":1}"#),
        (
            "message.nack",
            r#"{"claim":1,"not_before":"2026-03-01T12:00:00.000Z","reason":"busy"}"#,
        ),
        (
            "message.nack",
            r#"{"claim":1,"not_before":null,"reason":null}"#,
        ),
        (
            "message.return",
            r#"{"claims":[{"acked":true,"claim":1,"id":7}],"reason":"nothing of it could be printed"}"#,
        ),
        (
            "message.extend",
            r#"{"claim":1,"lease_until":"2026-03-01T12:00:00.000Z"}"#,
        ),
        (
            "message.requeue",
            r#"{"reason":"it was never acked","to":"risk"}"#,
        ),
        (
            "message.reply",
            r#"{"from":"risk","reply_to":7,"sha256":"HASH","to":"supervisor"}"#,
        ),
        (
            "message.overdue",
            r#"{"dead":[],"expired":[8,9],"pending":[7]}"#,
        ),
        ("message.withdraw", r#"{"ids":[7]}"#),
        (
            "answer.missing",
            r#"{"phase":"execution","problem":"exited with 3"}"#,
        ),
        (
            "answer.missing",
            r#"{"phase":"execution","problem":"no answer","said":"1.10 or so"}"#,
        ),
        (
            "answer.late",
            r#"{"answer":{"z":1.10,"a":1e2},"message":7}"#,
        ),
        ("answer.late", r#"{"answer":[],"phase":"execution"}"#),
        (
            "state.write",
            r#"{"key":"risk_result","sha256":"HASH","version":2,"writer":"risk"}"#,
        ),
        ("health.beat", r#"{"response_ms":12.0}"#),
        ("health.beat", r#"{"response_ms":null}"#),
        ("health.success", r#"{"response_ms":0.1}"#),
        ("health.error", r#"{"message":"m","response_ms":null}"#),
        ("health.initialize", r#"{"created":true}"#),
        ("health.reset", "{}"),
        (
            "halt.request",
            r#"{"cycles":["cycle_20260301_120000_0a1b2c3d"],"messages":[{"id":7,"to":"risk"}],"proven":true,"reason":"wide","scope":"symbol EURUSD"}"#,
        ),
        (
            "halt.request",
            r#"{"cycles":[],"messages":[],"proven":false,"reason":"wide","scope":"everything"}"#,
        ),
        (
            "halt.request",
            r#"{"cycles":[],"messages":[],"proven":false,"reason":"wide","scope":"cycle cycle_20260301_120000_0a1b2c3d"}"#,
        ),
        (
            "halt.clear",
            r#"{"halt":"risk: wide","reason":"over","withdrawn":[7]}"#,
        ),
        ("halt.drill", r#"{"stopped_in_us":1234}"#),
        ("limits.set", r#"{"max_deliveries":5,"max_pending":10000}"#),
        (
            "mode.set",
            r#"{"from":"guide","messages":[{"id":7,"priority":"high","to":"risk","type":"event"}],"reason":"ready","to":"autonomous"}"#,
        ),
        (
            "mode.breach",
            r#"{"answer":{"data":{"outcome":"executed"}},"source":"message 7"}"#,
        ),
        (
            "db.backup",
            r#"{"bytes":4096,"head":"3:HASH","path":"/b.db","proven":true}"#,
        ),
        (
            "db.prune",
            r#"{"before":"2026-03-01T12:00:00.000Z","cycles":1,"halts":2,"messages":3,"phases":4,"state_versions":5}"#,
        ),
        ("db.restore", r#"{"backup":"/b.db","head":"3:HASH"}"#),
        (
            "refused",
            r#"{"action":"cycle.start","error":"halted","reason":"halt 1 is in force"}"#,
        ),
        (
            "refused",
            r#"{"action":"message.send","count":3,"error":"busy","reason":"the inbox of risk is full","to":"risk"}"#,
        ),
        (
            "refused",
            r#"{"action":"message.send","count":3,"error":"busy","reason":"the inbox of risk was full","since":"2026-03-01T12:00:00.000Z","to":"risk"}"#,
        ),
    ];

    #[test]
    fn every_event_is_read_and_written_as_it_has_always_been() {
        for (kind, details) in STORED {
            let details = details.replace("HASH", HASH);
            let event = Event::parse(kind, &details);
            assert!(!matches!(event, Event::Unknown(..)), "{kind} {details}");
            assert_eq!(event.kind(), *kind);
            assert_eq!(event.details().unwrap(), details);
        }
    }

    #[test]
    fn every_kind_of_event_is_among_those_that_are_compared() {
        let known = Event::ACTIONS.iter().map(|action| action.as_str());
        let known: BTreeSet<_> = known.chain([REFUSED]).collect();
        let compared: BTreeSet<_> = STORED.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(known, compared);
    }

    #[test]
    fn the_forms_of_a_send_are_told_apart() {
        let read = |details: &str| {
            let details = details.replace("HASH", HASH);
            match Event::parse("message.send", &details) {
                Event::MessageSend(sent) => sent,
                other => panic!("{other:?}"),
            }
        };
        let one =
            r#"{"cycle":null,"priority":"normal","sha256":"HASH","to":"risk","type":"event"}"#;
        assert!(matches!(read(one), MessageSend::One(_)));
        let many = format!(r#"{{"messages":[{one}]}}"#);
        assert!(matches!(read(&many), MessageSend::Batch { .. }));
        let notice = r#"{"dead":7,"sha256":"HASH","to":"risk"}"#;
        assert!(matches!(read(notice), MessageSend::Notice(_)));
    }

    #[test]
    fn what_cannot_be_read_is_kept_as_it_is() {
        for (kind, details) in [
            ("moon.land", r#"{"b":1,"a":2}"#),
            ("cycle.renew", "{}"),
            ("cycle.renew", "no json"),
            (
                "state.write",
                r#"{"key":"k","sha256":"1","version":2,"writer":"risk"}"#,
            ),
        ] {
            let event = Event::parse(kind, details);
            assert_eq!(event, Event::Unknown(kind.to_owned(), details.to_owned()));
            assert_eq!(event.kind(), kind);
            assert_eq!(event.details().unwrap(), details);
        }
    }
}
