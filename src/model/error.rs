//! Everything that the rules refuse, with the kind that decides the exit code. What to do
//! about it is in `next_step.rs`.

use std::fmt;

use thiserror::Error as ThisError;

use super::clock::Timestamp;
use super::delivery_state::MessageStatus;
use super::halt::{Halt, HaltRef, HaltScope};
use super::id::{AgentName, Claim, CycleId, MessageId, StateKey, Symbol};
use super::mode::Mode;
use super::open_matter::OpenMatter;
use super::phase::Phase;
use super::text::DedupKey;
use super::token::TokenProblem;

/// A result of the model.
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong, coarsely: one kind for each exit code of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// A defect of this program.
    Internal,
    /// An argument that cannot be meant.
    InvalidInput,
    /// What was named does not exist.
    NotFound,
    /// What was asked does not fit what is.
    Conflict,
    /// Nothing came before the deadline.
    Deadline,
    /// An agent is not healthy.
    Unhealthy,
    /// A cycle ended as failed.
    CycleFailed,
    /// The actor has no authority for it.
    Denied,
    /// A cycle waits for approval.
    WaitingForApproval,
    /// A halt is in force.
    Halted,
    /// The database is not one of ours, or is damaged.
    UnusableDatabase,
    /// The operating system reported an error.
    Io,
    /// Others held the database until the deadline.
    Busy,
}

impl ErrorKind {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Internal,
        Self::InvalidInput,
        Self::NotFound,
        Self::Conflict,
        Self::Deadline,
        Self::Unhealthy,
        Self::CycleFailed,
        Self::Denied,
        Self::WaitingForApproval,
        Self::Halted,
        Self::UnusableDatabase,
        Self::Io,
        Self::Busy,
    ];

    /// Its name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::InvalidInput => "invalid_input",
            Self::NotFound => "not_found",
            Self::Conflict => "conflict",
            Self::Deadline => "deadline",
            Self::Unhealthy => "unhealthy",
            Self::CycleFailed => "cycle_failed",
            Self::Denied => "denied",
            Self::WaitingForApproval => "waiting_for_approval",
            Self::Halted => "halted",
            Self::UnusableDatabase => "unusable_database",
            Self::Io => "io",
            Self::Busy => "busy",
        }
    }

    /// The kind with this name.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Whether the same command may succeed later with nothing else changed.
    pub const fn is_retryable(self) -> bool {
        matches!(self, Self::Busy | Self::Deadline)
    }

    /// Whether this is an answer of the rules to a well-formed wish, which the
    /// audit log records.
    pub const fn is_refusal(self) -> bool {
        matches!(
            self,
            Self::Denied
                | Self::Conflict
                | Self::Unhealthy
                | Self::Halted
                | Self::WaitingForApproval
        )
    }
}

/// Why nobody can be handed what is received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ThisError)]
pub enum ReceiverGone {
    /// Nobody reads the output any more.
    #[error("standard output has no reader")]
    NoReader,
    /// The process that started the receiver is gone, and the output was its own.
    #[error(
        "the process that started this command has ended, and its output goes to no file or \
         reader of its own"
    )]
    NoParent,
    /// The client has closed its connection.
    #[error("the client has closed its connection")]
    Disconnected,
}

/// What a value was given as. Each interface has its own names for these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The highest balance that an account ever had.
    PeakBalance,
    /// The cycle to read from.
    Cycle,
    /// The file to which a backup is written.
    BackupFile,
    /// The backup to restore.
    Backup,
    /// The lines of a batch.
    Batch,
    /// The member with this name of a JSON object.
    Member(&'static str),
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PeakBalance => "peak balance",
            Self::Cycle => "cycle",
            Self::BackupFile => "backup file",
            Self::Backup => "backup",
            Self::Batch => "batch",
            Self::Member(name) => name,
        })
    }
}

/// A rule that was not met.
#[derive(Clone, Debug, PartialEq, ThisError)]
pub enum Error {
    /// A value that is not valid for what it was given as.
    #[error("invalid value for '{field}': {problem}")]
    InvalidValue {
        /// What it was given as.
        field: Field,
        /// What is wrong with it.
        problem: String,
    },
    /// A cycle was to be moved to a phase in which it ends for a reason, without that.
    #[error("cycle {cycle} ends as {to} for a reason")]
    ReasonNeeded {
        /// The cycle.
        cycle: CycleId,
        /// The phase.
        to: Phase,
    },
    /// No agent has this name.
    #[error("unknown agent `{name}`; the known agents are {}", join(.known))]
    UnknownAgent {
        /// The name that was given.
        name: AgentName,
        /// The agents that exist.
        known: Vec<AgentName>,
    },
    /// No cycle has this id.
    #[error("there is no cycle {0}")]
    CycleNotFound(CycleId),
    /// No cycle is the newest: there is none, or none of this symbol.
    #[error("there is no cycle{}", .0.as_ref().map(|symbol| format!(" of {symbol}")).unwrap_or_default())]
    NoLatestCycle(Option<Symbol>),
    /// No message has this id.
    #[error("there is no message {0}")]
    MessageNotFound(MessageId),
    /// Nothing was written under this key.
    #[error("cycle {cycle} has no value under the key `{key}`")]
    KeyNotFound {
        /// The cycle.
        cycle: CycleId,
        /// The key.
        key: StateKey,
    },
    /// No halt has this number.
    #[error("there is no halt {0}")]
    HaltNotFound(HaltRef),
    /// What is in the halt file has its own number.
    #[error("the halt in the halt file is recorded already: halt {id} ({reason})")]
    HaltOnRecord {
        /// That number.
        id: i64,
        /// Who called it and why.
        reason: String,
    },
    /// The number 0 names no single halt.
    #[error("{0} halts were not yet recorded, so 0 is ambiguous")]
    HaltAmbiguous(usize),
    /// Its sender receives no messages.
    #[error("message {0} is from the operator, who receives no messages")]
    NoInbox(MessageId),
    /// The actor has no authority for it.
    #[error("{actor} may not {what}: {who_may} may")]
    Denied {
        /// Who asked.
        actor: AgentName,
        /// What was asked.
        what: String,
        /// Who may.
        who_may: String,
    },
    /// Acting as the agent needs its token.
    #[error("{}", not_proven(agent, *.problem))]
    NotProven {
        /// The agent.
        agent: AgentName,
        /// What is wrong.
        problem: TokenProblem,
    },
    /// The phase of the key's owner is over.
    #[error("the key `{key}` is frozen: the work of {owner} was over before {phase}")]
    KeyFrozen {
        /// The key.
        key: StateKey,
        /// Its owner.
        owner: AgentName,
        /// Its phase.
        phase: Phase,
    },
    /// The system's mode does not allow the mode asked for.
    #[error("a cycle cannot be {asked} while the system is in {system} mode")]
    ModeNotAllowed {
        /// The mode asked for.
        asked: Mode,
        /// The mode of the system.
        system: Mode,
    },
    /// The table of phases has no such move.
    #[error("cycle {cycle} cannot move from {from} to {to}")]
    IllegalMove {
        /// The cycle.
        cycle: CycleId,
        /// Its present phase.
        from: Phase,
        /// Where it was to go.
        to: Phase,
    },
    /// Nothing leaves `completed`, `failed` or `halted`.
    #[error("cycle {cycle} has ended: it is {phase} and cannot move any more")]
    CycleEnded {
        /// The cycle.
        cycle: CycleId,
        /// How it ended.
        phase: Phase,
    },
    /// The symbol has an active cycle already.
    #[error("{symbol} has an active cycle already: {cycle}, in {phase}")]
    CycleActive {
        /// The symbol.
        symbol: Symbol,
        /// Its cycle.
        cycle: CycleId,
        /// Its phase.
        phase: Phase,
    },
    /// The symbol has an active cycle, and the process that ran it is gone.
    #[error("{symbol} has a cycle whose process is gone: {cycle}, in {phase}")]
    CycleStalled {
        /// The symbol.
        symbol: Symbol,
        /// Its cycle.
        cycle: CycleId,
        /// Its phase.
        phase: Phase,
    },
    /// The process that ran the cycle of the symbol died in `execution`.
    #[error("cycle {0} died in execution: its outcome is unknown, so it has failed")]
    OutcomeUnknown(CycleId),
    /// A phase must be approved before it begins.
    #[error("cycle {cycle} waits for approval before {before}")]
    ApprovalNeeded {
        /// The cycle.
        cycle: CycleId,
        /// The phase.
        before: Phase,
    },
    /// The cycle does not wait for approval.
    #[error("cycle {cycle} does not wait for approval: it is in {phase}")]
    NothingToApprove {
        /// The cycle.
        cycle: CycleId,
        /// Its phase.
        phase: Phase,
    },
    /// The shared state is not the one that was shown.
    #[error("the shared state of cycle {cycle} has changed: its digest is {current}, not {shown}")]
    StateChanged {
        /// The cycle.
        cycle: CycleId,
        /// The digest of what was shown.
        shown: String,
        /// The digest of what is.
        current: String,
    },
    /// What the cycle waits with is not what was shown.
    #[error(
        "the shared state of cycle {cycle} has changed since it was shown, or its phase: it waits \
         before {before}, with the state {state}"
    )]
    NotAsShown {
        /// The cycle.
        cycle: CycleId,
        /// The phase before which it waits now.
        before: Phase,
        /// The digest of its shared state now.
        state: String,
    },
    /// An agent that the cycle needs is not there, or not well.
    #[error("{0}")]
    AgentsUnfit(String),
    /// The request would deadlock.
    #[error("this request would deadlock: {} would wait for each other", waits_in_words(.0))]
    Deadlock(Vec<AgentName>),
    /// Nobody answered before the deadline.
    #[error("{to} did not answer message {message} in time; it is {health}")]
    NoReply {
        /// Who was asked.
        to: AgentName,
        /// What was asked.
        message: MessageId,
        /// How it is.
        health: String,
    },
    /// What was asked is over, and nobody has answered it.
    #[error("nobody will answer message {message}: it is {status}")]
    NoAnswer {
        /// What was asked.
        message: MessageId,
        /// Its status.
        status: MessageStatus,
    },
    /// An answer that is refused and nevertheless recorded.
    #[error("{why}; the answer is recorded as late{}", if *.breach { " and as a breach of guide mode" } else { "" })]
    AnswerLate {
        /// Why it is refused.
        why: Box<Self>,
        /// Whether it reports more than guide mode allows.
        breach: bool,
    },
    /// The agent of the phase has not answered the pipeline's command.
    #[error("cycle {cycle} cannot leave {phase}: {agent} has not answered message {command}")]
    CommandUnanswered {
        /// The cycle.
        cycle: CycleId,
        /// The phase.
        phase: Phase,
        /// Who was asked.
        agent: AgentName,
        /// The command.
        command: MessageId,
    },
    /// An earlier phase was left without the `ok` of its agent.
    #[error("cycle {cycle} cannot go on: {phase} has no recorded `ok` to message {command}")]
    PhaseUnanswered {
        /// The cycle.
        cycle: CycleId,
        /// The phase.
        phase: Phase,
        /// The command.
        command: MessageId,
    },
    /// In guide mode, the latest word of execution is not a proposal.
    #[error(
        "cycle {0} is in guide mode, and the latest answer of execution is not `ok` with the \
         outcome `proposed`"
    )]
    NotProposed(CycleId),
    /// A command that is delivered once only is not queued again.
    #[error("message {0} is delivered at most once, since executing it twice could do harm")]
    DeliveredOnce(MessageId),
    /// The shared state of a cycle has no room for a value.
    #[error("cycle {cycle} has no room for this value of `{key}`: {problem}")]
    StateFull {
        /// The cycle.
        cycle: CycleId,
        /// The key.
        key: StateKey,
        /// Which bound, and by how much it would be passed.
        problem: String,
    },
    /// A running process owns the cycle.
    #[error("cycle {cycle} is run by {owner} until {until} at least")]
    CycleOwned {
        /// The cycle.
        cycle: CycleId,
        /// Who runs it.
        owner: String,
        /// The end of its lease.
        until: Timestamp,
    },
    /// Somebody else has taken the cycle over.
    #[error(
        "cycle {cycle} was taken over by another process: this one holds epoch {held}, the cycle is at {current}"
    )]
    StaleEpoch {
        /// The cycle.
        cycle: CycleId,
        /// The epoch of who asked.
        held: u64,
        /// The epoch of the cycle.
        current: u64,
    },
    /// The value is not at the version that was expected.
    #[error("`{key}` is at version {found}, not {expected}")]
    VersionConflict {
        /// The key.
        key: StateKey,
        /// The version that was expected.
        expected: u64,
        /// The version there is; 0 when there is none.
        found: u64,
    },
    /// The message was delivered again since.
    #[error("claim {given} on message {message} is stale: its latest is {current}", given = .given.number(), current = .current.number())]
    StaleClaim {
        /// The message.
        message: MessageId,
        /// The token that was given.
        given: Claim,
        /// The token of the latest delivery.
        current: Claim,
    },
    /// Nobody can be handed what is received.
    #[error("no message can be delivered: {0}")]
    ReceiverGone(ReceiverGone),
    /// Nobody reads the output of a request any more.
    #[error("nobody reads the answer to message {message}: {gone}")]
    AskerGone {
        /// The request.
        message: MessageId,
        /// Why.
        gone: ReceiverGone,
    },
    /// Nothing could be printed of what was claimed.
    #[error("no received message could be printed: {0}")]
    NotPrinted(String),
    /// The message is processed, expired or dead.
    #[error("message {message} is {status} already")]
    MessageOver {
        /// The message.
        message: MessageId,
        /// Its status.
        status: MessageStatus,
    },
    /// Nobody holds a claim on the message.
    #[error("message {0} is pending: nobody has claimed it, or the lease ran out")]
    NotClaimed(MessageId),
    /// Only the dead are queued again.
    #[error(
        "message {message} is {status}: only a dead message that has not expired can be requeued"
    )]
    NotRequeued {
        /// The message.
        message: MessageId,
        /// Its status.
        status: MessageStatus,
    },
    /// The key belongs to another message of the same sender.
    #[error("the key `{key}` belongs to message {message}, which has different content")]
    DedupConflict {
        /// The key.
        key: DedupKey,
        /// The message that is stored.
        message: MessageId,
    },
    /// Too much waits for the recipient.
    #[error("the inbox of {agent} is full: {limit} messages are pending")]
    InboxFull {
        /// The sender.
        from: AgentName,
        /// The recipient.
        agent: AgentName,
        /// How many may be pending.
        limit: u32,
    },
    /// What is wrong with some of many lines, of which none was stored.
    #[error("{}", in_lines(problems, ToString::to_string))]
    InLines {
        /// The first of the lines that are stored together or not at all, from 1.
        first: u64,
        /// The numbers of the lines with a problem, and what it is: one or more.
        problems: Vec<(u64, Self)>,
    },
    /// A halt is in force.
    #[error("halt {halt} is in force on {scope} ({reason})")]
    Halted {
        /// The number of the halt, or its key where it is not yet recorded.
        halt: HaltRef,
        /// What it stops.
        scope: HaltScope,
        /// `AGENT: REASON`.
        reason: String,
    },
    /// The cycle was halted, and the halt was cleared before it was enforced.
    #[error("cycle {cycle} was halted ({reason})")]
    CycleHalted {
        /// The cycle.
        cycle: CycleId,
        /// `AGENT: REASON`.
        reason: String,
    },
    /// The halt is not in force any more.
    #[error("halt {0} was cleared already")]
    HaltCleared(i64),
    /// The agent has no token that could be revoked.
    #[error("{0} has no token to revoke")]
    NotEnrolled(AgentName),
    /// Without the token of level 0 nobody could give out another.
    #[error("the token of {0} cannot be revoked: nobody could issue another")]
    LastToken(AgentName),
    /// The agent exists already.
    #[error("agent `{0}` exists already")]
    AgentExists(AgentName),
    /// The agent is one of the four that are always there.
    #[error("{0} is built in and cannot be removed")]
    AgentBuiltIn(AgentName),
    /// Something of the agent's is still open.
    #[error("{agent} cannot be removed: {matter}")]
    AgentBusy {
        /// The agent.
        agent: AgentName,
        /// What is open.
        matter: OpenMatter,
    },
    /// Its sender was removed.
    #[error("message {message} is from {agent}, which was removed and receives no messages")]
    SenderRemoved {
        /// The message.
        message: MessageId,
        /// Its sender.
        agent: AgentName,
    },
    /// A request is to be delivered again, and who sent it was removed since.
    #[error("message {message} is from {agent}, which was removed: nobody waits for its answer")]
    NobodyAsks {
        /// The message.
        message: MessageId,
        /// Its sender.
        agent: AgentName,
    },
}

/// The first problems of many, each with its line, put into words by `words`.
pub fn in_lines(problems: &[(u64, Error)], words: impl Fn(&Error) -> String) -> String {
    const SHOWN: usize = 10;
    let shown = problems.iter().take(SHOWN);
    let mut said: Vec<_> = shown
        .map(|(line, problem)| format!("line {line}: {}", words(problem)))
        .collect();
    if problems.len() > SHOWN {
        said.push(format!("and {} more", problems.len() - SHOWN));
    }
    said.join("; ")
}

impl Error {
    /// The refusal that `halt` is the reason for.
    pub fn halted(halt: &Halt) -> Self {
        Self::Halted {
            halt: halt.reference(),
            scope: halt.scope.clone(),
            reason: halt.signed_reason(),
        }
    }

    /// The sender and the recipient whose inbox is full, where that is what is wrong.
    pub fn full_inbox(&self) -> Option<(&AgentName, &AgentName)> {
        match self {
            Self::InboxFull { from, agent, .. } => Some((from, agent)),
            Self::InLines { problems, .. } => problems.first()?.1.full_inbox(),
            _ => None,
        }
    }

    /// The kind, which decides the exit code.
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::InvalidValue { .. } | Self::ReasonNeeded { .. } | Self::UnknownAgent { .. } => {
                ErrorKind::InvalidInput
            }
            Self::CycleNotFound(_)
            | Self::NoLatestCycle(_)
            | Self::MessageNotFound(_)
            | Self::KeyNotFound { .. }
            | Self::HaltNotFound(_) => ErrorKind::NotFound,
            Self::Denied { .. }
            | Self::NotProven { .. }
            | Self::KeyFrozen { .. }
            | Self::ModeNotAllowed { .. } => ErrorKind::Denied,
            Self::IllegalMove { .. }
            | Self::CycleEnded { .. }
            | Self::CycleActive { .. }
            | Self::CycleStalled { .. }
            | Self::OutcomeUnknown(_)
            | Self::NothingToApprove { .. }
            | Self::StateChanged { .. }
            | Self::NotAsShown { .. }
            | Self::Deadlock(_)
            | Self::CycleOwned { .. }
            | Self::StaleEpoch { .. }
            | Self::VersionConflict { .. }
            | Self::StaleClaim { .. }
            | Self::MessageOver { .. }
            | Self::NotClaimed(_)
            | Self::NotRequeued { .. }
            | Self::CommandUnanswered { .. }
            | Self::PhaseUnanswered { .. }
            | Self::NotProposed(_)
            | Self::DeliveredOnce(_)
            | Self::StateFull { .. }
            | Self::DedupConflict { .. }
            | Self::HaltCleared(_)
            | Self::NotEnrolled(_)
            | Self::LastToken(_)
            | Self::HaltOnRecord { .. }
            | Self::HaltAmbiguous(_)
            | Self::NoInbox(_)
            | Self::AgentExists(_)
            | Self::AgentBuiltIn(_)
            | Self::AgentBusy { .. }
            | Self::SenderRemoved { .. }
            | Self::NobodyAsks { .. } => ErrorKind::Conflict,
            Self::Halted { .. } | Self::CycleHalted { .. } => ErrorKind::Halted,
            Self::ApprovalNeeded { .. } => ErrorKind::WaitingForApproval,
            Self::AgentsUnfit(_) => ErrorKind::Unhealthy,
            Self::NoReply { .. } | Self::NoAnswer { .. } => ErrorKind::Deadline,
            Self::ReceiverGone(_) | Self::AskerGone { .. } | Self::NotPrinted(_) => ErrorKind::Io,
            Self::InboxFull { .. } => ErrorKind::Busy,
            Self::AnswerLate { why, .. } => why.kind(),
            Self::InLines { problems, .. } => match problems.as_slice() {
                [(_, problem), ..] => problem.kind(),
                [] => ErrorKind::InvalidInput,
            },
        }
    }
}

/// Why the caller may not act as `agent`.
fn not_proven(agent: &AgentName, problem: TokenProblem) -> String {
    match problem {
        TokenProblem::Missing => {
            format!("acting as {agent} requires its token: no token was given")
        }
        TokenProblem::Wrong => format!("wrong token for {agent}"),
        TokenProblem::Revoked => format!("nobody can act as {agent}: its token was revoked"),
    }
}

fn join(names: &[AgentName]) -> String {
    joined(names, ", ")
}

fn waits_in_words(names: &[AgentName]) -> String {
    joined(names, " → ")
}

fn joined(names: &[AgentName], between: &str) -> String {
    let names: Vec<_> = names.iter().map(AgentName::as_str).collect();
    names.join(between)
}
