//! The message bus of a database: lists and shows messages, and names them and their content
//! for the audit log.

use crate::model::audit::Hash;
use crate::model::halt::{Halt, HaltScope};
use crate::model::id::MessageId;
use crate::model::json::Json;
use crate::model::message::{Message, MessageType};
use crate::model::text::Subject;
use crate::model::thread::{self, Thread};
use crate::store::message::{self, Filter, Order};
use crate::store::page::Page;
use crate::store::{ReadTx, Result, Store, agent, halt};

/// Carries messages between agents.
pub struct MessageBus<'s> {
    pub(super) store: &'s mut Store,
}

impl<'s> MessageBus<'s> {
    /// The bus of this database.
    pub const fn new(store: &'s mut Store) -> Self {
        Self { store }
    }

    /// The database that carries them, for tests that examine its statements.
    #[cfg(test)]
    pub(in crate::coordination) const fn store(&mut self) -> &mut Store {
        self.store
    }

    /// The newest messages that fit, oldest first and each once over repeated calls: the filter
    /// advances to the end of what was read. As many as fit on a page; empty if there are no more.
    pub fn list_on(&mut self, filter: &mut Filter) -> Result<Vec<Message>> {
        let (page, newest) = self.store.read(|tx| {
            check_agents(tx, filter)?;
            if filter.limit != u32::MAX {
                begin_at_newest(tx, filter)?;
            }
            Ok((
                message::list(tx, filter, Order::OldestFirst)?,
                message::newest(tx)?,
            ))
        })?;
        filter.after = page.next.or(newest).max(filter.after);
        Ok(page.items)
    }

    /// The newest messages that fit, newest first: all of them.
    pub fn list(&mut self, filter: &Filter) -> Result<Vec<Message>> {
        let mut filter = filter.clone();
        let mut messages = Vec::new();
        loop {
            let page = self.list_page(&mut filter)?;
            messages.extend(page.items);
            if page.next.is_none() {
                return Ok(messages);
            }
        }
    }

    /// The same, one page: the filter advances to the next.
    pub fn list_page(&mut self, filter: &mut Filter) -> Result<Page<Message, MessageId>> {
        self.page(filter, |tx, filter| {
            message::list(tx, filter, Order::NewestFirst)
        })
    }

    /// The same, but only their numbers. No payload is read.
    pub fn list_numbers(&mut self, filter: &mut Filter) -> Result<Page<MessageId, MessageId>> {
        self.page(filter, |tx, filter| {
            message::list_numbers(tx, filter, Order::NewestFirst)
        })
    }

    /// Makes a filter end with the first messages that match, at most as many as its limit: those
    /// directly after its `after`.
    pub fn end_at_first(&mut self, filter: &mut Filter) -> Result<()> {
        let mut first = filter.clone();
        let mut last = None;
        while first.limit > 0 {
            let page = self.store.read(|tx| {
                check_agents(tx, &first)?;
                message::list_numbers(tx, &first, Order::OldestFirst)
            })?;
            last = page.items.last().copied().or(last);
            first.limit = first.limit.saturating_sub(length(&page));
            first.after = page.next;
            if page.next.is_none() {
                break;
            }
        }
        // What is sent from here on does not follow at once.
        let last = last.or(filter.after);
        filter.before = last.map(|last| MessageId::from_row(last.get().saturating_add(1)));
        Ok(())
    }

    fn page<T>(
        &mut self,
        filter: &mut Filter,
        list: impl FnOnce(&ReadTx<'_>, &Filter) -> Result<Page<T, MessageId>>,
    ) -> Result<Page<T, MessageId>> {
        let page = self.store.read(|tx| {
            check_agents(tx, filter)?;
            list(tx, filter)
        })?;
        filter.limit = filter.limit.saturating_sub(length(&page));
        filter.before = page.next.or(filter.before);
        Ok(page)
    }

    /// One message.
    pub fn get(&mut self, id: MessageId) -> Result<Message> {
        self.store.read(|tx| message::get(tx, id))
    }

    /// The exchange that a message belongs to, as a tree: at most `limit` of its messages,
    /// from the beginning or after one of them, and no more than fit on a page.
    pub fn trace(
        &mut self,
        id: MessageId,
        after: Option<MessageId>,
        limit: usize,
    ) -> Result<Traced> {
        self.store.read(|tx| {
            let correlation_id = message::get(tx, id)?.correlation_id;
            let page = message::exchange_page(tx, &correlation_id, after, limit)?;
            Ok(Traced {
                thread: thread::arrange(page.items),
                next: page.next,
            })
        })
    }
}

/// A part of an exchange.
#[derive(Debug)]
pub struct Traced {
    /// Its messages, as a tree.
    pub thread: Thread,
    /// The last of them, where more were sent after it.
    pub next: Option<MessageId>,
}

/// What ties the content of a message to the audit log.
pub(super) fn content_hash(message: &Message) -> Hash {
    hash_of_content(&message.subject, &message.payload)
}

pub(super) fn hash_of_content(subject: &Subject, payload: &Json) -> Hash {
    let parts = [subject.as_str(), payload.as_str()];
    Hash::of_parts(parts.map(str::as_bytes))
}

/// How the audit log names a message.
pub(super) fn subject(id: MessageId) -> String {
    format!("message {id}")
}

/// The types that are handed out now. While everything is halted, no command is;
/// the commands of a cycle that a halt has hit were withdrawn by the halt itself.
pub(super) fn types_that_flow(
    tx: &ReadTx<'_>,
    wanted: Option<MessageType>,
) -> Result<Vec<MessageType>> {
    let is_halted = global_halt(tx)?.is_some();
    let flows = |kind: &MessageType| {
        wanted.is_none_or(|wanted| wanted == *kind) && !(is_halted && *kind == MessageType::Command)
    };
    Ok(MessageType::ALL.iter().copied().filter(flows).collect())
}

pub(super) fn global_halt(tx: &ReadTx<'_>) -> Result<Option<Halt>> {
    let mut halts = halt::in_force(tx)?.into_iter();
    Ok(halts.find(|halt| halt.scope == HaltScope::Global))
}

/// Whether the agents exist, or did, that a filter names.
fn check_agents(tx: &ReadTx<'_>, filter: &Filter) -> Result<()> {
    filter
        .agents()
        .try_for_each(|name| agent::check_ever(tx, name))
}

/// How many there are on a page.
fn length<T, C>(page: &Page<T, C>) -> u32 {
    u32::try_from(page.items.len()).unwrap_or(u32::MAX)
}

/// Makes a filter begin at the newest messages that match, at most as many as its limit.
fn begin_at_newest(tx: &ReadTx<'_>, filter: &mut Filter) -> Result<()> {
    let mut newest = filter.clone();
    let mut first = None;
    while newest.limit > 0 {
        let page = message::list_numbers(tx, &newest, Order::NewestFirst)?;
        first = page.items.last().copied().or(first);
        newest.limit = newest.limit.saturating_sub(length(&page));
        newest.before = page.next;
        if page.next.is_none() {
            break;
        }
    }
    let before = first.map(|first| MessageId::from_row(first.get() - 1));
    filter.after = before.max(filter.after);
    filter.limit = u32::MAX;
    Ok(())
}
