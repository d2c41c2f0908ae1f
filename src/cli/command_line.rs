//! What was typed, as clap parsed it, and what its errors name: the argument in which an
//! unknown agent was named, the nearest command, the argument that is not UTF-8.

use std::borrow::Cow;
use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue};
use clap::{Arg, ArgMatches, Command, CommandFactory, FromArgMatches};

use super::args::Asker;
use super::error::CommandError;
use super::program::Cli;
use super::{context, help};
use crate::model::error::Error;
use crate::model::id::AgentName;
use crate::model::message::Recipient;
use crate::model::words::nearest;
use crate::store;
use crate::terminal::Format;

/// A command line that was parsed.
pub(super) struct CommandLine {
    program: Command,
    matches: ArgMatches,
}

impl CommandLine {
    /// Parses the arguments.
    pub(super) fn parse(args: &[OsString]) -> Result<(Self, Cli), clap::Error> {
        let mut program = Cli::command();
        let matches = program.try_get_matches_from_mut(args)?;
        let cli = Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut program))?;
        Ok((Self { program, matches }, cli))
    }

    /// The error with the argument that named the unknown agent: that there is none is
    /// only known once the database is open.
    pub(super) fn locate(&self, mut error: CommandError) -> CommandError {
        if let CommandError::Operation {
            error: store::Error::Rule(Error::UnknownAgent { name, .. }),
            argument,
        } = &mut error
        {
            *argument = Some(self.where_named(name));
        }
        error
    }

    /// The argument or variable that names the agent.
    fn where_named(&self, name: &AgentName) -> String {
        match self.argument_naming(name) {
            Some(argument) => match argument.get_long() {
                Some(option) => format!("--{option}"),
                None => "<NAME>".to_owned(),
            },
            None => "FLOWREX_AGENT".to_owned(),
        }
    }

    fn argument_naming(&self, agent: &AgentName) -> Option<&Arg> {
        let (mut command, mut matches) = (&self.program, &self.matches);
        while let Some((name, below)) = matches.subcommand() {
            (command, matches) = (command.find_subcommand(name)?, below);
        }
        let mut arguments = command.get_arguments();
        arguments.find(|argument| is_named(agent, matches, argument.get_id().as_str()))
    }
}

/// Whether the argument with this id names the agent.
fn is_named(agent: &AgentName, matches: &ArgMatches, id: &str) -> bool {
    if let Ok(Some(name)) = matches.try_get_one::<AgentName>(id) {
        return name == agent;
    }
    if let Ok(Some(Recipient::Agent(name))) = matches.try_get_one(id) {
        return name == agent;
    }
    matches!(matches.try_get_one(id), Ok(Some(Asker::Agent(name))) if name == agent)
}

/// The error about an unknown command, with the one that was probably meant.
pub(super) fn with_nearest(mut error: clap::Error) -> clap::Error {
    if error.get(ContextKind::SuggestedSubcommand).is_none()
        && let Some(meant) = nearest_command(&error)
    {
        let meant = ContextValue::Strings(vec![meant]);
        error.insert(ContextKind::SuggestedSubcommand, meant);
    }
    error
}

fn nearest_command(error: &clap::Error) -> Option<String> {
    let ContextValue::String(typed) = error.get(ContextKind::InvalidSubcommand)? else {
        return None;
    };
    // The usage names the command that has no such subcommand, after "Usage: PROGRAM".
    let usage = error.get(ContextKind::Usage)?.to_string();
    let program = help::tree();
    let mut command = &program;
    for word in usage.split_whitespace().skip(2) {
        let Some(below) = command.find_subcommand(word) else {
            break;
        };
        command = below;
    }
    let names = command.get_subcommands().map(Command::get_name);
    nearest(typed, names).map(str::to_owned)
}

/// A word of a command line, and the option whose value it may be.
struct Word<'a> {
    option: Cow<'a, str>,
    value: Cow<'a, str>,
    is_text: bool,
}

/// The words of a command line that clap refused. It stops at the first error, so that `--output`
/// may come after it, and does not name the argument that is not UTF-8: so only these two are
/// searched for here.
fn words(args: &[OsString]) -> impl Iterator<Item = Word<'_>> {
    args.windows(2).map(|pair| {
        let (before, typed) = (pair[0].to_string_lossy(), pair[1].to_string_lossy());
        let is_text = pair[1].to_str().is_some();
        let (option, value) = match typed.split_once('=') {
            Some((option, value)) if option.starts_with("--") => {
                (Cow::Owned(option.to_owned()), Cow::Owned(value.to_owned()))
            }
            _ => match typed.strip_prefix("-o") {
                Some(value) if !value.is_empty() => {
                    (Cow::Borrowed("-o"), Cow::Owned(value.to_owned()))
                }
                _ => (before, typed),
            },
        };
        Word {
            option,
            value,
            is_text,
        }
    })
}

/// The requested output format.
pub(super) fn format(args: &[OsString]) -> Format {
    let mut outputs = words(args).filter(|word| ["-o", "--output"].contains(&&*word.option));
    let typed = outputs.find_map(|word| word.value.parse().ok());
    context::format(typed).unwrap_or_default()
}

/// The error that names the argument that is not UTF-8, if there is one.
pub(super) fn not_text(args: &[OsString]) -> Option<CommandError> {
    let Word { option, value, .. } = words(args).find(|word| !word.is_text)?;
    let argument = if option.starts_with('-') {
        option
    } else {
        value
    };
    Some(CommandError::invalid(argument, "it is not valid UTF-8"))
}
