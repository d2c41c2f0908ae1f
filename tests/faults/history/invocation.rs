//! What a worker asked the program to do and what came of it, as it writes that
//! down: one line of JSON for each call.

use serde::{Deserialize, Serialize};

/// One call, from outside.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Invocation {
    pub actor: String,
    /// Nanoseconds of a clock that all processes share and nobody sets.
    pub start: u64,
    pub end: u64,
    pub asked: Asked,
    /// What was acknowledged, each by the name that [`super::model`] gives to its
    /// event.
    pub done: Vec<String>,
    /// The kind of the error.
    pub refused: Option<String>,
}

/// What was asked for. Durations are milliseconds.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub enum Asked {
    /// One message, a message to all, or a batch: one line for each that is stored.
    Send(Vec<Line>),
    Receive {
        only: Option<String>,
        limit: usize,
        lease: i64,
        ack: bool,
        /// Whether the halt file was seen before or after.
        file: bool,
    },
    /// An ack, of one or more, or a reply.
    Settle {
        token: Option<u64>,
    },
    Nack {
        token: Option<u64>,
        delay: Option<i64>,
    },
    Extend {
        token: Option<u64>,
        lease: i64,
    },
    Write {
        if_version: Option<u64>,
    },
    Halt {
        scope: String,
    },
    Clear,
    Start,
    Advance,
}

impl Asked {
    /// The token with which something is settled, if one was given.
    pub const fn token(&self) -> Option<u64> {
        match self {
            Self::Settle { token } | Self::Nack { token, .. } | Self::Extend { token, .. } => {
                *token
            }
            _ => None,
        }
    }
}

/// One message that was sent.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Line {
    pub to: String,
    pub kind: String,
    pub priority: i64,
    pub ttl: Option<i64>,
    pub cycle: Option<String>,
    pub key: Option<String>,
}
