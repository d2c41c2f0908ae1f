//! What the contract promises about cycles, agents and halts, as a function over what
//! happened. It shares no rule with the program, so that they cannot be wrong together.
//!
//! [`judge`] takes the audit log, whose order is that of the transactions, the journal,
//! which says what reached the agents and when, and what the tables hold at the end.
//! Each [`Rule`] is checked by itself, and has a violating history in `hand_made.rs`.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value;

use super::journal::{Answers, Got, Line, Scope, What};

/// One event of the audit log.
#[derive(Clone, Debug)]
pub struct Event {
    pub seq: u64,
    /// When its transaction began, on the clock of the journal.
    pub at: u64,
    pub actor: String,
    pub kind: String,
    pub subject: String,
    pub details: Value,
}

/// All that is known of one trial.
#[derive(Default)]
pub struct History {
    pub lines: Vec<Line>,
    pub events: Vec<Event>,
    /// What each message says.
    pub payloads: HashMap<i64, String>,
    /// The values of the shared state, by cycle, key and version.
    pub values: HashMap<(String, String, u64), String>,
    /// What cycles were completed with.
    pub results: HashMap<String, String>,
    /// The messages that could still be delivered at the end, and were not when all
    /// agents received until nothing came.
    pub undelivered: Vec<i64>,
    /// The commands that are delivered once only.
    pub once: HashSet<i64>,
}

/// A promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// An execution command reaches an agent at most once per cycle.
    OnlyOnce,
    /// It is sent only after recorded `ok` answers of strategy and risk.
    OnlyApproved,
    /// No command reaches an agent while a halt covers it.
    NotUnderHalt,
    /// Nothing moves, and no state is written, while a halt covers it; what was being
    /// committed when the halt came says so.
    HaltStops,
    /// No cycle is completed over a rejection, an error or an unanswered command.
    CompletedByAnswers,
    /// No guide cycle is completed with anything but an explicit `proposed`.
    OnlyProposed,
    /// A halt stays in force until it is cleared by its own number.
    HaltStays,
    /// Every answer that an agent gave is on record, or printed.
    AnswerKept,
    /// No message is lost for longer than a lease.
    MessageKept,
    /// Every command ends, and leaves no process behind.
    Ends,
}

/// What should not have happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    pub rule: Rule,
    pub what: String,
}

const MILLISECOND: u64 = 1_000_000;
const SECOND: u64 = 1000 * MILLISECOND;

/// How long after it was handed over a command may be read: the journal says when an
/// agent had read it, and on a busy machine that may be later.
pub const READING: u64 = 700 * MILLISECOND;

/// How much later than its signal a worker may have been killed, and how much later than
/// its claim a receiver prints.
const STOPPING: u64 = 200 * MILLISECOND;
const HANDING_OVER: u64 = 4 * SECOND;

/// How long the workers claim a message for, with a margin for the time in which no worker
/// receives.
pub const LEASE: u64 = 1500 * MILLISECOND;
const MARGIN: u64 = 30 * SECOND;

/// The reason of a halt file that was placed without words.
pub const BY_HAND: &str = "by hand";

/// A halt that was called and returned 0.
struct Halt<'h> {
    reason: &'h str,
    scope: &'h Scope,
    asked: u64,
    returned: u64,
    /// When the clear of it was asked for, and had returned.
    cleared: Option<(u64, u64)>,
    /// Where it was once missing among those in force: until when it was known to be.
    lost: Option<u64>,
}

impl Halt<'_> {
    fn covers(&self, cycle: &str, symbol: Option<&str>) -> bool {
        match self.scope {
            Scope::Everything => true,
            Scope::Symbol(halted) => symbol == Some(halted),
            Scope::Cycle(halted) => cycle == halted,
        }
    }

    /// Whether it must have been in force all the time between these moments.
    fn held(&self, from: u64, to: u64) -> bool {
        self.returned <= from
            && self.cleared.is_none_or(|(asked, _)| to < asked)
            && self.lost.is_none_or(|lost| to <= lost)
    }

    /// Whether it may have been in force at some moment between these.
    fn touched(&self, from: u64, to: u64) -> bool {
        self.asked <= to && self.cleared.is_none_or(|(_, over)| from <= over)
    }
}

struct Cycle {
    symbol: String,
    mode: String,
}

struct Model<'h> {
    history: &'h History,
    cycles: HashMap<&'h str, Cycle>,
    halts: Vec<Halt<'h>>,
    /// The agent and the cycle of each command of the pipeline.
    commands: BTreeMap<i64, Command<'h>>,
    /// The answers to each message: when they were recorded, and their message.
    replies: HashMap<i64, Vec<(u64, i64)>>,
    violations: Vec<Violation>,
}

struct Command<'h> {
    seq: u64,
    to: &'h str,
    cycle: &'h str,
}

/// Says what of this history should not have happened.
pub fn judge(history: &History) -> Vec<Violation> {
    let mut model = Model {
        history,
        cycles: HashMap::new(),
        halts: halts(&history.lines),
        commands: BTreeMap::new(),
        replies: HashMap::new(),
        violations: Vec::new(),
    };
    model.read_log();
    model.check_halts_stay();
    model.check_deliveries();
    model.check_commands_and_ends();
    model.check_moves();
    model.check_answers();
    model.check_claims();
    model.check_ends();
    model.violations
}

/// The halts that returned 0, with their clears.
fn halts(lines: &[Line]) -> Vec<Halt<'_>> {
    let mut halts: Vec<Halt<'_>> = Vec::new();
    for line in lines {
        match &line.what {
            What::Halt {
                asked,
                reason,
                scope,
                code: Some(0),
            } => halts.push(Halt {
                reason,
                scope,
                asked: *asked,
                returned: line.at,
                cleared: None,
                lost: None,
            }),
            What::Clear {
                asked,
                reason: Some(reason),
                ..
            } => {
                let open = |halt: &&mut Halt<'_>| halt.reason == reason && halt.cleared.is_none();
                for halt in halts.iter_mut().filter(open) {
                    halt.cleared = Some((*asked, line.at));
                }
            }
            _ => {}
        }
    }
    halts
}

/// The number at the end of a subject, such as that of "message 7".
fn number(subject: &str) -> i64 {
    subject.rsplit(' ').next().unwrap().parse().unwrap()
}

/// What an answer says, read by the rules of the contract.
struct Said {
    is_ok: bool,
    /// `data.outcome`, if there is one.
    outcome: Option<Value>,
}

fn said(text: &str) -> Said {
    let value: Value = serde_json::from_str(text).unwrap_or(Value::Null);
    let well_formed = value.is_object()
        && value.get("data").is_none_or(Value::is_object)
        && value.get("message").is_none_or(Value::is_string);
    Said {
        is_ok: well_formed && value["status"] == "ok",
        outcome: value.pointer("/data/outcome").cloned(),
    }
}

impl<'h> Model<'h> {
    fn wrong(&mut self, rule: Rule, what: String) {
        self.violations.push(Violation { rule, what });
    }

    fn symbol(&self, cycle: &str) -> Option<&str> {
        self.cycles.get(cycle).map(|cycle| cycle.symbol.as_str())
    }

    fn read_log(&mut self) {
        let history = self.history;
        for event in &history.events {
            let text = |name: &str| event.details[name].as_str();
            match event.kind.as_str() {
                "cycle.start" => {
                    let cycle = Cycle {
                        symbol: text("symbol").unwrap().to_owned(),
                        mode: text("mode").unwrap().to_owned(),
                    };
                    self.cycles.insert(&event.subject, cycle);
                }
                "command.send" => {
                    if let (Some(cycle), Some(to)) = (text("cycle"), text("to")) {
                        let seq = event.seq;
                        let command = Command { seq, to, cycle };
                        self.commands.insert(number(&event.subject), command);
                    }
                }
                "message.reply" => {
                    let to = event.details["reply_to"].as_i64().unwrap();
                    let reply = (event.seq, number(&event.subject));
                    self.replies.entry(to).or_default().push(reply);
                }
                _ => {}
            }
        }
    }

    /// What reached the agents: execution once, and nothing under a halt.
    fn check_deliveries(&mut self) {
        let mut delivered: HashMap<&str, &Got> = HashMap::new();
        let history = self.history;
        let mut continued: HashMap<u32, u64> = HashMap::new();
        for line in &history.lines {
            if let What::Signalled { pid, signal, .. } = &line.what
                && signal == "CONT"
            {
                continued.insert(pid.unsigned_abs(), line.at);
            }
            let What::Got(got) = &line.what else { continue };
            let Some(cycle) = &got.cycle else { continue };
            if got.agent == "execution"
                && let Some(first) = delivered.insert(cycle, got)
            {
                let what = format!("execution was given {got:?} after {first:?}");
                self.wrong(Rule::OnlyOnce, what);
            }
            // One that was stopped reads late what it was given before.
            let read = continued.get(&line.pid).copied().unwrap_or(0);
            let given = line.at.saturating_sub(READING);
            let symbol = self.symbol(cycle);
            let halt = self.halts.iter().find(|halt| {
                halt.covers(cycle, symbol) && read < halt.returned && halt.held(given, line.at)
            });
            if let Some(halt) = halt {
                let how = got.claim.map_or("a program", |_| "a receiver");
                let late = (line.at - halt.returned) / MILLISECOND;
                let what = format!(
                    "{how} was given {got:?} {late} ms after {} had returned",
                    halt.reason
                );
                self.wrong(Rule::NotUnderHalt, what);
            }
        }
    }

    /// The commands of the pipeline and the ends of cycles, by the log alone.
    fn check_commands_and_ends(&mut self) {
        let history = self.history;
        for event in &history.events {
            match event.kind.as_str() {
                "command.send" if event.details["to"] == "execution" => {
                    let Some(cycle) = event.details["cycle"].as_str() else {
                        continue;
                    };
                    for agent in ["strategy", "risk"] {
                        if let Some(problem) = self.not_ok(cycle, agent, event.seq) {
                            let what = format!("{} of {cycle}, and {problem}", event.subject);
                            self.wrong(Rule::OnlyApproved, what);
                        }
                    }
                }
                "cycle.complete" => {
                    let cycle = event.subject.as_str();
                    for agent in ["strategy", "risk", "execution"] {
                        if let Some(problem) = self.not_ok(cycle, agent, event.seq) {
                            let what = format!("{cycle} was completed, and {problem}");
                            self.wrong(Rule::CompletedByAnswers, what);
                        }
                    }
                    if self
                        .cycles
                        .get(cycle)
                        .is_some_and(|one| one.mode == "guide")
                        && let Some(problem) = self.not_proposed(cycle, event.seq)
                    {
                        let what = format!("{cycle} was completed in guide mode, and {problem}");
                        self.wrong(Rule::OnlyProposed, what);
                    }
                }
                _ => {}
            }
        }
    }

    /// What is wrong with the answer of an agent, if the pipeline has sent it a command.
    fn not_ok(&self, cycle: &str, agent: &str, before: u64) -> Option<String> {
        let mut sent = self.commands.iter().filter(|(_, command)| {
            command.cycle == cycle && command.to == agent && command.seq < before
        });
        let (id, command) = sent.next_back()?;
        let replies = self.replies.get(id).into_iter().flatten();
        let replies: Vec<_> = replies
            .filter(|(seq, _)| *seq < before)
            .map(|(_, reply)| self.history.payloads[reply].as_str())
            .collect();
        if replies.is_empty() {
            return Some(format!("command {id} to {agent} had no answer"));
        }
        if let Some(other) = replies.iter().find(|reply| !said(reply).is_ok) {
            return Some(format!("{agent} had answered {other} to {id}"));
        }
        let key = format!("{agent}_result");
        let is_recorded = self
            .values(cycle, &key, command.seq, before)
            .any(|value| replies.contains(&value));
        (!is_recorded).then(|| format!("the answer of {agent} to {id} was not recorded"))
    }

    /// The versions of a value that were written between two events.
    fn values(
        &self,
        cycle: &str,
        key: &str,
        after: u64,
        before: u64,
    ) -> impl Iterator<Item = &'h str> {
        let history = self.history;
        let writes = history.events.iter().filter(move |event| {
            event.kind == "state.write" && event.seq > after && event.seq < before
        });
        let place = (cycle.to_owned(), key.to_owned());
        writes.filter_map(move |event| {
            let is_it = event.subject == place.0 && event.details["key"] == place.1.as_str();
            let version = event.details["version"].as_u64()?;
            let place = (place.0.clone(), place.1.clone(), version);
            is_it.then(|| history.values[&place].as_str())
        })
    }

    /// What execution did beyond an explicit proposal, as far as it was known.
    fn not_proposed(&self, cycle: &str, before: u64) -> Option<String> {
        let to_execution = self
            .commands
            .iter()
            .filter(|(_, command)| command.cycle == cycle && command.to == "execution");
        let replies = to_execution.flat_map(|(id, _)| self.replies.get(id).into_iter().flatten());
        let replies = replies
            .filter(|(seq, _)| *seq < before)
            .map(|(_, reply)| self.history.payloads[reply].as_str());
        let written = self.values(cycle, "execution_result", 0, before);
        for text in replies.chain(written) {
            let said = said(text);
            let is_proposal = match &said.outcome {
                Some(outcome) => outcome == "proposed",
                None => !said.is_ok,
            };
            if !is_proposal {
                return Some(format!("execution had said {text}"));
            }
        }
        let result = self.history.results.get(cycle)?;
        let outcome = said(result).outcome?;
        (outcome != "proposed").then(|| format!("its result is {result}"))
    }

    /// That nothing moved under a halt: by the log, for the halts that are in it, and by
    /// what the verbs said, for all.
    fn check_moves(&mut self) {
        let mut in_force: BTreeMap<i64, Scope> = BTreeMap::new();
        let history = self.history;
        for event in &history.events {
            match event.kind.as_str() {
                "halt.request" => {
                    let scope = event.details["scope"].as_str().unwrap();
                    in_force.insert(number(&event.subject), scope_of(scope));
                }
                "halt.clear" => {
                    in_force.remove(&number(&event.subject));
                }
                "cycle.start" | "cycle.advance" | "cycle.complete" | "cycle.approve"
                | "cycle.resume" | "state.write" => {
                    self.check_move(event, &event.subject, &in_force);
                }
                "command.send" => {
                    if let Some(cycle) = event.details["cycle"].as_str() {
                        self.check_move(event, cycle, &in_force);
                    }
                }
                _ => {}
            }
        }
        for line in &history.lines {
            let What::Moved {
                asked,
                verb,
                cycle,
                code: Some(0),
                said,
            } = &line.what
            else {
                continue;
            };
            let symbol = self.symbol(cycle);
            let before = line.at.saturating_sub(READING);
            let halt = self.halts.iter().find(|halt| {
                halt.covers(cycle, symbol)
                    && halt.held(before, line.at)
                    && !said.to_lowercase().contains("halt")
            });
            if let Some(halt) = halt {
                let what = format!(
                    "`{verb}` of {cycle}, begun {} ms before {} returned, ended {} ms after it \
                     and did not say so",
                    i128::from(halt.returned) / 1_000_000 - i128::from(*asked) / 1_000_000,
                    halt.reason,
                    (line.at - halt.returned) / MILLISECOND,
                );
                self.wrong(Rule::HaltStops, what);
            }
        }
    }

    fn check_move(&mut self, event: &Event, cycle: &str, in_force: &BTreeMap<i64, Scope>) {
        let symbol = self.symbol(cycle);
        let halt = in_force.iter().find(|(_, scope)| match scope {
            Scope::Everything => true,
            Scope::Symbol(halted) => symbol == Some(halted),
            Scope::Cycle(halted) => cycle == halted,
        });
        if let Some((id, _)) = halt {
            let what = format!(
                "event {}, {} of {cycle}, under halt {id}",
                event.seq, event.kind
            );
            self.wrong(Rule::HaltStops, what);
        }
    }

    /// That each halt which returned 0 is listed until it is cleared by itself. What
    /// follows from the loss of one is not counted again.
    fn check_halts_stay(&mut self) {
        let history = self.history;
        let mut problems = Vec::new();
        for halt in &mut self.halts {
            let mut known = halt.returned;
            for line in &history.lines {
                let What::Listed { asked, reasons } = &line.what else {
                    continue;
                };
                if !halt.held(*asked, line.at) {
                    continue;
                }
                let is_it = |reason: &&String| {
                    **reason == *halt.reason || (halt.reason == BY_HAND && is_by_hand(reason))
                };
                if reasons.iter().any(|reason| is_it(&reason)) {
                    known = *asked;
                    continue;
                }
                problems.push(format!(
                    "{}, called at {} ms, was not in force at {} ms, when {reasons:?} were",
                    halt.reason,
                    halt.returned / MILLISECOND,
                    line.at / MILLISECOND
                ));
                halt.lost = Some(known);
            }
        }
        for problem in problems {
            self.wrong(Rule::HaltStays, problem);
        }
    }

    /// That each answer which was given is somewhere.
    fn check_answers(&mut self) {
        let history = self.history;
        let mut given: HashMap<&str, (u64, &Answers)> = HashMap::new();
        let mut answers: HashMap<&str, &Answers> = HashMap::new();
        for line in &history.lines {
            match &line.what {
                What::Answers(answer) => {
                    answers.insert(&answer.marker, answer);
                }
                What::Answered {
                    marker,
                    accepted: true,
                } => {
                    given.insert(marker, (line.at, answers[marker.as_str()]));
                }
                _ => {}
            }
        }
        let record = record(history);
        let mut given: Vec<_> = given.into_values().collect();
        given.sort_by_key(|(at, _)| *at);
        for (at, answer) in given {
            if self.must_be_kept(answer) && !record.contains(&answer.marker) {
                let what = format!("{answer:?} is nowhere, given at {} ms", at / MILLISECOND);
                self.wrong(Rule::AnswerKept, what);
            }
        }
    }

    /// Whether somebody was there to take the answer: an accepted reply is on the bus; what
    /// a program printed is read by its supervisor, also when that stops the program, and
    /// unless it is killed itself: then it ends without a code.
    fn must_be_kept(&self, answer: &Answers) -> bool {
        let Some(run) = answer.run else { return true };
        let mut ends = self
            .history
            .lines
            .iter()
            .filter_map(|line| match &line.what {
                What::RunEnded { run: id, code, .. } if *id == run => Some(*code),
                _ => None,
            });
        ends.next().flatten().is_some()
    }

    /// That each claim reached somebody, or came back.
    fn check_claims(&mut self) {
        let history = self.history;
        let got = history.lines.iter().filter_map(|line| match &line.what {
            What::Got(got) => Some((got.message, got.claim?)),
            _ => None,
        });
        let got: HashSet<_> = got.collect();
        let workers = workers(&history.lines);
        for (place, event) in history.events.iter().enumerate() {
            if event.kind != "message.claim" {
                continue;
            }
            for claim in event.details["claims"].as_array().unwrap() {
                let id = claim["id"].as_i64().unwrap();
                let token = claim["claim"].as_u64().unwrap();
                let rest = &history.events[place + 1..];
                let next = rest.iter().find(|event| touches(event, id));
                let reached = got.contains(&(id, token));
                if !reached && !self.is_back(event, next) && !is_explained(&workers, event) {
                    let what = format!(
                        "message {id} was claimed by {} with token {token} for nobody, as event \
                         {} at {} ms",
                        event.actor,
                        event.seq,
                        event.at / MILLISECOND
                    );
                    self.wrong(Rule::MessageKept, what);
                }
                let until = event.at + LEASE + MARGIN;
                let over = next
                    .map(|next| next.at)
                    .or(history.events.last().map(|e| e.at));
                if over.is_some_and(|over| over > until) && !history.once.contains(&id) {
                    let what = format!(
                        "message {id}, claimed by {} as event {}, was lost for {} ms",
                        event.actor,
                        event.seq,
                        (over.unwrap_or(until) - event.at) / MILLISECOND
                    );
                    self.wrong(Rule::MessageKept, what);
                }
            }
        }
        for id in &history.undelivered {
            let what = format!("message {id} was not delivered when all received at the end");
            self.wrong(Rule::MessageKept, what);
        }
    }

    /// Whether the next event says that a claim was given back, or that a halt made it
    /// void before it was handed out.
    fn is_back(&self, claim: &Event, next: Option<&Event>) -> bool {
        match next.map(|next| next.kind.as_str()) {
            None
            | Some(
                "message.claim" | "message.overdue" | "message.ack" | "message.reply"
                | "message.extend",
            ) => false,
            Some("message.withdraw") => {
                let (from, to) = (claim.at, claim.at + HANDING_OVER);
                self.halts.iter().any(|halt| halt.touched(from, to))
            }
            Some(_) => true,
        }
    }

    fn check_ends(&mut self) {
        let history = self.history;
        for line in &history.lines {
            match &line.what {
                What::Hung { command } => {
                    self.wrong(Rule::Ends, format!("`{command}` did not end in time"));
                }
                What::Left { process } => {
                    self.wrong(Rule::Ends, format!("`{process}` was left running"));
                }
                _ => {}
            }
        }
    }
}

/// A scope as the audit log has it.
fn scope_of(text: &str) -> Scope {
    match text.split_once(' ') {
        Some(("cycle", id)) => Scope::Cycle(id.to_owned()),
        Some((_, symbol)) => Scope::Symbol(symbol.to_owned()),
        None => Scope::Everything,
    }
}

/// Whether this is what the program says of a halt file without words.
pub fn is_by_hand(reason: &str) -> bool {
    reason.contains(".HALT")
}

/// All places where an answer may be, as one text.
fn record(history: &History) -> String {
    let mut text = String::new();
    for payload in history.payloads.values() {
        text.push_str(payload);
    }
    for value in history.values.values() {
        text.push_str(value);
    }
    for event in &history.events {
        if event.details.get("answer").is_some() {
            text.push_str(&event.details.to_string());
        }
    }
    for line in &history.lines {
        if let What::RunEnded { said, .. } = &line.what {
            text.push_str(said);
        }
    }
    text
}

/// The life of one that receives.
struct Receiver<'h> {
    agent: &'h str,
    from: u64,
    /// When it was stopped permanently or killed.
    to: u64,
    /// Whether it is a program, whose watchdog may kill it at any moment.
    is_program: bool,
    killed: u64,
}

fn workers(lines: &[Line]) -> Vec<Receiver<'_>> {
    let mut receivers: Vec<(u32, Receiver<'_>)> = Vec::new();
    for line in lines {
        match &line.what {
            What::Began { agent } | What::Receives { agent } => {
                let is_program = matches!(line.what, What::Receives { .. });
                let receiver = Receiver {
                    agent,
                    from: line.at,
                    to: u64::MAX,
                    is_program,
                    killed: u64::MAX,
                };
                receivers.push((line.pid, receiver));
            }
            What::Signalled { pid, signal, .. } => {
                let same = |(of, receiver): &&mut (u32, Receiver<'_>)| {
                    *of == pid.unsigned_abs() && receiver.killed == u64::MAX
                };
                for (_, receiver) in receivers.iter_mut().filter(same) {
                    match signal.as_str() {
                        "STOP" => receiver.to = line.at,
                        "CONT" => receiver.to = u64::MAX,
                        "KILL" => {
                            receiver.to = receiver.to.min(line.at);
                            receiver.killed = line.at;
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    receivers
        .into_iter()
        .map(|(_, receiver)| receiver)
        .collect()
}

/// Whether the claim may have been that of one who was killed with it in hand.
fn is_explained(receivers: &[Receiver<'_>], claim: &Event) -> bool {
    receivers.iter().any(|receiver| {
        let began = receiver.from <= claim.at;
        let in_hand = if receiver.is_program {
            claim.at <= receiver.from + HANDING_OVER
        } else {
            // Claimed at most a moment before its end, or while it was stopped.
            receiver.killed != u64::MAX
                && receiver.to <= claim.at + HANDING_OVER
                && claim.at <= receiver.killed + STOPPING
        };
        receiver.agent == claim.actor && began && in_hand
    })
}

/// Whether an event is about this message.
fn touches(event: &Event, id: i64) -> bool {
    let holds = |name: &str| {
        let list = event.details[name].as_array().into_iter().flatten();
        let mut list = list.map(|one| one["id"].as_i64().or(one.as_i64()));
        list.any(|one| one == Some(id))
    };
    match event.kind.as_str() {
        "message.claim" => holds("claims"),
        "message.overdue" => holds("pending") || holds("expired") || holds("dead"),
        "message.withdraw" => holds("ids"),
        "halt.clear" => holds("withdrawn"),
        "message.reply" => event.details["reply_to"].as_i64() == Some(id),
        kind if kind.starts_with("message.") => {
            event.subject == format!("message {id}")
                || ["ids", "messages", "claims"].into_iter().any(holds)
        }
        _ => false,
    }
}
