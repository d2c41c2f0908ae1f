//! The agents of a trial: this test binary, started again. A program reads one command
//! and prints its answer; a worker lives on the bus. Both write down in the journal what
//! they were given and what they answered, and both do what an agent should not: they
//! contradict themselves, give back what they must not, and stop or kill the supervisor.

use std::env;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process, set_parent_process_death_signal};
use serde_json::{Value, json};

use super::journal::{Answers, Got, Journal, What, nanos};
use super::model::LEASE;

/// What tells the test binary, run again, whom it is to be and where.
pub const JOURNAL: &str = "FLOWREX_TEST_JOURNAL";
pub const SEED: &str = "FLOWREX_TEST_SEED";
/// The number of the run for which a program works.
pub const RUN: &str = "FLOWREX_TEST_RUN";
/// One in so many commands tempts an agent to do what it should not.
pub const TRICKS: &str = "FLOWREX_TEST_TRICKS";
/// Set for a worker, and not for a program.
pub const WORKER: &str = "FLOWREX_TEST_PIPELINE_WORKER";

/// How long a worker waits for a message at a time.
const WAIT: &str = "4s";

/// How long a slow disk takes for one commit.
pub const SLOW: Duration = Duration::from_millis(1500);

pub const BINARY: &str = env!("CARGO_BIN_EXE_flowrex-coord");

/// Signals a process, and writes that down.
pub fn signal(journal: &Journal, pid: i32, signal: Signal, run: Option<u64>) {
    let name = match signal {
        Signal::KILL => "KILL",
        Signal::STOP => "STOP",
        Signal::CONT => "CONT",
        _ => "TERM",
    };
    let note = |at_last: bool| {
        // It is known to have been stopped or killed from before on, and to go on or end
        // from afterwards on.
        if at_last == (signal == Signal::CONT) {
            let signal = name.to_owned();
            journal.note(What::Signalled { pid, signal, run });
        }
    };
    note(false);
    if let Some(pid) = Pid::from_raw(pid) {
        // It may have ended meanwhile.
        let _ = kill_process(pid, signal);
    }
    note(true);
}

/// Leaves word that something slow has begun, in a cycle of this symbol if one is known:
/// a good time for a halt.
pub fn tell_of_slowness(journal: &Journal, symbol: &str) {
    let word = format!("{} {symbol}", nanos());
    fs::write(journal.path().with_extension("slow"), word).unwrap();
}

/// The symbol of what has begun in the last second and is slow; it may be empty.
pub fn hear_of_slowness(journal: &Journal) -> Option<String> {
    let path = journal.path().with_extension("slow");
    let word = fs::read_to_string(&path).ok()?;
    let (at, symbol) = word.split_once(' ')?;
    let is_new = nanos() < at.parse::<u64>().ok()? + 1_000_000_000;
    // Each word is heard once. Another may have been left meanwhile, and is lost.
    let _ = fs::remove_file(&path);
    is_new.then(|| symbol.to_owned())
}

/// Whether a disk may be slow now. That stops all others as well, so a turn is granted
/// only every few seconds.
pub fn take_slow_turn(journal: &Journal) -> bool {
    fs::remove_file(journal.path().with_extension("turn")).is_ok()
}

pub fn grant_slow_turn(journal: &Journal) {
    fs::write(journal.path().with_extension("turn"), "").unwrap();
}

/// Makes a command's disk slow at one moment: at the sync with this number.
pub fn with_slow_disk(sync: u8, journal: &Journal) -> Command {
    tell_of_slowness(journal, "");
    let mut command = Command::new("strace");
    let delay = SLOW.as_micros();
    let inject = format!("inject=fsync,fdatasync:delay_enter={delay}:when={sync}");
    command.args(["-f", "-qq", "-o", "/dev/null", "--seccomp-bpf"]);
    command.args(["-e", "trace=fsync,fdatasync", "-e", &inject, BINARY]);
    command
}

fn number(name: &str) -> Option<u64> {
    env::var(name).ok()?.parse().ok()
}

/// Dice of its own for each agent, so that no two markers are the same.
fn dice(agent: u64) -> fastrand::Rng {
    fastrand::Rng::with_seed(number(SEED).unwrap() * 10_000_000 + agent)
}

fn tricks() -> u32 {
    u32::try_from(number(TRICKS).unwrap()).unwrap()
}

/// What an agent needs to know of itself.
struct Me {
    agent: String,
    journal: Journal,
    dice: fastrand::Rng,
    run: Option<u64>,
    tricks: u32,
    /// The supervisors that it has stopped, and when they may go on.
    stopped: Vec<(i32, u64)>,
}

/// A command, as an agent was given it.
struct Given {
    cycle: String,
    message: i64,
    claim: Option<u64>,
    mode: String,
}

/// An answer, and whether it can be meant.
struct Reply {
    text: String,
    marker: String,
    is_answer: bool,
}

impl Me {
    fn one_in(&mut self, count: u32) -> bool {
        self.dice.u32(0..count) == 0
    }

    fn call(&self, args: &[&str]) -> Output {
        let mut command = Command::new(BINARY);
        command.args(args).stdin(Stdio::null());
        command.env("FLOWREX_AGENT", &self.agent);
        command.output().unwrap()
    }

    fn pause(&mut self, up_to: u64) {
        thread::sleep(Duration::from_millis(self.dice.u64(0..up_to)));
    }

    fn is_execution(&self) -> bool {
        self.agent == "execution"
    }

    /// An answer as the dice want it: mostly one that lets the cycle go on.
    fn reply(&mut self, given: &Given) -> Reply {
        let marker = format!("m{:x}", self.dice.u64(..));
        let (status, is_answer) = match self.dice.u32(0..100) {
            0..78 => ("ok", true),
            78..88 => ("rejected", true),
            88..95 => ("error", true),
            _ => ("fine", false),
        };
        let mut data = json!({});
        if self.is_execution() && status == "ok" {
            data = self.outcome(given);
        }
        let text = json!({"status": status, "data": data, "message": marker});
        Reply {
            text: text.to_string(),
            marker,
            is_answer,
        }
    }

    /// That the work is done, whatever the mode allows.
    fn says_done(&mut self) -> Reply {
        let marker = format!("m{:x}", self.dice.u64(..));
        let data = json!({"outcome": "executed"});
        let text = json!({"status": "ok", "data": data, "message": marker});
        Reply {
            text: text.to_string(),
            marker,
            is_answer: true,
        }
    }

    /// The data of an `ok` answer of execution.
    fn outcome(&mut self, given: &Given) -> Value {
        if given.mode == "autonomous" {
            return json!({"outcome": "executed"});
        }
        match self.dice.u32(0..100) {
            0..82 => json!({"outcome": "proposed"}),
            82..86 => json!({"outcome": "executed"}),
            86..89 => json!({"outcome": "Executed"}),
            89..92 => json!({"outcome": "filled"}),
            92..95 => json!({"outcome": ["executed"]}),
            _ => json!({}),
        }
    }

    /// Writes down that an answer is about to be given.
    fn announce(&self, given: &Given, marker: &str, printed: bool) {
        self.journal.note(What::Answers(Answers {
            cycle: given.cycle.clone(),
            marker: marker.to_owned(),
            run: self.run.filter(|_| printed),
        }));
    }

    fn answered(&self, marker: &str, accepted: bool) {
        let marker = marker.to_owned();
        self.journal.note(What::Answered { marker, accepted });
    }

    fn reply_on_bus(&mut self, given: &Given, reply: &Reply) {
        let id = given.message.to_string();
        let token = given.claim.map(|claim| claim.to_string());
        let mut args = vec!["msg", "reply", &id, "--payload", &reply.text, "-q"];
        if let Some(token) = token.as_ref().filter(|_| self.dice.bool()) {
            args.extend(["--claim", token]);
        }
        self.announce(given, &reply.marker, false);
        let accepted = self.call(&args).status.success();
        self.answered(&reply.marker, accepted);
    }

    /// The process that runs a cycle.
    fn supervisor(&self, cycle: &str) -> Option<i32> {
        let shown = self.call(&["-o", "json", "cycle", "show", cycle]);
        let shown: Value = serde_json::from_slice(&shown.stdout).ok()?;
        let owner = shown["owner"].as_str()?.strip_prefix("process ")?;
        owner.parse().ok()
    }

    /// Stops the supervisor for a while.
    fn stop_supervisor(&mut self, given: &Given) {
        if let Some(pid) = self.supervisor(&given.cycle) {
            signal(&self.journal, pid, Signal::STOP, self.run);
            let until = nanos() + self.dice.u64(300..1500) * 1_000_000;
            self.stopped.push((pid, until));
        }
    }

    /// Lets supervisors go on whose time has come.
    fn let_go(&mut self, all: bool) {
        let journal = self.journal.clone();
        let run = self.run;
        self.stopped.retain(|&(pid, until)| {
            let stays = !all && nanos() < until;
            if !stays {
                signal(&journal, pid, Signal::CONT, run);
            }
            stays
        });
    }

    /// Gives a command back, and tries to have it queued again.
    fn give_back_and_requeue(&mut self, given: &Given) {
        let id = given.message.to_string();
        self.call(&["msg", "nack", &id, "-q"]);
        self.call(&["msg", "requeue", &id, "-q"]);
    }

    /// What is in the messages that were printed, written down as received.
    fn note_received(&self, printed: &[u8]) -> Vec<Value> {
        let messages: Vec<Value> = serde_json::from_slice(printed).unwrap_or_default();
        for message in &messages {
            let is_command = message["message_type"] == "command";
            let cycle = message["cycle_id"].as_str().filter(|_| is_command);
            self.journal.note(What::Got(Got {
                agent: self.agent.clone(),
                message: message["id"].as_i64().unwrap(),
                claim: message["claim"].as_u64(),
                cycle: cycle.map(ToOwned::to_owned),
            }));
        }
        messages
    }
}

/// What `exec:` starts: a shell that reads the command, writes that down at once, and
/// becomes the program below, with the real output as descriptor 3. The time is that
/// since the start of the system, in hundredths of a second.
pub const PROGRAM: &str = r#"
read -r FLOWREX_TEST_COMMAND || exit 1
read -r up rest </proc/uptime
printf '\n{"at":%s,"pid":%s,"what":{"Got":{"agent":"%s","message":%s,"claim":null,"cycle":"%s"}}}\n' \
    "${up%.*}${up#*.}0000000" "$$" "$FLOWREX_AGENT" "$FLOWREX_COMMAND" "$FLOWREX_CYCLE" \
    >>"$FLOWREX_TEST_JOURNAL"
export FLOWREX_TEST_COMMAND RUST_TEST_THREADS=1
exec 3>&1 >/dev/null
exec "$FLOWREX_TEST_BINARY" --exact pipeline::agents::a_program_of_the_workload --nocapture
"#;

/// Not a test by itself: a program that has read its command.
#[test]
fn a_program_of_the_workload() {
    let (Ok(journal), Ok(line)) = (env::var(JOURNAL), env::var("FLOWREX_TEST_COMMAND")) else {
        return;
    };
    let command: Value = serde_json::from_str(&line).unwrap();
    let given = Given {
        cycle: command["cycle_id"].as_str().unwrap().to_owned(),
        message: command["id"].as_i64().unwrap(),
        claim: None,
        mode: command["mode"].as_str().unwrap().to_owned(),
    };
    let me = Me {
        agent: env::var("FLOWREX_AGENT").unwrap(),
        journal: Journal::new(Path::new(&journal)),
        dice: dice(given.message.unsigned_abs()),
        run: number(RUN),
        tricks: tricks(),
        stopped: Vec::new(),
    };
    run_program(me, &given);
}

fn run_program(mut me: Me, given: &Given) {
    match me.dice.u32(0..20) {
        0 => me.pause(3000),
        1..8 => me.pause(500),
        _ => me.pause(60),
    }
    let reply = me.reply(given);
    let tricks = if me.is_execution() {
        me.tricks
    } else {
        4 * me.tricks
    };
    if me.one_in(tricks) {
        match me.dice.u32(0..5) {
            0 => {
                me.stop_supervisor(given);
                me.give_back_and_requeue(given);
                let agent = me.agent.clone();
                me.journal.note(What::Receives { agent });
                let lease = format!("{}ms", LEASE / 1_000_000);
                let line = [
                    "-o", "json", "msg", "recv", "--type", "command", "--lease", &lease,
                ];
                let printed = me.call(&line);
                me.note_received(&printed.stdout);
            }
            1 => {
                if let Some(pid) = me.supervisor(&given.cycle) {
                    signal(&me.journal, pid, Signal::KILL, me.run);
                }
            }
            _ => {
                let other = if me.dice.bool() {
                    me.reply(given)
                } else {
                    me.says_done()
                };
                me.reply_on_bus(given, &other);
            }
        }
    }
    me.let_go(true);
    me.announce(given, &reply.marker, true);
    let mut output = OpenOptions::new().write(true).open("/proc/self/fd/3");
    let printed = output.as_mut().unwrap().write_all(reply.text.as_bytes());
    drop(output);
    me.answered(&reply.marker, printed.is_ok() && reply.is_answer);
}

/// Not a test by itself: an agent that lives on the bus.
#[test]
fn a_worker_of_the_workload() {
    let (Ok(journal), Some(me)) = (env::var(JOURNAL), number(WORKER)) else {
        return;
    };
    // Whoever ends the tests in the middle leaves no worker behind.
    set_parent_process_death_signal(Some(Signal::KILL)).unwrap();
    let mut me = Me {
        agent: env::var("FLOWREX_AGENT").unwrap(),
        journal: Journal::new(&PathBuf::from(journal)),
        dice: dice(1_000_000 + me),
        run: None,
        tricks: tricks(),
        stopped: Vec::new(),
    };
    let agent = me.agent.clone();
    me.journal.note(What::Began { agent });
    loop {
        me.let_go(false);
        let printed = me.receive();
        for message in me.note_received(&printed) {
            me.treat(&message);
        }
    }
}

impl Me {
    /// Receives one message, at times from a slow disk.
    fn receive(&mut self) -> Vec<u8> {
        let lease = format!("{}ms", LEASE / 1_000_000);
        let args = ["-o", "json", "msg", "recv", "--limit", "1"];
        let turn = self.journal.path().with_extension("turn");
        let is_slow = turn.exists() && self.is_awaited() && take_slow_turn(&self.journal);
        let mut command = if is_slow {
            with_slow_disk(1, &self.journal)
        } else {
            Command::new(BINARY)
        };
        let wait = if self.stopped.is_empty() {
            WAIT
        } else {
            "300ms"
        };
        command.args(args).args(["--wait", wait, "--lease", &lease]);
        command.env("FLOWREX_AGENT", &self.agent);
        command.stdin(Stdio::null()).stderr(Stdio::null());
        command.output().unwrap().stdout
    }

    /// Whether a command waits to be received.
    fn is_awaited(&self) -> bool {
        let line = ["msg", "recv", "--peek", "--type", "command", "-q"];
        (0..12).any(|_| {
            thread::sleep(Duration::from_millis(100));
            !self.call(&line).stdout.trim_ascii().is_empty()
        })
    }

    fn treat(&mut self, message: &Value) {
        let id = message["id"].as_i64().unwrap();
        let is_command = message["message_type"] == "command";
        match message["cycle_id"].as_str().filter(|_| is_command) {
            Some(cycle) => {
                let given = Given {
                    cycle: cycle.to_owned(),
                    message: id,
                    claim: message["claim"].as_u64(),
                    mode: message["payload"]["mode"].as_str().unwrap().to_owned(),
                };
                self.work(&given);
            }
            None => self.settle(id),
        }
    }

    /// Does something with a message that is no command.
    fn settle(&mut self, id: i64) {
        let id = id.to_string();
        match self.dice.u32(0..10) {
            0..6 => drop(self.call(&["msg", "ack", &id, "-q"])),
            6..8 => drop(self.call(&["msg", "reply", &id, "--payload", "{}", "-q"])),
            8 => drop(self.call(&["msg", "nack", &id, "-q"])),
            // It comes again when the lease is over.
            _ => {}
        }
    }

    fn work(&mut self, given: &Given) {
        if self.one_in(12) {
            // The answer comes late, if the phase is short.
            self.pause(3000);
        } else {
            self.pause(150);
        }
        let reply = self.reply(given);
        match self.dice.u32(0..4 * self.tricks + 4) {
            0 | 1 => {
                if let Some(pid) = self.supervisor(&given.cycle) {
                    signal(&self.journal, pid, Signal::KILL, None);
                }
                self.reply_on_bus(given, &reply);
            }
            2 => {
                self.stop_supervisor(given);
                self.give_back_and_requeue(given);
                // What comes of it is received next.
            }
            3 => {
                let id = given.message.to_string();
                self.call(&["msg", "nack", &id, "--delay", "200ms", "-q"]);
            }
            4 => {
                self.reply_on_bus(given, &reply);
                let other = self.reply(given);
                self.reply_on_bus(given, &other);
            }
            5 => {
                self.stop_supervisor(given);
                self.reply_on_bus(given, &reply);
            }
            6 => {}
            _ => self.reply_on_bus(given, &reply),
        }
    }
}
