//! Processes of the system: how those that an agent left behind are distinguished from others.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What the system says of one process in `/proc/PID/stat`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcessStat {
    /// Its number.
    pub pid: i32,
    /// The name of its program.
    pub name: String,
    /// Its parent.
    pub parent: i32,
    /// Its session.
    pub session: i32,
    /// When it started, in clock ticks since the system did. Together with the number
    /// it identifies a process: numbers are used again.
    pub started: u64,
    /// Whether it has ended and only waits for its parent to notice.
    pub has_ended: bool,
}

impl ProcessStat {
    /// Reads the text of a `stat` file. The name of the program is in parentheses and may contain
    /// anything, so the last closing one counts.
    pub fn parse(pid: i32, stat: &[u8]) -> Option<Self> {
        let begin = stat.iter().position(|&byte| byte == b'(')? + 1;
        let end = stat.iter().rposition(|&byte| byte == b')')?;
        let name = String::from_utf8_lossy(stat.get(begin..end)?).into_owned();
        let rest = std::str::from_utf8(stat.get(end + 1..)?).ok()?;
        let fields: Vec<_> = rest.split_ascii_whitespace().collect();
        Some(Self {
            pid,
            name,
            has_ended: matches!(*fields.first()?, "Z" | "X" | "x"),
            parent: fields.get(1)?.parse().ok()?,
            session: fields.get(3)?.parse().ok()?,
            started: fields.get(19)?.parse().ok()?,
        })
    }
}

/// A process of an agent that could not be killed. What the system hides is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survivor {
    /// Its number.
    pub pid: Option<i32>,
    /// The name of its program.
    pub name: Option<String>,
    /// The user it runs as.
    pub uid: Option<u32>,
    /// When it started, in clock ticks since the system did.
    pub started: Option<u64>,
}

impl Survivor {
    /// In words, for people.
    pub fn describe(&self) -> String {
        let Some(pid) = self.pid else {
            return "a process that /proc does not show".to_owned();
        };
        let name = self.name.as_deref();
        let name = name.map_or_else(String::new, |name| format!(" ({})", printable(name)));
        let uid = self.uid.map(|uid| format!(" of user {uid}"));
        format!("process {pid}{name}{}", uid.unwrap_or_default())
    }
}

/// Several of them, in words.
pub fn describe(survivors: &[Survivor]) -> String {
    let words: Vec<_> = survivors.iter().map(Survivor::describe).collect();
    words.join(", ")
}

/// The processes that one agent has left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remains {
    /// The cycle in which it worked.
    pub cycle_id: String,
    /// The agent.
    pub agent: String,
    /// What could not be killed.
    pub processes: Vec<Survivor>,
}

impl fmt::Display for Remains {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (agent, cycle) = (&self.agent, &self.cycle_id);
        let processes = describe(&self.processes);
        write!(
            f,
            "{agent} could not be killed completely in {cycle} and may still run: {processes}"
        )
    }
}

/// An agent may call its programs what it likes.
fn printable(name: &str) -> String {
    name.replace(|char: char| char.is_control(), "?")
}

/// What an operator can do about processes that could not be killed.
pub const WHAT_TO_DO: &str =
    "kill them as their user or as root (see `ps -fp PID`), or restart the unit";

#[cfg(test)]
mod tests {
    use super::*;

    const REST: &str = "3 7 5 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 4711 99";

    #[test]
    fn the_fields_are_found_whatever_the_program_is_called() {
        for name in ["sh", "a) R 9 (b", ""] {
            let stat = ProcessStat::parse(7, format!("7 ({name}) S {REST}").as_bytes());
            let stat = stat.unwrap();
            assert_eq!((stat.name.as_str(), stat.parent), (name, 3));
            assert_eq!((stat.session, stat.started), (5, 4711));
            assert!(!stat.has_ended);
        }
        let dead = ProcessStat::parse(7, format!("7 (sh) Z {REST}").as_bytes());
        assert!(dead.unwrap().has_ended);
        let mut odd = b"7 (\xff\n) S ".to_vec();
        odd.extend_from_slice(REST.as_bytes());
        assert_eq!(ProcessStat::parse(7, &odd).unwrap().parent, 3);
        for cut in ["7 (sh", "7 (sh) S 3", ") 7 ("] {
            assert_eq!(ProcessStat::parse(7, cut.as_bytes()), None);
        }
    }

    #[test]
    fn a_survivor_is_described_with_what_is_known() {
        let known = Survivor {
            pid: Some(7),
            name: Some("sl\neep".to_owned()),
            uid: Some(0),
            started: None,
        };
        let hidden = Survivor::default();
        assert_eq!(
            describe(&[known, hidden]),
            "process 7 (sl?eep) of user 0, a process that /proc does not show"
        );
    }
}
