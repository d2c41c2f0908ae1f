//! What is shown of messages and exchanges.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Field, Tone, View, or_dash, text_field};
use crate::model::delivery_state::MessageStatus;
use crate::model::id::MessageId;
use crate::model::json::Json;
use crate::model::message::Message;
use crate::model::thread::Thread;

/// One message.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Message)]
pub struct MessageView {
    id: i64,
    from_agent: String,
    to_agent: String,
    message_type: &'static str,
    priority: &'static str,
    subject: String,
    #[schema(value_type = Object)]
    payload: Json,
    status: &'static str,
    processed: bool,
    processed_at: Option<String>,
    response_message_id: Option<i64>,
    reply_to: Option<i64>,
    correlation_id: String,
    cycle_id: Option<String>,
    dedup_key: Option<String>,
    reason: Option<String>,
    deliveries: u32,
    claim: u64,
    lease_until: Option<String>,
    not_before: Option<String>,
    sent_at: String,
    expires_at: Option<String>,
    #[serde(skip)]
    tones: [Tone; 2],
}

impl From<&Message> for MessageView {
    fn from(message: &Message) -> Self {
        Self {
            id: message.id.get(),
            from_agent: message.from.to_string(),
            to_agent: message.to.to_string(),
            message_type: message.message_type.as_str(),
            priority: message.priority.as_str(),
            subject: message.subject.to_string(),
            payload: message.payload.clone(),
            status: message.delivery_state.status.as_str(),
            processed: message.delivery_state.status == MessageStatus::Processed,
            processed_at: message.processed_at.map(|at| at.to_string()),
            response_message_id: message.response.map(|id| id.get()),
            reply_to: message.reply_to.map(|id| id.get()),
            correlation_id: message.correlation_id.clone(),
            cycle_id: message.cycle.as_ref().map(ToString::to_string),
            dedup_key: message.dedup_key.as_ref().map(ToString::to_string),
            reason: message.reason.clone(),
            deliveries: message.delivery_state.deliveries,
            claim: message.delivery_state.claim.number(),
            lease_until: message.delivery_state.lease_until.map(|at| at.to_string()),
            not_before: message.delivery_state.not_before.map(|at| at.to_string()),
            sent_at: message.sent_at.to_string(),
            expires_at: message.delivery_state.expires_at.map(|at| at.to_string()),
            tones: [
                Tone::from(message.delivery_state.status),
                Tone::from(message.priority),
            ],
        }
    }
}

impl View for MessageView {
    const COLUMNS: &'static [&'static str] = &[
        "Id", "From", "To", "Type", "Priority", "Subject", "Payload", "Status", "Claim",
    ];

    fn row(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.from_agent.clone(),
            self.to_agent.clone(),
            self.message_type.to_owned(),
            self.priority.to_owned(),
            self.subject.clone(),
            self.payload.to_string(),
            self.status.to_owned(),
            self.claim.to_string(),
        ]
    }

    fn id(&self) -> String {
        self.id.to_string()
    }

    fn tone(&self, field: &str) -> Tone {
        let [status, priority] = self.tones;
        match field {
            "Status" => status,
            "Priority" => priority,
            _ => Tone::Plain,
        }
    }

    fn fields(&self) -> Vec<(&'static str, Field)> {
        let mut fields = self.texts();
        fields.extend(
            [
                ("Deliveries", self.deliveries.to_string()),
                ("Leased until", or_dash(self.lease_until.as_ref())),
                ("Not before", or_dash(self.not_before.as_ref())),
                ("Sent at", self.sent_at.clone()),
                ("Expires at", or_dash(self.expires_at.as_ref())),
                ("Processed at", or_dash(self.processed_at.as_ref())),
                ("Reply to", or_dash(self.reply_to)),
                ("Answered by", or_dash(self.response_message_id)),
                ("Correlation", self.correlation_id.clone()),
                ("Cycle", or_dash(self.cycle_id.as_ref())),
                ("Key", or_dash(self.dedup_key.as_ref())),
                ("Reason", or_dash(self.reason.as_ref())),
            ]
            .map(text_field),
        );
        fields
    }
}

/// The number of a message, where nothing else of it is printed.
#[derive(Debug, Serialize)]
pub struct MessageIdView {
    id: i64,
}

impl From<MessageId> for MessageIdView {
    fn from(id: MessageId) -> Self {
        Self { id: id.get() }
    }
}

impl View for MessageIdView {
    const COLUMNS: &'static [&'static str] = &["Id"];

    fn row(&self) -> Vec<String> {
        vec![self.id()]
    }

    fn id(&self) -> String {
        self.id.to_string()
    }
}

/// One message of an exchange, as a line of a tree.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MessageInThread)]
pub struct ThreadView {
    depth: usize,
    #[serde(flatten)]
    message: MessageView,
    #[serde(skip)]
    branch: String,
}

impl ThreadView {
    /// The lines of a thread, from top to bottom.
    pub fn of(thread: &Thread) -> Vec<Self> {
        let depths: Vec<_> = thread.0.iter().map(|post| post.depth).collect();
        let views = thread.0.iter().zip(branches(&depths));
        views
            .map(|(post, branch)| Self {
                depth: post.depth,
                message: MessageView::from(&post.message),
                branch,
            })
            .collect()
    }
}

impl View for ThreadView {
    const COLUMNS: &'static [&'static str] = &[
        "Id", "From", "To", "Type", "Subject", "Payload", "Status", "Sent at",
    ];

    fn row(&self) -> Vec<String> {
        let message = &self.message;
        vec![
            format!("{}{}", self.branch, message.id),
            message.from_agent.clone(),
            message.to_agent.clone(),
            message.message_type.to_owned(),
            message.subject.clone(),
            message.payload.to_string(),
            message.status.to_owned(),
            message.sent_at.clone(),
        ]
    }

    fn id(&self) -> String {
        self.message.id()
    }

    fn tone(&self, field: &str) -> Tone {
        self.message.tone(field)
    }
}

/// Below this depth a line is not moved to the right any more: an exchange may be
/// thousands of answers deep.
const DEEPEST: usize = 12;

/// The branches of a tree to the left of each line, given how deep each stands.
fn branches(depths: &[usize]) -> Vec<String> {
    // From the last line up: at which depths a line further down goes on.
    let mut goes_on = [false; DEEPEST + 1];
    let mut drawn: Vec<_> = depths
        .iter()
        .rev()
        .map(|&true_depth| {
            let depth = true_depth.min(DEEPEST);
            goes_on[depth + 1..].fill(false);
            let mut branch: String = (1..depth)
                .map(|above| if goes_on[above] { "│  " } else { "   " })
                .collect();
            if depth > 0 {
                branch.push_str(if goes_on[depth] { "├─ " } else { "└─ " });
            }
            if true_depth > depth {
                branch.extend(["(", &true_depth.to_string(), " deep) "]);
            }
            goes_on[depth] = true;
            branch
        })
        .collect();
    drawn.reverse();
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_shows_what_stands_below_what() {
        let drawn = branches(&[0, 1, 2, 2, 1, 2, 0]);
        assert_eq!(drawn, ["", "├─ ", "│  ├─ ", "│  └─ ", "└─ ", "   └─ ", ""]);
    }

    #[test]
    fn a_deep_tree_stays_narrow() {
        let depths: Vec<_> = (0..1_000).collect();
        let drawn = branches(&depths);
        assert!(drawn.iter().all(|branch| branch.chars().count() < 60));
        assert!(drawn[999].ends_with("└─ (999 deep) "), "{}", drawn[999]);
        assert!(drawn[500].ends_with("├─ (500 deep) "), "{}", drawn[500]);
    }
}
