//! The record's tag, and what `If-Match` expects of it.

use axum::http::header::IF_MATCH;
use axum::http::{HeaderMap, HeaderValue};
use client_profile::envelope::ErrorCode;

use super::answer::Refusal;
use crate::store::{Expected, Record};

/// Most tags that are read from `If-Match`.
const MAX_TAGS: usize = 32;

/// The tag of a record's version. Opaque to clients; it differs from client to client, so that
/// one client's tag never fits another's record.
pub fn of(record: &Record) -> HeaderValue {
    let tag = format!("\"{:x}-{:x}\"", record.client_id, record.version);
    // Hexadecimal digits, a hyphen and quotes are a header's text.
    HeaderValue::try_from(tag).unwrap_or_else(|_| HeaderValue::from_static("\"\""))
}

/// What the request expects of the record of `client`: RFC 9110, 13.1.1. `If-Match` is a list of
/// tags or `*`. A `W/` before our tag is taken: proxies that compress put it there. A tag that is
/// not ours is a tag of another version.
pub fn expected(headers: &HeaderMap, client: i64) -> Result<Expected, Refusal> {
    let mut versions = Vec::new();
    let mut any = false;
    let mut seen = 0;
    for line in headers.get_all(IF_MATCH) {
        let mut rest = line.to_str().map_err(|_| unreadable())?.trim();
        while !rest.is_empty() {
            seen += 1;
            if seen > MAX_TAGS {
                return Err(unreadable());
            }
            rest = if let Some(after) = rest.strip_prefix('*') {
                any = true;
                after
            } else {
                let opened = rest.strip_prefix("W/").unwrap_or(rest).strip_prefix('"');
                let (tag, after) =
                    opened.and_then(|tag| tag.split_once('"')).ok_or_else(unreadable)?;
                versions.extend(version(tag, client));
                after
            };
            let after = rest.trim_start();
            rest = match after.strip_prefix(',') {
                Some(next) => next.trim_start(),
                None if after.is_empty() => after,
                None => return Err(unreadable()),
            };
        }
    }
    Ok(match (seen, any) {
        (0, _) if headers.contains_key(IF_MATCH) => return Err(unreadable()),
        (0, _) => Expected::Anything,
        (_, true) => Expected::Some,
        (_, false) => Expected::Versions(versions),
    })
}

fn unreadable() -> Refusal {
    Refusal::saying(
        ErrorCode::BadRequest,
        "Send If-Match as the ETag you were given, in its quotes".into(),
    )
}

/// The version that a tag of `client` names.
fn version(tag: &str, client: i64) -> Option<i64> {
    let (owner, version) = tag.split_once('-')?;
    let plain = |hex: &str| hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if !plain(owner) || !plain(version) || i64::from_str_radix(owner, 16).ok()? != client {
        return None;
    }
    i64::from_str_radix(version, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn if_match_is_a_list_of_tags_or_a_star() {
        let versions = |versions: &[i64]| Some(Expected::Versions(versions.to_vec()));
        let table: &[(&[&str], Option<Expected>)] = &[
            (&[], Some(Expected::Anything)),
            (&["*"], Some(Expected::Some)),
            (&["\"4f-1\""], versions(&[1])),
            (&["W/\"4f-1\""], versions(&[1])),
            (&["\"4f-1\", \"4f-a\""], versions(&[1, 10])),
            (&["\"4f-1\",W/\"4f-2\" , \"other\""], versions(&[1, 2])),
            (&["\"4f-1\"", "\"4f-2\""], versions(&[1, 2])),
            (&["\"50-1\""], versions(&[])),
            (&["\"4f-+1\""], versions(&[])),
            (&["\"\""], versions(&[])),
            (&[""], None),
            (&["4f-1"], None),
            (&["\"4f-1"], None),
            (&["\"4f-1\" \"4f-2\""], None),
        ];
        for (lines, expects) in table {
            let mut headers = HeaderMap::new();
            for line in *lines {
                headers.append(IF_MATCH, HeaderValue::from_str(line).unwrap());
            }
            assert_eq!(expected(&headers, 0x4f).ok(), *expects, "{lines:?}");
        }
    }
}
