//! The API as the page uses it: one call in, one outcome out.

use std::pin::Pin;

mod answer;
mod call;

pub use answer::{Answer, CLIENT, Complaint, Meta, Record, Success};
pub use call::{Api, Call, Credentials, Method, Outcome};

/// How long an answer may take, in milliseconds.
pub const TIME_LIMIT_MS: u32 = 15_000;

/// A result to wait for, of one kind for everyone who waits.
pub type Later<T> = Pin<Box<dyn Future<Output = T>>>;
