//! Agents that answer what was answered before: the record of an earlier cycle,
//! one reply for each command, in their order.

use std::collections::VecDeque;

use crate::coordination::pipeline::{AgentDriver, Command, Done, Job, Reach, Reply};

/// What the agent of one phase replied, command by command.
pub type Record = VecDeque<Reply>;

/// The driver of such an agent.
pub struct Recorded {
    left: Record,
}

impl Recorded {
    /// An agent that has this record.
    pub const fn new(record: Record) -> Self {
        Self { left: record }
    }
}

impl AgentDriver for Recorded {
    fn check(&self) -> Result<(), String> {
        Ok(())
    }

    fn reach(&self) -> Reach {
        Reach::AtOnce
    }

    fn start(&mut self, _: &Command) -> Box<dyn Job> {
        let reply = self.left.pop_front();
        let nothing = || Reply::missing(NOTHING_RECORDED);
        Box::new(Done(Some(reply.unwrap_or_else(nothing))))
    }
}

/// What is said where the record has ended.
pub const NOTHING_RECORDED: &str = "gave no answer that was recorded";
