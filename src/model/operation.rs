//! The operations, and the one gate that each of them passes.
//!
//! [`admit`] is called inside the write transaction of every operation, with the facts as that
//! transaction sees them, so that nothing can happen between the check and the operation.

use super::agent::{Agent, AuthorityLevel};
use super::caller::Caller;
use super::clock::Timestamp;
use super::cycle::Cycle;
use super::error::{Error, Result};
use super::halt::Halt;
use super::id::{CycleId, MessageId, Symbol};
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
    /// Note what the program of an agent said on stderr, where its cycle was ended or
    /// taken over before.
    AgentStderr,
    /// Remove an agent.
    AgentRemove,
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
    /// Give back messages of which their receiver was handed nothing.
    MessageReturn,
    /// Keep a message for longer.
    MessageExtend,
    /// Queue a dead message again.
    MessageRequeue,
    /// Answer a message.
    MessageReply,
    /// Move messages on whose time has run out.
    MessageOverdue,
    /// Withdraw the commands of a cycle that a halt has stopped.
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
    /// Create the health record of an agent that has none.
    HealthInitialize,
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
    /// Note that the database was copied to a file.
    DbBackup,
    /// Delete what is over and old.
    DbPrune,
    /// Put a backup in the place of a database.
    DbRestore,
}

impl Action {
    /// Its name in the audit log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AgentAdd => "agent.add",
            Self::AgentEnroll => "agent.enroll",
            Self::AgentRevoke => "agent.revoke",
            Self::AgentStderr => "agent.stderr",
            Self::AgentRemove => "agent.remove",
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
            Self::MessageReturn => "message.return",
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
            Self::HealthInitialize => "health.initialize",
            Self::HealthReset => "health.reset",
            Self::HaltRequest => "halt.request",
            Self::HaltClear => "halt.clear",
            Self::HaltDrill => "halt.drill",
            Self::LimitsSet => "limits.set",
            Self::ModeSet => "mode.set",
            Self::ModeBreach => "mode.breach",
            Self::DbBackup => "db.backup",
            Self::DbPrune => "db.prune",
            Self::DbRestore => "db.restore",
        }
    }

    /// The operation in words, for "may not …"; none for what anyone may do.
    const fn reserved_to_level_0(self) -> Option<&'static str> {
        match self {
            Self::AgentAdd => Some("add an agent"),
            Self::AgentEnroll => Some("enroll an agent"),
            Self::AgentRevoke => Some("revoke the token of an agent"),
            Self::AgentRemove => Some("remove an agent"),
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
            Self::DbRestore => Some("restore a backup"),
            Self::AgentStderr
            | Self::AgentSurvived
            | Self::CommandSend
            | Self::MessageSend
            | Self::MessageAwait
            | Self::MessageClaim
            | Self::MessageAck
            | Self::MessageNack
            | Self::MessageReturn
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
            | Self::HealthInitialize
            | Self::HaltRequest
            | Self::HaltDrill
            | Self::ModeBreach
            | Self::DbBackup => None,
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

impl Action {
    /// Whether the process that runs a cycle may do it by virtue of that, whatever has
    /// become of its token: keep the cycle while an agent works, record what that
    /// answered and which of its processes could not be killed, and bring the cycle to an
    /// end. None of it moves the cycle on.
    const fn is_left_to_owner(self) -> bool {
        matches!(
            self,
            Self::AgentStderr
                | Self::AgentSurvived
                | Self::AnswerLate
                | Self::CycleRenew
                | Self::CycleFail
                | Self::CycleHalt
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
    pub caller: &'a Caller,
    /// What.
    pub action: Action,
    /// To what.
    pub target: Target<'a>,
}

/// An operation on one cycle: it is given that as the gate has found it.
#[derive(Clone, Copy, Debug)]
pub struct CycleOperation<'a> {
    /// Who.
    pub caller: &'a Caller,
    /// What.
    pub action: Action,
    /// On which cycle.
    pub cycle: &'a CycleId,
    /// The epoch that the acting process holds, if it runs the cycle.
    pub epoch: Option<u64>,
}

impl<'a> CycleOperation<'a> {
    /// The same among all operations.
    pub const fn operation(&self) -> Operation<'a> {
        Operation {
            caller: self.caller,
            action: self.action,
            target: Target::Cycle {
                id: self.cycle,
                epoch: self.epoch,
            },
        }
    }
}

/// What the transaction of an operation sees when it begins.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The time.
    pub now: Timestamp,
    /// The actor, as registered.
    pub actor: &'a Agent,
    /// The token that the caller has presented.
    pub token: Option<&'a TokenDigest>,
    /// The cycle of the target, if it has one.
    pub cycle: Option<&'a Cycle>,
    /// The halts in force.
    pub halts: &'a [Halt],
}

/// Whether the operation may go ahead: checks the caller, then authority, then whether the cycle is
/// still open, then halts, then who owns the cycle.
///
/// A halt needs no token, so that it is never delayed. Neither does the record of a backup, because
/// copying the database only reads it, nor an operation of a process on a cycle whose epoch it
/// holds, so that an answer is never lost.
pub fn admit(operation: &Operation<'_>, facts: &Facts<'_>) -> Result<()> {
    let needs_token = match operation.action {
        Action::HaltRequest | Action::DbBackup => false,
        action => !action.is_left_to_owner() || !holds_epoch(operation, facts),
    };
    if needs_token {
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

/// Whether it is done by the process that runs the cycle, or ran it to its end.
fn holds_epoch(operation: &Operation<'_>, facts: &Facts<'_>) -> bool {
    match (operation.target, facts.cycle) {
        (Target::Cycle { epoch, .. }, Some(cycle)) => epoch == Some(cycle.epoch),
        _ => false,
    }
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

/// Whether it only notes what has happened: what an agent answered, left or said.
const fn is_told_of_the_past(action: Action) -> bool {
    matches!(
        action,
        Action::AnswerLate | Action::AgentSurvived | Action::AgentStderr
    )
}

fn check_ownership(
    action: Action,
    cycle: &Cycle,
    epoch: Option<u64>,
    now: Timestamp,
) -> Result<()> {
    match (epoch, &cycle.ownership) {
        // What a replaced process still reports changes nothing.
        (Some(_), _) if is_told_of_the_past(action) => Ok(()),
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

#[cfg(test)]
mod tests {
    use super::super::cycle::Ownership;
    use super::super::error::ErrorKind;
    use super::super::halt::HaltScope;
    use super::super::id::AgentName;
    use super::super::mode::Mode;
    use super::super::phase::Phase;
    use super::super::token::Credential;
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_000_000_000);

    /// Each operation, and what the gate asks of it, written down a second time: `0` is
    /// that only level 0 may, `h` that a halt stops it, `c` that its cycle must not have
    /// ended, `o` that while a process runs its cycle only that process may.
    const RULES: [(Action, &str); 46] = [
        (Action::AgentAdd, "0"),
        (Action::AgentEnroll, "0"),
        (Action::AgentRevoke, "0"),
        (Action::AgentStderr, ""),
        (Action::AgentRemove, "0"),
        (Action::AgentSurvived, ""),
        (Action::CycleStart, "0h"),
        (Action::CycleAdvance, "0hco"),
        (Action::CycleComplete, "0hco"),
        (Action::CycleFail, "0co"),
        (Action::CycleApprove, "0hco"),
        (Action::CycleReject, "0co"),
        (Action::CycleWait, "0"),
        (Action::CycleRenew, "0c"),
        (Action::CycleResume, "0hco"),
        (Action::CycleRecover, "0"),
        (Action::CycleHalt, "0"),
        (Action::CommandSend, "hc"),
        (Action::MessageSend, ""),
        (Action::MessageAwait, ""),
        (Action::MessageClaim, ""),
        (Action::MessageAck, ""),
        (Action::MessageNack, ""),
        (Action::MessageReturn, ""),
        (Action::MessageExtend, ""),
        (Action::MessageRequeue, ""),
        (Action::MessageReply, ""),
        (Action::MessageOverdue, ""),
        (Action::MessageWithdraw, ""),
        (Action::AnswerMissing, ""),
        (Action::AnswerLate, ""),
        (Action::StateWrite, "hc"),
        (Action::HealthBeat, ""),
        (Action::HealthSuccess, ""),
        (Action::HealthError, ""),
        (Action::HealthInitialize, ""),
        (Action::HealthReset, "0"),
        (Action::HaltRequest, ""),
        (Action::HaltClear, "0"),
        (Action::HaltDrill, ""),
        (Action::LimitsSet, "0"),
        (Action::ModeSet, "0"),
        (Action::ModeBreach, ""),
        (Action::DbBackup, ""),
        (Action::DbPrune, "0"),
        (Action::DbRestore, "0"),
    ];

    fn agent(level: AuthorityLevel) -> Agent {
        Agent {
            name: AgentName::supervisor(),
            level,
            registered_at: None,
            credential: Credential::Open,
        }
    }

    fn id() -> CycleId {
        "cycle_20260301_120000_0a1b2c3d".parse().unwrap()
    }

    fn cycle(phase: Phase) -> Cycle {
        Cycle {
            id: id(),
            symbol: "EURUSD".parse().unwrap(),
            mode: Mode::Guide,
            phase,
            halt_requested: false,
            halt_reason: None,
            gates: Vec::new(),
            ownership: None,
            epoch: 7,
            started_at: NOW,
            completed_at: None,
            result: None,
            errors: Vec::new(),
            phases: Vec::new(),
        }
    }

    fn halt(scope: HaltScope) -> Halt {
        Halt {
            id: 1,
            scope,
            requested_by: AgentName::risk(),
            reason: "x".parse().unwrap(),
            requested_at: NOW,
            cleared: None,
            file_key: None,
        }
    }

    /// What the gate says to the supervisor at [`NOW`], where these are the cycle and the
    /// halts.
    fn judged(
        action: Action,
        target: Target<'_>,
        cycle: Option<&Cycle>,
        halts: &[Halt],
    ) -> Result<()> {
        let actor = agent(AuthorityLevel::Supervisor);
        let caller = Caller::from(actor.name.clone());
        let operation = Operation {
            caller: &caller,
            action,
            target,
        };
        let facts = Facts {
            now: NOW,
            actor: &actor,
            token: None,
            cycle,
            halts,
        };
        admit(&operation, &facts)
    }

    fn on_cycle(action: Action, epoch: Option<u64>, cycle: &Cycle, halts: &[Halt]) -> Result<()> {
        let target = Target::Cycle {
            id: &cycle.id,
            epoch,
        };
        judged(action, target, Some(cycle), halts)
    }

    /// Makes sure that the operations with this letter are refused like this, and that
    /// all others are admitted.
    fn is_the_rule(
        letter: char,
        refusal: impl Fn(&Error) -> bool,
        judge: impl Fn(Action) -> Result<()>,
    ) {
        for (action, rules) in RULES {
            let judged = judge(action);
            let is_refused = judged.as_ref().is_err_and(&refusal);
            assert_eq!(is_refused, rules.contains(letter), "{action:?}: {judged:?}");
            assert!(is_refused || judged.is_ok(), "{action:?}: {judged:?}");
        }
    }

    #[test]
    fn only_level_0_leads_cycles_and_looks_after_the_system() {
        is_the_rule(
            '0',
            |error| error.kind() == ErrorKind::Denied,
            |action| {
                let actor = agent(AuthorityLevel::Subordinate);
                let caller = Caller::from(actor.name.clone());
                let operation = Operation {
                    caller: &caller,
                    action,
                    target: Target::System,
                };
                let facts = Facts {
                    now: NOW,
                    actor: &actor,
                    token: None,
                    cycle: None,
                    halts: &[],
                };
                admit(&operation, &facts)
            },
        );
    }

    #[test]
    fn nothing_moves_or_writes_to_a_cycle_that_has_ended() {
        for end in [Phase::Completed, Phase::Failed, Phase::Halted] {
            let cycle = cycle(end);
            is_the_rule(
                'c',
                |error| matches!(error, Error::CycleEnded { .. }),
                |action| on_cycle(action, None, &cycle, &[]),
            );
        }
    }

    #[test]
    fn a_halt_stops_whatever_starts_moves_or_commands_a_cycle_in_its_scope() {
        let cycle = cycle(Phase::Execution);
        let is_halted = |error: &Error| matches!(error, Error::Halted { .. });
        for scope in [
            HaltScope::Global,
            HaltScope::Symbol("EURUSD".parse().unwrap()),
            HaltScope::Cycle(id()),
        ] {
            let halts = [halt(scope)];
            is_the_rule('h', is_halted, |action| {
                on_cycle(action, Some(7), &cycle, &halts)
            });
        }
        for other in [
            HaltScope::Symbol("GBPUSD".parse().unwrap()),
            HaltScope::Cycle("cycle_20260301_120000_00000000".parse().unwrap()),
        ] {
            let halts = [halt(other)];
            for (action, _) in RULES {
                assert_eq!(on_cycle(action, Some(7), &cycle, &halts), Ok(()));
            }
        }
    }

    #[test]
    fn a_cycle_that_a_halt_has_hit_stands_still_after_the_halt_is_cleared() {
        let hit = Cycle {
            halt_requested: true,
            halt_reason: Some("risk: x".to_owned()),
            ..cycle(Phase::Execution)
        };
        is_the_rule(
            'h',
            |error| matches!(error, Error::CycleHalted { .. }),
            |action| on_cycle(action, Some(7), &hit, &[]),
        );
    }

    #[test]
    fn a_halt_of_a_symbol_stops_what_would_start_on_it_and_nothing_of_the_system() {
        let symbol: Symbol = "EURUSD".parse().unwrap();
        let message = MessageId::from_row(1);
        let on = |scope, target| judged(Action::CycleStart, target, None, &[halt(scope)]);
        let (start, system) = (Target::Symbol(&symbol), Target::System);
        assert!(on(HaltScope::Global, start).is_err());
        assert!(on(HaltScope::Symbol(symbol.clone()), start).is_err());
        assert!(on(HaltScope::Cycle(id()), start).is_ok());
        for target in [system, Target::Message(message)] {
            assert!(on(HaltScope::Global, target).is_err());
            assert!(on(HaltScope::Symbol(symbol.clone()), target).is_ok());
            assert!(on(HaltScope::Cycle(id()), target).is_ok());
        }
    }

    #[test]
    fn only_the_process_that_runs_a_cycle_moves_it_while_its_lease_lasts() {
        let owned_until = |lease_until| Cycle {
            ownership: Some(Ownership {
                owner: "another".to_owned(),
                lease_until,
            }),
            ..cycle(Phase::Execution)
        };
        let owned = owned_until(Timestamp::from_millis(NOW.as_millis() + 1));
        is_the_rule(
            'o',
            |error| matches!(error, Error::CycleOwned { .. }),
            |action| on_cycle(action, None, &owned, &[]),
        );
        let over = owned_until(NOW);
        for (action, _) in RULES {
            assert_eq!(on_cycle(action, Some(7), &owned, &[]), Ok(()));
            assert_eq!(on_cycle(action, None, &over, &[]), Ok(()));
            // Whatever it is, a process that was replaced does no harm.
            for held in [6, 8] {
                let stale = on_cycle(action, Some(held), &owned, &[]);
                // To note what its agent answered, left or said changes nothing.
                if ["answer.late", "agent.survived", "agent.stderr"].contains(&action.as_str()) {
                    assert_eq!(stale, Ok(()));
                    continue;
                }
                assert!(
                    matches!(stale, Err(Error::StaleEpoch { .. })),
                    "{action:?}: {stale:?}"
                );
            }
        }
    }

    #[test]
    fn only_a_halt_and_the_record_of_a_backup_need_no_token() {
        let enrolled = Agent {
            credential: Credential::Token(TokenDigest::from_bytes([1; 32])),
            ..agent(AuthorityLevel::Supervisor)
        };
        let right = TokenDigest::from_bytes([1; 32]);
        let wrong = TokenDigest::from_bytes([2; 32]);
        for (action, _) in RULES {
            let with = |token| {
                let caller = Caller::from(enrolled.name.clone());
                let operation = Operation {
                    caller: &caller,
                    action,
                    target: Target::System,
                };
                let facts = Facts {
                    now: NOW,
                    actor: &enrolled,
                    token,
                    cycle: None,
                    halts: &[],
                };
                admit(&operation, &facts).is_ok()
            };
            let is_free = matches!(action, Action::HaltRequest | Action::DbBackup);
            assert!(with(Some(&right)), "{action:?}");
            assert_eq!(with(Some(&wrong)), is_free, "{action:?}");
            assert_eq!(with(None), is_free, "{action:?}");
        }
    }
}
