//! Settles claimed messages: acknowledges, answers, extends or negatively acknowledges them. A
//! message that was delivered too often becomes a dead letter, and its sender is notified.

use std::collections::BTreeSet;
use std::time::Duration;

use super::super::{breach, on_message, on_system};
use super::bus::{MessageBus, content_hash, global_halt, subject};
use super::dead_letter::{answer_to, record_dead_letter};
use super::send::check_room;
use crate::failpoint::Failpoint;
use crate::model::agent::AuthorityLevel;
use crate::model::caller::Caller;
use crate::model::delivery_state::{DeliveryState, MessageStatus, NotSettled};
use crate::model::error::Error;
use crate::model::events::{
    AnswerLate, Event, MessageAck, MessageExtend, MessageNack, MessageReply, MessageRequeue,
};
use crate::model::id::{AgentName, Claim, MessageId};
use crate::model::json::Json;
use crate::model::message::{Message, MessageType};
use crate::model::operation::{Action, Operation, Target};
use crate::model::text::Reason;
use crate::store::message::{self, Draft};
use crate::store::queue::Claimed;
use crate::store::{self, Result, WriteTx, agent};

/// How a message is negatively acknowledged.
#[derive(Clone, Copy, Debug)]
pub struct Nack<'a> {
    /// How long it is not delivered again.
    pub delay: Option<Duration>,
    /// Why.
    pub reason: Option<&'a Reason>,
}

impl MessageBus<'_> {
    /// Marks messages as processed: all of them, or none.
    pub fn ack(
        &mut self,
        caller: &Caller,
        ids: &[MessageId],
        token: Option<Claim>,
    ) -> Result<Vec<Message>> {
        let operation = match ids {
            [id] => on_message(caller, Action::MessageAck, *id),
            _ => on_system(caller, Action::MessageAck),
        };
        self.store.write(&operation, |tx| {
            let mut seen = BTreeSet::new();
            ids.iter()
                .filter(|&&id| seen.insert(id))
                .map(|&id| {
                    let message = process(tx, id, "ack", token)?;
                    record_settled(tx, &message)?;
                    Ok(message)
                })
                .collect()
        })
    }

    /// Negatively acknowledges a message, to be redelivered. One that has reached the maximum
    /// number of deliveries, or that is delivered once only, becomes a dead letter.
    pub fn nack(
        &mut self,
        caller: &Caller,
        id: MessageId,
        how: Nack<'_>,
        token: Option<Claim>,
    ) -> Result<Message> {
        let operation = on_message(caller, Action::MessageNack, id);
        self.store.write(&operation, |tx| {
            let message = own(tx, id, "nack")?;
            let not_before = how.delay.map(|delay| tx.now().plus(delay));
            let most = if message.once && !Failpoint::OnceOnlyRedelivered.is_active() {
                0
            } else {
                tx.limits()?.max_deliveries
            };
            let delivery_state = message.delivery_state.nacked(token, not_before, most);
            let delivery_state = delivery_state.map_err(|why| refused(&message, why))?;
            message::store_delivery_state(tx, id, &delivery_state)?;
            let reason = how.reason.map(Reason::as_str);
            message::set_reason(tx, id, reason)?;
            let event = Event::MessageNack(MessageNack {
                claim: message.delivery_state.claim,
                not_before,
                reason: reason.map(str::to_owned),
            });
            tx.record(&event, subject(id))?;
            if delivery_state.status == MessageStatus::Dead {
                record_dead_letter(tx, id, reason.unwrap_or("it was given back"))?;
            }
            message::get(tx, id)
        })
    }

    /// Keeps a message for `lease` from now on; never for less than before.
    pub fn extend(
        &mut self,
        caller: &Caller,
        id: MessageId,
        lease: Duration,
        token: Option<Claim>,
    ) -> Result<Message> {
        let operation = on_message(caller, Action::MessageExtend, id);
        self.store.write(&operation, |tx| {
            let message = own(tx, id, "extend")?;
            let delivery_state = message.delivery_state.extended(token, tx.now().plus(lease));
            let delivery_state = delivery_state.map_err(|why| refused(&message, why))?;
            message::store_delivery_state(tx, id, &delivery_state)?;
            let event = Event::MessageExtend(MessageExtend {
                claim: delivery_state.claim,
                lease_until: delivery_state.lease_until,
            });
            tx.record(&event, subject(id))?;
            Ok(Message {
                delivery_state,
                ..message
            })
        })
    }

    /// Queues a dead message again, as if it had never been delivered. A command
    /// must still be one that could be sent; one that is delivered once only never is.
    pub fn requeue(&mut self, caller: &Caller, id: MessageId) -> Result<Message> {
        let operation = on_message(caller, Action::MessageRequeue, id);
        self.store.write(&operation, |tx| {
            let message = message::get(tx, id)?;
            if tx.actor().level != AuthorityLevel::Supervisor {
                check_own(tx, &message, "requeue")?;
            }
            if message.once && !Failpoint::OnceOnlyRedelivered.is_active() {
                return Err(Error::DeliveredOnce(id).into());
            }
            // So far dead only because of the time: its sender was not notified yet.
            if message.delivery_state.status == MessageStatus::Dead && message.reason.is_none() {
                record_dead_letter(tx, id, "it was never acked")?;
            }
            let Some(delivery_state) = message.delivery_state.requeued(tx.now()) else {
                let status = message.delivery_state.status;
                return Err(Error::NotRequeued {
                    message: id,
                    status,
                }
                .into());
            };
            if message.message_type == MessageType::Command {
                tx.admit(&sending_again(caller, &message))?;
            }
            agent::get(tx, &message.to)?;
            let asks = matches!(
                message.message_type,
                MessageType::Command | MessageType::Request
            );
            if asks && agent::sender_is_removed(tx, &message)? {
                return Err(Error::NobodyAsks {
                    message: id,
                    agent: message.from,
                }
                .into());
            }
            check_room(tx, &message.to)?;
            message::store_delivery_state(tx, id, &delivery_state)?;
            message::set_reason(tx, id, None)?;
            let event = Event::MessageRequeue(MessageRequeue {
                reason: message.reason,
                to: message.to,
            });
            tx.record(&event, subject(id))?;
            message::get(tx, id)
        })
    }

    /// Answers a message that was addressed to the caller, and marks it as
    /// processed. Returns the response.
    pub fn reply(
        &mut self,
        caller: &Caller,
        id: MessageId,
        payload: &Json,
        token: Option<Claim>,
    ) -> Result<Message> {
        match self.reply_once(caller, id, payload, token) {
            // A halt file was placed during the transaction, which undid the answer. The next
            // one records the halt first, and then the answer as late.
            Err(store::Error::Rule(Error::Halted { .. })) if self.is_of_cycle(id)? => {
                self.reply_once(caller, id, payload, token)
            }
            replied => replied,
        }
    }

    fn reply_once(
        &mut self,
        caller: &Caller,
        id: MessageId,
        payload: &Json,
        token: Option<Claim>,
    ) -> Result<Message> {
        let operation = on_message(caller, Action::MessageReply, id);
        let replied =
            self.store
                .write(&operation, |tx| match process(tx, id, "reply to", token) {
                    Ok(original) if original.from == AgentName::operator() => {
                        Err(Error::NoInbox(id).into())
                    }
                    Ok(original) if agent::sender_is_removed(tx, &original)? => {
                        Err(Error::SenderRemoved {
                            message: id,
                            agent: original.from,
                        }
                        .into())
                    }
                    Ok(original) => {
                        let response = respond(tx, &original, payload)?;
                        breach::judge_response(tx, &original, &response)?;
                        Ok(Ok(response))
                    }
                    Err(store::Error::Rule(why)) => refuse_reply(tx, &operation, id, payload, why),
                    Err(error) => Err(error),
                })?;
        Ok(replied?)
    }

    /// Whether a message is a command of a cycle.
    fn is_of_cycle(&mut self, id: MessageId) -> Result<bool> {
        let message = self.store.read(|tx| message::get(tx, id))?;
        Ok(message.message_type == MessageType::Command && message.cycle.is_some())
    }
}

/// Refuses an answer. An answer to a command of a cycle is recorded nevertheless: it may report an
/// order.
fn refuse_reply(
    tx: &mut WriteTx<'_>,
    operation: &Operation<'_>,
    id: MessageId,
    payload: &Json,
    why: Error,
) -> Result<std::result::Result<Message, Error>> {
    let command = match message::get(tx, id) {
        Ok(command) if command.to == tx.actor().name => command,
        _ => return Err(why.into()),
    };
    let Some(cycle) = command
        .cycle
        .as_ref()
        .filter(|_| command.message_type == MessageType::Command)
    else {
        return Err(why.into());
    };
    let late = Event::AnswerLate(AnswerLate {
        answer: payload.clone(),
        message: Some(id),
        phase: None,
    });
    tx.record(&late, cycle)?;
    let breach = match breach::cycle_of(tx, &command)? {
        Some(mut cycle) => {
            let source = format!("refused reply to message {id}");
            breach::enforce(tx, &mut cycle, payload, &source, &[])?
        }
        None => false,
    };
    let refusal = Error::AnswerLate {
        why: Box::new(why),
        breach,
    };
    tx.record_refusal(operation, &refusal)?;
    Ok(Err(refusal))
}

/// Acks, for its receiver, what has just been claimed.
pub(super) fn ack_claimed(tx: &mut WriteTx<'_>, claimed: &mut Claimed) -> Result<()> {
    let claim = claimed.delivery_state.claim;
    claimed.delivery_state = claimed
        .delivery_state
        .processed(Some(claim))
        .map_err(|_| store::Error::Internal(format!("message {} was not claimed", claimed.id)))?;
    message::store_delivery_state(tx, claimed.id, &claimed.delivery_state)?;
    if let Some(message) = &mut claimed.message {
        message.delivery_state = claimed.delivery_state;
        message.processed_at = Some(tx.now());
    }
    let event = Event::MessageAck(MessageAck { claim });
    tx.record(&event, subject(claimed.id))
}

/// Records the response to a command on behalf of the agent that gave it. Both
/// are processed: the sender of the command has the response in hand.
pub(in crate::coordination) fn take_response(
    tx: &mut WriteTx<'_>,
    id: MessageId,
    payload: &Json,
) -> Result<()> {
    let command = message::get(tx, id)?;
    if command.delivery_state.status == MessageStatus::Claimed {
        message::store_delivery_state(tx, id, &processed(&command, None)?)?;
    }
    let response = respond(tx, &command, payload)?;
    message::store_delivery_state(tx, response.id, &processed(&response, None)?)
}

/// Settles a response that its recipient has in hand. Another process of the same agent may have
/// received it first, which is harmless.
pub(in crate::coordination) fn take(tx: &mut WriteTx<'_>, id: MessageId) -> Result<()> {
    let response = message::get(tx, id)?;
    if let Ok(delivery_state) = response.delivery_state.processed(None) {
        message::store_delivery_state(tx, id, &delivery_state)?;
        record_settled(
            tx,
            &Message {
                delivery_state,
                ..response
            },
        )?;
    }
    Ok(())
}

/// Stores the response to `original` from its recipient, linked both ways.
fn respond(tx: &mut WriteTx<'_>, original: &Message, payload: &Json) -> Result<Message> {
    let draft = Draft {
        message_type: MessageType::Response,
        subject: &original.subject.prefixed("Re"),
        ..answer_to(original, payload)
    };
    let response = message::insert(tx, &draft)?;
    message::link_response(tx, original.id, response.id)?;
    let event = Event::MessageReply(MessageReply {
        from: response.from.clone(),
        reply_to: original.id,
        sha256: content_hash(&response),
        to: response.to.clone(),
    });
    tx.record(&event, subject(response.id))?;
    Ok(response)
}

/// The operation of sending this command again.
fn sending_again<'a>(caller: &'a Caller, command: &'a Message) -> Operation<'a> {
    Operation {
        caller,
        action: Action::CommandSend,
        target: match &command.cycle {
            Some(id) => Target::Cycle { id, epoch: None },
            None => Target::System,
        },
    }
}

/// Marks a message to the actor as processed. Returns its new state.
fn process(
    tx: &mut WriteTx<'_>,
    id: MessageId,
    verb: &str,
    token: Option<Claim>,
) -> Result<Message> {
    let mut message = own(tx, id, verb)?;
    // Settling a pending command takes it.
    let takes_command = message.message_type == MessageType::Command
        && message.delivery_state.status == MessageStatus::Pending;
    if takes_command {
        tx.hands_out_command();
        if let Some(halt) = global_halt(tx)? {
            return Err(Error::halted(&halt).into());
        }
    }
    message.delivery_state = processed(&message, token)?;
    message::store_delivery_state(tx, id, &message.delivery_state)?;
    message.processed_at = Some(tx.now());
    Ok(message)
}

/// A message that was addressed to the actor.
fn own(tx: &WriteTx<'_>, id: MessageId, verb: &str) -> Result<Message> {
    let message = message::get(tx, id)?;
    check_own(tx, &message, verb)?;
    Ok(message)
}

fn check_own(tx: &WriteTx<'_>, message: &Message, verb: &str) -> Result<()> {
    if message.to == tx.actor().name {
        return Ok(());
    }
    Err(Error::Denied {
        actor: tx.actor().name.clone(),
        what: format!("{verb} message {}", message.id),
        who_may: format!("only its recipient, {},", message.to),
    }
    .into())
}

fn processed(message: &Message, token: Option<Claim>) -> Result<DeliveryState> {
    let token = token.filter(|_| !Failpoint::AnyClaim.is_active());
    let delivery_state = message.delivery_state.processed(token);
    Ok(delivery_state.map_err(|why| refused(message, why))?)
}

fn refused(message: &Message, why: NotSettled) -> Error {
    match why {
        NotSettled::StaleClaim(given) => Error::StaleClaim {
            message: message.id,
            given,
            current: message.delivery_state.claim,
        },
        NotSettled::Over(status) => Error::MessageOver {
            message: message.id,
            status,
        },
        NotSettled::NotClaimed => Error::NotClaimed(message.id),
    }
}

fn record_settled(tx: &mut WriteTx<'_>, message: &Message) -> Result<()> {
    let claim = message.delivery_state.claim;
    tx.record(
        &Event::MessageAck(MessageAck { claim }),
        subject(message.id),
    )
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::super::cycle::CycleManager;
    use super::super::query_plan_tests::{new, new_cycle, store};
    use super::*;
    use crate::model::message::NewMessage;
    use crate::store::audit::{self, Filter};

    #[test]
    fn an_answer_that_a_halt_file_undoes_as_it_is_stored_is_recorded_as_late() {
        let (folder, mut store) = store();
        let boss = Caller::supervisor();
        let cycle = CycleManager::new(&mut store)
            .start(&boss, &new_cycle("EURUSD"))
            .unwrap();
        let command = NewMessage {
            cycle: Some(cycle.id),
            ..new(MessageType::Command, None)
        };
        let mut bus = MessageBus::new(&mut store);
        let command = bus.send(&boss, &command).unwrap().messages.remove(0);
        // The command is not claimed: to answer it is to take it, which a halt stops.
        let halt_file = folder.path().join("t.db.HALT");
        store.connection().on_statement(move |sql| {
            if sql.contains("INSERT INTO agent_messages") {
                fs::write(&halt_file, "").unwrap();
            }
        });
        let answer = Json::parse(r#"{"status":"ok"}"#).unwrap();
        let risk = Caller::from(AgentName::risk());
        let refused = MessageBus::new(&mut store).reply(&risk, command.id, &answer, None);
        let refused = refused.unwrap_err();
        assert!(
            matches!(
                refused,
                store::Error::Rule(Error::AnswerLate { breach: false, .. })
            ),
            "{refused}"
        );
        let kinds = |kind: &str| {
            let filter = Filter {
                kind: Some(kind.to_owned()),
                limit: 10,
                ..Filter::default()
            };
            let events = store.read(|tx| audit::latest(tx, &filter));
            events.unwrap().len()
        };
        let counts = ["message.reply", "answer.late", "halt.request"].map(kinds);
        assert_eq!(counts, [0, 1, 1]);
    }
}
