//! Resolves the global options: the database, the caller, and the output format.

use std::cell::OnceCell;
use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::{self, Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use etcetera::BaseStrategy;
use humantime::format_duration;
use tracing::level_filters::LevelFilter;

use super::args::Asker;
use super::config::Config;
use super::error::{CommandError, Result};
use super::globals::Globals;
use super::system::System;
use super::{args, error};
use crate::coordination::agent::AgentRegistry;
use crate::model::caller::Caller;
use crate::model::id::AgentName;
use crate::model::text::Reason;
use crate::model::token::{Token, TokenDigest};
use crate::store::{self, Options, Store};
use crate::terminal::{Format, Printer};
use crate::view::printable;

/// How long to wait for others when nobody says otherwise.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// Where a setting comes from that was typed.
const TYPED: &str = "command line";

/// The settings of one command.
pub(super) struct Context {
    path: PathBuf,
    options: Options,
    /// What shows who is asking.
    token: TokenSource,
    /// Who is asking, where `--as` says so.
    typed: Option<AgentName>,
    /// Who calls a halt, if that is not a valid name.
    misnamed: Option<String>,
    /// Who is asking, where `--as` or the environment says so.
    named: Option<AgentName>,
    /// Who is asking where nobody says so.
    default: AgentName,
    /// Whether a halt came while something was being committed.
    halted: Arc<AtomicBool>,
    /// What the configuration file says.
    pub(super) config: Config,
    /// Where each setting comes from.
    pub(super) settings: Vec<Setting>,
    /// Whether to say what is being done.
    pub(super) verbose: bool,
    /// Prints the answer.
    pub(super) printer: Printer,
}

impl Context {
    /// Resolves the settings. Opens no database.
    ///
    /// A setting that cannot be read does not prevent a halt, as long as its scope is known: the
    /// halt uses the default, and prints a note.
    pub(super) fn new(globals: Globals, is_halt: bool) -> Result<Self> {
        let names_database = globals.db.is_some() || environment("FLOWREX_DB").is_some();
        if globals.verbose {
            log_to_stderr();
        }
        let file = Resolved::of(globals.config).or_environment(
            "FLOWREX_CONFIG",
            environment("FLOWREX_CONFIG").map(PathBuf::from),
        );
        let named = file.value.is_some();
        let file = file.or_default(config_path());
        let config = match &file.value {
            Some(path) => {
                let config = Config::load(path, named);
                or_default(config, is_halt && names_database)?
            }
            None => Config::default(),
        };
        let path = Resolved::of(globals.db)
            .or_environment("FLOWREX_DB", environment("FLOWREX_DB").map(PathBuf::from))
            .or_file(config.db.clone());
        let create_folder = path.value.is_none();
        let path = path.or_default(default_path());
        let asked =
            Resolved::of(globals.actor).or_environment("FLOWREX_AGENT", asker_of_environment());
        let (asked, misnamed) = match asked {
            Resolved {
                value: Some(Asker::Nobody(name)),
                source,
            } if is_halt => (
                Resolved {
                    value: None,
                    source,
                },
                Some(name),
            ),
            asked => (asked, None),
        };
        let argument = if asked.source == TYPED {
            "--as"
        } else {
            "FLOWREX_AGENT"
        };
        let actor = Resolved {
            value: asked.value.map(|asker| asker.named(argument)).transpose()?,
            source: asked.source,
        };
        let output = Resolved::of(globals.output)
            .or_environment(
                "FLOWREX_OUTPUT",
                or_default(parsed("FLOWREX_OUTPUT"), is_halt)?,
            )
            .or_file(config.output)
            .or_default(Some(Format::default()));
        let busy_timeout = Resolved::of(globals.busy_timeout)
            .or_file(config.busy_timeout)
            .or_default(Some(BUSY_TIMEOUT));
        let settings = vec![
            file.shown("config", |path| path.display().to_string()),
            path.shown("db", |path| path.display().to_string()),
            actor
                .clone()
                .or_default(Some(AgentName::supervisor()))
                .shown("as", ToString::to_string),
            output.shown("output", |format| format.as_str().to_owned()),
            busy_timeout.shown("busy_timeout", |limit| format_duration(*limit).to_string()),
        ];
        Ok(Self {
            path: path.value.ok_or_else(no_home)?,
            options: Options {
                busy_timeout: busy_timeout.value.unwrap_or(BUSY_TIMEOUT),
                create_folder,
                must_exist: false,
                health: config.health.thresholds(),
            },
            token: TokenSource {
                file: globals.token_file,
                read: OnceCell::new(),
                patience: busy_timeout.value.unwrap_or(BUSY_TIMEOUT),
            },
            typed: actor.value.clone().filter(|_| actor.source == TYPED),
            named: actor.value,
            misnamed,
            halted: Arc::default(),
            default: AgentName::supervisor(),
            printer: Printer::new(output.value.unwrap_or_default(), globals.quiet),
            verbose: globals.verbose,
            config,
            settings,
        })
    }

    /// Says on standard error what to do next, unless only the essential is asked for or
    /// it is a program that reads.
    pub(super) fn next(&self, step: &str) {
        if !self.printer.is_quiet() && self.printer.format() == Format::Table {
            error::note(&format!("next: {step}"));
        }
    }

    /// The path of the configuration file, if there is one.
    pub(super) fn config_file(&self) -> Option<PathBuf> {
        let setting = self
            .settings
            .iter()
            .find(|setting| setting.name == "config");
        let path = PathBuf::from(setting?.value.as_ref()?);
        path.exists().then(|| path::absolute(path).ok()).flatten()
    }

    /// The path of the database.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Opens the database, which must exist: a mistyped path must not look like a system
    /// in which nothing happens.
    pub(super) fn open(&self) -> Result<Store> {
        self.open_with(&Options {
            must_exist: true,
            ..self.options
        })
    }

    /// Opens the database, and creates it when there is none: for what can succeed on an
    /// empty one.
    pub(super) fn open_or_create(&self) -> Result<Store> {
        self.open_with(&self.options)
    }

    /// How to open a database.
    pub(super) const fn options(&self) -> &Options {
        &self.options
    }

    fn open_with(&self, options: &Options) -> Result<Store> {
        // A token that cannot be read is an error also where none is needed.
        self.token.digest()?;
        let mut store = self.open_unnamed(options)?;
        // Who only looks is asked for a name that exists, too.
        if let Some(actor) = &self.named {
            AgentRegistry::new(&mut store).get(actor)?;
        }
        Ok(store)
    }

    /// Whether a halt came while something was being committed.
    pub(super) fn was_halted(&self) -> bool {
        self.halted.load(Ordering::Relaxed)
    }

    /// The same for a halt: waits for others for no more than `limit`, is not kept
    /// from it by a name that nobody has, and makes no database, in which there would be
    /// nothing to halt.
    pub(super) fn open_to_halt(&self, limit: Duration) -> store::Result<Store> {
        let options = Options {
            busy_timeout: self.options.busy_timeout.min(limit),
            must_exist: true,
            ..self.options
        };
        self.open_unnamed(&options)
    }

    fn open_unnamed(&self, options: &Options) -> store::Result<Store> {
        let mut store = Store::open(&self.path, options, Box::new(System))?;
        if store.was_created() {
            error::note(&format!(
                "note: created the database {}",
                store.path().display()
            ));
            if store.halt_file().is_placed() {
                error::note(&format!(
                    "note: the halt file {} is next to it: everything in it is halted (see \
                     `flowrex-coord halt status`)",
                    store.halt_file().path().display()
                ));
            }
        }
        store.note_late_halts_in(Arc::clone(&self.halted));
        Ok(store)
    }

    /// Who calls a halt, and why: anyone who is not an agent is the operator, and their name is
    /// kept in the reason. A token that cannot be read does not prevent a halt.
    pub(super) fn halt_caller(&self, reason: Reason) -> (Caller, Reason) {
        let operator = AgentName::operator();
        let (agent, reason) = match &self.misnamed {
            Some(name) if name == operator.as_str() => (operator, reason),
            Some(name) => (operator, reason.by(name)),
            None => (
                self.named.clone().unwrap_or_else(|| self.default.clone()),
                reason,
            ),
        };
        let token = self.token.digest_at_once();
        let caller = Caller {
            token,
            ..Caller::from(agent)
        };
        (caller, reason)
    }

    /// The token that was given, for what acts for the same agent later.
    pub(super) fn token(&self) -> Result<Option<Token>> {
        Ok(self.token.token()?.cloned())
    }

    /// Who is asking, with the token that was given: `--as`, or the command's own word for
    /// it, or the environment. Two words for it must not name two agents.
    pub(super) fn caller(&self, own: Option<&AgentName>) -> Result<Caller> {
        let agent = match (&self.typed, own) {
            (Some(typed), Some(own)) if typed != own => Err(CommandError::invalid(
                "--as",
                format!("it says {typed}, and --agent or --from says {own}"),
            )),
            _ => Ok(own.or(self.named.as_ref()).unwrap_or(&self.default)),
        }?;
        Ok(Caller {
            token: self.token.digest()?,
            ..Caller::from(agent.clone())
        })
    }
}

/// A setting that is in force.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    /// What it is called in the configuration file.
    pub(super) name: String,
    /// Its value, or `None` if nothing is said and there is no default.
    pub(super) value: Option<String>,
    /// Where that comes from.
    pub(super) source: &'static str,
}

/// A value that several may set, and who did: the first who says anything.
#[derive(Clone, Debug)]
pub(super) struct Resolved<T> {
    pub(super) value: Option<T>,
    source: &'static str,
}

impl<T> Resolved<T> {
    pub(super) fn of(typed: Option<T>) -> Self {
        Self {
            value: typed,
            source: TYPED,
        }
    }

    fn or(self, source: &'static str, value: Option<T>) -> Self {
        match self.value {
            Some(_) => self,
            None => Self { value, source },
        }
    }

    fn or_environment(self, name: &'static str, value: Option<T>) -> Self {
        self.or(name, value)
    }

    pub(super) fn or_file(self, value: Option<T>) -> Self {
        self.or("configuration file", value)
    }

    pub(super) fn or_default(self, value: Option<T>) -> Self {
        self.or("default", value)
    }

    pub(super) fn shown(&self, name: &str, show: impl FnOnce(&T) -> String) -> Setting {
        Setting {
            name: name.to_owned(),
            value: self.value.as_ref().map(show),
            source: self.source,
        }
    }
}

/// The token that shows who is asking: what the file says, or the environment.
struct TokenSource {
    file: Option<PathBuf>,
    /// How long the other end of a pipe may take.
    patience: Duration,
    /// What was read: a pipe can be read only once.
    read: OnceCell<Option<Token>>,
}

impl TokenSource {
    /// The token, if there is one.
    fn token(&self) -> Result<Option<&Token>> {
        if let Some(token) = self.read.get() {
            return Ok(token.as_ref());
        }
        let token = self.read()?;
        Ok(self.keep(token))
    }

    /// Its digest.
    fn digest(&self) -> Result<Option<TokenDigest>> {
        Ok(self.token()?.map(Token::digest))
    }

    /// The same for what cannot wait, such as for the other end of a pipe: `None` if the token
    /// cannot be read.
    fn digest_at_once(&self) -> Option<TokenDigest> {
        let token = self.read_by(args::read_at_once).ok().flatten();
        self.keep(token).map(Token::digest)
    }

    fn keep(&self, token: Option<Token>) -> Option<&Token> {
        self.read.get_or_init(|| token).as_ref()
    }

    fn read(&self) -> Result<Option<Token>> {
        self.read_by(|file| args::read_within(file, self.patience))
    }

    fn read_by(&self, read: impl FnOnce(&Path) -> io::Result<String>) -> Result<Option<Token>> {
        let Some(file) = &self.file else {
            return parsed("FLOWREX_TOKEN");
        };
        let invalid = |problem: String| CommandError::invalid("--token-file", problem);
        // The name is not said again: it may be the token itself, by mistake.
        let text = read(file).map_err(|error| invalid(format!("cannot read the file: {error}")))?;
        text.parse().map(Some).map_err(invalid)
    }
}

/// What was read, or the default with a note for who cannot be kept waiting by it.
fn or_default<T: Default>(read: Result<T>, by_default: bool) -> Result<T> {
    match read {
        Err(problem) if by_default => {
            error::note(&printable(&format!("warning: ignored: {problem}")));
            Ok(T::default())
        }
        read => read,
    }
}

/// 256 bits that nobody can guess.
pub(super) fn secret() -> io::Result<[u8; 32]> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// The format that was typed, or that the environment says.
pub(super) fn format(typed: Option<Format>) -> Result<Format> {
    match typed {
        Some(format) => Ok(format),
        None => Ok(parsed("FLOWREX_OUTPUT")?.unwrap_or_default()),
    }
}

/// A variable of the environment; one that is empty says nothing.
fn environment(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

fn parsed<T: FromStr<Err = String>>(name: &str) -> Result<Option<T>> {
    let parse = |value: OsString| {
        let parsed = value.to_string_lossy().parse();
        parsed.map_err(|problem| CommandError::invalid(name, problem))
    };
    environment(name).map(parse).transpose()
}

/// Who is asking, as the environment says: any text will do for a halt.
fn asker_of_environment() -> Option<Asker> {
    let name = environment("FLOWREX_AGENT")?.to_string_lossy().into_owned();
    name.parse().ok()
}

fn default_path() -> Option<PathBuf> {
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.data_dir().join("flowrex").join("coord.db"))
}

fn config_path() -> Option<PathBuf> {
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.config_dir().join("flowrex").join("config.toml"))
}

fn no_home() -> CommandError {
    CommandError::invalid(
        "--db",
        "there is no home directory to put the default database in",
    )
}

fn log_to_stderr() {
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::DEBUG)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none())
        .init();
}
