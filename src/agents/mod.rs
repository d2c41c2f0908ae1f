//! How the pipeline reaches an agent: the drivers, and the watchdog over
//! the processes of a program.
//!
//! A driver carries a command to an agent and brings its answer back. It never
//! touches the database: what an answer means for the cycle is the pipeline's
//! business.

pub mod builtin;
mod cgroup;
mod dispatch;
mod mailbox;
mod process;
mod process_tree;
pub mod recorded;
mod spawn_context;
pub mod watchdog;

pub use spawn_context::SpawnContext;

use crate::coordination::pipeline::{AgentDriver, DriverSet};
use crate::model::driver::{Driver, Drivers};
use crate::model::phase::Worker;
use builtin::MAX_DRAWDOWN;
use recorded::{Record, Recorded};

/// The drivers that `drivers` describe. `record` looks up what was answered in an
/// earlier cycle.
pub fn drivers<E>(
    drivers: &Drivers,
    context: &SpawnContext,
    mut record: impl FnMut(&Driver, Worker) -> Result<Record, E>,
) -> Result<DriverSet, E> {
    let mut driver = |worker| -> Result<Box<dyn AgentDriver>, E> {
        Ok(match drivers.get(worker) {
            Driver::Builtin => builtin::agent(worker, context.max_drawdown),
            Driver::Mailbox => Box::new(mailbox::Mailbox),
            Driver::Exec { words, folder } => {
                let folder = folder.clone();
                Box::new(process::Program::new(worker, words, folder, context))
            }
            recorded @ Driver::Recorded(_) => Box::new(Recorded::new(record(recorded, worker)?)),
        })
    };
    Ok(DriverSet {
        strategy: driver(Worker::Strategy)?,
        risk: driver(Worker::Risk)?,
        execution: driver(Worker::Execution)?,
    })
}

/// The built-in agents, all three.
pub fn builtin_drivers() -> DriverSet {
    DriverSet {
        strategy: builtin::agent(Worker::Strategy, MAX_DRAWDOWN),
        risk: builtin::agent(Worker::Risk, MAX_DRAWDOWN),
        execution: builtin::agent(Worker::Execution, MAX_DRAWDOWN),
    }
}
