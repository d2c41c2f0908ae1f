//! Verifies the audit log as it grows, so that it need not be read whole each time.

use std::sync::{Mutex, PoisonError};

use crate::coordination::audit::AuditLog;
use crate::model::audit::Head;
use crate::store;

/// How far the audit log was verified.
#[derive(Default)]
pub(super) struct Verified(Mutex<Option<Head>>);

impl Verified {
    /// Verifies what was added since the last time; the whole log the first time.
    pub(super) fn verify_on(&self, store: &mut store::Store) -> store::Result<()> {
        let known = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let head = AuditLog::new(store).verify_on(known.unwrap_or(Head::EMPTY))?;
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(head);
        Ok(())
    }
}
