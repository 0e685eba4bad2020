//! The record's tag, and what `If-Match` expects of it.

use axum::http::header::IF_MATCH;
use axum::http::{HeaderMap, HeaderValue};

use crate::store::{Expected, Record};

/// Most tags that are read from `If-Match`.
const MAX_TAGS: usize = 32;

/// The tag of a record's version. Opaque to clients; it differs from client to client, so that
/// one client's tag never fits another's record.
pub fn of(record: &Record) -> HeaderValue {
    let tag = format!("\"{}\"", opaque(record.client_id, record.version));
    // Hexadecimal digits, a hyphen and quotes are a header's text.
    HeaderValue::try_from(tag).unwrap_or_else(|_| HeaderValue::from_static("\"\""))
}

/// What stands between the quotes.
fn opaque(client: i64, version: i64) -> String {
    format!("{client:x}-{version:x}")
}

/// What the request expects of the record of `client`: RFC 9110, 13.1.1. `If-Match` is a list of
/// tags or `*`. A `W/` before our tag is taken: proxies that compress put it there. What is not
/// ours, or no tag at all, names no version of this record, so that nothing is overwritten by it.
pub fn expected(headers: &HeaderMap, client: i64) -> Expected {
    let mut lines = headers.get_all(IF_MATCH).iter();
    if let (Some(only), None) = (lines.next(), lines.next())
        && only.as_bytes().trim_ascii() == b"*"
    {
        return Expected::Some;
    }
    let mut versions = Vec::new();
    for line in headers.get_all(IF_MATCH) {
        for tag in line.to_str().unwrap_or_default().split(',').map(str::trim).take(MAX_TAGS) {
            let opaque = tag.strip_prefix("W/").unwrap_or(tag);
            let bare = opaque.strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
            versions.extend(bare.and_then(|tag| version(tag, client)));
        }
    }
    if headers.contains_key(IF_MATCH) { Expected::Versions(versions) } else { Expected::Anything }
}

/// The version that a tag of `client` names.
fn version(tag: &str, client: i64) -> Option<i64> {
    let (_, version) = tag.split_once('-')?;
    let version = i64::from_str_radix(version, 16).ok()?;
    // Tags are compared byte by byte: a number written otherwise is another tag.
    (tag == opaque(client, version)).then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn if_match_is_a_list_of_tags_or_a_star() {
        let versions = |versions: &[i64]| Expected::Versions(versions.to_vec());
        let table: &[(&[&str], Expected)] = &[
            (&[], Expected::Anything),
            (&["*"], Expected::Some),
            (&["\"4f-1\", *"], versions(&[1])),
            (&["\"4f-01\""], versions(&[])),
            (&["\"4F-1\""], versions(&[])),
            (&["\"4f-+1\""], versions(&[])),
            (&["\"4f-1\"", "*"], versions(&[1])),
            (&["\"4f-1\""], versions(&[1])),
            (&["W/\"4f-1\""], versions(&[1])),
            (&["\"4f-1\", \"4f-a\""], versions(&[1, 10])),
            (&["\"4f-1\",W/\"4f-2\" , \"other\""], versions(&[1, 2])),
            (&["\"4f-1\"", "\"4f-2\""], versions(&[1, 2])),
            (&["\"50-1\""], versions(&[])),
            (&["\"4f-+1\""], versions(&[])),
            (&["\"\""], versions(&[])),
            (&[""], versions(&[])),
            (&["4f-1"], versions(&[])),
            (&["\"4f-1"], versions(&[])),
            (&["\"4f-1\" \"4f-2\""], versions(&[])),
        ];
        for (lines, expects) in table {
            let mut headers = HeaderMap::new();
            for line in *lines {
                headers.append(IF_MATCH, HeaderValue::from_str(line).unwrap());
            }
            assert_eq!(expected(&headers, 0x4f), *expects, "{lines:?}");
        }
    }
}
