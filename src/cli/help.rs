//! Lays out the help: the short and the long one, each ending with the example and the exit codes,
//! which are defined next to the command. Runs only when help or the manual is requested.

use std::ffi::OsString;

use clap::error::Error;
use clap::{Command, CommandFactory};

use super::command_help::CommandHelp;
use super::commands;
use super::exit_code::MEANINGS;
use super::program::Cli;

/// How long a line may be that is indented by two.
const WIDTH: usize = 78;

/// The examples and exit codes of all commands that do something, in the order of the help.
pub fn all() -> impl Iterator<Item = &'static CommandHelp> {
    commands::HELP.iter().copied().flatten()
}

/// The example and the exit codes of the command with these words.
pub fn of(verb: &str) -> Option<&'static CommandHelp> {
    all().find(|help| help.verb == verb)
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

/// How long a help text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Length {
    /// What fits on a screen: a line or two for each argument of the command.
    Short,
    /// Everything.
    Long,
}

impl Length {
    const ALL: [Self; 2] = [Self::Short, Self::Long];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Long => "long",
        }
    }
}

/// The help for which clap made this error: `-h` prints the short one, `--help` and the
/// command `help` the long one.
pub(super) fn requested(args: &[OsString], error: &Error) -> String {
    let help = asked(args).and_then(|(length, words)| help_of(&words, length));
    help.unwrap_or_else(|| error.render().to_string())
}

/// How much help is requested, and for which command. Only clap knows, and shows it by what it
/// prints: here, the help of each command consists of its length and the words of the command.
fn asked(args: &[OsString]) -> Option<(Length, Vec<String>)> {
    let mut program = tree();
    mark(&mut program, "");
    let printed = program.try_get_matches_from(args).err()?;
    let printed = printed.render().to_string();
    let mut words = printed.split_whitespace();
    let length = words.next()?;
    let length = Length::ALL.into_iter().find(|it| it.as_str() == length)?;
    Some((length, words.map(str::to_owned).collect()))
}

fn mark(command: &mut Command, words: &str) {
    for below in command.get_subcommands_mut() {
        let words = format!("{words} {}", below.get_name());
        mark(below, &words);
    }
    let help = |length: Length| format!("{}{words}", length.as_str());
    *command = std::mem::take(command)
        .help_template("{after-help}")
        .after_help(help(Length::Short))
        .after_long_help(help(Length::Long));
}

/// The help of the command with these words; of the program where there are none.
fn help_of(words: &[String], length: Length) -> Option<String> {
    let mut program = tree();
    if words.is_empty() {
        return Some(program_help(program, length).render_help().to_string());
    }
    let mut below = words.iter();
    let command = below.try_fold(&mut program, |command, word| {
        command.find_subcommand_mut(word)
    })?;
    lay_out(command, &words.join(" "), length);
    Some(command.render_help().to_string())
}

/// The program, with the help of this length for itself and for each command.
fn program_help(program: Command, length: Length) -> Command {
    let mut program = of_length(program, length, true);
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
    if let Some(help) = of(verb) {
        let (example, codes) = (help.example(), listed(help.codes()));
        let after = match length {
            Length::Short => format!("Example:\n  {example}"),
            Length::Long => format!("Example:\n  {example}\n\nExit codes:\n  {codes}"),
        };
        *command = std::mem::take(command).after_help(after);
    }
}

/// The command with as much about itself and its arguments as this length has. Both have the same
/// layout.
fn of_length(mut command: Command, length: Length, is_program: bool) -> Command {
    if let (Length::Long, Some(about)) = (length, command.get_long_about()) {
        let about = about.to_string();
        command = command.about(if is_program { about } else { in_one(&about) });
    }
    let is_short = length == Length::Short;
    // `man` is for those who package the program. Both are listed in the long help.
    for name in ["help", "man"] {
        if let Some(below) = command.find_subcommand_mut(name) {
            *below = std::mem::take(below).hide(is_short);
        }
    }
    command.long_about(None).mut_args(|mut arg| {
        let is_left_out = arg.is_hide_short_help_set() || arg.get_id() == "version";
        if is_short && is_left_out {
            return arg.hide(true);
        }
        arg = arg.hide_short_help(false);
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
