//! Messages: sends, lists, claims and settles them.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use tokio::task::{block_in_place, yield_now};
use tokio::time::timeout_at;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::app::App;
use super::super::asker::Asker;
use super::super::input::{self, Input, Named, Params, Span};
use super::super::listed::listed;
use super::super::problem::{Answer, Problem, ProblemBody};
use super::super::receiver::{Client, Held};
use crate::coordination::cycle::CycleManager;
use crate::coordination::message_bus::{Awaited, Batch, MessageBus, Nack, Receive};
use crate::model::batch::{self, Line};
use crate::model::caller::Caller;
use crate::model::clock::Timestamp;
use crate::model::cycle::CycleRef;
use crate::model::delivery_state::MessageStatus;
use crate::model::id::{AgentName, Claim, CycleId, MessageId};
use crate::model::json::Json as Payload;
use crate::model::message::{DEFAULT_LEASE, Message, MessageType, NewMessage, Priority, Recipient};
use crate::model::text::{DedupKey, Reason, Subject};
use crate::store::message::Filter;
use crate::store::{self, Store};
use crate::view::message::{MessageView, ThreadView};

/// How many are listed when nobody says otherwise.
const LISTED: u32 = 50;

/// How many are claimed when nobody says otherwise.
const CLAIMED: u32 = 10;

/// How long a request waits for messages at most.
const WAITS: Duration = Duration::from_secs(25);

pub(super) fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list, send))
        .routes(routes!(send_batch))
        .routes(routes!(request))
        .routes(routes!(claim))
        .routes(routes!(show))
        .routes(routes!(trace))
        .routes(routes!(ack))
        .routes(routes!(nack))
        .routes(routes!(extend))
        .routes(routes!(reply))
        .routes(routes!(requeue))
}

/// A message in a list. Its priority is a number, from 0 (critical) to 3 (low).
#[derive(Serialize, ToSchema)]
struct ListedMessage {
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
struct ListParams {
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
async fn list(
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
            filter.cycle = cycle_of(store, Some(&named))?;
        }
        let page = MessageBus::new(store).list_page(&mut filter)?;
        let items: Vec<_> = page.items.into_iter().map(ListedMessage::from).collect();
        Ok((items, page.next.is_some() && filter.limit > 0))
    })
    .await
}

/// A message to send.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewMessageBody {
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

/// The cycle that is meant, if one is.
fn cycle_of(store: &mut Store, named: Option<&CycleRef>) -> store::Result<Option<CycleId>> {
    let mut cycles = CycleManager::new(store);
    named.map(|named| cycles.id_of(named)).transpose()
}

/// Sends a message.
///
/// The answer is the message, or, to `all`, a list of them.
#[utoipa::path(
    post, path = "/messages", tag = "messages", request_body = NewMessageBody,
    responses((status = 201, body = MessageView), (status = 422, body = ProblemBody))
)]
async fn send(
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
            new.cycle = cycle_of(store, cycle.as_ref())?;
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
struct SentMany {
    /// Their numbers, in the order of the lines.
    ids: Vec<i64>,
    /// Those that were stored before under their key and are not delivered any more.
    over: Vec<OverLine>,
}

/// A message that was stored before and is not delivered any more.
#[derive(Serialize, ToSchema)]
struct OverLine {
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
async fn send_batch(
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

/// Makes sure that no line speaks for somebody else.
fn check_senders(asker: &Asker, lines: &[(u64, Line)]) -> Answer<()> {
    let mut lines = lines.iter();
    lines.try_for_each(|(_, line)| asker.check_named(line.from.as_ref()))
}

/// A request to send.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RequestBody {
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
async fn request(
    State(app): State<Arc<App>>,
    asker: Asker,
    Input(body): Input<RequestBody>,
) -> Answer<Json<MessageView>> {
    asker.check_named(body.from.as_ref())?;
    let wait = body.wait.map_or(WAITS, |span| span.0.min(WAITS));
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
            new.cycle = cycle_of(store, cycle.as_ref())?;
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

/// Which messages to claim.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ClaimBody {
    /// Only messages of this type.
    #[serde(default, rename = "type", deserialize_with = "input::optional_text")]
    #[schema(value_type = Option<String>)]
    message_type: Option<MessageType>,
    /// At most so many: 10 where nothing is given.
    #[serde(default, deserialize_with = "input::limit")]
    #[schema(value_type = Option<u32>)]
    limit: Option<u32>,
    /// How long the claim holds: `60s` where nothing is given.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[schema(value_type = Option<String>)]
    lease: Option<Span>,
    /// Whether to acknowledge them at once.
    #[serde(default)]
    ack: bool,
    /// How long to wait for a message where there is none: 25 s at most.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[schema(value_type = Option<String>)]
    wait: Option<Span>,
}

/// Claims messages for the agent that asks, in the order of delivery.
///
/// The answer is an empty list where there is none, or none came in time.
#[utoipa::path(
    post, path = "/messages/claim", tag = "messages", request_body = ClaimBody,
    responses((status = 200, body = Vec<MessageView>), (status = 422, body = ProblemBody))
)]
async fn claim(
    State(app): State<Arc<App>>,
    asker: Asker,
    Input(body): Input<ClaimBody>,
) -> Answer<Json<Vec<MessageView>>> {
    let how = Receive {
        message_type: body.message_type,
        limit: body.limit.unwrap_or(CLAIMED),
        lease: body.lease.map_or(DEFAULT_LEASE, |span| span.0),
        ack: body.ack,
    };
    let wait = body.wait.map(|span| span.0.min(WAITS));
    let claimed = claim_within(&app, &asker.caller, how, wait).await?;
    let messages = claimed
        .claimed
        .iter()
        .filter_map(|one| one.message.as_ref());
    Ok(Json(messages.map(MessageView::from).collect()))
}

/// Claims messages; where there is none, waits for one. A waiting request holds no thread.
async fn claim_within(
    app: &App,
    caller: &Caller,
    how: Receive,
    wait: Option<Duration>,
) -> store::Result<Batch> {
    let deadline = wait.map(|wait| Instant::now() + wait);
    // Subscribed first: what is committed from here on is seen as a change.
    let mut changes = app.changes.subscribe();
    loop {
        changes.mark_unchanged();
        let batch = claim_now(app, caller, how).await?;
        let is_over = |deadline: &Instant| app.ending.is_cancelled() || Instant::now() >= *deadline;
        let Some(deadline) = deadline.filter(|end| batch.claimed.is_empty() && !is_over(end))
        else {
            return Ok(batch);
        };
        loop {
            let agent = caller.agent.clone();
            let readiness = app
                .readers
                .read(move |store| MessageBus::new(store).readiness(&agent, &how))
                .await?;
            if readiness.is_ready || readiness.has_many_expired {
                break;
            }
            let until = readiness.until(deadline);
            let look = readiness.next_look(until);
            tokio::select! {
                _ = timeout_at(look.into(), changes.changed()) => {}
                () = app.ending.cancelled() => return Ok(batch),
            }
            if Instant::now() >= deadline {
                return Ok(batch);
            }
            if Instant::now() >= until {
                break;
            }
        }
    }
}

async fn claim_now(app: &App, caller: &Caller, how: Receive) -> store::Result<Batch> {
    let client = Arc::new(Client::default());
    let _connected = client.connected();
    loop {
        // The connection has its turn, which drops this where the client is gone already.
        yield_now().await;
        let (by, to) = (caller.clone(), Arc::clone(&client));
        let step =
            move |store: &mut Store| MessageBus::new(store).claim_step(&by, &how, to.as_ref());
        let (by, to, poster) = (caller.clone(), Arc::clone(&client), app.writer.poster());
        let after = move |store: &mut Store, batch: Option<Batch>, was_halted: bool| {
            let mut bus = MessageBus::new(store);
            let check = |batch| bus.check_claim(&by, &how, to.as_ref(), batch, was_halted);
            let checked = batch.map(check).transpose()?;
            Ok(checked.map(|batch| Held::new(batch, &how, by, poster)))
        };
        let claimed = app.writer.write_then(step, after).await?;
        if let Some(held) = claimed {
            // Once more: during the commit, the client may have gone.
            yield_now().await;
            return Ok(held.hand_over());
        }
    }
}

/// One message.
#[utoipa::path(
    get, path = "/messages/{id}", tag = "messages",
    params(("id" = i64, Path, description = "The number of the message")),
    responses((status = 200, body = MessageView), (status = 404, body = ProblemBody))
)]
async fn show(
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
struct TraceParams {
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
async fn trace(
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

/// What is done to a claimed message, by whoever holds the claim.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct HeldBody {
    /// The fencing token that came with the message. A stale one is a conflict.
    #[serde(default, deserialize_with = "input::optional_word")]
    #[schema(value_type = Option<u64>)]
    claim: Option<Claim>,
}

/// Acknowledges a message.
#[utoipa::path(
    post, path = "/messages/{id}/ack", tag = "messages", request_body = Option<HeldBody>,
    params(("id" = i64, Path, description = "The number of the message")),
    responses((status = 200, body = MessageView), (status = 409, body = ProblemBody))
)]
async fn ack(
    State(app): State<Arc<App>>,
    asker: Asker,
    Named(id): Named<MessageId>,
    input::Optional(body): input::Optional<HeldBody>,
) -> Answer<Json<MessageView>> {
    settle(&app, asker, move |mut bus, caller| {
        let acked = bus.ack(caller, &[id], body.claim)?;
        let missing = || store::Error::Internal("an ack returned no message".to_owned());
        acked.into_iter().next().ok_or_else(missing)
    })
    .await
}

/// How to give a message back.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NackBody {
    /// The fencing token that came with the message. A stale one is a conflict.
    #[serde(default, deserialize_with = "input::optional_word")]
    #[schema(value_type = Option<u64>)]
    claim: Option<Claim>,
    /// How long to delay the redelivery.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[schema(value_type = Option<String>)]
    delay: Option<Span>,
    /// Why.
    #[serde(default, deserialize_with = "input::optional_text")]
    #[schema(value_type = Option<String>)]
    reason: Option<Reason>,
}

/// Negatively acknowledges a message: it is redelivered.
#[utoipa::path(
    post, path = "/messages/{id}/nack", tag = "messages", request_body = Option<NackBody>,
    params(("id" = i64, Path, description = "The number of the message")),
    responses((status = 200, body = MessageView), (status = 409, body = ProblemBody))
)]
async fn nack(
    State(app): State<Arc<App>>,
    asker: Asker,
    Named(id): Named<MessageId>,
    input::Optional(body): input::Optional<NackBody>,
) -> Answer<Json<MessageView>> {
    settle(&app, asker, move |mut bus, caller| {
        let how = Nack {
            delay: body.delay.map(|span| span.0),
            reason: body.reason.as_ref(),
        };
        bus.nack(caller, id, how, body.claim)
    })
    .await
}

/// For how much longer to hold a message.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ExtendBody {
    /// How long the claim holds from now on.
    #[serde(deserialize_with = "input::text")]
    #[schema(value_type = String)]
    lease: Span,
    /// The fencing token that came with the message. A stale one is a conflict.
    #[serde(default, deserialize_with = "input::optional_word")]
    #[schema(value_type = Option<u64>)]
    claim: Option<Claim>,
}

/// Extends the lease of a message.
#[utoipa::path(
    post, path = "/messages/{id}/extend", tag = "messages", request_body = ExtendBody,
    params(("id" = i64, Path, description = "The number of the message")),
    responses((status = 200, body = MessageView), (status = 409, body = ProblemBody))
)]
async fn extend(
    State(app): State<Arc<App>>,
    asker: Asker,
    Named(id): Named<MessageId>,
    Input(body): Input<ExtendBody>,
) -> Answer<Json<MessageView>> {
    settle(&app, asker, move |mut bus, caller| {
        bus.extend(caller, id, body.lease.0, body.claim)
    })
    .await
}

/// An answer to a message.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReplyBody {
    /// Any JSON, which is kept exactly as it is given.
    #[serde(deserialize_with = "input::json")]
    #[schema(value_type = Value)]
    payload: Payload,
    /// The fencing token that came with the message. A stale one is a conflict.
    #[serde(default, deserialize_with = "input::optional_word")]
    #[schema(value_type = Option<u64>)]
    claim: Option<Claim>,
}

/// Answers a message, and marks it as processed. Returns the answer.
#[utoipa::path(
    post, path = "/messages/{id}/reply", tag = "messages", request_body = ReplyBody,
    params(("id" = i64, Path, description = "The number of the message")),
    responses((status = 200, body = MessageView), (status = 409, body = ProblemBody))
)]
async fn reply(
    State(app): State<Arc<App>>,
    asker: Asker,
    Named(id): Named<MessageId>,
    Input(body): Input<ReplyBody>,
) -> Answer<Json<MessageView>> {
    settle(&app, asker, move |mut bus, caller| {
        bus.reply(caller, id, &body.payload, body.claim)
    })
    .await
}

/// Queues a dead message again.
#[utoipa::path(
    post, path = "/messages/{id}/requeue", tag = "messages",
    params(("id" = i64, Path, description = "The number of the message")),
    responses((status = 200, body = MessageView), (status = 409, body = ProblemBody))
)]
async fn requeue(
    State(app): State<Arc<App>>,
    asker: Asker,
    Named(id): Named<MessageId>,
) -> Answer<Json<MessageView>> {
    settle(&app, asker, move |mut bus, caller| bus.requeue(caller, id)).await
}

async fn settle(
    app: &App,
    asker: Asker,
    mut f: impl FnMut(MessageBus<'_>, &Caller) -> store::Result<Message> + Send + 'static,
) -> Answer<Json<MessageView>> {
    let caller = asker.caller;
    let settled = app
        .writer
        .write(move |store| f(MessageBus::new(store), &caller))
        .await?;
    Ok(Json(MessageView::from(&settled)))
}
