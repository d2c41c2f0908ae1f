//! Tests that operations which are committed together stay apart: each has its own gate,
//! refusal and event, and a halt that comes before the commit undoes all of them.

use std::fs;

use super::audit::AuditLog;
use super::cycle::CycleManager;
use super::halt::HaltControl;
use super::message_bus::MessageBus;
use super::message_bus::query_plan_tests::{new, new_cycle, store};
use super::on_system;
use crate::model::caller::Caller;
use crate::model::error::ErrorKind;
use crate::model::halt::HaltScope;
use crate::model::id::AgentName;
use crate::model::message::MessageType;
use crate::model::operation::Action;
use crate::store::message::Filter;
use crate::store::{Error, Grouped, Result, Store};

fn send(store: &mut Store, caller: &Caller, message_type: MessageType) -> Result<i64> {
    let sent = MessageBus::new(store).send(caller, &new(message_type, None))?;
    Ok(sent.messages[0].id.get())
}

fn stored(store: &mut Store) -> Vec<i64> {
    let filter = Filter {
        limit: 100,
        ..Filter::default()
    };
    let messages = MessageBus::new(store).list(&filter).unwrap();
    messages.iter().map(|message| message.id.get()).collect()
}

#[test]
fn one_commit_holds_what_succeeded_and_the_record_of_what_was_refused() {
    let (_folder, mut store) = store();
    let (boss, strategy) = (Caller::supervisor(), Caller::from(AgentName::strategy()));
    let before = store.commits();
    let mut outcomes = Vec::new();
    let grouped = store.group(|store| {
        outcomes.push(send(store, &boss, MessageType::Command));
        // Sideways: refused, and recorded as that.
        outcomes.push(send(store, &strategy, MessageType::Command));
        outcomes.push(send(store, &strategy, MessageType::Event));
    });
    assert_eq!(grouped.unwrap(), Grouped::Committed);
    assert_eq!(store.commits(), before + 1);
    assert_eq!(outcomes.remove(2).unwrap(), 2);
    assert_eq!(outcomes.remove(0).unwrap(), 1);
    let refused = outcomes.remove(0).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Denied);
    assert_eq!(stored(&mut store), [2, 1]);
    let mut log = AuditLog::new(&mut store);
    let filter = crate::store::audit::Filter {
        limit: 3,
        ..Default::default()
    };
    let events = log.list(&filter).unwrap();
    let kinds: Vec<_> = events.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["command.send", "refused", "message.send"]);
    assert_eq!(log.verify(None).unwrap(), log.head().unwrap());
}

#[test]
fn a_halt_that_comes_before_the_commit_undoes_the_whole_group() {
    let (_folder, mut store) = store();
    let boss = Caller::supervisor();
    let halt_file = store.halt_file().path().to_owned();
    let head = AuditLog::new(&mut store).head().unwrap();
    let grouped = store.group(|store| {
        send(store, &boss, MessageType::Event).unwrap();
        send(store, &boss, MessageType::Command).unwrap();
        fs::write(&halt_file, "stop").unwrap();
    });
    assert_eq!(grouped.unwrap(), Grouped::Undone);
    assert_eq!(AuditLog::new(&mut store).head().unwrap(), head);
    assert_eq!(stored(&mut store), [0_i64; 0]);
    // Alone, each has its own outcome.
    send(&mut store, &boss, MessageType::Event).unwrap();
    let halted = send(&mut store, &boss, MessageType::Command).unwrap_err();
    assert_eq!(halted.kind(), ErrorKind::Halted);
}

#[test]
fn a_halt_does_not_undo_a_group_with_nothing_that_it_stops() {
    let (_folder, mut store) = store();
    let boss = Caller::supervisor();
    let halt_file = store.halt_file().path().to_owned();
    let grouped = store.group(|store| {
        send(store, &boss, MessageType::Event).unwrap();
        fs::write(&halt_file, "stop").unwrap();
    });
    assert_eq!(grouped.unwrap(), Grouped::Committed);
    assert!(!store.was_halted_while_committing());
    assert_eq!(stored(&mut store), [1]);
}

#[test]
fn a_later_operation_of_a_group_sees_what_an_earlier_one_has_changed() {
    let (_folder, mut store) = store();
    let boss = Caller::supervisor();
    let mut second = None;
    let grouped = store.group(|store| {
        let mut cycles = CycleManager::new(store);
        cycles.start(&boss, &new_cycle("EURUSD")).unwrap();
        second = Some(cycles.start(&boss, &new_cycle("EURUSD")));
    });
    assert_eq!(grouped.unwrap(), Grouped::Committed);
    let refused = second.unwrap().unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Conflict);
    assert_eq!(CycleManager::new(&mut store).list(10).unwrap().len(), 1);
}

#[test]
fn an_operation_that_fails_leaves_nothing_in_its_group() {
    let (_folder, mut store) = store();
    let (boss, risk) = (Caller::supervisor(), Caller::from(AgentName::risk()));
    let new = new_cycle("EURUSD");
    let cycle = CycleManager::new(&mut store).start(&boss, &new).unwrap();
    let scope = HaltScope::Cycle(cycle.id.clone());
    let reason = "x".parse().unwrap();
    HaltControl::new(&mut store)
        .request(&risk, &scope, &reason)
        .unwrap();
    let head = AuditLog::new(&mut store).head().unwrap();
    let grouped = store.group(|store| {
        // The supervisor enforces the halt before its own operation, which then fails.
        let operation = on_system(&boss, Action::MessageSend);
        let failed = store.write(&operation, |_| -> Result<()> {
            Err(Error::Internal("a defect".to_owned()))
        });
        assert_eq!(failed.unwrap_err().kind(), ErrorKind::Internal);
        send(store, &risk, MessageType::Event).unwrap();
    });
    assert_eq!(grouped.unwrap(), Grouped::Committed);
    let after = AuditLog::new(&mut store).head().unwrap();
    assert_eq!(after.seq, head.seq + 1);
    let found = CycleManager::new(&mut store).get(&cycle.id).unwrap();
    assert_eq!(found.phase, cycle.phase);
}
