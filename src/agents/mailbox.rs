//! An agent that runs by itself and lives on the bus: it takes its command with
//! `msg recv --wait` and answers with `msg reply`.
//!
//! So there is nothing to carry: the pipeline sees the answer on the bus. Only
//! its heartbeat tells that it is there.

use std::thread;
use std::time::Duration;

use crate::coordination::pipeline::{AgentDriver, Command, Job, Reach, Reply};

/// The driver of such an agent.
pub(super) struct Mailbox;

/// Work that somebody else does somewhere else.
struct Elsewhere;

impl AgentDriver for Mailbox {
    fn check(&self) -> Result<(), String> {
        Ok(())
    }

    fn reach(&self) -> Reach {
        Reach::ByBus
    }

    fn start(&mut self, _: &Command) -> Box<dyn Job> {
        Box::new(Elsewhere)
    }
}

impl Job for Elsewhere {
    fn wait(&mut self, patience: Duration) -> Option<Reply> {
        thread::sleep(patience);
        None
    }
}
