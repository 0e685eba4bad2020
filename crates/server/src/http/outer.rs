//! What happens around every request: its id, its time limit, its headers, its line in the log.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, Request, Response};
use axum::middleware::Next;
use client_profile::envelope::ErrorCode;

use super::answer::{Asked, Refusal};
use super::headers::{self, Part};
use super::{Service, is_api};

/// How long a request may take, its body's arrival included.
pub const TIME_LIMIT: Duration = Duration::from_secs(10);

/// The request's id, in the answer and in the log.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Answers a request through `next`, whatever becomes of it.
pub async fn around(
    State(_): State<Arc<Service>>,
    request: Request<Body>,
    next: Next,
) -> Response<Body> {
    let asked = Asked::of(&request);
    let part = if is_api(request.uri().path()) { Part::Api } else { Part::Page };
    // In a task of its own, a request whose client goes away is finished all the same, and a
    // panic ends nothing else.
    let work = tokio::spawn(next.run(request));
    let mut response = match tokio::time::timeout(TIME_LIMIT, work).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => asked.failure(Refusal::new(ErrorCode::InternalError)),
        Err(_) => asked.failure(Refusal::new(ErrorCode::RequestTimeout)),
    };
    headers::add(response.headers_mut(), part);
    if let Some(id) = new_id() {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// 16 random hexadecimal digits. Never taken from the request: what a client sends is not logged.
fn new_id() -> Option<HeaderValue> {
    let number = getrandom::u64().ok()?;
    HeaderValue::try_from(format!("{number:016x}")).ok()
}
