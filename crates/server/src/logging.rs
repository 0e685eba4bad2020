//! The log: what happened, never to whom. No personal value and no credential is ever given to it.

use std::io::{self, Write as _};
use std::panic::PanicHookInfo;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::time::{Duration, Instant};

use tracing::Subscriber;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;

/// How lines are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs: one JSON object a line.
    Json,
}

/// Most lines that wait to be written. More than a burst of requests makes while the writer waits
/// for its turn on a busy machine; some 2 MB.
const LINES: usize = 8_192;

/// How long the end waits for lines to be written. Whoever reads them does so at once, or not at
/// all; the writer may wait for its turn on a busy machine.
pub const FLUSH_TIME: Duration = Duration::from_secs(1);

/// How long lines gather, once one was written, before those that came meanwhile are. To wake the
/// writer for each line takes a busy service a tenth of its time.
const GATHERING: Duration = Duration::from_millis(5);

/// Bytes that are written at once, but for the last line's.
const BATCH: usize = 64 << 10;

/// Where lines are handed to a thread that writes them. Who logs never waits: a reader that has
/// stopped reading would stop the service. What does not fit is dropped, and counted. Waits for its
/// lines for [`FLUSH_TIME`] when it goes.
#[derive(Debug)]
pub struct Lines {
    queue: SyncSender<Vec<u8>>,
    state: Arc<State>,
}

#[derive(Debug, Default)]
struct State {
    /// How many lines wait, or are being written.
    waiting: AtomicUsize,
    /// How many were dropped since that was last told.
    lost: AtomicU64,
}

impl Lines {
    /// Lines that are written to `output`.
    pub fn to(output: impl io::Write + Send + 'static) -> io::Result<Self> {
        let (queue, lines) = mpsc::sync_channel(LINES);
        let state = Arc::<State>::default();
        let lines = Writing { lines, output, state: state.clone() };
        std::thread::Builder::new().name("log".into()).spawn(move || lines.work())?;
        Ok(Self { queue, state })
    }

    /// The near end, to be given to [`subscriber`].
    pub fn writer(&self) -> impl for<'a> MakeWriter<'a> + Send + Sync + 'static {
        let (queue, state) = (self.queue.clone(), self.state.clone());
        move || Line { queue: queue.clone(), state: state.clone() }
    }

    /// Writes a line that is none of the log's own where they are written, after those before it.
    pub fn tell(&self, line: &str) {
        // That hands it on, whole, and never fails.
        drop(self.writer().make_writer().write(format!("{line}\n").as_bytes()));
    }

    /// Waits until what was logged is written, but not longer than [`FLUSH_TIME`].
    pub fn flush(&self) {
        let begun = Instant::now();
        while self.state.waiting.load(Ordering::Acquire) > 0 && begun.elapsed() < FLUSH_TIME {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        self.flush();
    }
}

/// Takes one line, which is written to it at once.
struct Line {
    queue: SyncSender<Vec<u8>>,
    state: Arc<State>,
}

impl io::Write for Line {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.state.waiting.fetch_add(1, Ordering::AcqRel);
        if self.queue.try_send(line.into()).is_err() {
            self.state.waiting.fetch_sub(1, Ordering::AcqRel);
            self.state.lost.fetch_add(1, Ordering::Relaxed);
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The thread's own things.
struct Writing<W> {
    lines: Receiver<Vec<u8>>,
    output: W,
    state: Arc<State>,
}

impl<W: io::Write> Writing<W> {
    fn work(mut self) {
        while let Some(mut batch) = self.next() {
            let mut count = 1;
            while batch.len() < BATCH
                && let Ok(line) = self.lines.try_recv()
            {
                batch.extend_from_slice(&line);
                count += 1;
            }
            // Nobody is there to be told when that is full or closed.
            drop(self.output.write_all(&batch));
            self.state.waiting.fetch_sub(count, Ordering::AcqRel);
            std::thread::sleep(GATHERING);
        }
    }

    fn next(&self) -> Option<Vec<u8>> {
        if let Ok(line) = self.lines.try_recv() {
            return Some(line);
        }
        // Now there is room for one that tells of those that had none.
        let lost = self.state.lost.swap(0, Ordering::Relaxed);
        if lost > 0 {
            tracing::warn!(lost, "lines of this log were dropped: nobody took them in time");
        }
        self.lines.recv().ok()
    }
}

/// Looks whether a filter is one. A word by itself has to be a level: a mistyped one would be
/// taken for the name of a module, and nothing else would be logged. So would one with a space
/// beside it, which is left out.
pub fn filter(text: &str) -> Result<String, String> {
    let words: Vec<_> = text.split(',').map(str::trim).collect();
    for word in words.iter().filter(|word| !word.contains(['=', '['])) {
        if word.is_empty() || word.parse::<LevelFilter>().is_err() {
            return Err("write error, warn, info, debug, trace or off".into());
        }
    }
    let text = words.join(",");
    EnvFilter::try_new(&text).map_err(|error| error.to_string())?;
    Ok(text)
}

/// A log of what `filter` lets through, written to `writer`. The filter is a level, or
/// directives as `RUST_LOG` takes them; the error says what is wrong with it.
pub fn subscriber<W>(
    format: Format,
    filter: &str,
    writer: W,
) -> Result<Box<dyn Subscriber + Send + Sync>, String>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let filter = EnvFilter::try_new(filter).map_err(|error| error.to_string())?;
    // A line that cannot be written is dropped. It would be told of on standard error else, which
    // is where the log goes, and a panic there is logged again: that would end the process.
    let log = tracing_subscriber::fmt().log_internal_errors(false);
    let log = log.with_env_filter(filter).with_writer(writer);
    Ok(match format {
        Format::Text => Box::new(log.with_ansi(false).with_target(false).finish()),
        Format::Json => {
            let log = log.json().flatten_event(true).with_span_list(false);
            Box::new(log.with_target(false).finish())
        }
    })
}

/// Writes where a panic happened to the log, and nothing of what it said: that may be anything.
pub fn on_panic(info: &PanicHookInfo<'_>) {
    let at = info.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(at, "panic");
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::Sender;

    use super::*;

    /// Hands on what is written at once, and does not come back before it was taken.
    struct Output(SyncSender<String>, Sender<()>);

    impl io::Write for Output {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.1.send(()).unwrap();
            self.0.send(String::from_utf8_lossy(bytes).into_owned()).unwrap();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn lines_that_gathered_are_written_at_once() {
        let (written, taken) = mpsc::sync_channel(0);
        let (begun, begins) = mpsc::channel();
        let lines = Lines::to(Output(written, begun)).unwrap();
        lines.tell("first");
        begins.recv().unwrap();
        for line in ["second", "third", "fourth"] {
            lines.tell(line);
        }
        assert_eq!(taken.recv().unwrap(), "first\n", "nobody waited for it");
        assert_eq!(taken.recv().unwrap(), "second\nthird\nfourth\n");
        lines.flush();
        assert_eq!(lines.state.waiting.load(Ordering::Acquire), 0);
    }

    #[test]
    fn a_filter_does_not_go_by_its_spaces() {
        for (text, means) in [
            (" info", "info"),
            ("info ", "info"),
            ("info , hyper=trace", "info,hyper=trace"),
            ("warn,\thyper=trace ", "warn,hyper=trace"),
        ] {
            assert_eq!(filter(text).ok().as_deref(), Some(means), "{text:?}");
        }
    }

    #[test]
    fn a_filter_is_a_level_or_names_its_modules() {
        for text in ["info", "off", "WARN", "info,hyper=trace", "client_profile_server=debug"] {
            assert!(filter(text).is_ok(), "{text}");
        }
        for text in ["inof", "", "info,loud", "hyper=loud"] {
            assert!(filter(text).is_err(), "{text}");
        }
    }
}
