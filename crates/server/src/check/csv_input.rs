//! CSV with a header line of field names. One core: reading CSV is most of the work.

use std::io::{self, Read};
use std::str::Utf8Error;

use client_profile::{Field, FieldSet, Input, ProfileUpdate};

use super::Stop;
use super::csv_records::{Bound, Next, Records};
use super::line::Checker;
use super::progress::Progress;
use super::start::meant_field;
use super::summary::Summary;
use crate::cli::tell;

/// Bytes of findings that are gathered before they are written.
const BATCH: usize = 64 << 10;

/// Most columns that are named when they are left out, and most characters of a name.
const MOST_NAMED: usize = 8;
const MOST_SHOWN: usize = 40;

/// What to do about a record that is not text.
const NOT_UTF_8: &str = "Write the file in UTF-8";

/// What to do about a record that does not end.
const NO_END: &str = "Close the quotes of this record, which has no end within 1 MiB or the file";

/// What to do about a record in a line of more than that.
const TOO_LONG: &str = "Shorten this record, which has more than 1 MiB";

/// What to do about a record that is longer than the header: nobody knows which value is which.
const TOO_MANY: &str = "Quote values with commas in them: this record has more values than the \
                        header line has names";

/// Checks all of `input`. Columns that are no field are left out, which is said once; a record that
/// is shorter than the header lacks the fields of the missing columns.
pub(super) fn check(
    input: Box<dyn Read + Send>,
    checker: &Checker<'_>,
    progress: &Progress,
    write: &mut impl FnMut(&[u8]) -> Result<(), Stop>,
    input_error: impl FnOnce(io::Error) -> Stop + Copy,
) -> Result<Summary, Stop> {
    let mut records = Records::new(input);
    loop {
        match records.next().map_err(input_error)? {
            Next::Record(_) if records.is_blank() => {}
            Next::Record(_) => break,
            Next::End => return Err(Stop::Header("it is empty: there is no header line".into())),
            Next::Broken(_, Bound::Quote) => {
                return Err(Stop::Header("the header line has a quote that is not closed".into()));
            }
            Next::Broken(_, Bound::Length) => {
                return Err(Stop::Header("the header line has more than 1 MiB: shorten it".into()));
            }
        }
    }
    // Else the whole file would be the header, and nothing wrong with no record.
    if records.values().any(|name| name.trim_ascii().contains(&b'\r')) {
        return Err(Stop::Header(
            "the lines end in a carriage return alone; end them with a line feed".into(),
        ));
    }
    let columns = columns(records.values(), checker.fields)?;
    if columns.iter().all(Option::is_none) {
        let fields: Vec<_> = Field::ALL.iter().map(|field| field.name()).collect();
        let separator = records.values().find_map(|name| {
            let separates = |separator: &&u8| {
                let mut parts = name.split(|byte| byte == *separator);
                parts.any(|part| Field::from_name(&String::from_utf8_lossy(part)).is_some())
            };
            b";\t|".iter().find(separates)
        });
        return Err(Stop::Header(match separator {
            Some(b'\t') => "there are tabs between the columns; write commas".into(),
            Some(separator) => {
                format!("there is '{}' between the columns; write commas", char::from(*separator))
            }
            None => format!(
                "the header line names no field; write it in UTF-8, with commas between the columns {}",
                fields.join(", ")
            ),
        }));
    }
    let mut summary = Summary::default();
    let mut out = String::new();
    let mut at = 0;
    loop {
        let next = match records.next() {
            Ok(next) => next,
            Err(error) => {
                // What is wrong with the records before is told all the same.
                write(out.as_bytes())?;
                return Err(input_error(error));
            }
        };
        match next {
            Next::End => break,
            Next::Record(_) if records.is_blank() => {}
            Next::Record(line) if records.len() > columns.len() => {
                checker.broken(line, TOO_MANY, &mut out, &mut summary);
            }
            Next::Record(line) => {
                let values = columns.iter().zip(records.values());
                match read(values) {
                    Ok(mut update) => checker.update(line, &mut update, &mut out, &mut summary),
                    Err(_) => checker.broken(line, NOT_UTF_8, &mut out, &mut summary),
                }
            }
            Next::Broken(line, bound) => {
                let what = match bound {
                    Bound::Quote => NO_END,
                    Bound::Length => TOO_LONG,
                };
                checker.broken(line, what, &mut out, &mut summary);
            }
        }
        if out.len() >= BATCH {
            write(out.as_bytes())?;
            out.clear();
        }
        let read = records.position();
        progress.advance(usize::try_from(read - at).unwrap_or_default());
        at = read;
    }
    write(out.as_bytes())?;
    Ok(summary)
}

/// The fields that the columns are. One that is a field's but for case or what stands between the
/// words would be missed in every record, and is soon mended; others are said to be left out, since a
/// file may have a `sender` of its own; and so are fields that are not among the checked ones.
fn columns<'a>(
    names: impl Iterator<Item = &'a [u8]>,
    checked: FieldSet,
) -> Result<Vec<Option<Field>>, Stop> {
    let names: Vec<_> = names.map(|name| String::from_utf8_lossy(name.trim_ascii())).collect();
    let columns: Vec<_> = names.iter().map(|name| Field::from_name(name)).collect();
    let others = || names.iter().zip(&columns).filter(|(_, field)| field.is_none());
    let meant: Vec<_> = others()
        .filter_map(|(name, _)| {
            let field = meant_field(name).filter(|field| !columns.contains(&Some(*field)))?;
            Some(format!("{} for {}", field.name(), shown(name)))
        })
        .collect();
    if !meant.is_empty() {
        return Err(Stop::Header(format!("in the header line, write {}", meant.join(", "))));
    }
    let twice: Vec<_> = Field::ALL
        .into_iter()
        .filter(|field| columns.iter().filter(|column| **column == Some(*field)).count() > 1)
        .map(Field::name)
        .collect();
    if !twice.is_empty() {
        return Err(Stop::Header(format!("the header line names {} twice", twice.join(", "))));
    }
    let others: Vec<_> =
        others().filter(|(name, _)| !name.is_empty()).map(|(name, _)| shown(name)).collect();
    // Where there is no field at all, that is said.
    if others.len() < columns.len() {
        name_columns("left out, since they are no fields", &others);
    }
    // Not left out altogether: a tax number is compared with them.
    let known = columns.iter().flatten().filter(|field| !checked.contains(**field));
    let known: Vec<_> = known.map(|field| shown(field.name())).collect();
    name_columns("not among the fields that are checked", &known);
    Ok(columns)
}

/// Names columns on standard error, if there are any.
fn name_columns(why: &str, names: &[String]) {
    if !names.is_empty() {
        let (first, more) = names.split_at(names.len().min(MOST_NAMED));
        let more =
            if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
        tell(&format!("client-profile check: {why}: {}{more}", first.join(", ")));
    }
}

/// A name from a file, as it may stand on a terminal.
fn shown(name: &str) -> String {
    match name.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{:?}…", name.get(..end).unwrap_or_default()),
        None => format!("{name:?}"),
    }
}

/// What a record says of the fields among its columns.
fn read<'a>(
    values: impl Iterator<Item = (&'a Option<Field>, &'a [u8])>,
) -> Result<ProfileUpdate<'a>, Utf8Error> {
    let mut update = ProfileUpdate::default();
    for (column, bytes) in values {
        if let Some(field) = column {
            let text = std::str::from_utf8(bytes)?;
            update.take(field.name().into(), Input::Text(text));
        }
    }
    Ok(update)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use client_profile::{Date, Rules};

    use super::*;
    use crate::rules_file;

    /// A disk that fails.
    struct Fails;

    impl Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk fails"))
        }
    }

    #[test]
    fn what_was_found_before_the_input_failed_is_written() {
        let checker = Checker {
            validator: &rules_file::validator(&Rules::default()).unwrap(),
            today: Date::parse("2026-11-23").unwrap(),
            fields: [Field::Gender].into_iter().collect(),
            refuses_others: false,
            ignores_unknown: true,
            writes_lines: true,
        };
        let input = b"gender\nmale\n?\nfem".chain(Fails);
        let mut written = Vec::new();
        let outcome = check(
            Box::new(input),
            &checker,
            &Progress::new(None, false),
            &mut |bytes| {
                written.extend_from_slice(bytes);
                Ok(())
            },
            |error| Stop::Input(PathBuf::new(), error),
        );
        assert!(matches!(outcome, Err(Stop::Input(..))));
        let written = String::from_utf8(written).unwrap();
        let valid: Vec<_> = written.lines().map(|line| line.contains(r#""valid":true"#)).collect();
        assert_eq!(valid, [true, false], "{written}");
    }
}
