//! `cycle replay`: runs a recorded cycle again in a temporary database, and compares the
//! results.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use clap::Args;
use clap_complete::engine::ArgValueCandidates;

use crate::agents::{self, SpawnContext, builtin::MAX_DRAWDOWN, recorded::NOTHING_RECORDED};
use crate::cli::args::JsonArg;
use crate::cli::candidates;
use crate::cli::context::Context;
use crate::cli::error::{CommandError, Result, note};
use crate::cli::exit_code::Exit;
use crate::cli::scratch;
use crate::coordination::cycle::CycleManager;
use crate::coordination::pipeline::DriverSet;
use crate::coordination::replay::{Recording, Replayed};
use crate::model::answer::Answer;
use crate::model::cycle::CycleRef;
use crate::model::driver::{Assignment, Driver, Drivers};
use crate::model::error::ErrorKind;
use crate::model::id::CycleId;
use crate::model::phase::Worker;
use crate::store::{self, Options, Store};
use crate::view::replay::ReplayView;

#[derive(Debug, Args)]
pub(in crate::cli) struct ReplayArgs {
    /// The cycle: its id, latest, or latest:SYMBOL
    #[arg(add = ArgValueCandidates::new(candidates::ended_cycles))]
    id: CycleRef,
    /// Replace a recorded answer: JSON or @FILE
    #[arg(long = "answer", value_name = "NAME=JSON")]
    answers: Vec<OtherAnswer>,
}

/// What an agent is taken to have answered instead.
#[derive(Clone, Debug)]
struct OtherAnswer {
    worker: Worker,
    answer: JsonArg,
}

impl FromStr for OtherAnswer {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some((name, answer)) = text.split_once('=') else {
            return Err("it has the form NAME=JSON".to_owned());
        };
        Ok(Self {
            worker: name.parse()?,
            answer: answer.parse()?,
        })
    }
}

pub(super) fn run(args: ReplayArgs, context: &Context) -> Result<Exit> {
    let mut store = context.open()?;
    let id = CycleManager::new(&mut store).id_of(&args.id)?;
    let mut recording = Recording::read(&mut store, &id)?;
    drop(store);
    for other in args.answers {
        let answer = other.answer.read("--answer").map(Answer::read)?;
        recording.replace(
            other.worker,
            answer.map_err(|problem| CommandError::invalid("--answer", problem))?,
        );
    }
    let folder = scratch::folder()?;
    let again = again(&recording, &id, &folder.path().join("replay.db"))?;
    let comparison = recording.compare(&again, NOTHING_RECORDED);
    context.printer.one(&ReplayView::from(&comparison))?;
    let Some(departs) = comparison.departs() else {
        return Ok(Exit::DONE);
    };
    note(&format!("the replay departs from the record: {departs}"));
    Ok(Exit::of(ErrorKind::Conflict))
}

fn again(recording: &Recording, id: &CycleId, path: &Path) -> store::Result<Replayed> {
    let options = Options {
        busy_timeout: Duration::from_secs(1),
        create_folder: false,
        ..Options::default()
    };
    let mut store = Store::open(path, &options, Box::new(recording.sources()))?;
    let drivers = drivers(recording, id, path)?;
    recording.replay(&mut store, drivers)
}

fn drivers(recording: &Recording, id: &CycleId, path: &Path) -> store::Result<DriverSet> {
    let mut drivers = Drivers::default();
    for &worker in Worker::ALL {
        let driver = Driver::Recorded(id.clone());
        drivers.set(Assignment { worker, driver });
    }
    let spawn = SpawnContext {
        database: path.to_owned(),
        config: None,
        verbose: false,
        // The built-in agents have no part in it.
        max_drawdown: MAX_DRAWDOWN,
    };
    agents::drivers(&drivers, &spawn, |_, worker| Ok(recording.replies(worker)))
}
