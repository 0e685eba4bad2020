//! Records of CSV, one after the other, each of bounded size.
//!
//! A quote that is not closed would take the rest of the file for one value. So a record may be
//! only so long; one that does not end in time is given up with its first line, and the lines that
//! it had swallowed are read again, each as a record of its own.

use std::io::{self, Read};
use std::ops::Range;

use client_profile::json::MAX_LINE;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};

use super::reading::read;
use super::start::BYTE_ORDER_MARK;

/// Bytes that are kept of the input: more than a record, so that one is always whole.
const BUFFER: usize = 2 * MAX_LINE;

/// The records of an input.
pub(super) struct Records<R> {
    input: R,
    /// What has been read; `unread` is the part of it that is still to be looked at.
    buffer: Vec<u8>,
    unread: Range<usize>,
    at_end: bool,
    /// Number of the line at the start of `unread`.
    line: u64,
    /// Bytes before `unread`, from the start of the input.
    position: u64,
    /// Up to here no record goes over the end of its line.
    lines_only_until: u64,
    parser: Reader,
    /// Bytes of the record that was read last.
    length: usize,
    values: Vec<u8>,
    ends: Vec<usize>,
}

/// What a record without an end goes over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Bound {
    /// The ends of lines, since a quote is not closed.
    Quote,
    /// What one line may have.
    Length,
}

/// What comes next.
pub(super) enum Next {
    /// A record that starts at this line.
    Record(u64),
    /// At this line a record starts that has no end within its bounds.
    Broken(u64, Bound),
    /// Nothing.
    End,
}

impl<R: Read> Records<R> {
    pub fn new(input: R) -> Self {
        Self {
            input,
            buffer: vec![0; BUFFER],
            unread: 0..0,
            at_end: false,
            line: 1,
            position: 0,
            lines_only_until: 0,
            // Lines end at the line feed, so that each record's line is the one an editor shows;
            // the carriage return before it is outer white space, which every field drops.
            parser: ReaderBuilder::new().terminator(Terminator::Any(b'\n')).build(),
            length: 0,
            // A value is never longer than what it was written as.
            values: vec![0; MAX_LINE],
            ends: Vec::new(),
        }
    }

    /// The values of the record that was read last.
    pub fn values(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let value = self.values.get(start..*end).unwrap_or_default();
            start = *end;
            value
        })
    }

    /// How many values the record has that was read last.
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether the record that was read last is a line of white space. Nothing in quotes is a value.
    pub fn is_blank(&self) -> bool {
        let start = self.unread.start.saturating_sub(self.length);
        let written = self.buffer.get(start..self.unread.start).unwrap_or_default();
        written.trim_ascii().is_empty()
    }

    /// Bytes of the input before what comes next.
    pub const fn position(&self) -> u64 {
        self.position
    }

    /// Goes to the next record.
    pub fn next(&mut self) -> io::Result<Next> {
        loop {
            if self.position == 0 && self.unread().starts_with(BYTE_ORDER_MARK) {
                self.take(BYTE_ORDER_MARK.len());
            }
            while self.unread().first() == Some(&b'\n') {
                self.take(1);
            }
            let (length, may_grow) = self.longest();
            if length == 0 && !may_grow {
                return Ok(Next::End);
            }
            if let Some(taken) = self.parse(length) {
                let line = self.line;
                self.take(taken);
                self.length = taken;
                return Ok(Next::Record(line));
            }
            self.parser.reset();
            if may_grow {
                self.read_more()?;
                continue;
            }
            let line = self.line;
            let tried = self.unread().get(..length).unwrap_or_default();
            let ends = memchr::memchr(b'\n', tried).is_some();
            let bound = if ends { Bound::Quote } else { Bound::Length };
            self.lines_only_until = self.lines_only_until.max(self.position + length as u64);
            self.skip_line()?;
            return Ok(Next::Broken(line, bound));
        }
    }

    fn unread(&self) -> &[u8] {
        self.buffer.get(self.unread.clone()).unwrap_or_default()
    }

    /// How many of the bytes at hand the next record may have, and whether it may have more when
    /// there are more.
    fn longest(&self) -> (usize, bool) {
        let unread = self.unread();
        let bounded = unread.get(..MAX_LINE).unwrap_or(unread);
        if self.position < self.lines_only_until
            && let Some(end) = memchr::memchr(b'\n', bounded)
        {
            return (end + 1, false);
        }
        (bounded.len(), bounded.len() < MAX_LINE && !self.at_end)
    }

    /// Reads a record from the first `length` bytes; how many of them it has, if it ends there.
    fn parse(&mut self, length: usize) -> Option<usize> {
        self.ends.resize(self.ends.capacity().max(64), 0);
        let input = self.buffer.get(self.unread.start..)?.get(..length)?;
        let (mut taken, mut written, mut ended) = (0, 0, 0);
        loop {
            let (result, bytes, values, ends) = self.parser.read_record(
                input.get(taken..)?,
                self.values.get_mut(written..)?,
                self.ends.get_mut(ended..)?,
            );
            (taken, written, ended) = (taken + bytes, written + values, ended + ends);
            match result {
                ReadRecordResult::Record => {
                    self.ends.truncate(ended);
                    return Some(taken);
                }
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::InputEmpty
                | ReadRecordResult::OutputFull
                | ReadRecordResult::End => return None,
            }
        }
    }

    /// Goes on by so many bytes.
    fn take(&mut self, bytes: usize) {
        let taken = self.unread().get(..bytes).unwrap_or_default();
        let (lines, length) = (memchr::memchr_iter(b'\n', taken).count(), taken.len());
        self.line += lines as u64;
        self.position += length as u64;
        self.unread.start += length;
    }

    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            if let Some(end) = memchr::memchr(b'\n', self.unread()) {
                self.take(end + 1);
                return Ok(());
            }
            self.take(self.unread.len());
            if self.at_end {
                return Ok(());
            }
            self.read_more()?;
        }
    }

    /// Reads some bytes more; at the end of the input it sees to it that the last line has one.
    fn read_more(&mut self) -> io::Result<()> {
        self.buffer.copy_within(self.unread.clone(), 0);
        self.unread = 0..self.unread.len();
        let room = self.buffer.get_mut(self.unread.end..).unwrap_or_default();
        let read = read(&mut self.input, room)?;
        self.unread.end += read;
        if read == 0 {
            self.at_end = true;
            let open = self.unread().last().is_some_and(|last| *last != b'\n');
            if let Some(end) = self.buffer.get_mut(self.unread.end).filter(|_| open) {
                *end = b'\n';
                self.unread.end += 1;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// An input that comes in pieces.
    struct Pieces<'a>(&'a [u8], usize);

    impl Read for Pieces<'_> {
        fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
            let length = room.len().min(self.1).min(self.0.len());
            let (now, later) = self.0.split_at(length);
            room[..length].copy_from_slice(now);
            self.0 = later;
            Ok(length)
        }
    }

    /// Each record's line and values; none for a broken one.
    fn read(text: &[u8], piece: usize) -> Vec<(u64, Option<Vec<Vec<u8>>>)> {
        let mut records = Records::new(Pieces(text, piece));
        let mut all = Vec::new();
        loop {
            match records.next().unwrap() {
                Next::Record(line) => {
                    all.push((line, Some(records.values().map(<[u8]>::to_vec).collect())));
                }
                Next::Broken(line, _) => all.push((line, None)),
                Next::End => return all,
            }
        }
    }

    fn record(line: u64, values: &[&str]) -> (u64, Option<Vec<Vec<u8>>>) {
        (line, Some(values.iter().map(|value| value.as_bytes().to_vec()).collect()))
    }

    #[test]
    fn a_quote_that_is_not_closed_costs_its_own_line() {
        let text = "a,b\n1,\"2\n3,4\n\n5,6\n";
        let wanted =
            [record(1, &["a", "b"]), (2, None), record(3, &["3", "4"]), record(5, &["5", "6"])];
        for piece in [1, 2, 7, 100] {
            assert_eq!(read(text.as_bytes(), piece), wanted);
        }
        for piece in [1, 5, 100] {
            let text = b"\"\n\n\"\"a\"\n,\n\n";
            assert_eq!(read(text, piece), [record(1, &["\n\n\"a"]), record(4, &["", ""])]);
        }
    }

    #[test]
    fn a_record_goes_over_lines_while_it_ends_in_time() {
        let long = "x\n".repeat(MAX_LINE / 2 - 10);
        let text = format!("1,\"{long}\"\n2,3\n");
        let lines = long.lines().count() as u64;
        assert_eq!(
            read(text.as_bytes(), 1 << 16),
            [record(1, &["1", &long]), record(lines + 2, &["2", "3"])]
        );
    }

    #[test]
    fn one_that_does_not_is_given_up_and_what_it_swallowed_is_read() {
        let many = "3,4\n".repeat(MAX_LINE / 2);
        let text = format!("a,b\n1,\"2\n{many}5,\"6\n7\"\n");
        let found = read(text.as_bytes(), 1 << 16);
        let lines = many.lines().count() as u64;
        assert_eq!(found.len() as u64, lines + 3);
        assert_eq!(found[1], (2, None));
        assert_eq!(found[2], record(3, &["3", "4"]));
        assert_eq!(found.last(), Some(&record(lines + 3, &["5", "6\n7"])));
    }

    #[test]
    fn a_line_may_be_only_so_long_too() {
        let text = format!("1,{}\n2,3", "x".repeat(5 * MAX_LINE));
        assert_eq!(read(text.as_bytes(), 1 << 20), [(1, None), record(2, &["2", "3"])]);
        let bound = |text: &str| match Records::new(text.as_bytes()).next().unwrap() {
            Next::Broken(1, bound) => bound,
            _ => panic!("not broken"),
        };
        assert_eq!(bound(&text), Bound::Length);
        assert_eq!(bound("1,\"2"), Bound::Quote);
        assert_eq!(bound(&format!("1,\"2\n{text}")), Bound::Quote);
    }

    #[test]
    fn a_record_may_have_any_number_of_values() {
        let text = format!("{}\n1,2\n", ",".repeat(10_000));
        let found = read(text.as_bytes(), 1 << 20);
        assert_eq!(found[0].1.as_ref().unwrap().len(), 10_001);
        assert_eq!(found[1], record(2, &["1", "2"]));
    }

    proptest! {
        #[test]
        fn records_are_those_that_the_parser_finds_by_itself(
            rows in prop::collection::vec(prop::collection::vec("[a\",\r\n é]{0,5}", 2..4), 0..9),
            piece in 1_usize..30,
        ) {
            // Every value is quoted, so that every quote is closed.
            let text: String = rows.iter().map(|row| {
                let row: Vec<_> =
                    row.iter().map(|value| format!("\"{}\"", value.replace('"', "\"\""))).collect();
                row.join(",") + "\n"
            }).collect();
            let found: Vec<_> =
                read(text.as_bytes(), piece).into_iter().map(|(_, values)| values).collect();
            let rows: Vec<_> = rows.into_iter().map(|row| {
                Some(row.into_iter().map(String::into_bytes).collect::<Vec<_>>())
            }).collect();
            prop_assert_eq!(found, rows);
        }

        #[test]
        fn whatever_comes_is_read_to_its_end(text in "[a\",\n]{0,60}", piece in 1_usize..20) {
            let found = read(text.as_bytes(), piece);
            prop_assert_eq!(&found, &read(text.as_bytes(), 100));
            // Each line belongs to one record at most, and a broken one has one line.
            let lines: Vec<_> = found.iter().map(|(line, _)| *line).collect();
            prop_assert!(lines.is_sorted_by(|a, b| a < b));
            prop_assert!(lines.last().is_none_or(|last| *last <= text.lines().count() as u64));
        }
    }
}
