//! Cycles: lists, starts, moves, approves and ends them. Whole cycles run in processes of their
//! own.

use std::convert::Infallible;
use std::str::FromStr;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::app::App;
use super::super::asker::Asker;
use super::super::input::{self, Input, Named, Params};
use super::super::problem::{Answer, Problem, ProblemBody};
use crate::coordination::approval::Approvals;
use crate::coordination::cycle::CycleManager;
use crate::coordination::recovery::Recovery;
use crate::model::audit::Hash;
use crate::model::clock::Timestamp;
use crate::model::cycle::{Account, Balance, Cycle, CycleRef, NewCycle, StrategyName};
use crate::model::id::{CycleId, Symbol};
use crate::model::json::Json as Payload;
use crate::model::mode::Mode;
use crate::model::next_step::NextStep;
use crate::model::phase::Phase;
use crate::model::text::Reason;
use crate::model::waiting::{GoesOn, Waiting};
use crate::server::hint;
use crate::store::cycle::Filter;
use crate::store::{self, Store};
use crate::view::cycle::CycleView;
use crate::view::waiting::WaitingView;

/// How many are listed by default.
const LISTED: u32 = 20;

/// The most strategies of one cycle: they are one value of its shared state.
const STRATEGIES: usize = 100;

/// When the agents of a cycle are not those that are configured.
const UNLESS_OTHERS: &str = "unless `cycle resume` is given another --agent";

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(recover))
        .routes(routes!(start))
        .routes(routes!(show))
        .routes(routes!(advance))
        .routes(routes!(complete))
        .routes(routes!(fail))
        .routes(routes!(approve))
        .routes(routes!(reject))
}

/// A cycle as a path or a body names it: its id, `latest`, or `latest:SYMBOL`. What cannot be
/// the id of one is a cycle that does not exist.
#[derive(Clone, Debug)]
pub(super) struct CycleName(String);

impl FromStr for CycleName {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

impl CycleName {
    /// The cycle that is meant.
    pub(super) fn reference(&self) -> Answer<CycleRef> {
        self.0.parse().map_err(|_| {
            Problem::not_found(
                format!("Cycle {} not found", self.0),
                hint::words(&NextStep::ListCycles),
            )
        })
    }
}

/// One cycle.
#[derive(Serialize, ToSchema)]
#[schema(as = ShownCycle)]
pub(super) struct ShownCycle {
    #[serde(flatten)]
    cycle: CycleView,
    started_at: String,
    completed_at: Option<String>,
    #[schema(value_type = Option<Value>)]
    result: Option<Payload>,
}

impl ShownCycle {
    fn new(cycle: &Cycle, waiting: Option<&Waiting>, app: &App) -> Self {
        let waiting = waiting.map(|waiting| WaitingView::new(waiting, goes_on(app)));
        Self {
            cycle: CycleView::with_waiting(cycle, waiting),
            started_at: cycle.started_at.to_string(),
            completed_at: cycle.completed_at.map(|at| at.to_string()),
            result: cycle.shown_result(),
        }
    }
}

/// How the agents are reached when a cycle continues.
pub(super) fn goes_on(app: &App) -> GoesOn<'_> {
    GoesOn::AsConfigured {
        drivers: &app.drivers,
        unless: UNLESS_OTHERS,
    }
}

/// The cycle with what it waits with, where it waits.
fn with_waiting(store: &mut Store, cycle: Cycle) -> store::Result<(Cycle, Option<Waiting>)> {
    let mut waiting = Approvals::new(store).waiting_among(std::slice::from_ref(&cycle))?;
    Ok((cycle, waiting.pop()))
}

/// Which cycles to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListParams {
    /// Only those of this symbol.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[param(value_type = Option<String>)]
    symbol: Option<Symbol>,
    /// Only those in this phase. May be repeated.
    #[serde(default, deserialize_with = "input::texts")]
    #[param(value_type = Vec<String>)]
    phase: Vec<Phase>,
    /// Only those started at this time (RFC 3339) or later.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[param(value_type = Option<String>)]
    since: Option<Timestamp>,
    /// Only those started before this cycle: the next page.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[param(value_type = Option<String>)]
    before: Option<CycleRef>,
    /// At most so many, the newest: 20 where nothing is given, and 10,000 at most.
    #[serde(default, deserialize_with = "input::limit")]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 10000)]
    limit: Option<u32>,
}

/// Lists cycles, the newest first.
#[utoipa::path(
    get, path = "/cycles", tag = "cycles", params(ListParams),
    responses((status = 200, body = Vec<CycleView>), (status = 422, body = ProblemBody))
)]
async fn list(
    State(app): State<Arc<App>>,
    _: Asker,
    Params(params): Params<ListParams>,
) -> Answer<Json<Vec<CycleView>>> {
    let mut filter = Filter {
        symbol: params.symbol,
        phases: params.phase,
        since: params.since,
        before: None,
        limit: params.limit.unwrap_or(LISTED),
    };
    let (cycles, waiting) = app
        .readers
        .read(|store| {
            let mut manager = CycleManager::new(store);
            if let Some(named) = &params.before {
                let id = manager.id_of(named)?;
                filter.before = Some(manager.position(&id)?);
            }
            let mut cycles = Vec::new();
            loop {
                let page = manager.list_page(&mut filter)?;
                cycles.extend(page.items);
                if page.next.is_none() || filter.limit == 0 {
                    break;
                }
            }
            let waiting = Approvals::new(store).waiting_among(&cycles)?;
            Ok((cycles, waiting))
        })
        .await?;
    let view = |cycle: &Cycle| {
        let waiting = waiting.iter().find(|waiting| waiting.cycle == cycle.id);
        let waiting = waiting.map(|waiting| WaitingView::new(waiting, goes_on(&app)));
        CycleView::with_waiting(cycle, waiting)
    };
    Ok(Json(cycles.iter().map(view).collect()))
}

/// One cycle.
#[utoipa::path(
    get, path = "/cycle/{id}", tag = "cycles",
    params(("id" = String, Path, description = "Its id, `latest`, or `latest:SYMBOL`")),
    responses((status = 200, body = ShownCycle), (status = 404, body = ProblemBody))
)]
async fn show(
    State(app): State<Arc<App>>,
    _: Asker,
    Named(name): Named<CycleName>,
) -> Answer<Json<ShownCycle>> {
    let named = name.reference()?;
    let (cycle, waiting) = app
        .readers
        .read(|store| {
            let mut cycles = CycleManager::new(store);
            let id = cycles.id_of(&named)?;
            let cycle = cycles.get(&id)?;
            with_waiting(store, cycle)
        })
        .await?;
    Ok(Json(ShownCycle::new(&cycle, waiting.as_ref(), &app)))
}

/// A cycle to start.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewCycleBody {
    /// The symbol to trade.
    #[serde(deserialize_with = "input::text")]
    #[schema(value_type = String, min_length = 1, max_length = 32)]
    symbol: Symbol,
    /// The strategies to consider.
    #[serde(default, deserialize_with = "input::list")]
    #[schema(value_type = Vec<String>)]
    strategies: Vec<StrategyName>,
    /// The balance of the account: 10,000 where nothing is given.
    #[serde(default, deserialize_with = "input::optional_word")]
    #[schema(value_type = Option<f64>, minimum = 0)]
    account_balance: Option<Balance>,
    /// The highest balance so far: the balance, and at least 10,000, where nothing is given.
    #[serde(default, deserialize_with = "input::optional_word")]
    #[schema(value_type = Option<f64>, minimum = 0)]
    peak_balance: Option<Balance>,
    /// `guide` or `autonomous`; the system's where nothing is given.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[schema(value_type = Option<String>)]
    mode: Option<Mode>,
    /// The phases before which it waits for approval.
    #[serde(default, deserialize_with = "input::list")]
    #[schema(value_type = Vec<String>)]
    gates: Vec<Gate>,
}

/// A phase before which a cycle can be told to wait.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gate(pub(super) Phase);

impl FromStr for Gate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.parse::<Phase>()? {
            phase if phase.can_be_gated() => Ok(Self(phase)),
            phase => Err(format!("a cycle cannot wait before {phase}")),
        }
    }
}

impl TryFrom<NewCycleBody> for NewCycle {
    type Error = Problem;

    fn try_from(body: NewCycleBody) -> Answer<Self> {
        if body.strategies.len() > STRATEGIES {
            return Err(Problem::invalid_field(
                ["body", "strategies"],
                format!("a cycle looks at {STRATEGIES} strategies at the most"),
                Value::from(body.strategies.len()),
            ));
        }
        let balance = body.account_balance.map_or_else(default_balance, Ok)?;
        let peak = body.peak_balance.unwrap_or_else(|| balance.default_peak());
        Ok(Self {
            symbol: body.symbol,
            strategies: body.strategies,
            account: Account::new(balance, peak)?,
            mode: body.mode,
            gates: body.gates.into_iter().map(|gate| gate.0).collect(),
        })
    }
}

fn default_balance() -> Answer<Balance> {
    let balance = "10000".parse();
    balance.map_err(|problem: String| store::Error::Internal(problem).into())
}

/// Starts a cycle that is moved step by step.
#[utoipa::path(
    post, path = "/cycle/start", tag = "cycles", request_body = NewCycleBody,
    responses(
        (status = 201, body = ShownCycle), (status = 409, body = ProblemBody),
        (status = 422, body = ProblemBody), (status = 423, body = ProblemBody),
    )
)]
async fn start(
    State(app): State<Arc<App>>,
    asker: Asker,
    Input(body): Input<NewCycleBody>,
) -> Answer<(StatusCode, Json<ShownCycle>)> {
    let new = NewCycle::try_from(body)?;
    let caller = asker.caller;
    let started = app
        .writer
        .write(move |store| CycleManager::new(store).start(&caller, &new))
        .await?;
    let shown = ShownCycle::new(&started, None, &app);
    Ok((StatusCode::CREATED, Json(shown)))
}

/// How to move a cycle on.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AdvanceBody {
    /// The phase it must move to: an error if another one is next.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[schema(value_type = Option<String>)]
    to: Option<Phase>,
}

/// Moves a cycle on to its next phase.
///
/// The answer shows what it came to: it may also have ended over the answer of its agent. With
/// status 202, it waits for approval now.
#[utoipa::path(
    post, path = "/cycle/{id}/advance", tag = "cycles", request_body = Option<AdvanceBody>,
    params(("id" = String, Path, description = "Its id, `latest`, or `latest:SYMBOL`")),
    responses(
        (status = 200, body = ShownCycle), (status = 202, body = ShownCycle),
        (status = 404, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 423, body = ProblemBody),
    )
)]
async fn advance(
    State(app): State<Arc<App>>,
    asker: Asker,
    Named(name): Named<CycleName>,
    input::Optional(body): input::Optional<AdvanceBody>,
) -> Answer<(StatusCode, Json<ShownCycle>)> {
    let caller = asker.caller;
    take(&app, &name, move |cycles, id| {
        cycles.advance(&caller, id, body.to)
    })
    .await
}

/// What a cycle is completed with.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CompleteBody {
    /// Its result: any JSON, which is kept exactly as it is given.
    #[serde(default, deserialize_with = "input::optional_json")]
    #[schema(value_type = Option<Value>)]
    result: Option<Payload>,
}

/// Ends a cycle successfully.
#[utoipa::path(
    post, path = "/cycle/{id}/complete", tag = "cycles", request_body = Option<CompleteBody>,
    params(("id" = String, Path, description = "Its id, `latest`, or `latest:SYMBOL`")),
    responses(
        (status = 200, body = ShownCycle), (status = 404, body = ProblemBody),
        (status = 409, body = ProblemBody), (status = 423, body = ProblemBody),
    )
)]
async fn complete(
    State(app): State<Arc<App>>,
    asker: Asker,
    Named(name): Named<CycleName>,
    input::Optional(body): input::Optional<CompleteBody>,
) -> Answer<(StatusCode, Json<ShownCycle>)> {
    let caller = asker.caller;
    take(&app, &name, move |cycles, id| {
        cycles.complete(&caller, id, body.result.as_ref())
    })
    .await
}

/// Why a cycle failed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FailBody {
    /// What went wrong.
    #[serde(deserialize_with = "input::text")]
    #[schema(value_type = String)]
    error: Reason,
    /// What there is of a result: any JSON, which is kept exactly as it is given.
    #[serde(default, deserialize_with = "input::optional_json")]
    #[schema(value_type = Option<Value>)]
    result: Option<Payload>,
}

/// Ends a cycle with an error.
#[utoipa::path(
    post, path = "/cycle/{id}/fail", tag = "cycles", request_body = FailBody,
    params(("id" = String, Path, description = "Its id, `latest`, or `latest:SYMBOL`")),
    responses(
        (status = 200, body = ShownCycle), (status = 404, body = ProblemBody),
        (status = 409, body = ProblemBody), (status = 422, body = ProblemBody),
    )
)]
async fn fail(
    State(app): State<Arc<App>>,
    asker: Asker,
    Named(name): Named<CycleName>,
    Input(body): Input<FailBody>,
) -> Answer<(StatusCode, Json<ShownCycle>)> {
    let caller = asker.caller;
    take(&app, &name, move |cycles, id| {
        cycles.fail(&caller, id, &body.error, body.result.as_ref())
    })
    .await
}

/// Does what may take a cycle from the process that runs it. That is waited for after the
/// commit, so it cannot be committed with others.
async fn take(
    app: &App,
    name: &CycleName,
    f: impl FnOnce(&mut CycleManager<'_>, &CycleId) -> store::Result<Cycle> + Send + 'static,
) -> Answer<(StatusCode, Json<ShownCycle>)> {
    let named = name.reference()?;
    let (cycle, waiting) = app
        .apart(move |store| {
            let mut cycles = CycleManager::new(store);
            let id = cycles.id_of(&named)?;
            let cycle = f(&mut cycles, &id)?;
            warn_undrained(store);
            with_waiting(store, cycle)
        })
        .await?;
    let status = match cycle.waiting_for() {
        Some(_) => StatusCode::ACCEPTED,
        None => StatusCode::OK,
    };
    Ok((status, Json(ShownCycle::new(&cycle, waiting.as_ref(), app))))
}

fn warn_undrained(store: &Store) {
    if let Some(problem) = store.undrained() {
        tracing::warn!(%problem, "a program may still be given its command");
    }
}

/// What is approved.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ApproveBody {
    /// The digest of the shared state that was reviewed, as the cycle shows it under
    /// `waiting.state`; the one with which it began to wait where nothing is given.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[schema(value_type = Option<String>)]
    state: Option<Hash>,
}

/// Approves the next phase of a cycle that waits.
///
/// Bound to the shared state that was shown: if that has changed, it is refused. Nothing runs
/// the cycle until it is resumed.
#[utoipa::path(
    post, path = "/cycle/{id}/approve", tag = "cycles", request_body = Option<ApproveBody>,
    params(("id" = String, Path, description = "Its id, `latest`, or `latest:SYMBOL`")),
    responses(
        (status = 200, body = ShownCycle), (status = 404, body = ProblemBody),
        (status = 409, body = ProblemBody), (status = 423, body = ProblemBody),
    )
)]
async fn approve(
    State(app): State<Arc<App>>,
    asker: Asker,
    Named(name): Named<CycleName>,
    input::Optional(body): input::Optional<ApproveBody>,
) -> Answer<Json<ShownCycle>> {
    let (named, caller) = (name.reference()?, asker.caller);
    let state = body.state.map(|state| state.to_string());
    let approved = app
        .writer
        .write(move |store| {
            let id = CycleManager::new(store).id_of(&named)?;
            let cycle = Approvals::new(store).approve(&caller, &id, state.as_deref())?;
            with_waiting(store, cycle)
        })
        .await?;
    let (cycle, waiting) = approved;
    Ok(Json(ShownCycle::new(&cycle, waiting.as_ref(), &app)))
}

/// Why something is done.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReasonBody {
    /// Why.
    #[serde(deserialize_with = "input::text")]
    #[schema(value_type = String)]
    pub(super) reason: Reason,
}

/// Rejects the next phase of a cycle that waits, which ends the cycle as failed.
#[utoipa::path(
    post, path = "/cycle/{id}/reject", tag = "cycles", request_body = ReasonBody,
    params(("id" = String, Path, description = "Its id, `latest`, or `latest:SYMBOL`")),
    responses(
        (status = 200, body = ShownCycle), (status = 404, body = ProblemBody),
        (status = 409, body = ProblemBody), (status = 422, body = ProblemBody),
    )
)]
async fn reject(
    State(app): State<Arc<App>>,
    asker: Asker,
    Named(name): Named<CycleName>,
    Input(body): Input<ReasonBody>,
) -> Answer<Json<ShownCycle>> {
    let (named, caller) = (name.reference()?, asker.caller);
    let rejected = app
        .writer
        .write(move |store| {
            let id = CycleManager::new(store).id_of(&named)?;
            Approvals::new(store).reject(&caller, &id, &body.reason)
        })
        .await?;
    Ok(Json(ShownCycle::new(&rejected, None, &app)))
}

/// Finds the cycles whose process died, and fails those that cannot go on.
#[utoipa::path(
    post, path = "/cycles/recover", tag = "cycles",
    responses((status = 200, body = Vec<ShownCycle>), (status = 403, body = ProblemBody))
)]
async fn recover(State(app): State<Arc<App>>, asker: Asker) -> Answer<Json<Vec<ShownCycle>>> {
    let caller = asker.caller;
    let found = app
        .apart(move |store| {
            let found = Recovery::new(store).recover(&caller)?;
            warn_undrained(store);
            Ok(found)
        })
        .await?;
    let shown = found.iter().map(|cycle| ShownCycle::new(cycle, None, &app));
    Ok(Json(shown.collect()))
}
