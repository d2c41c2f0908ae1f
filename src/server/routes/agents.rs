//! Agents: lists, adds and removes them, and revokes their tokens. Issues no token: none ever
//! appears in a response.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::app::App;
use super::super::asker::Asker;
use super::super::input::{self, Input, Named};
use super::super::problem::{Answer, ProblemBody};
use crate::coordination::agent::AgentRegistry;
use crate::model::id::AgentName;
use crate::view::agent::AgentView;

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(remove))
        .routes(routes!(revoke))
}

/// All agents and their authority levels.
#[utoipa::path(
    get, path = "/agents", tag = "agents",
    responses((status = 200, body = Vec<AgentView>))
)]
async fn list(State(app): State<Arc<App>>, _: Asker) -> Answer<Json<Vec<AgentView>>> {
    let agents = app
        .readers
        .read(|store| AgentRegistry::new(store).list())
        .await?;
    Ok(Json(agents.iter().map(AgentView::from).collect()))
}

/// An agent to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAgentBody {
    /// Its name: lower-case letters, digits and hyphens.
    #[serde(deserialize_with = "input::text")]
    #[schema(value_type = String, max_length = 50)]
    name: AgentName,
}

/// Adds an agent at authority level 1.
#[utoipa::path(
    post, path = "/agents", tag = "agents", request_body = NewAgentBody,
    responses(
        (status = 201, body = AgentView), (status = 403, body = ProblemBody),
        (status = 409, body = ProblemBody), (status = 422, body = ProblemBody),
    )
)]
async fn add(
    State(app): State<Arc<App>>,
    asker: Asker,
    Input(body): Input<NewAgentBody>,
) -> Answer<(StatusCode, Json<AgentView>)> {
    let caller = asker.caller;
    let added = app
        .writer
        .write(move |store| AgentRegistry::new(store).add(&caller, &body.name))
        .await?;
    Ok((StatusCode::CREATED, Json(AgentView::from(&added))))
}

/// Removes an agent that was added and has nothing open. Returns it as it was.
#[utoipa::path(
    delete, path = "/agents/{name}", tag = "agents",
    params(("name" = String, Path, description = "The agent")),
    responses(
        (status = 200, body = AgentView), (status = 403, body = ProblemBody),
        (status = 409, body = ProblemBody), (status = 422, body = ProblemBody),
    )
)]
async fn remove(
    State(app): State<Arc<App>>,
    asker: Asker,
    Named(name): Named<AgentName>,
) -> Answer<Json<AgentView>> {
    let caller = asker.caller;
    // It may take several transactions, between which it pauses: it belongs in no group.
    let removed = app
        .apart(move |store| AgentRegistry::new(store).remove(&caller, &name))
        .await?;
    Ok(Json(AgentView::from(&removed)))
}

/// Revokes the token of an agent: nobody can act as it until it is enrolled again.
#[utoipa::path(
    post, path = "/agents/{name}/revoke", tag = "agents",
    params(("name" = String, Path, description = "The agent")),
    responses(
        (status = 200, body = AgentView), (status = 403, body = ProblemBody),
        (status = 409, body = ProblemBody), (status = 422, body = ProblemBody),
    )
)]
async fn revoke(
    State(app): State<Arc<App>>,
    asker: Asker,
    Named(name): Named<AgentName>,
) -> Answer<Json<AgentView>> {
    let caller = asker.caller;
    let revoked = app
        .writer
        .write(move |store| AgentRegistry::new(store).revoke(&caller, &name))
        .await?;
    Ok(Json(AgentView::from(&revoked)))
}
