//! `doctor`: checks the installation and the database.

use super::super::error::Result;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::agents::{self, SpawnContext, recorded::Record};
use crate::cli::command_help::CommandHelp;
use crate::cli::context::Context;
use crate::cli::exit_code::{Exit, UNHEALTHY};
use crate::coordination::doctor::examine;
use crate::model::check::{Check, Verdict};
use crate::model::error::ErrorKind;
use crate::model::phase::Worker;
use crate::store::{self, Store};
use crate::view::check::CheckView;

/// Others may write it.
const WRITABLE: u32 = 0o022;

/// Others may read or write it.
const OPEN: u32 = 0o077;

/// The example and the exit codes of the command.
pub(super) const HELP: &[CommandHelp] = &[CommandHelp::database("doctor", "", &[UNHEALTHY])];

pub(super) fn run(context: &Context) -> Result<Exit> {
    let mut checks = vec![versions(), build(), configuration(context)];
    checks.extend(database(context));
    checks.extend(the_agents(context));
    let views: Vec<_> = checks.iter().map(CheckView::from).collect();
    context.printer.many(&views)?;
    let failed = checks.iter().any(|check| check.verdict == Verdict::Failed);
    Ok(if failed {
        Exit::of(ErrorKind::Unhealthy)
    } else {
        Exit::DONE
    })
}

fn versions() -> Check {
    let found = format!(
        "flowrex-coord {}, SQLite {}",
        env!("CARGO_PKG_VERSION"),
        Store::sqlite_version()
    );
    Check::new("program", Verdict::Ok, found)
}

/// Whether `SQLite` was built as intended. It was not where the program was built outside
/// its repository. What matters is switched off at run time as well.
fn build() -> Check {
    let (verdict, found) = match Store::sqlite_build() {
        Ok(build) if build.differences.is_empty() => {
            let options = build.options.join(", ");
            (Verdict::Ok, format!("built with {options}, as intended"))
        }
        Ok(build) => {
            let differences = build.differences.join(", ");
            let hint = "build the program in its repository, where .cargo/config.toml applies";
            (Verdict::Warning, format!("{hint}; built {differences}"))
        }
        Err(error) => (Verdict::Failed, error.to_string()),
    };
    Check::new("SQLite", verdict, found)
}

fn configuration(context: &Context) -> Check {
    let file = context
        .settings
        .iter()
        .find(|setting| setting.name == "config");
    match file.and_then(|setting| setting.value.as_deref()) {
        Some(path) if Path::new(path).exists() => {
            closed("configuration", Path::new(path), WRITABLE)
        }
        _ => Check::new(
            "configuration",
            Verdict::Ok,
            "there is no file: the defaults hold",
        ),
    }
}

/// That a file is not open to others in the ways that `bits` say.
fn closed(name: &str, path: &Path, bits: u32) -> Check {
    let shown = path.display();
    match fs::metadata(path) {
        Err(error) => Check::new(name, Verdict::Failed, format!("{shown}: {error}")),
        Ok(file) if file.mode() & bits != 0 => {
            let mode = file.mode() & 0o777;
            Check::new(
                name,
                Verdict::Warning,
                format!("{shown} is open to others ({mode:04o})"),
            )
        }
        Ok(_) => Check::new(name, Verdict::Ok, shown.to_string()),
    }
}

fn database(context: &Context) -> Vec<Check> {
    let path = context.path();
    if path.symlink_metadata().is_err() {
        let halt_file = Store::halt_file_of(path);
        let halted = if halt_file.is_placed() {
            format!(
                ", and everything there is halted by {}",
                halt_file.path().display()
            )
        } else {
            String::new()
        };
        let found = format!(
            "there is none at {}{halted}: name another with --db, or create it with `db init`",
            path.display()
        );
        return vec![Check::new("database", Verdict::Failed, found)];
    }
    let failed = |error: String| vec![Check::new("database", Verdict::Failed, error)];
    let mut store = match context.open() {
        Ok(store) => store,
        Err(error) => return failed(format!("{error:#}")),
    };
    let mut checks = vec![closed("database", store.path(), OPEN)];
    if let Some(folder) = store.path().parent() {
        checks.push(closed("folder", folder, WRITABLE));
    }
    match examine(&mut store) {
        Ok(found) => checks.extend(found),
        Err(error) => checks.extend(failed(error.to_string())),
    }
    checks
}

/// Whether each agent can be reached as it is configured.
fn the_agents(context: &Context) -> Vec<Check> {
    let drivers = context.config.drivers(&[]);
    let spawn = SpawnContext {
        database: context.path().to_owned(),
        config: None,
        verbose: false,
        max_drawdown: context.config.builtin.max_drawdown(),
    };
    let set = agents::drivers(
        &drivers,
        &spawn,
        |_, _| Ok::<_, store::Error>(Record::new()),
    );
    let Ok(set) = set else {
        return Vec::new();
    };
    let check = |(&worker, found): (&Worker, Result<(), String>)| {
        let driver = drivers.get(worker);
        match found {
            Ok(()) => Check::new(worker.as_str(), Verdict::Ok, driver.to_string()),
            Err(problem) => Check::new(
                worker.as_str(),
                Verdict::Failed,
                format!("{driver}: {problem}"),
            ),
        }
    };
    Worker::ALL.iter().zip(set.check()).map(check).collect()
}
