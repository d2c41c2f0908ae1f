//! `watch`: everything at a terminal, as it happens.
//!
//! It draws when something has changed, but only so often, and once a second, since ages
//! grow. It holds no lock while it waits.

use super::super::error::{CommandError, Result};
use super::super::hint::{self, UNLESS_OTHERS};
use std::io::{self, IsTerminal};
use std::mem;
use std::time::{Duration, Instant};

use ratatui::DefaultTerminal;
use ratatui::crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::layout::Rect;
use rustix::event::PollFlags;

use crate::cli::command_help::CommandHelp;
use crate::cli::context::Context;
use crate::cli::exit_code::Exit;
use crate::cli::hangup::has_hung_up;
use crate::cli::session::{CommandSession, SignalPassthrough};
use crate::coordination::approval::Approvals;
use crate::coordination::halt::HaltControl;
use crate::coordination::overview;
use crate::coordination::pipeline::Session;
use crate::model::caller::Caller;
use crate::model::driver::Drivers;
use crate::model::halt::HaltScope;
use crate::model::text::Reason;
use crate::model::waiting::GoesOn;
use crate::store::{self, Store};
use crate::terminal::screen::{self, App, Decision, Overlay};

/// How many of the latest events are at hand: more than any screen has lines.
const EVENTS: u32 = 200;

/// How often to draw when nothing has happened.
const AGES: Duration = Duration::from_secs(1);

/// How long what has changed may wait to be drawn with what changes next.
const FRAME: Duration = Duration::from_millis(250);

/// How long a write may wait for others: the screen is frozen meanwhile. After that, a halt uses
/// the halt file.
const PATIENCE: Duration = Duration::from_secs(2);

/// The error of a terminal that fails.
const TERMINAL: &str = "cannot use the terminal";

/// What a key leads to.
#[derive(Debug, PartialEq)]
enum Next {
    /// Only what is shown may have changed.
    Show,
    /// Everything is to be halted, for this reason.
    Halt(String),
    /// What the chosen cycle waits with is to be read, and this asked about it.
    Ask(Ask),
    /// This was confirmed.
    Do(Decision, Option<Reason>),
    /// The end.
    Leave,
}

/// What is asked about a cycle that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ask {
    Approve,
    Reject,
}

/// The example and the exit codes of the command.
pub(super) const HELP: &[CommandHelp] = &[CommandHelp::session("watch", "", &[])];

pub(super) fn run(context: &Context) -> Result<Exit> {
    if !(io::stdout().is_terminal() && io::stdin().is_terminal()) {
        return Err(CommandError::NoTerminal);
    }
    let mut store = context.open()?;
    let caller = context.caller(None)?.within(PATIENCE);
    let unguarded = SignalPassthrough::default();
    let session = CommandSession::begin(false, &unguarded)?;
    // Restores the terminal on a panic, too.
    let mut terminal = ratatui::try_init().map_err(no_terminal)?;
    let drivers = context.config.drivers(&[]);
    let who = (&caller, &drivers);
    let outcome = watch(&mut terminal, &mut store, who, (&session, &unguarded));
    if has_hung_up(io::stdin(), PollFlags::IN) {
        // Nothing is left to be restored, and to try would be the next error.
        mem::forget(terminal);
        return Ok(Exit::HUNG_UP);
    }
    ratatui::try_restore().map_err(no_terminal)?;
    outcome
}

fn watch(
    terminal: &mut DefaultTerminal,
    store: &mut Store,
    (caller, drivers): (&Caller, &Drivers),
    (session, unguarded): (&CommandSession, &SignalPassthrough),
) -> Result<Exit> {
    let mut cursor = store.cursor()?;
    let mut app = load(store)?;
    let mut drawn = None;
    let mut has_changed = false;
    // Whether a question has been drawn whole: only then is it confirmed.
    let mut is_readable = false;
    loop {
        if let Some(signal) = session.signal() {
            return Ok(Exit::by_signal(signal.number));
        }
        has_changed |= store.has_changed(&mut cursor)?;
        let pause = if has_changed { FRAME } else { AGES };
        if drawn.is_none_or(|drawn: Instant| drawn.elapsed() >= pause) {
            app.overview = overview::read_again(store, &mut app.events, EVENTS)?;
            app.chosen = app.chosen.min(app.overview.active.len());
            has_changed = false;
            let was_readable = is_readable;
            let has_left = show_then_discard(
                || {
                    is_readable = is_question_whole(&app, draw(terminal, &app)?);
                    Ok(is_readable && !was_readable)
                },
                || unguarded.during(next_event).map_err(no_terminal),
            )?;
            if has_left {
                return Ok(Exit::DONE);
            }
            drawn = Some(Instant::now());
        }
        if has_hung_up(io::stdin(), PollFlags::IN) {
            return Ok(Exit::HUNG_UP);
        }
        while let Some(event) = unguarded.during(next_event).map_err(no_terminal)? {
            let was_sure = matches!(app.overlay, Overlay::Sure(..));
            match typed(&mut app, &event, is_readable) {
                Next::Leave => return Ok(Exit::DONE),
                Next::Halt(reason) => app.overlay = Overlay::Told(halt(store, caller, &reason)),
                Next::Ask(ask) => app.overlay = asked(store, &app, ask, drivers),
                Next::Do(decision, reason) => {
                    app.overlay =
                        Overlay::Told(carry_out(store, caller, &decision, reason.as_ref()));
                }
                Next::Show => {}
            }
            drawn = None;
            if !was_sure && matches!(app.overlay, Overlay::Sure(..)) {
                is_readable = false;
                break;
            }
        }
    }
}

/// What was typed, if anything was. Where the terminal goes at this very moment, it would
/// be read from for ever: the signal of that ends the process.
fn next_event() -> io::Result<Option<Event>> {
    event::poll(Duration::ZERO)?.then(event::read).transpose()
}

/// Draws, and thereby finds whether a question has become readable only now. Keys that were typed
/// before confirm nothing and are discarded. Returns whether Ctrl-C was among it.
fn show_then_discard(
    draw: impl FnOnce() -> Result<bool>,
    mut next: impl FnMut() -> Result<Option<Event>>,
) -> Result<bool> {
    if !draw()? {
        return Ok(false);
    }
    while let Some(event) = next()? {
        if is_interrupt(&event) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a question that is to be confirmed is on the screen, and all of it is visible.
fn is_question_whole(app: &App, area: Rect) -> bool {
    matches!(app.overlay, Overlay::Sure(..)) && screen::is_whole(app, area)
}

fn no_terminal(error: io::Error) -> CommandError {
    CommandError::io(TERMINAL, error)
}

/// Draws everything. Returns the area.
fn draw(terminal: &mut DefaultTerminal, app: &App) -> Result<Rect> {
    let drawn = terminal.draw(|frame| screen::draw(frame, app));
    Ok(drawn.map_err(no_terminal)?.area)
}

fn is_interrupt(event: &Event) -> bool {
    match event {
        Event::Key(key) => {
            key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL)
        }
        _ => false,
    }
}

/// What was typed, and what it leads to.
fn typed(app: &mut App, event: &Event, is_readable: bool) -> Next {
    match event {
        Event::Key(key) if key.kind == KeyEventKind::Press => press(app, *key, is_readable),
        _ => Next::Show,
    }
}

fn load(store: &mut Store) -> Result<App> {
    let (overview, events) = overview::read_with_events(store, EVENTS)?;
    Ok(App {
        overview,
        events,
        chosen: 0,
        overlay: Overlay::Nothing,
    })
}

/// Halts everything. Returns the outcome in words.
fn halt(store: &mut Store, caller: &Caller, reason: &str) -> String {
    let reason: Reason = match reason.parse() {
        Ok(reason) => reason,
        Err(problem) => return problem,
    };
    match HaltControl::new(store).request(caller, &HaltScope::Global, &reason) {
        Ok(outcome) => {
            let halted = match outcome.unrecorded {
                None => format!("Everything is halted: halt {}.", outcome.halt.id),
                Some(error) => format!("Everything is halted by the file alone: {error}"),
            };
            match outcome.undrained {
                None => halted,
                Some(undrained) => format!("{halted} Warning: {undrained}"),
            }
        }
        Err(error) => refusal("NOT HALTED", &error),
    }
}

/// What the chosen cycle waits with, and the question about that; or why there is none.
fn asked(store: &mut Store, app: &App, ask: Ask, drivers: &Drivers) -> Overlay {
    let Some(cycle) = app.chosen() else {
        return Overlay::Told("There is no cycle.".to_owned());
    };
    let id = &cycle.id;
    match Approvals::new(store).waiting(id) {
        Ok(Some(waiting)) => match ask {
            Ask::Approve => {
                let next = waiting.next_in_words(GoesOn::AsConfigured {
                    drivers,
                    unless: UNLESS_OTHERS,
                });
                let waiting = Box::new(waiting);
                Overlay::Sure(Decision::Approve { waiting, next }, None)
            }
            Ask::Reject => Overlay::Why(Decision::Reject(Box::new(waiting)), String::new()),
        },
        Ok(None) => Overlay::Told(format!("{id} does not wait for approval.")),
        Err(error) => Overlay::Told(refusal("Nothing is changed", &error)),
    }
}

/// Does what was confirmed to what was shown. Returns the outcome in words.
fn carry_out(
    store: &mut Store,
    caller: &Caller,
    decision: &Decision,
    reason: Option<&Reason>,
) -> String {
    let done = match (decision, reason) {
        (Decision::Approve { waiting, .. }, _) => {
            let id = &waiting.cycle;
            let approved = Approvals::new(store).approve_shown(caller, &waiting.shown());
            approved.map(|_| {
                format!(
                    "Approved. Nothing runs it yet: `flowrex-coord cycle resume {id}` goes on \
                     with it."
                )
            })
        }
        (Decision::Reject(waiting), Some(reason)) => {
            let id = &waiting.cycle;
            let rejected = Approvals::new(store).reject_shown(caller, &waiting.shown(), reason);
            rejected.map(|_| format!("Rejected: {id} has failed."))
        }
        (Decision::Clear(status), Some(reason)) => {
            let cleared = HaltControl::new(store).clear(caller, status.halt.reference(), reason);
            cleared.map(|halt| {
                format!(
                    "Halt {} is cleared. What it stopped stays stopped: `flowrex-coord cycle run` \
                     starts anew.",
                    halt.id
                )
            })
        }
        (Decision::Reject(_) | Decision::Clear(_), None) => Ok("Nothing is changed.".to_owned()),
    };
    match (done, decision) {
        (Ok(outcome), _) => outcome,
        (Err(error), Decision::Approve { .. }) => refusal("NOT APPROVED", &error),
        (Err(error), Decision::Reject(_)) => refusal("NOT REJECTED", &error),
        (Err(error), Decision::Clear(_)) => refusal("NOT CLEARED", &error),
    }
}

/// The text for something that could not be done, with the next step.
fn refusal(what: &str, error: &store::Error) -> String {
    format!("{what}: {error}. Next: {}", hint::words(&error.next_step()))
}

/// What a key does to what is shown, and what it leads to.
///
/// A question is confirmed only where it `is_readable`: drawn, with all of it visible.
fn press(app: &mut App, key: KeyEvent, is_readable: bool) -> Next {
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        return match key.code {
            KeyCode::Char('c') => Next::Leave,
            _ => Next::Show,
        };
    }
    let is_yes = key.code == KeyCode::Char('y');
    if is_yes && !is_readable && matches!(app.overlay, Overlay::Sure(..)) {
        // The screen says how to see the rest.
        return Next::Show;
    }
    match mem::take(&mut app.overlay) {
        Overlay::Reason(reason) => {
            app.overlay = match type_text(reason, key.code) {
                Typed::Back => Overlay::Nothing,
                Typed::More(reason) => Overlay::Reason(reason),
                Typed::Whole(reason) => Overlay::Confirm(reason),
            };
            Next::Show
        }
        Overlay::Why(decision, reason) => {
            app.overlay = match type_text(reason, key.code) {
                Typed::Back => Overlay::Nothing,
                Typed::More(reason) => Overlay::Why(decision, reason),
                Typed::Whole(reason) => match reason.parse() {
                    Ok(reason) => Overlay::Sure(decision, Some(reason)),
                    Err(problem) => Overlay::Told(problem),
                },
            };
            Next::Show
        }
        Overlay::Which(decisions, chosen) => {
            app.overlay = choose(decisions, chosen, key.code);
            Next::Show
        }
        Overlay::Confirm(reason) if is_yes => Next::Halt(reason),
        Overlay::Sure(decision, reason) if is_yes => Next::Do(decision, reason),
        Overlay::Confirm(_) | Overlay::Sure(..) => Next::Show,
        over => browse(app, over, key.code),
    }
}

/// A text after a key.
enum Typed {
    Back,
    More(String),
    Whole(String),
}

fn type_text(mut text: String, key: KeyCode) -> Typed {
    match key {
        KeyCode::Esc => return Typed::Back,
        KeyCode::Enter if !text.trim().is_empty() => return Typed::Whole(text),
        KeyCode::Backspace => {
            text.pop();
        }
        KeyCode::Char(c) => text.push(c),
        _ => {}
    }
    Typed::More(text)
}

/// Which halt is to be cleared, after a key.
fn choose(mut decisions: Vec<Decision>, chosen: usize, key: KeyCode) -> Overlay {
    let last = decisions.len().saturating_sub(1);
    match key {
        KeyCode::Esc => Overlay::Nothing,
        KeyCode::Enter if chosen < decisions.len() => {
            Overlay::Why(decisions.swap_remove(chosen), String::new())
        }
        KeyCode::Up | KeyCode::Char('k') => Overlay::Which(decisions, chosen.saturating_sub(1)),
        KeyCode::Down | KeyCode::Char('j') => {
            Overlay::Which(decisions, chosen.saturating_add(1).min(last))
        }
        _ => Overlay::Which(decisions, chosen),
    }
}

/// The halts in force, of which one may be cleared.
fn clear(app: &App) -> Overlay {
    let halts = app.overview.halts.iter().cloned();
    let mut decisions: Vec<_> = halts
        .map(|status| Decision::Clear(Box::new(status)))
        .collect();
    match decisions.len() {
        0 => Overlay::Told("No halt is in force.".to_owned()),
        1 => Overlay::Why(decisions.remove(0), String::new()),
        _ => Overlay::Which(decisions, 0),
    }
}

fn browse(app: &mut App, overlay: Overlay, key: KeyCode) -> Next {
    let last = app.cycles().len().saturating_sub(1);
    app.overlay = match key {
        KeyCode::Char('q') => return Next::Leave,
        KeyCode::Char('a') => return Next::Ask(Ask::Approve),
        KeyCode::Char('r') => return Next::Ask(Ask::Reject),
        KeyCode::Char('c') => clear(app),
        KeyCode::Char('h') => Overlay::Reason(String::new()),
        KeyCode::Char('?') => Overlay::Help,
        KeyCode::Enter => Overlay::Cycle,
        KeyCode::Esc => Overlay::Nothing,
        KeyCode::Up | KeyCode::Char('k') => {
            app.chosen = app.chosen.saturating_sub(1);
            overlay
        }
        KeyCode::Down | KeyCode::Char('j') => {
            app.chosen = app.chosen.saturating_add(1).min(last);
            overlay
        }
        _ => overlay,
    };
    Next::Show
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::VecDeque;

    use super::*;

    fn key(key: char, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(KeyCode::Char(key), modifiers))
    }

    #[test]
    fn what_is_typed_until_the_question_is_drawn_is_discarded_and_ctrl_c_is_not() {
        let yes = key('y', KeyModifiers::NONE);
        let ctrl_c = key('c', KeyModifiers::CONTROL);
        for (typed, is_new, leaves, left) in [
            (yes.clone(), true, false, 0),
            (ctrl_c, true, true, 0),
            // A question that was readable before is confirmed by it.
            (yes, false, false, 1),
        ] {
            let typed_ahead = RefCell::new(VecDeque::new());
            let draw = || {
                // It is typed while the question is on its way to the screen.
                typed_ahead.borrow_mut().push_back(typed);
                Ok(is_new)
            };
            let next = || Ok(typed_ahead.borrow_mut().pop_front());
            assert_eq!(show_then_discard(draw, next).unwrap(), leaves);
            assert_eq!(typed_ahead.borrow().len(), left);
        }
    }
}
