//! The page for people with a browser: rendered here, complete without its script. It reads
//! with the operations that the command line reads with, and its forms call the operations that
//! the commands call. Decides nothing.

mod actions;
mod agents;
mod assets;
mod audit;
mod cycles;
mod decide;
mod halts;
mod login;
mod messages;
mod overview;
mod parts;
mod scene;
mod sequence;
mod timeline;
mod visitor;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};

use super::app::App;
use super::problem::InWords;
use visitor::Visitor;

/// Every page gets these. `no-referrer` would have browsers send `Origin: null` with each form,
/// which could not be told from that of another site.
const HEADERS: [(HeaderName, &str); 4] = [
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
         img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "same-origin"),
    (CACHE_CONTROL, "no-store"),
];

/// The routes of the page.
pub(super) fn router(app: &Arc<App>) -> Router<Arc<App>> {
    Router::new()
        .route("/", get(overview::show))
        .route("/login", get(login::show).post(login::log_in))
        .route("/logout", post(login::log_out))
        .route("/cycles", get(cycles::list))
        .route("/cycles/{id}", get(cycles::show))
        .route("/messages", get(messages::list))
        .route("/messages/{id}", get(messages::show))
        .route("/agents", get(agents::list))
        .route("/halts", get(halts::list).post(actions::halt))
        .route("/audit", get(audit::list))
        .route("/halts/clear", post(actions::clear))
        .route("/approve", post(actions::approve))
        .route("/reject", post(actions::reject))
        .route("/reset", post(actions::reset))
        .route("/requeue", post(actions::requeue))
        .layer(middleware::from_fn_with_state(Arc::clone(app), dress))
        .route("/assets/{name}", get(assets::serve))
}

/// Adds the headers of a page, and shows an error as a page.
async fn dress(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let visitor = Visitor::find(&mut parts, &app).await.ok();
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if let Some(error) = response.extensions_mut().remove::<InWords>() {
        let status = response.status();
        let page = scene::error(&app, visitor, status, &error).await;
        response = (status, Html(page)).into_response();
    }
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
