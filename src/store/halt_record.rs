//! Synchronises the records of halts with the halt file: the halt rules record what is only in the
//! file, and the file is removed when its halts are cleared.

use uuid::Uuid;

use super::error::Result;
use super::gate::HaltRules;
use super::halt;
use super::halt_entry::{Entry, FromFile};
use super::transaction::WriteTx;
use crate::failpoint::Failpoint;
use crate::model::halt::Halt;

impl WriteTx<'_> {
    /// Records the halts that are only in the halt file, and removes the file that a clear has set
    /// aside once none of its halts depends on it.
    ///
    /// `called` is the halt that this process has called, with its key: the file may have had no
    /// room for its reason.
    pub(super) fn record_halt_file(
        &mut self,
        rules: &HaltRules,
        called: Option<&(Uuid, Entry)>,
    ) -> Result<()> {
        let missing = if Failpoint::ClearLiftsFile.is_active() {
            Vec::new()
        } else {
            halt::unrecorded(self)?
        };
        for mut entry in missing {
            if let Some((_, words)) = called.filter(|(key, _)| *key == entry.key) {
                entry = Entry {
                    key: entry.key,
                    ..words.clone()
                };
            }
            let halt = (rules.record)(self, &entry)?;
            self.leave_event()?;
            self.from_file.push(FromFile {
                id: halt.id,
                by_hand: entry.by_hand,
            });
        }
        if self.halt_file.is_set_aside() {
            self.settle_halt_file()?;
        }
        Ok(())
    }

    /// Entries that were set aside and are still in force are placed again. A failure to remove the
    /// file halts too much, and is therefore not an error.
    fn settle_halt_file(&mut self) -> Result<()> {
        let mut in_force = Vec::new();
        for entry in self.halt_file.settled_entries() {
            let halt = halt::of_file_entry(self, entry.key)?;
            if halt.is_some_and(|halt| halt.cleared.is_none()) {
                in_force.push(entry);
            }
        }
        if !in_force.is_empty() && self.halt_file.place_again(&in_force).is_err() {
            return Ok(());
        }
        if let Err(error) = self.halt_file.lift() {
            tracing::warn!(%error, "the halt file stays");
        }
        Ok(())
    }

    /// Sets the halt file with this halt aside, to remove it when the clear of the halt is
    /// committed.
    pub fn set_halt_file_aside(&self, halt: &Halt) -> Result<()> {
        let key = halt::file_key(self, halt.id)?;
        let entries = self.halt_file.entries();
        let is_its_entry = key.is_some_and(|key| entries.iter().any(|entry| entry.key == key));
        if is_its_entry || Failpoint::ClearLiftsFile.is_active() {
            self.halt_file.set_aside()?;
        }
        Ok(())
    }
}
