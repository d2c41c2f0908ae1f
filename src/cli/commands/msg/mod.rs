//! `msg`: messages between agents.

mod read;
mod receive;
mod send;
mod views;

use super::super::error::Result;
use clap::Subcommand;
use clap_complete::engine::ArgValueCandidates;

use crate::cli::candidates;
use crate::cli::command_help::CommandHelp;
use crate::cli::context::Context;
use crate::cli::exit_code::{CONFLICT, DEADLINE, DENIED, Exit, HALTED};
use crate::model::id::MessageId;

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(in crate::cli) enum MsgCommand {
    /// Send a message to an agent, or to all; or many, from a file
    Send(send::SendArgs),
    /// Send a message to one agent, and wait for its answer
    Request(send::RequestArgs),
    /// Claim messages, by priority
    Recv(receive::RecvArgs),
    /// Acknowledge messages: mark them as processed
    Ack(receive::AckArgs),
    /// Negatively acknowledge a message, optionally with a delay
    Nack(receive::NackArgs),
    /// Prolong the lease of a message
    Extend(receive::ExtendArgs),
    /// Answer a message, and acknowledge it
    Reply(receive::ReplyArgs),
    /// Make a dead letter deliverable again
    Requeue {
        /// The message
        #[arg(add = ArgValueCandidates::new(candidates::dead_messages))]
        id: MessageId,
    },
    /// List messages, the newest first
    List(read::ListArgs),
    /// Show one message
    Show {
        /// The message
        #[arg(add = ArgValueCandidates::new(candidates::messages))]
        id: MessageId,
    },
    /// Show the whole exchange of a message, as a tree
    Trace(read::TraceArgs),
}

/// The example and the exit codes of each command.
pub(super) const HELP: &[CommandHelp] = &[
    CommandHelp::database(
        "msg send",
        "--to risk --subject limits --payload '{\"limit\": 0.2}'",
        &[CONFLICT, DENIED, HALTED],
    ),
    CommandHelp::database(
        "msg request",
        "--to risk --subject exposure --wait 5s",
        &[CONFLICT, DEADLINE, DENIED],
    ),
    CommandHelp::database(
        "msg recv",
        "--agent risk --wait 30s",
        &[DEADLINE, DENIED, HALTED],
    ),
    CommandHelp::database(
        "msg ack",
        "7 --as risk --claim 1",
        &[CONFLICT, DENIED, HALTED],
    ),
    CommandHelp::database(
        "msg nack",
        "7 --as risk --claim 1 --delay 10s",
        &[CONFLICT, DENIED],
    ),
    CommandHelp::database(
        "msg extend",
        "7 --as risk --claim 1 --lease 5m",
        &[CONFLICT, DENIED],
    ),
    CommandHelp::database(
        "msg reply",
        "7 --as risk --claim 1 --payload '{\"exposure\": 0}'",
        &[CONFLICT, DENIED, HALTED],
    ),
    CommandHelp::database("msg requeue", "7", &[CONFLICT, DENIED, HALTED]),
    CommandHelp::session(
        "msg list",
        "--to risk --status pending --status claimed",
        &[],
    ),
    CommandHelp::database("msg show", "7", &[]),
    CommandHelp::database("msg trace", "7", &[]),
];

pub(super) fn run(command: MsgCommand, context: &Context) -> Result<Exit> {
    match command {
        MsgCommand::Send(args) => send::send(args, context)?,
        MsgCommand::Request(args) => send::request(args, context)?,
        MsgCommand::Recv(args) => return receive::recv(&args, context),
        MsgCommand::Ack(args) => receive::ack(&args, context)?,
        MsgCommand::Nack(args) => receive::nack(&args, context)?,
        MsgCommand::Extend(args) => receive::extend(&args, context)?,
        MsgCommand::Reply(args) => receive::reply(args, context)?,
        MsgCommand::Requeue { id } => receive::requeue(id, context)?,
        MsgCommand::List(args) => return read::list(args, context),
        MsgCommand::Show { id } => read::show(id, context)?,
        MsgCommand::Trace(args) => read::trace(&args, context)?,
    }
    Ok(Exit::DONE)
}
