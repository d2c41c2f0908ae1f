//! What is shown of the audit log: its events, its head, and a verified chain.

use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::{Tone, View};
use crate::model::audit::{AuditEvent, Head};
use crate::model::events::Event;

/// One event.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditEvent)]
pub struct AuditEventView {
    seq: u64,
    at: String,
    actor: String,
    kind: String,
    subject: String,
    #[schema(value_type = Object)]
    details: Box<RawValue>,
    hash: String,
    #[serde(skip)]
    tone: Tone,
}

impl From<&AuditEvent> for AuditEventView {
    fn from(event: &AuditEvent) -> Self {
        Self {
            seq: event.seq,
            at: event.at.to_string(),
            actor: event.actor.clone(),
            kind: event.kind.clone(),
            subject: event.subject.clone(),
            // Details that someone made unreadable are shown as missing here;
            // `audit verify` names the event.
            details: RawValue::from_string(event.details.clone())
                .unwrap_or_else(|_| RawValue::NULL.to_owned()),
            hash: event.hash.to_string(),
            tone: Tone::from(&Event::from(event)),
        }
    }
}

impl View for AuditEventView {
    const COLUMNS: &'static [&'static str] = &["Seq", "At", "Actor", "Kind", "Subject", "Details"];

    fn row(&self) -> Vec<String> {
        vec![
            self.seq.to_string(),
            self.at.clone(),
            self.actor.clone(),
            self.kind.clone(),
            self.subject.clone(),
            self.details.get().to_owned(),
        ]
    }

    fn id(&self) -> String {
        self.seq.to_string()
    }

    fn tone(&self, field: &str) -> Tone {
        match field {
            "Kind" => self.tone,
            _ => Tone::Plain,
        }
    }
}

/// The head of the chain: the anchor to keep elsewhere.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditHead)]
pub struct HeadView {
    seq: u64,
    hash: String,
    head: String,
}

impl From<Head> for HeadView {
    fn from(head: Head) -> Self {
        Self {
            seq: head.seq,
            hash: head.hash.to_string(),
            head: head.to_string(),
        }
    }
}

impl View for HeadView {
    const COLUMNS: &'static [&'static str] = &["Head"];

    fn row(&self) -> Vec<String> {
        vec![self.head.clone()]
    }

    fn id(&self) -> String {
        self.head.clone()
    }
}

/// A chain that holds.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VerifiedAudit)]
pub struct VerifiedView {
    verified: bool,
    events: u64,
    head: String,
}

impl From<Head> for VerifiedView {
    fn from(head: Head) -> Self {
        Self {
            verified: true,
            events: head.seq,
            head: head.to_string(),
        }
    }
}

impl View for VerifiedView {
    const COLUMNS: &'static [&'static str] = &["Verified", "Events", "Head"];

    fn row(&self) -> Vec<String> {
        vec!["yes".to_owned(), self.events.to_string(), self.head.clone()]
    }

    fn id(&self) -> String {
        self.head.clone()
    }
}
