//! The record's tag, and what `If-Match` expects of it.

use axum::http::header::IF_MATCH;
use axum::http::{HeaderMap, HeaderValue};

use crate::store::{Expected, Record, Revision};
use crate::timestamp::Timestamp;

/// Most tags that are read from `If-Match`.
const MAX_TAGS: usize = 32;

/// The tag of a record's state. Opaque to clients; it differs from client to client, so that one
/// client's tag never fits another's record, and has the time, so that one that was seen before a
/// copy of the database was put back fits nothing that was written after it.
pub fn of(record: &Record) -> HeaderValue {
    let tag = format!("\"{}\"", opaque(record.client_id, record.revision()));
    // Hexadecimal digits, hyphens and quotes are a header's text.
    HeaderValue::try_from(tag).unwrap_or_else(|_| HeaderValue::from_static("\"\""))
}

/// What stands between the quotes.
fn opaque(client: i64, revision: Revision) -> String {
    let Revision { version, written_time } = revision;
    format!("{client:x}-{version:x}-{:x}", written_time.micros())
}

/// What the request expects of the record of `client`: RFC 9110, 13.1.1. `If-Match` is a list of
/// tags or `*`. A `W/` before our tag is taken: proxies that compress put it there. What is not
/// ours, or no tag at all, names no state of this record, so that nothing is overwritten by it.
pub fn expected(headers: &HeaderMap, client: i64) -> Expected {
    let mut lines = headers.get_all(IF_MATCH).iter();
    if let (Some(only), None) = (lines.next(), lines.next())
        && only.as_bytes().trim_ascii() == b"*"
    {
        return Expected::Some;
    }
    let mut revisions = Vec::new();
    for line in headers.get_all(IF_MATCH) {
        for tag in line.to_str().unwrap_or_default().split(',').map(str::trim).take(MAX_TAGS) {
            let opaque = tag.strip_prefix("W/").unwrap_or(tag);
            let bare = opaque.strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
            revisions.extend(bare.and_then(|tag| revision(tag, client)));
        }
    }
    if headers.contains_key(IF_MATCH) { Expected::OneOf(revisions) } else { Expected::Anything }
}

/// The state that a tag of `client` names.
fn revision(tag: &str, client: i64) -> Option<Revision> {
    let mut parts = tag.split('-').skip(1).map(|part| i64::from_str_radix(part, 16).ok());
    let version = parts.next()??;
    let revision = Revision { version, written_time: Timestamp::from_micros(parts.next()??) };
    // Tags are compared byte by byte: a number written otherwise is another tag.
    (tag == opaque(client, revision)).then_some(revision)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn if_match_is_a_list_of_tags_or_a_star() {
        let one_of = |revisions: &[(i64, i64)]| {
            let revision = |(version, micros): &(i64, i64)| Revision {
                version: *version,
                written_time: Timestamp::from_micros(*micros),
            };
            Expected::OneOf(revisions.iter().map(revision).collect())
        };
        let table: &[(&[&str], Expected)] = &[
            (&[], Expected::Anything),
            (&["*"], Expected::Some),
            (&["\"4f-1-ff\", *"], one_of(&[(1, 255)])),
            (&["\"4f-01-ff\""], one_of(&[])),
            (&["\"4f-1-0ff\""], one_of(&[])),
            (&["\"4F-1-ff\""], one_of(&[])),
            (&["\"4f-1-FF\""], one_of(&[])),
            (&["\"4f-+1-ff\""], one_of(&[])),
            (&["\"4f-1-ff\"", "*"], one_of(&[(1, 255)])),
            (&["\"4f-1-ff\""], one_of(&[(1, 255)])),
            (&["W/\"4f-1-ff\""], one_of(&[(1, 255)])),
            (&["\"4f-1-ff\", \"4f-a-0\""], one_of(&[(1, 255), (10, 0)])),
            (&["\"4f-1-1\",W/\"4f-2-2\" , \"other\""], one_of(&[(1, 1), (2, 2)])),
            (&["\"4f-1-1\"", "\"4f-2-2\""], one_of(&[(1, 1), (2, 2)])),
            (&["\"50-1-ff\""], one_of(&[])),
            (&["\"4f-1\""], one_of(&[])),
            (&["\"4f-1-ff-1\""], one_of(&[])),
            (&["\"\""], one_of(&[])),
            (&[""], one_of(&[])),
            (&["4f-1-ff"], one_of(&[])),
            (&["\"4f-1-ff"], one_of(&[])),
            (&["\"4f-1-1\" \"4f-2-2\""], one_of(&[])),
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
