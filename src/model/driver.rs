//! How an agent is reached, as operators write it: `builtin`, `mailbox`,
//! `exec:COMMAND…` or `recorded:CYCLE`.
//!
//! Never reaches anyone: `agents` does.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use super::id::CycleId;
use super::phase::Worker;

/// How an agent is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Driver {
    /// The reference agent that is built in.
    Builtin,
    /// A program, started anew for each command.
    Exec {
        /// The program and its arguments: at least one word.
        words: Vec<String>,
        /// The folder in which it runs; none for the current one.
        folder: Option<PathBuf>,
    },
    /// An agent that runs independently and uses the bus.
    Mailbox,
    /// The answers that were recorded in an earlier cycle.
    Recorded(CycleId),
}

impl FromStr for Driver {
    type Err = String;

    /// The words of a command are split as a shell splits them; no shell is run.
    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            None if text == "builtin" => Ok(Self::Builtin),
            None if text == "mailbox" => Ok(Self::Mailbox),
            Some(("recorded", id)) => Ok(Self::Recorded(id.parse()?)),
            Some(("exec", command)) => match shell_words::split(command) {
                Ok(words) if words.first().is_none_or(String::is_empty) => {
                    Err("there is no program after `exec:`".to_owned())
                }
                Ok(words) if words.iter().any(|word| word.contains('\0')) => {
                    Err("a command cannot hold NUL characters".to_owned())
                }
                Ok(words) => Ok(Self::Exec {
                    words,
                    folder: None,
                }),
                Err(_) => Err("the command has a quote that is not closed".to_owned()),
            },
            _ => {
                Err("the drivers are builtin, mailbox, exec:COMMAND and recorded:CYCLE".to_owned())
            }
        }
    }
}

impl fmt::Display for Driver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Builtin => f.write_str("builtin"),
            Self::Mailbox => f.write_str("mailbox"),
            Self::Recorded(cycle) => write!(f, "recorded:{cycle}"),
            Self::Exec { words, .. } => write!(f, "exec:{}", shell_words::join(words)),
        }
    }
}

/// Which agent is reached how: `NAME=DRIVER`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The agent.
    pub worker: Worker,
    /// How it is reached.
    pub driver: Driver,
}

impl fmt::Display for Assignment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.worker, self.driver)
    }
}

impl FromStr for Assignment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some((name, driver)) = text.split_once('=') else {
            return Err("it has the form NAME=DRIVER, such as risk=mailbox".to_owned());
        };
        Ok(Self {
            worker: name.parse()?,
            driver: driver.parse()?,
        })
    }
}

/// How each of the three agents of a cycle is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drivers([Driver; 3]);

impl Default for Drivers {
    fn default() -> Self {
        Self([Driver::Builtin, Driver::Builtin, Driver::Builtin])
    }
}

impl Drivers {
    /// How this agent is reached.
    pub const fn get(&self, worker: Worker) -> &Driver {
        &self.0[worker as usize]
    }

    /// Sets how an agent is reached.
    pub fn set(&mut self, assignment: Assignment) {
        self.0[assignment.worker as usize] = assignment.driver;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn exec(words: Vec<String>) -> Driver {
        let folder = None;
        Driver::Exec { words, folder }
    }

    #[test]
    fn the_words_of_a_command_are_split_as_a_shell_does() {
        let driver: Driver = "exec:python3 'my agent.py' --a=\"b c\"".parse().unwrap();
        let words = ["python3", "my agent.py", "--a=b c"].map(str::to_owned);
        assert_eq!(driver, exec(words.to_vec()));
    }

    #[test]
    fn what_is_no_driver_is_refused_with_the_reason() {
        for (text, reason) in [
            ("", "the drivers are"),
            ("shell", "the drivers are"),
            ("exec", "the drivers are"),
            ("builtin:x", "the drivers are"),
            ("exec:", "no program"),
            ("exec:  ", "no program"),
            ("exec:''", "no program"),
            ("exec:a 'b", "quote"),
            ("recorded:x", "cycle id"),
        ] {
            let error = text.parse::<Driver>().expect_err(text);
            assert!(error.contains(reason), "{text}: {error}");
        }
        assert!("risk".parse::<Assignment>().is_err());
        assert!("supervisor=builtin".parse::<Assignment>().is_err());
    }

    proptest! {
        #[test]
        fn a_driver_reads_back_as_it_is_written(words in prop::collection::vec("\\PC{1,8}", 1..4)) {
            let driver = exec(words);
            prop_assert_eq!(driver.to_string().parse(), Ok(driver));
        }
    }
}
