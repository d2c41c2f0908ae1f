//! Reads the audit log. Only the store writes it.

use crate::model::audit::{AuditEvent, Head};
use crate::store::audit::{self, Filter};
use crate::store::page::Page;
use crate::store::{Result, Store};

/// What happened, and the proof that nothing in it was changed.
pub struct AuditLog<'s> {
    store: &'s mut Store,
}

impl<'s> AuditLog<'s> {
    /// The log of this database.
    pub const fn new(store: &'s mut Store) -> Self {
        Self { store }
    }

    /// The latest events that fit, in the order in which they happened: all of them.
    pub fn list(&mut self, filter: &Filter) -> Result<Vec<AuditEvent>> {
        self.store.read(|tx| audit::latest(tx, filter))
    }

    /// Has a filter begin where the latest events do that it lets through, at most as
    /// many as it says.
    pub fn begin_at_latest(&mut self, filter: &mut Filter) -> Result<()> {
        let first = self.store.read(|tx| audit::first_of_latest(tx, filter))?;
        filter.after = first.map_or(filter.after, |first| first.saturating_sub(1));
        Ok(())
    }

    /// The events that fit, in the order in which they happened, a page of them: the
    /// filter goes on to the next.
    pub fn list_page(&mut self, filter: &mut Filter) -> Result<Page<AuditEvent, u64>> {
        let page = self.store.read(|tx| audit::list(tx, filter))?;
        let taken = u32::try_from(page.items.len()).unwrap_or(u32::MAX);
        filter.limit = filter.limit.saturating_sub(taken);
        filter.after = page.next.unwrap_or(filter.after);
        Ok(page)
    }

    /// The latest events that fit, each once however often it is asked: the filter goes on
    /// to the end of what was looked at. As many as fit on a page; none when there is no
    /// more.
    pub fn list_on(&mut self, filter: &mut Filter) -> Result<Vec<AuditEvent>> {
        if filter.limit != u32::MAX {
            self.begin_at_latest(filter)?;
            filter.limit = u32::MAX;
        }
        let (page, head) = self
            .store
            .read(|tx| Ok((audit::list(tx, filter)?, audit::head(tx)?)))?;
        filter.after = page.next.unwrap_or(head.seq);
        Ok(page.items)
    }

    /// The end of the chain: the anchor to keep elsewhere.
    pub fn head(&mut self) -> Result<Head> {
        self.store.read(audit::head)
    }

    /// Follows the chain from its beginning; with an anchor, also makes sure
    /// that it passes through it.
    pub fn verify(&mut self, anchor: Option<Head>) -> Result<Head> {
        self.store.read(|tx| audit::verify(tx, anchor))
    }

    /// Follows the chain from a head that was verified before, which must still be in it.
    pub fn verify_on(&mut self, known: Head) -> Result<Head> {
        self.store.read(|tx| audit::verify_on(tx, known))
    }
}
