//! The client profile service: the documented API on a database, and its command line.
#![forbid(unsafe_code)]

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
