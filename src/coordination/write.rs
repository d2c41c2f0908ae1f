//! How an operation writes: one transaction of the store, with the rules about halts that
//! stand in [`super::halt`]. Checks and records nothing by itself.

use std::time::Duration;

use super::halt::HALT_RULES;
use crate::model::cycle::Cycle;
use crate::model::operation::{CycleOperation, Operation};
use crate::store::{Result, Store, WriteTx};

impl Store {
    /// Does one operation in one durable transaction: the gate, `f` and its record, all or
    /// nothing. See [`Store::transact`].
    pub fn write<T>(
        &mut self,
        operation: &Operation<'_>,
        f: impl FnOnce(&mut WriteTx<'_>) -> Result<T>,
    ) -> Result<T> {
        self.transact(&HALT_RULES, operation, f)
    }

    /// The same for an operation on one cycle, which `f` is given as it is stored: the gate
    /// has read it. `f` hands it on to what changes it, and so knows how it then stands.
    pub fn write_on_cycle<T>(
        &mut self,
        operation: &CycleOperation<'_>,
        f: impl FnOnce(&mut WriteTx<'_>, Cycle) -> Result<T>,
    ) -> Result<T> {
        self.transact_on_cycle(&HALT_RULES, operation, f)
    }

    /// Like [`Store::write`], but waits for others for no more than `limit`.
    pub fn write_within<T>(
        &mut self,
        limit: Duration,
        operation: &Operation<'_>,
        f: impl FnOnce(&mut WriteTx<'_>) -> Result<T>,
    ) -> Result<T> {
        self.waiting_within(limit, |store| store.write(operation, f))
    }
}
