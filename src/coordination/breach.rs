//! Breaches of the mode: execution did more than propose in a cycle in guide mode.
//!
//! What counts as one is [`is_breach`]'s to say, for every way in which execution can say
//! it: printed, replied over the bus (in time or too late), written as
//! `execution_result`, or given to `cycle complete` or `cycle fail`. Each is recorded, and halts a cycle
//! that has not ended.

use super::on_cycle;
use super::transition::{halt, put, request_halt};
use crate::failpoint::Failpoint;
use crate::model::answer::{Answer, AnswerStatus, PROPOSED, breach, is_breach};
use crate::model::audit::AuditEvent;
use crate::model::cycle::Cycle;
use crate::model::error::Error;
use crate::model::events::{Event, ModeBreach};
use crate::model::halt::signed_reason;
use crate::model::id::{AgentName, StateKey};
use crate::model::json::Json;
use crate::model::message::{Message, MessageType};
use crate::model::mode::Mode;
use crate::model::operation::Action;
use crate::model::phase::Phase;
use crate::store::audit::{self, Filter};
use crate::store::{self, ReadTx, Result, WriteTx, message, shared_state};

/// With what the reason begins for which a cycle is halted for a breach.
const BREACH: &str = "breach: ";

/// What was said where the result of a cycle is judged.
const RESULT: &str = "cycle result";

/// Records it where what execution `said` is a breach, and halts the cycle if that has not ended,
/// with `errors` and the breach as its errors. Returns whether it is one.
///
/// The supervisor brings the cycle to `halted` at once. On behalf of anyone else the halt
/// is requested, as by `halt`.
pub(super) fn enforce(
    tx: &mut WriteTx<'_>,
    cycle: &mut Cycle,
    said: &Json,
    source: &str,
    errors: &[String],
) -> Result<bool> {
    let why = breach(cycle.mode, said).filter(|_| !Failpoint::OutcomeUnchecked.is_active());
    let Some(why) = why else { return Ok(false) };
    let who = if source == RESULT {
        "the cycle result"
    } else {
        "execution"
    };
    let problem = format!("{BREACH}{who} {why}");
    let event = Event::ModeBreach(ModeBreach {
        answer: said.clone(),
        source: source.to_owned(),
    });
    tx.record(&event, &cycle.id)?;
    if cycle.phase.is_end() {
        return Ok(true);
    }
    let reason = signed_reason(&tx.actor().name, &problem);
    request_halt(tx, cycle, &reason)?;
    if tx.has_authority() {
        let errors: Vec<_> = errors.iter().cloned().chain([problem]).collect();
        halt(tx, cycle, &errors)?;
    }
    Ok(true)
}

/// Judges the response to a command as it is sent, so that a breach is known whatever else the
/// agent says and whichever process runs the cycle. The answer is recorded with its phase, where
/// the command is that of the pipeline.
pub(super) fn judge_response(
    tx: &mut WriteTx<'_>,
    command: &Message,
    response: &Message,
) -> Result<()> {
    let Some(mut cycle) = cycle_of(tx, command)? else {
        return Ok(());
    };
    let said = &response.payload;
    if !is_breach(cycle.mode, said) {
        return Ok(());
    }
    let caller = tx.caller();
    let is_asked = cycle.phase == Phase::Execution && cycle.unanswered() == Some(command.id);
    if is_asked
        && tx
            .admit_on(&on_cycle(&caller, Action::StateWrite, &cycle.id), &cycle)
            .is_ok()
    {
        let status = Answer::read(said.clone()).map_or(AnswerStatus::Error, |answer| answer.status);
        let phase = cycle.phase;
        store::cycle::set_answer(tx, &mut cycle, phase, status)?;
        let writer = &caller.agent;
        put(tx, &cycle.id, &StateKey::result_of(writer), said, writer)?;
    }
    let source = format!("message {}", response.id);
    enforce(tx, &mut cycle, said, &source, &[]).map(drop)
}

/// The cycle whose execution was asked by this command; none for other messages.
pub(super) fn cycle_of(tx: &ReadTx<'_>, command: &Message) -> Result<Option<Cycle>> {
    let is_asked =
        command.message_type == MessageType::Command && command.to == AgentName::execution();
    match &command.cycle {
        Some(id) if is_asked => store::cycle::get(tx, id).map(Some),
        _ => Ok(None),
    }
}

/// Before a cycle that is moved by hand leaves execution: enforces the mode on everything that
/// execution has said in it. Returns whether the cycle may continue; a breach has halted it.
///
/// In guide mode the latest word of execution must be a proposal, where it has said
/// anything.
pub(super) fn may_leave_execution(tx: &mut WriteTx<'_>, cycle: &mut Cycle) -> Result<bool> {
    if cycle.mode != Mode::Guide || Failpoint::OutcomeUnchecked.is_active() {
        return Ok(true);
    }
    let execution = AgentName::execution();
    let replies = message::replies_to_commands(tx, &cycle.id, &execution)?;
    let written = shared_state::get(tx, &cycle.id, &StateKey::result_of(&execution))?;
    let written = written.map(|entry| entry.value);
    for (id, said) in &replies {
        if enforce(tx, cycle, said, &format!("message {id}"), &[])? {
            return Ok(false);
        }
    }
    if let Some(said) = &written
        && enforce(tx, cycle, said, "execution_result", &[])?
    {
        return Ok(false);
    }
    let latest = replies.last().map(|(_, said)| said);
    if latest.into_iter().chain(&written).all(is_proposal) {
        return Ok(true);
    }
    Err(Error::NotProposed(cycle.id.clone()).into())
}

/// Whether the result with which a cycle is about to end names an outcome other than
/// `proposed` in guide mode: then the cycle is halted, with `errors` and the breach.
pub(super) fn is_in_result(
    tx: &mut WriteTx<'_>,
    cycle: &mut Cycle,
    result: Option<&Json>,
    errors: &[String],
) -> Result<bool> {
    match result {
        // A bare text or list is a result, and no outcome.
        Some(result) if result.as_str().starts_with('{') => {
            enforce(tx, cycle, result, RESULT, errors)
        }
        _ => Ok(false),
    }
}

fn is_proposal(said: &Json) -> bool {
    Answer::read(said.clone())
        .is_ok_and(|answer| answer.status == AnswerStatus::Ok && answer.outcome() == Some(PROPOSED))
}

/// Whether the cycle was halted for a breach: one was recorded, and no halt had hit the
/// cycle before.
pub(super) fn has_halted(tx: &ReadTx<'_>, cycle: &Cycle) -> Result<bool> {
    if cycle.mode != Mode::Guide || cycle.halt_reason.is_none() {
        return Ok(false);
    }
    let about = Filter {
        subject: Some(cycle.id.to_string()),
        kind: Some(Action::ModeBreach.as_str().to_owned()),
        limit: 1,
        ..Filter::default()
    };
    let Some(breach) = audit::list(tx, &about)?.items.into_iter().next() else {
        return Ok(false);
    };
    let halts = audit::latest(
        tx,
        &Filter {
            kind: Some(Action::HaltRequest.as_str().to_owned()),
            before: Some(breach.seq),
            limit: u32::MAX,
            ..Filter::default()
        },
    )?;
    let has_hit = |event: &AuditEvent| match Event::from(event) {
        Event::HaltRequest(halt) => halt.cycles.contains(&cycle.id),
        _ => false,
    };
    Ok(!halts.iter().any(has_hit))
}
