//! Who calls for an operation, what proves it, and how long it may wait.
//!
//! Belongs to each operation, and not to an open database, so that one process can act for
//! many callers. Never checks anything: the gate does ([`super::operation::admit`]).

use std::time::Duration;

use super::id::AgentName;
use super::token::TokenDigest;

/// Who calls for an operation.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The agent that the caller acts as.
    pub agent: AgentName,
    /// The digest of the token that the caller presents, if there is one.
    pub token: Option<TokenDigest>,
    /// How long each write may wait for other processes. Never longer than the limit of the
    /// open database, which holds where nothing is given.
    pub wait_limit: Option<Duration>,
}

impl Caller {
    /// The supervisor, without a token.
    pub fn supervisor() -> Self {
        Self::from(AgentName::supervisor())
    }

    /// The same caller, whose writes wait for other processes for no more than `limit`.
    #[must_use]
    pub fn within(&self, limit: Duration) -> Self {
        Self {
            wait_limit: Some(self.wait_limit.map_or(limit, |own| own.min(limit))),
            ..self.clone()
        }
    }
}

/// An agent that presents no token.
impl From<AgentName> for Caller {
    fn from(agent: AgentName) -> Self {
        Self {
            agent,
            token: None,
            wait_limit: None,
        }
    }
}
