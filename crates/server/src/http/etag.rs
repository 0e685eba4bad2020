//! The record's tag, and what `If-Match` and `If-None-Match` expect of it.

use axum::http::header::{IF_MATCH, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use client_profile::envelope::ErrorCode;

use super::answer::Refusal;
use crate::store::{Expected, Record, Revision, Revisions};
use crate::timestamp::Timestamp;

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

/// What the request expects of the record of `client`: RFC 9110, 13.1.1 and 13.1.2.
pub fn expected(headers: &HeaderMap, client: i64) -> Result<Expected, Refusal> {
    Ok(Expected {
        one_of: named(headers, &IF_MATCH, client)?,
        none_of: named(headers, &IF_NONE_MATCH, client)?,
    })
}

/// The states that a header names: a list of tags or `*`. A `W/` before our tag is taken: proxies
/// that compress put it there. What is not ours, or no tag at all, names no state of this record,
/// so that nothing is overwritten by it. One of ours without its quotes is refused: who takes that for
/// a change by somebody else reads the record, and tries the same again, for ever.
fn named(
    headers: &HeaderMap,
    header: &HeaderName,
    client: i64,
) -> Result<Option<Revisions>, Refusal> {
    let mut lines = headers.get_all(header).iter();
    let Some(first) = lines.next() else { return Ok(None) };
    if lines.next().is_none() && first.as_bytes().trim_ascii() == b"*" {
        return Ok(Some(Revisions::Any));
    }
    let mut revisions = Vec::new();
    for line in headers.get_all(header) {
        for tag in line.as_bytes().split(|byte| *byte == b',') {
            // One that is no text is none of ours, and its neighbours count all the same.
            let tag = str::from_utf8(tag).unwrap_or_default().trim();
            let opaque = tag.strip_prefix("W/").unwrap_or(tag);
            let bare = opaque.strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
            if bare.is_none() && revision(opaque, client).is_some() {
                let words =
                    format!("Put the tag in quotes, as ETag has it: {header}: \"{opaque}\"");
                return Err(Refusal::saying(ErrorCode::BadRequest, words));
            }
            revisions.extend(bare.and_then(|tag| revision(tag, client)));
        }
    }
    Ok(Some(Revisions::These(revisions)))
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
    fn every_tag_of_a_line_counts() {
        let many = format!("{}\"4f-1-ff\"", "\"\u{E9}\", ".repeat(500));
        let line = HeaderValue::from_bytes(many.as_bytes()).unwrap();
        let headers = HeaderMap::from_iter([(IF_NONE_MATCH, line)]);
        let last = Revision { version: 1, written_time: Timestamp::from_micros(255) };
        let none_of = Some(Revisions::These(vec![last]));
        assert_eq!(expected(&headers, 0x4f).unwrap(), Expected { none_of, one_of: None });
    }

    #[test]
    fn a_tag_without_its_quotes_is_told() {
        for line in ["4f-1-ff", "W/4f-1-ff", "\"other\", 4f-1-ff"] {
            for header in [IF_MATCH, IF_NONE_MATCH] {
                let headers = HeaderMap::from_iter([(header, HeaderValue::from_static(line))]);
                assert!(expected(&headers, 0x4f).is_err(), "{line}");
                assert!(expected(&headers, 0x50).is_ok(), "no tag of that client's: {line}");
            }
        }
    }

    #[test]
    fn a_condition_is_a_list_of_tags_or_a_star() {
        let these = |revisions: &[(i64, i64)]| {
            let revision = |(version, micros): &(i64, i64)| Revision {
                version: *version,
                written_time: Timestamp::from_micros(*micros),
            };
            Some(Revisions::These(revisions.iter().map(revision).collect()))
        };
        let table: &[(&[&str], Option<Revisions>)] = &[
            (&[], None),
            (&["*"], Some(Revisions::Any)),
            (&["\"4f-1-ff\", *"], these(&[(1, 255)])),
            (&["\"4f-01-ff\""], these(&[])),
            (&["\"4f-1-0ff\""], these(&[])),
            (&["\"4F-1-ff\""], these(&[])),
            (&["\"4f-1-FF\""], these(&[])),
            (&["\"4f-+1-ff\""], these(&[])),
            (&["\"4f-1-ff\"", "*"], these(&[(1, 255)])),
            (&["\"4f-1-ff\""], these(&[(1, 255)])),
            (&["W/\"4f-1-ff\""], these(&[(1, 255)])),
            (&["\"4f-1-ff\", \"4f-a-0\""], these(&[(1, 255), (10, 0)])),
            (&["\"4f-1-1\",W/\"4f-2-2\" , \"other\""], these(&[(1, 1), (2, 2)])),
            (&["\"4f-1-1\"", "\"4f-2-2\""], these(&[(1, 1), (2, 2)])),
            (&["\"50-1-ff\""], these(&[])),
            (&["\"4f-1\""], these(&[])),
            (&["\"4f-1-ff-1\""], these(&[])),
            (&["\"\""], these(&[])),
            (&[""], these(&[])),
            (&["\"4f-1-ff"], these(&[])),
            (&["\"4f-1-1\" \"4f-2-2\""], these(&[])),
        ];
        for (lines, expects) in table {
            let (mut headers, mut expected_of) = (HeaderMap::new(), Expected::default());
            for line in *lines {
                headers.append(IF_MATCH, HeaderValue::from_str(line).unwrap());
            }
            expected_of.one_of.clone_from(expects);
            assert_eq!(expected(&headers, 0x4f).unwrap(), expected_of, "{lines:?}");
            for line in *lines {
                headers.append(IF_NONE_MATCH, HeaderValue::from_str(line).unwrap());
            }
            expected_of.none_of.clone_from(expects);
            assert_eq!(expected(&headers, 0x4f).unwrap(), expected_of, "{lines:?}");
        }
    }
}
