//! The audit log as it grows, as server-sent events.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::stream::{self, Stream};
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::watch;
use utoipa::IntoParams;

use super::super::app::App;
use super::super::asker::Asker;
use super::super::input::{self, Params};
use super::super::problem::{Answer, Problem};
use crate::coordination::agent::AgentRegistry;
use crate::coordination::audit::AuditLog;
use crate::model::audit::AuditEvent;
use crate::store;
use crate::store::audit::Filter;
use crate::view::audit::AuditEventView;

/// How often a stream says something where nothing happens, so that what is between the client
/// and the server keeps the connection open.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// How many events are read together.
const PAGE: u32 = 500;

/// Where to begin.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct EventsParams {
    /// Begin after the event with this number. `Last-Event-ID` goes before it. Where neither is
    /// given, begin with the next event.
    #[serde(default, deserialize_with = "input::optional_word")]
    #[param(value_type = Option<u64>)]
    after: Option<u64>,
}

/// Streams the audit log as it grows. The id of an event is its sequence number, and
/// `Last-Event-ID` resumes after it without a gap, across restarts of the server too.
#[utoipa::path(
    get, path = "/events", tag = "audit",
    params(
        EventsParams,
        ("Last-Event-ID" = Option<u64>, Header, description = "The last event that was received")
    ),
    responses((status = 200, content_type = "text/event-stream"))
)]
pub(super) async fn events(
    State(app): State<Arc<App>>,
    asker: Asker,
    headers: HeaderMap,
    Params(params): Params<EventsParams>,
) -> Answer<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    let after = match last_event(&headers)?.or(params.after) {
        Some(after) => after,
        None => {
            app.readers
                .read(|store| AuditLog::new(store).head())
                .await?
                .seq
        }
    };
    let following = Following {
        changes: app.changes.subscribe(),
        app,
        asker,
        after,
        read: VecDeque::new(),
    };
    let stream = stream::unfold(following, async |mut following| {
        let event = following.next().await?;
        Some((Ok(shown(&event)), following))
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

fn last_event(headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let Some(value) = headers.get("last-event-id") else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default();
    text.parse().map(Some).map_err(|_| {
        let problem = "it is the number of an event";
        Problem::invalid_field(["header", "last-event-id"], problem, Value::from(text))
    })
}

fn shown(event: &AuditEvent) -> Event {
    let view = AuditEventView::from(event);
    let named = Event::default().id(event.seq.to_string());
    // Its parts are texts, a number and JSON that was stored as such.
    named.json_data(&view).unwrap_or_default()
}

/// How far a stream has come.
struct Following {
    app: Arc<App>,
    asker: Asker,
    changes: watch::Receiver<u64>,
    after: u64,
    read: VecDeque<AuditEvent>,
}

impl Following {
    /// The next event, or `None` if the server ends, the log cannot be read, or the token was
    /// revoked. The client can reconnect and resume after the last event.
    async fn next(&mut self) -> Option<AuditEvent> {
        loop {
            if let Some(event) = self.read.pop_front() {
                self.after = event.seq;
                return Some(event);
            }
            self.changes.mark_unchanged();
            let read = self.read_on().await;
            let read =
                read.inspect_err(|error| tracing::warn!(%error, "cannot read the audit log"));
            self.read = read.ok()?.into();
            if self.read.is_empty() {
                tokio::select! {
                    changed = self.changes.changed() => changed.ok()?,
                    () = self.app.ending.cancelled() => return None,
                }
            }
        }
    }

    async fn read_on(&self) -> store::Result<Vec<AuditEvent>> {
        let mut filter = Filter {
            after: self.after,
            limit: PAGE,
            ..Filter::default()
        };
        let caller = &self.asker.caller;
        let read = self.app.readers.read(move |store| {
            // A token may have been revoked since the stream began.
            let agent = AgentRegistry::new(store).get(&caller.agent)?;
            agent.check_token(caller.token.as_ref())?;
            AuditLog::new(store).list_page(&mut filter)
        });
        Ok(read.await?.items)
    }
}
