//! The mode: whether the execution agent may execute or only propose.

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
    /// The task of an agent with an order in this mode.
    pub const fn task(self) -> &'static str {
        match self {
            Self::Guide => "propose",
            Self::Autonomous => "execute",
        }
    }
}
