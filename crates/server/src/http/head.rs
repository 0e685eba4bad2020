//! What is asked of every request's header: a size, one host, and a body that can be read.

use axum::http::header::{HOST, TRANSFER_ENCODING};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Request, Version};
use client_profile::envelope::ErrorCode;

use super::answer::Refusal;

/// Most header lines.
pub const MAX_LINES: usize = 64;

/// Most bytes of header lines.
pub const MAX_BYTES: usize = 16 * 1024;

/// Bytes of a line besides its name and its value: colon, space and line end.
const AROUND: usize = 4;

/// Refuses a header that is too large, that does not say for which host it is, or that announces a
/// body in a coding that is not taken off.
pub fn look<T>(request: &Request<T>) -> Result<(), Refusal> {
    let headers = request.headers();
    let bytes: usize =
        headers.iter().map(|(name, value)| name.as_str().len() + value.len() + AROUND).sum();
    if headers.len() > MAX_LINES || bytes > MAX_BYTES {
        return Err(Refusal::new(ErrorCode::HeaderTooLarge));
    }
    if request.version() == Version::HTTP_11 && !has_one_host(headers) {
        let words = "Send one Host header, with the name of this service".into();
        return Err(Refusal::saying(ErrorCode::BadRequest, words));
    }
    if !is_chunked_at_most(headers) {
        return Err(Refusal::new(ErrorCode::NotImplemented));
    }
    Ok(())
}

/// RFC 9112, 6.1. The HTTP library takes off chunks, and leaves other codings under them as they
/// are.
fn is_chunked_at_most(headers: &HeaderMap) -> bool {
    let mut lines = headers.get_all(TRANSFER_ENCODING).iter();
    let first = lines.next();
    first.is_none_or(|coding| coding.as_bytes().trim_ascii().eq_ignore_ascii_case(b"chunked"))
        && lines.next().is_none()
}

/// RFC 9112, 3.2. Who has no name for the service sends an empty one.
fn has_one_host(headers: &HeaderMap) -> bool {
    let mut lines = headers.get_all(HOST).iter();
    let (Some(host), None) = (lines.next(), lines.next()) else {
        return false;
    };
    let host = host.as_bytes();
    host.is_empty() || (!host.contains(&b'@') && Authority::try_from(host).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(version: Version, lines: &[(&str, &str)]) -> Option<ErrorCode> {
        let mut request = Request::builder().version(version);
        for (name, value) in lines {
            request = request.header(*name, *value);
        }
        look(&request.body(()).unwrap()).err().map(|refusal| refusal.code())
    }

    #[test]
    fn a_request_names_one_host() {
        for host in ["profile.example", "127.0.0.1:8080", "[::1]:8080", ""] {
            assert_eq!(refused(Version::HTTP_11, &[("host", host)]), None, "{host}");
        }
        let bad = Some(ErrorCode::BadRequest);
        for host in ["a b", "user@a", "a/b"] {
            assert_eq!(refused(Version::HTTP_11, &[("host", host)]), bad, "{host}");
        }
        assert_eq!(refused(Version::HTTP_11, &[]), bad);
        assert_eq!(refused(Version::HTTP_11, &[("host", "a"), ("host", "a")]), bad);
        assert_eq!(refused(Version::HTTP_10, &[]), None);
    }

    #[test]
    fn a_header_has_so_many_lines_and_bytes() {
        let large = Some(ErrorCode::HeaderTooLarge);
        let lines = [("x", "1"); MAX_LINES + 1];
        assert_eq!(refused(Version::HTTP_10, &lines[1..]), None);
        assert_eq!(refused(Version::HTTP_10, &lines), large);
        let value = "x".repeat(MAX_BYTES - AROUND - 1);
        assert_eq!(refused(Version::HTTP_10, &[("x", &value)]), None);
        assert_eq!(refused(Version::HTTP_10, &[("xx", &value)]), large);
    }
}
