//! Runs whole cycles: starts one, or continues one that was approved or whose process died.

use std::ffi::OsString;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use tokio::task::JoinError;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::app::App;
use super::super::asker::Asker;
use super::super::cycles::{CycleResult, Running};
use super::super::input::{self, Input, Named};
use super::super::problem::{Answer, ProblemBody};
use super::cycles::Gate;
use crate::coordination::cycle::CycleManager;
use crate::model::cycle::{Account, Balance, CycleRef, StrategyName};
use crate::model::id::{CycleId, Symbol};
use crate::model::mode::Mode;
use crate::store;

/// The header that asks for an answer before the cycle has ended.
const PREFER: HeaderName = HeaderName::from_static("prefer");

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(run))
        .routes(routes!(resume))
}

/// A cycle to run.
#[derive(Debug, Deserialize, ToSchema)]
struct RunBody {
    /// The symbol to trade.
    #[serde(deserialize_with = "input::text")]
    #[schema(value_type = String, examples("EURUSD"))]
    symbol: Symbol,
    /// The strategies to consider.
    #[serde(deserialize_with = "input::texts")]
    #[schema(value_type = Vec<String>)]
    strategies: Vec<StrategyName>,
    /// The balance of the account.
    #[serde(deserialize_with = "input::number")]
    #[schema(value_type = f64, minimum = 0)]
    account_balance: Balance,
    /// The highest balance so far, which is not below the balance.
    #[serde(deserialize_with = "input::number")]
    #[schema(value_type = f64, minimum = 0)]
    peak_balance: Balance,
    /// `guide` or `autonomous`, where the mode of the system allows that.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[schema(value_type = Option<String>)]
    mode: Option<Mode>,
    /// The phases before which the cycle waits for approval.
    #[serde(default, deserialize_with = "input::texts")]
    #[schema(value_type = Vec<String>)]
    gates: Vec<Gate>,
}

impl RunBody {
    /// The words that follow `cycle`.
    fn words(&self) -> Vec<OsString> {
        let mut words: Vec<OsString> = ["run", "--until-stdin-closes"].map(OsString::from).to_vec();
        let mut option = |name: &str, value: &str| words.push(format!("--{name}={value}").into());
        // Joined to their names: a symbol may begin with a hyphen.
        option("symbol", self.symbol.as_str());
        for strategy in &self.strategies {
            option("strategy", strategy.as_str());
        }
        option("account-balance", &self.account_balance.get().to_string());
        option("peak-balance", &self.peak_balance.get().to_string());
        if let Some(mode) = self.mode {
            option("mode", mode.as_str());
        }
        for gate in &self.gates {
            option("gate", gate.0.as_str());
        }
        words
    }
}

/// Runs a cycle, and returns its result when it has ended.
///
/// A cycle that ended halted or failed is a result too, with `success` false. Where it waits for
/// approval, the status is 202. With `Prefer: respond-async` the answer is 202 as soon as the
/// cycle has started, with its location.
#[utoipa::path(
    post, path = "/cycle", tag = "cycles", request_body = RunBody,
    params(("Prefer" = Option<String>, Header, description = "`respond-async`")),
    responses(
        (status = 200, description = "The result of the cycle"),
        (status = 202, description = "The cycle has started, or waits for approval"),
        (status = 409, body = ProblemBody), (status = 422, body = ProblemBody),
        (status = 423, body = ProblemBody), (status = 503, body = ProblemBody)
    )
)]
async fn run(
    State(app): State<Arc<App>>,
    asker: Asker,
    headers: HeaderMap,
    Input(body): Input<RunBody>,
) -> Answer<Response> {
    // Refused here, where the field is known.
    Account::new(body.account_balance, body.peak_balance)?;
    asker.verify(&app.readers).await?;
    let running = start(&app, body.words(), &asker)?;
    answer(&app, running, is_async(&headers)).await
}

/// Continues a cycle whose process died, or that was approved.
#[utoipa::path(
    post, path = "/cycle/{id}/resume", tag = "cycles",
    params(
        ("id" = String, Path, description = "Its id, `latest` or `latest:SYMBOL`"),
        ("Prefer" = Option<String>, Header, description = "`respond-async`")
    ),
    responses(
        (status = 200, description = "The result of the cycle"),
        (status = 202, description = "The cycle continues, or waits for approval"),
        (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 423, body = ProblemBody), (status = 503, body = ProblemBody)
    )
)]
async fn resume(
    State(app): State<Arc<App>>,
    asker: Asker,
    headers: HeaderMap,
    Named(named): Named<CycleRef>,
) -> Answer<Response> {
    asker.verify(&app.readers).await?;
    let id = app
        .readers
        .read(|store| {
            let mut cycles = CycleManager::new(store);
            let id = cycles.id_of(&named)?;
            cycles.get(&id).map(|cycle| cycle.id)
        })
        .await?;
    let words = ["resume", "--until-stdin-closes", &id.to_string()].map(OsString::from);
    let running = start(&app, words.to_vec(), &asker)?;
    if is_async(&headers) {
        return Ok(started(&id));
    }
    answer(&app, running, false).await
}

fn start(app: &App, words: Vec<OsString>, asker: &Asker) -> Answer<Running> {
    let agent = &asker.caller.agent;
    app.cycles.start(words, agent, asker.token.as_ref())
}

fn is_async(headers: &HeaderMap) -> bool {
    let values = headers.get_all(PREFER).into_iter();
    let mut preferences = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    preferences.any(|preference| preference.trim().eq_ignore_ascii_case("respond-async"))
}

async fn answer(app: &App, running: Running, is_async: bool) -> Answer<Response> {
    let Running { process, mut end } = running;
    if !is_async {
        return Ok(result(ended(end.await)?));
    }
    let mut changes = app.changes.subscribe();
    loop {
        changes.mark_unchanged();
        if let Some(id) = app.readers.read(|store| cycle_of(store, process)).await? {
            return Ok(started(&id));
        }
        tokio::select! {
            ended_first = &mut end => return Ok(result(ended(ended_first)?)),
            _ = changes.changed() => {}
        }
    }
}

fn ended(end: Result<Answer<CycleResult>, JoinError>) -> Answer<CycleResult> {
    let died = |error| store::Error::Internal(format!("the run of a cycle failed: {error}"));
    end.map_err(died)?
}

fn result(result: CycleResult) -> Response {
    let status = if result.waits {
        StatusCode::ACCEPTED
    } else {
        StatusCode::OK
    };
    (status, Json(result.json)).into_response()
}

/// The active cycle that this process runs.
fn cycle_of(store: &mut store::Store, process: u32) -> store::Result<Option<CycleId>> {
    let owner = format!("process {process}");
    let is_its = |ownership: &crate::model::cycle::Ownership| ownership.owner == owner;
    let active = CycleManager::new(store).active()?.into_iter();
    let mut its = active.filter(|cycle| cycle.ownership.as_ref().is_some_and(is_its));
    Ok(its.next().map(|cycle| cycle.id))
}

fn started(id: &CycleId) -> Response {
    let location = format!("/api/v1/coordination/cycle/{id}");
    let body = Json(json!({"cycle_id": id.to_string(), "location": location}));
    (StatusCode::ACCEPTED, [(LOCATION, location)], body).into_response()
}
