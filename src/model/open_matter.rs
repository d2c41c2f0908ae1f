//! What keeps an agent from being removed.

use std::fmt;

use super::id::{CycleId, MessageId};

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
