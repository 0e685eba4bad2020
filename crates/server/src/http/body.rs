//! The body of a request: its type, its size, its arrival.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, EXPECT};
use client_profile::envelope::ErrorCode;
use http_body_util::BodyExt as _;

use super::answer::Refusal;

/// Largest body, in bytes.
pub const MAX_BODY: usize = 16 * 1024;

/// How long a body may take to arrive. Less than a request may take in all.
const TIME_LIMIT: Duration = Duration::from_secs(8);

/// How much of a body that is too large is read and dropped, so that its sender gets to read the
/// answer instead of a closed connection.
const MAX_DROPPED: usize = 4 * 1024 * 1024;

/// The same for a sender who was not let in: what any good request has, and some more.
pub const MAX_DROPPED_OF_STRANGERS: usize = 64 * 1024;

/// How long is waited for what is dropped.
const DROP_TIME: Duration = Duration::from_secs(1);

/// The bytes of a JSON body.
pub async fn json(headers: &HeaderMap, body: Body) -> Result<Bytes, Refusal> {
    if let Err(refusal) = is_json(headers) {
        drop_rest(headers, body, MAX_DROPPED).await;
        return Err(refusal);
    }
    let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: u64| length > MAX_BODY as u64) {
        drop_rest(headers, body, MAX_DROPPED).await;
        return Err(Refusal::new(ErrorCode::PayloadTooLarge));
    }
    let arrival = tokio::time::timeout(TIME_LIMIT, read(headers, body));
    arrival.await.unwrap_or_else(|_| Err(Refusal::new(ErrorCode::RequestTimeout)))
}

async fn read(headers: &HeaderMap, mut body: Body) -> Result<Bytes, Refusal> {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Refusal::new(ErrorCode::BadRequest))?;
        if let Ok(data) = frame.into_data() {
            if bytes.len() + data.len() > MAX_BODY {
                drop_rest(headers, body, MAX_DROPPED).await;
                return Err(Refusal::new(ErrorCode::PayloadTooLarge));
            }
            bytes.extend_from_slice(&data);
        }
    }
    Ok(bytes.into())
}

/// Reads and drops the rest of a body, `most` bytes of it. Who asked whether to send it is told
/// by the answer that it should not.
pub async fn drop_rest(headers: &HeaderMap, mut body: Body, most: usize) {
    if headers.contains_key(EXPECT) {
        return;
    }
    let rest = async {
        let mut dropped = 0;
        while dropped < most {
            match body.frame().await {
                Some(Ok(frame)) => dropped += frame.data_ref().map_or(0, Bytes::len),
                Some(Err(_)) | None => return,
            }
        }
    };
    // In time or not, the answer is the same.
    drop(tokio::time::timeout(DROP_TIME, rest).await);
}

/// Whether it is `application/json`, with no encoding on top and no charset but UTF-8; else what
/// to change.
fn is_json(headers: &HeaderMap) -> Result<(), Refusal> {
    let other = |what: &str| Err(Refusal::saying(ErrorCode::UnsupportedMediaType, what.into()));
    let mut codings = headers.get_all(CONTENT_ENCODING).iter();
    if !codings.all(|coding| coding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return Err(Refusal::coding());
    }
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    let (Some(first), None) = (types.next(), types.next()) else {
        return other("Send one Content-Type header, that says application/json");
    };
    let mut parts = first.to_str().unwrap_or_default().split(';').map(str::trim);
    if !parts.next().unwrap_or_default().eq_ignore_ascii_case("application/json") {
        return other("Send the body as application/json");
    }
    let mut charsets = parts
        .filter_map(|part| part.split_once('='))
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    if charsets.all(|(_, set)| set.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")) {
        Ok(())
    } else {
        other("Send the body in UTF-8: JSON is in no other charset")
    }
}
