//! `/audit`: the audit log.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::app::App;
use super::super::input::{self, Params};
use super::parts::{Pager, ROWS, agent_names, class, moment, subject, text, typed};
use super::scene::{Page, Scene};
use super::visitor::Visitor;
use crate::coordination::audit::AuditLog;
use crate::model::audit::AuditEvent;
use crate::model::events::Event;
use crate::model::json::Json;
use crate::store::audit::Filter;
use crate::store::{self, Store};
use crate::view::Tone;

/// Which events to list.
#[derive(Deserialize)]
pub(super) struct ListParams {
    #[serde(default, deserialize_with = "input::filled")]
    actor: Option<String>,
    #[serde(default, deserialize_with = "input::filled")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "input::filled")]
    subject: Option<String>,
    #[serde(default, deserialize_with = "input::filled")]
    before: Option<u64>,
    #[serde(default, deserialize_with = "input::filled")]
    after: Option<u64>,
}

/// `GET /audit`
pub(super) async fn list(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Params(params): Params<ListParams>,
) -> Page {
    visitor
        .page(
            &app,
            "Audit log",
            |store| find(store, &params),
            |scene, found| draw(scene, &params, &found),
        )
        .await
}

/// A part of the log, the newest event first, and whether there are newer and older ones.
struct Found {
    events: Vec<AuditEvent>,
    has_newer: bool,
    has_older: bool,
}

fn find(store: &mut Store, params: &ListParams) -> store::Result<Found> {
    let mut filter = Filter {
        actor: params.actor.clone(),
        kind: params.kind.clone(),
        subject: params.subject.clone(),
        after: params.after.unwrap_or_default(),
        before: params.before,
        limit: ROWS + 1,
        ..Filter::default()
    };
    let mut log = AuditLog::new(store);
    let goes_up = params.after.is_some();
    let mut events = if goes_up {
        log.list_page(&mut filter)?.items
    } else {
        log.list(&filter)?
    };
    let has_more = events.len() > ROWS as usize;
    if has_more && goes_up {
        events.pop();
    } else if has_more {
        events.remove(0);
    }
    events.reverse();
    Ok(Found {
        events,
        has_newer: if goes_up {
            has_more
        } else {
            params.before.is_some()
        },
        has_older: goes_up || has_more,
    })
}

fn draw(scene: &Scene<'_>, params: &ListParams, found: &Found) -> Markup {
    let (first, last) = (found.events.first(), found.events.last());
    let pager = Pager {
        newer: first
            .filter(|_| found.has_newer)
            .map(|one| format!("after={}", one.seq)),
        older: last
            .filter(|_| found.has_older)
            .map(|one| format!("before={}", one.seq)),
    };
    let value = |given: &Option<String>| given.clone().unwrap_or_default();
    let given = [
        ("actor", value(&params.actor)),
        ("kind", value(&params.kind)),
        ("subject", value(&params.subject)),
    ];
    let kinds: BTreeSet<_> = found.events.iter().map(|event| &event.kind).collect();
    let [(_, actor), (_, kind), (_, about)] = &given;
    html! {
        h1 { "Audit log" }
        form class="filters" method="get" action="/audit" data-hold {
            (typed("actor", "Actor", actor, Some("agents")))
            (typed("kind", "Kind", kind, Some("kinds")))
            (typed("subject", "Subject", about, None))
            (agent_names("agents", scene.overview.health.iter().map(|record| &record.agent)))
            datalist id="kinds" { @for kind in kinds { option value=(kind) {} } }
            button { "Show" }
            @if given.iter().any(|(_, value)| !value.is_empty()) { a href="/audit" { "Show all" } }
        }
        section class="card" aria-label="Events" {
            @if found.events.is_empty() { p class="empty" { "There are no such events." } } @else { (table(scene, &found.events)) }
        }
        (pager.draw("/audit", &given))
    }
}

fn table(scene: &Scene<'_>, events: &[AuditEvent]) -> Markup {
    html! {
        div class="scroll" {
            table class="audit stack" {
                thead { tr { th scope="col" class="num" { "Seq" } th scope="col" { "At" } th scope="col" { "Actor" } th scope="col" { "Kind" } th scope="col" { "Subject" } th scope="col" class="grow" { "Details" } } }
                tbody {
                    @for event in events {
                        tr id={ "event-" (event.seq) } {
                            td class="num" { (event.seq) }
                            td { (moment(event.at, scene.overview.at)) }
                            td { (text(&event.actor)) }
                            td { span class={ "kind " (class(Tone::from(&Event::from(event)))) } { (text(&event.kind)) } }
                            td { (subject(&event.subject)) }
                            td class="grow" title={ "hash " (event.hash) } { (details(&event.details)) }
                        }
                    }
                }
            }
        }
    }
}

/// The details of an event: each member with its name, and hashes in short.
fn details(details: &str) -> Markup {
    let members = Json::parse(details).map(|json| json.members());
    html! {
        @match members {
            Ok(members) => dl class="members" {
                @for (name, value) in &members {
                    @let value = value.as_str().trim_matches('"');
                    div { dt { (text(name)) } dd title=(text(value)) { (in_short(value)) } }
                }
            },
            Err(_) => code { (text(details)) },
        }
    }
}

/// A value, where it is a hash only its beginning.
fn in_short(value: &str) -> String {
    let is_hash = value.len() == 64 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    match value.get(..12) {
        Some(start) if is_hash => format!("{start}…"),
        _ => text(value),
    }
}
