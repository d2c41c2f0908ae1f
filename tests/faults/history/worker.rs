//! One process of the workload: it does what its dice say, and writes down what it requested and
//! the results. Refusals count like any other result.

use std::time::Duration;

use flowrex_coord::coordination::cycle::CycleManager;
use flowrex_coord::coordination::halt::HaltControl;
use flowrex_coord::coordination::message_bus::{MessageBus, Nack, Receive};
use flowrex_coord::coordination::shared_state::SharedStateManager;
use flowrex_coord::model::batch;
use flowrex_coord::model::caller::Caller;
use flowrex_coord::model::clock::{Clock, Timestamp};
use flowrex_coord::model::cycle::Cycle;
use flowrex_coord::model::error::ErrorKind;
use flowrex_coord::model::halt::HaltScope;
use flowrex_coord::model::id::IdSource;
use flowrex_coord::model::id::{AgentName, Claim, MessageId};
use flowrex_coord::model::json::Json;
use flowrex_coord::model::message::{Message, MessageType, NewMessage, Priority, Recipient};
use flowrex_coord::store::{Store, cycle, halt};
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};
use uuid::Uuid;

use super::invocation::{Asked, Invocation, Line};
use super::remote::Client;
use crate::common::new_cycle;

pub const AGENTS: [&str; 4] = ["supervisor", "strategy", "risk", "execution"];

/// How many of its messages a worker remembers: the latest.
const HELD: usize = 40;

/// When the shared clock of the workload begins: in the year 2100.
const EPOCH: i64 = 4_102_444_800_000;

/// The clock that all workers share: it stands in the system, and nobody sets it.
pub struct Steady;

impl Clock for Steady {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(millis_of(nanos()))
    }
}

impl IdSource for Steady {
    fn uuid(&self) -> Uuid {
        Uuid::from_u128(fastrand::u128(..))
    }
}

pub fn nanos() -> u64 {
    let now = clock_gettime(ClockId::Monotonic);
    u64::try_from(now.tv_sec).unwrap() * 1_000_000_000 + u64::try_from(now.tv_nsec).unwrap()
}

/// The time of the shared clock, as events have it.
pub fn millis_of(nanos: u64) -> i64 {
    EPOCH + i64::try_from(nanos / 1_000_000).unwrap()
}

/// The time of the shared clock at which an event was recorded.
pub const fn nanos_of(at: i64) -> u64 {
    (at - EPOCH).unsigned_abs() * 1_000_000
}

pub struct Worker {
    pub store: Store,
    pub caller: Caller,
    /// Through which it does what it can; none where it does all of it by itself.
    pub client: Option<Client>,
    pub dice: fastrand::Rng,
    /// What it was handed, and some of what it has settled: it tries that again.
    pub held: Vec<(MessageId, Claim)>,
    pub round: u32,
}

/// What was asked, and what the program said to it.
type Called = (Asked, Result<Vec<String>, ErrorKind>);

impl Worker {
    /// Does the next thing.
    pub fn step(&mut self) -> Invocation {
        self.round += 1;
        let start = nanos();
        let (asked, outcome) = self.deed();
        let end = nanos();
        let refused = outcome.as_ref().err().map(|kind| {
            // A full inbox, or a halt that another has just cleared.
            let expected =
                kind.is_refusal() || matches!(kind, ErrorKind::Busy | ErrorKind::NotFound);
            assert!(expected, "{asked:?}: {kind:?}");
            kind.as_str().to_owned()
        });
        Invocation {
            actor: self.caller.agent.to_string(),
            start,
            end,
            asked,
            done: outcome.unwrap_or_default(),
            refused,
        }
    }

    fn deed(&mut self) -> Called {
        let leads = self.caller.agent == AgentName::supervisor();
        match self.dice.u32(0..1000) {
            0..200 => self.send(),
            200..230 => self.send_batch(),
            230..340 => self.write(),
            340..345 => self.halt(),
            345..390 if leads => self.clear(),
            390..430 if leads => self.start(),
            430..440 if leads => self.advance(),
            440..590 => self.settle(false),
            590..640 => self.settle(true),
            640..690 => self.nack(),
            690..750 => self.extend(),
            _ => self.receive(),
        }
    }

    fn one_in(&mut self, count: u32) -> bool {
        self.dice.u32(0..count) == 0
    }

    /// A message as the dice want it. One with a key is the same for all who use
    /// that key, and a key is used for some rounds.
    fn new_message(&mut self) -> NewMessage {
        let key = self.one_in(4).then(|| format!("k{}", self.round / 60));
        let mut draw = match key {
            Some(_) => fastrand::Rng::with_seed(u64::from(self.round / 60)),
            None => self.dice.fork(),
        };
        let is_command = self.caller.agent == AgentName::supervisor() && draw.u8(0..3) == 0;
        let to = match draw.usize(0..6) {
            n @ 0..4 if !(is_command && n == 0) => Recipient::Agent(AGENTS[n].parse().unwrap()),
            4 => Recipient::All,
            _ => Recipient::Agent(AgentName::risk()),
        };
        let message_type = match draw.bool() {
            _ if is_command => MessageType::Command,
            true => MessageType::Request,
            false => MessageType::Event,
        };
        let of_cycle = key.is_none() && is_command && draw.bool();
        let cycle = if of_cycle { self.active() } else { None };
        let ttl = draw.u64(0..300);
        NewMessage {
            to,
            message_type,
            priority: Priority::ALL[draw.usize(0..4)],
            subject: "x".parse().unwrap(),
            payload: Json::parse("1").unwrap(),
            ttl: (ttl < 40).then(|| Duration::from_millis(ttl + 1)),
            cycle: cycle.map(|cycle| cycle.id),
            dedup_key: key.map(|key| key.parse().unwrap()),
        }
    }

    fn send(&mut self) -> Called {
        let new = self.new_message();
        if let Some(client) = &mut self.client {
            let sent = client.post("/messages", &as_json(&new));
            let done = sent.map(|sent| {
                each(&sent)
                    .map(|one| format!("send {}", one["id"]))
                    .collect()
            });
            return (Asked::Send(self.lines(&new)), done);
        }
        let sent = MessageBus::new(&mut self.store).send(&self.caller, &new);
        let done = sent.map(|sent| sent.messages.iter().map(named_sent).collect());
        (
            Asked::Send(self.lines(&new)),
            done.map_err(|error| error.kind()),
        )
    }

    fn send_batch(&mut self) -> Called {
        let count = self.dice.u64(2..6);
        let lines = (1..=count).map(|number| {
            let new = self.new_message();
            (number, batch::Line { from: None, new })
        });
        let lines: Vec<_> = lines.collect();
        let asked = lines.iter().flat_map(|(_, line)| self.lines(&line.new));
        let asked = Asked::Send(asked.collect());
        let sent = MessageBus::new(&mut self.store).send_batch(&self.caller, &lines);
        let done = sent.map(|sent| sent.ids.iter().map(|id| format!("send {id}")).collect());
        (asked, done.map_err(|error| error.kind()))
    }

    /// One line for each recipient, in the order in which they are stored.
    fn lines(&self, new: &NewMessage) -> Vec<Line> {
        let mut names: Vec<_> = match &new.to {
            Recipient::Agent(name) => vec![name.to_string()],
            Recipient::All => {
                let others = AGENTS
                    .iter()
                    .filter(|name| **name != self.caller.agent.as_str());
                others.map(|&name| name.to_owned()).collect()
            }
        };
        names.sort_by_key(|name| (name != "supervisor", name.clone()));
        let line = |to| Line {
            to,
            kind: new.message_type.to_string(),
            priority: new.priority.number(),
            ttl: new.ttl.map(millis),
            cycle: new.cycle.as_ref().map(ToString::to_string),
            key: new.dedup_key.as_ref().map(|key| key.as_str().to_owned()),
        };
        names.into_iter().map(line).collect()
    }

    fn receive(&mut self) -> Called {
        let only = self.one_in(3);
        // Some leases run out while others work, and some do not.
        let lease = if self.dice.bool() {
            Duration::from_millis(self.dice.u64(1..30))
        } else {
            Duration::from_secs(1)
        };
        let how = Receive {
            message_type: only.then(|| MessageType::ALL[self.dice.usize(0..5)]),
            limit: self.dice.u32(1..6),
            lease,
            ack: self.one_in(8),
        };
        let before = self.store.halt_file().is_placed();
        let claimed = self.claim(&how);
        let asked = Asked::Receive {
            only: how.message_type.map(|only| only.to_string()),
            limit: how.limit as usize,
            lease: millis(lease),
            ack: how.ack,
            file: before || self.store.halt_file().is_placed(),
        };
        let done = claimed.map(|claimed| {
            self.held.extend(&claimed);
            let forgotten = self.held.len().saturating_sub(HELD);
            self.held.drain(..forgotten);
            let claims = claimed.iter().map(|&one| named("claim", one));
            let acks = claimed.iter().filter(|_| how.ack);
            claims.chain(acks.map(|&one| named("ack", one))).collect()
        });
        (asked, done)
    }

    fn claim(&mut self, how: &Receive) -> Result<Vec<(MessageId, Claim)>, ErrorKind> {
        if let Some(client) = &mut self.client {
            let body = json!({
                "type": how.message_type.map(|kind| kind.to_string()),
                "limit": how.limit,
                "lease": format!("{}ms", how.lease.as_millis()),
                "ack": how.ack,
            });
            let claimed = client.post("/messages/claim", &body)?;
            return Ok(each(&claimed).map(held).collect());
        }
        let claimed = MessageBus::new(&mut self.store).receive(&self.caller, how);
        let claimed = claimed.map_err(|error| error.kind())?;
        Ok(claimed.iter().map(held_of).collect())
    }

    /// Settles a message through the server. Returns what became of it.
    fn ask(
        &mut self,
        id: MessageId,
        verb: &str,
        mut body: Value,
        token: Option<Claim>,
    ) -> Option<Result<Value, ErrorKind>> {
        body["claim"] = json!(token.map(Claim::number));
        let client = self.client.as_mut()?;
        Some(client.post(&format!("/messages/{id}/{verb}"), &body))
    }

    /// Something that it was handed, with or without its token. It mostly forgets it.
    fn pick(&mut self) -> Option<(MessageId, Option<Claim>)> {
        if self.held.is_empty() {
            return None;
        }
        let place = self.dice.usize(..self.held.len());
        let (id, claim) = self.held[place];
        if self.dice.u32(0..5) > 0 {
            self.held.swap_remove(place);
        }
        let token = (!self.one_in(4)).then_some(claim);
        Some((id, token))
    }

    /// An ack, of two at times, or a reply.
    fn settle(&mut self, replies: bool) -> Called {
        let Some((id, token)) = self.pick() else {
            return self.receive();
        };
        let mut ids = vec![id];
        if !replies && token.is_none() {
            let another = self.pick().map(|(id, _)| id);
            ids.extend(another.filter(|&another| another != id));
        }
        let asked = Asked::Settle {
            token: token.map(Claim::number),
        };
        if let ([id], true) = (ids.as_slice(), self.client.is_some()) {
            let (verb, body) = if replies {
                ("reply", json!({"payload": 2}))
            } else {
                ("ack", json!({}))
            };
            let name = |one: Value| {
                if replies {
                    format!("reply {}", one["id"])
                } else {
                    named("ack", held(&one))
                }
            };
            if let Some(done) = self.ask(*id, verb, body, token) {
                return (asked, done.map(|one| vec![name(one)]));
            }
        }
        let mut bus = MessageBus::new(&mut self.store);
        let done = if replies {
            let payload = Json::parse("2").unwrap();
            let response = bus.reply(&self.caller, id, &payload, token);
            response.map(|response| vec![format!("reply {}", response.id)])
        } else {
            let settled = bus.ack(&self.caller, &ids, token);
            settled.map(|all| all.iter().map(|one| named("ack", held_of(one))).collect())
        };
        (asked, done.map_err(|error| error.kind()))
    }

    fn nack(&mut self) -> Called {
        let Some((id, token)) = self.pick() else {
            return self.receive();
        };
        let delays = self.dice.bool();
        let delay = delays.then(|| Duration::from_millis(self.dice.u64(1..40)));
        let how = Nack {
            delay,
            reason: None,
        };
        let asked = Asked::Nack {
            token: token.map(Claim::number),
            delay: delay.map(millis),
        };
        let body = json!({"delay": delay.map(|delay| format!("{}ms", delay.as_millis()))});
        if let Some(given) = self.ask(id, "nack", body, token) {
            return (asked, given.map(|one| vec![named("nack", held(&one))]));
        }
        let given = MessageBus::new(&mut self.store).nack(&self.caller, id, how, token);
        let given = given.map(|one| vec![named("nack", held_of(&one))]);
        (asked, given.map_err(|error| error.kind()))
    }

    fn extend(&mut self) -> Called {
        let Some((id, token)) = self.pick() else {
            return self.receive();
        };
        self.held.extend(token.map(|token| (id, token)));
        let lease = Duration::from_millis(self.dice.u64(1..60));
        let asked = Asked::Extend {
            token: token.map(Claim::number),
            lease: millis(lease),
        };
        let body = json!({"lease": format!("{}ms", lease.as_millis())});
        if let Some(kept) = self.ask(id, "extend", body, token) {
            return (asked, kept.map(|one| vec![named("extend", held(&one))]));
        }
        let kept = MessageBus::new(&mut self.store).extend(&self.caller, id, lease, token);
        let kept = kept.map(|one| vec![named("extend", held_of(&one))]);
        (asked, kept.map_err(|error| error.kind()))
    }

    fn active(&mut self) -> Option<Cycle> {
        let active = self.store.read(cycle::active).unwrap();
        self.dice.choice(active)
    }

    /// A value that several write, often on the condition that it is still the one
    /// they have read.
    fn write(&mut self) -> Called {
        let Some(cycle) = self.active() else {
            return self.receive();
        };
        let owner = if self.caller.agent == AgentName::supervisor() {
            AGENTS[self.dice.usize(0..4)]
        } else {
            self.caller.agent.as_str()
        };
        let key = format!("{owner}_note").parse().unwrap();
        let mut state = SharedStateManager::new(&mut self.store);
        let seen = state.read(&cycle.id, &key).map_or(0, |entry| entry.version);
        let if_version = (self.dice.u8(0..4) > 0).then_some(seen);
        let value = Json::parse(&self.round.to_string()).unwrap();
        let written = state.write(&self.caller, &cycle.id, &key, &value, if_version);
        let name = |version| format!("write {} {key} {version}", cycle.id);
        let done = written.map(|entry| vec![name(entry.version)]);
        (
            Asked::Write { if_version },
            done.map_err(|error| error.kind()),
        )
    }

    fn halt(&mut self) -> Called {
        let scope = match (self.dice.u8(0..3), self.active()) {
            (0, Some(cycle)) => HaltScope::Cycle(cycle.id),
            (1, Some(cycle)) => HaltScope::Symbol(cycle.symbol),
            _ => HaltScope::Global,
        };
        let reason = "x".parse().unwrap();
        let called = HaltControl::new(&mut self.store).request(&self.caller, &scope, &reason);
        let asked = Asked::Halt {
            scope: scope.to_string(),
        };
        let done = called.map(|called| vec![format!("halt {}", called.halt.id)]);
        (asked, done.map_err(|error| error.kind()))
    }

    fn clear(&mut self) -> Called {
        let halts = self.store.read(halt::in_force).unwrap();
        let Some(halt) = self.dice.choice(halts) else {
            return self.receive();
        };
        let reason = "x".parse().unwrap();
        let cleared = HaltControl::new(&mut self.store).clear(&self.caller, halt.id, &reason);
        let cleared = cleared.map(|halt| vec![format!("clear {}", halt.id)]);
        (Asked::Clear, cleared.map_err(|error| error.kind()))
    }

    fn start(&mut self) -> Called {
        let mut new = new_cycle();
        new.symbol = ["EURUSD", "GBPUSD"][self.dice.usize(0..2)].parse().unwrap();
        let started = CycleManager::new(&mut self.store).start(&self.caller, &new);
        let done = started.map(|cycle| vec![format!("start {}", cycle.id)]);
        (Asked::Start, done.map_err(|error| error.kind()))
    }

    fn advance(&mut self) -> Called {
        let Some(cycle) = self.active() else {
            return self.start();
        };
        let moved = CycleManager::new(&mut self.store).advance(&self.caller, &cycle.id, None);
        let done = moved.map(|cycle| vec![format!("advance {} {}", cycle.id, cycle.phase)]);
        (Asked::Advance, done.map_err(|error| error.kind()))
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap()
}

fn named_sent(message: &Message) -> String {
    format!("send {}", message.id)
}

fn named(what: &str, (id, claim): (MessageId, Claim)) -> String {
    format!("{what} {id} {}", claim.number())
}

fn held_of(message: &Message) -> (MessageId, Claim) {
    (message.id, message.delivery_state.claim)
}

/// The same of an answer of the server.
fn held(message: &Value) -> (MessageId, Claim) {
    let number = |name: &str| message[name].to_string();
    (
        number("id").parse().unwrap(),
        number("claim").parse().unwrap(),
    )
}

/// The one, or each of several.
fn each(answer: &Value) -> impl Iterator<Item = &Value> {
    answer
        .as_array()
        .map_or(std::slice::from_ref(answer), Vec::as_slice)
        .iter()
}

/// A message as it is sent to the server.
fn as_json(new: &NewMessage) -> Value {
    let to = match &new.to {
        Recipient::Agent(name) => name.to_string(),
        Recipient::All => "all".to_owned(),
    };
    json!({
        "to": to,
        "type": new.message_type.to_string(),
        "priority": new.priority.number(),
        "subject": new.subject.to_string(),
        "payload": new.payload,
        "ttl": new.ttl.map(|ttl| format!("{}ms", ttl.as_millis())),
        "cycle": new.cycle.as_ref().map(ToString::to_string),
        "dedup_key": new.dedup_key.as_ref().map(ToString::to_string),
    })
}
