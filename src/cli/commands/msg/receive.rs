//! Receiving messages, and what a receiver does with them.

use std::time::Duration;

use clap::Args;

use super::super::super::args::{self, JsonArg};
use super::{Context, Exit, views};
use crate::coordination::message_bus::{GiveBack, MessageBus, Receive};
use crate::model::agent::AgentName;
use crate::model::error::{Error, ErrorKind};
use crate::model::message::{Claim, MessageId, MessageType};
use crate::model::text::Reason;
use crate::output::message::MessageView;

#[derive(Debug, Args)]
pub(in crate::cli) struct RecvArgs {
    /// Who receives: the same as --as
    #[arg(long, value_name = "NAME")]
    agent: Option<AgentName>,
    /// Only this type
    #[arg(long = "type", value_name = "TYPE")]
    message_type: Option<MessageType>,
    /// At most so many
    #[arg(long, default_value = "10", value_parser = args::limit(), allow_hyphen_values = true)]
    limit: u32,
    /// How long the claim holds: not acked by then, they are delivered again
    #[arg(long, value_name = "DURATION", default_value = "60s", value_parser = args::duration)]
    #[arg(allow_hyphen_values = true)]
    lease: Duration,
    /// Mark them as processed at once
    #[arg(long)]
    ack: bool,
    /// Only look: claim nothing
    #[arg(long, conflicts_with = "ack")]
    peek: bool,
    /// When there is none, wait for one for so long; exit 5 when none came
    #[arg(long, value_name = "DURATION", value_parser = args::duration, allow_hyphen_values = true)]
    #[arg(conflicts_with = "peek")]
    wait: Option<Duration>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct AckArgs {
    /// The messages
    #[arg(required = true, value_name = "ID")]
    ids: Vec<MessageId>,
    #[command(flatten)]
    held: HeldArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct NackArgs {
    /// The message
    id: MessageId,
    /// How long it is not delivered again; at once without it
    #[arg(long, value_name = "DURATION", value_parser = args::duration, allow_hyphen_values = true)]
    delay: Option<Duration>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<Reason>,
    #[command(flatten)]
    held: HeldArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ExtendArgs {
    /// The message
    id: MessageId,
    /// How long the claim holds from now on
    #[arg(long, value_name = "DURATION", value_parser = args::duration)]
    #[arg(allow_hyphen_values = true)]
    lease: Duration,
    #[command(flatten)]
    held: HeldArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ReplyArgs {
    /// The message to answer
    id: MessageId,
    /// The answer: JSON, @FILE, or - for standard input
    #[arg(long, value_name = "JSON", allow_hyphen_values = true)]
    payload: JsonArg,
    #[command(flatten)]
    held: HeldArgs,
}

#[derive(Debug, Args)]
struct HeldArgs {
    /// The claim token that came with the message
    #[arg(long, value_name = "TOKEN", allow_hyphen_values = true)]
    claim: Option<Claim>,
}

pub(super) fn recv(args: &RecvArgs, context: &Context) -> anyhow::Result<Exit> {
    let actor = context.actor(args.agent.as_ref())?;
    let mut store = if args.peek {
        context.open()?
    } else {
        context.open_or_create()?
    };
    let mut bus = MessageBus::new(&mut store);
    let messages = if args.peek {
        bus.peek(actor, args.message_type, args.limit)?
    } else {
        let how = Receive {
            message_type: args.message_type,
            limit: args.limit,
            lease: args.lease,
            ack: args.ack,
        };
        match args.wait {
            Some(patience) => bus.receive_within(actor, &how, patience)?,
            None => bus.receive(actor, &how)?,
        }
    };
    context.printer.many(&views(&messages))?;
    Ok(if args.wait.is_some() && messages.is_empty() {
        Exit::of(ErrorKind::Deadline)
    } else {
        Exit::DONE
    })
}

pub(super) fn ack(args: &AckArgs, context: &Context) -> anyhow::Result<()> {
    if args.held.claim.is_some() && args.ids.len() > 1 {
        return Err(Error::InvalidArgument {
            argument: "--claim".to_owned(),
            problem: "a claim token belongs to one message; ack them one by one".to_owned(),
        }
        .into());
    }
    let mut store = context.open()?;
    let mut bus = MessageBus::new(&mut store);
    let acked = bus.ack(context.actor(None)?, &args.ids, args.held.claim)?;
    Ok(context.printer.one_or_many(&views(&acked))?)
}

pub(super) fn nack(args: &NackArgs, context: &Context) -> anyhow::Result<()> {
    let how = GiveBack {
        delay: args.delay,
        reason: args.reason.as_ref(),
    };
    let mut store = context.open()?;
    let mut bus = MessageBus::new(&mut store);
    let message = bus.nack(context.actor(None)?, args.id, how, args.held.claim)?;
    Ok(context.printer.one(&MessageView::from(&message))?)
}

pub(super) fn extend(args: &ExtendArgs, context: &Context) -> anyhow::Result<()> {
    let mut store = context.open()?;
    let mut bus = MessageBus::new(&mut store);
    let message = bus.extend(context.actor(None)?, args.id, args.lease, args.held.claim)?;
    Ok(context.printer.one(&MessageView::from(&message))?)
}

pub(super) fn reply(args: ReplyArgs, context: &Context) -> anyhow::Result<()> {
    let payload = args.payload.read("--payload")?;
    let mut store = context.open()?;
    let mut bus = MessageBus::new(&mut store);
    let response = bus.reply(context.actor(None)?, args.id, &payload, args.held.claim)?;
    Ok(context.printer.one(&MessageView::from(&response))?)
}

pub(super) fn requeue(id: MessageId, context: &Context) -> anyhow::Result<()> {
    let mut store = context.open()?;
    let message = MessageBus::new(&mut store).requeue(context.actor(None)?, id)?;
    Ok(context.printer.one(&MessageView::from(&message))?)
}
