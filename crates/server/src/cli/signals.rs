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

/// Done when the terminal that the process was started from is gone, unless it was told to go on
/// without one (`nohup`).
#[cfg(unix)]
pub async fn hangup() {
    // Before it is listened to, which would end that.
    let is_ignored = ignores_hangup();
    let listening = if is_ignored { None } else { signal(SignalKind::hangup()).ok() };
    match listening {
        Some(mut hangup) => drop(hangup.recv().await),
        None => std::future::pending().await,
    }
}

/// There is no such signal.
#[cfg(not(unix))]
pub async fn hangup() {
    std::future::pending().await
}

/// Whether that is ignored; where it cannot be read, yes, so that it is left as it is.
#[cfg(unix)]
fn ignores_hangup() -> bool {
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
