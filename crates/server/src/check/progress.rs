//! A progress bar on standard error, where it is wanted and the input takes long.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long an input may take before progress is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// Shows how many bytes of the input have been read.
pub(super) struct Progress {
    bar: ProgressBar,
    started: std::time::Instant,
    is_wanted: bool,
}

impl Progress {
    /// `size`: bytes of the input, when it is known.
    pub fn new(size: Option<u64>, is_wanted: bool) -> Self {
        let bar = ProgressBar::with_draw_target(size, ProgressDrawTarget::hidden());
        let shape = if size.is_some() {
            "{bar:30} {percent:>3} %  {binary_bytes} at {binary_bytes_per_sec}, {eta} to go"
        } else {
            "{spinner} {binary_bytes} at {binary_bytes_per_sec}"
        };
        if let Ok(style) = ProgressStyle::with_template(shape) {
            bar.set_style(style);
        }
        Self { bar, started: std::time::Instant::now(), is_wanted }
    }

    /// So many more bytes have been read.
    pub fn advance(&self, bytes: usize) {
        self.bar.inc(bytes as u64);
        if self.is_wanted && self.bar.is_hidden() && self.started.elapsed() > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// The input is at its end.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
