//! What anyone can do, and the one gate that every doing passes.
//!
//! [`admit`] is called inside the write transaction of every operation, with
//! the facts as that transaction sees them, so that nothing can slip in between
//! the check and the deed.

use super::agent::{Agent, AgentName, AuthorityLevel};
use super::clock::Timestamp;
use super::cycle::{Cycle, CycleId, Symbol};
use super::error::{Error, Result};
use super::halt::Halt;
use super::message::MessageId;
use super::token::TokenDigest;

/// Every operation that changes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Register an agent.
    AgentAdd,
    /// Give an agent a token, without which nobody acts as it from then on.
    AgentEnroll,
    /// Take back the token of an agent.
    AgentRevoke,
    /// Note that processes of an agent could not be killed.
    AgentSurvived,
    /// Start a cycle.
    CycleStart,
    /// Move a cycle on by one phase.
    CycleAdvance,
    /// End a cycle as intended.
    CycleComplete,
    /// End a cycle with an error.
    CycleFail,
    /// Approve what a phase left, so that the next may begin.
    CycleApprove,
    /// End a cycle that waits for approval and is not given it.
    CycleReject,
    /// Begin to wait for approval.
    CycleWait,
    /// Give a sign of life from the process that runs a cycle.
    CycleRenew,
    /// Go on with a cycle that nobody runs.
    CycleResume,
    /// Settle what a process that died has left.
    CycleRecover,
    /// Bring a cycle that a halt has hit to `halted`.
    CycleHalt,
    /// Send a command.
    CommandSend,
    /// Send anything but a command.
    MessageSend,
    /// Wait for the answer to a message once more.
    MessageAwait,
    /// Claim messages.
    MessageClaim,
    /// Mark a message as processed.
    MessageAck,
    /// Give a message back, to be delivered again.
    MessageNack,
    /// Keep a message for longer.
    MessageExtend,
    /// Queue a dead message again.
    MessageRequeue,
    /// Answer a message.
    MessageReply,
    /// Move messages on whose time has run out.
    MessageOverdue,
    /// Withdraw the commands of a cycle that stands still.
    MessageWithdraw,
    /// Note that an agent gave no answer, and why.
    AnswerMissing,
    /// Note an answer that came when its cycle was stopped or taken over.
    AnswerLate,
    /// Write to the shared state of a cycle.
    StateWrite,
    /// Report a heartbeat.
    HealthBeat,
    /// Report a success.
    HealthSuccess,
    /// Report an error.
    HealthError,
    /// Forget what is recorded of an agent's health.
    HealthReset,
    /// Call a halt.
    HaltRequest,
    /// Lift a halt.
    HaltClear,
    /// Note that a halt was tried out, and how long it took to stop an agent.
    HaltDrill,
    /// Set the limits of the message bus.
    LimitsSet,
    /// Change the mode of the system.
    ModeSet,
    /// Note that an agent did more than the mode allows.
    ModeBreach,
    /// Delete what is over and old.
    DbPrune,
}

impl Action {
    /// Its name in the audit log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AgentAdd => "agent.add",
            Self::AgentEnroll => "agent.enroll",
            Self::AgentRevoke => "agent.revoke",
            Self::AgentSurvived => "agent.survived",
            Self::CycleStart => "cycle.start",
            Self::CycleAdvance => "cycle.advance",
            Self::CycleComplete => "cycle.complete",
            Self::CycleFail => "cycle.fail",
            Self::CycleApprove => "cycle.approve",
            Self::CycleReject => "cycle.reject",
            Self::CycleWait => "cycle.wait",
            Self::CycleRenew => "cycle.renew",
            Self::CycleResume => "cycle.resume",
            Self::CycleRecover => "cycle.recover",
            Self::CycleHalt => "cycle.halt",
            Self::CommandSend => "command.send",
            Self::MessageSend => "message.send",
            Self::MessageAwait => "message.await",
            Self::MessageClaim => "message.claim",
            Self::MessageAck => "message.ack",
            Self::MessageNack => "message.nack",
            Self::MessageExtend => "message.extend",
            Self::MessageRequeue => "message.requeue",
            Self::MessageReply => "message.reply",
            Self::MessageOverdue => "message.overdue",
            Self::MessageWithdraw => "message.withdraw",
            Self::AnswerMissing => "answer.missing",
            Self::AnswerLate => "answer.late",
            Self::StateWrite => "state.write",
            Self::HealthBeat => "health.beat",
            Self::HealthSuccess => "health.success",
            Self::HealthError => "health.error",
            Self::HealthReset => "health.reset",
            Self::HaltRequest => "halt.request",
            Self::HaltClear => "halt.clear",
            Self::HaltDrill => "halt.drill",
            Self::LimitsSet => "limits.set",
            Self::ModeSet => "mode.set",
            Self::ModeBreach => "mode.breach",
            Self::DbPrune => "db.prune",
        }
    }

    /// The operation in words, for "may not …"; none for what anyone may do.
    const fn reserved_to_level_0(self) -> Option<&'static str> {
        match self {
            Self::AgentAdd => Some("add an agent"),
            Self::AgentEnroll => Some("enroll an agent"),
            Self::AgentRevoke => Some("revoke the token of an agent"),
            Self::CycleStart => Some("start a cycle"),
            Self::CycleAdvance => Some("advance a cycle"),
            Self::CycleComplete => Some("complete a cycle"),
            Self::CycleFail => Some("fail a cycle"),
            Self::CycleApprove => Some("approve a phase"),
            Self::CycleReject => Some("reject a phase"),
            Self::CycleWait => Some("have a cycle wait"),
            Self::CycleRenew => Some("renew the lease of a cycle"),
            Self::CycleResume => Some("resume a cycle"),
            Self::CycleRecover => Some("recover cycles"),
            Self::CycleHalt => Some("enforce a halt"),
            Self::HealthReset => Some("reset the health of an agent"),
            Self::HaltClear => Some("clear a halt"),
            Self::LimitsSet => Some("set the limits"),
            Self::ModeSet => Some("set the mode"),
            Self::DbPrune => Some("prune the database"),
            Self::AgentSurvived
            | Self::CommandSend
            | Self::MessageSend
            | Self::MessageAwait
            | Self::MessageClaim
            | Self::MessageAck
            | Self::MessageNack
            | Self::MessageExtend
            | Self::MessageRequeue
            | Self::MessageReply
            | Self::MessageOverdue
            | Self::MessageWithdraw
            | Self::AnswerMissing
            | Self::AnswerLate
            | Self::StateWrite
            | Self::HealthBeat
            | Self::HealthSuccess
            | Self::HealthError
            | Self::HaltRequest
            | Self::HaltDrill
            | Self::ModeBreach => None,
        }
    }

    /// Whether a halt in force on its target forbids it: whatever starts,
    /// moves or commands a cycle, or writes its state.
    pub const fn is_stopped_by_halt(self) -> bool {
        matches!(
            self,
            Self::CycleStart
                | Self::CycleAdvance
                | Self::CycleComplete
                | Self::CycleApprove
                | Self::CycleResume
                | Self::CommandSend
                | Self::StateWrite
        )
    }

    /// Whether it needs a cycle that has not ended.
    const fn needs_open_cycle(self) -> bool {
        matches!(
            self,
            Self::CycleAdvance
                | Self::CycleComplete
                | Self::CycleFail
                | Self::CycleApprove
                | Self::CycleReject
                | Self::CycleRenew
                | Self::CycleResume
                | Self::CommandSend
                | Self::StateWrite
        )
    }

    /// Whether it moves the cycle, which only the process that owns it may.
    const fn moves_cycle(self) -> bool {
        matches!(
            self,
            Self::CycleAdvance
                | Self::CycleComplete
                | Self::CycleFail
                | Self::CycleApprove
                | Self::CycleReject
                | Self::CycleResume
        )
    }
}

/// What an operation works on, as far as halts and ownership go.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    /// No cycle: only a global halt reaches it.
    System,
    /// A message, which is there whatever becomes of its cycle.
    Message(MessageId),
    /// A cycle that is about to start on this symbol.
    Symbol(&'a Symbol),
    /// A cycle.
    Cycle {
        /// Its id.
        id: &'a CycleId,
        /// The epoch that the acting process holds, if it runs the cycle.
        epoch: Option<u64>,
    },
}

/// Who wants to do what to what.
#[derive(Clone, Copy, Debug)]
pub struct Operation<'a> {
    /// Who.
    pub actor: &'a AgentName,
    /// What.
    pub action: Action,
    /// To what.
    pub target: Target<'a>,
}

/// What the transaction of an operation sees when it begins.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The time.
    pub now: Timestamp,
    /// The actor, as registered.
    pub actor: &'a Agent,
    /// What whoever asks has given to show that it may act as that.
    pub token: Option<&'a TokenDigest>,
    /// The cycle of the target, if it has one.
    pub cycle: Option<&'a Cycle>,
    /// The halts in force.
    pub halts: &'a [Halt],
}

/// Whether the operation may go ahead: who asks, then authority, then whether the
/// cycle is still open, then halts, then who owns the cycle.
///
/// A halt needs no token: nobody who wants to stop is sent to look for one.
pub fn admit(operation: &Operation<'_>, facts: &Facts<'_>) -> Result<()> {
    if operation.action != Action::HaltRequest {
        facts.actor.check_token(facts.token)?;
    }
    check_authority(operation.action, facts.actor)?;
    if operation.action.needs_open_cycle()
        && let Some(cycle) = facts.cycle
    {
        cycle.check_open()?;
    }
    if operation.action.is_stopped_by_halt() {
        check_halts(operation.target, facts)?;
    }
    if let (Some(cycle), Target::Cycle { epoch, .. }) = (facts.cycle, operation.target) {
        check_ownership(operation.action, cycle, epoch, facts.now)?;
    }
    Ok(())
}

fn check_authority(action: Action, actor: &Agent) -> Result<()> {
    match action.reserved_to_level_0() {
        Some(what) if actor.level != AuthorityLevel::Supervisor => Err(Error::Denied {
            actor: actor.name.clone(),
            what: what.to_owned(),
            who_may: "only the supervisor (authority level 0)".to_owned(),
        }),
        _ => Ok(()),
    }
}

fn check_halts(target: Target<'_>, facts: &Facts<'_>) -> Result<()> {
    let in_force = facts.halts.iter().find(|halt| match (target, facts.cycle) {
        (Target::System | Target::Message(_), _) | (Target::Cycle { .. }, None) => {
            halt.scope == super::halt::HaltScope::Global
        }
        (Target::Symbol(symbol), _) => halt.scope.covers(symbol, None),
        (Target::Cycle { .. }, Some(cycle)) => halt.scope.covers(&cycle.symbol, Some(&cycle.id)),
    });
    if let Some(halt) = in_force {
        return Err(Error::halted(halt));
    }
    match facts.cycle {
        Some(cycle) if cycle.halt_requested => Err(Error::CycleHalted {
            cycle: cycle.id.clone(),
            reason: cycle.halt_reason.clone().unwrap_or_default(),
        }),
        _ => Ok(()),
    }
}

fn check_ownership(
    action: Action,
    cycle: &Cycle,
    epoch: Option<u64>,
    now: Timestamp,
) -> Result<()> {
    match (epoch, &cycle.ownership) {
        (Some(held), _) if held != cycle.epoch => Err(Error::StaleEpoch {
            cycle: cycle.id.clone(),
            held,
            current: cycle.epoch,
        }),
        (None, Some(ownership)) if action.moves_cycle() && ownership.lease_until > now => {
            Err(Error::CycleOwned {
                cycle: cycle.id.clone(),
                owner: ownership.owner.clone(),
                until: ownership.lease_until,
            })
        }
        _ => Ok(()),
    }
}
