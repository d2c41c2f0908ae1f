//! The example and the exit codes of a command, declared next to it. [`help`](super::help)
//! and the manual print them.

use clap::Command;

use super::exit_code::{
    BUSY, DONE, HUNG_UP, INTERNAL, INTERRUPTED, IO, MEANINGS, NOT_FOUND, TERMINATED,
    UNUSABLE_DATABASE, USAGE,
};

/// The codes with which every command may end.
const LOCAL: &[u8] = &[DONE, INTERNAL, USAGE, IO];

/// The same for a command that opens the database: the acting agent must exist there.
const DATABASE: &[u8] = &[
    DONE,
    INTERNAL,
    USAGE,
    NOT_FOUND,
    UNUSABLE_DATABASE,
    IO,
    BUSY,
];

/// The same for a command that runs until a signal ends it.
const SESSION: &[u8] = &[
    DONE,
    INTERNAL,
    USAGE,
    NOT_FOUND,
    UNUSABLE_DATABASE,
    IO,
    BUSY,
    HUNG_UP,
    INTERRUPTED,
    TERMINATED,
];

/// What the help and the manual page of a command end with. Declared next to the command.
#[derive(Clone, Copy, Debug)]
pub struct CommandHelp {
    /// The words of the command, such as `msg send`.
    pub verb: &'static str,
    /// What follows them in the example.
    arguments: &'static str,
    /// The exit codes that it shares with other commands.
    common: &'static [u8],
    /// Its own exit codes.
    own: &'static [u8],
}

impl CommandHelp {
    /// A command that opens no database.
    pub(super) const fn local(
        verb: &'static str,
        arguments: &'static str,
        own: &'static [u8],
    ) -> Self {
        Self::new(verb, arguments, LOCAL, own)
    }

    /// A command that opens the database.
    pub(super) const fn database(
        verb: &'static str,
        arguments: &'static str,
        own: &'static [u8],
    ) -> Self {
        Self::new(verb, arguments, DATABASE, own)
    }

    /// A command that opens the database, and runs until a signal ends it.
    pub(super) const fn session(
        verb: &'static str,
        arguments: &'static str,
        own: &'static [u8],
    ) -> Self {
        Self::new(verb, arguments, SESSION, own)
    }

    const fn new(
        verb: &'static str,
        arguments: &'static str,
        common: &'static [u8],
        own: &'static [u8],
    ) -> Self {
        Self {
            verb,
            arguments,
            common,
            own,
        }
    }

    /// A command line that does what the command is for.
    pub fn example(&self) -> String {
        format!("flowrex-coord {} {}", self.verb, self.arguments)
            .trim_end()
            .to_owned()
    }

    /// Whether the command may end with this code.
    pub fn has_code(&self, code: u8) -> bool {
        self.common.contains(&code) || self.own.contains(&code)
    }

    /// Its exit codes and what they say.
    pub(super) fn codes(&self) -> impl Iterator<Item = (u8, &'static str)> {
        MEANINGS
            .into_iter()
            .filter(|(code, _)| self.has_code(*code))
    }
}

/// The whole program, for the commands that describe it.
#[derive(Clone, Copy)]
pub(super) struct Program {
    /// Its command line, down to the last argument.
    pub(super) tree: fn() -> Command,
    /// The example and the exit codes of the command with these words.
    pub(super) help: fn(&str) -> Option<&'static CommandHelp>,
}
