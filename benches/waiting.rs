//! What it costs to wait: how long after another process's commit `msg recv --wait`
//! prints the message, and how much of a core it takes while nothing comes.
//!
//! `cargo bench --bench waiting` runs it. `ROUNDS` and `IDLE` (in seconds) in the
//! environment set how many wake-ups and how long nothing comes.

mod common;

use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use anyhow::{Context, Result};
use common::{message, number, open};
use flowrex_coord::coordination::message_bus::MessageBus;
use flowrex_coord::model::caller::Caller;

/// By then a process that was started waits.
const SETTLED: Duration = Duration::from_millis(30);

/// The unit in which the system counts the time of a process.
const TICKS_A_SECOND: u64 = 100;

fn main() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let database = folder.path().join("coord.db");
    wake(&database)?;
    idle(&database)
}

#[expect(clippy::print_stdout, reason = "this is what it is for")]
fn wake(database: &Path) -> Result<()> {
    let mut store = open(database)?;
    let mut took = Vec::new();
    for _ in 0..number("ROUNDS", 1000)? {
        let mut waiting = wait(database, "1m")?;
        thread::sleep(SETTLED);
        MessageBus::new(&mut store).send(&Caller::supervisor(), &message()?)?;
        let committed = Instant::now();
        let mut line = [0];
        waiting
            .stdout
            .take()
            .context("no output")?
            .read_exact(&mut line)?;
        took.push(committed.elapsed().as_secs_f64() * 1000.0);
        waiting.wait()?;
    }
    took.sort_by(f64::total_cmp);
    let at = |share: usize| took.get((took.len() - 1) * share / 100).copied();
    println!(
        "from the commit of a message to the line printed: p50 {:.2} ms, p99 {:.2} ms, \
         at most {:.1} ms (p50 at most 1, p99 at most 3)",
        at(50).unwrap_or_default(),
        at(99).unwrap_or_default(),
        at(100).unwrap_or_default()
    );
    Ok(())
}

#[expect(clippy::print_stdout, reason = "this is what it is for")]
fn idle(database: &Path) -> Result<()> {
    let seconds = u64::from(number("IDLE", 60)?);
    let mut waiting = wait(database, "1h")?;
    thread::sleep(SETTLED);
    let before = ticks(waiting.id())?;
    thread::sleep(Duration::from_secs(seconds));
    let ticks = ticks(waiting.id())? - before;
    waiting.kill()?;
    waiting.wait()?;
    println!(
        "waiting for {seconds} s while nothing comes: {}.{} % of a core (at most 1)",
        ticks * 100 / (seconds * TICKS_A_SECOND),
        ticks * 1000 / (seconds * TICKS_A_SECOND) % 10
    );
    Ok(())
}

/// The processor time of a process so far.
fn ticks(process: u32) -> Result<u64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let fields: Vec<_> = stat
        .rsplit(") ")
        .next()
        .unwrap_or_default()
        .split(' ')
        .collect();
    let field = |place: usize| {
        fields
            .get(place)
            .context("no time")?
            .parse::<u64>()
            .context(stat.clone())
    };
    Ok(field(11)? + field(12)?)
}

fn wait(database: &Path, patience: &str) -> Result<Child> {
    let args = [
        "msg", "recv", "--agent", "risk", "--ack", "-q", "--wait", patience,
    ];
    Ok(command(database, &args).stdout(Stdio::piped()).spawn()?)
}

fn command(database: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flowrex-coord"));
    command
        .arg("--db")
        .arg(database)
        .args(args)
        .stderr(Stdio::null());
    command
}
