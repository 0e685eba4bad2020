//! Answers as the wire wants them: the envelope of success, the envelope of failure.

use std::time::Instant;

use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, ALLOW, CONTENT_TYPE, ETAG, RETRY_AFTER, WWW_AUTHENTICATE,
};
use axum::http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use client_profile::envelope::{ErrorCode, ErrorItem, Failure, Meta, Success};
use client_profile::{Issue, Profile, Severity};

use super::etag;
use crate::store::{Record, StoreError};

/// The prefix under which the same paths are served as in production.
pub const VERSION_PREFIX: &str = "/v1";

/// Seconds after which a client may try again when the database was away.
const RETRY_UNAVAILABLE: u64 = 2;

/// Longest path that is repeated in `meta.endpoint`.
const MAX_ENDPOINT: usize = 128;

/// What `meta` says of a request.
#[derive(Clone, Debug)]
pub struct Asked {
    started: Instant,
    endpoint: String,
    method: Method,
}

/// A request that went well.
#[derive(Debug)]
pub enum Done {
    /// What is answered.
    Record(Box<Record>),
    /// It was read, and is what the caller has: only its tag is answered.
    Known(Box<Record>),
}

/// A request that did not. `Debug` shows codes only.
pub struct Refusal {
    code: ErrorCode,
    items: Vec<ErrorItem>,
    record: Option<Box<Record>>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl std::fmt::Debug for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Refusal").field("code", &self.code).finish_non_exhaustive()
    }
}

/// What to do about a failure that no field is to blame for.
const fn words(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::ValidationError => "Change what the errors name, then send it again",
        ErrorCode::InvalidJson => "Send the body as JSON",
        ErrorCode::BadRequest => "Send the request again as the documentation describes it",
        ErrorCode::Unauthorized => "Send your token in the Authorization header",
        ErrorCode::InvalidToken => "Ask for a new token: this one is unknown, expired or revoked",
        ErrorCode::NotFound => "Check the path: nothing is here",
        ErrorCode::MethodNotAllowed => "Use one of the methods that the Allow header names",
        ErrorCode::RequestTimeout => "Send the request again: it did not arrive in time",
        ErrorCode::Conflict => "Change the profile with PUT: there is one already",
        ErrorCode::PreconditionFailed => {
            "Look at the current record, then send your change again: it was changed meanwhile"
        }
        ErrorCode::PayloadTooLarge => "Send a smaller body: 16 KiB is the most",
        ErrorCode::UnsupportedMediaType => "Send the body as application/json",
        ErrorCode::RateLimit => "Wait as many seconds as the Retry-After header says",
        ErrorCode::HeaderTooLarge => "Send a smaller header: 64 lines and 16 KiB are the most",
        ErrorCode::InternalError => "Tell whoever runs this service: something broke on our side",
        ErrorCode::NotImplemented => "Send the body as it is, or in chunks and no other coding",
        ErrorCode::Unavailable => "Try again in a moment",
    }
}

impl Refusal {
    /// A failure without more to say than its code.
    pub fn new(code: ErrorCode) -> Self {
        Self::saying(code, words(code).into())
    }

    /// A failure in words of its own.
    pub fn saying(code: ErrorCode, message: String) -> Self {
        let item = ErrorItem {
            status: code.status(),
            code: code.as_str(),
            message,
            field: None,
            issue: None,
            country: None,
        };
        let mut headers = Vec::new();
        let challenge = match code {
            ErrorCode::Unauthorized => Some(r#"Bearer realm="client-profile""#),
            ErrorCode::InvalidToken => {
                Some(r#"Bearer realm="client-profile", error="invalid_token""#)
            }
            _ => None,
        };
        if let Some(challenge) = challenge {
            headers.push((WWW_AUTHENTICATE, HeaderValue::from_static(challenge)));
        }
        if code == ErrorCode::Unavailable {
            headers.push((RETRY_AFTER, RETRY_UNAVAILABLE.into()));
        }
        Self { code, items: vec![item], record: None, headers }
    }

    /// Everything that a check found and that blocks.
    pub fn of_issues<'a>(issues: impl Iterator<Item = Issue<'a>>) -> Self {
        let code = ErrorCode::ValidationError;
        let items = issues
            .filter(|issue| issue.severity == Severity::Error)
            .map(|issue| ErrorItem {
                status: code.status(),
                code: code.as_str(),
                message: issue.message().to_string(),
                field: issue.name().map(Into::into),
                issue: Some(issue.code.as_str()),
                country: issue.meant().map(|country| country.as_str().to_owned()),
            })
            .collect();
        Self { code, items, record: None, headers: Vec::new() }
    }

    /// A method that the path does not take.
    pub fn method(allowed: &'static str) -> Self {
        let mut refusal = Self::new(ErrorCode::MethodNotAllowed);
        refusal.headers.push((ALLOW, HeaderValue::from_static(allowed)));
        refusal
    }

    /// A body with a coding on top; the header tells a program what RFC 9110, 12.5.3 has it look for.
    pub fn coding() -> Self {
        let words = "Send the body as it is, without a Content-Encoding".into();
        let mut refusal = Self::saying(ErrorCode::UnsupportedMediaType, words);
        refusal.headers.push((ACCEPT_ENCODING, HeaderValue::from_static("identity")));
        refusal
    }

    /// The same with the record as it is, which the caller did not expect.
    #[must_use]
    pub fn with_current(self, record: Box<Record>) -> Self {
        Self { record: Some(record), ..self }
    }

    /// Too many requests.
    pub fn rate(seconds: u64) -> Self {
        let mut refusal = Self::new(ErrorCode::RateLimit);
        refusal.headers.push((RETRY_AFTER, seconds.into()));
        refusal
    }

    /// The kind of failure.
    pub const fn code(&self) -> ErrorCode {
        self.code
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        log(&error);
        Self::new(match error {
            StoreError::Unavailable(_) => ErrorCode::Unavailable,
            StoreError::Internal(_) => ErrorCode::InternalError,
        })
    }
}

/// Tells the operator why; the client hears only that it is so.
pub fn log(error: &StoreError) {
    match error {
        StoreError::Unavailable(_) => tracing::warn!(%error, "store"),
        StoreError::Internal(_) => tracing::error!(%error, "store"),
    }
}

impl Asked {
    /// What `meta` will say of this request, which is timed from where that was first asked.
    pub fn of<T>(request: &Request<T>) -> Self {
        if let Some(asked) = request.extensions().get::<Self>() {
            return asked.clone();
        }
        let path = request.uri().path();
        let path = path.strip_prefix(VERSION_PREFIX).filter(|p| p.starts_with('/')).unwrap_or(path);
        Self {
            started: Instant::now(),
            endpoint: path.chars().take(MAX_ENDPOINT).collect(),
            method: request.method().clone(),
        }
    }

    fn meta(&self) -> Meta {
        Meta {
            endpoint: self.endpoint.clone(),
            // HEAD is answered with the header of GET, its length included (RFC 9110, 9.3.2).
            method: if self.method == Method::HEAD {
                "GET".into()
            } else {
                self.method.to_string()
            },
            timing: u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX),
        }
    }

    /// The answer.
    pub fn answer(&self, outcome: Result<Done, Refusal>) -> Response<Body> {
        match outcome {
            Ok(Done::Record(record)) => self.success(&record),
            Ok(Done::Known(record)) => not_modified(&record),
            Err(refusal) => self.failure(refusal),
        }
    }

    fn success(&self, record: &Record) -> Response<Body> {
        let body = Success { data: [wire_profile(record)], meta: self.meta() };
        let mut response = json(StatusCode::OK, &body);
        response.headers_mut().insert(ETAG, etag::of(record));
        response
    }

    /// The answer to a request that failed.
    pub fn failure(&self, refusal: Refusal) -> Response<Body> {
        let tag = refusal.record.as_deref().map(etag::of);
        let body = Failure {
            data: refusal.record.as_deref().map(|record| [wire_profile(record)]),
            errors: refusal.items,
            meta: self.meta(),
        };
        let status = StatusCode::from_u16(refusal.code.status())
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = json(status, &body);
        response.extensions_mut().insert(refusal.code);
        response.headers_mut().extend(refusal.headers);
        if let Some(tag) = tag {
            response.headers_mut().insert(ETAG, tag);
        }
        response
    }
}

fn not_modified(record: &Record) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    response.headers_mut().insert(ETAG, etag::of(record));
    response
}

/// `value` as a JSON answer.
pub fn json(status: StatusCode, value: &impl serde::Serialize) -> Response<Body> {
    // A record is longer than the least that a vector begins with.
    let mut body = Vec::with_capacity(1024);
    // These types have string keys and no failing parts, so writing them does not fail.
    drop(serde_json::to_writer(&mut body, value));
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// The record with its 17 keys.
pub fn wire_profile(record: &Record) -> Profile {
    let mut profile = Profile {
        client_id: Some(record.client_id),
        address_id: record.address_id,
        staff_identifier: record.staff_identifier.clone(),
        reason: record.reason.clone(),
        created_time: Some(record.created_time.to_string()),
        updated_time: record.updated_time.map(|time| time.to_string()),
        ..Profile::default()
    };
    for (field, value) in record.values.iter() {
        profile.set_text(field, Some(value.into()));
    }
    profile
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::{body, head};

    #[test]
    fn what_is_too_large_is_told_the_limit() {
        let body = format!("{} KiB", body::MAX_BODY / 1024);
        let header = format!("{} lines and {} KiB", head::MAX_LINES, head::MAX_BYTES / 1024);
        assert!(words(ErrorCode::PayloadTooLarge).contains(&body));
        assert!(words(ErrorCode::HeaderTooLarge).contains(&header));
    }
}
