//! Why a request fails, and what the client is told: one shape for every error, with a status
//! for each kind. Decides nothing.

use std::io;
use std::time::Duration;

use axum::Json;
use axum::http::header::{ALLOW, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::hint;
use crate::model;
use crate::model::error::{ErrorKind, Field};
use crate::store;

/// A result of a request.
pub(super) type Answer<T> = Result<T, Problem>;

/// Why a request fails.
#[derive(Debug)]
pub(super) struct Problem {
    status: StatusCode,
    body: ProblemBody,
}

/// What the client is told about an error.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProblemBody {
    detail: Detail,
    /// What kind of error it is, such as `conflict` or `halted`.
    #[schema(examples("conflict"))]
    kind: &'static str,
    /// What to do next.
    hint: String,
    /// Whether the same request may succeed later with nothing else changed.
    retryable: bool,
}

/// A text, or, where the input is invalid, a list of what is wrong with it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
enum Detail {
    Text(String),
    Invalid(Vec<InvalidInput>),
}

/// What is wrong with one part of the input.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct InvalidInput {
    /// The kind of fault, such as `missing` or `value_error`.
    #[serde(rename = "type")]
    pub(super) fault: &'static str,
    /// Where it is: `body`, `query` or `path`, and the name of the field.
    pub(super) loc: Vec<String>,
    /// What is wrong.
    pub(super) msg: String,
    /// What was given.
    pub(super) input: Value,
}

/// The status of each kind of error. One table, next to the exit codes of the command line.
const fn status_of(kind: ErrorKind) -> StatusCode {
    match kind {
        ErrorKind::InvalidInput => StatusCode::UNPROCESSABLE_ENTITY,
        ErrorKind::NotFound => StatusCode::NOT_FOUND,
        ErrorKind::Conflict | ErrorKind::Unhealthy | ErrorKind::CycleFailed => StatusCode::CONFLICT,
        ErrorKind::Deadline => StatusCode::GATEWAY_TIMEOUT,
        ErrorKind::Denied => StatusCode::FORBIDDEN,
        ErrorKind::WaitingForApproval => StatusCode::ACCEPTED,
        ErrorKind::Halted => StatusCode::LOCKED,
        ErrorKind::Busy => StatusCode::SERVICE_UNAVAILABLE,
        ErrorKind::Internal | ErrorKind::UnusableDatabase | ErrorKind::Io => {
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

/// How long a client should wait before it tries a busy server again, in seconds.
const TRY_AGAIN_AFTER: HeaderValue = HeaderValue::from_static("1");

impl Problem {
    /// An error with a status of its own.
    pub(super) fn new(
        status: StatusCode,
        kind: &'static str,
        detail: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self {
            status,
            body: ProblemBody {
                detail: Detail::Text(detail.into()),
                kind,
                hint: hint.into(),
                retryable: status == StatusCode::SERVICE_UNAVAILABLE,
            },
        }
    }

    /// An error whose kind has this name.
    pub(super) fn of_kind(kind: &str, detail: String, hint: String) -> Self {
        let kind = ErrorKind::from_word(kind).unwrap_or(ErrorKind::Internal);
        let detail = match kind {
            ErrorKind::InvalidInput => Detail::Invalid(vec![InvalidInput {
                fault: "value_error",
                loc: vec!["body".to_owned()],
                msg: detail,
                input: Value::Null,
            }]),
            _ => Detail::Text(detail),
        };
        Self {
            status: status_of(kind),
            body: ProblemBody {
                detail,
                kind: kind.as_str(),
                hint,
                retryable: kind.is_retryable(),
            },
        }
    }

    /// Invalid input.
    pub(super) fn invalid(faults: Vec<InvalidInput>) -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            body: ProblemBody {
                detail: Detail::Invalid(faults),
                kind: ErrorKind::InvalidInput.as_str(),
                hint: "correct the fields that `detail` names; /openapi.json describes the input"
                    .to_owned(),
                retryable: false,
            },
        }
    }

    /// One field of the input is invalid.
    pub(super) fn invalid_field(loc: [&str; 2], msg: impl Into<String>, input: Value) -> Self {
        Self::invalid(vec![InvalidInput {
            fault: "value_error",
            loc: loc.map(str::to_owned).to_vec(),
            msg: msg.into(),
            input,
        }])
    }

    /// The body has more bytes than that.
    pub(super) fn too_long(limit: usize) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            ErrorKind::InvalidInput.as_str(),
            format!("the body has more than {limit} bytes"),
            "send less, or many messages with POST /api/v1/coordination/messages/batch",
        )
    }

    /// The body took longer than that to arrive.
    pub(super) fn too_slow(limit: Duration) -> Self {
        Self::new(
            StatusCode::REQUEST_TIMEOUT,
            ErrorKind::InvalidInput.as_str(),
            format!("the body took longer than {} s", limit.as_secs()),
            "send it at once, or in parts",
        )
    }

    /// What was named does not exist.
    pub(super) fn not_found(detail: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            ErrorKind::NotFound.as_str(),
            detail,
            hint,
        )
    }

    /// The request has no valid credential.
    pub(super) fn unauthenticated(detail: impl Into<String>) -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "unauthenticated",
            detail,
            "send the token of an enrolled agent as `Authorization: Bearer TOKEN`",
        )
    }

    /// The caller may not do this.
    pub(super) fn denied(detail: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            ErrorKind::Denied.as_str(),
            detail,
            hint,
        )
    }

    /// There is nothing at this path.
    pub(super) fn no_route() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            ErrorKind::NotFound.as_str(),
            "there is nothing at this path",
            "/openapi.json lists the paths",
        )
    }

    /// What it says, as a status.
    pub(super) const fn status(&self) -> StatusCode {
        self.status
    }

    /// What people are told.
    fn in_words(&self) -> InWords {
        InWords {
            kind: self.body.kind,
            text: self.body.detail.text(),
            hint: self.body.hint.clone(),
        }
    }
}

/// What people are told about an error. It goes with each response for one, so that a page can
/// show it.
#[derive(Clone, Debug)]
pub(super) struct InWords {
    /// What kind of error it is.
    pub(super) kind: &'static str,
    /// What is wrong.
    pub(super) text: String,
    /// What to do next.
    pub(super) hint: String,
}

impl Detail {
    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Invalid(faults) => {
                let faults = faults.iter();
                let faults = faults.map(|fault| format!("{}: {}", fault.loc.join("."), fault.msg));
                faults.collect::<Vec<_>>().join("; ")
            }
        }
    }
}

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Self {
        let kind = error.kind();
        if matches!(kind, ErrorKind::Internal | ErrorKind::Io) {
            tracing::error!(%error, "a request failed");
        }
        let hint = hint::words(&error.next_step());
        let detail = match &error {
            store::Error::Rule(model::Error::InLines { problems, .. })
                if kind == ErrorKind::InvalidInput =>
            {
                Detail::Invalid(problems.iter().map(invalid_line).collect())
            }
            store::Error::Rule(rule) if kind == ErrorKind::InvalidInput => {
                Detail::Invalid(vec![invalid_rule(rule)])
            }
            // In the words of the source.
            store::Error::Rule(model::Error::CycleNotFound(cycle)) => {
                Detail::Text(format!("Cycle {cycle} not found"))
            }
            _ => Detail::Text(error.to_string()),
        };
        Self {
            status: status_of(kind),
            body: ProblemBody {
                detail,
                kind: kind.as_str(),
                hint,
                retryable: kind.is_retryable(),
            },
        }
    }
}

impl From<model::Error> for Problem {
    fn from(rule: model::Error) -> Self {
        store::Error::from(rule).into()
    }
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        tracing::error!(%error, "a request failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            ErrorKind::Io.as_str(),
            error.to_string(),
            "see the log of the server",
        )
    }
}

/// What is wrong with a line of a batch, which its number names.
fn invalid_line((number, rule): &(u64, model::Error)) -> InvalidInput {
    InvalidInput {
        loc: vec!["body".to_owned(), number.to_string()],
        ..invalid_rule(rule)
    }
}

fn invalid_rule(rule: &model::Error) -> InvalidInput {
    let field = match rule {
        model::Error::InvalidValue { field, .. } => field_name(*field),
        _ => None,
    };
    InvalidInput {
        fault: "value_error",
        loc: std::iter::once("body")
            .chain(field)
            .map(str::to_owned)
            .collect(),
        msg: rule.to_string(),
        input: Value::Null,
    }
}

/// The field of a request that gives the value.
const fn field_name(field: Field) -> Option<&'static str> {
    match field {
        Field::PeakBalance => Some("peak_balance"),
        Field::Cycle => Some("cycle"),
        Field::Member(name) => Some(name),
        Field::BackupFile | Field::Backup | Field::Batch => None,
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let in_words = self.in_words();
        let mut response = (self.status, Json(self.body)).into_response();
        response.extensions_mut().insert(in_words);
        let headers = response.headers_mut();
        match self.status {
            StatusCode::SERVICE_UNAVAILABLE => {
                headers.insert(RETRY_AFTER, TRY_AGAIN_AFTER);
            }
            StatusCode::UNAUTHORIZED => {
                headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            _ => {}
        }
        response
    }
}

/// What a path answers to a method that it does not have. The router adds `Allow`.
pub(super) fn wrong_method(allow: Option<HeaderValue>) -> Response {
    let problem = Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        ErrorKind::InvalidInput.as_str(),
        "this path does not have this method",
        "`Allow` lists the methods of the path; /openapi.json describes them",
    );
    let mut response = problem.into_response();
    if let Some(allow) = allow {
        response.headers_mut().insert(ALLOW, allow);
    }
    response
}
