//! What the start of an input tells of it: that it is no text, or CSV though it is read as JSON.

use std::io::{self, Read};
use std::path::Path;

use client_profile::Field;

use super::reading::read;

/// What may stand before a text in UTF-8.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// What to do about CSV that is read as JSON.
pub(super) const CSV_HINT: &str = "the input looks like CSV and is read as JSON: say --csv";

/// Bytes in which the first line ends, or is no header line.
const MOST: usize = 4 << 10;

/// Formats that are no lines of text, by what they begin with, and what to do about each. Numbers are
/// those that the formats' own descriptions give: RFC 1952 (gzip), RFC 8878 (Zstandard), and those of XZ
/// and ZIP.
const OTHERS: [(&[u8], &str); 6] = [
    (
        b"\x1F\x8B",
        "it is compressed: decompress it first, as in gzip -dc FILE | client-profile check …",
    ),
    (
        b"\x28\xB5\x2F\xFD",
        "it is compressed: decompress it first, as in zstd -dc FILE | client-profile check …",
    ),
    (
        b"\xFD7zXZ\0",
        "it is compressed: decompress it first, as in xz -dc FILE | client-profile check …",
    ),
    (
        b"PK\x03\x04",
        "it is a ZIP archive: unpack it, or save the sheet of a workbook as CSV in UTF-8",
    ),
    (b"\xFF\xFE", UTF_16),
    (b"\xFE\xFF", UTF_16),
];

const UTF_16: &str = "it is written in UTF-16: convert it first, as in iconv -f UTF-16 -t UTF-8 FILE | client-profile check …";

/// What to do about an input of another format, where there is something.
pub(super) fn other_format(start: &[u8]) -> Option<&'static str> {
    OTHERS.into_iter().find(|(mark, _)| start.starts_with(mark)).map(|(_, what)| what)
}

/// Reads the start of `input`: its first line, unless that is long, and maybe more.
pub(super) fn read_start(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut start = vec![0; MOST];
    let mut length = 0;
    while let Some(room) = start.get_mut(length..).filter(|room| !room.is_empty()) {
        let read = read(input, room)?;
        length += read;
        if read == 0 || start.get(..length).is_some_and(|start| start.contains(&b'\n')) {
            break;
        }
    }
    start.truncate(length);
    Ok(start)
}

/// The field whose name has the same letters, in either case and whatever stands between.
pub(super) fn meant_field(name: &str) -> Option<Field> {
    Field::ALL.into_iter().find(|field| letters(field.name()).eq(letters(name)))
}

fn letters(name: &str) -> impl Iterator<Item = u8> {
    let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
    letters.map(|letter| letter.to_ascii_lowercase())
}

/// Whether the first line is no JSON object or list, and either the file's name says CSV or the line
/// names fields.
pub(super) fn looks_like_csv(name: Option<&Path>, start: &[u8]) -> bool {
    let text = start.strip_prefix(BYTE_ORDER_MARK).unwrap_or(start).trim_ascii_start();
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if line.is_empty() || line.starts_with(b"{") || line.starts_with(b"[") {
        return false;
    }
    let is_named_so = name
        .and_then(Path::extension)
        .is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    let names_field =
        |cell: &[u8]| meant_field(std::str::from_utf8(cell).unwrap_or_default()).is_some();
    is_named_so || line.split(|byte| matches!(byte, b',' | b';' | b'\t')).any(names_field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_is_known_by_its_name_or_its_header() {
        for (name, start, expects) in [
            (None, "first_name,gender\nA,male\n", true),
            (None, "\u{FEFF}id;\"gender\"\r\n", true),
            (None, "gender", true),
            (None, "id;Last Name\n", true),
            (None, "[\"gender\"]\n", false),
            (None, "a,b\n{\"gender\":1}", false),
            (Some("A.CSV"), "a,b\n", true),
            (Some("a.csv"), "{\"gender\":\"male\"}\n", false),
            (Some("a.csv"), "\n\n", false),
            (Some("a.ndjson"), "[]", false),
            (None, "", false),
        ] {
            let found = looks_like_csv(name.map(Path::new), start.as_bytes());
            assert_eq!(found, expects, "{name:?} {start}");
        }
    }

    #[test]
    fn other_formats_are_known_by_their_marks() {
        for (start, word) in [
            (&b"\x1F\x8B\x08\0"[..], Some("gzip")),
            (b"\x28\xB5\x2F\xFD\x04", Some("zstd")),
            (b"\xFD7zXZ\0\0", Some("xz")),
            (b"PK\x03\x04\x14", Some("CSV in UTF-8")),
            (b"\xFF\xFE{\0", Some("iconv")),
            (b"\xFE\xFF\0{", Some("iconv")),
            (b"\xEF\xBB\xBF{}", None),
            (b"{}", None),
            (b"P", None),
            (b"", None),
        ] {
            let told = other_format(start);
            assert_eq!(told.is_some(), word.is_some(), "{start:?}");
            assert!(told.unwrap_or_default().contains(word.unwrap_or_default()), "{start:?}");
        }
    }

    #[test]
    fn the_start_has_the_first_line_or_is_long() {
        let text = "x".repeat(2 * MOST);
        assert_eq!(read_start(&mut text.as_bytes()).unwrap().len(), MOST);
        assert_eq!(read_start(&mut &b"a\nb"[..]).unwrap(), b"a\nb");
        assert_eq!(read_start(&mut &b""[..]).unwrap(), b"");
    }
}
