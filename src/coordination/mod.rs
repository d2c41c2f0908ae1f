//! The operations of the program. Each is one transaction, which passes the gate and
//! records an event.
//!
//! Nothing here knows a terminal or how an agent is reached; nothing here holds
//! a lock while an agent works.

pub mod agent;
pub mod approval;
pub mod audit;
mod breach;
pub mod cycle;
pub mod database;
pub mod doctor;
#[cfg(test)]
mod group_tests;
pub mod halt;
pub mod health_monitor;
pub mod message_bus;
pub mod mode;
pub mod overview;
pub mod pipeline;
mod prune;
#[cfg(test)]
mod query_plan_tests;
pub mod recovery;
pub mod replay;
pub mod restore;
pub mod shared_state;
pub mod survivors;
mod transition;
mod write;

use crate::model::caller::Caller;
use crate::model::id::{CycleId, MessageId};
use crate::model::operation::{Action, CycleOperation, Operation, Target};

/// An operation that concerns no cycle.
const fn on_system(caller: &Caller, action: Action) -> Operation<'_> {
    Operation {
        caller,
        action,
        target: Target::System,
    }
}

/// An operation on one message.
const fn on_message(caller: &Caller, action: Action, id: MessageId) -> Operation<'_> {
    Operation {
        caller,
        action,
        target: Target::Message(id),
    }
}

/// An operation on a cycle by somebody who does not run it.
const fn on_cycle<'a>(
    caller: &'a Caller,
    action: Action,
    cycle: &'a CycleId,
) -> CycleOperation<'a> {
    CycleOperation {
        caller,
        action,
        cycle,
        epoch: None,
    }
}
