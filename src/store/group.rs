//! Commits several operations together: each in a savepoint of its own, with its own gate,
//! refusal and audit event, and all of them with one commit. Decides nothing about them.

use super::Store;
use super::engine::Urgency;
use super::error::Result;

/// What a group of operations knows until it is committed.
#[derive(Default)]
pub(super) struct Group {
    /// Whether one of them has changed something that a halt stops.
    pub(super) is_stoppable: bool,
}

/// What became of a group of operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "what was not committed has not happened"]
pub enum Grouped {
    /// All that succeeded in it is durable, and so is the record of each refusal.
    Committed,
    /// Nothing of it was kept: a halt came before the commit, or SQLite has rolled all of it
    /// back. Run alone, each operation succeeds or says why it does not.
    Undone,
}

impl Store {
    /// Runs the operations of `f` in one transaction. Each of its transactions becomes a
    /// savepoint, which can fail without affecting the others. Nothing that they return may
    /// be told to anybody before this returns [`Grouped::Committed`].
    ///
    /// An error is one of the group: then the outcome of each of its operations is that error.
    /// Operations that wait, and halts, do not belong in a group.
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
