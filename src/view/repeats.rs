//! Events that repeat each other, in one line.

use crate::model::audit::AuditEvent;

/// An event that came once or several times.
pub struct Again<'e> {
    /// The first time.
    pub first: &'e AuditEvent,
    /// The last time.
    pub last: &'e AuditEvent,
    /// How often it came.
    pub count: usize,
}

/// The events in their order, with those in one line that only repeat another. Only a
/// stretch of events of one kind is collapsed: whatever else happens stays in its place.
pub fn collapsed(events: &[AuditEvent]) -> Vec<Again<'_>> {
    let mut lines: Vec<Again<'_>> = Vec::new();
    for event in events {
        let repeats = |line: &&mut Again<'_>| {
            let first = line.first;
            first.actor == event.actor && first.subject == event.subject
        };
        let stretch = lines
            .iter_mut()
            .rev()
            .take_while(|line| line.first.kind == event.kind);
        match stretch.into_iter().find(repeats) {
            Some(line) => {
                line.count += 1;
                line.last = event;
            }
            None => lines.push(Again {
                first: event,
                last: event,
                count: 1,
            }),
        }
    }
    lines
}
