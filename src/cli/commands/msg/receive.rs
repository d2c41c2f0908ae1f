//! Receives messages, and acknowledges, answers or returns them.

use std::io;
use std::time::Duration;

use clap::Args;
use clap_complete::engine::ArgValueCandidates;

use super::views::views;
use crate::cli::args::{self, JsonArg};
use crate::cli::candidates;
use crate::cli::context::Context;
use crate::cli::error::{CommandError, Result, note};
use crate::cli::exit_code::Exit;
use crate::cli::pages::print_pages;
use crate::cli::receiver::StandardOutput;
use crate::coordination::message_bus::{Batch, MessageBus, Nack, Receive, Undelivered};
use crate::model::caller::Caller;
use crate::model::error::{Error, ErrorKind};
use crate::model::id::{AgentName, Claim, MessageId};
use crate::model::message::{Message, MessageType};
use crate::model::text::Reason;
use crate::store;
use crate::store::page::Page;
use crate::store::queue::{Claimed, Content};
use crate::terminal::{ListPrinter, unless_closed};
use crate::view::message::{MessageIdView, MessageView};

#[derive(Debug, Args)]
pub(in crate::cli) struct RecvArgs {
    /// The receiver: the same as --as
    #[arg(long, value_name = "NAME")]
    #[arg(add = ArgValueCandidates::new(candidates::agents))]
    agent: Option<AgentName>,
    /// Only messages of this type
    #[arg(long = "type", value_name = "TYPE")]
    #[arg(add = ArgValueCandidates::new(candidates::message_types))]
    message_type: Option<MessageType>,
    /// Maximum number of results
    #[arg(long, default_value = "10", value_parser = args::limit(), allow_hyphen_values = true)]
    limit: u32,
    /// How long the claim holds; messages not acknowledged by then are redelivered
    #[arg(long, value_name = "DURATION", default_value = "60s", value_parser = args::duration)]
    #[arg(allow_hyphen_values = true)]
    lease: Duration,
    /// Acknowledge them at once
    #[arg(long)]
    ack: bool,
    /// Show them without claiming them
    #[arg(long, conflicts_with = "ack")]
    peek: bool,
    /// How long to wait for a message if there is none; exit 5 when none came
    #[arg(long, value_name = "DURATION", value_parser = args::duration, allow_hyphen_values = true)]
    #[arg(conflicts_with = "peek")]
    wait: Option<Duration>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct AckArgs {
    /// The messages
    #[arg(required = true, value_name = "ID")]
    #[arg(add = ArgValueCandidates::new(candidates::claimed_messages))]
    ids: Vec<MessageId>,
    #[command(flatten)]
    held: HeldArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct NackArgs {
    /// The message
    #[arg(add = ArgValueCandidates::new(candidates::claimed_messages))]
    id: MessageId,
    /// How long to delay the redelivery
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
    #[arg(add = ArgValueCandidates::new(candidates::claimed_messages))]
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
    #[arg(add = ArgValueCandidates::new(candidates::claimed_messages))]
    id: MessageId,
    /// The answer: JSON, @FILE, or - for standard input
    #[arg(long, value_name = "JSON", allow_hyphen_values = true)]
    payload: JsonArg,
    #[command(flatten)]
    held: HeldArgs,
}

#[derive(Debug, Args)]
struct HeldArgs {
    /// The fencing token (claim) that came with the message
    #[arg(long, value_name = "TOKEN", allow_hyphen_values = true)]
    claim: Option<Claim>,
}

pub(super) fn recv(args: &RecvArgs, context: &Context) -> Result<Exit> {
    let caller = context.caller(args.agent.as_ref())?;
    let mut store = if args.peek {
        context.open()?
    } else {
        context.open_or_create()?
    };
    let mut bus = MessageBus::new(&mut store);
    if args.peek {
        return peek(args, &mut bus, &caller.agent, context);
    }
    let how = Receive {
        message_type: args.message_type,
        limit: args.limit,
        lease: args.lease,
        ack: args.ack,
    };
    let output = StandardOutput::probe(if context.printer.prints_ids_only() {
        Content::Number
    } else {
        Content::Whole
    });
    let first = match args.wait {
        Some(patience) => bus.claim_within(&caller, &how, &output, patience)?,
        None => bus.claim(&caller, &how, &output)?,
    };
    let is_empty = first.claimed.is_empty();
    let handing = HandingOver {
        bus,
        caller: &caller,
        how,
        list: context.printer.list(),
    };
    handing.all(first, &output)?;
    Ok(if args.wait.is_some() && is_empty {
        Exit::of(ErrorKind::Deadline)
    } else {
        Exit::DONE
    })
}

fn peek(
    args: &RecvArgs,
    bus: &mut MessageBus<'_>,
    name: &AgentName,
    context: &Context,
) -> Result<Exit> {
    let ids = bus.peek_numbers(name, args.message_type, args.limit)?;
    if context.printer.prints_ids_only() {
        let views: Vec<_> = ids.into_iter().map(MessageIdView::from).collect();
        context.printer.many(&views)?;
        return Ok(Exit::DONE);
    }
    print_pages(
        context,
        |message: &Message| MessageView::from(message),
        |cursor: Option<usize>| {
            let from = cursor.unwrap_or_default();
            let page = bus.peek_page(&ids[from..])?;
            Ok(Page {
                next: page.next.map(|taken| from + taken),
                ..page
            })
        },
    )?;
    Ok(Exit::DONE)
}

/// Handing over what was claimed, one transaction after the other: no more is in memory
/// than one of them claims, and others have their turn between two.
struct HandingOver<'a> {
    bus: MessageBus<'a>,
    caller: &'a Caller,
    how: Receive,
    list: ListPrinter,
}

impl HandingOver<'_> {
    /// Prints what was claimed first, and then claims and prints more up to the limit.
    fn all(mut self, first: Batch, output: &StandardOutput) -> Result<()> {
        let mut batch = first;
        let mut problem = None;
        loop {
            let before = self.list.printed();
            if let Err(error) = self.print(&batch) {
                let gone_out = self.list.printed() - before;
                return self.not_printed(&batch.claimed[gone_out..], error);
            }
            let claimed = u32::try_from(batch.claimed.len()).unwrap_or(u32::MAX);
            self.how.limit = self.how.limit.saturating_sub(claimed);
            if !batch.has_more || self.how.limit == 0 {
                break;
            }
            // What is printed stays claimed, whatever becomes of the rest.
            match self.bus.claim_more(self.caller, &self.how, output) {
                Ok(more) => batch = more,
                Err(store::Error::Busy | store::Error::Rule(Error::ReceiverGone(_))) => break,
                Err(error) => {
                    problem = Some(error);
                    break;
                }
            }
        }
        unless_closed(self.list.finish::<MessageView>())?;
        problem.map_or(Ok(()), |problem| Err(problem.into()))
    }

    fn print(&mut self, batch: &Batch) -> io::Result<()> {
        for claimed in &batch.claimed {
            match &claimed.message {
                Some(message) => self.list.add(&MessageView::from(message))?,
                None => self.list.add(&MessageIdView::from(claimed.id))?,
            }
        }
        self.list.flush()
    }

    /// Releases what was claimed and of which nothing has gone out.
    fn not_printed(mut self, claimed: &[Claimed], error: io::Error) -> Result<()> {
        let undelivered = claimed.iter().map(|one| Undelivered::of(one, &self.how));
        let undelivered: Vec<_> = undelivered.collect();
        let reason = format!("nothing of it could be printed: {error}");
        match self
            .bus
            .return_undelivered(self.caller, &undelivered, &reason)
        {
            Ok(_) if self.list.printed() == 0 => {
                return Err(Error::NotPrinted(error.to_string()).into());
            }
            Ok(returned) if !returned.is_empty() => note(&format!(
                "note: not printed and pending again: {} of the messages",
                returned.len()
            )),
            Ok(_) => {}
            Err(problem) => note(&format!(
                "warning: not printed, and claimed until the lease ends: {} of the messages \
                 ({problem})",
                undelivered.len()
            )),
        }
        Ok(unless_closed(Err(error))?)
    }
}

pub(super) fn ack(args: &AckArgs, context: &Context) -> Result<()> {
    if args.held.claim.is_some() && args.ids.len() > 1 {
        return Err(CommandError::invalid(
            "--claim",
            "a claim token belongs to one message; ack them one by one",
        ));
    }
    let mut store = context.open()?;
    let mut bus = MessageBus::new(&mut store);
    let acked = bus.ack(&context.caller(None)?, &args.ids, args.held.claim)?;
    Ok(context.printer.one_or_many(&views(&acked))?)
}

pub(super) fn nack(args: &NackArgs, context: &Context) -> Result<()> {
    let how = Nack {
        delay: args.delay,
        reason: args.reason.as_ref(),
    };
    let mut store = context.open()?;
    let mut bus = MessageBus::new(&mut store);
    let message = bus.nack(&context.caller(None)?, args.id, how, args.held.claim)?;
    Ok(context.printer.one(&MessageView::from(&message))?)
}

pub(super) fn extend(args: &ExtendArgs, context: &Context) -> Result<()> {
    let mut store = context.open()?;
    let mut bus = MessageBus::new(&mut store);
    let message = bus.extend(&context.caller(None)?, args.id, args.lease, args.held.claim)?;
    Ok(context.printer.one(&MessageView::from(&message))?)
}

pub(super) fn reply(args: ReplyArgs, context: &Context) -> Result<()> {
    let payload = args.payload.read("--payload")?;
    let mut store = context.open()?;
    let mut bus = MessageBus::new(&mut store);
    let response = bus.reply(&context.caller(None)?, args.id, &payload, args.held.claim)?;
    Ok(context.printer.one(&MessageView::from(&response))?)
}

pub(super) fn requeue(id: MessageId, context: &Context) -> Result<()> {
    let mut store = context.open()?;
    let message = MessageBus::new(&mut store).requeue(&context.caller(None)?, id)?;
    Ok(context.printer.one(&MessageView::from(&message))?)
}
