//! Completion candidates: what a shell offers for an argument, which names its function
//! where it is declared.
//!
//! Most come from the database. It is opened read-only, and never created or changed.
//! An error only leaves fewer candidates.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;

use clap_complete::engine::CompletionCandidate;

use super::system::System;
use crate::coordination::agent::AgentRegistry;
use crate::coordination::cycle::CycleManager;
use crate::coordination::halt::HaltControl;
use crate::coordination::message_bus::MessageBus;
use crate::coordination::shared_state::SharedStateManager;
use crate::model::cycle::Cycle;
use crate::model::delivery_state::MessageStatus;
use crate::model::id::MessageId;
use crate::model::message::{Message, MessageType, Priority};
use crate::model::mode::Mode;
use crate::model::phase::{Phase, Worker};
use crate::store::message::Filter;
use crate::store::{Options, Result, Store};
use crate::view::printable;

/// How many cycles and messages are offered: the newest.
const NEWEST: u32 = 100;

/// Among how many messages those with the wanted status are searched.
const SEARCHED: i64 = 10_000;

/// How long a key press may wait for other processes that use the database.
const PATIENCE: Duration = Duration::from_millis(200);

/// The database of the command line that is completed.
static DATABASE: OnceLock<PathBuf> = OnceLock::new();

type Candidates = Vec<CompletionCandidate>;

/// Sets the database from which candidates are read; without one, it offers none.
pub(super) fn read_from(database: PathBuf) {
    // A process completes one line.
    let _ = DATABASE.set(database);
}

fn known(read: impl FnOnce(&mut Store) -> Result<Candidates>) -> Candidates {
    let options = Options {
        busy_timeout: PATIENCE,
        ..Options::default()
    };
    let store = DATABASE
        .get()
        .and_then(|path| Store::open_current(path, &options, Box::new(System)).ok()?);
    store
        .and_then(|mut store| read(&mut store).ok())
        .unwrap_or_default()
}

fn words<W: ToString>(words: impl IntoIterator<Item = W>) -> Candidates {
    let words = words.into_iter().map(|word| word.to_string());
    words.map(CompletionCandidate::new).collect()
}

pub(super) fn agents() -> Candidates {
    known(|store| {
        let agents = AgentRegistry::new(store).list()?;
        Ok(words(agents.iter().map(|agent| &agent.name)))
    })
}

pub(super) fn recipients() -> Candidates {
    let mut recipients = agents();
    if !recipients.is_empty() {
        let help = "every agent but the sender";
        recipients.push(CompletionCandidate::new("all").help(Some(help.into())));
    }
    recipients
}

pub(super) fn cycles() -> Candidates {
    cycles_that(|_| true)
}

/// Cycles that have not ended.
pub(super) fn active_cycles() -> Candidates {
    cycles_that(|cycle| !cycle.phase.is_end())
}

/// Cycles that wait for approval.
pub(super) fn waiting_cycles() -> Candidates {
    cycles_that(|cycle| cycle.waiting_for().is_some())
}

/// Cycles that have ended.
pub(super) fn ended_cycles() -> Candidates {
    cycles_that(|cycle| cycle.phase.is_end())
}

/// The newest of these cycles by their ids, and `latest` and `latest:SYMBOL` where those
/// are among them.
fn cycles_that(is_wanted: fn(&Cycle) -> bool) -> Candidates {
    known(|store| {
        let mut manager = CycleManager::new(store);
        let cycles = manager.list(NEWEST)?;
        let active = manager.active()?;
        let latest = cycles.first().map(|cycle| ("latest".to_owned(), cycle));
        // The active cycle of a symbol is its newest.
        let of_symbols = active
            .iter()
            .map(|cycle| (format!("latest:{}", cycle.symbol), cycle));
        let by_id = cycles.iter().map(|cycle| (cycle.id.to_string(), cycle));
        let named = latest.into_iter().chain(of_symbols).chain(by_id);
        let wanted = named.filter(|(_, cycle)| is_wanted(cycle));
        let candidates = wanted.map(|(name, cycle)| {
            let help = format!("{} {}", cycle.symbol, cycle.phase);
            CompletionCandidate::new(name).help(Some(help.into()))
        });
        Ok(candidates.collect())
    })
}

pub(super) fn messages() -> Candidates {
    messages_with(None)
}

pub(super) fn claimed_messages() -> Candidates {
    messages_with(Some(MessageStatus::Claimed))
}

pub(super) fn dead_messages() -> Candidates {
    messages_with(Some(MessageStatus::Dead))
}

/// The newest messages with this status. Those before the latest 10,000 are not searched:
/// a key press must not wait for that.
fn messages_with(status: Option<MessageStatus>) -> Candidates {
    known(|store| {
        let mut bus = MessageBus::new(store);
        let newest = Filter {
            limit: 1,
            ..Filter::default()
        };
        let newest = bus.list(&newest)?.pop();
        let before = newest.map(|newest| newest.id.get().saturating_sub(SEARCHED));
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
            let help = format!("{from} to {to}: {}", printable(subject.as_str()));
            CompletionCandidate::new(message.id.to_string()).help(Some(help.into()))
        };
        Ok(messages.iter().map(candidate).collect())
    })
}

/// The symbols of the newest cycles.
pub(super) fn symbols() -> Candidates {
    known(|store| {
        let cycles = CycleManager::new(store).list(NEWEST)?;
        let symbols: BTreeSet<_> = cycles
            .iter()
            .map(|cycle| cycle.symbol.to_string())
            .collect();
        Ok(words(symbols))
    })
}

/// The keys of the shared state of the newest cycle: other cycles have the same.
pub(super) fn keys() -> Candidates {
    known(|store| {
        let Some(newest) = CycleManager::new(store).list(1)?.pop() else {
            return Ok(Vec::new());
        };
        let entries = SharedStateManager::new(store).list(&newest.id)?;
        Ok(words(entries.iter().map(|entry| &entry.key)))
    })
}

/// The halts in force.
pub(super) fn halts() -> Candidates {
    known(|store| {
        let halts = HaltControl::new(store).status()?;
        let candidates = halts.iter().map(|status| {
            let help = printable(status.halt.reason.as_str());
            CompletionCandidate::new(status.halt.reference().to_string()).help(Some(help.into()))
        });
        Ok(candidates.collect())
    })
}

pub(super) fn phases() -> Candidates {
    words(Phase::ALL)
}

/// The phases in which a cycle can be.
pub(super) fn phases_of_cycle() -> Candidates {
    words(Phase::ALL.iter().filter(|phase| **phase != Phase::Idle))
}

/// The phases before which a cycle can wait.
pub(super) fn gates() -> Candidates {
    words(Phase::ALL.iter().filter(|phase| phase.can_be_gated()))
}

/// How each agent can be reached.
pub(super) fn assignments() -> Candidates {
    let drivers = ["builtin", "exec:", "mailbox", "recorded:"];
    let workers = Worker::ALL.iter();
    words(workers.flat_map(|worker| drivers.map(|driver| format!("{worker}={driver}"))))
}

pub(super) fn modes() -> Candidates {
    words(Mode::ALL)
}

pub(super) fn message_types() -> Candidates {
    words(MessageType::ALL)
}

pub(super) fn message_statuses() -> Candidates {
    words(MessageStatus::ALL)
}

pub(super) fn priorities() -> Candidates {
    words(Priority::ALL)
}
