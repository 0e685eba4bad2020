//! NDJSON on all cores: each worker takes some whole lines, checks them, and writes what it found
//! when its turn has come.
//!
//! A worker has one batch, which it fills anew each time: memory stays flat, what was read is still
//! in the core's cache when it is checked, and nothing is handed from thread to thread.

use std::io::{self, Read};
use std::num::NonZero;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use client_profile::ProfileUpdate;
use client_profile::json::{self, MAX_LINE, Reader};

use super::Stop;
use super::line::Checker;
use super::progress::Progress;
use super::reading::read;
use super::start::BYTE_ORDER_MARK;
use super::summary::Summary;

/// Bytes read at a time.
const CHUNK: usize = 256 << 10;

/// Most lines of which findings are gathered before they are written: those of `{}`, which lacks every
/// field, are 400 times as long as the line. A chunk of whole records has fewer.
const MOST_LINES: usize = 2_048;

/// Checks all of `input`.
pub(super) fn check(
    input: Box<dyn Read + Send>,
    checker: &Checker<'_>,
    progress: &Progress,
    write: &mut (impl FnMut(&[u8]) -> Result<(), Stop> + Send),
    input_error: impl FnOnce(io::Error) -> Stop,
) -> Result<Summary, Stop> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let source = Mutex::new(Source::new(input, checker.writes_lines));
    let output = Output {
        state: Mutex::new(OutputState { write, turn: 0, is_open: true, failed: None }),
        turned: Condvar::new(),
    };
    let mut total = Summary::default();
    let panicked = thread::scope(|scope| {
        let work = || work(checker, progress, &source, &output);
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let summaries = workers.into_iter().map(thread::ScopedJoinHandle::join);
        summaries.filter_map(|done| done.map(|summary| total.add(&summary)).err()).last()
    });
    if let Some(panic) = panicked {
        std::panic::resume_unwind(panic);
    }
    if let Some(stop) = lock(&output.state).failed.take() {
        return Err(stop);
    }
    match lock(&source).failed.take() {
        Some(error) => Err(input_error(error)),
        None => Ok(total),
    }
}

fn work<W: FnMut(&[u8]) -> Result<(), Stop>>(
    checker: &Checker<'_>,
    progress: &Progress,
    source: &Mutex<Source>,
    output: &Output<'_, W>,
) -> Summary {
    let _close = CloseOnPanic(output);
    let mut summary = Summary::default();
    let mut reader = Reader::default();
    let mut batch = Batch::default();
    let mut out = String::new();
    while lock(source).fill(&mut batch) {
        out.clear();
        batch.check(checker, &mut reader, &mut out, &mut summary);
        progress.advance(batch.bytes().len());
        if checker.writes_lines && !output.write(batch.turn, &out) {
            break;
        }
    }
    summary
}

/// A thread that panicked left nothing half done in there that the others trip over; its panic goes
/// on when they have ended.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Some whole lines.
#[derive(Default)]
struct Batch {
    /// What is read into; the lines are at its start.
    buffer: Vec<u8>,
    used: usize,
    turn: u64,
    /// The number of the first line, when lines are counted.
    first: u64,
    /// Whether there is, in place of lines, one that is longer than any may be.
    is_too_long: bool,
}

impl Batch {
    fn bytes(&self) -> &[u8] {
        self.buffer.get(..self.used).unwrap_or_default()
    }

    fn check(
        &self,
        checker: &Checker<'_>,
        reader: &mut Reader,
        out: &mut String,
        summary: &mut Summary,
    ) {
        // One look at all lines is quicker than one at each, and nearly always suffices.
        let bytes = self.bytes();
        let text = std::str::from_utf8(bytes).ok();
        let mut number = self.first;
        let mut at = 0;
        let mut update = ProfileUpdate::default();
        while at < bytes.len() {
            let rest = text.and_then(|text| text.get(at..)).unwrap_or_default();
            if let Some(after) = json::quick_record(rest, &mut update)
                && (after.is_empty() || after.starts_with('\n'))
                && rest.len() - after.len() <= MAX_LINE
            {
                checker.update(number, &mut update, out, summary);
                at += rest.len() - after.len() + 1;
            } else {
                let rest = bytes.get(at..).unwrap_or_default();
                let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                let line = rest.get(..end).unwrap_or_default();
                if line.len() > MAX_LINE || !line.trim_ascii().is_empty() {
                    checker.line(number, line, reader, out, summary);
                }
                at += end + 1;
            }
            number += 1;
        }
        if self.is_too_long {
            checker.too_long(number, out, summary);
        }
    }
}

/// Where lines come from.
struct Source {
    input: Box<dyn Read + Send>,
    /// The start of a line whose end has not been read.
    rest: Vec<u8>,
    turn: u64,
    line: u64,
    counts_lines: bool,
    has_ended: bool,
    failed: Option<io::Error>,
}

impl Source {
    const fn new(input: Box<dyn Read + Send>, counts_lines: bool) -> Self {
        Self {
            input,
            rest: Vec::new(),
            turn: 0,
            line: 1,
            counts_lines,
            has_ended: false,
            failed: None,
        }
    }

    /// Takes the next lines; `false` when there are none.
    fn fill(&mut self, batch: &mut Batch) -> bool {
        match self.cut(batch) {
            Ok(Some(is_too_long)) => batch.is_too_long = is_too_long,
            Ok(None) => return false,
            Err(error) => {
                self.has_ended = true;
                self.failed = Some(error);
                return false;
            }
        }
        batch.first = self.line;
        batch.turn = self.turn;
        self.turn += 1;
        if self.counts_lines {
            self.line += 1 + memchr::memchr_iter(b'\n', batch.bytes()).count() as u64;
        }
        true
    }

    /// Reads whole lines, without the last line feed; `true` in place of a line that is longer than
    /// any may be. No more than there is at the moment: lines that come one by one are answered
    /// one by one.
    fn cut(&mut self, batch: &mut Batch) -> io::Result<Option<bool>> {
        let Batch { buffer, used, .. } = batch;
        *used = 0;
        if self.has_ended {
            return Ok(None);
        }
        let is_start = self.turn == 0;
        let (mut seen, mut had) = (0, self.rest.len());
        make_room(buffer, had);
        if let Some(start) = buffer.get_mut(..had) {
            start.copy_from_slice(&self.rest);
        }
        self.rest.clear();
        loop {
            // Only what was not seen can have a line feed; after a line that was skipped, or many
            // short ones, what is left of the last reading may have some.
            let new = buffer.get(seen..had).unwrap_or_default();
            if let Some(last) = memchr::memrchr(b'\n', new) {
                // Lines are counted where findings are written.
                let most = self.counts_lines.then(|| memchr::memchr_iter(b'\n', new));
                let line_feed = most.and_then(|mut all| all.nth(MOST_LINES - 1)).unwrap_or(last);
                self.rest.extend_from_slice(new.get(line_feed + 1..).unwrap_or_default());
                *used = seen + line_feed;
                return Ok(Some(false));
            }
            if had > MAX_LINE {
                self.skip_line(buffer)?;
                return Ok(Some(true));
            }
            seen = had;
            make_room(buffer, had);
            let got = read(&mut self.input, buffer.get_mut(had..).unwrap_or_default())?;
            if got == 0 {
                self.has_ended = true;
                *used = had;
                return Ok(if had == 0 { None } else { Some(false) });
            }
            had += got;
            let is_mark = |read: &[u8]| read.starts_with(BYTE_ORDER_MARK);
            if is_start && seen == 0 && buffer.get(..had).is_some_and(is_mark) {
                buffer.copy_within(3..had, 0);
                had -= 3;
            }
        }
    }

    /// Reads past the end of the line; what follows it is the next one's start.
    fn skip_line(&mut self, buffer: &mut [u8]) -> io::Result<()> {
        loop {
            let got = read(&mut self.input, buffer)?;
            let got = buffer.get(..got).unwrap_or_default();
            if got.is_empty() {
                self.has_ended = true;
                return Ok(());
            }
            if let Some(end) = memchr::memchr(b'\n', got) {
                self.rest.extend_from_slice(got.get(end + 1..).unwrap_or_default());
                return Ok(());
            }
        }
    }
}

/// Makes room for so many bytes and a chunk.
fn make_room(buffer: &mut Vec<u8>, bytes: usize) {
    if buffer.len() < bytes + CHUNK {
        buffer.resize(bytes + CHUNK, 0);
    }
}

/// Where findings go, in the order of the lines.
struct Output<'a, W> {
    state: Mutex<OutputState<'a, W>>,
    turned: Condvar,
}

struct OutputState<'a, W> {
    write: &'a mut W,
    /// The batch whose findings are next.
    turn: u64,
    is_open: bool,
    failed: Option<Stop>,
}

impl<W: FnMut(&[u8]) -> Result<(), Stop>> Output<'_, W> {
    /// Writes when the batch's turn has come; `false` when nothing can be written any more.
    fn write(&self, turn: u64, out: &str) -> bool {
        let waits = |state: &mut OutputState<'_, W>| state.is_open && state.turn != turn;
        let state = self.turned.wait_while(lock(&self.state), waits);
        let mut state = state.unwrap_or_else(PoisonError::into_inner);
        if state.is_open {
            if let Err(stop) = (state.write)(out.as_bytes()) {
                state.is_open = false;
                state.failed = Some(stop);
            }
            state.turn += 1;
        }
        self.turned.notify_all();
        state.is_open
    }
}

/// Lets nobody wait for the turn of a thread that is no more.
struct CloseOnPanic<'a, 'b, W>(&'a Output<'b, W>);

impl<W> Drop for CloseOnPanic<'_, '_, W> {
    fn drop(&mut self) {
        if thread::panicking() {
            lock(&self.0.state).is_open = false;
            self.0.turned.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of each batch, with the number of the first.
    fn batches(input: &'static str, counts_lines: bool) -> Vec<(u64, Vec<String>)> {
        let mut source = Source::new(Box::new(input.as_bytes()), counts_lines);
        let mut batch = Batch::default();
        let mut all = Vec::new();
        while source.fill(&mut batch) {
            let lines = str::from_utf8(batch.bytes()).unwrap().split('\n');
            all.push((batch.first, lines.map(ToOwned::to_owned).collect()));
        }
        all
    }

    #[test]
    fn findings_of_many_short_lines_are_written_part_by_part() {
        let lines: Vec<_> = (1..=3 * MOST_LINES + 5).map(|n| n.to_string()).collect();
        let input: &str = lines.join("\n").leak();
        let cut = batches(input, true);
        assert_eq!(cut.len(), 5);
        let mut next = 1;
        for (first, lines) in &cut {
            assert_eq!((*first, &lines[0]), (next, &next.to_string()));
            assert!(lines.len() <= MOST_LINES);
            next += lines.len() as u64;
        }
        assert_eq!(cut.into_iter().flat_map(|(_, lines)| lines).collect::<Vec<_>>(), lines);
        // What has no findings to write is checked at once, but for the line that has no end yet.
        assert_eq!(batches(input, false).len(), 2);
    }
}
