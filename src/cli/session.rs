//! The session in which a cycle is run: the signals that ask it to end, and, at a
//! terminal, what its agents are doing.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use super::error::{CommandError, Result};
use crate::coordination::pipeline::{Session, Signal};
use crate::model::answer::{Answer, AnswerStatus};
use crate::model::phase::{Phase, Worker};
use crate::model::process::{Survivor, WHAT_TO_DO, describe};
use crate::model::text::truncate;
use crate::view::printable;

/// The signals that end a run, and what they are called.
const SIGNALS: [(i32, &str); 3] = [(SIGINT, "SIGINT"), (SIGTERM, "SIGTERM"), (SIGHUP, "SIGHUP")];

/// The session of one command.
pub(super) struct CommandSession {
    caught: Arc<AtomicUsize>,
    progress: Option<Progress>,
}

/// Whether a signal ends the process at once, as if nobody listened for it: where
/// there is nothing to end cleanly.
#[derive(Default)]
pub(super) struct SignalPassthrough(Arc<AtomicBool>);

impl SignalPassthrough {
    /// Does something during which a signal ends the process at once.
    pub(super) fn during<T>(&self, f: impl FnOnce() -> T) -> T {
        self.0.store(true, Ordering::Relaxed);
        let done = f();
        self.0.store(false, Ordering::Relaxed);
        done
    }
}

impl CommandSession {
    /// Ends the run as SIGHUP does when standard input is closed, which happens when the process
    /// that holds it open has ended.
    pub(super) fn end_with_stdin(&self) -> Result<()> {
        let caught = Arc::clone(&self.caught);
        let hung_up = SIGNALS.iter().position(|(number, _)| *number == SIGHUP);
        let watch = move || {
            // The content is ignored.
            let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
            caught.store(hung_up.map_or(0, |at| at + 1), Ordering::Relaxed);
        };
        let started = thread::Builder::new().spawn(watch);
        started
            .map(drop)
            .map_err(|error| CommandError::io("cannot watch standard input", error))
    }

    /// Begins to listen for signals, and shows progress if `is_watched`.
    pub(super) fn begin(is_watched: bool, unguarded: &SignalPassthrough) -> Result<Self> {
        let caught = Arc::new(AtomicUsize::new(0));
        for (index, (number, name)) in SIGNALS.into_iter().enumerate() {
            let is_unguarded = Arc::clone(&unguarded.0);
            signal_hook::flag::register_conditional_default(number, is_unguarded)
                .and_then(|_| {
                    signal_hook::flag::register_usize(number, Arc::clone(&caught), index + 1)
                })
                .map_err(|error| CommandError::io(format!("cannot listen for {name}"), error))?;
        }
        Ok(Self {
            caught,
            progress: is_watched.then(Progress::default),
        })
    }
}

impl Session for CommandSession {
    fn signal(&self) -> Option<Signal> {
        let index = self.caught.load(Ordering::Relaxed).checked_sub(1)?;
        let (number, name) = SIGNALS.get(index)?;
        let number = u8::try_from(*number).ok()?;
        Some(Signal { number, name })
    }

    fn dispatched(&mut self, phase: Phase, worker: Worker) {
        if let Some(progress) = &mut self.progress {
            progress.begin(phase, worker);
        }
    }

    fn answered(&mut self, phase: Phase, worker: Worker, answer: &Answer) {
        if let Some(progress) = &mut self.progress {
            progress.end(phase, worker, answer);
        }
    }

    fn survived(&mut self, worker: Worker, survivors: &[Survivor]) {
        if let Some(progress) = &mut self.progress {
            progress.clear();
        }
        super::error::note(&format!(
            "warning: {worker} could not be killed completely and may still run: {}\n  hint: {WHAT_TO_DO}",
            describe(survivors)
        ));
    }
}

/// A line on stderr for the phase at work, and one for each that is over.
#[derive(Default)]
struct Progress {
    line: Option<ProgressBar>,
}

impl Progress {
    fn begin(&mut self, phase: Phase, worker: Worker) {
        self.clear();
        let line = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
            line.set_style(style);
        }
        line.set_message(format!("{phase}: {worker} works"));
        line.enable_steady_tick(Duration::from_millis(120));
        self.line = Some(line);
    }

    fn end(&mut self, phase: Phase, worker: Worker, answer: &Answer) {
        let Some(line) = self.line.take() else { return };
        let mark = match answer.status {
            AnswerStatus::Ok => "✓",
            AnswerStatus::Rejected | AnswerStatus::Error => "✗",
        };
        let took = line.elapsed().as_secs_f64();
        let said = printable(&truncate(&answer.message)).replace('\n', " ");
        line.finish_and_clear();
        super::error::note(&format!(
            "{mark} {phase}: {worker} {} ({took:.1} s) {said}",
            answer.status
        ));
    }

    fn clear(&mut self) {
        if let Some(line) = self.line.take() {
            line.finish_and_clear();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}
