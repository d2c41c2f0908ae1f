//! Commits several operations together: each in a savepoint of its own, with its own gate,
//! refusal and audit event, and all of them with one commit. Decides nothing about them.

use super::Store;
use super::engine::Urgency;
use super::error::Result;
use super::transaction::{Group, Grouped};

impl Store {
    /// Runs the operations of `f` in one transaction. Each of its transactions becomes a
    /// savepoint, which can fail without affecting the others. What they return must not be
    /// used before this returns [`Grouped::Committed`].
    ///
    /// An error concerns the whole group: it is the outcome of each operation. Operations that
    /// wait, and halts, do not belong in a group.
    pub fn group(&mut self, f: impl FnOnce(&mut Self)) -> Result<Grouped> {
        let _turn = self.database.take_turn(Urgency::Normal, self.busy_timeout);
        self.database.check_identity()?;
        self.was_halted = false;
        self.database.begin_group()?;
        self.group = Some(Group::default());
        f(self);
        let group = self.group.take().unwrap_or_default();
        let is_noticed = |store: &Self| group.is_stoppable && store.halt_file.is_placed();
        // Each operation has looked before its end. Since then, a halt may have come.
        if is_noticed(self) {
            self.database.undo_group();
            return Ok(Grouped::Undone);
        }
        if !self.database.commit_group()? {
            return Ok(Grouped::Undone);
        }
        self.database.check_identity()?;
        self.commits += 1;
        // The disk may have taken its time.
        if is_noticed(self) {
            self.note_late_halt();
        }
        Ok(Grouped::Committed)
    }
}
