//! How many files may be open at a time, of which each connection is one.

/// Files that are no connections of the API's: the program's own, the database's, the page's, and the
/// connections of those who read the metrics.
#[cfg(unix)]
const OTHERS: u64 = 64;

/// Files for each thread that answers: the database's and its log's, when it reads SQLite.
#[cfg(unix)]
const OF_A_THREAD: u64 = 2;

/// How many of the `wanted` connections there is room for, after the limit was raised to what the
/// system allows. Needs the runtime.
#[cfg(unix)]
pub fn connections(wanted: u32) -> u32 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let limit = getrlimit(Resource::Nofile);
    let Some(now) = limit.current else { return wanted };
    let threads = tokio::runtime::Handle::current().metrics().num_workers();
    let others = OTHERS.saturating_add(OF_A_THREAD.saturating_mul(threads as u64));
    // No more than is needed where all is allowed: some systems have a limit all the same.
    let most = limit.maximum.unwrap_or(others.saturating_add(u64::from(wanted))).max(now);
    let raised = setrlimit(Resource::Nofile, Rlimit { current: Some(most), ..limit });
    let files = if raised.is_ok() { most } else { now };
    let room = files.saturating_sub(others).max(1);
    u32::try_from(room).unwrap_or(u32::MAX).min(wanted)
}

/// There is no such limit.
#[cfg(not(unix))]
pub fn connections(wanted: u32) -> u32 {
    wanted
}
