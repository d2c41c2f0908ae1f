//! Long lists: read and sent page by page, so that none takes more memory than a page of it.

use std::io;
use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::Serialize;

use super::app::App;
use super::problem::Answer;
use crate::store::{Result, Store};

/// A JSON list of what `read` returns: the next items each time, and whether there are more.
pub(super) async fn listed<T, F>(app: Arc<App>, mut read: F) -> Answer<Response>
where
    T: Serialize,
    F: FnMut(&mut Store) -> Result<(Vec<T>, bool)> + Send + 'static,
{
    let (first, has_more) = app.readers.read(&mut read).await?;
    if !has_more {
        return Ok(Json(first).into_response());
    }
    let rest = Rest {
        app,
        read,
        begun: Some(format!("[{}", members(&first)?)),
        is_over: false,
    };
    let parts = stream::unfold(rest, async |mut rest| {
        let part = rest.next().await.transpose()?;
        Some((part, rest))
    });
    let headers = [(CONTENT_TYPE, "application/json")];
    Ok((headers, Body::from_stream(parts)).into_response())
}

/// The items without the brackets of the list.
fn members<T: Serialize>(items: &[T]) -> io::Result<String> {
    let mut text = serde_json::to_string(items)?;
    text.pop();
    text.remove(0);
    Ok(text)
}

/// What is still to be sent of a list.
struct Rest<F> {
    app: Arc<App>,
    read: F,
    begun: Option<String>,
    is_over: bool,
}

impl<F> Rest<F> {
    /// The next part. An error ends the response without its end, which the client notices.
    async fn next<T>(&mut self) -> io::Result<Option<String>>
    where
        T: Serialize,
        F: FnMut(&mut Store) -> Result<(Vec<T>, bool)>,
    {
        if let Some(begun) = self.begun.take() {
            return Ok(Some(begun));
        }
        if self.is_over {
            return Ok(None);
        }
        self.is_over = true;
        let read = self.app.readers.read(&mut self.read).await;
        let read = read.inspect_err(|error| tracing::warn!(%error, "a list is cut short"));
        let (items, has_more) = read.map_err(io::Error::other)?;
        self.is_over = !has_more;
        let separator = if items.is_empty() { "" } else { "," };
        let end = if has_more { "" } else { "]" };
        Ok(Some(format!("{separator}{}{end}", members(&items)?)))
    }
}
