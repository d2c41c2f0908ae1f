//! Everything at a glance, from one consistent view. Changes nothing.

use crate::model::overview::Overview;
use crate::store::{Result, Store, cycle, halt, health, queue, setting};

/// How the system stands now.
pub fn look(store: &mut Store) -> Result<Overview> {
    store.read(|tx| {
        Ok(Overview {
            at: tx.now(),
            mode: setting::mode(tx)?,
            halts: halt::in_force(tx)?,
            active: cycle::active(tx)?,
            last: cycle::last_ended(tx)?,
            health: health::list(tx)?,
            backlog: queue::backlog(tx)?,
            limits: tx.limits()?,
        })
    })
}
