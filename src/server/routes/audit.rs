//! The audit log: lists and verifies it. Writes nothing.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::app::App;
use super::super::asker::Asker;
use super::super::input::{self, Params};
use super::super::problem::{Answer, ProblemBody};
use crate::coordination::audit::AuditLog;
use crate::model::audit::Head;
use crate::model::clock::Timestamp;
use crate::store::audit::Filter;
use crate::view::audit::{AuditEventView, HeadView, VerifiedView};

/// How many are listed by default.
const LISTED: u32 = 50;

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(head))
        .routes(routes!(verify))
}

/// Which events to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListParams {
    /// Only those of this actor.
    actor: Option<String>,
    /// Only those of this kind, such as `message.send` or `refused`.
    kind: Option<String>,
    /// Only those about this subject, such as the id of a cycle or `message 7`.
    subject: Option<String>,
    /// Only those at this time (RFC 3339) or later.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[param(value_type = Option<String>)]
    since: Option<Timestamp>,
    /// Only those before this one: for the previous page, the first one listed.
    #[serde(default, deserialize_with = "input::sequence")]
    #[param(value_type = Option<i64>, minimum = 0)]
    before: Option<u64>,
    /// Only those after this one; without `before`, the next ones.
    #[serde(default, deserialize_with = "input::sequence")]
    #[param(value_type = Option<i64>, minimum = 0)]
    after: Option<u64>,
    /// At most so many: 50 where nothing is given, and 10,000 at most.
    #[serde(default, deserialize_with = "input::limit")]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 10000)]
    limit: Option<u32>,
}

/// The latest events, in the order in which they happened.
#[utoipa::path(
    get, path = "/audit", tag = "audit", params(ListParams),
    responses((status = 200, body = Vec<AuditEventView>), (status = 422, body = ProblemBody))
)]
async fn list(
    State(app): State<Arc<App>>,
    _: Asker,
    Params(params): Params<ListParams>,
) -> Answer<Json<Vec<AuditEventView>>> {
    let begins_at_latest = params.after.is_none() || params.before.is_some();
    let mut filter = Filter {
        actor: params.actor,
        kind: params.kind,
        subject: params.subject,
        since: params.since,
        after: params.after.unwrap_or_default(),
        before: params.before,
        limit: params.limit.unwrap_or(LISTED),
    };
    let events = app
        .readers
        .read(|store| {
            let mut log = AuditLog::new(store);
            if begins_at_latest {
                log.begin_at_latest(&mut filter)?;
            }
            let mut events = Vec::new();
            loop {
                let page = log.list_page(&mut filter)?;
                events.extend(page.items);
                if page.next.is_none() || filter.limit == 0 {
                    return Ok(events);
                }
            }
        })
        .await?;
    Ok(Json(events.iter().map(AuditEventView::from).collect()))
}

/// The head of the log, to store elsewhere.
#[utoipa::path(
    get, path = "/audit/head", tag = "audit",
    responses((status = 200, body = HeadView))
)]
async fn head(State(app): State<Arc<App>>, _: Asker) -> Answer<Json<HeadView>> {
    let head = app
        .readers
        .read(|store| AuditLog::new(store).head())
        .await?;
    Ok(Json(HeadView::from(head)))
}

/// What the log must contain.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct VerifyParams {
    /// A head that was stored elsewhere, as `SEQ:HASH`: the log must contain it.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[param(value_type = Option<String>)]
    head: Option<Head>,
}

/// Verifies the hash chain: no event was changed, removed or moved.
#[utoipa::path(
    get, path = "/audit/verify", tag = "audit", params(VerifyParams),
    responses(
        (status = 200, body = VerifiedView), (status = 422, body = ProblemBody),
        (status = 500, body = ProblemBody, description = "The chain does not hold"),
    )
)]
async fn verify(
    State(app): State<Arc<App>>,
    _: Asker,
    Params(params): Params<VerifyParams>,
) -> Answer<Json<VerifiedView>> {
    // It reads the whole log, and holds no connection of the pool meanwhile.
    let verified = app
        .apart(move |store| AuditLog::new(store).verify(params.head))
        .await?;
    Ok(Json(VerifiedView::from(verified)))
}
