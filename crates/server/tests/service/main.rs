//! The service as a client meets it: the real binary, over real HTTP.

mod administration;
mod client;
mod contract;
mod demo;
mod harness;
mod operation;
mod parity;
mod postgres;
mod refusals;
