//! Dead letters: notifies the sender of a message that it could not be delivered.

use serde_json::json;

use super::bus::{content_hash, subject};
use crate::model::events::{DeadLetterNotice, Event, MessageSend};
use crate::model::id::MessageId;
use crate::model::json::Json;
use crate::model::message::{Message, MessageType};
use crate::store::message::{self, Draft};
use crate::store::{Result, WriteTx, agent};

/// Notes why a message is dead, and notifies its sender, unless the message was itself such a
/// notice.
pub(super) fn record_dead_letter(tx: &mut WriteTx<'_>, id: MessageId, reason: &str) -> Result<()> {
    message::set_reason(tx, id, Some(reason))?;
    let dead = message::get(tx, id)?;
    // The operator and removed agents receive nothing.
    if dead.is_notice()
        || agent::find(tx, &dead.from)?.is_none()
        || agent::sender_is_removed(tx, &dead)?
    {
        return Ok(());
    }
    let payload = Json::from_value(&json!({
        "message_id": id.get(),
        "to": dead.to.as_str(),
        "subject": dead.subject.as_str(),
        "deliveries": dead.delivery_state.deliveries,
        "reason": reason,
    }));
    let draft = Draft {
        message_type: MessageType::Event,
        subject: &dead.subject.prefixed("Dead"),
        ..answer_to(&dead, &payload)
    };
    let notice = message::insert(tx, &draft)?;
    let event = Event::MessageSend(MessageSend::Notice(DeadLetterNotice {
        dead: id,
        sha256: content_hash(&notice),
        to: notice.to,
    }));
    tx.record(&event, subject(notice.id))
}

/// A message back to the sender of `original`, in the same exchange.
pub(super) fn answer_to<'a>(original: &'a Message, payload: &'a Json) -> Draft<'a> {
    Draft {
        from: &original.to,
        to: &original.from,
        message_type: original.message_type,
        priority: original.priority,
        subject: &original.subject,
        payload,
        expires_at: None,
        cycle: original.cycle.as_ref(),
        correlation_id: &original.correlation_id,
        reply_to: Some(original.id),
        awaited_until: None,
        once: false,
        dedup_key: None,
    }
}
