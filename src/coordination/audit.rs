//! Looking at the audit log. Writing it is the store's business alone.

use crate::model::audit::{AuditEvent, Head};
use crate::store::audit::{self, Filter};
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

    /// The latest events that fit, in the order in which they happened.
    pub fn list(&mut self, filter: &Filter) -> Result<Vec<AuditEvent>> {
        self.store.read(|tx| audit::list(tx, filter))
    }

    /// The same, each once however often it is asked: the filter goes on to the end of
    /// what was looked at.
    pub fn list_on(&mut self, filter: &mut Filter) -> Result<Vec<AuditEvent>> {
        let (events, head) = self
            .store
            .read(|tx| Ok((audit::list(tx, filter)?, audit::head(tx)?)))?;
        filter.after = head.seq;
        filter.limit = u32::MAX;
        Ok(events)
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
}
