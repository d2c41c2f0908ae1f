//! The routes: one file per noun. A handler parses, calls one operation and answers.

#![expect(unused_qualifications, reason = "written by the macros of utoipa")]

mod agents;
mod audit;
mod cycle_runs;
mod cycles;
mod events;
mod halts;
mod health;
mod messages;
mod mode;
mod openapi;
mod operations;
mod state;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Router};
use tower_http::timeout::RequestBodyTimeoutLayer;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::hint::API;
use super::problem::{Problem, wrong_method};
use super::{App, page};

/// How long a client may pause while it sends a body.
const BODY_GOES_ON_WITHIN: Duration = Duration::from_secs(10);

pub(super) use operations::Verified;

/// All routes. This is also the list of those that are described.
pub(super) fn router(app: Arc<App>) -> Router {
    let api = OpenApiRouter::new()
        .merge(agents::router())
        .merge(audit::router())
        .merge(cycle_runs::router())
        .merge(cycles::router())
        .merge(halts::router())
        .merge(health::router())
        .merge(messages::router())
        .merge(mode::router())
        .merge(state::router());
    let (router, description) = OpenApiRouter::with_openapi(openapi::Description::openapi())
        .routes(routes!(events::events))
        .merge(operations::router())
        .merge(openapi::router())
        .nest(API, api)
        .split_for_parts();
    router
        .merge(page::router(&app))
        .fallback(async || Problem::no_route())
        .method_not_allowed_fallback(async || wrong_method(None))
        .layer(Extension(openapi::Document::new(description)))
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
