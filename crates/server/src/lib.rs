//! The client profile service: the documented API on a database, and its command line.
#![forbid(unsafe_code)]
// They panic when what they write to is full or closed: `cli::tell` and `cli::say` do not.
#![warn(clippy::print_stderr, clippy::print_stdout)]

pub mod check;
pub mod cli;
pub mod demo;
pub mod http;
pub mod logging;
pub mod metrics;
pub mod request;
pub mod rules_file;
pub mod store;
pub mod text_file;
pub mod timestamp;
pub mod token;
