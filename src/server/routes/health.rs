//! The health of agents and of the system: shows it, and records what agents report.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::app::App;
use super::super::asker::Asker;
use super::super::hint;
use super::super::input::{self, Input, Named, Params};
use super::super::problem::{Answer, ProblemBody};
use super::cycles::goes_on;
use crate::coordination::health_monitor::HealthMonitor;
use crate::coordination::overview;
use crate::model::caller::Caller;
use crate::model::id::AgentName;
use crate::model::text::Reason;
use crate::store;
use crate::view::health::HealthView;
use crate::view::status::StatusView;

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(status))
        .routes(routes!(list))
        .routes(routes!(show))
        .routes(routes!(heartbeat))
        .routes(routes!(success))
        .routes(routes!(error))
        .routes(routes!(initialize))
        .routes(routes!(reset))
}

/// The system at a glance, and what needs attention.
#[utoipa::path(
    get, path = "/status", tag = "health",
    responses((status = 200, body = StatusView))
)]
async fn status(State(app): State<Arc<App>>, _: Asker) -> Answer<Json<StatusView>> {
    let overview = app.readers.read(overview::read).await?;
    let view = StatusView::new(&overview, goes_on(&app), hint::request);
    Ok(Json(view))
}

/// The health of every agent.
#[utoipa::path(
    get, path = "/health", tag = "health",
    responses((status = 200, body = Vec<HealthView>))
)]
async fn list(State(app): State<Arc<App>>, _: Asker) -> Answer<Json<Vec<HealthView>>> {
    let (records, now) = app
        .readers
        .read(|store| HealthMonitor::new(store).check_all())
        .await?;
    let views = records.iter().map(|record| HealthView::new(record, now));
    Ok(Json(views.collect()))
}

/// The health of one agent.
#[utoipa::path(
    get, path = "/health/{agent}", tag = "health",
    params(("agent" = String, Path, description = "The agent")),
    responses((status = 200, body = HealthView), (status = 422, body = ProblemBody))
)]
async fn show(
    State(app): State<Arc<App>>,
    _: Asker,
    Named(agent): Named<AgentName>,
) -> Answer<Json<HealthView>> {
    let (record, now) = app
        .readers
        .read(|store| HealthMonitor::new(store).check_one(&agent))
        .await?;
    Ok(Json(HealthView::new(&record, now)))
}

/// How fast an agent has responded.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ResponseParams {
    /// How long its latest response took, in milliseconds. 0, the default, tells nothing.
    #[serde(default, deserialize_with = "input::milliseconds")]
    #[param(value_type = Option<f64>, minimum = 0, default = 0.0)]
    response_time_ms: Option<f64>,
}

/// What was recorded of an agent.
#[derive(Debug, Serialize, ToSchema)]
struct Recorded {
    /// `ok`, `initialized` or `reset`.
    #[schema(examples("ok"))]
    status: &'static str,
    /// The agent.
    agent: String,
}

/// Records that an agent is alive: the one that asks, or another where level 0 asks.
#[utoipa::path(
    post, path = "/health/{agent}/heartbeat", tag = "health",
    params(("agent" = String, Path, description = "The agent"), ResponseParams),
    responses(
        (status = 200, body = Recorded), (status = 403, body = ProblemBody),
        (status = 422, body = ProblemBody),
    )
)]
async fn heartbeat(
    State(app): State<Arc<App>>,
    asker: Asker,
    Named(agent): Named<AgentName>,
    Params(params): Params<ResponseParams>,
) -> Answer<Json<Recorded>> {
    record(
        &app,
        asker,
        agent,
        "ok",
        move |mut monitor, caller, agent| {
            monitor.beat_of(caller, agent, params.response_time_ms, None)
        },
    )
    .await
}

/// Records that an operation of an agent succeeded.
#[utoipa::path(
    post, path = "/health/{agent}/success", tag = "health",
    params(("agent" = String, Path, description = "The agent"), ResponseParams),
    responses(
        (status = 200, body = Recorded), (status = 403, body = ProblemBody),
        (status = 422, body = ProblemBody),
    )
)]
async fn success(
    State(app): State<Arc<App>>,
    asker: Asker,
    Named(agent): Named<AgentName>,
    Params(params): Params<ResponseParams>,
) -> Answer<Json<Recorded>> {
    record(
        &app,
        asker,
        agent,
        "ok",
        move |mut monitor, caller, agent| {
            monitor.success_of(caller, agent, params.response_time_ms)
        },
    )
    .await
}

/// What went wrong.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ErrorBody {
    /// What went wrong.
    #[serde(deserialize_with = "input::text")]
    #[schema(value_type = String)]
    message: Reason,
}

/// Records that an operation of an agent failed.
#[utoipa::path(
    post, path = "/health/{agent}/error", tag = "health", request_body = ErrorBody,
    params(("agent" = String, Path, description = "The agent"), ResponseParams),
    responses(
        (status = 200, body = Recorded), (status = 403, body = ProblemBody),
        (status = 422, body = ProblemBody),
    )
)]
async fn error(
    State(app): State<Arc<App>>,
    asker: Asker,
    Named(agent): Named<AgentName>,
    Params(params): Params<ResponseParams>,
    Input(body): Input<ErrorBody>,
) -> Answer<Json<Recorded>> {
    record(
        &app,
        asker,
        agent,
        "ok",
        move |mut monitor, caller, agent| {
            monitor.error_of(caller, agent, &body.message, params.response_time_ms)
        },
    )
    .await
}

/// Creates the health record of an agent that has none.
#[utoipa::path(
    post, path = "/health/{agent}/initialize", tag = "health",
    params(("agent" = String, Path, description = "The agent")),
    responses((status = 200, body = Recorded), (status = 422, body = ProblemBody))
)]
async fn initialize(
    State(app): State<Arc<App>>,
    asker: Asker,
    Named(agent): Named<AgentName>,
) -> Answer<Json<Recorded>> {
    record(
        &app,
        asker,
        agent,
        "initialized",
        |mut monitor, caller, agent| monitor.initialize(caller, agent),
    )
    .await
}

/// Clears the health record of an agent.
#[utoipa::path(
    post, path = "/health/{agent}/reset", tag = "health",
    params(("agent" = String, Path, description = "The agent")),
    responses(
        (status = 200, body = Recorded), (status = 403, body = ProblemBody),
        (status = 422, body = ProblemBody),
    )
)]
async fn reset(
    State(app): State<Arc<App>>,
    asker: Asker,
    Named(agent): Named<AgentName>,
) -> Answer<Json<Recorded>> {
    record(&app, asker, agent, "reset", |mut monitor, caller, agent| {
        monitor.reset(caller, agent)
    })
    .await
}

async fn record(
    app: &App,
    asker: Asker,
    agent: AgentName,
    status: &'static str,
    mut f: impl FnMut(HealthMonitor<'_>, &Caller, &AgentName) -> store::Result<()> + Send + 'static,
) -> Answer<Json<Recorded>> {
    let (caller, about) = (asker.caller, agent.clone());
    app.writer
        .write(move |store| f(HealthMonitor::new(store), &caller, &about))
        .await?;
    Ok(Json(Recorded {
        status,
        agent: agent.to_string(),
    }))
}
