//! A number's characters as small numbers, as `build.rs` compiles shapes and `number` reads what was
//! typed: digits are 0 to 9, letters 10 to 35, then these.

pub(crate) const PLUS: u8 = 36;
pub(crate) const MINUS: u8 = 37;
pub(crate) const AMPERSAND: u8 = 38;
pub(crate) const ENYE: u8 = 39;

/// Most characters of a number that has a shape.
pub(crate) const MOST: usize = 25;

/// In a `gives`: the second pass decides.
pub(crate) const AGAIN: u8 = 255;
