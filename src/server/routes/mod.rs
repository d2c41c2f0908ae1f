//! The routes: one file per noun. A handler parses, calls one operation and answers.

#![expect(unused_qualifications, reason = "written by the macros of utoipa")]

mod cycle_runs;
mod events;
mod messages;
mod operations;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::time::Duration;
use tower_http::timeout::RequestBodyTimeoutLayer;

use super::problem::{Problem, wrong_method};
use super::{App, page};

/// How long a client may pause while it sends a body.
const BODY_GOES_ON_WITHIN: Duration = Duration::from_secs(10);

pub(super) use operations::Verified;

/// All routes.
pub(super) fn router(app: Arc<App>) -> Router {
    let api = Router::new()
        .merge(cycle_runs::router())
        .merge(messages::router());
    Router::new()
        .route("/events", get(events::events))
        .route("/healthz", get(operations::healthz))
        .route("/metrics", get(operations::metrics))
        .route("/readyz", get(operations::readyz))
        .nest("/api/v1/coordination", api)
        .merge(page::router(&app))
        .fallback(async || Problem::no_route())
        .method_not_allowed_fallback(async || wrong_method(None))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), check_host))
        .layer(RequestBodyTimeoutLayer::new(BODY_GOES_ON_WITHIN))
        .with_state(app)
}

async fn check_host(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    match app.hosts.check(request.headers()) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}
