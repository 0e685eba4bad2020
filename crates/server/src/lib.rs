//! The client profile service: the documented API on a database, and its command line.
#![forbid(unsafe_code)]

pub mod check;
pub mod cli;
pub mod demo;
pub mod http;
pub mod logging;
pub mod metrics;
pub mod rules_file;
pub mod store;
pub mod timestamp;
pub mod token;

/// Unicode Normalization Form C, by the library.
pub fn normalize(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    text.nfc().collect()
}

/// Today's UTC date.
pub fn today() -> client_profile::Date {
    timestamp::Timestamp::now().date()
}
