//! What the program promises, as a small model that is played through: it takes
//! the events in the order that the audit log gave them inside the transactions,
//! and says of each whether it may follow upon the ones before.
//!
//! It shares no rule with the program, so that they cannot be wrong together.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use super::invocation::{Asked, Invocation, Line};
use super::letter::Letter;
use super::links::Links;

/// One event of the audit log.
pub struct Event {
    pub seq: u64,
    pub at: i64,
    pub actor: String,
    pub kind: String,
    pub subject: String,
    pub details: Value,
}

pub struct Cycle {
    pub symbol: String,
    /// Whether a halt has hit it or it has ended: it never moves again.
    pub is_over: bool,
}

/// What should not have happened, and at which event.
pub type Violation = (u64, String);

/// The world as the events have made it.
#[derive(Default)]
pub struct Model {
    pub messages: BTreeMap<i64, Letter>,
    /// The newest version of each value, by cycle and key.
    pub versions: BTreeMap<(String, String), u64>,
    /// The scope of each halt in force.
    pub halts: BTreeMap<i64, String>,
    /// The notices of each halt.
    pub notices: BTreeMap<i64, Vec<i64>>,
    pub violations: Vec<Violation>,
    /// What was claimed and not handed out, by message and token.
    pub given_back: BTreeSet<(i64, u64)>,
    /// The commands that are withdrawn, with the number of that event. A command that a halt
    /// withdraws during the commit of its claim is held back, and there is nothing to give back.
    pub withdrawn: BTreeMap<i64, u64>,
    /// What was stored under a key: by sender, key and recipient.
    stored: HashMap<(String, String, String), i64>,
    /// What is not over, by recipient, in the order of delivery.
    queues: HashMap<String, BTreeSet<(i64, i64)>>,
    pub cycles: HashMap<String, Cycle>,
    pub commands: HashMap<String, Vec<i64>>,
    /// The dead letters whose senders are not notified yet.
    untold: BTreeSet<i64>,
    seq: u64,
}

/// The claims of an event: messages and tokens.
pub fn claims(event: &Event) -> Vec<(i64, u64)> {
    let claims = list(event, "claims");
    let claims = claims.map(|one| (one["id"].as_i64().unwrap(), one["claim"].as_u64().unwrap()));
    claims.collect()
}

impl Model {
    pub fn play(&mut self, event: &Event, links: &mut Links<'_>) {
        self.seq = event.seq;
        let number = || event.subject.rsplit(' ').next().unwrap().parse::<i64>();
        match event.kind.as_str() {
            "message.send" if event.subject == "batch" => {
                for sent in list(event, "messages") {
                    self.send(event, sent["id"].as_i64().unwrap(), sent, links);
                }
            }
            "message.send" if event.details["dead"].is_i64() => {
                self.notice(event, number().unwrap());
            }
            "message.send" | "command.send" => {
                self.send(event, number().unwrap(), &event.details, links);
            }
            "message.claim" => self.claim(event, links),
            "message.overdue" => self.overdue(event),
            "message.ack" => self.settle(event, "ack", number().unwrap(), links),
            "message.nack" => self.settle(event, "nack", number().unwrap(), links),
            "message.return" => self.give_back(event),
            "message.extend" => self.settle(event, "extend", number().unwrap(), links),
            "message.reply" => self.reply(event, number().unwrap(), links),
            "message.withdraw" => self.withdraw(event),
            "state.write" => self.write(event, links),
            "halt.request" => self.call_halt(event, number().unwrap(), links),
            "halt.clear" => self.clear_halt(event, number().unwrap(), links),
            "cycle.start" => self.start(event, links),
            "cycle.advance" | "cycle.complete" => self.advance(event, links),
            "cycle.halt" => self.stop(&event.subject),
            "refused" => self.refuse(event, links),
            "cycle.approve" | "limits.set" | "answer.late" => {}
            other => self.wrong(format!("{other} was never asked for")),
        }
    }

    /// What must hold once nothing more happens.
    pub fn end(&mut self, links: &Links<'_>) {
        for (name, (invocation, line)) in links.left() {
            let key = line.and_then(|line| {
                let key = line.key.clone()?;
                Some((invocation.actor.clone(), key, line.to.clone()))
            });
            let stored = key.and_then(|key| self.stored.get(&key));
            if stored.is_none_or(|id| name != format!("send {id}")) {
                self.wrong(format!("`{name}` was acknowledged and is not in the log"));
            }
        }
        for (actor, kind) in links.refusals_left() {
            self.wrong(format!(
                "{actor} was refused ({kind}), which is not in the log"
            ));
        }
        for id in self.untold.clone() {
            self.wrong(format!("nobody was told that message {id} is dead"));
        }
    }

    pub fn wrong(&mut self, what: String) {
        self.violations.push((self.seq, what));
    }

    /// The invocation that this event is the effect of.
    pub fn ask<'i>(
        &mut self,
        event: &Event,
        name: &str,
        links: &mut Links<'i>,
    ) -> Option<(&'i Invocation, Option<&'i Line>)> {
        let found = links.take(&event.actor, name, event.seq);
        if found.is_none() {
            self.wrong(format!("`{name}` happened and nobody was told so"));
        }
        found
    }

    fn refuse(&mut self, event: &Event, links: &mut Links<'_>) {
        let kind = event.details["error"].as_str().unwrap();
        if !links.take_refusal(&event.actor, kind) {
            self.wrong(format!("a refusal ({kind}) that {} never got", event.actor));
        }
    }

    fn send(&mut self, event: &Event, id: i64, sent: &Value, links: &mut Links<'_>) {
        let Some((_, Some(line))) = self.ask(event, &format!("send {id}"), links) else {
            return;
        };
        let logged = [&sent["to"], &sent["type"], &sent["priority"]];
        let words = ["critical", "high", "normal", "low"];
        let priority = words[usize::try_from(line.priority).unwrap()];
        if logged != [line.to.as_str(), &line.kind, priority] {
            self.wrong(format!("message {id} is not what was sent: {line:?}"));
        }
        let mut message = Letter::new(&event.actor, &line.to, &line.kind, line.priority);
        message.expires_at = line.ttl.map(|ttl| event.at + ttl);
        message.cycle.clone_from(&line.cycle);
        if line.kind == "command" {
            self.check_halts(event, line.cycle.as_deref(), None);
            if let Some(cycle) = &line.cycle {
                self.commands.entry(cycle.clone()).or_default().push(id);
            }
        }
        if let Some(key) = &line.key {
            let key = (event.actor.clone(), key.clone(), line.to.clone());
            if let Some(first) = self.stored.insert(key, id) {
                self.wrong(format!("the key of message {first} was stored again"));
            }
        }
        self.insert(id, message);
    }

    /// That a sender is notified of its dead letter.
    fn notice(&mut self, event: &Event, id: i64) {
        let dead = event.details["dead"].as_i64().unwrap();
        if !self.untold.remove(&dead) {
            self.wrong(format!("message {dead} was said to be dead"));
        }
        let dead = &self.messages[&dead];
        let mut notice = Letter::new(&dead.to, &dead.from, "event", dead.priority);
        notice.cycle.clone_from(&dead.cycle);
        notice.is_notice = true;
        self.insert(id, notice);
    }

    pub fn insert(&mut self, id: i64, message: Letter) {
        let place = (message.priority, id);
        let queue = self.queues.entry(message.to.clone()).or_default();
        queue.insert(place);
        if self.messages.insert(id, message).is_some() {
            self.wrong(format!("message {id} was stored twice"));
        }
    }

    /// What is not over, in the order of delivery.
    pub fn queue(&self, to: &str) -> impl Iterator<Item = i64> {
        let queue = self.queues.get(to).into_iter().flatten();
        queue.map(|&(_, id)| id)
    }

    /// What stands first for an agent, and how it should be handed out.
    fn best(&self, to: &str, at: i64, wants: impl Fn(&str) -> bool, limit: usize) -> Vec<i64> {
        let ready = self.queue(to).filter(|id| {
            let message = &self.messages[id];
            message.is_ready(at) && wants(&message.kind)
        });
        ready.take(limit).collect()
    }

    fn claim(&mut self, event: &Event, links: &mut Links<'_>) {
        let claims = claims(event);
        let mut asked = None;
        let mut untold = BTreeSet::new();
        for &(id, token) in &claims {
            if self.given_back.contains(&(id, token)) {
                untold.insert(id);
                continue;
            }
            let name = format!("claim {id} {token}");
            match links.take(&event.actor, &name, event.seq) {
                None if self.withdrawn.get(&id).is_some_and(|&at| at > event.seq) => {
                    untold.insert(id);
                }
                None => self.wrong(format!("`{name}` happened and nobody was told so")),
                found => asked = found,
            }
        }
        let Some((invocation, _)) = asked else {
            // Nothing of it was handed out: it was given back, or withdrawn before that.
            for (id, token) in claims {
                if untold.contains(&id) {
                    self.deliver(event, id, token, 1_000, self.is_all_halted());
                }
            }
            return;
        };
        let Asked::Receive {
            only,
            limit,
            lease,
            file,
            ..
        } = &invocation.asked
        else {
            return self.wrong(format!("a claim, where {:?} was asked", invocation.asked));
        };
        let halted = self.is_all_halted();
        let wants = |kind: &str| only.as_ref().is_none_or(|only| only == kind);
        let flows = |kind: &str| wants(kind) && kind != "command";
        let given: Vec<_> = claims.iter().map(|(id, _)| *id).collect();
        let best = if halted {
            self.best(&event.actor, event.at, flows, *limit)
        } else {
            self.best(&event.actor, event.at, wants, *limit)
        };
        // A halt file may hold commands back before its halt is on record, and after.
        let by_file = || *file || links.is_near_halt(invocation);
        if given != best
            && !(by_file() && given == self.best(&event.actor, event.at, flows, *limit))
        {
            self.wrong(format!(
                "{given:?} were handed out, and {best:?} stood first"
            ));
        }
        for (id, token) in claims {
            self.deliver(event, id, token, *lease, halted);
        }
    }

    fn deliver(&mut self, event: &Event, id: i64, token: u64, lease: i64, halted: bool) {
        let Some(message) = self.messages.get_mut(&id) else {
            return self.wrong(format!("message {id} was handed out and never sent"));
        };
        let stands = message.status_at(event.at).to_owned();
        let is_held_back = halted && message.kind == "command";
        let is_next = token == message.claim + 1;
        message.claimed(event.at + lease);
        if stands != "pending" {
            self.wrong(format!("message {id} was handed out while it was {stands}"));
        }
        if is_held_back {
            self.wrong(format!("command {id} was handed out under a halt"));
        }
        if !is_next {
            self.wrong(format!("message {id} was handed out with token {token}"));
        }
    }

    /// A command that was being claimed when a halt came: it is reported to nobody.
    fn give_back(&mut self, event: &Event) {
        for (id, token) in claims(event) {
            let message = self.messages.get_mut(&id).unwrap();
            if message.kind != "command" || message.claim != token {
                self.wrong(format!("message {id} was given back with token {token}"));
                continue;
            }
            message.deliveries -= 1;
            self.rest(id, "pending");
            let message = &self.messages[&id];
            let (place, to) = ((message.priority, id), message.to.clone());
            self.queues.entry(to).or_default().insert(place);
        }
    }

    fn overdue(&mut self, event: &Event) {
        for to in ["pending", "expired", "dead"] {
            for id in list(event, to).map(|id| id.as_i64().unwrap()) {
                let message = &self.messages[&id];
                if message.is_due(event.at, to) {
                    self.rest(id, to);
                } else {
                    self.wrong(format!("message {id} became {to} before its time"));
                }
            }
        }
    }

    /// An ack, a nack or an extension.
    fn settle(&mut self, event: &Event, verb: &str, id: i64, links: &mut Links<'_>) {
        let claim = event.details["claim"].as_u64().unwrap();
        if verb == "ack" && self.given_back.contains(&(id, claim)) {
            return self.rest(id, "processed");
        }
        let Some((invocation, _)) = self.ask(event, &format!("{verb} {id} {claim}"), links) else {
            return;
        };
        self.check_holder(event, verb, id, invocation.asked.token());
        let Some(message) = self.messages.get_mut(&id) else {
            return;
        };
        match invocation.asked {
            Asked::Nack { .. } if message.is_worn_out() => self.rest(id, "dead"),
            Asked::Nack { delay, .. } => {
                message.rest("pending");
                message.not_before = delay.map(|delay| event.at + delay);
            }
            Asked::Extend { lease, .. } => {
                message.lease_until = message.lease_until.max(Some(event.at + lease));
            }
            _ => self.rest(id, "processed"),
        }
    }

    fn reply(&mut self, event: &Event, id: i64, links: &mut Links<'_>) {
        let original = event.details["reply_to"].as_i64().unwrap();
        let Some((invocation, _)) = self.ask(event, &format!("reply {id}"), links) else {
            return;
        };
        self.check_holder(event, "reply", original, invocation.asked.token());
        let Some(message) = self.messages.get(&original) else {
            return;
        };
        let mut response = Letter::new(&message.to, &message.from, "response", message.priority);
        response.cycle.clone_from(&message.cycle);
        self.insert(id, response);
        self.rest(original, "processed");
    }

    /// Whether the actor may settle this message now, with this token.
    fn check_holder(&mut self, event: &Event, verb: &str, id: i64, token: Option<u64>) {
        let Some(message) = self.messages.get(&id) else {
            return self.wrong(format!("{verb} of message {id}, which was never sent"));
        };
        let stands = message.status_at(event.at);
        let takes = matches!(verb, "ack" | "reply") && stands == "pending";
        let problem = if message.to != event.actor {
            format!("by {}", event.actor)
        } else if stands != "claimed" && !takes {
            format!("while it was {stands}")
        } else if token.is_some_and(|token| token != message.claim) {
            format!("with token {token:?} instead of {}", message.claim)
        } else if takes && message.kind == "command" && self.is_all_halted() {
            "under a halt".to_owned()
        } else {
            return;
        };
        self.wrong(format!("{verb} of message {id} {problem}"));
    }

    /// Ends a message, or brings it back.
    pub fn rest(&mut self, id: i64, status: &str) {
        let message = self.messages.get_mut(&id).unwrap();
        message.rest(status);
        if status == "dead" && !message.is_notice {
            self.untold.insert(id);
        }
        if !message.is_open() {
            let queue = self.queues.get_mut(&message.to).unwrap();
            queue.remove(&(message.priority, id));
        }
    }
}

pub fn list<'e>(event: &'e Event, field: &str) -> impl Iterator<Item = &'e Value> + use<'e> {
    event.details[field].as_array().unwrap().iter()
}
