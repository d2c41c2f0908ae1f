//! Which call an event is the effect of, by the name of what was acknowledged; and
//! whether the order of the events agrees with the order of the calls.

use std::collections::{HashMap, VecDeque};

use super::invocation::{Asked, Invocation, Line};
use super::model::Violation;

/// A call, and the message that is meant where it sent several.
type Call<'i> = (&'i Invocation, Option<&'i Line>);

/// What was acknowledged and has not been found in the log so far.
pub struct Links<'i> {
    acknowledged: HashMap<&'i str, VecDeque<Call<'i>>>,
    /// How often the same was acknowledged, by actor and name.
    times: HashMap<(String, String), u64>,
    /// By actor and kind.
    refusals: HashMap<(String, String), u64>,
    /// The calls whose effect was found, in the order of the events.
    found: Vec<(u64, &'i Invocation)>,
    /// When halts were being called or lifted: spans that do not touch, in order.
    halting: Vec<(u64, u64)>,
}

impl<'i> Links<'i> {
    pub fn new(invocations: &'i [Invocation]) -> Self {
        let mut links = Self {
            acknowledged: HashMap::new(),
            times: HashMap::new(),
            refusals: HashMap::new(),
            found: Vec::new(),
            halting: Vec::new(),
        };
        for invocation in invocations {
            for (place, name) in invocation.done.iter().enumerate() {
                let line = match &invocation.asked {
                    Asked::Send(sent) => sent.get(place),
                    _ => None,
                };
                let by_name = (invocation.actor.clone(), name.clone());
                *links.times.entry(by_name).or_default() += 1;
                let calls = links.acknowledged.entry(name).or_default();
                calls.push_back((invocation, line));
            }
            if let Some(kind) = &invocation.refused {
                let refusal = (invocation.actor.clone(), kind.clone());
                *links.refusals.entry(refusal).or_default() += 1;
            }
            if matches!(invocation.asked, Asked::Halt { .. } | Asked::Clear) {
                links.note_halting(invocation);
            }
        }
        links
    }

    /// Adds a later call to the spans.
    fn note_halting(&mut self, call: &Invocation) {
        match self.halting.last_mut() {
            Some((_, end)) if call.start <= *end => *end = call.end.max(*end),
            _ => self.halting.push((call.start, call.end)),
        }
    }

    /// The call by `actor` to which `name` was acknowledged. Each is found once.
    pub fn take(&mut self, actor: &str, name: &str, seq: u64) -> Option<Call<'i>> {
        let calls = self.acknowledged.get_mut(name)?;
        let place = calls.iter().position(|(call, _)| call.actor == actor)?;
        let call = calls.remove(place)?;
        // Of several calls with one key it is not known which has stored the message, and
        // of two that had the same effect, such as to extend one claim or to clear the
        // halt file, not which came first.
        let by_name = self.times.get(&(actor.to_owned(), name.to_owned()));
        let is_known = call.1.is_none_or(|line| line.key.is_none()) && by_name == Some(&1);
        if is_known {
            self.found.push((seq, call.0));
        }
        Some(call)
    }

    pub fn take_refusal(&mut self, actor: &str, kind: &str) -> bool {
        match self.refusals.get_mut(&(actor.to_owned(), kind.to_owned())) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        }
    }

    /// Refusals that were not found, of the kinds that the log keeps.
    pub fn refusals_left(&self) -> impl Iterator<Item = &(String, String)> {
        let left = self.refusals.iter().filter(|(_, left)| **left > 0);
        let left = left.map(|(refusal, _)| refusal);
        left.filter(|(_, kind)| !matches!(kind.as_str(), "busy" | "not_found"))
    }

    /// What was acknowledged and not found.
    pub fn left(&self) -> impl Iterator<Item = (&'i str, Call<'i>)> {
        let left = self.acknowledged.iter();
        left.flat_map(|(name, calls)| calls.iter().map(|call| (*name, *call)))
    }

    /// Whether a halt was being called or lifted during this call.
    pub fn is_near_halt(&self, call: &Invocation) -> bool {
        let begun = self
            .halting
            .partition_point(|&(start, _)| start <= call.end);
        let latest = begun.checked_sub(1).map(|latest| self.halting[latest]);
        latest.is_some_and(|(_, end)| call.start <= end)
    }

    /// Events of calls that began when a later event's call was already over.
    pub fn overtaken(&self) -> Vec<Violation> {
        let mut wrong = Vec::new();
        let mut first: Option<&Invocation> = None;
        for (seq, call) in self.found.iter().rev() {
            if let Some(first) = first.filter(|first| first.end < call.start) {
                let what = format!("{call:?} comes before {first:?}, which was over by then");
                wrong.push((*seq, what));
            }
            if first.is_none_or(|first| call.end < first.end) {
                first = Some(call);
            }
        }
        wrong
    }
}
