//! The service as a client meets it: the real binary, over real HTTP.

mod administration;
mod client;
mod conditions;
mod connections;
mod contention;
mod contract;
mod damaged;
mod demo;
mod durability;
mod harness;
mod locked;
mod operation;
mod parity;
mod postgres;
mod refusals;
mod releases;
mod secrecy;
mod settings;
mod streams;
mod words;
