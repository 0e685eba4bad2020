//! The body of a request: its type, its size, its arrival.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
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

/// The bytes of a JSON body.
pub async fn json(headers: &HeaderMap, body: Body) -> Result<Bytes, Refusal> {
    if !is_json(headers) {
        drain(body, 0).await;
        return Err(Refusal::new(ErrorCode::UnsupportedMediaType));
    }
    let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: u64| length > MAX_BODY as u64) {
        drain(body, 0).await;
        return Err(Refusal::new(ErrorCode::PayloadTooLarge));
    }
    let arrival = tokio::time::timeout(TIME_LIMIT, read(body));
    arrival.await.unwrap_or_else(|_| Err(Refusal::new(ErrorCode::RequestTimeout)))
}

async fn read(mut body: Body) -> Result<Bytes, Refusal> {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Refusal::new(ErrorCode::BadRequest))?;
        if let Ok(data) = frame.into_data() {
            if bytes.len() + data.len() > MAX_BODY {
                drain(body, bytes.len()).await;
                return Err(Refusal::new(ErrorCode::PayloadTooLarge));
            }
            bytes.extend_from_slice(&data);
        }
    }
    Ok(bytes.into())
}

/// Reads and drops the rest of a body.
pub async fn drain(mut body: Body, mut read: usize) {
    while read < MAX_DROPPED {
        match body.frame().await {
            Some(Ok(frame)) => read += frame.data_ref().map_or(0, Bytes::len),
            Some(Err(_)) | None => return,
        }
    }
}

/// `application/json`, with no encoding on top and no charset but UTF-8.
fn is_json(headers: &HeaderMap) -> bool {
    let plain = headers
        .get_all(CONTENT_ENCODING)
        .iter()
        .all(|coding| coding.as_bytes().eq_ignore_ascii_case(b"identity"));
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    let (Some(first), None) = (types.next(), types.next()) else {
        return false;
    };
    let Ok(text) = first.to_str() else {
        return false;
    };
    let mut parts = text.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default();
    let charset = parts
        .filter_map(|part| part.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    plain
        && essence.eq_ignore_ascii_case("application/json")
        && charset
            .is_none_or(|(_, value)| value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8"))
}
