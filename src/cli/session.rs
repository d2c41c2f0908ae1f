//! The session in which a cycle is run: the signals that ask it to end, and, at a
//! terminal, what its agents are doing.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::coordination::pipeline::{Session, Signal};
use crate::model::answer::{Answer, AnswerStatus};
use crate::model::phase::{Phase, Worker};
use crate::model::text::brief;
use crate::output::printable;

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
pub(super) struct Unguarded(Arc<AtomicBool>);

impl Unguarded {
    /// Does something during which a signal ends the process at once.
    pub(super) fn during<T>(&self, deed: impl FnOnce() -> T) -> T {
        self.0.store(true, Ordering::Relaxed);
        let done = deed();
        self.0.store(false, Ordering::Relaxed);
        done
    }
}

impl CommandSession {
    /// Begins to listen for signals, and to show progress if somebody watches.
    pub(super) fn begin(is_watched: bool, unguarded: &Unguarded) -> io::Result<Self> {
        let caught = Arc::new(AtomicUsize::new(0));
        for (index, (number, _)) in SIGNALS.into_iter().enumerate() {
            signal_hook::flag::register_conditional_default(number, Arc::clone(&unguarded.0))?;
            signal_hook::flag::register_usize(number, Arc::clone(&caught), index + 1)?;
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
}

/// A line on stderr for the phase at work, and one for each that is over.
#[derive(Default)]
struct Progress {
    line: Option<Line>,
}

impl Progress {
    fn begin(&mut self, phase: Phase, worker: Worker) {
        self.line = None;
        self.line = Some(Line::show(format!("{phase}: {worker} works")));
    }

    fn end(&mut self, phase: Phase, worker: Worker, answer: &Answer) {
        let Some(line) = self.line.take() else { return };
        let mark = match answer.status {
            AnswerStatus::Ok => "✓",
            AnswerStatus::Rejected | AnswerStatus::Error => "✗",
        };
        let took = line.begun.elapsed().as_secs_f64();
        let said = printable(&brief(&answer.message)).replace('\n', " ");
        drop(line);
        super::error::note(&format!(
            "{mark} {phase}: {worker} {} ({took:.1} s) {said}",
            answer.status
        ));
    }
}

/// What is going on and for how long already: drawn anew until it is dropped, and
/// wiped away then.
struct Line {
    begun: Instant,
    goes_on: Option<Sender<()>>,
    drawn: Option<JoinHandle<()>>,
}

impl Line {
    const MARKS: [char; 4] = ['|', '/', '-', '\\'];

    fn show(text: String) -> Self {
        let begun = Instant::now();
        let (goes_on, is_over) = mpsc::channel::<()>();
        let draw = move || {
            for mark in Self::MARKS.into_iter().cycle() {
                Self::put(&format!("{mark} {text} {} s", begun.elapsed().as_secs()));
                let waited = is_over.recv_timeout(Duration::from_millis(120));
                if waited != Err(RecvTimeoutError::Timeout) {
                    return Self::put("");
                }
            }
        };
        Self {
            begun,
            goes_on: Some(goes_on),
            drawn: thread::Builder::new().spawn(draw).ok(),
        }
    }

    /// In place of what the line says. Nobody is told when that cannot be written.
    fn put(text: &str) {
        let _ = io::stderr().write_all(format!("\r\x1b[2K{text}").as_bytes());
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.goes_on = None;
        if let Some(drawn) = self.drawn.take() {
            let _ = drawn.join();
        }
    }
}
