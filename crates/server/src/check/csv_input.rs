//! CSV with a header line of field names. One core: reading CSV is most of the work.

use std::io::{self, Read};

use client_profile::{Field, ProfileUpdate};

use super::Stop;
use super::line::Checker;
use super::progress::Progress;
use super::summary::Summary;

/// Bytes of findings that are gathered before they are written.
const BATCH: usize = 64 << 10;

/// Checks all of `input`. Columns that are no field are left out; a record that is shorter than
/// the header lacks the fields of the missing columns.
pub(super) fn check(
    input: Box<dyn Read + Send>,
    checker: &Checker<'_>,
    progress: &Progress,
    write: &mut impl FnMut(&[u8]) -> Result<(), Stop>,
    input_error: impl FnOnce(io::Error) -> Stop + Copy,
) -> Result<Summary, Stop> {
    // Lines end at the line feed, so that each record's line is the one an editor shows; the
    // carriage return before it is outer white space, which every field drops.
    let mut csv = csv::ReaderBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::Any(b'\n'))
        .buffer_capacity(1 << 20)
        .from_reader(input);
    let failed = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(error) => input_error(error),
        other => Stop::Header(format!("the CSV cannot be read: {other:?}")),
    };
    let header = csv.byte_headers().map_err(failed)?;
    let columns: Vec<_> = header
        .iter()
        .map(|name| std::str::from_utf8(name.trim_ascii()).ok().and_then(Field::from_name))
        .collect();
    if columns.iter().all(Option::is_none) {
        let names: Vec<_> = Field::ALL.iter().map(|field| field.name()).collect();
        return Err(Stop::Header(format!(
            "the header line names no field; name the columns {}",
            names.join(", ")
        )));
    }
    let mut summary = Summary::default();
    let mut out = String::new();
    let mut record = csv::ByteRecord::new();
    let mut at = 0;
    while csv.read_byte_record(&mut record).map_err(failed)? {
        if record.len() == 1 && record.as_slice().trim_ascii().is_empty() {
            continue;
        }
        let line = record.position().map_or(0, csv::Position::line);
        let mut update = ProfileUpdate::default();
        let mut readable = true;
        for (column, bytes) in columns.iter().zip(&record) {
            match (column, std::str::from_utf8(bytes)) {
                (Some(field), Ok(text)) => {
                    update.take(field.name().into(), client_profile::Input::Text(text));
                }
                (Some(_), Err(_)) => readable = false,
                (None, _) => {}
            }
        }
        if readable {
            checker.update(line, update, &mut out, &mut summary);
        } else {
            checker.broken(line, &mut out, &mut summary);
        }
        if out.len() >= BATCH {
            write(out.as_bytes())?;
            out.clear();
        }
        let read = csv.position().byte();
        progress.advance(usize::try_from(read - at).unwrap_or_default());
        at = read;
    }
    write(out.as_bytes())?;
    Ok(summary)
}
