//! `/`: whether all is well, and everything that wants a look.

use std::cmp::Reverse;
use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};

use super::super::app::App;
use super::parts::{
    age, agent_link, chip, class, cycle_link, encoded, lasting, length, message_link, moment,
    number, phase_of, plural, subject, text,
};
use super::scene::{Page, Scene};
use super::timeline;
use super::visitor::Visitor;
use crate::coordination::audit::AuditLog;
use crate::model::audit::AuditEvent;
use crate::model::cycle::Cycle;
use crate::model::events::Event;
use crate::model::health::{HealthRecord, HealthStatus};
use crate::model::message::Priority;
use crate::model::overview::{Concern, Remedy, Severity};
use crate::store::audit::Filter;
use crate::view::Tone;
use crate::view::repeats::collapsed;

/// How many events are read: what repeats is one line.
const EVENTS: u32 = 120;

/// How many of them are shown.
const LINES: usize = 14;

/// How many cycles, agents and cards of one kind are shown.
const CYCLES: usize = 16;
const AGENTS: usize = 10;
const CARDS: usize = 6;

/// Up to how many waiting cycles are shown with all that they wait with.
const FEW: usize = 3;

/// `GET /`
pub(super) async fn show(State(app): State<Arc<App>>, visitor: Visitor) -> Page {
    let latest = Filter {
        limit: EVENTS,
        ..Filter::default()
    };
    visitor
        .page(
            &app,
            "Overview",
            |store| AuditLog::new(store).list(&latest),
            |scene, events| draw(scene, &events),
        )
        .await
}

fn draw(scene: &Scene<'_>, events: &[AuditEvent]) -> Markup {
    let overview = scene.overview;
    let waiting = &overview.waiting;
    let (decided, open): (Vec<_>, Vec<_>) = waiting
        .iter()
        .partition(|waiting| waiting.approved.is_some());
    let is_brief = waiting.len() > FEW;
    let waits = open.into_iter().chain(decided);
    html! {
        (glance(scene))
        @if !overview.halts.is_empty() {
            section class="halts" aria-labelledby="halts-title" {
                h2 id="halts-title" { "Halts in force" }
                @for status in overview.halts.iter().take(CARDS) { (scene.halt_in_force(status)) }
                (rest(overview.halts.len(), CARDS, "/halts", "halts"))
            }
        }
        (concerns(scene))
        @if !waiting.is_empty() {
            section id="waiting" aria-labelledby="waiting-title" {
                h2 id="waiting-title" { "Waiting for approval" }
                div class="cards" { @for waiting in waits.take(CARDS) { (scene.waiting(waiting, is_brief)) } }
                (rest(waiting.len(), CARDS, "/cycles?phase=active", "cycles that wait"))
            }
        }
        div class="columns" {
            (cycles(scene))
            div class="side" {
                (agents(scene))
                (queues(scene))
            }
            (latest(scene, events))
        }
    }
}

/// The verdict, and the four numbers behind it.
fn glance(scene: &Scene<'_>) -> Markup {
    let overview = scene.overview;
    let (tone, verdict) = scene.verdict();
    let healthy = overview
        .health
        .iter()
        .filter(|record| record.status(overview.at) == HealthStatus::Healthy)
        .count();
    let failing = overview
        .health
        .iter()
        .filter(|record| is_unwell(record, scene));
    let failing = failing.count();
    let backlog = &overview.backlog;
    let last = overview.last.as_ref();
    html! {
        section class={ "glance " (class(tone)) } aria-labelledby="verdict" {
            div class="verdict" {
                h1 id="verdict" { (verdict) }
                p { (overview.mode) " mode" }
            }
            dl class="tiles" {
                div { dt { a href="/cycles" { "Active cycles" } } dd { (number(overview.active.len())) }
                    dd class="sub" { @if overview.waiting.is_empty() { "none waits for approval" } @else { (plural(overview.waiting.len(), "waits", "wait")) " for approval" } } }
                div { dt { a href="/agents" { "Healthy agents" } } dd { (number(healthy)) span class="of" { " of " (number(overview.health.len())) } }
                    dd class="sub" { @if failing > 0 { span class="bad" { (number(failing)) " not well" } } @else { "none fails" } } }
                div { dt { a href="/messages?status=pending" { "Messages waiting" } } dd { (number(backlog.total())) }
                    dd class="sub" {
                        @match backlog.oldest {
                            Some((id, sent)) => { "oldest " (message_link(id)) ", " (lasting(sent, overview.at)) },
                            None => { (number(backlog.in_flight)) " in flight" },
                        }
                    } }
                div { dt { "Last cycle" }
                    @match last {
                        Some(cycle) => {
                            dd class="word" { a href={ "/cycles/" (cycle.id) } { (text(cycle.symbol.as_str())) } " " (phase_of(cycle)) }
                            dd class="sub" { @if let Some(at) = cycle.completed_at { (super::parts::age_of(at, overview.at)) } }
                        }
                        None => { dd class="word faint" { "none yet" } dd class="sub" {} },
                    } }
            }
        }
    }
}

/// What else an operator should know of: halts and approvals have cards of their own.
fn concerns(scene: &Scene<'_>) -> Markup {
    let is_here = |concern: &Concern| {
        concern.severity != Severity::Halted && !matches!(concern.next, Remedy::ApproveCycle { .. })
    };
    let concerns: Vec<_> = scene
        .overview
        .concerns()
        .into_iter()
        .filter(is_here)
        .collect();
    html! {
        @if !concerns.is_empty() {
            section class="card" aria-labelledby="concerns-title" {
                h2 id="concerns-title" { "To look at" }
                ul class="concerns" {
                    @for concern in concerns.iter().take(AGENTS) {
                        li { (chip(Tone::from(concern.severity), concern.severity.as_str())) " " span { (text(&concern.what)) } " " (remedy(&concern.next)) }
                    }
                }
                (rest(concerns.len(), AGENTS, "/agents", "of these"))
            }
        }
    }
}

/// What to do about a concern: a link, or the command where the page has none.
fn remedy(remedy: &Remedy) -> Markup {
    let link = |address: String, name: &str| html! { a href=(address) { (name) } };
    let command = |command: String| html! { code { "flowrex-coord " (command) } };
    match remedy {
        Remedy::ShowCycle(cycle) | Remedy::ApproveCycle { cycle, .. } => {
            link(format!("/cycles/{cycle}"), "Show the cycle")
        }
        Remedy::RecoverCycles => command("cycle recover".to_owned()),
        Remedy::ResumeCycle(cycle) => command(format!("cycle resume {cycle}")),
        Remedy::ResetHealth(agent) | Remedy::ShowHealth(agent) => link(
            format!("/agents#agent-{}", encoded(agent.as_str())),
            "Show the agent",
        ),
        Remedy::ListMessages(agent) => link(
            format!("/messages?to={}&status=pending", encoded(agent.as_str())),
            "List its messages",
        ),
        Remedy::ClearHalt(_) => link("/halts".to_owned(), "See the halt"),
        Remedy::ListSurvivors => link("/audit?kind=agent.survived".to_owned(), "List the events"),
    }
}

fn cycles(scene: &Scene<'_>) -> Markup {
    let overview = scene.overview;
    let mut active: Vec<_> = overview.active.iter().collect();
    // What needs attention comes first.
    active.sort_by_key(|cycle| {
        let is_stalled = cycle.is_stalled(overview.at);
        (
            !(is_stalled || cycle.halt_requested),
            cycle.waiting_for().is_none(),
        )
    });
    html! {
        section class="card main" aria-labelledby="cycles-title" {
            h2 id="cycles-title" { "Active cycles " span class="count" { (number(active.len())) } }
            @if active.is_empty() {
                p class="empty" { "No cycle is active. " code { "flowrex-coord cycle run --symbol SYMBOL" } " starts one." }
            } @else {
                (table(scene, &active[..active.len().min(CYCLES)]))
                (rest(active.len(), CYCLES, "/cycles?phase=active", "active cycles"))
            }
        }
    }
}

/// Cycles with their phases.
pub(super) fn table(scene: &Scene<'_>, cycles: &[&Cycle]) -> Markup {
    let now = scene.overview.at;
    html! {
        div class="scroll" {
            table class="cycles stack" {
                thead { tr { th scope="col" { "Symbol" } th scope="col" { "Phase" } th scope="col" class="wide" { "Phases, to scale" } th scope="col" class="num" { "Time" } th scope="col" { "Cycle" } } }
                tbody {
                    @for cycle in cycles {
                        tr id={ "row-" (cycle.id) } {
                            th scope="row" { a href={ "/cycles/" (cycle.id) } { (text(cycle.symbol.as_str())) } }
                            td { (phase_of(cycle)) @if let Some(why) = stands(scene, cycle) { " " span class="hint" { (why) } } }
                            td class="wide" { (timeline::bar(cycle, now)) }
                            td class="num" { @match cycle.completed_at {
                                Some(end) => (length(end.since(cycle.started_at))),
                                None => (lasting(cycle.started_at, now)),
                            } }
                            td { (cycle_link(&cycle.id)) }
                        }
                    }
                }
            }
        }
    }
}

/// Why a cycle does not move, if it does not.
fn stands(scene: &Scene<'_>, cycle: &Cycle) -> Option<&'static str> {
    if cycle.is_stalled(scene.overview.at) {
        return Some("its process is gone");
    }
    cycle.waiting_for()?;
    Some(if scene.overview.is_to_be_resumed(&cycle.id) {
        "approved, to be resumed"
    } else {
        "waits for approval"
    })
}

fn is_unwell(record: &HealthRecord, scene: &Scene<'_>) -> bool {
    let tone = Tone::from(record.status(scene.overview.at));
    matches!(tone, Tone::Bad | Tone::Busy)
}

fn agents(scene: &Scene<'_>) -> Markup {
    let overview = scene.overview;
    let mut records: Vec<_> = overview.health.iter().collect();
    records.sort_by_key(|record| {
        (
            !is_unwell(record, scene),
            Reverse(overview.backlog.of_agent(&record.agent)),
        )
    });
    html! {
        section class="card" aria-labelledby="agents-title" {
            h2 id="agents-title" { "Agents " span class="count" { (number(records.len())) } }
            div class="scroll" {
                table {
                    thead { tr { th scope="col" { "Agent" } th scope="col" { "Health" } th scope="col" class="num" { "Heartbeat" } th scope="col" class="num" { "Waiting" } } }
                    tbody {
                        @for record in records.iter().take(AGENTS) {
                            tr {
                                th scope="row" { (agent_link(&record.agent)) }
                                td { (chip(Tone::from(record.status(overview.at)), record.status(overview.at).as_str())) }
                                td class="num" { @match record.last_heartbeat { Some(at) => (lasting(at, overview.at)), None => "–" } }
                                td class="num" { (number(overview.backlog.of_agent(&record.agent))) }
                            }
                        }
                    }
                }
            }
            (rest(records.len(), AGENTS, "/agents", "agents"))
        }
    }
}

fn queues(scene: &Scene<'_>) -> Markup {
    let backlog = &scene.overview.backlog;
    let most = Priority::ALL
        .iter()
        .map(|&one| backlog.of_priority(one))
        .max()
        .unwrap_or(0)
        .max(1);
    html! {
        section class="card" aria-labelledby="queues-title" {
            h2 id="queues-title" { "Queues " span class="count" { (number(backlog.total())) } }
            table class="queues" {
                caption class="sr" { "Messages that wait, by priority" }
                tbody {
                    @for &priority in Priority::ALL {
                        @let count = backlog.of_priority(priority);
                        tr {
                            th scope="row" { (priority) }
                            td class="wide" { svg class="bar lane" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" { rect class={ "amount " (class(Tone::from(priority))) } width=(count * 1_000 / most) height="10" {} } }
                            td class="num" { (number(count)) }
                        }
                    }
                }
            }
            p class="hint" {
                (number(backlog.in_flight)) " in flight"
                @if let Some((id, sent)) = backlog.oldest { "; the oldest that waits is " (message_link(id)) ", for " (age(scene.overview.at.since(sent))) }
            }
        }
    }
}

fn latest(scene: &Scene<'_>, events: &[AuditEvent]) -> Markup {
    let now = scene.overview.at;
    html! {
        section class="card last" aria-labelledby="events-title" {
            h2 id="events-title" { "Latest events" }
            @if events.is_empty() { p class="empty" { "Nothing has happened yet." } }
            ol class="events" {
                @for again in collapsed(events).iter().rev().take(LINES) {
                    @let event = again.first;
                    li id={ "event-" (event.seq) } {
                        (moment(again.last.at, now)) " "
                        span class={ "kind " (class(Tone::from(&Event::from(event)))) } { (text(&event.kind)) } " "
                        span { (subject(&event.subject)) } " "
                        span class="hint" { "by " (text(&event.actor)) @if again.count > 1 { " ×" (again.count) } }
                    }
                }
            }
            p class="more" { a href="/audit" { "The audit log" } }
        }
    }
}

/// What is said of those that are left out.
fn rest(count: usize, shown: usize, address: &str, what: &str) -> Markup {
    html! {
        @if count > shown { p class="more" { a href=(address) { "All " (number(count)) " " (what) } } }
    }
}
