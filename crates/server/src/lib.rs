//! The client profile service: the documented API on a database, and its command line.
#![forbid(unsafe_code)]

pub mod store;
pub mod timestamp;
pub mod token;
