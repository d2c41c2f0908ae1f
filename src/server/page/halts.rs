//! `/halts`: what is halted, the forms that clear it, and all halts there were.

use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::app::App;
use super::super::input::{self, Params};
use super::parts::{ROWS, age_of, agent_link, chip, cycle_link, hidden, moment, number, text};
use super::scene::{Page, Scene};
use super::visitor::Visitor;
use crate::coordination::halt::HaltControl;
use crate::model::halt::{Halt, HaltInForce, HaltScope};
use crate::model::id::AgentName;
use crate::view::Tone;

/// How much of the list to show.
#[derive(Deserialize)]
pub(super) struct ListParams {
    #[serde(default, deserialize_with = "input::limit")]
    limit: Option<u32>,
}

/// `GET /halts`
pub(super) async fn list(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Params(params): Params<ListParams>,
) -> Page {
    let limit = params.limit.unwrap_or(ROWS);
    let read = |store: &mut crate::store::Store| HaltControl::new(store).list(Some(limit + 1));
    visitor
        .page(&app, "Halts", read, |scene, halts| {
            draw(scene, &halts, limit as usize)
        })
        .await
}

fn draw(scene: &Scene<'_>, halts: &[Halt], limit: usize) -> Markup {
    let in_force = &scene.overview.halts;
    let now = scene.overview.at;
    html! {
        h1 { "Halts" }
        @if in_force.is_empty() { p class="card empty" { "No halt is in force." } }
        @for status in in_force { (scene.halt_in_force(status)) }
        section class="card" aria-labelledby="all-title" {
            h2 id="all-title" { "All halts" }
            @if halts.is_empty() { p class="empty" { "There was none." } } @else {
                div class="scroll" {
                    table class="stack" {
                        thead { tr { th scope="col" class="num" { "Halt" } th scope="col" { "Stops" } th scope="col" { "By" } th scope="col" { "Since" } th scope="col" class="grow" { "Reason" } th scope="col" class="grow" { "Cleared" } } }
                        tbody {
                            @for halt in halts.iter().take(limit) {
                                tr {
                                    td data-label="Halt" class="num" { (halt.reference()) }
                                    td { (scope(&halt.scope)) }
                                    td data-label="By" { (agent_link(&halt.requested_by)) }
                                    td data-label="Since" { (moment(halt.requested_at, now)) }
                                    td class="grow" { (text(halt.reason.as_str())) }
                                    td class="grow" { @match &halt.cleared {
                                        Some(cleared) => { (moment(cleared.at, now)) " by " (agent_link(&cleared.by)) ": " (text(cleared.reason.as_str())) },
                                        None => (chip(Tone::Bad, "in force")),
                                    } }
                                }
                            }
                        }
                    }
                }
            }
        }
        @if halts.len() > limit { nav class="pager" aria-label="Parts of the list" { a href={ "/halts?limit=" ((limit * 4).min(10_000)) } { "Show more" } } }
    }
}

fn scope(scope: &HaltScope) -> Markup {
    html! {
        @match scope {
            HaltScope::Global => "everything",
            HaltScope::Symbol(symbol) => { "symbol " (text(symbol.as_str())) },
            HaltScope::Cycle(cycle) => (cycle_link(cycle)),
        }
    }
}

impl Scene<'_> {
    /// A halt in force, with the form that clears it.
    pub(super) fn halt_in_force(&self, status: &HaltInForce) -> Markup {
        let halt = &status.halt;
        let reference = halt.reference().to_string();
        html! {
            article class="card halted" id={ "halt-" (reference) } data-hold {
                h3 { "Halted: " (scope(&halt.scope)) " " span class="hint" { "halt " (reference) } }
                p class="reason" { (text(halt.reason.as_str())) }
                p class="hint" { "By " (agent_link(&halt.requested_by)) ", " (age_of(halt.requested_at, self.overview.at)) ". "
                    (names("Acknowledged by", &status.acked_by)) (names("Not yet acknowledged by", &status.waiting_for)) }
                @for cycle in &status.not_undone {
                    p class="warn" { (cycle_link(cycle)) " may have had an order out when the halt came: ask the broker first." }
                }
                @for remains in &status.remains { p class="warn" { (text(&remains.to_string())) } }
                p class="stale warn" role="status" hidden { "This has changed since you opened it. " a href=(self.visitor.address) { "Show it as it is now" } }
                details class="act" id={ "clear-" (reference) } {
                    summary { "Clear this halt…" }
                    form method="post" action="/halts/clear" {
                        (self.csrf()) (self.back()) (hidden("halt", &reference))
                        p { "Clears only halt " (reference) ". The cycles that it stopped stay halted." }
                        label { span { "Reason" } input name="reason" required maxlength="4000" autocomplete="off"; }
                        button class="primary" { "Clear halt " (reference) }
                    }
                }
            }
        }
    }
}

fn names(what: &str, agents: &[AgentName]) -> Markup {
    const MOST: usize = 6;
    let named: Vec<_> = agents
        .iter()
        .take(MOST)
        .map(|agent| text(agent.as_str()))
        .collect();
    html! {
        @if !named.is_empty() {
            (what) " " (named.join(", "))
            @if agents.len() > MOST { " and " (number(agents.len() - MOST)) " more" }
            ". "
        }
    }
}
