//! One call: the request as the wire contract has it, with a time limit, and what came of it.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use gloo_net::http::{Request, RequestBuilder, Response};
use leptos::prelude::set_timeout_with_handle;
use web_sys::AbortController;

use super::{Answer, Later, TIME_LIMIT_MS};

/// What lets a person in. Both are credentials: they stay in memory, and neither is shown.
#[derive(Clone, Default)]
pub struct Credentials {
    /// The value of `Authorization`.
    pub token: String,
    /// The value of `x-client-id`, when there is one.
    pub client_id: Option<String>,
}

impl Credentials {
    /// Whether a text can stand in a header: visible ASCII, as tokens are made of, alone or after
    /// `Bearer` and a space. Anything else would make the browser or the server refuse the request.
    pub fn can_be_sent(text: &str) -> bool {
        let bare = match text.split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token,
            _ => text,
        };
        bare.bytes().all(|byte| byte.is_ascii_graphic())
    }
}

/// Where the API is.
#[derive(Clone, Default)]
pub struct Api {
    /// What stands before a path, with a slash at its end; empty where the API lies beside the
    /// page, under whatever path that is.
    pub base: String,
}

/// What to do with the profile.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// Read it.
    Get,
    /// Make it.
    Post,
    /// Change it.
    Put,
}

/// A call about the profile.
pub struct Call {
    /// What to do.
    pub method: Method,
    /// The JSON text to send, if any.
    pub body: Option<String>,
    /// The version the change is meant for, when the server told one.
    pub if_match: Option<String>,
}

/// What came of a call.
pub enum Outcome {
    /// An answer, whatever it says.
    Answered(Answer),
    /// None within the time limit. The server may have done it all the same.
    TimedOut,
    /// The browser says there is no network.
    Offline,
    /// No whole answer: no name, no connection, or it broke. The server may have done it.
    Lost,
    /// The record of somebody else than the form holds.
    Another,
}

const PATH: &str = "client/profile";

impl Api {
    /// The API at an address that ends in a slash; beside the page, when it is empty.
    pub const fn at(base: String) -> Self {
        Self { base }
    }

    /// Calls, and waits at most the time limit.
    pub async fn send(&self, call: Call, credentials: &Credentials) -> Outcome {
        let address = [&self.base, PATH].concat();
        let mut request = match call.method {
            Method::Get => Request::get(&address),
            Method::Post => Request::post(&address),
            Method::Put => Request::put(&address),
        }
        .header("Authorization", &credentials.token)
        .cache(web_sys::RequestCache::NoStore);
        if let Some(client_id) = &credentials.client_id {
            request = request.header("x-client-id", client_id);
        }
        if let Some(tag) = &call.if_match {
            request = request.header("If-Match", tag);
        }
        send(request, call.body).await
    }

    /// Asks a demo for a token; `None` when it gives none.
    pub async fn demo_token(&self) -> Option<String> {
        let address = [&self.base, "demo/session"].concat();
        match send(Request::post(&address), None).await {
            Outcome::Answered(answer) => answer.json()?.text_of("token"),
            _ => None,
        }
    }
}

/// Two calls wait for this; boxed, it is in the page once.
fn send(request: RequestBuilder, body: Option<String>) -> Later<Outcome> {
    Box::pin(answer(request, body))
}

async fn answer(request: RequestBuilder, body: Option<String>) -> Outcome {
    let Ok(abort) = AbortController::new() else { return Outcome::Lost };
    let timed_out = Rc::new(Cell::new(false));
    let timer = set_timeout_with_handle(
        {
            let (abort, timed_out) = (abort.clone(), Rc::clone(&timed_out));
            move || {
                timed_out.set(true);
                abort.abort();
            }
        },
        Duration::from_millis(TIME_LIMIT_MS.into()),
    );
    let request = request.abort_signal(Some(&abort.signal()));
    let request = match body {
        Some(body) => request.header("Content-Type", "application/json").body(body),
        None => request.build(),
    };
    let outcome = match request {
        Ok(request) => read(request.send().await).await,
        Err(_) => None,
    };
    if let Ok(timer) = timer {
        timer.clear();
    }
    match outcome {
        Some(answer) => Outcome::Answered(answer),
        None if timed_out.get() => Outcome::TimedOut,
        None if !crate::document::online() => Outcome::Offline,
        None => Outcome::Lost,
    }
}

async fn read(response: Result<Response, gloo_net::Error>) -> Option<Answer> {
    let response = response.ok()?;
    let body = response.text().await.ok()?;
    let header = |name: &str| response.headers().get(name);
    let wait = header("Retry-After").and_then(|when| seconds_until(when.trim()));
    // Without its quotes, as some proxies tell it, it is no tag.
    let tag =
        header("ETag").map(|tag| if tag.contains('"') { tag } else { ["\"", &tag, "\""].concat() });
    Some(Answer { status: response.status(), tag, wait, body })
}

/// The longest wait that is asked of a person: after an hour, trying again harms nobody.
const LONGEST_WAIT: u32 = 60 * 60;

/// What `Retry-After` says: seconds, or a date (RFC 9110, section 10.2.3).
fn seconds_until(when: &str) -> Option<u32> {
    let seconds = if !when.is_empty() && when.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than a number has are a longer wait still.
        when.parse().unwrap_or(LONGEST_WAIT)
    } else {
        // No date is without letters, though browsers take `1.5` for one.
        if !when.bytes().any(|byte| byte.is_ascii_alphabetic()) {
            return None;
        }
        let left = (js_sys::Date::parse(when) - js_sys::Date::now()) / 1_000.0;
        if left.is_nan() {
            return None;
        }
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it stops at both ends"
        )]
        let whole = left.ceil() as u32;
        whole
    };
    Some(seconds.min(LONGEST_WAIT))
}
