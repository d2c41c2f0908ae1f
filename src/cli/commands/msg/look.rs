//! Looking at messages, whosever they are.

use clap::Args;

use super::super::super::args::{self, Diagram, Since};
use super::super::super::context::System;
use super::super::super::follow::following;
use super::super::super::pages::print_pages;
use super::{Context, Exit, views};
use crate::coordination::message_bus::MessageBus;
use crate::model::agent::AgentName;
use crate::model::clock::Ambient;
use crate::model::cycle::CycleId;
use crate::model::message::{Message, MessageId, MessageStatus, MessageType};
use crate::output::message::{MessageIdView, MessageView, ThreadView};
use crate::output::{mermaid, write_text};
use crate::store::message::Filter;

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
    /// Only those of this exchange
    #[arg(long, value_name = "ID")]
    correlation: Option<String>,
    /// Only those sent since then: a duration, such as 10m ago, or a time, such as
    /// 2026-01-31T12:00:00Z
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true)]
    since: Option<Since>,
    /// At most so many
    #[arg(long, default_value = "50", value_parser = args::limit(), allow_hyphen_values = true)]
    limit: u32,
    /// Go on with each message as it is sent, one a line, the oldest first, until a signal or a
    /// closed pipe
    #[arg(long, conflicts_with = "status")]
    follow: bool,
}

pub(super) fn list(args: ListArgs, context: &Context) -> anyhow::Result<Exit> {
    let mut filter = Filter {
        agent: args.agent,
        message_type: args.message_type,
        status: args.status,
        cycle: args.cycle,
        correlation: args.correlation,
        since: args.since.map(|since| since.before(System.now())),
        after: None,
        before: None,
        limit: args.limit,
    };
    let mut store = context.open()?;
    if args.follow {
        return following(&mut store, context, |store| {
            Ok(views(&MessageBus::new(store).list_on(&mut filter)?))
        });
    }
    let mut bus = MessageBus::new(&mut store);
    if context.printer.prints_ids_only() {
        let view = |id: &MessageId| MessageIdView::from(*id);
        print_pages(context, view, |_| Ok(bus.list_numbers(&mut filter)?))?;
    } else {
        let view = |message: &Message| MessageView::from(message);
        print_pages(context, view, |_| Ok(bus.list_page(&mut filter)?))?;
    }
    Ok(Exit::DONE)
}

pub(super) fn show(id: MessageId, context: &Context) -> anyhow::Result<()> {
    let message = MessageBus::new(&mut context.open()?).get(id)?;
    Ok(context.printer.one(&MessageView::from(&message))?)
}

pub(super) fn trace(
    id: MessageId,
    format: Option<Diagram>,
    context: &Context,
) -> anyhow::Result<()> {
    let thread = MessageBus::new(&mut context.open()?).trace(id)?;
    if let Some(Diagram::Mermaid) = format {
        return Ok(write_text(&mermaid::of_thread(&thread))?);
    }
    Ok(context.printer.many(&ThreadView::of(&thread))?)
}
