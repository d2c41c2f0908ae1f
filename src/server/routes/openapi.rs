//! The description of the API, generated from the handlers.

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{self, Components, ContentBuilder, PathItem, Ref, ResponseBuilder};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::app::App;
use super::super::asker::Asker;
use super::super::problem::ProblemBody;

/// What the description says besides the routes.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "flowrex-coord",
        description = "Coordinates the AI agents of a trading system. Each request shows who \
                       asks; what that agent may do, the rules decide.",
    ),
    servers((url = "/")),
    components(schemas(ProblemBody)),
    modifiers(&Bearer),
    security(("bearer" = [])),
)]
pub(super) struct Description;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, api: &mut openapi::OpenApi) {
        let mut http = Http::new(HttpAuthScheme::Bearer);
        http.description = Some("The token of an enrolled agent".to_owned());
        let components = api.components.get_or_insert_with(Components::new);
        components.add_security_scheme("bearer", SecurityScheme::Http(http));
    }
}

/// The description as it is sent.
#[derive(Clone)]
pub(super) struct Document(Bytes);

impl Document {
    /// The description of these routes, each with what any request may be answered.
    pub(super) fn new(mut api: openapi::OpenApi) -> Self {
        for item in api.paths.paths.values_mut() {
            for operation in operations(item) {
                name(operation);
                add_problems(operation);
            }
        }
        // It always serialises: it is made of maps and texts.
        Self(api.to_json().unwrap_or_default().into())
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let all = [
        &mut item.get,
        &mut item.put,
        &mut item.post,
        &mut item.delete,
    ];
    all.into_iter().filter_map(Option::as_mut)
}

/// Each operation has a name of its own: the one of its handler, after its tag.
fn name(operation: &mut Operation) {
    let tags = operation.tags.iter().flatten();
    let own = operation.operation_id.iter();
    let words: Vec<_> = tags.chain(own).map(String::as_str).collect();
    operation.operation_id = Some(words.join("_"));
}

/// Adds the responses that any request may get.
fn add_problems(operation: &mut Operation) {
    if operation.security.is_some() {
        return;
    }
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("ProblemBody")))
        .build();
    for (status, description) in [
        ("401", "Nothing shows who is asking"),
        ("default", "Any other error: its kind, and what to do next"),
    ] {
        let response = ResponseBuilder::new()
            .description(description)
            .content("application/json", content.clone());
        let responses = &mut operation.responses.responses;
        responses
            .entry(status.to_owned())
            .or_insert_with(|| response.build().into());
    }
}

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(show))
}

/// This description.
#[utoipa::path(
    get, path = "/openapi.json", tag = "server",
    responses((status = 200, body = serde_json::Value))
)]
async fn show(_: Asker, Extension(document): Extension<Document>) -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], document.0)
}
