//! The watchdog's own view of the cycle for which its program works: whether the program may be
//! given its command, and whether it may continue. Only reads, so that neither a stopped supervisor
//! nor a hanging writer blocks it.

use std::path::Path;
use std::time::Duration;

use crate::model::cycle::Cycle;
use crate::model::id::CycleId;
use crate::model::phase::Phase;
use crate::model::sources::Sources;
use crate::store::{self, ChangeCursor, Options, ReadTx, Result, Store};

/// How long a look waits for another process that repairs the index of the log: the one
/// case in which a reader waits.
pub const CHECK_WITHIN: Duration = Duration::from_millis(500);

/// What a check of a cycle found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CycleCheck {
    /// Nothing was committed since the last look.
    Same,
    /// Something was committed, and the program may work.
    MayWork,
    /// The program must not begin, and not go on.
    MustStop,
}

/// Why the agent of a cycle must not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// A halt covers the cycle.
    Halted,
    /// The cycle has ended, or belongs to another process.
    Overtaken,
}

/// Watches one cycle over its own connection.
pub struct CycleWatch {
    store: Store,
    cycle: CycleId,
    epoch: u64,
    phase: Phase,
    cursor: ChangeCursor,
    /// Whether what was committed last has been read.
    is_current: bool,
}

impl CycleWatch {
    /// Watches this phase of the cycle, as long as `epoch` is in force.
    pub fn open(
        database: &Path,
        cycle: CycleId,
        epoch: u64,
        phase: Phase,
        sources: Box<dyn Sources>,
    ) -> Result<Self> {
        let options = Options {
            busy_timeout: CHECK_WITHIN,
            ..Options::default()
        };
        Ok(Self {
            store: Store::open_read_only(database, &options, sources)?,
            cycle,
            epoch,
            phase,
            cursor: ChangeCursor::default(),
            is_current: false,
        })
    }

    /// Checks the halt file and, if anything was committed, the cycle and the halts. After an
    /// error, the next check reads everything.
    pub fn check(&mut self) -> Result<CycleCheck> {
        if self.store.halt_file().is_placed() {
            return Ok(CycleCheck::MustStop);
        }
        self.store.check_identity()?;
        if !self.store.has_changed(&mut self.cursor)? && self.is_current {
            return Ok(CycleCheck::Same);
        }
        self.is_current = false;
        let (id, epoch, phase) = (&self.cycle, self.epoch, self.phase);
        let may_work = self.store.read(|tx| {
            let cycle = store::cycle::get(tx, id)?;
            Ok(cycle.phase == phase && stop(tx, &cycle, epoch)?.is_none())
        })?;
        if !may_work {
            return Ok(CycleCheck::MustStop);
        }
        self.is_current = true;
        Ok(CycleCheck::MayWork)
    }
}

/// Why the agent of the cycle must not go on for the process that holds `epoch`.
pub(super) fn stop(tx: &ReadTx<'_>, cycle: &Cycle, epoch: u64) -> Result<Option<Stop>> {
    if cycle.epoch != epoch || cycle.phase.is_end() {
        return Ok(Some(Stop::Overtaken));
    }
    let halts = store::halt::in_force(tx)?;
    let covers =
        |halt: &crate::model::halt::Halt| halt.scope.covers(&cycle.symbol, Some(&cycle.id));
    let is_halted = cycle.halt_requested || halts.iter().any(covers);
    Ok(is_halted.then_some(Stop::Halted))
}
