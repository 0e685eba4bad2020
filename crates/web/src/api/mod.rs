//! The API as the page uses it: one call in, one outcome out.

mod answer;
mod call;

pub use answer::{Answer, Complaint, Meta, Record, Success};
pub use call::{Api, Call, Credentials, Method, Outcome};

/// How long an answer may take, in milliseconds.
pub const TIME_LIMIT_MS: u32 = 15_000;
