//! Agents: who takes part, and how much authority each has.

use std::fmt;
use std::str::FromStr;

use super::clock::Timestamp;
use super::cycle::CycleId;
use super::error::{Error, Result};
use super::message::MessageId;
use super::token::{Credential, TokenDigest};

/// The level of authority; a lower number stands higher.
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

/// The name of an agent: `[a-z][a-z0-9-]{0,49}`.
///
/// It holds no underscore: `NAME_` is the prefix of the shared-state keys that
/// the agent owns, so no agent can own part of another's prefix.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgentName(String);

impl AgentName {
    /// Names that can never be an agent's: `all` addresses everyone, and an
    /// `account` or a `peak` would own inputs of the cycle (`account_balance`).
    pub const RESERVED: [&'static str; 4] = ["all", "operator", "account", "peak"];

    /// The agent that leads the cycles.
    pub fn supervisor() -> Self {
        Self("supervisor".to_owned())
    }

    /// The agent that analyses the market.
    pub fn strategy() -> Self {
        Self("strategy".to_owned())
    }

    /// The agent that validates what strategy found.
    pub fn risk() -> Self {
        Self("risk".to_owned())
    }

    /// The agent that executes what risk approved.
    pub fn execution() -> Self {
        Self("execution".to_owned())
    }

    /// Whoever halts and is no agent: a person, or a name that nobody has
    /// registered. Never registered as an agent itself.
    pub(crate) fn operator() -> Self {
        Self("operator".to_owned())
    }

    /// A name as a record has it: an agent's, or [`Self::operator`].
    pub(crate) fn of_record(name: &str) -> std::result::Result<Self, String> {
        let operator = Self::operator();
        if name == operator.as_str() {
            return Ok(operator);
        }
        name.parse()
    }

    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for AgentName {
    type Err = String;

    fn from_str(name: &str) -> std::result::Result<Self, String> {
        let mut chars = name.chars();
        let well_formed = chars.next().is_some_and(|c| c.is_ascii_lowercase())
            && chars.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            && name.len() <= 50;
        if !well_formed {
            return Err(
                "an agent's name is a lower-case letter, then up to 49 lower-case letters, \
                 digits or hyphens"
                    .to_owned(),
            );
        }
        if Self::RESERVED.contains(&name) {
            return Err(format!("the name `{name}` is reserved"));
        }
        Ok(Self(name.to_owned()))
    }
}

impl fmt::Display for AgentName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
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

/// What must come to an end before an agent can be removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenMatter {
    /// Messages to it are pending or claimed.
    Inbox {
        /// How many.
        count: u64,
        /// The first of them.
        first: MessageId,
    },
    /// A command or request of its own is pending or claimed.
    Unanswered(MessageId),
    /// It takes part in an active cycle.
    Cycle(CycleId),
    /// A halt that it called is in force.
    Halt(i64),
}

impl fmt::Display for OpenMatter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inbox { count: 1, first } => {
                write!(f, "message {first} to it is pending or claimed")
            }
            Self::Inbox { count, first } => write!(
                f,
                "{count} messages to it are pending or claimed, the first is message {first}"
            ),
            Self::Unanswered(id) => write!(f, "message {id} from it has no answer"),
            Self::Cycle(id) => write!(f, "it takes part in cycle {id}, which is active"),
            Self::Halt(id) => write!(f, "halt {id}, which it called, is in force"),
        }
    }
}

impl Agent {
    /// Whether the agent is one that can be removed: the four that are built in cannot.
    pub fn check_removable(&self) -> Result<()> {
        match self.registered_at {
            Some(_) => Ok(()),
            None => Err(Error::AgentBuiltIn(self.name.clone())),
        }
    }

    /// In whose name the halt of a person is recorded. It has no authority, and
    /// nothing shows that somebody is it.
    pub(crate) fn operator() -> Self {
        Self {
            name: AgentName::operator(),
            level: AuthorityLevel::Subordinate,
            registered_at: None,
            credential: Credential::Revoked,
        }
    }

    /// Whether whoever has given this, or nothing, may act as this agent.
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
    fn a_name_is_lower_case_ascii_without_underscore() {
        for good in ["a", "news", "llm-2", &"a".repeat(50)] {
            assert!(good.parse::<AgentName>().is_ok(), "{good}");
        }
        for bad in [
            "", "1a", "-a", "Risk", "a_b", "a b", "é", "a\u{0}", "all", "operator",
        ] {
            assert!(bad.parse::<AgentName>().is_err(), "{bad:?}");
        }
        assert!("a".repeat(51).parse::<AgentName>().is_err());
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
