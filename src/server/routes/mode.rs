//! The mode of the system: shows and sets it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::app::App;
use super::super::asker::Asker;
use super::super::input::{self, Input};
use super::super::problem::{Answer, ProblemBody};
use crate::coordination::mode::SystemMode;
use crate::model::mode::Mode;
use crate::model::text::Reason;
use crate::view::mode::ModeView;

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(show, set))
}

/// The mode of the system.
#[utoipa::path(
    get, path = "/mode", tag = "mode",
    responses((status = 200, body = ModeView))
)]
async fn show(State(app): State<Arc<App>>, _: Asker) -> Answer<Json<ModeView>> {
    let mode = app
        .readers
        .read(|store| SystemMode::new(store).get())
        .await?;
    Ok(Json(ModeView::from(mode)))
}

/// A mode to set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ModeBody {
    /// `guide` or `autonomous`.
    #[serde(deserialize_with = "input::text")]
    #[schema(value_type = String)]
    mode: Mode,
    /// Why.
    #[serde(deserialize_with = "input::text")]
    #[schema(value_type = String)]
    reason: Reason,
}

/// Sets the mode of the cycles that start from now on.
#[utoipa::path(
    put, path = "/mode", tag = "mode", request_body = ModeBody,
    responses(
        (status = 200, body = ModeView), (status = 403, body = ProblemBody),
        (status = 409, body = ProblemBody), (status = 422, body = ProblemBody),
        (status = 423, body = ProblemBody),
    )
)]
async fn set(
    State(app): State<Arc<App>>,
    asker: Asker,
    Input(body): Input<ModeBody>,
) -> Answer<Json<ModeView>> {
    let caller = asker.caller;
    let mode = app
        .writer
        .write(move |store| SystemMode::new(store).set(&caller, body.mode, &body.reason))
        .await?;
    Ok(Json(ModeView::from(mode)))
}
