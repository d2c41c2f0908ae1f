//! Runs an operation in one transaction of the store, with the halt rules of
//! [`super::halt`]. Checks and records nothing by itself.
//!
//! These are methods of [`Store`], defined here because the rules are above the store:
//! an operation writes with `store.write(…)` as it reads with `store.read(…)`, and names no
//! rules.

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

    /// The same for an operation on one cycle. `f` is given the cycle as it is stored, which the
    /// gate has read, and passes it to the functions that change it. They keep it current.
    pub fn write_on_cycle<T>(
        &mut self,
        operation: &CycleOperation<'_>,
        f: impl FnOnce(&mut WriteTx<'_>, Cycle) -> Result<T>,
    ) -> Result<T> {
        self.transact_on_cycle(&HALT_RULES, operation, f)
    }
}

#[cfg(test)]
mod tests {
    use super::super::cycle::CycleManager;
    use super::super::halt::HaltControl;
    use super::super::message_bus::query_plan_tests::{new_cycle, store};
    use super::super::on_cycle;
    use crate::model::caller::Caller;
    use crate::model::halt::HaltScope;
    use crate::model::id::AgentName;
    use crate::model::operation::Action;
    use crate::model::phase::Phase;

    #[test]
    fn a_cycle_that_a_halt_ends_after_the_gate_is_given_as_it_then_stands() {
        let (_folder, mut store) = store();
        let boss = Caller::supervisor();
        let new = new_cycle("EURUSD");
        let started = CycleManager::new(&mut store).start(&boss, &new).unwrap();
        // A subordinate only asks for it: the next write of the supervisor ends the cycle.
        let scope = HaltScope::Cycle(started.id.clone());
        let reason = "x".parse().unwrap();
        HaltControl::new(&mut store)
            .request(&Caller::from(AgentName::risk()), &scope, &reason)
            .unwrap();
        let operation = on_cycle(&boss, Action::CycleFail, &started.id);
        let given = store.write_on_cycle(&operation, |_, cycle| Ok(cycle.phase));
        assert_eq!(given.unwrap(), Phase::Halted);
    }
}
