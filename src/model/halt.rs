//! Halts: who stopped what, and how far a halt reaches.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use super::clock::Timestamp;
use super::id::{AgentName, CycleId, Symbol};
use super::process::Remains;
use super::text::Reason;

/// What a halt stops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HaltScope {
    /// Everything: no cycle starts or moves.
    Global,
    /// The cycles of one symbol, the active one and any that would start.
    Symbol(Symbol),
    /// One cycle.
    Cycle(CycleId),
}

impl HaltScope {
    /// Whether a cycle with this id on this symbol is stopped under the halt. A cycle that is only
    /// about to start has no id yet.
    pub fn covers(&self, symbol: &Symbol, cycle: Option<&CycleId>) -> bool {
        match self {
            Self::Global => true,
            Self::Symbol(halted) => halted == symbol,
            Self::Cycle(halted) => Some(halted) == cycle,
        }
    }

    /// `global`, `symbol` or `cycle`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::Symbol(_) => "symbol",
            Self::Cycle(_) => "cycle",
        }
    }
}

impl fmt::Display for HaltScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Global => f.write_str("everything"),
            Self::Symbol(symbol) => write!(f, "symbol {symbol}"),
            Self::Cycle(cycle) => write!(f, "cycle {cycle}"),
        }
    }
}

impl FromStr for HaltScope {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(' ') {
            None if text == "everything" => Ok(Self::Global),
            Some(("symbol", symbol)) => symbol.parse().map(Self::Symbol),
            Some(("cycle", cycle)) => cycle.parse().map(Self::Cycle),
            _ => Err(format!("`{text}` is not the scope of a halt")),
        }
    }
}

/// A halt as it is recorded. It is in force until it is cleared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Halt {
    /// Its number.
    pub id: i64,
    /// What it stops.
    pub scope: HaltScope,
    /// Who asked for it.
    pub requested_by: AgentName,
    /// Why.
    pub reason: Reason,
    /// When it took effect.
    pub requested_at: Timestamp,
    /// How it ended, if it was cleared.
    pub cleared: Option<Cleared>,
    /// The key of its entry in the halt file, where it is not yet recorded: it has no number until
    /// then.
    pub file_key: Option<Uuid>,
}

/// What names a halt: its number, or the key of its entry in the halt file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HaltRef {
    /// Its number.
    Number(i64),
    /// The key of its entry in the halt file. It stays the same when the halt is recorded.
    Key(Uuid),
}

impl From<i64> for HaltRef {
    fn from(id: i64) -> Self {
        Self::Number(id)
    }
}

impl fmt::Display for HaltRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(id) => write!(f, "{id}"),
            Self::Key(key) => write!(f, "{key}"),
        }
    }
}

impl FromStr for HaltRef {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.parse::<i64>() {
            Ok(id) if id >= 0 => return Ok(Self::Number(id)),
            _ => {}
        }
        // The other forms of such a key are not printed anywhere.
        let key = Uuid::try_parse(text).ok();
        let key = key.filter(|key| key.to_string() == text);
        key.map(Self::Key).ok_or_else(|| {
            "a halt is named by its number, or by its key while it has no number, as `halt \
             status` shows it"
                .to_owned()
        })
    }
}

/// The end of a halt. Clearing never restarts a cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleared {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: AgentName,
    /// Why.
    pub reason: Reason,
}

impl Halt {
    /// The number of a halt that has a file and no record.
    pub const BY_FILE: i64 = 0;

    /// What names it for a clear.
    pub fn reference(&self) -> HaltRef {
        self.file_key.map_or(HaltRef::Number(self.id), HaltRef::Key)
    }

    /// The reason as it is set on the cycles in scope: `AGENT: REASON`.
    pub fn signed_reason(&self) -> String {
        signed_reason(&self.requested_by, self.reason.as_str())
    }
}

/// `AGENT: REASON`, the form in which a cycle keeps why it was halted.
pub fn signed_reason(agent: &AgentName, reason: &str) -> String {
    format!("{agent}: {reason}")
}

/// A halt in force, as `halt status` reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HaltInForce {
    /// The halt.
    pub halt: Halt,
    /// The agents that acked its message.
    pub acked_by: Vec<AgentName>,
    /// The agents that have not.
    pub waiting_for: Vec<AgentName>,
    /// The cycles it stopped at or after the start of execution: an order may
    /// be out, and no halt takes it back.
    pub not_undone: Vec<CycleId>,
    /// What may run of agents in its scope, because it could not be killed.
    pub remains: Vec<Remains>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_halt_covers_its_scope_and_nothing_else() {
        let (eurusd, gbpusd): (Symbol, Symbol) =
            ("EURUSD".parse().unwrap(), "GBPUSD".parse().unwrap());
        let cycle: CycleId = "cycle_20260301_120000_0a1b2c3d".parse().unwrap();
        let other: CycleId = "cycle_20260301_120000_ffffffff".parse().unwrap();

        assert!(HaltScope::Global.covers(&eurusd, None));
        assert!(HaltScope::Symbol(eurusd.clone()).covers(&eurusd, Some(&cycle)));
        assert!(!HaltScope::Symbol(eurusd.clone()).covers(&gbpusd, Some(&cycle)));
        assert!(HaltScope::Cycle(cycle.clone()).covers(&eurusd, Some(&cycle)));
        assert!(!HaltScope::Cycle(cycle.clone()).covers(&eurusd, Some(&other)));
        assert!(!HaltScope::Cycle(cycle).covers(&eurusd, None));
    }
}
