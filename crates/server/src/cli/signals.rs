//! What the system tells the process.

use std::io;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// The signals that tell the service to stop, noticed from when this is made.
pub struct Signals {
    #[cfg(unix)]
    interrupt: Signal,
    #[cfg(unix)]
    terminate: Signal,
    #[cfg(not(unix))]
    interrupt: tokio::signal::windows::CtrlC,
}

impl Signals {
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            #[cfg(unix)]
            interrupt: signal(SignalKind::interrupt())?,
            #[cfg(unix)]
            terminate: signal(SignalKind::terminate())?,
            #[cfg(not(unix))]
            interrupt: tokio::signal::windows::ctrl_c()?,
        })
    }

    /// Done at the next one; says whether there is time to tell others first.
    pub async fn next(&mut self) -> bool {
        #[cfg(unix)]
        {
            tokio::select! {
                _ = self.interrupt.recv() => false,
                _ = self.terminate.recv() => true,
            }
        }
        #[cfg(not(unix))]
        {
            self.interrupt.recv().await;
            false
        }
    }
}

/// The signal that the terminal which the process was started from is gone, noticed from when this is
/// made; never where the process was told to go on without one (`nohup`).
#[cfg(unix)]
pub struct Hangup(Option<Signal>);

#[cfg(unix)]
impl Hangup {
    pub fn new() -> io::Result<Self> {
        // To listen to it would be the end of its being ignored.
        if is_hangup_ignored() {
            return Ok(Self(None));
        }
        Ok(Self(Some(signal(SignalKind::hangup())?)))
    }

    /// Done when it comes.
    pub async fn come(&mut self) {
        match &mut self.0 {
            Some(signal) => drop(signal.recv().await),
            None => std::future::pending().await,
        }
    }
}

/// There is no such signal.
#[cfg(not(unix))]
pub struct Hangup;

#[cfg(not(unix))]
impl Hangup {
    pub fn new() -> io::Result<Self> {
        Ok(Self)
    }

    /// Never done.
    pub async fn come(&mut self) {
        std::future::pending().await
    }
}

/// Whether it is ignored; where that cannot be read, which is so on Linux only, it is left as it is.
#[cfg(unix)]
fn is_hangup_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    ignored.is_none_or(|mask| mask & (1 << (libc::SIGHUP - 1)) != 0)
}

/// Lets a write fail that a file has no room for, as on a full disk, so that the store says so. A
/// file that may not grow (`ulimit -f`) ends the process else. Needs the runtime.
#[cfg(unix)]
pub fn outlive_full_files() -> io::Result<()> {
    // Having been handled once, it never ends the process again.
    signal(SignalKind::from_raw(libc::SIGXFSZ)).map(drop)
}

/// There is no such signal.
#[cfg(not(unix))]
pub fn outlive_full_files() -> io::Result<()> {
    Ok(())
}
