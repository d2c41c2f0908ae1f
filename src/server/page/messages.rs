//! `/messages`: all messages, and one with the exchange that it belongs to.

use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::app::App;
use super::super::input::{self, Named, Params};
use super::parts::{
    Pager, ROWS, agent_link, agent_names, chip, choice, cut, cycle_link, encoded, hidden, json,
    message_link, moment, text, typed,
};
use super::scene::{Page, Scene};
use super::sequence;
use super::visitor::Visitor;
use crate::coordination::message_bus::{MessageBus, Traced};
use crate::model::delivery_state::MessageStatus;
use crate::model::id::{AgentName, CycleId, MessageId};
use crate::model::message::{Message, MessageType, Priority};
use crate::store::message::Filter;
use crate::store::{self, Store};
use crate::view::Tone;
use crate::view::sequence::Sequence;

/// The most messages of an exchange that are shown.
const EXCHANGE: usize = 200;

/// How far a message in an exchange is moved to the right at most.
const DEEPEST: usize = 10;

/// Which messages to list.
#[derive(Deserialize)]
pub(super) struct ListParams {
    #[serde(default, deserialize_with = "input::filled")]
    agent: Option<AgentName>,
    #[serde(default, deserialize_with = "input::filled")]
    from: Option<AgentName>,
    #[serde(default, deserialize_with = "input::filled")]
    to: Option<AgentName>,
    #[serde(default, rename = "type", deserialize_with = "input::filled")]
    message_type: Option<MessageType>,
    #[serde(default, deserialize_with = "input::filled")]
    status: Option<MessageStatus>,
    #[serde(default, deserialize_with = "input::filled")]
    cycle: Option<CycleId>,
    #[serde(default, deserialize_with = "input::filled")]
    before: Option<MessageId>,
    #[serde(default, deserialize_with = "input::filled")]
    after: Option<MessageId>,
}

impl ListParams {
    fn filter(&self) -> Filter {
        Filter {
            agent: self.agent.clone(),
            to: self.to.clone(),
            from: self.from.clone(),
            message_type: self.message_type,
            statuses: self.status.into_iter().collect(),
            cycle: self.cycle.clone(),
            before: self.before,
            after: self.after,
            limit: ROWS + 1,
            ..Filter::default()
        }
    }

    /// As they stand in an address, but for the part of the list.
    fn given(&self) -> [(&'static str, String); 6] {
        let name = |name: &Option<AgentName>| name.as_ref().map(ToString::to_string);
        let given = [
            ("agent", name(&self.agent)),
            ("from", name(&self.from)),
            ("to", name(&self.to)),
            ("type", self.message_type.map(|one| one.as_str().to_owned())),
            ("status", self.status.map(|one| one.as_str().to_owned())),
            ("cycle", self.cycle.as_ref().map(ToString::to_string)),
        ];
        given.map(|(name, value)| (name, value.unwrap_or_default()))
    }
}

/// `GET /messages`
pub(super) async fn list(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Params(params): Params<ListParams>,
) -> Page {
    visitor
        .page(
            &app,
            "Messages",
            |store| find(store, &params),
            |scene, found| draw_list(scene, &params, &found),
        )
        .await
}

/// A part of the list, and whether there are newer and older ones.
struct Found {
    messages: Vec<Message>,
    has_newer: bool,
    has_older: bool,
}

fn find(store: &mut Store, params: &ListParams) -> store::Result<Found> {
    let mut filter = params.filter();
    let mut bus = MessageBus::new(store);
    let goes_up = params.after.is_some();
    if goes_up {
        bus.end_at_first(&mut filter)?;
    }
    let mut messages = bus.list_page(&mut filter)?.items;
    let has_more = messages.len() > ROWS as usize;
    if goes_up && has_more {
        messages.remove(0);
    }
    messages.truncate(ROWS as usize);
    Ok(Found {
        messages,
        has_newer: if goes_up {
            has_more
        } else {
            params.before.is_some()
        },
        has_older: goes_up || has_more,
    })
}

fn draw_list(scene: &Scene<'_>, params: &ListParams, found: &Found) -> Markup {
    let (first, last) = (found.messages.first(), found.messages.last());
    let pager = Pager {
        newer: first
            .filter(|_| found.has_newer)
            .map(|one| format!("after={}", one.id)),
        older: last
            .filter(|_| found.has_older)
            .map(|one| format!("before={}", one.id)),
    };
    let given = params.given();
    let value = |name: &str| {
        given
            .iter()
            .find(|(given, _)| *given == name)
            .map_or("", |(_, value)| value)
    };
    let types: Vec<_> = MessageType::ALL.iter().map(|one| one.as_str()).collect();
    let statuses: Vec<_> = MessageStatus::ALL.iter().map(|one| one.as_str()).collect();
    html! {
        h1 { "Messages" }
        form class="filters" method="get" action="/messages" data-hold {
            (typed("agent", "From or to", value("agent"), Some("agents")))
            (typed("from", "From", value("from"), Some("agents")))
            (typed("to", "To", value("to"), Some("agents")))
            (choice("type", "Type", &types, params.message_type.map(|one| one.as_str())))
            (choice("status", "Status", &statuses, params.status.map(|one| one.as_str())))
            @if let Some(cycle) = &params.cycle { (typed("cycle", "Cycle", cycle.as_str(), None)) }
            (agent_names("agents", scene.overview.health.iter().map(|record| &record.agent)))
            button { "Show" }
            @if given.iter().any(|(_, value)| !value.is_empty()) { a href="/messages" { "Show all" } }
        }
        section class="card" aria-label="Messages" {
            @if found.messages.is_empty() { p class="empty" { "There are no such messages." } }
            @else { (table(scene, &found.messages)) }
        }
        (pager.draw("/messages", &given))
    }
}

/// Messages, a row for each.
pub(super) fn table(scene: &Scene<'_>, messages: &[Message]) -> Markup {
    let now = scene.overview.at;
    html! {
        div class="scroll" {
            table class="messages stack" {
                thead { tr { th scope="col" class="num" { "Id" } th scope="col" { "Sent" } th scope="col" { "From, to" } th scope="col" { "Type" } th scope="col" { "Status" } th scope="col" class="grow" { "Subject and payload" } } }
                tbody {
                    @for message in messages {
                        tr id={ "message-" (message.id) } {
                            td class="num" { (message_link(message.id)) }
                            td { (moment(message.sent_at, now)) }
                            td { (agent_link(&message.from)) span class="to" aria-label="to" { " → " } (agent_link(&message.to)) }
                            td { (message.message_type) @if message.priority != Priority::Normal { " " (chip(Tone::from(message.priority), message.priority.as_str())) } }
                            td { (chip(Tone::from(message.delivery_state.status), message.delivery_state.status.as_str())) }
                            td class="grow" { a href={ "/messages/" (message.id) } { (cut(message.subject.as_str())) } code class="peek" { (cut(message.payload.as_str())) } }
                        }
                    }
                }
            }
        }
    }
}

/// `GET /messages/{id}`
pub(super) async fn show(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Named(id): Named<MessageId>,
) -> Page {
    let read = |store: &mut Store| {
        let mut bus = MessageBus::new(store);
        Ok((bus.get(id)?, bus.trace(id, None, EXCHANGE)?))
    };
    visitor
        .page(
            &app,
            &format!("Message {id}"),
            read,
            |scene, (message, traced)| draw(scene, &message, &traced),
        )
        .await
}

fn draw(scene: &Scene<'_>, message: &Message, traced: &Traced) -> Markup {
    let now = scene.overview.at;
    let life = &message.delivery_state;
    let posts = &traced.thread.0;
    html! {
        h1 { "Message " (message.id) " " (chip(Tone::from(life.status), life.status.as_str())) }
        p class="subject" { (text(message.subject.as_str())) }
        dl class="facts card" {
            div { dt { "From" } dd { (agent_link(&message.from)) } }
            div { dt { "To" } dd { (agent_link(&message.to)) } }
            div { dt { "Type" } dd { (message.message_type) } }
            div { dt { "Priority" } dd { (chip(Tone::from(message.priority), message.priority.as_str())) } }
            div { dt { "Sent" } dd { (moment(message.sent_at, now)) } }
            div { dt { "Deliveries" } dd { (life.deliveries) @if let Some(until) = life.lease_until { ", leased until " (moment(until, now)) } } }
            @if let Some(at) = message.processed_at { div { dt { "Processed" } dd { (moment(at, now)) } } }
            @if let Some(at) = life.not_before { div { dt { "Not before" } dd { (moment(at, now)) } } }
            @if let Some(at) = life.expires_at { div { dt { "Expires" } dd { (moment(at, now)) } } }
            @if let Some(cycle) = &message.cycle { div { dt { "Cycle" } dd { (cycle_link(cycle)) } } }
            @if let Some(id) = message.reply_to { div { dt { "Answers" } dd { (message_link(id)) } } }
            @if let Some(id) = message.response { div { dt { "Answered by" } dd { (message_link(id)) } } }
            @if let Some(key) = &message.dedup_key { div { dt { "Idempotency key" } dd { (text(key.as_str())) } } }
            @if let Some(reason) = &message.reason { div { dt { "Reason" } dd { (text(reason)) } } }
        }
        @if life.status == MessageStatus::Dead || life.status == MessageStatus::Expired {
            form class="inline" method="post" action="/requeue" {
                (scene.csrf()) (scene.back()) (hidden("message", &message.id.to_string()))
                button { "Requeue" } span class="hint" { " delivers it once more." }
            }
        }
        section class="card" aria-labelledby="payload-title" { h2 id="payload-title" { "Payload" } (json(&message.payload)) }
        section class="card" aria-labelledby="exchange-title" {
            h2 id="exchange-title" { "Exchange" }
            ol class="thread" {
                @for post in posts {
                    @let one = &post.message;
                    li class={ "depth-" (post.depth.min(DEEPEST)) } aria-current=[(one.id == message.id).then_some("true")] {
                        (message_link(one.id)) " " (agent_link(&one.from)) span class="to" aria-label="to" { " → " } (agent_link(&one.to)) " "
                        span class="hint" { (one.message_type) ", " (moment(one.sent_at, now)) } " "
                        (chip(Tone::from(one.delivery_state.status), one.delivery_state.status.as_str()))
                        div { (cut(one.subject.as_str())) code class="peek" { (cut(one.payload.as_str())) } }
                    }
                }
            }
            @if traced.next.is_some() { p class="hint" { "These are the first " (EXCHANGE) " messages. " code { "flowrex-coord msg trace " (message.id) } " shows all." } }
            @if posts.len() > 1 { (sequence::draw(&Sequence::of_thread(&traced.thread))) }
        }
        p { a href={ "/audit?subject=" (encoded(&format!("message {}", message.id))) } { "Its events in the audit log" } }
    }
}
