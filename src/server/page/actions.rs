//! The forms of the page: each calls the operation that a command calls, as the agent of the
//! session, and redirects back to the page with the form.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use maud::html;
use serde::Deserialize;

use super::super::app::App;
use super::super::input;
use super::super::problem::{Answer, Problem};
use super::parts::text;
use super::visitor::{Form, HaltForm};
use crate::coordination::approval::Approvals;
use crate::coordination::halt::HaltControl;
use crate::coordination::health_monitor::HealthMonitor;
use crate::coordination::message_bus::MessageBus;
use crate::model::halt::{HaltRef, HaltScope};
use crate::model::id::{AgentName, CycleId, MessageId, Symbol};
use crate::model::phase::Phase;
use crate::model::text::Reason;
use crate::model::waiting::Shown;

/// The scope of a halt whose symbol is in a field of its own.
const NAMED_SYMBOL: &str = "symbol";

/// What to halt.
#[derive(Deserialize)]
pub(super) struct HaltFields {
    scope: String,
    #[serde(default, deserialize_with = "input::filled")]
    symbol: Option<Symbol>,
    #[serde(deserialize_with = "input::text")]
    reason: Reason,
    #[serde(default)]
    confirm: String,
}

impl HaltFields {
    fn scope(&self) -> Answer<HaltScope> {
        let invalid = |field, problem: String| {
            Problem::invalid_field(["body", field], problem, serde_json::Value::Null)
        };
        if self.confirm != "yes" {
            return Err(invalid("confirm", "the halt is not confirmed".to_owned()));
        }
        match (self.scope.as_str(), &self.symbol) {
            (NAMED_SYMBOL, Some(symbol)) => Ok(HaltScope::Symbol(symbol.clone())),
            (NAMED_SYMBOL, None) => Err(invalid("symbol", "name the symbol to halt".to_owned())),
            (scope, _) => scope.parse().map_err(|problem| invalid("scope", problem)),
        }
    }
}

/// `POST /halts`
pub(super) async fn halt(
    State(app): State<Arc<App>>,
    HaltForm(form): HaltForm<HaltFields>,
) -> Answer<Response> {
    let scope = form.fields.scope()?;
    let (caller, reason) = (form.visitor.caller.clone(), form.fields.reason);
    let outcome = app.halt(caller, reason, move |_| Ok(scope)).await?;
    let unrecorded = outcome.unrecorded.map(|error| {
        format!("The halt is in force by the halt file alone, and not on record yet: {error}")
    });
    let undrained = outcome.undrained.map(|undrained| undrained.to_string());
    let warnings: Vec<_> = unrecorded.into_iter().chain(undrained).collect();
    if warnings.is_empty() {
        return Ok(Redirect::to(&form.back).into_response());
    }
    let main = html! {
        section class="card halted" role="alert" {
            h1 { "Halted, with a warning" }
            @for warning in &warnings { p class="warn" { (text(warning)) } }
            p { a href=(form.back) { "Back" } }
        }
    };
    // Where even this cannot be read, the halt must still be told.
    let page = form
        .visitor
        .page(&app, "Halted", |_| Ok(()), |_, ()| main.clone());
    let page = page.await.unwrap_or_else(|_| {
        let main = html! { main id="main" { (main) } };
        Html(super::scene::document("Halted", &main, None))
    });
    Ok(page.into_response())
}

/// Which halt to clear.
#[derive(Deserialize)]
pub(super) struct ClearFields {
    #[serde(deserialize_with = "input::text")]
    halt: HaltRef,
    #[serde(deserialize_with = "input::text")]
    reason: Reason,
}

/// `POST /halts/clear`
pub(super) async fn clear(
    State(app): State<Arc<App>>,
    form: Form<ClearFields>,
) -> Answer<Redirect> {
    let ClearFields { halt, reason } = form.fields;
    let caller = form.visitor.caller;
    app.apart(move |store| HaltControl::new(store).clear(&caller, halt, &reason))
        .await?;
    app.changes.notify();
    Ok(Redirect::to(&form.back))
}

/// What was shown when it was approved.
#[derive(Deserialize)]
pub(super) struct ShownFields {
    #[serde(deserialize_with = "input::text")]
    cycle: CycleId,
    #[serde(deserialize_with = "input::text")]
    before: Phase,
    state: String,
}

impl From<ShownFields> for Shown {
    fn from(fields: ShownFields) -> Self {
        Self {
            cycle: fields.cycle,
            before: fields.before,
            state: fields.state,
        }
    }
}

/// `POST /approve`
pub(super) async fn approve(
    State(app): State<Arc<App>>,
    form: Form<ShownFields>,
) -> Answer<Redirect> {
    let (caller, shown) = (form.visitor.caller, Shown::from(form.fields));
    app.writer
        .write(move |store| Approvals::new(store).approve_shown(&caller, &shown))
        .await?;
    Ok(Redirect::to(&form.back))
}

/// What was shown when it was rejected, and the reason.
#[derive(Deserialize)]
pub(super) struct RejectFields {
    #[serde(flatten)]
    shown: ShownFields,
    #[serde(deserialize_with = "input::text")]
    reason: Reason,
}

/// `POST /reject`
pub(super) async fn reject(
    State(app): State<Arc<App>>,
    form: Form<RejectFields>,
) -> Answer<Redirect> {
    let RejectFields { shown, reason } = form.fields;
    let (caller, shown) = (form.visitor.caller, Shown::from(shown));
    app.writer
        .write(move |store| Approvals::new(store).reject_shown(&caller, &shown, &reason))
        .await?;
    Ok(Redirect::to(&form.back))
}

/// Whose health to reset.
#[derive(Deserialize)]
pub(super) struct ResetFields {
    #[serde(deserialize_with = "input::text")]
    agent: AgentName,
}

/// `POST /reset`
pub(super) async fn reset(
    State(app): State<Arc<App>>,
    form: Form<ResetFields>,
) -> Answer<Redirect> {
    let (caller, agent) = (form.visitor.caller, form.fields.agent);
    app.writer
        .write(move |store| HealthMonitor::new(store).reset(&caller, &agent))
        .await?;
    Ok(Redirect::to(&form.back))
}

/// Which message to requeue.
#[derive(Deserialize)]
pub(super) struct RequeueFields {
    #[serde(deserialize_with = "input::text")]
    message: MessageId,
}

/// `POST /requeue`
pub(super) async fn requeue(
    State(app): State<Arc<App>>,
    form: Form<RequeueFields>,
) -> Answer<Redirect> {
    let (caller, message) = (form.visitor.caller, form.fields.message);
    app.writer
        .write(move |store| MessageBus::new(store).requeue(&caller, message))
        .await?;
    Ok(Redirect::to(&form.back))
}
