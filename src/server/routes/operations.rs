//! For those who operate the server: whether it is alive and ready, and its metrics.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::app::App;
use super::super::asker::Asker;
use super::super::problem::Answer;
use crate::coordination::overview;
use crate::store;
use crate::view::metrics;

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(healthz))
        .routes(routes!(metrics))
        .routes(routes!(readyz))
}

/// How long a writer may keep the server from being ready.
const WRITABLE_WITHIN: Duration = Duration::from_secs(2);

/// Whether the server is alive.
#[utoipa::path(get, path = "/healthz", tag = "operations", security(()),
    responses((status = 200, body = String, content_type = "text/plain"))
)]
async fn healthz() -> &'static str {
    "ok\n"
}

/// Whether the server can do its work.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Readiness {
    ready: bool,
    /// Whether the database can be written to.
    writable: bool,
    /// Whether the audit log is intact.
    audit_log_intact: bool,
}

/// Whether the server can do its work, and what is in the way. Shows no more than that to
/// anybody who asks; the log of the server says why.
#[utoipa::path(
    get, path = "/readyz", tag = "operations", security(()),
    responses((status = 200, body = Readiness), (status = 503, body = Readiness))
)]
async fn readyz(State(app): State<Arc<App>>) -> Response {
    // One check at a time, since this route requires no credential.
    let _one = app.examining.lock().await;
    let writable = app
        .apart(|store| store.check_writable(WRITABLE_WITHIN))
        .await;
    let known = app.clone();
    let intact = app
        .apart(move |store| known.verified.verify_on(store))
        .await;
    let is_fine = |what: &str, checked: store::Result<()>| {
        let told = |error: &store::Error| tracing::warn!(%error, "not ready: {what}");
        checked.inspect_err(told).is_ok()
    };
    let writable = is_fine("the database cannot be written to", writable);
    let audit_log_intact = is_fine("the audit log is not intact", intact);
    let ready = writable && audit_log_intact;
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let body = Readiness {
        ready,
        writable,
        audit_log_intact,
    };
    (status, Json(body)).into_response()
}

/// Figures for a monitoring system, in the text format of Prometheus.
#[utoipa::path(
    get, path = "/metrics", tag = "operations",
    responses((status = 200, content_type = "text/plain"))
)]
async fn metrics(State(app): State<Arc<App>>, _: Asker) -> Answer<Response> {
    let measured = app.readers.read(overview::measure).await?;
    let content_type = "text/plain; version=0.0.4; charset=utf-8";
    Ok(([(CONTENT_TYPE, content_type)], metrics::text(&measured)).into_response())
}
