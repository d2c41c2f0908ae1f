//! `watch`: everything at a terminal, as it happens.
//!
//! It draws when something has changed, but only so often, and once a second, since ages
//! grow. It holds no lock while it waits.

use std::io::{self, IsTerminal};
use std::mem;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use ratatui::DefaultTerminal;
use ratatui::crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use rustix::event::PollFlags;

use super::super::hangup::has_hung_up;
use super::super::session::{CommandSession, Unguarded};
use super::{Context, Exit};
use crate::coordination::halt::HaltControl;
use crate::coordination::overview;
use crate::coordination::pipeline::Session;
use crate::model::agent::AgentName;
use crate::model::error::Error;
use crate::model::halt::HaltScope;
use crate::model::text::Reason;
use crate::output::screen::{self, Desk, Over};
use crate::store::Store;

/// How many of the latest events are at hand: more than any screen has lines.
const EVENTS: u32 = 200;

/// How often to draw when nothing has happened.
const AGES: Duration = Duration::from_secs(1);

/// How long what has changed may wait to be drawn with what changes next.
const FRAME: Duration = Duration::from_millis(250);

/// How long a halt may wait for others before the halt file has to do.
const PATIENCE: Duration = Duration::from_secs(2);

/// What is said of a terminal that fails.
const TERMINAL: &str = "cannot use the terminal";

/// What a key leads to.
#[derive(Debug, PartialEq, Eq)]
enum Deed {
    /// Only what is shown may have changed.
    Show,
    /// Everything is to be halted, for this reason.
    Halt(String),
    /// The end.
    Leave,
}

pub(super) fn run(context: &Context) -> anyhow::Result<Exit> {
    if !(io::stdout().is_terminal() && io::stdin().is_terminal()) {
        return Err(Error::NoTerminal.into());
    }
    let mut store = context.open()?;
    let actor = context.actor(None)?;
    let unguarded = Unguarded::default();
    let session = CommandSession::begin(false, &unguarded)?;
    // Restores the terminal on a panic, too.
    let mut terminal = ratatui::try_init().context(TERMINAL)?;
    let outcome = watch(&mut terminal, &mut store, actor, (&session, &unguarded));
    if has_hung_up(io::stdin(), PollFlags::IN) {
        // Nothing is left to be restored, and to try would be the next error.
        mem::forget(terminal);
        return Ok(Exit::HUNG_UP);
    }
    ratatui::try_restore().context(TERMINAL)?;
    outcome
}

fn watch(
    terminal: &mut DefaultTerminal,
    store: &mut Store,
    actor: &AgentName,
    (session, unguarded): (&CommandSession, &Unguarded),
) -> anyhow::Result<Exit> {
    let mut desk = look(store)?;
    let mut drawn = None;
    let mut has_changed = false;
    loop {
        if let Some(signal) = session.signal() {
            return Ok(Exit::by_signal(signal.number));
        }
        has_changed |= store.has_changed()?;
        let pause = if has_changed { FRAME } else { AGES };
        if drawn.is_none_or(|drawn: Instant| drawn.elapsed() >= pause) {
            desk.overview = overview::look_again(store, &mut desk.events, EVENTS)?;
            desk.chosen = desk.chosen.min(desk.overview.active.len());
            has_changed = false;
            terminal
                .draw(|frame| screen::draw(frame, &desk))
                .context(TERMINAL)?;
            drawn = Some(Instant::now());
        }
        if has_hung_up(io::stdin(), PollFlags::IN) {
            return Ok(Exit::HUNG_UP);
        }
        while let Some(event) = unguarded.during(next_event).context(TERMINAL)? {
            match typed(&mut desk, &event) {
                Deed::Leave => return Ok(Exit::DONE),
                Deed::Halt(reason) => desk.over = Over::Told(halt(store, actor, &reason)?),
                Deed::Show => {}
            }
            drawn = None;
        }
    }
}

/// What was typed, if anything was. Where the terminal goes at this very moment, it would
/// be read from for ever: the signal of that ends the process.
fn next_event() -> io::Result<Option<Event>> {
    event::poll(Duration::ZERO)?.then(event::read).transpose()
}

fn typed(desk: &mut Desk, event: &Event) -> Deed {
    match event {
        Event::Key(key) if key.kind == KeyEventKind::Press => press(desk, *key),
        _ => Deed::Show,
    }
}

fn look(store: &mut Store) -> anyhow::Result<Desk> {
    let (overview, events) = overview::look_with_events(store, EVENTS)?;
    Ok(Desk {
        overview,
        events,
        chosen: 0,
        over: Over::Nothing,
    })
}

/// Halts everything. What came of it is told.
fn halt(store: &mut Store, actor: &AgentName, reason: &str) -> anyhow::Result<String> {
    let reason: Reason = match reason.parse() {
        Ok(reason) => reason,
        Err(problem) => return Ok(problem),
    };
    let usual = store.busy_timeout();
    store.set_busy_timeout(PATIENCE.min(usual))?;
    let called = HaltControl::new(store).request(actor, &HaltScope::Global, &reason);
    store.set_busy_timeout(usual)?;
    Ok(match called {
        Ok(called) => {
            let halted = match called.unrecorded {
                None => format!("Everything is halted: halt {}.", called.halt.id),
                Some(error) => format!("Everything is halted by the file alone: {error}"),
            };
            match called.undrained {
                None => halted,
                Some(undrained) => format!("{halted} Warning: {undrained}"),
            }
        }
        Err(error) => format!("NOT HALTED: {error}"),
    })
}

/// What a key does to what is shown, and what it leads to.
fn press(desk: &mut Desk, key: KeyEvent) -> Deed {
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        return match key.code {
            KeyCode::Char('c') => Deed::Leave,
            _ => Deed::Show,
        };
    }
    match mem::take(&mut desk.over) {
        Over::Reason(reason) => {
            desk.over = type_reason(reason, key.code);
            Deed::Show
        }
        Over::Confirm(reason) if key.code == KeyCode::Char('y') => Deed::Halt(reason),
        Over::Confirm(_) => Deed::Show,
        over => browse(desk, over, key.code),
    }
}

fn type_reason(mut reason: String, key: KeyCode) -> Over {
    match key {
        KeyCode::Esc => return Over::Nothing,
        KeyCode::Enter if !reason.trim().is_empty() => return Over::Confirm(reason),
        KeyCode::Backspace => {
            reason.pop();
        }
        KeyCode::Char(c) => reason.push(c),
        _ => {}
    }
    Over::Reason(reason)
}

fn browse(desk: &mut Desk, over: Over, key: KeyCode) -> Deed {
    let last = desk.cycles().len().saturating_sub(1);
    desk.over = match key {
        KeyCode::Char('q') => return Deed::Leave,
        KeyCode::Char('h') => Over::Reason(String::new()),
        KeyCode::Char('?') => Over::Help,
        KeyCode::Enter => Over::Cycle,
        KeyCode::Esc => Over::Nothing,
        KeyCode::Up | KeyCode::Char('k') => {
            desk.chosen = desk.chosen.saturating_sub(1);
            over
        }
        KeyCode::Down | KeyCode::Char('j') => {
            desk.chosen = desk.chosen.saturating_add(1).min(last);
            over
        }
        _ => over,
    };
    Deed::Show
}
