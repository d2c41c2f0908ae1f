//! Halts: calls, lists and clears them. Never in a group, and also where the database cannot be
//! used.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::app::App;
use super::super::asker::{Asker, Halting};
use super::super::input::{self, Input, Named, Params};
use super::super::problem::{Answer, Problem, ProblemBody};
use super::cycles::{CycleName, ReasonBody};
use crate::coordination::cycle::CycleManager;
use crate::coordination::halt::{Called, HaltControl};
use crate::model::cycle::CycleRef;
use crate::model::halt::{HaltRef, HaltScope};
use crate::model::id::Symbol;
use crate::model::text::Reason;
use crate::store::{self, Store};
use crate::view::halt::{HaltStatusView, HaltView};

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(call))
        .routes(routes!(list))
        .routes(routes!(status))
        .routes(routes!(clear))
}

/// What to halt, and why. Unknown members are ignored: nothing but a missing reason or scope
/// prevents a halt.
#[derive(Debug, Deserialize, ToSchema)]
struct HaltBody {
    /// Only this cycle: its id, `latest`, or `latest:SYMBOL`. Without it and without `symbol`,
    /// everything.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[schema(value_type = Option<String>)]
    cycle_id: Option<CycleName>,
    /// Only the cycles of this symbol.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[schema(value_type = Option<String>)]
    symbol: Option<Symbol>,
    /// Why.
    #[serde(deserialize_with = "input::text")]
    #[schema(value_type = String)]
    reason: Reason,
}

impl HaltBody {
    fn scope(&self) -> Answer<Scope> {
        match (&self.cycle_id, &self.symbol) {
            (Some(_), Some(symbol)) => Err(Problem::invalid_field(
                ["body", "symbol"],
                "a halt is of one cycle or of one symbol",
                Value::from(symbol.as_str()),
            )),
            (Some(cycle), None) => Ok(Scope::Cycle(cycle.reference()?)),
            (None, Some(symbol)) => Ok(Scope::Known(HaltScope::Symbol(symbol.clone()))),
            (None, None) => Ok(Scope::Known(HaltScope::Global)),
        }
    }
}

/// What to halt, as it was named.
enum Scope {
    Cycle(CycleRef),
    Known(HaltScope),
}

impl Scope {
    fn resolve(&self, store: &mut Store) -> store::Result<HaltScope> {
        match self {
            Self::Cycle(named) => CycleManager::new(store).id_of(named).map(HaltScope::Cycle),
            Self::Known(scope) => Ok(scope.clone()),
        }
    }
}

/// A halt that is in force.
#[derive(Serialize, ToSchema)]
struct HaltCalled {
    /// `halted`.
    #[schema(examples("halted"))]
    status: &'static str,
    #[serde(flatten)]
    halt: HaltView,
    /// What an operator must know: that the halt is not on record, or that a program may still
    /// be given its command.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
}

impl From<Called> for HaltCalled {
    fn from(called: Called) -> Self {
        let unrecorded = called.unrecorded.map(|error| {
            format!(
                "everything is halted by a file next to the database, which is not on record: \
                 {error}"
            )
        });
        let undrained = called.undrained.map(|undrained| undrained.to_string());
        Self {
            status: "halted",
            halt: HaltView::from(&called.halt),
            warnings: unrecorded.into_iter().chain(undrained).collect(),
        }
    }
}

/// Halts one cycle, the cycles of a symbol, or everything. Anyone may.
#[utoipa::path(
    post, path = "/halt", tag = "halts", request_body = HaltBody,
    responses(
        (status = 200, body = HaltCalled), (status = 404, body = ProblemBody),
        (status = 409, body = ProblemBody), (status = 422, body = ProblemBody),
    )
)]
async fn call(
    State(app): State<Arc<App>>,
    Halting(caller): Halting,
    Input(body): Input<HaltBody>,
) -> Answer<Json<HaltCalled>> {
    let scope = body.scope()?;
    let in_force = app
        .halt(caller, body.reason, move |store| scope.resolve(store))
        .await?;
    Ok(Json(HaltCalled::from(in_force)))
}

/// How many halts to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListParams {
    /// At most so many, the newest: all where nothing is given.
    #[serde(default, deserialize_with = "input::limit")]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 10000)]
    limit: Option<u32>,
}

/// All halts, the newest first: who called them, when and why, and who cleared them.
#[utoipa::path(
    get, path = "/halts", tag = "halts", params(ListParams),
    responses((status = 200, body = Vec<HaltView>), (status = 422, body = ProblemBody))
)]
async fn list(
    State(app): State<Arc<App>>,
    _: Asker,
    Params(params): Params<ListParams>,
) -> Answer<Json<Vec<HaltView>>> {
    let halts = app
        .readers
        .read(|store| HaltControl::new(store).list(params.limit))
        .await?;
    Ok(Json(halts.iter().map(HaltView::from).collect()))
}

/// The halts in force, who acknowledged them, and what they cannot undo.
#[utoipa::path(
    get, path = "/halts/status", tag = "halts",
    responses((status = 200, body = Vec<HaltStatusView>))
)]
async fn status(State(app): State<Arc<App>>, _: Asker) -> Answer<Json<Vec<HaltStatusView>>> {
    let halts = app
        .readers
        .read(|store| HaltControl::new(store).status())
        .await?;
    Ok(Json(halts.iter().map(HaltStatusView::from).collect()))
}

/// Clears a halt. The cycles that it stopped stay halted.
#[utoipa::path(
    post, path = "/halts/{id}/clear", tag = "halts", request_body = ReasonBody,
    params(("id" = String, Path, description = "Its number, or its key while it has none")),
    responses(
        (status = 200, body = HaltView), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 422, body = ProblemBody),
    )
)]
async fn clear(
    State(app): State<Arc<App>>,
    asker: Asker,
    Named(halt): Named<HaltRef>,
    Input(body): Input<ReasonBody>,
) -> Answer<Json<HaltView>> {
    let caller = asker.caller;
    // The halt file goes after the commit, so it cannot be committed with others.
    let cleared = app
        .apart(move |store| HaltControl::new(store).clear(&caller, halt, &body.reason))
        .await?;
    Ok(Json(HaltView::from(&cleared)))
}
