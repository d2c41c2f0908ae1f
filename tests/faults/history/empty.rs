//! Receives that came back with nothing. They leave no event, so their place in the
//! order is not known; but at some moment of each, nothing may have stood ready.

use std::collections::VecDeque;

use super::invocation::{Asked, Invocation};
use super::links::Links;
use super::model::{Model, Violation};
use super::worker::{millis_of, nanos_of};

pub struct Empties<'i> {
    /// Those that have not begun, in the order of their beginning.
    to_come: VecDeque<&'i Invocation>,
    /// Those for which no such moment was seen yet.
    unexplained: Vec<&'i Invocation>,
    pub violations: Vec<Violation>,
}

impl<'i> Empties<'i> {
    pub fn new(invocations: &'i [Invocation]) -> Self {
        let empty = |call: &&Invocation| {
            let receives = matches!(call.asked, Asked::Receive { .. });
            receives && call.done.is_empty() && call.refused.is_none()
        };
        Self {
            to_come: invocations.iter().filter(empty).collect(),
            unexplained: Vec::new(),
            violations: Vec::new(),
        }
    }

    pub fn count(&self) -> usize {
        self.to_come.len()
    }

    /// Looks at the moment before an event that was recorded at this time.
    pub fn look(&mut self, model: &Model, links: &Links<'_>, seq: u64, at: i64) {
        let begun = |call: &Invocation| millis_of(call.start) <= at;
        while self.to_come.front().is_some_and(|call| begun(call)) {
            self.unexplained.extend(self.to_come.pop_front());
        }
        self.unexplained
            .retain(|call| stood_ready(model, links, call).is_some());
        let lasts = |call: &&Invocation| at < i64::MAX && nanos_of(at) <= call.end;
        let (open, over): (Vec<_>, Vec<_>) = self.unexplained.drain(..).partition(lasts);
        self.unexplained = open;
        for call in over {
            let id = stood_ready(model, links, call);
            let what = format!("nothing was handed out and {id:?} stood ready: {call:?}");
            self.violations.push((seq, what));
        }
    }
}

/// What would have had to be handed out, whenever in its time the call was served.
fn stood_ready(model: &Model, links: &Links<'_>, call: &Invocation) -> Option<i64> {
    let Asked::Receive { only, file, .. } = &call.asked else {
        return None;
    };
    let held_back = model.is_all_halted() || *file || links.is_near_halt(call);
    let (start, end) = (millis_of(call.start), millis_of(call.end));
    model.queue(&call.actor).find(|id| {
        let message = &model.messages[id];
        let wanted = only.as_ref().is_none_or(|only| *only == message.kind);
        let flows = wanted && !(held_back && message.kind == "command");
        flows && message.is_ready(start) && message.is_ready(end)
    })
}
