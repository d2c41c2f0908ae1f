//! Compares the rate and latency of sends by 1, 8 and 64 processes at a time, each process
//! sending one message.
//!
//! `cargo bench --bench senders` runs it. `SENDS` in the environment sets the number of
//! messages of each part, `ROUNDS` how often all parts are repeated, and `PROGRAM` another
//! binary that takes part in the same rounds.

mod common;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Instant;

use anyhow::{Result, ensure};
use common::{message, number, open};
use flowrex_coord::coordination::message_bus::MessageBus;
use flowrex_coord::model::caller::Caller;
use flowrex_coord::store::message::Filter;

const CROWDS: [u32; 3] = [1, 8, 64];

/// What a part has shown: the times of the sends in milliseconds, of all rounds, and
/// how long the rounds took in seconds.
#[derive(Default)]
struct Part {
    sends: Vec<f64>,
    seconds: f64,
    refused: usize,
}

fn main() -> Result<()> {
    let mut programs = vec![PathBuf::from(env!("CARGO_BIN_EXE_flowrex-coord"))];
    programs.extend(std::env::var_os("PROGRAM").map(PathBuf::from));
    let (sends, rounds) = (number("SENDS", 640)?, number("ROUNDS", 3)?);
    let mut parts: Vec<[Part; 3]> = programs.iter().map(|_| Default::default()).collect();
    for _ in 0..rounds {
        for (program, parts) in programs.iter().zip(&mut parts) {
            for (crowd, part) in CROWDS.into_iter().zip(parts) {
                send(program, crowd, sends / crowd, part)?;
            }
        }
    }
    for (program, parts) in programs.iter().zip(&mut parts) {
        show(program, parts);
    }
    Ok(())
}

/// Lets `crowd` processes at a time send `each` messages, one after the other.
fn send(program: &Path, crowd: u32, each: u32, part: &mut Part) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let database = folder.path().join("coord.db");
    // One that exists there, so that the first of the crowd makes nothing.
    MessageBus::new(&mut open(&database)?).send(&Caller::supervisor(), &message()?)?;
    let begun = Instant::now();
    let senders: Vec<_> = (0..crowd)
        .map(|_| {
            let (program, database) = (program.to_owned(), database.clone());
            thread::spawn(move || (0..each).map(|_| one(&program, &database)).collect())
        })
        .collect();
    for sender in senders {
        let sent: Vec<Result<f64>> = sender.join().unwrap_or_default();
        for took in sent {
            match took {
                Ok(took) => part.sends.push(took),
                Err(_) => part.refused += 1,
            }
        }
    }
    part.seconds += begun.elapsed().as_secs_f64();
    let mut store = open(&database)?;
    let filter = Filter {
        limit: u32::MAX,
        ..Filter::default()
    };
    let stored = MessageBus::new(&mut store).list(&filter)?.len();
    ensure!(stored == 1 + (crowd * each) as usize, "{stored} are stored");
    Ok(())
}

fn one(program: &Path, database: &Path) -> Result<f64> {
    let begun = Instant::now();
    let status = Command::new(program)
        .arg("--db")
        .arg(database)
        .args(["msg", "send", "--to", "risk", "--subject", "x", "-q"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    ensure!(status.success(), "refused");
    Ok(begun.elapsed().as_secs_f64() * 1000.0)
}

#[expect(clippy::print_stdout, reason = "this is what it is for")]
fn show(program: &Path, parts: &mut [Part; 3]) {
    println!("{}", program.display());
    let mut alone = None;
    for (crowd, part) in CROWDS.into_iter().zip(parts) {
        part.sends.sort_by(f64::total_cmp);
        let at = |share: usize| {
            let place = part.sends.len().saturating_sub(1) * share / 100;
            part.sends.get(place).copied().unwrap_or_default()
        };
        #[expect(clippy::cast_precision_loss, reason = "a few thousand at most")]
        let rate = part.sends.len() as f64 / part.seconds;
        println!(
            "{crowd:>3} at a time: {rate:.0} a second, {:.2} of one; p50 {:.1} ms, p99 {:.1} ms \
             ({:.1} of p50), at most {:.1} ms; refused: {}",
            rate / *alone.get_or_insert(rate),
            at(50),
            at(99),
            at(99) / at(50),
            at(100),
            part.refused
        );
    }
}
