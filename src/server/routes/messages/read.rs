//! Lists messages, and shows one or its exchange.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::coordination::cycle::CycleManager;
use crate::coordination::message_bus::MessageBus;
use crate::model::clock::Timestamp;
use crate::model::cycle::CycleRef;
use crate::model::delivery_state::MessageStatus;
use crate::model::id::{AgentName, MessageId};
use crate::model::json::Json as Payload;
use crate::model::message::{Message, MessageType};
use crate::server::app::App;
use crate::server::asker::Asker;
use crate::server::input::{self, Named, Params};
use crate::server::listed::listed;
use crate::server::problem::{Answer, ProblemBody};
use crate::store::message::Filter;
use crate::view::message::{MessageView, ThreadView};

/// How many messages are listed by default.
const LISTED: u32 = 50;

/// A message in a list. Its priority is a number, from 0 (critical) to 3 (low).
#[derive(Serialize, ToSchema)]
pub(super) struct ListedMessage {
    id: i64,
    from_agent: String,
    to_agent: String,
    #[schema(examples("command"))]
    message_type: &'static str,
    priority: i64,
    subject: String,
    #[schema(value_type = Value)]
    payload: Payload,
    processed: bool,
    sent_at: String,
    #[schema(examples("pending"))]
    status: &'static str,
    deliveries: u32,
    cycle_id: Option<String>,
    correlation_id: String,
    reply_to: Option<i64>,
    response_message_id: Option<i64>,
    expires_at: Option<String>,
}

impl From<Message> for ListedMessage {
    fn from(message: Message) -> Self {
        let state = &message.delivery_state;
        Self {
            id: message.id.get(),
            from_agent: message.from.to_string(),
            to_agent: message.to.to_string(),
            message_type: message.message_type.as_str(),
            priority: message.priority.number(),
            subject: message.subject.to_string(),
            processed: state.status == MessageStatus::Processed,
            sent_at: message.sent_at.to_string(),
            status: state.status.as_str(),
            deliveries: state.deliveries,
            cycle_id: message.cycle.as_ref().map(ToString::to_string),
            expires_at: state.expires_at.map(|at| at.to_string()),
            reply_to: message.reply_to.map(|id| id.get()),
            response_message_id: message.response.map(|id| id.get()),
            correlation_id: message.correlation_id,
            payload: message.payload,
        }
    }
}

/// Which messages to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ListParams {
    /// Only those to this agent.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[param(value_type = Option<String>)]
    agent_name: Option<AgentName>,
    /// Only those from or to this agent.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[param(value_type = Option<String>)]
    agent: Option<AgentName>,
    /// Only those from this agent.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[param(value_type = Option<String>)]
    from: Option<AgentName>,
    /// Only those of this type.
    #[serde(default, rename = "type", deserialize_with = "input::optional_text")]
    #[param(value_type = Option<String>)]
    message_type: Option<MessageType>,
    /// Only those with this status. May be repeated.
    #[serde(default, deserialize_with = "input::texts")]
    #[param(value_type = Vec<String>)]
    status: Vec<MessageStatus>,
    /// Only those of this cycle: its id, `latest`, or `latest:SYMBOL`.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[param(value_type = Option<String>)]
    cycle: Option<CycleRef>,
    /// Only those of this exchange.
    correlation: Option<String>,
    /// Only those sent at this time (RFC 3339) or later.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[param(value_type = Option<String>)]
    since: Option<Timestamp>,
    /// Only those that were sent before the message with this number: the next page.
    #[serde(default, deserialize_with = "input::optional_word")]
    #[param(value_type = Option<i64>)]
    before: Option<MessageId>,
    /// Only those that were sent after the message with this number.
    #[serde(default, deserialize_with = "input::optional_word")]
    #[param(value_type = Option<i64>)]
    after: Option<MessageId>,
    /// At most so many, the newest: 50 where nothing is given, and 10,000 at most.
    #[serde(default, deserialize_with = "input::limit")]
    #[param(value_type = Option<u32>)]
    limit: Option<u32>,
}

/// Lists messages, the newest first.
#[utoipa::path(
    get, path = "/messages", tag = "messages", params(ListParams),
    responses((status = 200, body = Vec<ListedMessage>), (status = 422, body = ProblemBody))
)]
pub(super) async fn list(
    State(app): State<Arc<App>>,
    _: Asker,
    Params(params): Params<ListParams>,
) -> Answer<Response> {
    let mut filter = Filter {
        agent: params.agent,
        to: params.agent_name,
        from: params.from,
        message_type: params.message_type,
        statuses: params.status,
        cycle: None,
        correlation: params.correlation,
        since: params.since,
        after: params.after,
        before: params.before,
        limit: params.limit.unwrap_or(LISTED),
    };
    let mut named = params.cycle;
    listed(app, move |store| {
        if let Some(named) = named.take() {
            filter.cycle = Some(CycleManager::new(store).id_of(&named)?);
        }
        let page = MessageBus::new(store).list_page(&mut filter)?;
        let items: Vec<_> = page.items.into_iter().map(ListedMessage::from).collect();
        Ok((items, page.next.is_some() && filter.limit > 0))
    })
    .await
}

/// One message.
#[utoipa::path(
    get, path = "/messages/{id}", tag = "messages",
    params(("id" = i64, Path, description = "The number of the message")),
    responses((status = 200, body = MessageView), (status = 404, body = ProblemBody))
)]
pub(super) async fn show(
    State(app): State<Arc<App>>,
    _: Asker,
    Named(id): Named<MessageId>,
) -> Answer<Json<MessageView>> {
    let message = app
        .readers
        .read(|store| MessageBus::new(store).get(id))
        .await?;
    Ok(Json(MessageView::from(&message)))
}

/// How many messages of an exchange are shown at most.
const TRACED: usize = 1_000;

/// Where to go on in an exchange.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct TraceParams {
    /// Only those that were sent after the message with this number: the next page.
    #[serde(default, deserialize_with = "input::optional_word")]
    #[param(value_type = Option<i64>)]
    after: Option<MessageId>,
}

/// The exchange that a message belongs to, as a tree: each message with its depth.
#[utoipa::path(
    get, path = "/messages/{id}/trace", tag = "messages",
    params(("id" = i64, Path, description = "The number of the message"), TraceParams),
    responses((status = 200, body = Vec<ThreadView>), (status = 404, body = ProblemBody))
)]
pub(super) async fn trace(
    State(app): State<Arc<App>>,
    _: Asker,
    Named(id): Named<MessageId>,
    Params(params): Params<TraceParams>,
) -> Answer<Json<Vec<ThreadView>>> {
    let traced = app
        .readers
        .read(|store| MessageBus::new(store).trace(id, params.after, TRACED))
        .await?;
    Ok(Json(ThreadView::of(&traced.thread)))
}
