//! What the help and the manual page of each command end with: an example, and the
//! exit codes; and the verb that was probably meant by one that is none. Made up only
//! for those who ask: a command that is run pays nothing.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Command, CommandFactory};

use Reach::{Database, Itself, Session};

use super::Cli;
use super::exit_code::{
    BUSY, CONFLICT, CYCLE_FAILED, DEADLINE, DENIED, DONE, HALTED, HUNG_UP, INTERNAL, INTERRUPTED,
    IO, MEANINGS, NOT_FOUND, TERMINATED, UNHEALTHY, UNUSABLE_DATABASE, USAGE, WAITING,
};
use crate::model::words::nearest;

/// How long a line may be that is indented by two.
const WIDTH: usize = 78;

/// What the help of a command ends with.
#[derive(Clone, Copy, Debug)]
pub struct Ending {
    /// The words of the command, such as `msg send`.
    pub verb: &'static str,
    /// What may follow them.
    arguments: &'static str,
    /// Its exit codes, beside those of all that come to where it does.
    codes: &'static [u8],
    /// How far it goes.
    reach: Reach,
}

/// What a command has to do with, and can therefore fail at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    /// Only what was typed.
    Itself,
    /// The database.
    Database,
    /// The database, and the signals that end it: it may go on for long.
    Session,
}

impl Reach {
    fn covers(self, code: u8) -> bool {
        match code {
            DONE | INTERNAL | USAGE | IO => true,
            // Who is asking must exist there.
            NOT_FOUND | UNUSABLE_DATABASE | BUSY => self >= Self::Database,
            HUNG_UP | INTERRUPTED | TERMINATED => self >= Self::Session,
            _ => false,
        }
    }
}

const fn ending(
    reach: Reach,
    verb: &'static str,
    arguments: &'static str,
    codes: &'static [u8],
) -> Ending {
    Ending {
        verb,
        arguments,
        codes,
        reach,
    }
}

/// One for each command that does something, in the order of the help.
pub const ENDINGS: &[Ending] = &[
    ending(
        Session,
        "cycle run",
        "--symbol EURUSD --account-balance 25000",
        &[CONFLICT, UNHEALTHY, CYCLE_FAILED, DENIED, WAITING, HALTED],
    ),
    ending(
        Session,
        "cycle resume",
        "cycle_20260301_120000_0a1b2c3d",
        &[CONFLICT, UNHEALTHY, CYCLE_FAILED, DENIED, WAITING, HALTED],
    ),
    ending(Database, "cycle recover", "", &[DENIED]),
    ending(
        Database,
        "cycle approve",
        "cycle_20260301_120000_0a1b2c3d",
        &[CONFLICT, DENIED, HALTED],
    ),
    ending(
        Database,
        "cycle reject",
        "cycle_20260301_120000_0a1b2c3d --reason \"too large\"",
        &[CONFLICT, DENIED],
    ),
    ending(
        Database,
        "cycle replay",
        "cycle_20260301_120000_0a1b2c3d",
        &[CONFLICT],
    ),
    ending(
        Database,
        "cycle start",
        "--symbol EURUSD",
        &[CONFLICT, DENIED, HALTED],
    ),
    ending(
        Database,
        "cycle advance",
        "cycle_20260301_120000_0a1b2c3d",
        &[CONFLICT, CYCLE_FAILED, DENIED, WAITING, HALTED],
    ),
    ending(
        Database,
        "cycle complete",
        "cycle_20260301_120000_0a1b2c3d --result 0",
        &[CONFLICT, DENIED, HALTED],
    ),
    ending(
        Database,
        "cycle fail",
        "cycle_20260301_120000_0a1b2c3d --error \"no quotes\"",
        &[CONFLICT, DENIED, HALTED],
    ),
    ending(
        Database,
        "cycle list",
        "--symbol EURUSD --phase failed --since 24h",
        &[],
    ),
    ending(
        Database,
        "cycle show",
        "cycle_20260301_120000_0a1b2c3d",
        &[],
    ),
    ending(
        Database,
        "msg send",
        "--to risk --subject limits --payload '{\"limit\": 0.2}'",
        &[CONFLICT, DENIED, HALTED],
    ),
    ending(
        Database,
        "msg request",
        "--to risk --subject exposure --wait 5s",
        &[CONFLICT, DEADLINE, DENIED],
    ),
    ending(
        Database,
        "msg recv",
        "--agent risk --wait 30s",
        &[DEADLINE, DENIED, HALTED],
    ),
    ending(
        Database,
        "msg ack",
        "7 --as risk --claim 1",
        &[CONFLICT, DENIED, HALTED],
    ),
    ending(
        Database,
        "msg nack",
        "7 --as risk --claim 1 --delay 10s",
        &[CONFLICT, DENIED],
    ),
    ending(
        Database,
        "msg extend",
        "7 --as risk --claim 1 --lease 5m",
        &[CONFLICT, DENIED],
    ),
    ending(
        Database,
        "msg reply",
        "7 --as risk --claim 1 --payload '{\"exposure\": 0}'",
        &[CONFLICT, DENIED, HALTED],
    ),
    ending(Database, "msg requeue", "7", &[CONFLICT, DENIED, HALTED]),
    ending(
        Session,
        "msg list",
        "--to risk --status pending --status claimed",
        &[],
    ),
    ending(Database, "msg show", "7", &[]),
    ending(Database, "msg trace", "7", &[]),
    ending(
        Database,
        "state write",
        "--as strategy \\\n    --cycle cycle_20260301_120000_0a1b2c3d --key strategy_signal \\\n    --value '{\"side\": \"flat\"}'",
        &[CONFLICT, DENIED, HALTED],
    ),
    ending(
        Database,
        "state read",
        "--cycle cycle_20260301_120000_0a1b2c3d \\\n    --key strategy_signal",
        &[],
    ),
    ending(
        Database,
        "state list",
        "--cycle cycle_20260301_120000_0a1b2c3d",
        &[],
    ),
    ending(
        Database,
        "state history",
        "--cycle cycle_20260301_120000_0a1b2c3d \\\n    --key strategy_signal",
        &[],
    ),
    ending(
        Database,
        "halt",
        "--as risk --reason \"spreads are too wide\"",
        &[CONFLICT],
    ),
    ending(Database, "halt status", "", &[]),
    ending(Database, "halt list", "", &[]),
    ending(Database, "halt drill", "", &[DENIED]),
    ending(
        Database,
        "halt clear",
        "1 --reason \"spreads are normal again\"",
        &[CONFLICT, DENIED],
    ),
    ending(Database, "health", "", &[]),
    ending(
        Database,
        "health beat",
        "--agent risk --response-ms 12.5",
        &[DENIED],
    ),
    ending(Database, "health success", "--agent risk", &[DENIED]),
    ending(
        Database,
        "health error",
        "--agent risk --message \"no answer from the broker\"",
        &[DENIED],
    ),
    ending(Database, "health initialize", "risk", &[DENIED]),
    ending(Database, "health reset", "risk", &[DENIED]),
    ending(Database, "health check", "", &[UNHEALTHY]),
    ending(Database, "status", "", &[UNHEALTHY, HALTED]),
    ending(Session, "watch", "", &[]),
    ending(Database, "metrics", "", &[]),
    ending(Database, "mode", "", &[]),
    ending(
        Database,
        "mode set",
        "autonomous --reason \"a month of guide without a breach\"",
        &[UNHEALTHY, DENIED, HALTED],
    ),
    ending(Database, "agent list", "", &[]),
    ending(Database, "agent add", "news", &[CONFLICT, DENIED]),
    ending(Database, "agent enroll", "risk", &[DENIED]),
    ending(Database, "agent revoke", "risk", &[CONFLICT, DENIED]),
    ending(Database, "agent remove", "news", &[CONFLICT, DENIED]),
    ending(
        Session,
        "audit log",
        "--kind halt.request --since 24h --limit 5",
        &[],
    ),
    ending(Database, "audit verify", "", &[]),
    ending(Database, "audit head", "", &[]),
    ending(Database, "db status", "", &[]),
    ending(Database, "db prune", "--older-than 30d", &[DENIED]),
    ending(Database, "db limits", "--max-pending 50000", &[DENIED]),
    ending(Database, "db backup", "backup.db", &[]),
    ending(Database, "db init", "", &[]),
    ending(Database, "db restore", "backup.db", &[DENIED]),
    ending(Database, "db check", "", &[]),
    ending(Database, "doctor", "", &[UNHEALTHY]),
    ending(Itself, "config show", "", &[]),
    ending(Itself, "man", "manual", &[]),
    ending(Itself, "completions", "bash", &[]),
];

impl Ending {
    /// The ending of the command with these words.
    pub fn of(verb: &str) -> Option<&'static Self> {
        ENDINGS.iter().find(|ending| ending.verb == verb)
    }

    /// A command line that does what the command is for.
    pub fn example(&self) -> String {
        format!("flowrex-coord {} {}", self.verb, self.arguments)
            .trim_end()
            .to_owned()
    }

    /// Whether the command may end with this code.
    pub fn has_code(&self, code: u8) -> bool {
        self.reach.covers(code) || self.codes.contains(&code)
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
        let is_option = |word: &OsString| word.to_string_lossy().starts_with('-');
        let mut verbs = args.iter().take_while(|word| !is_option(word));
        if let Some(at) = verbs.position(|word| word == "help") {
            args.remove(at);
            args.push(short());
            return (Self::Long, args);
        }
        (Self::Short, args)
    }
}

/// The help that was asked for, with its ending; any other error as it is.
pub(super) fn ended(args: &[OsString], error: Error) -> Error {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let (length, args) = Length::asked(args);
            let again = with_endings(length).try_get_matches_from(args).err();
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
fn with_endings(length: Length) -> Command {
    let mut program = of_length(tree(), length, true);
    if length == Length::Long {
        program = program.after_help(format!("Exit codes:\n  {}", listed(MEANINGS.into_iter())));
    }
    for command in program.get_subcommands_mut() {
        let name = command.get_name().to_owned();
        end(command, &name, length);
    }
    program
}

fn end(command: &mut Command, verb: &str, length: Length) {
    for below in command.get_subcommands_mut() {
        let verb = format!("{verb} {}", below.get_name());
        end(below, &verb, length);
    }
    *command = of_length(std::mem::take(command), length, false);
    if let Some(ending) = Ending::of(verb) {
        let (example, codes) = (ending.example(), listed(ending.codes()));
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
