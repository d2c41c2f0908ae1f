//! The mode: whether the execution agent may execute or only propose.

use super::error::{Error, Result};
use super::words::words;

words! {
    /// What the execution agent is allowed to do; the more careful mode first.
    Mode, by word, "the modes are":
    /// It proposes, people execute.
    Guide = "guide",
    /// It may execute.
    Autonomous = "autonomous",
}

/// Careful until somebody decides otherwise.
impl Default for Mode {
    fn default() -> Self {
        Self::Guide
    }
}

impl Mode {
    /// What an agent is told to do with an order in this mode.
    pub const fn task(self) -> &'static str {
        match self {
            Self::Guide => "propose",
            Self::Autonomous => "execute",
        }
    }

    /// The mode of one cycle in a system that is in this mode: a cycle may
    /// always ask for more care than the system, never for less.
    pub fn for_cycle(self, asked: Option<Self>) -> Result<Self> {
        match asked {
            Some(asked) if asked > self => Err(Error::ModeNotAllowed {
                asked,
                system: self,
            }),
            Some(asked) => Ok(asked),
            None => Ok(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cycle_may_ask_for_more_care_and_never_for_less() {
        use Mode::{Autonomous, Guide};
        assert_eq!(Guide.for_cycle(None).unwrap(), Guide);
        assert_eq!(Autonomous.for_cycle(None).unwrap(), Autonomous);
        assert_eq!(Autonomous.for_cycle(Some(Guide)).unwrap(), Guide);
        assert_eq!(Guide.for_cycle(Some(Guide)).unwrap(), Guide);
        assert!(Guide.for_cycle(Some(Autonomous)).is_err());
    }
}
