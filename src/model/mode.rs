//! The mode: whether the execution agent may execute or only propose.

use std::fmt;
use std::str::FromStr;

use super::error::{Error, Result};

/// What the execution agent is allowed to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// It proposes, people execute.
    #[default]
    Guide,
    /// It may execute.
    Autonomous,
}

impl Mode {
    /// Both modes, the more careful one first.
    pub const ALL: [Self; 2] = [Self::Guide, Self::Autonomous];

    /// Its name, as it is stored and printed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Guide => "guide",
            Self::Autonomous => "autonomous",
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

impl FromStr for Mode {
    type Err = String;

    fn from_str(name: &str) -> std::result::Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|mode| mode.as_str() == name)
            .ok_or_else(|| "the modes are guide and autonomous".to_owned())
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
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
