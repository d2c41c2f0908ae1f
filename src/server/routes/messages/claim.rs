//! Claims messages, and acknowledges, returns, extends or answers what is claimed.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use tokio::task::yield_now;
use tokio::time::timeout_at;
use utoipa::ToSchema;

use crate::coordination::message_bus::{Batch, MessageBus, Nack, Receive};
use crate::model::caller::Caller;
use crate::model::id::{Claim, MessageId};
use crate::model::json::Json as Payload;
use crate::model::message::{DEFAULT_LEASE, Message, MessageType};
use crate::model::text::Reason;
use crate::server::app::App;
use crate::server::asker::Asker;
use crate::server::input::{self, Input, Named, Span};
use crate::server::problem::{Answer, ProblemBody};
use crate::server::receiver::{Client, Held};
use crate::store::{self, Store};
use crate::view::message::MessageView;

/// How many messages are claimed by default.
const CLAIMED: u32 = 10;

/// Which messages to claim.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ClaimBody {
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
pub(super) async fn claim(
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
    let wait = body.wait.map(|span| span.0.min(input::WAIT));
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

/// Settles a claimed message.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct HeldBody {
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
pub(super) async fn ack(
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

/// How to return a message to the queue.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NackBody {
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
pub(super) async fn nack(
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
pub(super) struct ExtendBody {
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
pub(super) async fn extend(
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
pub(super) struct ReplyBody {
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
pub(super) async fn reply(
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
pub(super) async fn requeue(
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
