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
