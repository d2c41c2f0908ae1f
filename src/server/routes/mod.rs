//! The routes: one file per noun. A handler parses, calls one operation and answers.

#![expect(unused_qualifications, reason = "written by the macros of utoipa")]

mod agents;
mod audit;
mod cycle_runs;
mod cycles;
mod events;
mod halts;
mod health;
mod messages;
mod mode;
mod openapi;
mod operations;
mod state;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Router};
use tower_http::timeout::RequestBodyTimeoutLayer;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::app::App;
use super::hint::API;
use super::page;
use super::problem::{Problem, wrong_method};

/// How long a client may pause while it sends a body.
const BODY_GOES_ON_WITHIN: Duration = Duration::from_secs(10);

/// All routes.
pub(super) fn router(app: Arc<App>) -> Router {
    let (router, description) = described().split_for_parts();
    router
        .merge(page::router(&app))
        .fallback(async || Problem::no_route())
        .method_not_allowed_fallback(async || wrong_method(None))
        .layer(Extension(openapi::Document::new(description)))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), check_host))
        .layer(RequestBodyTimeoutLayer::new(BODY_GOES_ON_WITHIN))
        .with_state(app)
}

/// The routes with their description: one list of both.
fn described() -> OpenApiRouter<Arc<App>> {
    let api = OpenApiRouter::new()
        .merge(agents::router())
        .merge(audit::router())
        .merge(cycle_runs::router())
        .merge(cycles::router())
        .merge(halts::router())
        .merge(health::router())
        .merge(messages::router())
        .merge(mode::router())
        .merge(state::router());
    OpenApiRouter::with_openapi(openapi::Description::openapi())
        .routes(routes!(events::events))
        .merge(operations::router())
        .merge(openapi::router())
        .nest(API, api)
}

async fn check_host(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    match app.hosts.check(request.headers()) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::model::halt::HaltRef;
    use crate::model::id::{AgentName, CycleId, MessageId, StateKey};
    use crate::model::mode::Mode;
    use crate::model::next_step::NextStep;
    use crate::model::overview::Remedy;
    use crate::model::phase::Phase;
    use crate::server::hint;

    fn steps() -> Vec<NextStep> {
        let cycle: CycleId = "cycle_20260301_120000_0a1b2c3d".parse().unwrap();
        let agent = AgentName::risk();
        let message: MessageId = "7".parse().unwrap();
        let key = StateKey::result_of(&agent);
        vec![
            NextStep::RegisterAgent {
                name: agent.clone(),
                meant: None,
            },
            NextStep::ListAgents,
            NextStep::ActAsAnother,
            NextStep::CheckAgents,
            NextStep::StartCycle(None),
            NextStep::StartAnotherCycle,
            NextStep::ListCycles,
            NextStep::ShowCycle(cycle.clone()),
            NextStep::AdvanceCycle {
                cycle: cycle.clone(),
                to: Phase::Execution,
            },
            NextStep::CompleteCycle(cycle.clone()),
            NextStep::EndActiveCycle(cycle.clone()),
            NextStep::HaltCycle(cycle.clone()),
            NextStep::ResumeCycle(cycle.clone()),
            NextStep::FailCycle(cycle.clone()),
            NextStep::AskBroker(cycle.clone()),
            NextStep::Approve(cycle.clone()),
            NextStep::ApproveChanged {
                cycle: cycle.clone(),
                state: "00".to_owned(),
            },
            NextStep::ReviewAgain(cycle.clone()),
            NextStep::ListKeys(cycle.clone()),
            NextStep::ShowVersions(key.clone()),
            NextStep::ReadAgain(key),
            NextStep::ShrinkState(cycle.clone()),
            NextStep::ClearHalt(HaltRef::Key(Uuid::nil())),
            NextStep::ClearRecordedHalt(3),
            NextStep::ClearByNumber,
            NextStep::ListHalts,
            NextStep::SetMode(Mode::Guide),
            NextStep::ListMessages,
            NextStep::ShowMessage(message),
            NextStep::ShowOnceOnly(message),
            NextStep::AwaitAnswer(message),
            NextStep::TraceMessage(message),
            NextStep::AcknowledgeMessage(message),
            NextStep::SendAsAnother(message),
            NextStep::SendWithoutWaiting,
            NextStep::EmptyInbox(agent),
            NextStep::SettleMessage(message),
            NextStep::AwaitCycleEnd(cycle),
            NextStep::ClearHaltFirst(3),
            NextStep::KeepAnswer,
        ]
    }

    fn remedies() -> Vec<Remedy> {
        let cycle: CycleId = "cycle_20260301_120000_0a1b2c3d".parse().unwrap();
        let agent = AgentName::risk();
        vec![
            Remedy::ShowCycle(cycle.clone()),
            Remedy::RecoverCycles,
            Remedy::ResumeCycle(cycle.clone()),
            Remedy::ApproveCycle { cycle, state: None },
            Remedy::ResetHealth(agent.clone()),
            Remedy::ShowHealth(agent.clone()),
            Remedy::ListMessages(agent),
            Remedy::ClearHalt(HaltRef::Number(3)),
            Remedy::ListSurvivors,
        ]
    }

    /// The requests that a text names: each a method and a path.
    fn requests(text: &str) -> Vec<(String, String)> {
        let words: Vec<_> = text.split_whitespace().collect();
        let named = words.windows(2).filter(|pair| pair[1].starts_with(API));
        let path = |path: &str| {
            let end = path.find(['?', ';', ',']).unwrap_or(path.len());
            path[..end].to_owned()
        };
        named
            .map(|pair| (pair[0].to_lowercase(), path(pair[1])))
            .collect()
    }

    fn is_route(described: &serde_json::Value, method: &str, path: &str) -> bool {
        let fits = |route: &str| {
            let parts = || route.split('/').zip(path.split('/'));
            route.split('/').count() == path.split('/').count()
                && parts().all(|(route, part)| route.starts_with('{') || route == part)
        };
        let mut routes = described["paths"].as_object().unwrap().iter();
        routes.any(|(route, methods)| fits(route) && methods.get(method).is_some())
    }

    #[test]
    fn every_request_that_a_hint_names_is_a_route() {
        let described = described().into_openapi().to_json().unwrap();
        let described = serde_json::from_str(&described).unwrap();
        let steps = steps();
        let texts = steps.iter().map(hint::words);
        let texts = texts.chain(remedies().into_iter().map(|remedy| hint::request(&remedy)));
        for text in texts {
            let requests = requests(&text);
            assert!(!requests.is_empty(), "{text}");
            for (method, path) in requests {
                // These run cycles in processes.
                let runs = path == format!("{API}/cycle") || path.ends_with("/resume");
                assert!(runs || is_route(&described, &method, &path), "{text}");
            }
        }
    }
}
