//! The names by which a server may be addressed. A browser that was led to the server by a
//! foreign name, or by a page of another site, is refused.

use std::net::SocketAddr;

use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode};

use super::problem::Problem;
use crate::model::error::ErrorKind;

/// The names by which the server may be addressed, with and without its port.
pub(super) struct Hosts(Vec<String>);

impl Hosts {
    /// Those of a server that listens at `address`: the loopback interface, the address itself,
    /// and what the operator has named.
    pub(super) fn new(address: Option<SocketAddr>, own: &[String]) -> Self {
        let mut names: Vec<_> = ["localhost", "127.0.0.1", "[::1]"]
            .map(str::to_owned)
            .to_vec();
        names.extend(own.iter().map(|name| name.to_ascii_lowercase()));
        if let Some(address) = address {
            names.push(match address {
                SocketAddr::V4(address) => address.ip().to_string(),
                SocketAddr::V6(address) => format!("[{}]", address.ip()),
            });
            let port = address.port();
            names.extend(names.clone().iter().map(|name| format!("{name}:{port}")));
        }
        Self(names)
    }

    /// Makes sure that a request is addressed to this server, and by no other site.
    pub(super) fn check(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let host = headers.get(HOST).and_then(|value| value.to_str().ok());
        let host = host.map(str::to_ascii_lowercase);
        if !host.as_ref().is_some_and(|host| self.0.contains(host)) {
            return Err(Problem::new(
                StatusCode::MISDIRECTED_REQUEST,
                ErrorKind::Denied.as_str(),
                "the server is not addressed by this `Host`",
                "use its address, or start it with `--host NAME`",
            ));
        }
        let Some(origin) = headers.get(ORIGIN) else {
            return Ok(());
        };
        let origin = origin.to_str().unwrap_or_default().to_ascii_lowercase();
        let origin = origin.split_once("://").map(|(_, rest)| rest.to_owned());
        if origin.is_some() && origin == host {
            return Ok(());
        }
        Err(Problem::denied(
            "the request comes from a page of another site",
            "use the page of this server",
        ))
    }
}
