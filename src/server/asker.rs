//! Authentication: finds the agent that makes a request, by a bearer token, by a browser's
//! session, or, on the Unix socket, by the user id of the peer. Does not decide what the agent
//! may do: the gate does.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};

use super::app::App;
use super::problem::Problem;
use super::readers::Readers;
use super::sessions::Session;
use crate::coordination::agent::AgentRegistry;
use crate::model::agent::Agent;
use crate::model::caller::Caller;
use crate::model::id::AgentName;
use crate::model::token::{Credential, Token, TokenDigest};
use crate::store::{self, Store};

/// The header that names the agent on the Unix socket.
const AGENT: &str = "x-flowrex-agent";

/// The header in which a script of the page sends what a form has in a field.
const CSRF: &str = "x-csrf-token";

/// The cookie of a session.
pub(super) const SESSION_COOKIE: &str = "flowrex_session";

/// How a request reached the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Peer {
    /// By TCP.
    Remote,
    /// By the Unix socket, from a process with this user id.
    Local {
        /// Whether that is the user of the server.
        is_own_user: bool,
    },
}

/// The agent that makes a request.
#[derive(Clone, Debug)]
pub(super) struct Asker {
    /// The agent and the digest of its token.
    pub(super) caller: Caller,
    /// The token itself, for a process that acts as the same agent.
    pub(super) token: Option<Token>,
}

impl Asker {
    /// The agent of a browser's session.
    pub(super) fn of_session(session: Session) -> Self {
        Self::new(session.agent, session.token)
    }

    fn new(agent: AgentName, token: Option<Token>) -> Self {
        Self {
            caller: Caller {
                token: token.as_ref().map(Token::digest),
                ..Caller::from(agent)
            },
            token,
        }
    }

    /// Checks that the agent is registered and that its token is still valid. Required for reads,
    /// which do not pass the gate.
    pub(super) async fn verify(&self, readers: &Readers) -> Result<(), Problem> {
        let (name, token) = (self.caller.agent.clone(), self.caller.token);
        let found = readers
            .read(move |store| AgentRegistry::new(store).get(&name))
            .await;
        let found = match found {
            // It was removed since its token became known.
            Err(problem @ store::Error::Rule(_)) if token.is_some() => {
                return Err(Problem::unauthenticated(problem.to_string()));
            }
            found => found?,
        };
        found
            .check_token(token.as_ref())
            .map_err(|problem| Problem::unauthenticated(problem.to_string()))
    }

    /// Refuses a body that names another agent as the sender.
    pub(super) fn check_named(&self, named: Option<&AgentName>) -> Result<(), Problem> {
        match named {
            Some(named) if *named != self.caller.agent => Err(Problem::denied(
                format!(
                    "the request is made by {}, and its body names {named}",
                    self.caller.agent
                ),
                "leave the name out, or send the token of that agent",
            )),
            _ => Ok(()),
        }
    }
}

impl FromRequestParts<Arc<App>> for Asker {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let asker = find(parts, app, &app.readers).await?;
        // For a write, the gate verifies the token and records a refusal. Reads do not pass it.
        if parts.method == Method::GET || parts.method == Method::HEAD {
            asker.verify(&app.readers).await?;
        }
        Ok(asker)
    }
}

/// The caller of a halt. If the database cannot be read, a token that the server has verified
/// before, or a session, is enough: halting too much is the safe side.
#[derive(Clone, Debug)]
pub(super) struct Halting(pub(super) Caller);

impl FromRequestParts<Arc<App>> for Halting {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let problem = match verified(parts, app).await {
            Ok(asker) => return Ok(Self(asker.caller)),
            Err(problem) => problem,
        };
        // This also fails for a token that the server has not verified before.
        let found = if problem.status().is_server_error() {
            find(parts, app, &app.halting).await.ok()
        } else {
            None
        };
        found.map(|asker| Self(asker.caller)).ok_or(problem)
    }
}

/// The caller of a halt, with a verified token: the gate requires none for a halt.
async fn verified(parts: &Parts, app: &App) -> Result<Asker, Problem> {
    let asker = find(parts, app, &app.halting).await?;
    asker.verify(&app.halting).await?;
    Ok(asker)
}

async fn find(parts: &Parts, app: &App, readers: &Readers) -> Result<Asker, Problem> {
    let named = named_agent(&parts.headers)?;
    if let Some(given) = parts.headers.get(AUTHORIZATION) {
        let token = given.to_str().ok().and_then(bearer);
        let token = token.ok_or_else(|| {
            Problem::unauthenticated("`Authorization` has the form `Bearer TOKEN`")
        })?;
        let asker = by_token(token, named.as_ref(), is_trusted(parts), (app, readers)).await?;
        return match named {
            Some(named) if named != asker.caller.agent => Err(Problem::denied(
                format!(
                    "the token belongs to {}, not to {named}",
                    asker.caller.agent
                ),
                "leave `X-Flowrex-Agent` out, or send the token of that agent",
            )),
            _ => Ok(asker),
        };
    }
    if let Some(session) = session_cookie(&parts.headers).and_then(|id| app.sessions.of(id)) {
        check_csrf(parts, &session)?;
        return Ok(Asker::of_session(session));
    }
    if is_trusted(parts) {
        return Ok(Asker::new(
            named.unwrap_or_else(AgentName::supervisor),
            None,
        ));
    }
    Err(Problem::unauthenticated("the request has no credential"))
}

/// Checks the CSRF token of a write, since a browser sends the cookie by itself. The forms of the
/// page send the token in a field (see `page::visitor`).
fn check_csrf(parts: &Parts, session: &Session) -> Result<(), Problem> {
    if parts.method == Method::GET || parts.method == Method::HEAD {
        return Ok(());
    }
    let given = parts
        .headers
        .get(CSRF)
        .and_then(|value| value.to_str().ok());
    if given.is_some_and(|given| session.accepts(given)) {
        return Ok(());
    }
    Err(Problem::denied(
        "a request with a session cookie needs the header `X-CSRF-Token`",
        "use the page, or send a token as `Authorization: Bearer TOKEN`",
    ))
}

/// Whether the request comes from the user of the server, and was not forwarded by a proxy.
fn is_trusted(parts: &Parts) -> bool {
    let is_forwarded = |name: &&str| parts.headers.contains_key(*name);
    let own = Peer::Local { is_own_user: true };
    parts.extensions.get() == Some(&own)
        && !["forwarded", "x-forwarded-for", "x-real-ip"]
            .iter()
            .any(is_forwarded)
}

fn bearer(header: &str) -> Option<Token> {
    let (scheme, token) = header.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.parse().ok())?
}

fn named_agent(headers: &HeaderMap) -> Result<Option<AgentName>, Problem> {
    let Some(value) = headers.get(AGENT) else {
        return Ok(None);
    };
    let name = value.to_str().map_err(|error| error.to_string());
    let name = name.and_then(str::parse);
    name.map(Some).map_err(|problem: String| {
        Problem::invalid_field(["header", AGENT], problem, serde_json::Value::Null)
    })
}

/// The cookie of a session, where a request has one.
pub(super) fn session_cookie(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(COOKIE).into_iter();
    let mut pairs = cookies
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs
        .find(|(name, _)| *name == SESSION_COOKIE)
        .map(|(_, value)| value)
}

async fn by_token(
    token: Token,
    named: Option<&AgentName>,
    is_trusted: bool,
    (app, readers): (&App, &Readers),
) -> Result<Asker, Problem> {
    if let Some(agent) = app.known_tokens.agent(&token.digest()) {
        return Ok(Asker::new(agent, Some(token)));
    }
    let owner = readers.read(|store| owner(store, &token.digest())).await?;
    match (owner, named) {
        (Some(agent), _) => {
            app.known_tokens.keep(&token.digest(), &agent.name);
            Ok(Asker::new(agent.name, Some(token)))
        }
        // An agent that needs no token may send one; the user id of the peer is what counts.
        (None, Some(named)) if is_trusted => Ok(Asker::new(named.clone(), Some(token))),
        (None, _) => Err(Problem::unauthenticated(
            "the token does not belong to any agent",
        )),
    }
}

/// The agent whose token has this digest.
pub(super) fn owner(store: &mut Store, digest: &TokenDigest) -> store::Result<Option<Agent>> {
    let agents = AgentRegistry::new(store).list()?;
    let has_it = |agent: &Agent| {
        matches!(agent.credential, Credential::Token(_)) && agent.check_token(Some(digest)).is_ok()
    };
    Ok(agents.into_iter().find(has_it))
}
