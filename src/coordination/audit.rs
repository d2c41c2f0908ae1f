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
