//! The shared state of cycles: reads and writes its values. The version of a value is its
//! `ETag`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::header::{ETAG, HeaderName, IF_MATCH, IF_NONE_MATCH};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::app::App;
use super::super::asker::Asker;
use super::super::input::{Named, Pair, Params, Whole};
use super::super::listed::listed;
use super::super::problem::{Answer, Problem, ProblemBody};
use super::cycles::CycleName;
use crate::coordination::cycle::CycleManager;
use crate::coordination::shared_state::SharedStateManager;
use crate::model::cycle::CycleRef;
use crate::model::id::StateKey;
use crate::model::shared_state::StateEntry;
use crate::store::{self, Store};
use crate::view::shared_state::StateEntryView;

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(read, write))
        .routes(routes!(history))
}

/// Which versions to list.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Versions {
    #[default]
    Newest,
    All,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListParams {
    /// `newest` for the newest version of every value, which is the default, or `all`.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    versions: Versions,
}

/// The shared state of a cycle.
#[utoipa::path(
    get, path = "/cycle/{id}/state", tag = "state",
    params(
        ("id" = String, Path, description = "The cycle: its id, `latest`, or `latest:SYMBOL`"),
        ListParams,
    ),
    responses((status = 200, body = Vec<StateEntryView>), (status = 404, body = ProblemBody))
)]
async fn list(
    State(app): State<Arc<App>>,
    _: Asker,
    Named(name): Named<CycleName>,
    Params(params): Params<ListParams>,
) -> Answer<Response> {
    let named = name.reference()?;
    if let Versions::All = params.versions {
        return all_versions(app, named, None).await;
    }
    let entries = app
        .readers
        .read(|store| {
            let cycle = CycleManager::new(store).id_of(&named)?;
            SharedStateManager::new(store).list(&cycle)
        })
        .await?;
    Ok(Json(views(&entries)).into_response())
}

/// Every version of one value, or of all: there may be far more than fits into memory.
async fn all_versions(app: Arc<App>, named: CycleRef, key: Option<StateKey>) -> Answer<Response> {
    let mut after = None;
    let mut cycle = None;
    listed(app, move |store| {
        let id = match cycle.take() {
            Some(id) => id,
            None => CycleManager::new(store).id_of(&named)?,
        };
        let mut state = SharedStateManager::new(store);
        let page = state.history_page(&id, key.as_ref(), after)?;
        cycle = Some(id);
        after = page.next;
        Ok((views(&page.items), after.is_some()))
    })
    .await
}

/// Every version of one value, in the order of writing.
#[utoipa::path(
    get, path = "/cycle/{id}/state/{key}/history", tag = "state",
    params(
        ("id" = String, Path, description = "The cycle: its id, `latest`, or `latest:SYMBOL`"),
        ("key" = String, Path, description = "The key"),
    ),
    responses((status = 200, body = Vec<StateEntryView>), (status = 404, body = ProblemBody))
)]
async fn history(
    State(app): State<Arc<App>>,
    _: Asker,
    Pair(name, key): Pair<CycleName, StateKey>,
) -> Answer<Response> {
    all_versions(app, name.reference()?, Some(key)).await
}

fn views(entries: &[StateEntry]) -> Vec<StateEntryView> {
    entries.iter().map(StateEntryView::from).collect()
}

/// The newest version of a value. Its number is the `ETag`.
#[utoipa::path(
    get, path = "/cycle/{id}/state/{key}", tag = "state",
    params(
        ("id" = String, Path, description = "The cycle: its id, `latest`, or `latest:SYMBOL`"),
        ("key" = String, Path, description = "The key"),
        ("If-None-Match" = Option<String>, Header,
            description = "A version: status 304 while it is the newest"),
    ),
    responses(
        (status = 200, body = StateEntryView, headers(("ETag", description = "Its version"))),
        (status = 304, description = "It is the version of `If-None-Match`"),
        (status = 404, body = ProblemBody),
    )
)]
async fn read(
    State(app): State<Arc<App>>,
    _: Asker,
    Pair(name, key): Pair<CycleName, StateKey>,
    headers: HeaderMap,
) -> Answer<Response> {
    let named = name.reference()?;
    let entry = app
        .readers
        .read(|store| {
            let cycle = CycleManager::new(store).id_of(&named)?;
            SharedStateManager::new(store).read(&cycle, &key)
        })
        .await?;
    let etag = etag(entry.version)?;
    if headers.get(IF_NONE_MATCH) == Some(&etag) {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, etag)]).into_response());
    }
    Ok(([(ETAG, etag)], Json(StateEntryView::from(&entry))).into_response())
}

fn etag(version: u64) -> store::Result<HeaderValue> {
    HeaderValue::from_str(&format!("\"{version}\""))
        .map_err(|error| store::Error::Internal(format!("a version is no header: {error}")))
}

/// The version that must be the newest, as the headers say; 0 for none.
struct IfVersion(Option<u64>);

impl<S: Sync> FromRequestParts<S> for IfVersion {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let (given, absent) = (
            parts.headers.get(IF_MATCH),
            parts.headers.get(IF_NONE_MATCH),
        );
        match (given, absent) {
            (None, None) => Ok(Self(None)),
            (Some(version), None) => {
                let number = version.to_str().ok().and_then(version_of);
                number.map(|number| Self(Some(number))).ok_or_else(|| {
                    let msg = "`If-Match` is the version that is the newest, such as \"3\"";
                    bad_header(&IF_MATCH, msg, version)
                })
            }
            (None, Some(any)) if any == "*" => Ok(Self(Some(0))),
            (None, Some(other)) => Err(bad_header(
                &IF_NONE_MATCH,
                "for a write, `If-None-Match` is `*`: only if there is no version yet",
                other,
            )),
            (Some(_), Some(other)) => Err(bad_header(
                &IF_NONE_MATCH,
                "it cannot be combined with `If-Match`",
                other,
            )),
        }
    }
}

fn version_of(text: &str) -> Option<u64> {
    let quoted = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    let number = quoted.unwrap_or(text).parse().ok()?;
    (number > 0).then_some(number)
}

fn bad_header(name: &HeaderName, msg: &str, given: &HeaderValue) -> Problem {
    let given = String::from_utf8_lossy(given.as_bytes());
    Problem::invalid_field(["header", name.as_str()], msg, Value::from(given))
}

/// Writes the next version of a value: the body is the value, any JSON, which is kept exactly
/// as it is given.
#[utoipa::path(
    put, path = "/cycle/{id}/state/{key}", tag = "state",
    params(
        ("id" = String, Path, description = "The cycle: its id, `latest`, or `latest:SYMBOL`"),
        ("key" = String, Path,
            description = "The key: an agent may write keys that begin with its name and `_`"),
        ("If-Match" = Option<String>, Header,
            description = "Only if this version is the newest: its `ETag`"),
        ("If-None-Match" = Option<String>, Header,
            description = "`*`: only if there is no version yet"),
    ),
    request_body = Value,
    responses(
        (status = 200, body = StateEntryView, headers(("ETag", description = "Its version"))),
        (status = 201, body = StateEntryView, description = "The first version"),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 409, body = ProblemBody), (status = 422, body = ProblemBody),
        (status = 423, body = ProblemBody),
    )
)]
async fn write(
    State(app): State<Arc<App>>,
    asker: Asker,
    Pair(name, key): Pair<CycleName, StateKey>,
    IfVersion(if_version): IfVersion,
    Whole(value): Whole,
) -> Answer<Response> {
    let (named, caller) = (name.reference()?, asker.caller);
    let write = move |store: &mut Store| {
        let cycle = CycleManager::new(store).id_of(&named)?;
        SharedStateManager::new(store).write(&caller, &cycle, &key, &value, if_version)
    };
    let entry = app.writer.write(write).await?;
    let status = match entry.version {
        1 => StatusCode::CREATED,
        _ => StatusCode::OK,
    };
    let etag = etag(entry.version)?;
    Ok((status, [(ETAG, etag)], Json(StateEntryView::from(&entry))).into_response())
}
