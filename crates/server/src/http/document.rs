//! A document that is the same for everybody until the next start: the rules, the description.

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use sha2::{Digest as _, Sha256};

use super::answer::{Asked, Refusal};

/// The methods of a document.
pub const METHODS: &str = "GET, HEAD, OPTIONS";

/// JSON with a tag, that a client may keep and ask about again.
#[derive(Clone, Debug)]
pub struct Document {
    bytes: Bytes,
    tag: HeaderValue,
}

impl Document {
    /// A document of these bytes.
    pub fn new(json: Vec<u8>) -> Self {
        let tag = tag(&Sha256::digest(&json).into(), "");
        Self { bytes: json.into(), tag }
    }

    /// Answers a request for it.
    pub fn answer(&self, request: &Request<Body>) -> Response<Body> {
        if let Some(other) = unless_read(request) {
            return other;
        }
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(ETAG, self.tag.clone());
        if is_known(request.headers(), &self.tag) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else {
            *response.body_mut() = Body::from(self.bytes.clone());
        }
        response
    }
}

/// The answer to any other method than those that read, of a path that is only read.
pub fn unless_read(request: &Request<Body>) -> Option<Response<Body>> {
    match *request.method() {
        Method::GET | Method::HEAD => None,
        Method::OPTIONS => Some(super::options(METHODS)),
        _ => Some(Asked::of(request).failure(Refusal::method(METHODS))),
    }
}

/// A hash of all bytes.
pub type Digest = [u8; 32];

/// The tag of the bytes of this hash, in a form that `mark` names.
pub fn tag(digest: &Digest, mark: &str) -> HeaderValue {
    let start = digest.first_chunk().map_or(0, |start| u64::from_be_bytes(*start));
    HeaderValue::try_from(format!("\"{start:016x}{mark}\""))
        .unwrap_or_else(|_| HeaderValue::from_static("\"\""))
}

/// Whether `If-None-Match` names the tag, weakly compared, or any (RFC 9110, 13.1.2).
pub fn is_known(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let lines = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(str::trim).any(|known| {
        known == "*" || known.strip_prefix("W/").unwrap_or(known).as_bytes() == tag.as_bytes()
    })
}
