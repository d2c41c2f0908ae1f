//! Times commands in turn, in another order each round, so that whatever else the machine
//! does meets all alike:
//!
//! `turns ROUNDS 'command' 'command' …`
//!
//! prints a line per round: the milliseconds each took from start to end, in the order
//! of the command line. `{}` in a command is the number of the round, from 1.

use std::error::Error;
use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Rounds at the beginning that are not printed: the caches fill.
const WARM_UP: usize = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let rounds: usize = args.next().ok_or("how many rounds?")?.parse()?;
    let commands = args.map(|command| shell_words::split(&command));
    let commands = commands.collect::<Result<Vec<_>, _>>()?;
    let mut out = io::stdout().lock();
    let mut took = vec![0.0; commands.len()];
    let mut order: Vec<_> = (0..commands.len()).collect();
    for round in 1..=WARM_UP + rounds {
        // What ran just before leaves warm what it shares with the next: nobody always
        // comes after the same.
        fastrand::shuffle(&mut order);
        for &which in &order {
            took[which] = time(&commands[which], round)?;
        }
        if round > WARM_UP {
            let line: Vec<_> = took.iter().map(|ms| format!("{ms:.3}")).collect();
            writeln!(out, "{}", line.join(" "))?;
        }
    }
    Ok(())
}

fn time(command: &[String], round: usize) -> Result<f64, Box<dyn Error>> {
    let number = round.to_string();
    let words: Vec<_> = command.iter().map(|w| w.replace("{}", &number)).collect();
    let (program, args) = words.split_first().ok_or("an empty command")?;
    let mut process = Command::new(program);
    process.args(args);
    process.stdin(Stdio::null()).stdout(Stdio::null());
    let begun = Instant::now();
    let status = process.status()?;
    let took = begun.elapsed();
    if !status.success() {
        return Err(format!("{} ended with {status}", words.join(" ")).into());
    }
    Ok(took.as_secs_f64() * 1000.0)
}
