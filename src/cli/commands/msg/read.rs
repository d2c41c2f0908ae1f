//! Lists and shows the messages of all agents.

use clap::Args;
use clap_complete::engine::ArgValueCandidates;

use super::views::views;
use crate::cli::args::{self, Diagram, Since};
use crate::cli::candidates;
use crate::cli::context::Context;
use crate::cli::error::{Result, note};
use crate::cli::exit_code::Exit;
use crate::cli::follow::following;
use crate::cli::pages::print_pages;
use crate::cli::system::System;
use crate::coordination::cycle::CycleManager;
use crate::coordination::message_bus::MessageBus;
use crate::model::clock::Clock;
use crate::model::cycle::CycleRef;
use crate::model::delivery_state::MessageStatus;
use crate::model::id::{AgentName, MessageId};
use crate::model::message::{Message, MessageType};
use crate::store::message::Filter;
use crate::terminal::write_text;
use crate::view::mermaid;
use crate::view::message::{MessageIdView, MessageView, ThreadView};

#[derive(Debug, Args)]
pub(in crate::cli) struct ListArgs {
    /// Only messages from or to this agent
    #[arg(long, value_name = "NAME")]
    #[arg(add = ArgValueCandidates::new(candidates::agents))]
    agent: Option<AgentName>,
    /// Only messages to this agent
    #[arg(long, value_name = "NAME")]
    #[arg(add = ArgValueCandidates::new(candidates::agents))]
    to: Option<AgentName>,
    /// Only messages from this agent
    #[arg(long, value_name = "NAME")]
    #[arg(add = ArgValueCandidates::new(candidates::agents))]
    from: Option<AgentName>,
    /// Only messages of this type
    #[arg(long = "type", value_name = "TYPE")]
    #[arg(add = ArgValueCandidates::new(candidates::message_types))]
    message_type: Option<MessageType>,
    /// Only messages with this status, such as pending
    ///
    /// pending, claimed, processed, expired or dead. May be given several times
    #[arg(long = "status", value_name = "STATUS")]
    #[arg(add = ArgValueCandidates::new(candidates::message_statuses))]
    statuses: Vec<MessageStatus>,
    /// Only messages of this cycle
    ///
    /// Its id, latest, or latest:SYMBOL
    #[arg(long, value_name = "ID")]
    #[arg(add = ArgValueCandidates::new(candidates::cycles))]
    cycle: Option<CycleRef>,
    /// Only messages of this exchange
    #[arg(long, value_name = "ID")]
    correlation: Option<String>,
    /// Only messages sent since then, such as 10m
    ///
    /// A duration, such as 10m ago, or a time, such as 2026-01-31T12:00:00Z
    #[arg(long, value_name = "WHEN", allow_hyphen_values = true)]
    since: Option<Since>,
    /// Only messages sent before this one
    ///
    /// For the next page, the last one listed
    #[arg(long, value_name = "ID", allow_hyphen_values = true)]
    #[arg(add = ArgValueCandidates::new(candidates::messages))]
    before: Option<MessageId>,
    /// Only messages sent after this one
    ///
    /// Without --before, the next ones. With --follow, all of them
    #[arg(long, value_name = "ID", value_parser = args::after_message, allow_hyphen_values = true)]
    #[arg(add = ArgValueCandidates::new(candidates::messages))]
    after: Option<MessageId>,
    /// Maximum number of results
    #[arg(long, default_value = "50", value_parser = args::limit(), allow_hyphen_values = true)]
    limit: u32,
    /// Print each new message as a line
    ///
    /// The oldest first, until a signal or a closed pipe
    #[arg(long, conflicts_with_all = ["statuses", "before"])]
    follow: bool,
}

pub(super) fn list(args: ListArgs, context: &Context) -> Result<Exit> {
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

pub(super) fn show(id: MessageId, context: &Context) -> Result<()> {
    let message = MessageBus::new(&mut context.open()?).get(id)?;
    Ok(context.printer.one(&MessageView::from(&message))?)
}

/// The most messages of an exchange that are shown at once: what one transaction reads.
const MOST_TRACED: u16 = 1_000;

#[derive(Debug, Args)]
pub(in crate::cli) struct TraceArgs {
    /// Any message of the exchange
    #[arg(add = ArgValueCandidates::new(candidates::messages))]
    id: MessageId,
    /// Print a sequence diagram instead
    #[arg(long, value_name = "FORMAT")]
    format: Option<Diagram>,
    /// Only messages sent after this one
    ///
    /// Continues an exchange that has more than --limit messages
    #[arg(long, value_name = "ID", value_parser = args::after_message, allow_hyphen_values = true)]
    #[arg(add = ArgValueCandidates::new(candidates::messages))]
    after: Option<MessageId>,
    /// Maximum number of results, the first ones
    #[arg(long, default_value = "1000", allow_hyphen_values = true)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=i64::from(MOST_TRACED)))]
    limit: u16,
}

pub(super) fn trace(args: &TraceArgs, context: &Context) -> Result<()> {
    let mut store = context.open()?;
    let limit = usize::from(args.limit);
    let traced = MessageBus::new(&mut store).trace(args.id, args.after, limit)?;
    match args.format {
        Some(Diagram::Mermaid) => write_text(&mermaid::of_thread(&traced.thread))?,
        None => context.printer.many(&ThreadView::of(&traced.thread))?,
    }
    if let Some(last) = traced.next {
        let (id, shown) = (args.id, traced.thread.0.len());
        note(&format!(
            "note: the exchange has more than these {shown} messages; go on with \
             `flowrex-coord msg trace {id} --after {last}`"
        ));
    }
    Ok(())
}
