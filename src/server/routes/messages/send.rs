//! Sends messages: one, many, or a request whose answer is awaited.

use std::sync::Arc;
use std::time::Instant;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use tokio::task::block_in_place;
use tokio::time::timeout_at;
use utoipa::ToSchema;

use crate::coordination::cycle::CycleManager;
use crate::coordination::message_bus::{Awaited, MessageBus};
use crate::model::batch::{self, Line};
use crate::model::cycle::CycleRef;
use crate::model::id::{AgentName, MessageId};
use crate::model::json::Json as Payload;
use crate::model::message::{Message, MessageType, NewMessage, Priority, Recipient};
use crate::model::text::{DedupKey, Subject};
use crate::server::app::App;
use crate::server::asker::Asker;
use crate::server::input::{self, Input, Span};
use crate::server::problem::{Answer, Problem, ProblemBody};
use crate::store::{self};
use crate::view::message::MessageView;

/// A message to send.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewMessageBody {
    /// The recipient, or `all`: one message for every agent but the sender.
    #[serde(deserialize_with = "input::text")]
    #[schema(value_type = String)]
    to: Recipient,
    /// The sender: the agent that makes the request. Any other is refused.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[schema(value_type = Option<String>)]
    from: Option<AgentName>,
    /// `command`, `request` or `event`, which is the default.
    #[serde(default, rename = "type", deserialize_with = "input::optional_text")]
    #[schema(value_type = Option<String>)]
    message_type: Option<MessageType>,
    /// By name or number: `critical` (0), `high` (1), `normal` (2) or `low` (3).
    #[serde(default, deserialize_with = "input::optional_word")]
    #[schema(value_type = Option<String>)]
    priority: Option<Priority>,
    #[serde(deserialize_with = "input::text")]
    #[schema(value_type = String, max_length = 200)]
    subject: Subject,
    /// Any JSON, which is kept exactly as it is given.
    #[serde(deserialize_with = "input::json")]
    #[schema(value_type = Value)]
    payload: Payload,
    /// After how long it expires, such as `30s`. Never, where nothing is given.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[schema(value_type = Option<String>)]
    ttl: Option<Span>,
    /// The cycle it belongs to: its id, `latest`, or `latest:SYMBOL`.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[schema(value_type = Option<String>)]
    cycle: Option<CycleRef>,
    /// Sent again with the same key, it returns what is stored.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[schema(value_type = Option<String>)]
    dedup_key: Option<DedupKey>,
}

impl NewMessageBody {
    /// The message to send; the cycle that it belongs to is still only named.
    fn message(self) -> (NewMessage, Option<CycleRef>) {
        let new = NewMessage {
            to: self.to,
            message_type: self.message_type.unwrap_or(MessageType::Event),
            priority: self.priority.unwrap_or(Priority::Normal),
            subject: self.subject,
            payload: self.payload,
            ttl: self.ttl.map(|span| span.0),
            cycle: None,
            dedup_key: self.dedup_key,
        };
        (new, self.cycle)
    }
}

/// Sends a message.
///
/// The answer is the message, or, to `all`, a list of them.
#[utoipa::path(
    post, path = "/messages", tag = "messages", request_body = NewMessageBody,
    responses((status = 201, body = MessageView), (status = 422, body = ProblemBody))
)]
pub(super) async fn send(
    State(app): State<Arc<App>>,
    asker: Asker,
    Input(body): Input<NewMessageBody>,
) -> Answer<Response> {
    asker.check_named(body.from.as_ref())?;
    let is_for_all = body.to == Recipient::All;
    let (mut new, cycle) = body.message();
    let caller = asker.caller;
    let sent = app
        .writer
        .write(move |store| {
            if let Some(named) = &cycle {
                new.cycle = Some(CycleManager::new(store).id_of(named)?);
            }
            MessageBus::new(store).send(&caller, &new)
        })
        .await?;
    let mut views: Vec<_> = sent.messages.iter().map(MessageView::from).collect();
    Ok(match views.pop() {
        Some(view) if !is_for_all => (StatusCode::CREATED, Json(view)).into_response(),
        last => {
            views.extend(last);
            (StatusCode::CREATED, Json(views)).into_response()
        }
    })
}

/// Many messages that were sent.
#[derive(Serialize, ToSchema)]
pub(super) struct SentMany {
    /// Their numbers, in the order of the lines.
    ids: Vec<i64>,
    /// Those that were stored before under their key and are not delivered any more.
    over: Vec<OverLine>,
}

/// A message that was stored before and is not delivered any more.
#[derive(Serialize, ToSchema)]
pub(super) struct OverLine {
    /// The number of the line, from 1.
    line: u64,
    id: i64,
    #[schema(examples("processed"))]
    status: &'static str,
}

/// The most bytes of a batch.
const BATCH: usize = 16 << 20;

/// Sends many messages: a JSON object on each line, with the members of a single one, of which
/// only `to` and `subject` are required.
///
/// 1,000 lines are stored or refused together. Where a line is refused, the hint says which
/// lines are stored.
#[utoipa::path(
    post, path = "/messages/batch", tag = "messages",
    request_body(content(
        (String = "application/jsonl"),
        (String = "text/plain"),
    )),
    responses(
        (status = 201, body = SentMany), (status = 403, body = ProblemBody),
        (status = 413, body = ProblemBody), (status = 422, body = ProblemBody),
    )
)]
pub(super) async fn send_batch(
    State(app): State<Arc<App>>,
    asker: Asker,
    body: Body,
) -> Answer<(StatusCode, Json<SentMany>)> {
    let text = input::text_of(body, BATCH).await?;
    if text.trim().is_empty() {
        return Err(Problem::invalid(vec![input::no_body()]));
    }
    let mut all = SentMany {
        ids: Vec::new(),
        over: Vec::new(),
    };
    for chunk in batch::chunks(&text) {
        let lines = block_in_place(|| batch::parse_all(chunk))?;
        check_senders(&asker, &lines)?;
        let caller = asker.caller.clone();
        let sent = app
            .writer
            .write(move |store| MessageBus::new(store).send_batch(&caller, &lines))
            .await?;
        all.ids.extend(sent.ids.iter().map(|id| id.get()));
        all.over
            .extend(sent.over.iter().map(|(line, over)| OverLine {
                line: *line,
                id: over.id.get(),
                status: over.status.as_str(),
            }));
    }
    Ok((StatusCode::CREATED, Json(all)))
}

/// Refuses lines that name another agent as the sender.
fn check_senders(asker: &Asker, lines: &[(u64, Line)]) -> Answer<()> {
    let mut lines = lines.iter();
    lines.try_for_each(|(_, line)| asker.check_named(line.from.as_ref()))
}

/// A request to send.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RequestBody {
    /// The agent that is asked.
    #[serde(deserialize_with = "input::text")]
    #[schema(value_type = String)]
    to: AgentName,
    /// The sender: the agent that makes the request. Any other is refused.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[schema(value_type = Option<String>)]
    from: Option<AgentName>,
    /// By name or number: `critical` (0), `high` (1), `normal` (2) or `low` (3).
    #[serde(default, deserialize_with = "input::optional_word")]
    #[schema(value_type = Option<String>)]
    priority: Option<Priority>,
    #[serde(deserialize_with = "input::text")]
    #[schema(value_type = String, max_length = 200)]
    subject: Subject,
    /// Any JSON, which is kept exactly as it is given.
    #[serde(deserialize_with = "input::json")]
    #[schema(value_type = Value)]
    payload: Payload,
    /// After how long it expires, such as `30s`. Never, where nothing is given.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[schema(value_type = Option<String>)]
    ttl: Option<Span>,
    /// The cycle it belongs to: its id, `latest`, or `latest:SYMBOL`.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[schema(value_type = Option<String>)]
    cycle: Option<CycleRef>,
    /// Sent again with the same key, it waits for the answer to what is stored.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[schema(value_type = Option<String>)]
    dedup_key: Option<DedupKey>,
    /// How long to wait for the answer: 25 s at most, and where nothing is given.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[schema(value_type = Option<String>)]
    wait: Option<Span>,
}

/// Sends a request, and waits for its answer. Returns the answer.
///
/// With status 504, none came in time; it may still come. Sent again with the same `dedup_key`,
/// it waits for the same answer.
#[utoipa::path(
    post, path = "/messages/request", tag = "messages", request_body = RequestBody,
    responses(
        (status = 200, body = MessageView), (status = 409, body = ProblemBody),
        (status = 422, body = ProblemBody), (status = 504, body = ProblemBody),
    )
)]
pub(super) async fn request(
    State(app): State<Arc<App>>,
    asker: Asker,
    Input(body): Input<RequestBody>,
) -> Answer<Json<MessageView>> {
    asker.check_named(body.from.as_ref())?;
    let wait = body
        .wait
        .map_or(input::WAIT, |span| span.0.min(input::WAIT));
    let mut new = NewMessage {
        to: Recipient::Agent(body.to),
        message_type: MessageType::Request,
        priority: body.priority.unwrap_or(Priority::Normal),
        subject: body.subject,
        payload: body.payload,
        ttl: body.ttl.map(|span| span.0),
        cycle: None,
        dedup_key: body.dedup_key,
    };
    let deadline = Instant::now() + wait;
    // Subscribed first: what is committed from here on is seen as a change.
    let changes = app.changes.subscribe();
    let (caller, cycle) = (asker.caller.clone(), body.cycle);
    let question = app
        .writer
        .write(move |store| {
            if let Some(named) = &cycle {
                new.cycle = Some(CycleManager::new(store).id_of(named)?);
            }
            MessageBus::new(store).ask(&caller, &new, wait)
        })
        .await?;
    let answer = answer_within(&app, question, changes, deadline).await?;
    let view = MessageView::from(&answer);
    // A client that is gone by now has dropped this: then the answer stays pending.
    app.writer
        .write(move |store| MessageBus::new(store).take_answer(&asker.caller, &answer))
        .await?;
    Ok(Json(view))
}

/// Waits for the answer to a message. A waiting request holds no thread.
async fn answer_within(
    app: &App,
    asked: MessageId,
    mut changes: watch::Receiver<u64>,
    deadline: Instant,
) -> store::Result<Message> {
    loop {
        changes.mark_unchanged();
        let found = app
            .readers
            .read(|store| MessageBus::new(store).answer(asked));
        let left = match found.await? {
            Awaited::Answer(answer) => return Ok(*answer),
            Awaited::Open { left } => left,
        };
        let is_over = app.ending.is_cancelled() || Instant::now() >= deadline;
        if is_over {
            let no_reply = app
                .readers
                .read(|store| MessageBus::new(store).no_reply(asked));
            return Err(no_reply.await?.into());
        }
        let until = left.map_or(deadline, |left| deadline.min(Instant::now() + left));
        tokio::select! {
            _ = timeout_at(until.into(), changes.changed()) => {}
            () = app.ending.cancelled() => {}
        }
    }
}
