//! What a shell offers while a command is typed: the words that stand fast, and what
//! the database knows, such as agents, cycles and messages.
//!
//! It never makes or changes a database, and says nothing about what goes wrong:
//! there is then less to offer.

use std::any::TypeId;
use std::collections::BTreeSet;
use std::env;
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::{Arg, Command, CommandFactory, FromArgMatches};
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};
use clap_complete::env::{Bash, Fish, Shells, Zsh};

use super::args::Asker;
use super::context::{Context, System};
use super::exit_code::Exit;
use super::{Cli, Globals, help};
use crate::coordination::agent::AgentRegister;
use crate::coordination::cycle::CycleManager;
use crate::coordination::halt::HaltControl;
use crate::coordination::message_bus::MessageBus;
use crate::coordination::shared_state::SharedStateManager;
use crate::model::agent::AgentName;
use crate::model::cycle::{Cycle, CycleRef, Symbol};
use crate::model::driver::Assignment;
use crate::model::halt::HaltRef;
use crate::model::message::{Message, MessageId, MessageStatus, MessageType, Priority, Recipient};
use crate::model::mode::Mode;
use crate::model::phase::{Phase, Worker};
use crate::model::shared_state::StateKey;
use crate::output::{printable, write_text};
use crate::store::message::Filter;
use crate::store::{Options, Result, Store};

/// The variable of the environment in which a shell says which one it is.
const VARIABLE: &str = "FLOWREX_COMPLETE";

/// The shells that can be answered.
const SHELLS: Shells<'_> = Shells(&[&Bash, &Fish, &Zsh]);

/// How many cycles and messages are at hand: the newest.
const NEWEST: u32 = 100;

/// Among how many messages those are looked for that stand where the command wants them.
const LOOKED_AT: i64 = 10_000;

/// How long a key press may wait for others on the database.
const PATIENCE: Duration = Duration::from_millis(200);

/// What `zsh` needs beside to complete at the first key press, where it has found the
/// script by its name.
const AUTOLOADED: &str = r#"
if [[ "${funcstack[1]}" == _flowrex-coord ]]; then
    _clap_dynamic_completer_flowrex_coord
fi
"#;

/// The script that makes a shell ask, for those that can be answered.
pub(super) fn script(shell: &str) -> Option<io::Result<String>> {
    let completer = SHELLS.completer(shell)?;
    let name = "flowrex-coord";
    let mut script = Vec::new();
    let written = completer.write_registration(VARIABLE, name, name, name, &mut script);
    if completer.is("zsh") {
        script.extend(AUTOLOADED.bytes());
    }
    Some(written.map(|()| String::from_utf8_lossy(&script).into_owned()))
}

/// Answers a shell that asks how the words after `--` may go on. None where it is no
/// shell that asks: a command is run, whatever the environment says.
pub(super) fn answer(args: &[OsString]) -> Option<Exit> {
    let words = args.get(2..).filter(|_| args[1] == "--")?;
    let shell = env::var(VARIABLE).ok()?;
    let completer = SHELLS.completer(&shell)?;
    let mut program = help::tree();
    offer_below(&mut program, &Arc::new(Database::named_in(words)));
    let mut answer = Vec::new();
    let folder = env::current_dir().ok();
    // What cannot be answered is not: a shell has nowhere to show an error.
    let _ = completer.write_complete(&mut program, words.to_vec(), folder.as_deref(), &mut answer);
    let _ = write_text(&String::from_utf8_lossy(&answer));
    Some(Exit::DONE)
}

fn offer_below(command: &mut Command, database: &Arc<Database>) {
    let verb = command.get_name().to_owned();
    *command = std::mem::take(command).mut_args(|arg| offer(&verb, arg, database));
    for below in command.get_subcommands_mut() {
        offer_below(below, database);
    }
}

/// The argument, with what may be typed for it: its type says what that is.
fn offer(verb: &str, arg: Arg, database: &Arc<Database>) -> Arg {
    let of = arg.get_value_parser().type_id();
    let is = |it: TypeId| of == it;
    let is_new = verb == "add" && arg.is_positional();
    let is_agent = is(TypeId::of::<AgentName>()) || is(TypeId::of::<Asker>());
    if is_agent && !is_new {
        known(arg, database, agents)
    } else if is(TypeId::of::<Recipient>()) {
        known(arg, database, |store| {
            let all =
                CompletionCandidate::new("all").help(Some("every agent but the sender".into()));
            Ok(agents(store)?.into_iter().chain([all]).collect())
        })
    } else if is(TypeId::of::<CycleRef>()) {
        let verb = verb.to_owned();
        known(arg, database, move |store| cycles(store, &verb))
    } else if is(TypeId::of::<MessageId>()) {
        let status = status_for(verb);
        known(arg, database, move |store| messages(store, status))
    } else if is(TypeId::of::<Symbol>()) {
        known(arg, database, symbols)
    } else if is(TypeId::of::<StateKey>()) {
        known(arg, database, keys)
    } else if is(TypeId::of::<HaltRef>()) {
        known(arg, database, halts)
    } else if is(TypeId::of::<Phase>()) && verb == "list" {
        words(
            arg,
            Phase::ALL.iter().filter(|phase| **phase != Phase::Idle),
        )
    } else if is(TypeId::of::<Phase>()) && verb != "advance" {
        words(arg, Phase::ALL.iter().filter(|phase| phase.can_be_gated()))
    } else if is(TypeId::of::<Phase>()) {
        words(arg, Phase::ALL)
    } else if is(TypeId::of::<Assignment>()) {
        words(arg, assignments())
    } else if is(TypeId::of::<Mode>()) {
        words(arg, Mode::ALL)
    } else if is(TypeId::of::<MessageType>()) {
        words(arg, MessageType::ALL)
    } else if is(TypeId::of::<MessageStatus>()) {
        words(arg, MessageStatus::ALL)
    } else if is(TypeId::of::<Priority>()) {
        words(arg, Priority::ALL)
    } else {
        arg
    }
}

/// The argument, for which one of these words may be typed.
fn words<W: ToString>(arg: Arg, words: impl IntoIterator<Item = W>) -> Arg {
    let words = words.into_iter().map(|word| word.to_string());
    let words: Vec<_> = words.collect();
    let candidates = move || words.iter().map(CompletionCandidate::new).collect();
    arg.add(ArgValueCandidates::new(candidates))
}

/// The argument, for which something may be typed that the database knows.
fn known(
    arg: Arg,
    database: &Arc<Database>,
    look: impl Fn(&mut Store) -> Result<Vec<CompletionCandidate>> + Send + Sync + 'static,
) -> Arg {
    let database = Arc::clone(database);
    arg.add(ArgValueCandidates::new(move || {
        let store = database.open();
        store
            .and_then(|mut store| look(&mut store).ok())
            .unwrap_or_default()
    }))
}

/// How each agent can be reached.
fn assignments() -> impl Iterator<Item = String> {
    let drivers = ["builtin", "exec:", "mailbox", "recorded:"];
    let workers = Worker::ALL.iter();
    workers.flat_map(move |worker| drivers.map(|driver| format!("{worker}={driver}")))
}

/// The database that the words of a command line are about, if that can be told.
struct Database(Option<PathBuf>);

impl Database {
    fn named_in(words: &[OsString]) -> Self {
        let parsed = Cli::command()
            .ignore_errors(true)
            .try_get_matches_from(words);
        let globals = parsed.and_then(|matches| Globals::from_arg_matches(&matches));
        let quiet = globals.map(|globals| Globals {
            verbose: false,
            ..globals
        });
        let context = quiet
            .ok()
            .and_then(|globals| Context::new(globals, false).ok());
        Self(context.map(|context| context.path().to_owned()))
    }

    fn open(&self) -> Option<Store> {
        let options = Options {
            busy_timeout: PATIENCE,
            ..Options::default()
        };
        Store::open_current(self.0.as_ref()?, &options, Box::new(System)).ok()?
    }
}

fn agents(store: &mut Store) -> Result<Vec<CompletionCandidate>> {
    let agents = AgentRegister::new(store).list()?;
    let candidates = agents
        .iter()
        .map(|agent| CompletionCandidate::new(agent.name.to_string()));
    Ok(candidates.collect())
}

/// The cycles with which the command can do something: the newest by their ids, and
/// `latest` and `latest:SYMBOL` where those are among them.
fn cycles(store: &mut Store, verb: &str) -> Result<Vec<CompletionCandidate>> {
    let is_fit = |cycle: &&Cycle| match verb {
        "approve" | "reject" => cycle.waiting_for().is_some(),
        "advance" | "complete" | "fail" | "resume" | "halt" => !cycle.phase.is_end(),
        "replay" => cycle.phase.is_end(),
        _ => true,
    };
    let mut manager = CycleManager::new(store);
    let cycles = manager.list(NEWEST)?;
    let active = manager.active()?;
    let candidate = |name: String, cycle: &Cycle| {
        let about = format!("{} {}", cycle.symbol, cycle.phase);
        CompletionCandidate::new(name).help(Some(about.into()))
    };
    let latest = cycles.first().into_iter().filter(is_fit);
    let latest = latest.map(|cycle| candidate("latest".to_owned(), cycle));
    // The active cycle of a symbol is its newest.
    let of_symbols = active.iter().filter(is_fit);
    let of_symbols = of_symbols.map(|cycle| candidate(format!("latest:{}", cycle.symbol), cycle));
    let by_id = cycles.iter().filter(is_fit);
    let by_id = by_id.map(|cycle| candidate(cycle.id.to_string(), cycle));
    Ok(latest.chain(of_symbols).chain(by_id).collect())
}

/// Where messages stand with which the command can do something, if that matters.
fn status_for(verb: &str) -> Option<MessageStatus> {
    match verb {
        "ack" | "nack" | "extend" | "reply" => Some(MessageStatus::Claimed),
        "requeue" => Some(MessageStatus::Dead),
        _ => None,
    }
}

/// The newest messages that stand there. Those before the latest 10,000 are not looked
/// at: a key press is not to wait for a search.
fn messages(store: &mut Store, status: Option<MessageStatus>) -> Result<Vec<CompletionCandidate>> {
    let mut bus = MessageBus::new(store);
    let the_newest = Filter {
        limit: 1,
        ..Filter::default()
    };
    let the_newest = bus.list(&the_newest)?.pop();
    let before = the_newest.map(|newest| newest.id.get().saturating_sub(LOOKED_AT));
    let filter = Filter {
        statuses: status.into_iter().collect(),
        after: before.map(MessageId::from_row),
        limit: NEWEST,
        ..Filter::default()
    };
    let messages = bus.list(&filter)?;
    let candidate = |message: &Message| {
        let Message {
            from, to, subject, ..
        } = message;
        let about = format!("{from} to {to}: {}", printable(subject.as_str()));
        CompletionCandidate::new(message.id.to_string()).help(Some(about.into()))
    };
    Ok(messages.iter().map(candidate).collect())
}

fn symbols(store: &mut Store) -> Result<Vec<CompletionCandidate>> {
    let cycles = CycleManager::new(store).list(NEWEST)?;
    let symbols: BTreeSet<_> = cycles
        .iter()
        .map(|cycle| cycle.symbol.to_string())
        .collect();
    Ok(symbols.into_iter().map(CompletionCandidate::new).collect())
}

/// The keys of the shared state of the newest cycle: other cycles have the same.
fn keys(store: &mut Store) -> Result<Vec<CompletionCandidate>> {
    let Some(newest) = CycleManager::new(store).list(1)?.pop() else {
        return Ok(Vec::new());
    };
    let entries = SharedStateManager::new(store).list(&newest.id)?;
    let keys = entries
        .iter()
        .map(|entry| CompletionCandidate::new(entry.key.to_string()));
    Ok(keys.collect())
}

fn halts(store: &mut Store) -> Result<Vec<CompletionCandidate>> {
    let halts = HaltControl::new(store).status()?;
    let candidates = halts.iter().map(|status| {
        let about = printable(status.halt.reason.as_str());
        CompletionCandidate::new(status.halt.reference().to_string()).help(Some(about.into()))
    });
    Ok(candidates.collect())
}
