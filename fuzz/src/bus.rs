//! A message as `msg send` is given it, through the database and into print.

use std::cell::RefCell;

use flowrex_coord::coordination::message_bus::MessageBus;
use flowrex_coord::model::caller::Caller;
use flowrex_coord::model::clock::{Clock, Timestamp};
use flowrex_coord::model::id::IdSource;
use flowrex_coord::model::duration;
use flowrex_coord::model::message::{Message, NewMessage, Recipient};
use flowrex_coord::view::message::MessageView;
use flowrex_coord::store::{Options, Store};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{promises, strict};

/// How many messages a database is sent before it makes room for a new one: fewer
/// than an inbox holds.
const MESSAGES: u32 = 2000;

/// A clock that stands still, and ids that count, so that a run can be repeated.
struct Still(RefCell<u128>);

impl Clock for Still {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(4_102_444_800_000)
    }
}

impl IdSource for Still {
    fn uuid(&self) -> Uuid {
        *self.0.borrow_mut() += 1;
        Uuid::from_u128(*self.0.borrow())
    }
}

struct Database {
    _folder: TempDir,
    store: Store,
    left: u32,
}

impl Database {
    fn new() -> Self {
        let folder = TempDir::new_in("/dev/shm").or_else(|_| TempDir::new());
        let folder = folder.unwrap();
        let sources = Box::new(Still(RefCell::new(0)));
        let store = Store::open(
            &folder.path().join("coord.db"),
            &Options::default(),
            sources,
        );
        Self {
            store: store.unwrap(),
            _folder: folder,
            left: MESSAGES,
        }
    }
}

thread_local! {
    static DATABASE: RefCell<Option<Database>> = const { RefCell::new(None) };
}

/// The first six lines are the recipient, the subject, the type, the priority, the
/// time to live and the deduplication key; the rest is the payload. An empty line
/// stands for an argument that is left out, where it may be.
pub fn message(text: &str) {
    let mut parts = text.splitn(7, '\n');
    let fields: Vec<_> = parts.by_ref().take(6).collect();
    let rest = parts.next();
    fields.iter().for_each(|field| promises::names(field));
    // Line breaks belong into names, too.
    promises::names(text);
    promises::json(rest.unwrap_or(text));
    let Some(new) = rest.and_then(|payload| new_message(&fields, payload)) else {
        return;
    };
    DATABASE.with_borrow_mut(|database| {
        database.take_if(|database| database.left == 0);
        let database = database.get_or_insert_with(Database::new);
        database.left -= 1;
        let mut bus = MessageBus::new(&mut database.store);
        // Some of it is refused, such as an agent that nobody knows.
        let Ok(sent) = bus.send(&Caller::supervisor(), &new) else {
            return;
        };
        let agents = if new.to == Recipient::All { 3 } else { 1 };
        assert_eq!(sent.messages.len(), agents);
        for message in &sent.messages {
            let stored = bus.get(message.id).unwrap();
            assert_eq!(stored, *message);
            assert!(stored.says(&new));
            check_print(&stored, &new);
        }
    });
}

fn new_message(fields: &[&str], payload: &str) -> Option<NewMessage> {
    let &[to, subject, kind, priority, ttl, key] = fields else {
        return None;
    };
    Some(NewMessage {
        to: to.parse().ok()?,
        subject: subject.parse().ok()?,
        message_type: given(kind).unwrap_or("event").parse().ok()?,
        priority: given(priority).unwrap_or("normal").parse().ok()?,
        ttl: match given(ttl) {
            Some(ttl) => Some(duration::parse(ttl).ok()?),
            None => None,
        },
        dedup_key: match given(key) {
            Some(key) => Some(key.parse().ok()?),
            None => None,
        },
        payload: promises::json(payload)?,
        cycle: None,
    })
}

fn given(field: &str) -> Option<&str> {
    (!field.is_empty()).then_some(field)
}

/// What is printed is JSON, and says what was sent, to the letter.
fn check_print(message: &Message, new: &NewMessage) {
    let printed = serde_json::to_string(&MessageView::from(message)).unwrap();
    let node = strict::read_within(&printed, strict::MAX_DEPTH + 1);
    // The largest numbers can be rounded either way: see there.
    let Ok(node) = node else {
        return assert_eq!(node.unwrap_err(), strict::Fault::Edge);
    };
    assert_eq!(node.get("payload").unwrap().raw, new.payload.as_str());
    let said = |name: &str| node.get(name).unwrap().text();
    assert_eq!(said("subject"), Some(new.subject.as_str()));
    assert_eq!(said("message_type"), Some(new.message_type.as_str()));
    assert_eq!(said("priority"), Some(new.priority.as_str()));
    assert_eq!(
        said("dedup_key"),
        new.dedup_key.as_ref().map(|key| key.as_str())
    );
}
