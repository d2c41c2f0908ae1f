//! Sends messages: one, a request, or a batch.

use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgGroup, Args};
use clap_complete::engine::ArgValueCandidates;

use super::views::views;
use crate::cli::args::{self, JsonArg};
use crate::cli::candidates;
use crate::cli::context::Context;
use crate::cli::error::{Result, note};
use crate::cli::lines::{Chunk, Lines};
use crate::cli::receiver::StandardOutput;
use crate::coordination::cycle::CycleManager;
use crate::coordination::message_bus::{MessageBus, Over, SentBatch};
use crate::model::batch;
use crate::model::caller::Caller;
use crate::model::cycle::CycleRef;
use crate::model::id::AgentName;
use crate::model::message::{MessageType, NewMessage, Priority, Recipient};
use crate::model::text::{DedupKey, Subject};
use crate::store::queue::Content;
use crate::store::{self, Store};
use crate::view::message::MessageView;

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("what").args(["to", "batch"]).required(true))]
pub(in crate::cli) struct SendArgs {
    /// The recipient: an agent, or all
    #[arg(long, value_name = "NAME", requires = "subject")]
    #[arg(add = ArgValueCandidates::new(candidates::recipients))]
    to: Option<Recipient>,
    /// Many messages: a JSON object on each line of FILE or -
    ///
    /// FILE is - for standard input. The fields of the objects have the names of the
    /// arguments. 1,000 lines are stored or refused together
    #[arg(long, value_name = "FILE", conflicts_with_all = [
        "message_type", "priority", "subject", "payload", "ttl", "cycle", "dedup_key",
    ])]
    batch: Option<PathBuf>,
    /// command, request or event
    #[arg(long = "type", value_name = "TYPE", default_value = "event")]
    #[arg(add = ArgValueCandidates::new(candidates::message_types))]
    message_type: MessageType,
    /// The subject
    #[arg(long)]
    subject: Option<Subject>,
    #[command(flatten)]
    content: ContentArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct RequestArgs {
    /// The recipient
    #[arg(long, value_name = "NAME")]
    #[arg(add = ArgValueCandidates::new(candidates::agents))]
    to: AgentName,
    /// How long to wait for the answer; exit 5 when none came
    #[arg(long, value_name = "DURATION", default_value = "30s", value_parser = args::duration)]
    #[arg(allow_hyphen_values = true)]
    wait: Duration,
    /// The subject
    #[arg(long)]
    subject: Subject,
    #[command(flatten)]
    content: ContentArgs,
}

#[derive(Debug, Args)]
struct ContentArgs {
    /// critical, high, normal or low (or 0 to 3)
    #[arg(long, default_value = "normal")]
    #[arg(add = ArgValueCandidates::new(candidates::priorities))]
    priority: Priority,
    /// The content: JSON, @FILE, or - for standard input
    #[arg(
        long,
        value_name = "JSON",
        default_value = "{}",
        allow_hyphen_values = true
    )]
    payload: JsonArg,
    /// How long until it expires
    #[arg(long, value_name = "DURATION", value_parser = args::duration, allow_hyphen_values = true)]
    ttl: Option<Duration>,
    /// The cycle it belongs to: its id, latest, or latest:SYMBOL
    #[arg(long, value_name = "ID")]
    #[arg(add = ArgValueCandidates::new(candidates::cycles))]
    cycle: Option<CycleRef>,
    /// An idempotency key, so that it is stored only once
    ///
    /// Sending it again returns the stored message
    #[arg(long, value_name = "KEY")]
    dedup_key: Option<DedupKey>,
    /// The sender: the same as --as
    #[arg(long, value_name = "NAME")]
    #[arg(add = ArgValueCandidates::new(candidates::agents))]
    from: Option<AgentName>,
}

impl ContentArgs {
    /// What to send; the cycle that it belongs to is still only named.
    fn message(
        self,
        to: Recipient,
        message_type: MessageType,
        subject: Subject,
    ) -> Result<Unresolved> {
        let new = NewMessage {
            payload: self.payload.read("--payload")?,
            to,
            message_type,
            priority: self.priority,
            subject,
            ttl: self.ttl,
            cycle: None,
            dedup_key: self.dedup_key,
        };
        Ok(Unresolved {
            new,
            from: self.from,
            cycle: self.cycle,
        })
    }
}

/// A message as it was typed.
struct Unresolved {
    new: NewMessage,
    from: Option<AgentName>,
    cycle: Option<CycleRef>,
}

impl Unresolved {
    /// The message, with the cycle that is meant.
    fn resolve(self, store: &mut Store) -> store::Result<NewMessage> {
        let cycle = self.cycle.as_ref();
        let cycle = cycle.map(|named| CycleManager::new(store).id_of(named));
        Ok(NewMessage {
            cycle: cycle.transpose()?,
            ..self.new
        })
    }
}

pub(super) fn request(args: RequestArgs, context: &Context) -> Result<()> {
    let to = Recipient::Agent(args.to);
    let request = MessageType::Request;
    let typed = args.content.message(to, request, args.subject)?;
    let caller = context.caller(typed.from.as_ref())?;
    let mut store = context.open_or_create()?;
    let new = typed.resolve(&mut store)?;
    let output = StandardOutput::probe(Content::Whole);
    let mut bus = MessageBus::new(&mut store);
    let response = bus.request_for(&caller, &new, args.wait, &output)?;
    // What could not be printed stays pending.
    context.printer.one_surely(&MessageView::from(&response))?;
    Ok(bus.take_answer(&caller, &response)?)
}

pub(super) fn send(args: SendArgs, context: &Context) -> Result<()> {
    match (args.batch, args.to, args.subject) {
        (None, Some(to), Some(subject)) => {
            let typed = args.content.message(to, args.message_type, subject)?;
            send_one(typed, context)
        }
        (batch, ..) => {
            let source = batch.unwrap_or_else(|| PathBuf::from("-"));
            send_batch(Lines::open(source)?, args.content.from.as_ref(), context)
        }
    }
}

fn send_one(typed: Unresolved, context: &Context) -> Result<()> {
    let caller = context.caller(typed.from.as_ref())?;
    let mut store = context.open_or_create()?;
    let new = typed.resolve(&mut store)?;
    let sent = MessageBus::new(&mut store).send(&caller, &new)?;
    match new.to {
        Recipient::Agent(_) => context.printer.one_or_many(&views(&sent.messages)),
        Recipient::All => context.printer.many(&views(&sent.messages)),
    }?;
    for over in &sent.over {
        note(&format!("note: {}", stored_before(*over)));
    }
    if !sent.absent.is_empty() && !context.printer.is_quiet() {
        let names: Vec<_> = sent.absent.iter().map(ToString::to_string).collect();
        note(&format!(
            "note: stored, but there is no recent heartbeat of {}",
            names.join(", ")
        ));
    }
    Ok(())
}

/// The note that a message which was sent again under its key is not delivered. It is printed also
/// where only ids are printed, because the sender relies on it.
fn stored_before(over: Over) -> String {
    let Over { id, status } = over;
    format!(
        "message {id} was stored before under this key and is {status}: it is not delivered any \
         more; to send it again, use another key"
    )
}

/// Sends the messages of all lines, and prints the ids of what is stored, also
/// when a line is refused.
fn send_batch(mut lines: Lines, from: Option<&AgentName>, context: &Context) -> Result<()> {
    let caller = context.caller(from)?;
    let mut store = context.open_or_create()?;
    let mut bus = MessageBus::new(&mut store);
    let mut printing = context.printer.ids();
    // What cannot be printed is stored nevertheless.
    let mut printed = Ok(());
    let outcome = loop {
        let chunk = match lines.next_chunk() {
            Ok(chunk) if chunk.is_empty() => break Ok(()),
            Ok(chunk) => chunk,
            Err(problem) => break Err(problem.into()),
        };
        match store_chunk(&mut bus, &caller, chunk) {
            Ok(sent) => {
                for (number, over) in sent.over {
                    note(&format!("note: line {number}: {}", stored_before(over)));
                }
                printed = printed.and_then(|()| printing.add(sent.ids.iter().map(|id| id.get())));
            }
            Err(problem) => break Err(problem),
        }
    };
    let printed = printed.and_then(|()| printing.finish());
    outcome?;
    Ok(printed?)
}

fn store_chunk(bus: &mut MessageBus<'_>, caller: &Caller, chunk: Chunk) -> Result<SentBatch> {
    let lines = batch::parse_all(chunk)?;
    Ok(bus.send_batch(caller, &lines)?)
}
