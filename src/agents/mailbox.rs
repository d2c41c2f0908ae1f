//! An agent that runs independently and uses the bus: it takes its command with `msg recv --wait`
//! and answers with `msg reply`.
//!
//! The pipeline reads the answer from the bus. Only the heartbeat of the agent shows that it runs.

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
