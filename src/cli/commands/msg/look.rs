//! Looking at messages, whosever they are.

use clap::Args;

use super::super::super::args::{self, Diagram, Since};
use super::super::super::context::System;
use super::super::super::follow::following;
use super::super::super::pages::print_pages;
use super::{Context, Exit, views};
use crate::coordination::cycle::CycleManager;
use crate::coordination::message_bus::MessageBus;
use crate::model::agent::AgentName;
use crate::model::clock::Ambient;
use crate::model::cycle::CycleRef;
use crate::model::message::{Message, MessageId, MessageStatus, MessageType};
use crate::output::message::{MessageIdView, MessageView, ThreadView};
use crate::output::{mermaid, write_text};
use crate::store::message::Filter;

#[derive(Debug, Args)]
pub(in crate::cli) struct ListArgs {
    /// Only those from or to this agent
    #[arg(long, value_name = "NAME")]
    agent: Option<AgentName>,
    /// Only those to this agent
    #[arg(long, value_name = "NAME")]
    to: Option<AgentName>,
    /// Only those from this agent
    #[arg(long, value_name = "NAME")]
    from: Option<AgentName>,
    /// Only this type
    #[arg(long = "type", value_name = "TYPE")]
    message_type: Option<MessageType>,
    /// Only messages with this status: pending, claimed, processed, expired or dead; may be given
    /// several times
    #[arg(long = "status", value_name = "STATUS")]
    statuses: Vec<MessageStatus>,
    /// Only those of this cycle: its id, latest, or latest:SYMBOL
    #[arg(long, value_name = "ID")]
    cycle: Option<CycleRef>,
    /// Only those of this exchange
    #[arg(long, value_name = "ID")]
    correlation: Option<String>,
    /// Only those sent since then: a duration, such as 10m ago, or a time, such as
    /// 2026-01-31T12:00:00Z
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true)]
    since: Option<Since>,
    /// Only those sent before this message: the next page, where it is the last one listed
    #[arg(long, value_name = "ID", allow_hyphen_values = true)]
    before: Option<MessageId>,
    /// Only those sent after this message; without --before, the ones that follow it at once. With
    /// --follow, all of them
    #[arg(long, value_name = "ID", value_parser = args::after_message, allow_hyphen_values = true)]
    after: Option<MessageId>,
    /// At most so many
    #[arg(long, default_value = "50", value_parser = args::limit(), allow_hyphen_values = true)]
    limit: u32,
    /// Go on with each message as it is sent, one a line, the oldest first, until a signal or a
    /// closed pipe
    #[arg(long, conflicts_with_all = ["statuses", "before"])]
    follow: bool,
}

pub(super) fn list(args: ListArgs, context: &Context) -> anyhow::Result<Exit> {
    let mut store = context.open()?;
    let cycle = args.cycle.as_ref();
    let cycle = cycle.map(|named| CycleManager::new(&mut store).id_of(named));
    let mut filter = Filter {
        agent: args.agent,
        to: args.to,
        from: args.from,
        message_type: args.message_type,
        statuses: args.statuses,
        cycle: cycle.transpose()?,
        correlation: args.correlation,
        since: args.since.map(|since| since.before(System.now())),
        after: args.after,
        before: args.before,
        limit: args.limit,
    };
    if args.follow {
        if args.after.is_some() {
            filter.limit = u32::MAX;
        }
        return following(&mut store, context, |store| {
            Ok(views(&MessageBus::new(store).list_on(&mut filter)?))
        });
    }
    let mut bus = MessageBus::new(&mut store);
    if args.after.is_some() && args.before.is_none() {
        bus.end_at_first(&mut filter)?;
    }
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
