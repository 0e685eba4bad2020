//! How many requests an address, and then a token, may make in a minute.
//!
//! The generic cell rate algorithm: for each key one number, the time at which its allowance
//! would be whole again. A minute's allowance may be used at once; then it comes back evenly.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hash, RandomState};
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// Nanoseconds of a minute.
const MINUTE: u64 = 60_000_000_000;

/// Parts of the table, each behind a lock of its own.
const PARTS: usize = 16;

/// Most keys in a part: some 9 MB in all, with the room that a table keeps free. When more are in
/// use, their counts begin anew: better to let some through than to keep everybody out.
const KEYS: usize = 16_384;

/// The allowance of one kind of key.
#[derive(Debug)]
pub struct Rate {
    /// Nanoseconds in which one request's allowance comes back; none when nothing is limited.
    interval: Option<u64>,
    started: Instant,
    hasher: RandomState,
    parts: [Mutex<HashMap<u64, u64>>; PARTS],
}

impl Rate {
    /// So many requests a minute; 0 for as many as come.
    pub fn per_minute(requests: u32) -> Self {
        Self {
            interval: NonZeroU32::new(requests).map(|requests| MINUTE / u64::from(requests.get())),
            started: Instant::now(),
            hasher: RandomState::new(),
            parts: Default::default(),
        }
    }

    /// Takes one from the allowance of `key`, or says how many seconds to wait.
    pub fn take(&self, key: &impl Hash) -> Result<(), u64> {
        self.take_at(key, self.started.elapsed())
    }

    fn take_at(&self, key: &impl Hash, now: Duration) -> Result<(), u64> {
        let Some(interval) = self.interval else {
            return Ok(());
        };
        let now = u64::try_from(now.as_nanos()).unwrap_or(u64::MAX);
        // Keyed by a secret of this process, so that nobody can make keys that meet.
        let key = self.hasher.hash_one(key);
        let Some(part) = usize::try_from(key).ok().and_then(|at| self.parts.get(at % PARTS)) else {
            return Ok(());
        };
        let mut part = part.lock().unwrap_or_else(PoisonError::into_inner);
        let whole = part.get(&key).copied().unwrap_or(0).max(now);
        let next = whole.saturating_add(interval);
        let ahead = next.saturating_sub(now);
        if ahead > MINUTE {
            return Err((ahead - MINUTE).div_ceil(1_000_000_000).max(1));
        }
        if part.len() >= KEYS && !part.contains_key(&key) {
            part.retain(|_, whole| *whole > now);
            if part.len() >= KEYS {
                part.clear();
            }
        }
        part.insert(key, next);
        Ok(())
    }
}

/// The key that lifts the limits. `Debug` does not show it.
pub struct ExclusionKey([u8; 32]);

impl ExclusionKey {
    /// Keeps the hash of the key.
    pub fn new(key: &str) -> Self {
        Self(Sha256::digest(key).into())
    }

    /// Whether it is this key, in a time that tells neither where they differ nor how long it is.
    pub fn is(&self, text: &[u8]) -> bool {
        let hash: [u8; 32] = Sha256::digest(text).into();
        self.0.ct_eq(&hash).into()
    }
}

impl std::fmt::Debug for ExclusionKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ExclusionKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_minutes_allowance_may_be_used_at_once_and_comes_back_evenly() {
        let rate = Rate::per_minute(60);
        for _ in 0..60 {
            assert_eq!(rate.take_at(&"a", SECOND), Ok(()));
        }
        assert_eq!(rate.take_at(&"a", SECOND), Err(1));
        assert_eq!(rate.take_at(&"b", SECOND), Ok(()));
        assert_eq!(rate.take_at(&"a", 2 * SECOND), Ok(()));
        assert_eq!(rate.take_at(&"a", 2 * SECOND), Err(1));
        for _ in 0..60 {
            assert_eq!(rate.take_at(&"a", 100 * SECOND), Ok(()));
        }
        assert_eq!(rate.take_at(&"a", 100 * SECOND), Err(1));
    }

    #[test]
    fn the_wait_is_long_enough() {
        let rate = Rate::per_minute(2);
        assert_eq!(rate.take_at(&1, SECOND), Ok(()));
        assert_eq!(rate.take_at(&1, SECOND), Ok(()));
        assert_eq!(rate.take_at(&1, SECOND), Err(30));
        assert_eq!(rate.take_at(&1, 30 * SECOND), Err(1));
        assert_eq!(rate.take_at(&1, 31 * SECOND), Ok(()));
    }

    #[test]
    fn nothing_is_limited_by_zero_and_the_table_stays_small() {
        let none = Rate::per_minute(0);
        let rate = Rate::per_minute(1);
        for key in 0..300_000_u32 {
            assert_eq!(none.take_at(&0, SECOND), Ok(()));
            assert_eq!(rate.take_at(&key, SECOND), Ok(()));
        }
        for part in &rate.parts {
            assert!(part.lock().unwrap().len() <= KEYS);
        }
    }

    #[test]
    fn only_the_key_itself_is_the_key() {
        let key = ExclusionKey::new("a secret");
        assert!(key.is(b"a secret"));
        for other in ["", "a secre", "a secret ", "A secret"] {
            assert!(!key.is(other.as_bytes()), "{other}");
        }
        assert_eq!(format!("{key:?}"), "ExclusionKey(…)");
    }
}
