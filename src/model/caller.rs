//! Who calls for an operation, and what proves it.
//!
//! Belongs to each operation, and not to an open database, so that one process can act for
//! many callers. Never checks anything: the gate does ([`super::operation::admit`]).

use super::id::AgentName;
use super::token::TokenDigest;

/// Who calls for an operation.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The agent that the caller acts as.
    pub agent: AgentName,
    /// The digest of the token that the caller presents, if there is one.
    pub token: Option<TokenDigest>,
}

impl Caller {
    /// The supervisor, without a token.
    pub fn supervisor() -> Self {
        Self::from(AgentName::supervisor())
    }
}

/// An agent that presents no token.
impl From<AgentName> for Caller {
    fn from(agent: AgentName) -> Self {
        Self { agent, token: None }
    }
}
