//! The visitor of a page: the agent of a browser's session. Redirects a browser without a session
//! to the login. Reads a form only after its CSRF token was checked.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use serde::de::DeserializeOwned;

use super::super::app::App;
use super::super::asker::{Asker, session_cookie};
use super::super::input::{BODY, of_pairs, pairs, text_of};
use super::super::problem::Problem;
use super::super::readers::Readers;
use super::super::sessions::Session;
use crate::model::caller::Caller;

/// The visitor of a page.
#[derive(Clone, Debug)]
pub(super) struct Visitor {
    /// The agent that acts.
    pub(super) caller: Caller,
    /// The session, with the CSRF token of its forms.
    pub(super) session: Session,
    /// The page, as a path with its query.
    pub(super) address: String,
}

impl Visitor {
    /// The visitor whose session the request names. Otherwise the answer to it.
    pub(super) async fn find(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let visitor = Self::of_session(parts, app).ok_or_else(to_login)?;
        match visitor.verify(&app.readers).await {
            Ok(()) => Ok(visitor),
            // Its agent was removed, or has another token by now.
            Err(problem) if problem.status().is_client_error() => Err(to_login()),
            Err(problem) => Err(problem.into_response()),
        }
    }

    /// The caller of a halt. If the database cannot be read, the session is enough: halting too
    /// much is the safe side.
    async fn find_halting(parts: &Parts, app: &App) -> Result<Self, Response> {
        let visitor = Self::of_session(parts, app).ok_or_else(to_login)?;
        match visitor.verify(&app.halting).await {
            Err(problem) if problem.status().is_client_error() => Err(to_login()),
            _ => Ok(visitor),
        }
    }

    /// The visitor that the session cookie identifies, if it is valid.
    fn of_session(parts: &Parts, app: &App) -> Option<Self> {
        let session = session_cookie(&parts.headers).and_then(|id| app.sessions.of(id))?;
        Some(Self {
            caller: Asker::of_session(session.clone()).caller,
            session,
            address: address(parts),
        })
    }

    async fn verify(&self, readers: &Readers) -> Result<(), Problem> {
        Asker::of_session(self.session.clone())
            .verify(readers)
            .await
    }
}

fn to_login() -> Response {
    Redirect::to("/login").into_response()
}

fn address(parts: &Parts) -> String {
    let address = parts.uri.path_and_query();
    address.map_or_else(|| "/".to_owned(), ToString::to_string)
}

impl FromRequestParts<Arc<App>> for Visitor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Response> {
        Self::find(parts, app).await
    }
}

/// A form of the page that a visitor has sent.
pub(super) struct Form<T> {
    /// Who has sent it.
    pub(super) visitor: Visitor,
    /// Where to go on afterwards.
    pub(super) back: String,
    /// What it asks for.
    pub(super) fields: T,
}

impl<T: DeserializeOwned> FromRequest<Arc<App>> for Form<T> {
    type Rejection = Response;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::find(&mut parts, app).await?;
        Self::read(visitor, body).await
    }
}

/// The form of a halt, which is read also where the database cannot be.
pub(super) struct HaltForm<T>(pub(super) Form<T>);

impl<T: DeserializeOwned> FromRequest<Arc<App>> for HaltForm<T> {
    type Rejection = Response;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let visitor = Visitor::find_halting(&parts, app).await?;
        Form::read(visitor, body).await.map(Self)
    }
}

impl<T: DeserializeOwned> Form<T> {
    async fn read(visitor: Visitor, body: Body) -> Result<Self, Response> {
        let read = async {
            let mut fields = pairs("body", &text_of(body, BODY).await?)?;
            let csrf = take(&mut fields, "csrf").unwrap_or_default();
            if !visitor.session.accepts(&csrf) {
                return Err(Problem::denied(
                    "the form does not come from a page of this session",
                    "load the page again, and send the form from there",
                ));
            }
            let back = take(&mut fields, "back").unwrap_or_default();
            Ok((local(back), of_pairs("body", fields)?))
        };
        let (back, fields) = read.await.map_err(Problem::into_response)?;
        Ok(Self {
            visitor,
            back,
            fields,
        })
    }
}

fn take(fields: &mut Vec<(String, String)>, name: &str) -> Option<String> {
    let at = fields.iter().position(|(given, _)| given == name)?;
    Some(fields.swap_remove(at).1)
}

/// The address, where it leads to a page of this server.
fn local(address: String) -> String {
    let is_local = address.starts_with('/') && !address.starts_with("//");
    let is_plain = |c: char| c.is_ascii_graphic() && c != '\\';
    if is_local && address.chars().all(is_plain) {
        address
    } else {
        "/".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn a_form_leads_back_to_this_server_only() {
        for address in ["/", "/cycles/a?b=c#d"] {
            assert_eq!(local(address.to_owned()), address);
        }
        for address in ["", "http://x/", "//x", "/\\x", "/a\r\nb", "x"] {
            assert_eq!(local(address.to_owned()), "/");
        }
    }
}
