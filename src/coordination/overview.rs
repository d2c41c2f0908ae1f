//! A summary of the system from one consistent view. Changes nothing.

use super::{approval, survivors};
use crate::model::audit::AuditEvent;
use crate::model::metrics::Metrics;
use crate::model::overview::Overview;
use crate::store::{
    ReadTx, Result, Store, audit, counts, cycle, database, halt, health, metrics, setting,
};

/// The state of the system now.
pub fn read(store: &mut Store) -> Result<Overview> {
    store.read(gather)
}

/// The same, with the latest events that led there, in their order.
pub fn read_with_events(store: &mut Store, limit: u32) -> Result<(Overview, Vec<AuditEvent>)> {
    let latest = audit::Filter {
        limit,
        ..audit::Filter::default()
    };
    store.read(|tx| Ok((gather(tx)?, audit::latest(tx, &latest)?)))
}

/// The same, where the latest events so far are known: only those that came after them are
/// read.
pub fn read_again(store: &mut Store, events: &mut Vec<AuditEvent>, limit: u32) -> Result<Overview> {
    let after = events.last().map_or(0, |event| event.seq);
    let later = audit::Filter {
        after,
        limit,
        ..audit::Filter::default()
    };
    let (overview, later) = store.read(|tx| Ok((gather(tx)?, audit::latest(tx, &later)?)))?;
    events.extend(later);
    let too_many = events.len().saturating_sub(limit as usize);
    events.drain(..too_many);
    Ok(overview)
}

/// What can be counted and measured.
pub fn measure(store: &mut Store) -> Result<Metrics> {
    let path = store.path().to_owned();
    store.read(|tx| {
        Ok(Metrics {
            database: database::status(tx, &path)?,
            cycles: metrics::cycles_by_phase(tx)?,
            phases: metrics::phase_durations(tx)?,
            outcomes: metrics::outcomes(tx)?,
            responses: metrics::response_times(tx)?,
            health: health::list(tx)?,
            halts: halt::in_force(tx)?.len(),
        })
    })
}

fn gather(tx: &ReadTx<'_>) -> Result<Overview> {
    let active = cycle::active(tx)?;
    let last = cycle::last_ended(tx)?;
    let last_was_hit = match &last {
        Some(cycle) => halt::has_hit(tx, &cycle.id)?,
        None => false,
    };
    Ok(Overview {
        at: tx.now(),
        mode: setting::mode(tx)?,
        halts: super::halt::statuses(tx)?,
        waiting: approval::all_waiting(tx, &active)?,
        active,
        last,
        last_was_hit,
        health: health::list(tx)?,
        backlog: counts::backlog(tx)?,
        remains: survivors::list(tx)?,
        limits: tx.limits()?,
    })
}
