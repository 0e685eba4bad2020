//! Whether an input that is read as JSON is CSV in truth.

use std::io::{self, Read};
use std::path::Path;

use client_profile::Field;

use super::reading::read;

/// What to do then.
pub(super) const HINT: &str = "the input looks like CSV and is read as JSON: say --csv";

/// Bytes in which the first line ends, or is no header line.
const MOST: usize = 4 << 10;

/// Reads the start of `input`: its first line, unless that is long, and maybe more.
pub(super) fn start(input: &mut impl Read) -> io::Result<Vec<u8>> {
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

/// Whether the first line is no JSON object, and either the file's name says CSV or the line names
/// fields.
pub(super) fn looks_like_csv(name: Option<&Path>, start: &[u8]) -> bool {
    let text = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if line.is_empty() || line.starts_with(b"{") {
        return false;
    }
    let is_named_so = name
        .and_then(Path::extension)
        .is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    let names_field = |cell: &[u8]| {
        let name = std::str::from_utf8(cell).unwrap_or_default();
        Field::from_name(name.trim_matches(['"', ' ', '\t', '\r'])).is_some()
    };
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
    fn the_start_has_the_first_line_or_is_long() {
        let text = "x".repeat(2 * MOST);
        assert_eq!(start(&mut text.as_bytes()).unwrap().len(), MOST);
        assert_eq!(start(&mut &b"a\nb"[..]).unwrap(), b"a\nb");
        assert_eq!(start(&mut &b""[..]).unwrap(), b"");
    }
}
