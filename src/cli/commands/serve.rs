//! `serve`: the resident server, in this program or in the one beside it.

use std::env;
use std::ffi::OsString;
use std::net::SocketAddr;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::Arc;

use clap::Args;

use crate::cli::command_help::CommandHelp;
use crate::cli::context::{Context, secret};
use crate::cli::error::{CommandError, Result, note};
use crate::cli::exit_code::Exit;
use crate::cli::system::System;
use crate::server::{CycleProgram, ServeError, Settings};
use crate::store::{Options, Store};

/// How `serve` gets a server. The short commands are in a program without one, which stays
/// small and starts fast.
#[derive(Clone, Copy)]
pub enum Server {
    /// It is in this program.
    Here(fn(Settings) -> Result<(), ServeError>),
    /// It is in the program with this name, in the same folder.
    Program(&'static str),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ServeArgs {
    /// Where to listen for TCP connections [default: 127.0.0.1:8420]
    ///
    /// Not by default where --socket is given
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Listen on an address that other machines can reach
    ///
    /// Connections are not encrypted: put a reverse proxy with TLS in front
    #[arg(long, requires = "listen")]
    allow_remote: bool,
    /// Where to create a Unix socket, which only the own user can connect to
    #[arg(long, value_name = "PATH")]
    socket: Option<PathBuf>,
    /// How many cycles run at the same time at most; a client that wants more is refused
    #[arg(long, value_name = "COUNT", default_value = "16")]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=1024))]
    max_cycles: u16,
    /// A name by which browsers address the server, such as that of a reverse proxy
    ///
    /// May be repeated. A request with any other `Host` is refused
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,
}

/// Where to listen by default.
const LISTEN: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8420);

/// The example and the exit codes of the command.
pub(super) const HELP: &[CommandHelp] =
    &[CommandHelp::database("serve", "--socket flowrex.sock", &[])];

pub(super) fn run(args: ServeArgs, context: &Context, server: Server) -> Result<Exit> {
    let listen = match (args.listen, &args.socket) {
        (None, Some(_)) => None,
        (given, _) => Some(given.unwrap_or(LISTEN)),
    };
    if let Some(address) =
        listen.filter(|address| !address.ip().is_loopback() && !args.allow_remote)
    {
        return Err(CommandError::invalid(
            "--listen",
            format!(
                "{address} can be reached from other machines: add --allow-remote if you want that"
            ),
        ));
    }
    let serve = match server {
        Server::Here(serve) => serve,
        Server::Program(name) => return Err(start(name)),
    };
    // Created before the server announces that it listens.
    let path = context.open_or_create()?.path().to_owned();
    let caller = context.caller(None)?;
    let options = Options {
        must_exist: true,
        ..*context.options()
    };
    let settings = Settings {
        listen,
        socket: args.socket,
        hosts: args.hosts,
        agent: caller.agent,
        token: context.token()?,
        drivers: context.config.drivers(&[]),
        cycle_program: cycle_program(&path, context)?,
        max_cycles: args.max_cycles.into(),
        path: path.clone(),
        sources: || Box::new(System),
        open: Arc::new(move || Store::open(&path, &options, Box::new(System))),
        secret,
        note,
    };
    serve(settings)?;
    Ok(Exit::DONE)
}

/// The short commands are in the program beside the one with the server.
fn cycle_program(database: &Path, context: &Context) -> Result<CycleProgram> {
    let own = env::current_exe();
    let own = own.map_err(|error| CommandError::io("cannot find the own program", error))?;
    let mut args = vec![OsString::from("--db"), database.into()];
    if let Some(file) = context.config_file() {
        args.extend([OsString::from("--config"), file.into()]);
    }
    let limit = humantime::format_duration(context.options().busy_timeout);
    args.push(format!("--busy-timeout={}", limit.to_string().replace(' ', "")).into());
    Ok(CycleProgram {
        path: own.with_file_name(env!("CARGO_PKG_NAME")),
        args,
    })
}

/// Becomes the program with the server, with the same arguments. Returns only if it cannot.
fn start(name: &str) -> CommandError {
    let program = match env::current_exe() {
        Ok(own) => own.with_file_name(name),
        Err(error) => return CommandError::io("cannot find the program of the server", error),
    };
    let error = process::Command::new(&program)
        .args(env::args_os().skip(1))
        .exec();
    let doing = format!("cannot start the server, {}", program.display());
    CommandError::io(doing, error)
}

impl From<ServeError> for CommandError {
    fn from(error: ServeError) -> Self {
        match error {
            ServeError::Store(error) => error.into(),
            ServeError::Listen { address, error } => {
                Self::io(format!("cannot listen on {address}"), error)
            }
            ServeError::Io { doing, error } => Self::io(format!("cannot {doing}"), error),
        }
    }
}
