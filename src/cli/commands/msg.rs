//! `msg`: messages between agents.

use std::time::Duration;

use clap::{Args, Subcommand};

use super::super::args::{self, JsonArg};
use super::{Context, Exit};
use crate::coordination::message_bus::{MessageBus, Receive};
use crate::model::agent::AgentName;
use crate::model::cycle::CycleId;
use crate::model::error::{Error, ErrorKind};
use crate::model::message::{
    Claim, Message, MessageId, MessageStatus, MessageType, NewMessage, Priority, Recipient,
};
use crate::model::text::Subject;
use crate::output::message::MessageView;
use crate::store::message::Filter;

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(in crate::cli) enum MsgCommand {
    /// Send a message to an agent, or to all
    Send(SendArgs),
    /// Send a message to one agent, and wait for its answer
    Request(RequestArgs),
    /// Claim messages, in the order of their priority
    Recv(RecvArgs),
    /// Mark messages as processed
    Ack(AckArgs),
    /// Answer a message, and mark it as processed
    Reply(ReplyArgs),
    /// List messages, the newest first
    List(ListArgs),
    /// Show one message
    Show {
        /// The message
        id: MessageId,
    },
}

#[derive(Debug, Args)]
pub(in crate::cli) struct SendArgs {
    /// To whom: an agent, or all
    #[arg(long, value_name = "NAME")]
    to: Recipient,
    /// command, request or event
    #[arg(long = "type", value_name = "TYPE", default_value = "event")]
    message_type: MessageType,
    #[command(flatten)]
    content: ContentArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct RequestArgs {
    /// To whom
    #[arg(long, value_name = "NAME")]
    to: AgentName,
    /// How long to wait for the answer; exit 5 when none came
    #[arg(long, value_name = "DURATION", default_value = "30s", value_parser = args::duration)]
    #[arg(allow_hyphen_values = true)]
    wait: Duration,
    #[command(flatten)]
    content: ContentArgs,
}

#[derive(Debug, Args)]
struct ContentArgs {
    /// critical, high, normal or low (or 0 to 3)
    #[arg(long, default_value = "normal")]
    priority: Priority,
    /// What about
    #[arg(long)]
    subject: Subject,
    /// The content: JSON, @FILE, or - for standard input
    #[arg(
        long,
        value_name = "JSON",
        default_value = "{}",
        allow_hyphen_values = true
    )]
    payload: JsonArg,
    /// After how long it expires
    #[arg(long, value_name = "DURATION", value_parser = args::duration, allow_hyphen_values = true)]
    ttl: Option<Duration>,
    /// The cycle it belongs to
    #[arg(long, value_name = "ID")]
    cycle: Option<CycleId>,
    /// Who sends: the same as --as
    #[arg(long, value_name = "NAME")]
    from: Option<AgentName>,
}

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
    /// The claim token that came with the message
    #[arg(long, value_name = "TOKEN", allow_hyphen_values = true)]
    claim: Option<Claim>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ReplyArgs {
    /// The message to answer
    id: MessageId,
    /// The answer: JSON, @FILE, or - for standard input
    #[arg(long, value_name = "JSON", allow_hyphen_values = true)]
    payload: JsonArg,
    /// The claim token that came with the message
    #[arg(long, value_name = "TOKEN", allow_hyphen_values = true)]
    claim: Option<Claim>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ListArgs {
    /// Only those from or to this agent
    #[arg(long, value_name = "NAME")]
    agent: Option<AgentName>,
    /// Only this type
    #[arg(long = "type", value_name = "TYPE")]
    message_type: Option<MessageType>,
    /// Only those that stand here: pending, claimed, processed, expired or dead
    #[arg(long)]
    status: Option<MessageStatus>,
    /// Only those of this cycle
    #[arg(long, value_name = "ID")]
    cycle: Option<CycleId>,
    /// At most so many
    #[arg(long, default_value = "50", value_parser = args::limit(), allow_hyphen_values = true)]
    limit: u32,
}

pub(super) fn run(command: MsgCommand, context: &Context) -> anyhow::Result<Exit> {
    match command {
        MsgCommand::Send(args) => send(args, context)?,
        MsgCommand::Request(args) => request(args, context)?,
        MsgCommand::Recv(args) => return recv(&args, context),
        MsgCommand::Ack(args) => ack(&args, context)?,
        MsgCommand::Reply(args) => reply(args, context)?,
        MsgCommand::List(args) => list(args, context)?,
        MsgCommand::Show { id } => {
            let message = MessageBus::new(&mut context.open()?).get(id)?;
            context.printer.one(&MessageView::from(&message))?;
        }
    }
    Ok(Exit::DONE)
}

impl ContentArgs {
    /// What to send, and who sends it, if that is said here.
    fn message(
        self,
        to: Recipient,
        message_type: MessageType,
    ) -> Result<(NewMessage, Option<AgentName>), Error> {
        let new = NewMessage {
            payload: self.payload.read("--payload")?,
            to,
            message_type,
            priority: self.priority,
            subject: self.subject,
            ttl: self.ttl,
            cycle: self.cycle,
        };
        Ok((new, self.from))
    }
}

fn request(args: RequestArgs, context: &Context) -> anyhow::Result<()> {
    let to = Recipient::Agent(args.to);
    let (new, from) = args.content.message(to, MessageType::Request)?;
    let from = context.actor(from.as_ref())?;
    let mut store = context.open()?;
    let response = MessageBus::new(&mut store).request(from, &new, args.wait)?;
    Ok(context.printer.one(&MessageView::from(&response))?)
}

fn send(args: SendArgs, context: &Context) -> anyhow::Result<()> {
    let (new, from) = args.content.message(args.to, args.message_type)?;
    let from = context.actor(from.as_ref())?;
    let sent = MessageBus::new(&mut context.open()?).send(from, &new)?;
    Ok(match new.to {
        Recipient::Agent(_) => context.printer.one_or_many(&views(&sent)),
        Recipient::All => context.printer.many(&views(&sent)),
    }?)
}

fn recv(args: &RecvArgs, context: &Context) -> anyhow::Result<Exit> {
    let actor = context.actor(args.agent.as_ref())?;
    let mut store = context.open()?;
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

fn ack(args: &AckArgs, context: &Context) -> anyhow::Result<()> {
    if args.claim.is_some() && args.ids.len() > 1 {
        return Err(Error::InvalidArgument {
            argument: "--claim".to_owned(),
            problem: "a claim token belongs to one message; ack them one by one".to_owned(),
        }
        .into());
    }
    let mut store = context.open()?;
    let acked = MessageBus::new(&mut store).ack(context.actor(None)?, &args.ids, args.claim)?;
    Ok(context.printer.one_or_many(&views(&acked))?)
}

fn reply(args: ReplyArgs, context: &Context) -> anyhow::Result<()> {
    let payload = args.payload.read("--payload")?;
    let mut store = context.open()?;
    let mut bus = MessageBus::new(&mut store);
    let response = bus.reply(context.actor(None)?, args.id, &payload, args.claim)?;
    Ok(context.printer.one(&MessageView::from(&response))?)
}

fn list(args: ListArgs, context: &Context) -> anyhow::Result<()> {
    let filter = Filter {
        agent: args.agent,
        message_type: args.message_type,
        status: args.status,
        cycle: args.cycle,
        limit: args.limit,
    };
    let messages = MessageBus::new(&mut context.open()?).list(&filter)?;
    Ok(context.printer.many(&views(&messages))?)
}

fn views(messages: &[Message]) -> Vec<MessageView> {
    messages.iter().map(MessageView::from).collect()
}
