//! NDJSON on all cores: one thread reads whole lines, the others check, this one writes in order.
//!
//! Every queue is bounded and every worker's turn comes round, so memory stays flat and the
//! output is in the order of the input without being sorted.

use std::io::{self, Read};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use client_profile::json::Reader;

use super::Stop;
use super::line::{Checker, MAX_LINE};
use super::progress::Progress;
use super::summary::Summary;

/// Bytes read at a time.
const CHUNK: usize = 256 << 10;
/// Chunks that wait before each worker and behind it.
const QUEUE: usize = 4;

/// Some whole lines.
struct Lines {
    bytes: Vec<u8>,
    first: u64,
    /// A line that starts at the end of `bytes` and is longer than any line may be.
    then_too_long: bool,
}

/// What a worker made of some lines.
struct Checked {
    out: String,
    summary: Summary,
    bytes: usize,
}

/// Checks all of `input`.
pub(super) fn check(
    input: Box<dyn Read + Send>,
    checker: &Checker<'_>,
    progress: &Progress,
    write: &mut impl FnMut(&[u8]) -> Result<(), Stop>,
    input_error: impl FnOnce(io::Error) -> Stop,
) -> Result<Summary, Stop> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let mut total = Summary::default();
    thread::scope(|scope| {
        let (mut queues, mut results) = (Vec::new(), Vec::new());
        for _ in 0..workers {
            let (lines_in, lines) = sync_channel(QUEUE);
            let (out, out_end) = sync_channel(QUEUE);
            queues.push(lines_in);
            results.push(out_end);
            scope.spawn(move || work(checker, &lines, &out));
        }
        let reading = scope.spawn(move || read(input, &queues));
        let mut written = Ok(());
        // A worker's queue ends when there are no more lines, and then so do the later ones.
        for done in (0..workers).cycle().map_while(|turn| results.get(turn)?.recv().ok()) {
            total.add(&done.summary);
            progress.advance(done.bytes);
            written = write(done.out.as_bytes());
            if written.is_err() {
                break;
            }
        }
        // Whoever still sends finds nobody there and stops.
        drop(results);
        let read = reading.join().unwrap_or_else(|_| Err(io::Error::other("the reader stopped")));
        written?;
        read.map_err(input_error)
    })?;
    Ok(total)
}

fn work(checker: &Checker<'_>, lines: &Receiver<Lines>, out: &SyncSender<Checked>) {
    let mut reader = Reader::default();
    for lines in lines {
        let mut done =
            Checked { out: String::new(), summary: Summary::default(), bytes: lines.bytes.len() };
        let mut number = lines.first;
        let mut start = 0;
        let ends = memchr::memchr_iter(b'\n', &lines.bytes).chain([lines.bytes.len()]);
        for end in ends {
            let line = lines.bytes.get(start..end).unwrap_or_default();
            if !line.trim_ascii().is_empty() {
                checker.line(number, line, &mut reader, &mut done.out, &mut done.summary);
            }
            number += 1;
            start = end + 1;
        }
        if lines.then_too_long {
            checker.broken(number - 1, None, &mut done.out, &mut done.summary);
        }
        if out.send(done).is_err() {
            return;
        }
    }
}

/// Cuts the input into chunks of whole lines and deals them out in turn.
fn read(mut input: impl Read, workers: &[SyncSender<Lines>]) -> io::Result<()> {
    let mut turns = (0..workers.len()).cycle();
    let mut send = |lines: Lines| {
        let worker = turns.next().and_then(|turn| workers.get(turn));
        worker.is_some_and(|worker| worker.send(lines).is_ok())
    };
    let mut line = 1;
    let mut rest = Vec::new();
    let mut at_start = true;
    loop {
        let mut bytes = std::mem::take(&mut rest);
        let had = bytes.len();
        let got = input.by_ref().take(CHUNK as u64).read_to_end(&mut bytes)?;
        if std::mem::take(&mut at_start) && bytes.starts_with(b"\xEF\xBB\xBF") {
            bytes.drain(..3);
        }
        if got == 0 {
            if !bytes.is_empty() {
                send(Lines { bytes, first: line, then_too_long: false });
            }
            return Ok(());
        }
        let end = memchr::memrchr(b'\n', bytes.get(had..).unwrap_or_default());
        let too_long = match end {
            Some(end) => {
                rest = bytes.split_off(had + end + 1);
                bytes.pop();
                false
            }
            None if bytes.len() <= MAX_LINE => {
                rest = bytes;
                continue;
            }
            None => {
                bytes.clear();
                true
            }
        };
        let first = line;
        line += 1 + memchr::memchr_iter(b'\n', &bytes).count() as u64;
        let lines = Lines { bytes, first, then_too_long: too_long };
        if !send(lines) {
            return Ok(());
        }
        if too_long && !skip_line(&mut input, &mut rest)? {
            return Ok(());
        }
    }
}

/// Reads past the end of the line; what follows it goes into `rest`. `false` at the end of input.
fn skip_line(input: &mut impl Read, rest: &mut Vec<u8>) -> io::Result<bool> {
    let mut chunk = vec![0; CHUNK];
    loop {
        let got = match input.read(&mut chunk) {
            Ok(0) => return Ok(false),
            Ok(got) => got,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let got = chunk.get(..got).unwrap_or_default();
        if let Some(end) = memchr::memchr(b'\n', got) {
            rest.extend_from_slice(got.get(end + 1..).unwrap_or_default());
            return Ok(true);
        }
    }
}
