//! `/agents`: the agents, their health, and what waits for them.

use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};

use super::super::app::App;
use super::parts::{chip, encoded, hidden, lasting, number, text};
use super::scene::{Page, Scene};
use super::visitor::Visitor;
use crate::coordination::agent::AgentRegistry;
use crate::model::agent::Agent;
use crate::model::health::{HealthRecord, HealthStatus, HealthVerdict};
use crate::model::message::Priority;
use crate::view::Tone;

/// `GET /agents`
pub(super) async fn list(State(app): State<Arc<App>>, visitor: Visitor) -> Page {
    visitor
        .page(
            &app,
            "Agents",
            |store| AgentRegistry::new(store).list(),
            |scene, agents| draw(scene, &agents),
        )
        .await
}

fn draw(scene: &Scene<'_>, agents: &[Agent]) -> Markup {
    let health = &scene.overview.health;
    html! {
        h1 { "Agents" }
        section class="card" aria-label="Agents" {
            div class="scroll" {
                table class="agents stack" {
                    thead {
                        tr {
                            th scope="col" { "Agent" } th scope="col" { "Level" } th scope="col" { "Token" } th scope="col" { "Health" }
                            th scope="col" class="num" { "Heartbeat" } th scope="col" class="num" { "Average" } th scope="col" class="num" { "Done" } th scope="col" class="num" { "Errors" }
                            th scope="col" class="num" { "Waiting" } th scope="col" class="grow" { "Cause or message" }
                        }
                    }
                    tbody {
                        @for agent in agents {
                            (row(scene, agent, health.iter().find(|record| record.agent == agent.name)))
                        }
                    }
                }
            }
        }
    }
}

fn row(scene: &Scene<'_>, agent: &Agent, record: Option<&HealthRecord>) -> Markup {
    let now = scene.overview.at;
    let name = agent.name.as_str();
    let verdict = record.map(|record| record.verdict(now));
    let status = verdict
        .as_ref()
        .map_or(HealthStatus::Unknown, |verdict| verdict.status);
    let says = verdict.and_then(|HealthVerdict { cause, .. }| cause);
    let says = says.or_else(|| record.and_then(|record| record.status_message.clone()));
    let backlog = &scene.overview.backlog;
    let waiting = backlog.of_agent(&agent.name);
    let critical = backlog
        .pending
        .get(&(agent.name.clone(), Priority::Critical));
    html! {
        tr id={ "agent-" (name) } {
            th scope="row" { a href={ "/messages?agent=" (encoded(name)) } { (text(name)) } }
            td data-label="Level" { (agent.level as u8) }
            td data-label="Token" { (agent.credential.as_str()) }
            td { (chip(Tone::from(status), status.as_str())) }
            td class="num" data-label="Heartbeat" { @match record.and_then(|record| record.last_heartbeat) { Some(at) => (lasting(at, now)), None => "–" } }
            td class="num" data-label="Average" { @match record { Some(record) if record.responses > 0 => { (format!("{:.0}", record.avg_response_time_ms)) " ms" }, _ => "–" } }
            td class="num" data-label="Done" { (number(record.map_or(0, |record| record.success_count))) }
            td class="num" data-label="Errors" { (number(record.map_or(0, |record| record.error_count))) @if let Some(record) = record { @if record.recent_error_rate() > 0.0 { span class="hint" { " " (format!("{:.0}%", record.recent_error_rate() * 100.0)) " of recent" } } } }
            td class="num" data-label="Waiting" {
                @if let Some(critical) = critical { (chip(Tone::Bad, &format!("{critical} critical"))) " " }
                a href={ "/messages?to=" (encoded(name)) "&status=pending" } { (number(waiting)) }
            }
            td class="grow" {
                @if let Some(says) = says { (text(&says)) }
                @if status == HealthStatus::Unhealthy {
                    details class="act" data-hold id={ "reset-" (name) } {
                        summary { "Reset its health…" }
                        form method="post" action="/reset" {
                            (scene.csrf()) (scene.back()) (hidden("agent", name))
                            p { "Once it is repaired: forgets its errors and heartbeats." }
                            button { "Reset" }
                        }
                    }
                }
            }
        }
    }
}
