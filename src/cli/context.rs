//! What was typed, resolved: which database, who is asking, how to print.

use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::str::FromStr;

use chrono::Utc;
use etcetera::BaseStrategy;
use tracing::level_filters::LevelFilter;
use uuid::Uuid;

use super::{Globals, error};
use crate::coordination::agent::AgentRegister;
use crate::model::agent::AgentName;
use crate::model::clock::{Ambient, Timestamp};
use crate::model::error::Error;
use crate::output::{Format, Printer};
use crate::store::{Options, Store};

/// The settings of one command.
pub(super) struct Context {
    path: PathBuf,
    options: Options,
    /// Who is asking, where `--as` says so.
    typed: Option<AgentName>,
    /// Who is asking, where `--as` or the environment says so.
    named: Option<AgentName>,
    /// Who is asking where nobody says so.
    default: AgentName,
    /// Prints the answer.
    pub(super) printer: Printer,
}

impl Context {
    /// Resolves the settings. Opens nothing.
    pub(super) fn new(globals: Globals) -> anyhow::Result<Self> {
        if globals.verbose {
            log_to_stderr();
        }
        let named = globals
            .db
            .or_else(|| environment("FLOWREX_DB").map(PathBuf::from));
        let create_folder = named.is_none();
        let path = match named {
            Some(path) => path,
            None => default_path()?,
        };
        Ok(Self {
            path,
            options: Options {
                busy_timeout: globals.busy_timeout,
                create_folder,
            },
            named: match &globals.actor {
                Some(actor) => Some(actor.clone()),
                None => parsed("FLOWREX_AGENT")?,
            },
            typed: globals.actor,
            default: AgentName::supervisor(),
            printer: Printer::new(format(globals.output)?, globals.quiet),
        })
    }

    /// Opens the database, and makes it when there is none.
    pub(super) fn open(&self) -> anyhow::Result<Store> {
        let mut store = Store::open(&self.path, &self.options, Box::new(System))?;
        if store.was_created() {
            error::note(&format!(
                "note: created the database {}",
                store.path().display()
            ));
        }
        // Who only looks is asked for a name that exists, too.
        if let Some(actor) = &self.named {
            AgentRegister::new(&mut store).get(actor)?;
        }
        Ok(store)
    }

    /// Who is asking: `--as`, or the command's own word for it, or the
    /// environment. Two words for it must not name two agents.
    pub(super) fn actor<'a>(&'a self, own: Option<&'a AgentName>) -> Result<&'a AgentName, Error> {
        match (&self.typed, own) {
            (Some(typed), Some(own)) if typed != own => Err(Error::InvalidArgument {
                argument: "--as".to_owned(),
                problem: format!("it says {typed}, and --agent or --from says {own}"),
            }),
            _ => Ok(own.or(self.named.as_ref()).unwrap_or(&self.default)),
        }
    }
}

/// The real clock and real randomness.
struct System;

impl Ambient for System {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the time is read"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(Utc::now().timestamp_millis())
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where ids are drawn"
    )]
    fn uuid(&self) -> Uuid {
        Uuid::new_v4()
    }
}

/// The format that was typed, or that the environment says.
pub(super) fn format(typed: Option<Format>) -> Result<Format, Error> {
    match typed {
        Some(format) => Ok(format),
        None => Ok(parsed("FLOWREX_OUTPUT")?.unwrap_or_default()),
    }
}

/// A variable of the environment; one that is empty says nothing.
fn environment(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

fn parsed<T: FromStr<Err = String>>(name: &str) -> Result<Option<T>, Error> {
    let parse = |value: OsString| {
        let parsed = value.to_string_lossy().parse();
        parsed.map_err(|problem| Error::InvalidArgument {
            argument: name.to_owned(),
            problem,
        })
    };
    environment(name).map(parse).transpose()
}

fn default_path() -> Result<PathBuf, Error> {
    let strategy = etcetera::choose_base_strategy().map_err(|_| Error::InvalidArgument {
        argument: "--db".to_owned(),
        problem: "there is no home directory to put the default database in".to_owned(),
    })?;
    Ok(strategy.data_dir().join("flowrex").join("coord.db"))
}

fn log_to_stderr() {
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::DEBUG)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none())
        .init();
}
