//! What bytes are, told sixteen at a time: plain loops over arrays of that length, of which
//! compilers make a few vector instructions.
#![allow(clippy::needless_bitwise_bool, reason = "a branch in those loops would undo that")]

/// What fills sixteen bytes where a text has fewer: fine everywhere, no separator.
const FILL: u64 = u64::MAX / 255 * b'a' as u64;

/// Stands before a text: a separator must not follow it.
const START: u64 = b' ' as u64;

#[inline]
const fn pair(low: u64, high: u64) -> [u8; 16] {
    ((high as u128) << 64 | low as u128).to_le_bytes()
}

/// Whether there are bytes, fine ones or separators only, no separators where they must not stand,
/// nor a space at the end.
#[inline]
fn are(bytes: &[u8], fine: impl Fn(u8) -> bool, separates: impl Fn(u8) -> bool) -> bool {
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    if *last == b' ' {
        return false;
    }
    if let Some(end) = bytes.last_chunk() {
        // Each seventeen bytes overlap the next ones, and the last ones what was looked at.
        let mut rest = bytes;
        while let Some(window) = rest.first_chunk() {
            if !follow(window, &fine, &separates) {
                return false;
            }
            rest = rest.get(16..).unwrap_or_default();
        }
        return fine(*first) && !separates(*first) && follow(end, &fine, &separates);
    }
    let (low, high, before_low, before_high);
    if let (Some(head), Some(tail)) = (bytes.first_chunk(), bytes.last_chunk()) {
        [low, high] = [head, tail].map(|half| u64::from_le_bytes(*half));
        before_low = low << 8 | START;
        let before = bytes.len().checked_sub(9).and_then(|at| bytes.get(at..)?.first_chunk());
        before_high = before.map_or(before_low, |part| u64::from_le_bytes(*part));
    } else {
        (high, before_high) = (FILL, FILL);
        let halves = (bytes.first_chunk(), bytes.last_chunk());
        if let (Some(head), Some(tail)) = halves {
            let [head, tail] = [head, tail].map(|half| u64::from(u32::from_le_bytes(*half)));
            low = head | tail << 32;
            // What stands before the last four is among the first four.
            before_low = head << 8 & 0xFFFF_FFFF | START | (tail << 8 | FILL & 0xFF) << 32;
        } else {
            low = bytes.iter().rev().fold(FILL, |word, byte| word << 8 | u64::from(*byte));
            before_low = low << 8 | START;
        }
    }
    stand(&pair(before_low, before_high), &pair(low, high), fine, separates)
}

/// Whether the last sixteen of the bytes stand well after those before them.
#[inline]
fn follow(window: &[u8; 17], fine: impl Fn(u8) -> bool, separates: impl Fn(u8) -> bool) -> bool {
    match (window.first_chunk(), window.last_chunk()) {
        (Some(before), Some(bytes)) => stand(before, bytes, fine, separates),
        _ => false,
    }
}

/// Whether every byte is fine or a separator, and none is a separator after another one.
#[inline]
fn stand(
    before: &[u8; 16],
    bytes: &[u8; 16],
    fine: impl Fn(u8) -> bool,
    separates: impl Fn(u8) -> bool,
) -> bool {
    let mut wrong = 0;
    for (before, byte) in before.iter().zip(bytes) {
        let separator = separates(*byte);
        wrong |= u8::from(!(fine(*byte) | separator) | separator & separates(*before));
    }
    wrong == 0
}

const fn is_letter(byte: u8) -> bool {
    (byte | 0x20).wrapping_sub(b'a') < 26
}

#[inline]
pub(super) fn are_of_name(bytes: &[u8]) -> bool {
    are(bytes, is_letter, |byte| (byte == b' ') | (byte == b'\'') | (byte == b'-'))
}

#[inline]
pub(super) fn are_of_note(bytes: &[u8]) -> bool {
    let fine = |byte: u8| (byte.wrapping_sub(b' ') < 95) & (byte != b'`');
    are(bytes, fine, |byte| byte == b' ')
}
