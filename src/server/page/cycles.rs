//! `/cycles`: the cycles, and all that is known of one.

use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::app::App;
use super::super::input::{self, Named, Params};
use super::overview::table;
use super::parts::{
    Pager, ROWS, agent_link, chip, choice, cut, in_words, json, length, message_link, moment,
    number, phase_of, text, typed,
};
use super::scene::{Page, Scene};
use super::visitor::Visitor;
use super::{messages, sequence, timeline};
use crate::coordination::approval::Approvals;
use crate::coordination::cycle::CycleManager;
use crate::coordination::message_bus::MessageBus;
use crate::coordination::shared_state::SharedStateManager;
use crate::model::cycle::{ApprovedHow, Cycle, PhaseRecord};
use crate::model::id::{CycleId, Symbol};
use crate::model::message::Message;
use crate::model::phase::Phase;
use crate::model::shared_state::StateEntry;
use crate::model::waiting::Waiting;
use crate::store::cycle::Filter;
use crate::store::{self, Store, message};
use crate::view::Tone;
use crate::view::sequence::Sequence;

/// The value for all phases that do not end a cycle.
const ACTIVE: &str = "active";

/// Which cycles to list.
#[derive(Deserialize)]
pub(super) struct ListParams {
    #[serde(default, deserialize_with = "input::filled")]
    symbol: Option<Symbol>,
    #[serde(default, deserialize_with = "input::filled")]
    phase: Option<String>,
    #[serde(default, deserialize_with = "input::filled")]
    before: Option<CycleId>,
}

impl ListParams {
    fn phases(&self) -> Result<Vec<Phase>, String> {
        let active = Phase::ALL.iter().copied();
        match self.phase.as_deref() {
            None => Ok(Vec::new()),
            Some(ACTIVE) => Ok(active.filter(|phase| !phase.is_end()).collect()),
            Some(word) => word.parse().map(|phase| vec![phase]),
        }
    }
}

/// `GET /cycles`
pub(super) async fn list(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Params(params): Params<ListParams>,
) -> Page {
    let phases = params.phases().map_err(|problem| {
        super::super::problem::Problem::invalid_field(
            ["query", "phase"],
            problem,
            serde_json::Value::Null,
        )
    })?;
    let mut filter = Filter {
        symbol: params.symbol.clone(),
        phases,
        limit: ROWS + 1,
        ..Filter::default()
    };
    let before = params.before.clone();
    let read = |store: &mut Store| {
        let mut cycles = CycleManager::new(store);
        filter.before = before.map(|id| cycles.position(&id)).transpose()?;
        Ok(cycles.list_page(&mut filter)?.items)
    };
    visitor
        .page(&app, "Cycles", read, |scene, cycles| {
            draw_list(scene, &params, &cycles)
        })
        .await
}

fn draw_list(scene: &Scene<'_>, params: &ListParams, cycles: &[Cycle]) -> Markup {
    let shown = &cycles[..cycles.len().min(ROWS as usize)];
    let older = (cycles.len() > shown.len()).then(|| shown.last()).flatten();
    let pager = Pager {
        newer: params.before.as_ref().map(|_| String::new()),
        older: older.map(|cycle| format!("before={}", cycle.id)),
    };
    let symbol = params
        .symbol
        .as_ref()
        .map(Symbol::to_string)
        .unwrap_or_default();
    let phase = params.phase.clone().unwrap_or_default();
    let phases = Phase::ALL.iter().filter(|phase| **phase != Phase::Idle);
    let phases: Vec<_> = std::iter::once(ACTIVE)
        .chain(phases.map(|phase| phase.as_str()))
        .collect();
    html! {
        h1 { "Cycles" }
        form class="filters" method="get" action="/cycles" data-hold {
            (typed("symbol", "Symbol", &symbol, None))
            (choice("phase", "Phase", &phases, params.phase.as_deref()))
            button { "Show" }
            @if !symbol.is_empty() || !phase.is_empty() { a href="/cycles" { "Show all" } }
        }
        section class="card" aria-label="Cycles" {
            @if shown.is_empty() { p class="empty" { "There are no such cycles." } }
            @else { (table(scene, &shown.iter().collect::<Vec<_>>())) }
        }
        (pager.draw("/cycles", &[("symbol", symbol), ("phase", phase)]))
    }
}

/// All that is known of a cycle.
struct Known {
    cycle: Cycle,
    waiting: Option<Waiting>,
    state: Vec<StateEntry>,
    history: Vec<StateEntry>,
    messages: Vec<Message>,
}

/// `GET /cycles/{id}`
pub(super) async fn show(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Named(id): Named<CycleId>,
) -> Page {
    let title = format!("Cycle {id}");
    visitor
        .page(
            &app,
            &title,
            |store| know(store, &id),
            |scene, known| draw(scene, &known),
        )
        .await
}

fn know(store: &mut Store, id: &CycleId) -> store::Result<Known> {
    let cycle = CycleManager::new(store).get(id)?;
    let waiting = Approvals::new(store).waiting(id)?;
    let mut state = SharedStateManager::new(store);
    let mut filter = message::Filter {
        cycle: Some(id.clone()),
        limit: ROWS,
        ..message::Filter::default()
    };
    Ok(Known {
        cycle,
        waiting,
        history: state.history_page(id, None, None)?.items,
        state: state.list_page(id, None)?.items,
        messages: MessageBus::new(store).list_page(&mut filter)?.items,
    })
}

fn draw(scene: &Scene<'_>, known: &Known) -> Markup {
    let cycle = &known.cycle;
    html! {
        h1 { (text(cycle.symbol.as_str())) " " (phase_of(cycle)) }
        p class="id" { (cycle.id) }
        @if !cycle.phase.is_end() { (scene.halt_cycle(cycle)) }
        @if cycle.halt_requested || !cycle.errors.is_empty() {
            ul class="card why" {
                @if let Some(why) = &cycle.halt_reason { li { strong { "Halted by " } (text(why)) } }
                @for error in &cycle.errors { li { strong { "Failed: " } (text(error)) } }
                @if cycle.may_have_order_out() && cycle.phase == Phase::Halted { li { "It may have had an order out when it was halted: ask the broker." } }
            }
        }
        @if let Some(waiting) = &known.waiting { (scene.waiting(waiting, false)) }
        (facts(scene, cycle))
        (phases(scene, cycle))
        section class="card" aria-labelledby="sequence-title" {
            h2 id="sequence-title" { "Sequence" }
            (sequence::draw(&Sequence::of_cycle(cycle)))
        }
        (state(scene, known))
        section class="card" aria-labelledby="messages-title" {
            h2 id="messages-title" { "Messages" }
            (messages::table(scene, &known.messages))
            @if known.messages.len() >= ROWS as usize { p class="more" { a href={ "/messages?cycle=" (cycle.id) } { "All messages of the cycle" } } }
        }
    }
}

fn facts(scene: &Scene<'_>, cycle: &Cycle) -> Markup {
    let now = scene.overview.at;
    let gates: Vec<_> = cycle.gates.iter().map(|phase| in_words(*phase)).collect();
    html! {
        dl class="facts card" {
            div { dt { "Mode" } dd { (cycle.mode) } }
            div { dt { "Started" } dd { (moment(cycle.started_at, now)) } }
            div { dt { "Ended" } dd { @match cycle.completed_at { Some(at) => (moment(at, now)), None => "–" } } }
            div { dt { "Run by" } dd { @match &cycle.ownership { Some(owned) => { (text(&owned.owner)) @if cycle.is_stalled(now) { " " (chip(Tone::Bad, "gone")) } }, None => "no process" } } }
            div { dt { "Approval before" } dd { @if gates.is_empty() { "–" } @else { (gates.join(", ")) } } }
            div { dt { "Epoch" } dd { (cycle.epoch) } }
        }
        @if let Some(result) = cycle.shown_result() {
            details class="card" id="result" { summary { "Result" } (json(&result)) }
        }
    }
}

fn phases(scene: &Scene<'_>, cycle: &Cycle) -> Markup {
    let (whole, spans) = timeline::spans(cycle, scene.overview.at);
    html! {
        section class="card" aria-labelledby="phases-title" {
            h2 id="phases-title" { "Phases " span class="count" { (length(whole)) } }
            div class="scroll" {
                table class="phases stack" {
                    thead { tr { th scope="col" { "Phase" } th scope="col" class="wide" { "To scale" } th scope="col" class="num" { "Took" } th scope="col" { "Command" } th scope="col" { "Answer" } th scope="col" { "Approval" } } }
                    tbody {
                        @for span in &spans {
                            @let record = span.record;
                            tr {
                                th scope="row" { (in_words(record.phase)) }
                                td class="wide" { (timeline::lane(span, whole)) }
                                td class="num" data-label="Took" { (length(span.took())) }
                                td data-label="Command" { @if let Some(id) = record.command { (message_link(id)) @if record.attempts > 1 { " asked " (record.attempts) " times" } } @else { "–" } }
                                td data-label="Answer" { (answer(record)) }
                                td data-label="Approval" { (approval(record, scene)) }
                            }
                        }
                    }
                }
            }
            @for record in cycle.phases.iter() {
                @if let Some(stderr) = &record.stderr {
                    details id={ "stderr-" (record.phase) } { summary { "What " (in_words(record.phase)) " said on stderr" } pre tabindex="0" { (text(stderr)) } }
                }
            }
        }
    }
}

fn answer(record: &PhaseRecord) -> Markup {
    html! {
        @match record.answer {
            Some((status, at)) => { (chip(Tone::from(status), status.as_str())) " " span class="hint" { "after " (length(at.since(record.entered_at))) } },
            None if record.command.is_some() => span class="hint" { "none yet" },
            None => "–",
        }
    }
}

fn approval(record: &PhaseRecord, scene: &Scene<'_>) -> Markup {
    html! {
        @match &record.approval {
            Some(approval) => {
                (text(approval.by.as_str()))
                @if approval.how == Some(ApprovedHow::Person) { ", a person" }
                " " span class="hint" { (moment(approval.at, scene.overview.at)) }
            },
            None if record.shown.is_some() => (chip(Tone::Busy, "waits")),
            None => "–",
        }
    }
}

fn state(scene: &Scene<'_>, known: &Known) -> Markup {
    let now = scene.overview.at;
    html! {
        section class="card" aria-labelledby="state-title" {
            h2 id="state-title" { "Shared state " span class="count" { (number(known.state.len())) } }
            @if known.state.is_empty() { p class="empty" { "Nothing has been written." } }
            @for entry in &known.state {
                details class="entry" id={ "state-" (entry.key) } {
                    summary {
                        strong { (text(entry.key.as_str())) } " "
                        span class="hint" { "version " (entry.version) " by " (text(entry.written_by.as_str())) ", " (moment(entry.written_at, now)) }
                        code class="peek" { (cut(entry.value.as_str())) }
                    }
                    (json(&entry.value))
                    @let earlier = known.history.iter().rev().filter(|one| one.key == entry.key && one.version < entry.version);
                    @for one in earlier.take(20) {
                        details id={ "state-" (one.key) "-" (one.version) } {
                            summary { "Version " (one.version) " by " (agent_link(&one.written_by)) ", " (moment(one.written_at, now)) }
                            (json(&one.value))
                        }
                    }
                }
            }
        }
    }
}
