//! Lays out the help: the short and the long one, each ending with the example and the
//! exit codes that stand next to the command. Suggests the nearest name for an unknown
//! command. Runs only when help is requested or a command line is invalid.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Arg, Command, CommandFactory};

use super::exit_code::{
    BUSY, DONE, HUNG_UP, INTERNAL, INTERRUPTED, IO, MEANINGS, NOT_FOUND, TERMINATED,
    UNUSABLE_DATABASE, USAGE,
};
use super::{Cli, commands};
use crate::model::words::nearest;

/// How long a line may be that is indented by two.
const WIDTH: usize = 78;

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
    /// The exit codes of its own.
    own: &'static [u8],
}

impl CommandHelp {
    /// A command that opens no database.
    pub(super) const fn local(
        verb: &'static str,
        arguments: &'static str,
        own: &'static [u8],
    ) -> Self {
        Self {
            verb,
            arguments,
            common: LOCAL,
            own,
        }
    }

    /// A command that opens the database.
    pub(super) const fn database(
        verb: &'static str,
        arguments: &'static str,
        own: &'static [u8],
    ) -> Self {
        Self {
            verb,
            arguments,
            common: DATABASE,
            own,
        }
    }

    /// A command that opens the database, and runs until a signal ends it.
    pub(super) const fn session(
        verb: &'static str,
        arguments: &'static str,
        own: &'static [u8],
    ) -> Self {
        Self {
            verb,
            arguments,
            common: SESSION,
            own,
        }
    }

    /// Those of all commands that do something, in the order of the help.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        commands::HELP.iter().copied().flatten()
    }

    /// That of the command with these words.
    pub fn of(verb: &str) -> Option<&'static Self> {
        Self::all().find(|help| help.verb == verb)
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

/// The codes and what they say, in lines of which none breaks one of them.
fn listed(codes: impl Iterator<Item = (u8, &'static str)>) -> String {
    let mut lines = vec![String::new()];
    for (code, meaning) in codes {
        let one = format!("{code} {meaning}");
        match lines.last_mut() {
            Some(line) if line.is_empty() => *line = one,
            Some(line) if line.chars().count() + one.len() + 3 <= WIDTH => {
                line.extend([" · ", &one]);
            }
            _ => lines.push(one),
        }
    }
    lines.join("\n  ")
}

/// The whole program as clap knows it, down to the last argument.
pub fn tree() -> Command {
    let mut program = Cli::command();
    program.build();
    program
}

/// How much a help tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Length {
    /// What fits on a screen: a line or two for each argument of the command.
    Short,
    /// Everything.
    Long,
}

impl Length {
    /// That of the help that is asked for, and the arguments that ask for it by `-h`: what
    /// is short for clap is laid out more tightly, and how much it tells is decided here.
    /// `-h` is short; `--help` and the command `help` are long.
    fn asked(args: &[OsString]) -> (Self, Vec<OsString>) {
        let mut args = args.to_vec();
        let short = || OsString::from("-h");
        if let Some(asking) = args.iter_mut().find(|word| **word == "--help") {
            *asking = short();
            return (Self::Long, args);
        }
        if let Some(at) = help_verb(&args) {
            args.remove(at);
            args.push(short());
            return (Self::Long, args);
        }
        (Self::Short, args)
    }
}

/// Where the command `help` is among the arguments, if it is one of them.
fn help_verb(args: &[OsString]) -> Option<usize> {
    let program = tree();
    let mut command = &program;
    let mut words = args.iter().enumerate().skip(1);
    while let Some((at, word)) = words.next() {
        let word = word.to_string_lossy();
        if word.starts_with('-') {
            if takes_next(command, &word) {
                words.next();
            }
        } else if word == "help" && command.has_subcommands() {
            return Some(at);
        } else {
            command = command.find_subcommand(&*word)?;
        }
    }
    None
}

/// Whether this word, which is one or several options, takes the next one as a value.
fn takes_next(command: &Command, word: &str) -> bool {
    let takes_value = |is_meant: &dyn Fn(&Arg) -> bool| {
        let mut arguments = command.get_arguments();
        arguments.any(|arg| is_meant(arg) && arg.get_action().takes_values())
    };
    if let Some(long) = word.strip_prefix("--") {
        return takes_value(&|arg| arg.get_long() == Some(long));
    }
    let mut letters = word.chars().skip(1);
    // The rest of the word after an option with a value is that value.
    let valued = letters.find(|&letter| takes_value(&|arg| arg.get_short() == Some(letter)));
    valued.is_some() && letters.next().is_none()
}

/// The requested help with its example and exit codes; any other error unchanged.
pub(super) fn complete(args: &[OsString], error: Error) -> Error {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let (length, args) = Length::asked(args);
            let again = program_help(length).try_get_matches_from(args).err();
            again
                .filter(|again| again.kind() == error.kind() || length == Length::Long)
                .unwrap_or(error)
        }
        ErrorKind::InvalidSubcommand => with_nearest(args, error),
        _ => error,
    }
}

/// The error about a verb that is none, with the one that was probably meant.
fn with_nearest(args: &[OsString], mut error: Error) -> Error {
    let typed = match error.get(ContextKind::InvalidSubcommand) {
        Some(ContextValue::String(typed)) => typed.clone(),
        _ => return error,
    };
    if error.get(ContextKind::SuggestedSubcommand).is_some() {
        return error;
    }
    let program = tree();
    let mut command = &program;
    for word in args.iter().skip(1).take_while(|word| **word != *typed) {
        command = command.find_subcommand(word).unwrap_or(command);
    }
    let verbs = command.get_subcommands().map(Command::get_name);
    if let Some(meant) = nearest(&typed, verbs) {
        let meant = ContextValue::Strings(vec![meant.to_owned()]);
        error.insert(ContextKind::SuggestedSubcommand, meant);
    }
    error
}

/// The program, with the help of this length for each command.
fn program_help(length: Length) -> Command {
    let mut program = of_length(tree(), length, true);
    if length == Length::Long {
        program = program.after_help(format!("Exit codes:\n  {}", listed(MEANINGS.into_iter())));
    }
    for command in program.get_subcommands_mut() {
        let name = command.get_name().to_owned();
        lay_out(command, &name, length);
    }
    program
}

/// Lays out the help of a command and of those below it.
fn lay_out(command: &mut Command, verb: &str, length: Length) {
    for below in command.get_subcommands_mut() {
        let verb = format!("{verb} {}", below.get_name());
        lay_out(below, &verb, length);
    }
    *command = of_length(std::mem::take(command), length, false);
    if let Some(help) = CommandHelp::of(verb) {
        let (example, codes) = (help.example(), listed(help.codes()));
        let after = match length {
            Length::Short => format!("Example:\n  {example}"),
            Length::Long => format!("Example:\n  {example}\n\nExit codes:\n  {codes}"),
        };
        *command = std::mem::take(command).after_help(after);
    }
}

/// The command with as much about itself and its arguments as this length has. Both are
/// laid out in the same way, and so is the one help text that clap knows of then.
fn of_length(mut command: Command, length: Length, is_program: bool) -> Command {
    if let (Length::Long, Some(about)) = (length, command.get_long_about()) {
        let about = about.to_string();
        command = command.about(if is_program { about } else { in_one(&about) });
    }
    let is_short = length == Length::Short;
    if let Some(help) = command.find_subcommand_mut("help") {
        *help = std::mem::take(help).hide(is_short);
    }
    command.long_about(None).mut_args(|mut arg| {
        let is_left_out = arg.is_global_set() || arg.get_id() == "version";
        if is_short && is_left_out {
            return arg.hide(true);
        }
        if let (Length::Long, Some(help)) = (length, arg.get_long_help()) {
            let help = in_one(&help.to_string());
            arg = arg.help(help);
        }
        if arg.get_id() == "help" {
            arg = arg.help(match length {
                Length::Short => "Print this help; --help prints all of it",
                Length::Long => "Print this help; -h prints the short one",
            });
        }
        arg.long_help(None)
    })
}

/// The summary and the details of a help text as one paragraph.
fn in_one(text: &str) -> String {
    let paragraphs = text.split("\n\n").map(str::trim);
    let paragraphs: Vec<_> = paragraphs.map(|text| text.trim_end_matches('.')).collect();
    paragraphs.join(". ")
}
