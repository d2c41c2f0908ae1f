//! The other half of the model: halts, the cycles that they stop, and the values
//! that are written in these.

use super::invocation::{Asked, Invocation};
use super::letter::Letter;
use super::links::Links;
use super::model::{Cycle, Event, Model, list};

impl Model {
    pub fn is_all_halted(&self) -> bool {
        self.halts.values().any(|scope| scope == "everything")
    }

    /// That nothing which a halt stops was done under one, or to a cycle that one
    /// has hit.
    pub fn check_halts(&mut self, event: &Event, id: Option<&str>, symbol: Option<&str>) {
        let cycle = id.map(|id| (id, &self.cycles[id]));
        let symbol = cycle.map_or(symbol, |(_, cycle)| Some(&cycle.symbol));
        let covers = |scope: &String| match scope.split_once(' ') {
            Some(("cycle", halted)) => id == Some(halted),
            Some((_, halted)) => symbol == Some(halted),
            None => true,
        };
        let is_over = cycle.is_some_and(|(_, cycle)| cycle.is_over);
        if is_over || self.halts.values().any(covers) {
            self.wrong(format!("{} of {} after a halt", event.kind, event.subject));
        }
    }

    pub fn start(&mut self, event: &Event, links: &mut Links<'_>) {
        let symbol = event.details["symbol"].as_str().unwrap().to_owned();
        self.check_halts(event, None, Some(&symbol));
        let same = |cycle: &Cycle| cycle.symbol == symbol && !cycle.is_over;
        if self.cycles.values().any(same) {
            self.wrong(format!("another cycle for {symbol} is active"));
        }
        let cycle = Cycle {
            symbol,
            is_over: false,
        };
        self.cycles.insert(event.subject.clone(), cycle);
        self.ask(event, &format!("start {}", event.subject), links);
    }

    pub fn advance(&mut self, event: &Event, links: &mut Links<'_>) {
        self.check_halts(event, Some(&event.subject), None);
        let phase = event.details["to"].as_str().unwrap_or("completed");
        self.ask(event, &format!("advance {} {phase}", event.subject), links);
        if phase == "completed" {
            self.stop(&event.subject);
        }
    }

    /// A cycle has come to its end: nothing of it is left to be carried out.
    pub fn stop(&mut self, id: &str) {
        self.cycles.get_mut(id).unwrap().is_over = true;
        let open = self.open_commands(id);
        if !open.is_empty() {
            self.wrong(format!("the commands {open:?} outlive {id}"));
        }
    }

    fn open_commands(&self, cycle: &str) -> Vec<i64> {
        let commands = self.commands.get(cycle).into_iter().flatten();
        let open = commands.filter(|id| self.messages[id].is_open());
        open.copied().collect()
    }

    pub fn withdraw(&mut self, event: &Event) {
        let ids: Vec<_> = list(event, "ids").map(|id| id.as_i64().unwrap()).collect();
        let open = self.open_commands(&event.subject);
        if ids != open {
            self.wrong(format!("{ids:?} were withdrawn, and {open:?} were open"));
        }
        for id in ids {
            self.rest(id, "expired");
        }
    }

    pub fn call_halt(&mut self, event: &Event, id: i64, links: &mut Links<'_>) {
        let scope = event.details["scope"].as_str().unwrap().to_owned();
        let asked = self.ask(event, &format!("halt {id}"), links);
        if let Some((Invocation { asked, .. }, _)) = asked
            && !matches!(asked, Asked::Halt { scope: wanted } if *wanted == scope)
        {
            self.wrong(format!("a halt of {scope}, where {asked:?} was asked"));
        }
        for cycle in list(event, "cycles") {
            self.stop(cycle.as_str().unwrap());
        }
        let mut notified = 0;
        for message in list(event, "messages") {
            let to = message["to"].as_str().unwrap();
            let mut letter = Letter::new(&event.actor, to, "halt", 0);
            letter.cycle = scope.strip_prefix("cycle ").map(ToOwned::to_owned);
            let notice = message["id"].as_i64().unwrap();
            self.insert(notice, letter);
            self.notices.entry(id).or_default().push(notice);
            notified += usize::from(to != event.actor);
        }
        if notified != super::worker::AGENTS.len() - 1 {
            self.wrong(format!("halt {id} notified {notified} agents"));
        }
        self.halts.insert(id, scope);
    }

    pub fn clear_halt(&mut self, event: &Event, id: i64, links: &mut Links<'_>) {
        self.halts.remove(&id);
        self.ask(event, &format!("clear {id}"), links);
        let notices = self.notices.remove(&id).unwrap_or_default();
        let is_pending = |id: &i64| self.messages[id].status_at(event.at) == "pending";
        let pending: Vec<_> = notices.into_iter().filter(is_pending).collect();
        let withdrawn: Vec<_> = list(event, "withdrawn")
            .map(|id| id.as_i64().unwrap())
            .collect();
        if withdrawn != pending {
            self.wrong(format!(
                "{withdrawn:?} were withdrawn with halt {id}, and {pending:?} were pending"
            ));
        }
        for id in withdrawn {
            self.rest(id, "expired");
        }
    }

    pub fn write(&mut self, event: &Event, links: &mut Links<'_>) {
        let cycle = &event.subject;
        let key = event.details["key"].as_str().unwrap();
        let version = event.details["version"].as_u64().unwrap();
        self.check_halts(event, Some(cycle), None);
        let place = (cycle.clone(), key.to_owned());
        let before = self.versions.insert(place, version).unwrap_or(0);
        if version != before + 1 {
            self.wrong(format!("version {version} of {key} followed upon {before}"));
        }
        // The inputs of a cycle are written when it starts, and not asked for.
        if !key.ends_with("_note") {
            return;
        }
        let asked = self.ask(event, &format!("write {cycle} {key} {version}"), links);
        if let Some((Invocation { asked, .. }, _)) = asked
            && let Asked::Write {
                if_version: Some(wanted),
            } = asked
            && *wanted != before
        {
            self.wrong(format!("{key} was written over {before}, not {wanted}"));
        }
    }
}
