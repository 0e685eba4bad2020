//! Reading, as every input of `check` is read.

use std::io::{self, Read};

/// Reads what there is, as much as there is room for; nothing at the end of the input.
pub(super) fn read(input: &mut impl Read, room: &mut [u8]) -> io::Result<usize> {
    loop {
        match input.read(room) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}
