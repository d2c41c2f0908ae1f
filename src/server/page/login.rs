//! Logs browsers in and out: with the one-time link that the server prints when it starts, or
//! with the token of an agent.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::super::app::App;
use super::super::asker::{SESSION_COOKIE, owner, session_cookie};
use super::super::input::{BODY, Params, of_pairs, pairs, text_of};
use super::super::problem::Answer;
use super::super::sessions::LASTS;
use super::scene;
use super::visitor::{Form, Visitor};
use crate::model::token::Token;

/// The message for a login link that is not valid.
const WRONG_CODE: &str = "This link is not valid. It works once, and for five minutes after the \
                          server has started.";

/// The message for a token that is not valid.
const WRONG_TOKEN: &str = "This is not the token of an enrolled agent.";

/// The query of the one-time link.
#[derive(Deserialize)]
pub(super) struct Link {
    code: Option<String>,
}

/// `GET /login`
pub(super) async fn show(
    State(app): State<Arc<App>>,
    Params(link): Params<Link>,
    visitor: Result<Visitor, Response>,
) -> Answer<Response> {
    let cookie = match &link.code {
        Some(code) => app.sessions.start_with_code(code)?,
        None => None,
    };
    Ok(match (cookie, visitor, link.code) {
        (Some(cookie), ..) => logged_in(&cookie),
        // Who opens the link again is logged in already.
        (None, Ok(_), _) => Redirect::to("/").into_response(),
        (None, Err(_), Some(_)) => refused(WRONG_CODE),
        (None, Err(_), None) => Html(page(None)).into_response(),
    })
}

/// The form.
#[derive(Deserialize)]
struct Given {
    token: String,
}

/// `POST /login`
pub(super) async fn log_in(
    State(app): State<Arc<App>>,
    request: axum::extract::Request,
) -> Answer<Response> {
    let text = text_of(request.into_body(), BODY).await?;
    let given: Given = of_pairs("body", pairs("body", &text)?)?;
    let Ok(token) = given.token.trim().parse::<Token>() else {
        return Ok(refused(WRONG_TOKEN));
    };
    let digest = token.digest();
    let owner = app.readers.read(|store| owner(store, &digest)).await?;
    let Some(agent) = owner else {
        return Ok(refused(WRONG_TOKEN));
    };
    Ok(logged_in(&app.sessions.start(agent.name, Some(token))?))
}

/// `POST /logout`
pub(super) async fn log_out(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    _: Form<NoFields>,
) -> Response {
    if let Some(cookie) = session_cookie(&headers) {
        app.sessions.end(cookie);
    }
    let gone = format!("{SESSION_COOKIE}=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0");
    ([(SET_COOKIE, gone)], Redirect::to("/login")).into_response()
}

/// A form that asks for nothing more.
#[derive(Deserialize)]
pub(super) struct NoFields {}

fn logged_in(cookie: &str) -> Response {
    let cookie = format!(
        "{SESSION_COOKIE}={cookie}; HttpOnly; SameSite=Strict; Path=/; Max-Age={}",
        LASTS.as_secs()
    );
    ([(SET_COOKIE, cookie)], Redirect::to("/")).into_response()
}

fn refused(why: &str) -> Response {
    (StatusCode::UNAUTHORIZED, Html(page(Some(why)))).into_response()
}

fn page(problem: Option<&str>) -> String {
    let body: Markup = html! {
        main id="main" class="login" {
            h1 { (scene::mark()) "flowrex-coord" }
            @if let Some(problem) = problem {
                p class="problem" role="alert" { (problem) }
            }
            form method="post" action="/login" {
                // A password manager wants a name to a password.
                input type="text" name="agent" autocomplete="username" value="flowrex-coord" hidden;
                label for="token" { "Token of an agent" }
                input id="token" name="token" type="password" required autocomplete="current-password"
                    autofocus[true] aria-describedby="token-hint";
                p id="token-hint" class="hint" {
                    code { "flowrex-coord agent enroll NAME" } " prints it once."
                }
                button class="primary" { "Log in" }
            }
            p class="hint" {
                "Or open the link that " code { "flowrex-coord serve" } " printed when it started: "
                "it works once, for five minutes."
            }
        }
    };
    scene::document("Log in", &body, None)
}
