//! The style, the script and the icon of the page. Each has the hash of its content in its
//! name, so that browsers keep it for as long as it is the same.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse, Response};

use super::super::problem::Problem;
use crate::model::audit::Hash;

/// A file that browsers fetch.
pub(super) struct Asset {
    name: String,
    content_type: &'static str,
    content: &'static str,
}

impl Asset {
    fn new(stem: &str, end: &str, content_type: &'static str, content: &'static str) -> Self {
        let hash = Hash::of_parts([content.as_bytes()]).to_string();
        Self {
            name: format!("{stem}-{}.{end}", &hash[..12]),
            content_type,
            content,
        }
    }

    /// Where it is.
    pub(super) fn address(&self) -> String {
        format!("/assets/{}", self.name)
    }
}

/// How everything looks.
pub(super) static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let content = include_str!("style.css");
    Asset::new("style", "css", "text/css; charset=utf-8", content)
});

/// Keeps the page current.
pub(super) static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    let content = include_str!("script.js");
    Asset::new("script", "js", "text/javascript; charset=utf-8", content)
});

/// The icon.
pub(super) static ICON: LazyLock<Asset> = LazyLock::new(|| {
    let content = include_str!("icon.svg");
    Asset::new("icon", "svg", "image/svg+xml", content)
});

/// `GET /assets/{name}`
pub(super) async fn serve(Path(name): Path<String>) -> Response {
    let assets = [&*STYLE, &*SCRIPT, &*ICON];
    let Some(asset) = assets.into_iter().find(|asset| asset.name == name) else {
        return Problem::no_route().into_response();
    };
    let headers = [
        (CONTENT_TYPE, asset.content_type),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, asset.content).into_response()
}
