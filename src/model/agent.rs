//! Agents, and the authority of each.

use std::fmt;

use super::clock::Timestamp;
use super::error::{Error, Result};
use super::id::AgentName;
use super::text::Reason;
use super::token::{Credential, TokenDigest};

/// The level of authority; a lower number is a higher level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AuthorityLevel {
    /// Level 0: leads the cycles, and alone may move them.
    Supervisor = 0,
    /// Level 1: does the work of a phase.
    Subordinate = 1,
}

impl AuthorityLevel {
    /// The level with this number, if there is one.
    pub fn from_number(number: i64) -> Option<Self> {
        match number {
            0 => Some(Self::Supervisor),
            1 => Some(Self::Subordinate),
            _ => None,
        }
    }
}

impl fmt::Display for AuthorityLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", *self as u8)
    }
}

/// An agent as it is registered.
#[derive(Clone, Debug)]
pub struct Agent {
    /// Its name.
    pub name: AgentName,
    /// Its authority.
    pub level: AuthorityLevel,
    /// When it was registered; none for the four that are built in.
    pub registered_at: Option<Timestamp>,
    /// What acting as this agent takes.
    pub credential: Credential,
}

impl Agent {
    /// Whether the agent is one that can be removed: the four that are built in cannot.
    pub fn check_removable(&self) -> Result<()> {
        match self.registered_at {
            Some(_) => Ok(()),
            None => Err(Error::AgentBuiltIn(self.name.clone())),
        }
    }

    /// In whose name the halt of a person is recorded.
    pub(crate) fn operator() -> Self {
        Self::inactive(AgentName::operator())
    }

    /// A name in which something is recorded, although no caller can act as this agent: the
    /// operator, or an agent that was removed. It has no authority.
    pub(crate) const fn inactive(name: AgentName) -> Self {
        Self {
            name,
            level: AuthorityLevel::Subordinate,
            registered_at: None,
            credential: Credential::Revoked,
        }
    }

    /// In whose name a halt by `name` is recorded, and for what reason, where `known` is the agent
    /// that is registered by that name: a caller who is not registered is `operator`, and the name
    /// is kept in the reason.
    pub fn signing(known: Option<Self>, name: &AgentName, reason: &Reason) -> (Self, Reason) {
        match known {
            Some(agent) => (agent, reason.clone()),
            None if *name == AgentName::operator() => (Self::operator(), reason.clone()),
            None => (Self::operator(), reason.by(name.as_str())),
        }
    }

    /// Whether a caller with this token, or without one, may act as this agent.
    pub fn check_token(&self, given: Option<&TokenDigest>) -> Result<()> {
        match self.credential.problem(given) {
            None => Ok(()),
            Some(problem) => Err(Error::NotProven {
                agent: self.name.clone(),
                problem,
            }),
        }
    }

    /// Whether what it takes to act as this agent may become that: only a token is
    /// revoked, and somebody must be left who can give out new ones.
    pub fn check_change(&self, to: &Credential) -> Result<()> {
        match (to, &self.credential) {
            (Credential::Revoked, _) if self.level == AuthorityLevel::Supervisor => {
                Err(Error::LastToken(self.name.clone()))
            }
            (Credential::Revoked, Credential::Open | Credential::Revoked) => {
                Err(Error::NotEnrolled(self.name.clone()))
            }
            _ => Ok(()),
        }
    }

    /// Whether this agent may command `other`: authority goes down, never
    /// sideways and never up.
    pub fn may_command(&self, other: &Self) -> Result<()> {
        if self.level < other.level {
            return Ok(());
        }
        Err(Error::Denied {
            actor: self.name.clone(),
            what: format!("command {}", other.name),
            who_may: "only an agent of higher authority".to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agent(name: &str, level: AuthorityLevel) -> Agent {
        Agent {
            name: name.parse().unwrap(),
            level,
            registered_at: None,
            credential: Credential::Open,
        }
    }

    #[test]
    fn commands_go_down_never_sideways_or_up() {
        let supervisor = agent("supervisor", AuthorityLevel::Supervisor);
        let risk = agent("risk", AuthorityLevel::Subordinate);
        let strategy = agent("strategy", AuthorityLevel::Subordinate);
        assert!(supervisor.may_command(&risk).is_ok());
        assert!(risk.may_command(&strategy).is_err());
        assert!(risk.may_command(&supervisor).is_err());
        assert!(supervisor.may_command(&supervisor).is_err());
    }
}
