//! The demonstration: a token for the page, given only to a page of this very service on loopback.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri};
use client_profile::envelope::ErrorCode;
use serde::Serialize;
use tokio::sync::Mutex;

use super::Service;
use super::answer::{Asked, Refusal, json};
use super::document::unless_read;
use crate::demo;
use crate::store::{NewToken, Store, StoreError};
use crate::timestamp::Timestamp;
use crate::token::Token;

/// How long the demonstration's token works.
const TOKEN_TIME: Duration = Duration::from_secs(24 * 60 * 60);

/// How long a token still works, at least, that is given to a page.
const LEAST_TIME: Duration = Duration::from_secs(60 * 60);

/// What the demonstration's tokens are called in lists.
const LABEL: &str = "demonstration";

/// What a demonstration gives to its page.
pub struct Demo(Mutex<Given>);

/// A token of the demonstration's client.
struct Given {
    token: Token,
    expires_time: Timestamp,
}

impl Demo {
    /// The demonstration's client, and a token for it.
    pub async fn start(store: &dyn Store, now: Timestamp) -> Result<Self, StoreError> {
        Ok(Self(Mutex::new(Given::issue(store, now).await?)))
    }

    /// The token, or a fresh one when it has ended or is about to, and when somebody revoked it or
    /// erased its client.
    pub async fn token(&self, store: &dyn Store, now: Timestamp) -> Result<String, StoreError> {
        let mut given = self.0.lock().await;
        let ends = given.expires_time < now.after(LEAST_TIME);
        if ends || store.caller(given.token.hash(), now).await?.is_none() {
            *given = Given::issue(store, now).await?;
        }
        Ok(given.token.reveal())
    }
}

impl Given {
    /// Gives a fresh one. Those that have ended go: each start, and each day, would leave one more.
    async fn issue(store: &dyn Store, now: Timestamp) -> Result<Self, StoreError> {
        let client = store.demo_client(demo::record()).await?;
        store.forget_expired(client, LABEL, now).await?;
        let random = |error: getrandom::Error| StoreError::Internal(error.to_string());
        let token = Token::generate().map_err(random)?;
        let expires_time = now.after(TOKEN_TIME);
        let new = NewToken {
            client,
            hash: token.hash(),
            label: Some(LABEL.into()),
            created_time: now,
            expires_time: Some(expires_time),
        };
        store.add_token(new).await?;
        Ok(Self { token, expires_time })
    }
}

impl fmt::Debug for Demo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Demo(…)")
    }
}

/// What the page reads before it starts.
#[derive(Serialize)]
struct Config<'a> {
    api_base: &'a str,
    locale: Option<&'static str>,
    demo: bool,
}

/// `GET /config.json`.
pub async fn config(State(service): State<Arc<Service>>, request: Request<Body>) -> Response<Body> {
    if let Some(other) = unless_read(&request) {
        return other;
    }
    let config = Config { api_base: &service.api_base, locale: None, demo: service.demo.is_some() };
    json(StatusCode::OK, &config)
}

#[derive(Serialize)]
struct Session<'a> {
    token: &'a str,
}

/// `POST /demo/session`.
pub async fn session(
    State(service): State<Arc<Service>>,
    request: Request<Body>,
) -> Response<Body> {
    let asked = Asked::of(&request);
    let Some(demo) = &service.demo else {
        return asked.failure(Refusal::new(ErrorCode::NotFound));
    };
    match *request.method() {
        Method::POST if is_own_page(request.headers()) => {
            match demo.token(&*service.store, (service.clock)()).await {
                Ok(token) => json(StatusCode::OK, &Session { token: &token }),
                Err(error) => asked.failure(error.into()),
            }
        }
        Method::POST => asked.failure(Refusal::new(ErrorCode::NotFound)),
        Method::OPTIONS => super::options("POST, OPTIONS"),
        _ => asked.failure(Refusal::method("POST, OPTIONS")),
    }
}

/// Whether the request comes from a page that was loaded from this service by a name of this
/// machine. The `Host` keeps other names that were made to point here (DNS rebinding) away;
/// `Sec-Fetch-Site`, or `Origin` where a browser does not send it, keeps other sites' pages away.
fn is_own_page(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let Some(host) = text(HOST) else {
        return false;
    };
    let Some(name) = Uri::try_from(format!("http://{host}/"))
        .ok()
        .and_then(|uri| uri.host().map(ToOwned::to_owned))
    else {
        return false;
    };
    // Any address that a demonstration may listen on: an address is nobody's name.
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    if name != "localhost" && !address.is_ok_and(|address| address.is_loopback()) {
        return false;
    }
    match headers.get("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => text(ORIGIN).is_some_and(|origin| origin.strip_prefix("http://") == Some(host)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_page_of_this_machine_is_known() {
        let table: &[(&[(&str, &str)], bool)] = &[
            (&[("host", "127.0.0.1:8080"), ("origin", "http://127.0.0.1:8080")], true),
            (&[("host", "localhost:8080"), ("origin", "http://localhost:8080")], true),
            (&[("host", "[::1]:8080"), ("origin", "http://[::1]:8080")], true),
            (&[("host", "127.0.0.1:8080"), ("sec-fetch-site", "same-origin")], true),
            (&[("host", "127.0.0.2:8080"), ("origin", "http://127.0.0.2:8080")], true),
            (&[("host", "127.1.2.3"), ("sec-fetch-site", "same-origin")], true),
            (&[("host", "192.0.2.1:8080"), ("origin", "http://192.0.2.1:8080")], false),
            (&[("host", "[2001:db8::1]:8080"), ("sec-fetch-site", "same-origin")], false),
            (&[("host", "127.0.0.2.evil.example"), ("sec-fetch-site", "same-origin")], false),
            (&[("host", "0.0.0.0:8080"), ("sec-fetch-site", "same-origin")], false),
            (&[("host", "127.0.0.1:8080")], false),
            (&[("host", "127.0.0.1:8080"), ("sec-fetch-site", "none")], false),
            (&[("host", "127.0.0.1:8080"), ("sec-fetch-site", "same-site")], false),
            (
                &[
                    ("host", "127.0.0.1:8080"),
                    ("sec-fetch-site", "cross-site"),
                    ("origin", "http://127.0.0.1:8080"),
                ],
                false,
            ),
            (&[("host", "127.0.0.1:8080"), ("origin", "http://127.0.0.1:8081")], false),
            (&[("host", "127.0.0.1:8080"), ("origin", "null")], false),
            (&[("host", "evil.example"), ("origin", "http://evil.example")], false),
            (&[("host", "localhost.evil.example"), ("sec-fetch-site", "same-origin")], false),
            (&[("host", "localhost@evil.example"), ("sec-fetch-site", "same-origin")], false),
            (&[("origin", "http://127.0.0.1:8080")], false),
        ];
        for (lines, expects) in table {
            let mut headers = HeaderMap::new();
            for (name, value) in *lines {
                headers.insert(
                    axum::http::HeaderName::from_bytes(name.as_bytes()).unwrap(),
                    HeaderValue::from_static(value),
                );
            }
            assert_eq!(is_own_page(&headers), *expects, "{lines:?}");
        }
    }
}
