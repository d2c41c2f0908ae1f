//! Identifiers: the names and numbers of agents, cycles, symbols, messages and keys, and
//! what is well formed. They know nothing of what they name.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use super::clock::Timestamp;

/// Where random identifiers come from. Operations never draw them, so that tests can choose
/// them.
pub trait IdSource {
    /// A fresh random identifier.
    fn uuid(&self) -> Uuid;
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
    pub(crate) fn of_record(name: &str) -> Result<Self, String> {
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

    fn from_str(name: &str) -> Result<Self, String> {
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

/// The id of a cycle: `cycle_YYYYMMDD_HHMMSS_xxxxxxxx`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CycleId(String);

impl CycleId {
    /// The id of a cycle started at `now`; `random` keeps apart those of one second.
    pub fn new(now: Timestamp, random: Uuid) -> Self {
        // Its end: the beginning tells the time, which is said already.
        let suffix = random.as_u128() & 0xffff_ffff;
        Self(format!("cycle_{}_{suffix:08x}", now.compact()))
    }

    /// The id itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CycleId {
    type Err = String;

    fn from_str(id: &str) -> Result<Self, String> {
        let digits = |part: &str, length| {
            part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let hex = |part: &str| {
            part.len() == 8
                && part
                    .bytes()
                    .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
        };
        match id.split('_').collect::<Vec<_>>()[..] {
            ["cycle", day, time, random] if digits(day, 8) && digits(time, 6) && hex(random) => {
                Ok(Self(id.to_owned()))
            }
            _ => Err("a cycle id looks like cycle_20260301_120000_0a1b2c3d".to_owned()),
        }
    }
}

impl fmt::Display for CycleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is traded: `[A-Z0-9._/-]{1,32}`, upper-cased as it is read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Symbol(String);

impl Symbol {
    /// The symbol itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Symbol {
    type Err = String;

    fn from_str(symbol: &str) -> Result<Self, String> {
        let symbol = symbol.to_ascii_uppercase();
        let well_formed = (1..=32).contains(&symbol.len())
            && symbol.bytes().all(|byte| {
                byte.is_ascii_uppercase()
                    || byte.is_ascii_digit()
                    || matches!(byte, b'.' | b'_' | b'/' | b'-')
            });
        if well_formed {
            Ok(Self(symbol))
        } else {
            Err(
                "a symbol has 1 to 32 letters, digits, dots, underscores, slashes or hyphens"
                    .to_owned(),
            )
        }
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The number of a message. Goes up with the order of sending, and is never
/// given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId(i64);

impl MessageId {
    /// The message with this row number.
    pub(crate) const fn from_row(id: i64) -> Self {
        Self(id)
    }

    /// The number.
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl FromStr for MessageId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(id) if id > 0 => Ok(Self(id)),
            _ => Err("a message id is a whole number from 1".to_owned()),
        }
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The token of one delivery. It goes up at each, so that a receiver that was
/// slow cannot settle what another has since been given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim(u64);

impl Claim {
    /// The token of the next delivery.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The token of a message that was never delivered.
    pub const NONE: Self = Self(0);

    /// The token with this number.
    pub const fn from_number(number: u64) -> Self {
        Self(number)
    }

    /// Its number.
    pub const fn number(self) -> u64 {
        self.0
    }
}

impl FromStr for Claim {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(number) if number > 0 => Ok(Self(number)),
            _ => Err("a claim token is a whole number from 1, as `msg recv` prints it".to_owned()),
        }
    }
}

/// The most bytes of a key.
pub const KEY_BYTES: usize = 128;

/// A key of the shared state: `[a-z][a-z0-9_.-]{0,127}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StateKey(String);

impl StateKey {
    /// The key under which an agent's answer is recorded: `NAME_result`.
    pub fn result_of(agent: &AgentName) -> Self {
        Self(format!("{agent}_result"))
    }

    /// A key that stands in this program itself, well formed.
    pub(crate) fn from_static(key: &'static str) -> Self {
        Self(key.to_owned())
    }

    /// The key itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The agent that owns this key, if an agent of that name exists: what
    /// stands before the first underscore.
    pub fn owner(&self) -> Option<AgentName> {
        self.0.split_once('_')?.0.parse().ok()
    }
}

impl FromStr for StateKey {
    type Err = String;

    fn from_str(key: &str) -> Result<Self, String> {
        let mut chars = key.chars();
        let well_formed = chars.next().is_some_and(|c| c.is_ascii_lowercase())
            && chars.all(|c| {
                c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.' | '-')
            })
            && key.len() <= KEY_BYTES;
        if well_formed {
            Ok(Self(key.to_owned()))
        } else {
            Err(
                "a key is a lower-case letter, then up to 127 lower-case letters, digits, \
                 underscores, dots or hyphens"
                    .to_owned(),
            )
        }
    }
}

impl fmt::Display for StateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_cycle_id_is_made_of_its_second_and_a_random_number() {
        let now = Timestamp::from_millis(1_700_000_000_123);
        let id = CycleId::new(now, Uuid::from_u128(0x0a1b_2c3d));
        assert_eq!(id.as_str(), "cycle_20231114_221320_0a1b2c3d");
        assert_eq!(id.as_str().parse::<CycleId>(), Ok(id));
        for bad in ["", "cycle_1_2_3", "cycle_20231114_221320_0A1B2C3D", "x"] {
            assert!(bad.parse::<CycleId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_symbol_is_upper_cased() {
        assert_eq!("eurusd".parse::<Symbol>().unwrap().as_str(), "EURUSD");
        assert!("BRK.B/X-1_2".parse::<Symbol>().is_ok());
        for bad in ["", "EUR USD", "É", "a\0b", &"X".repeat(33)] {
            assert!(bad.parse::<Symbol>().is_err(), "{bad:?}");
        }
    }
}
