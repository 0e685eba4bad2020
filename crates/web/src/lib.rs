//! The form for a client profile: components that know nothing of profiles, and the profile form
//! as data over them.
#![forbid(unsafe_code)]

pub mod api;
pub mod app;
pub mod boot;
#[allow(clippy::needless_pass_by_value, reason = "a component owns what it is given")]
pub mod components;
pub mod config;
pub mod document;
pub mod draft;
pub mod element;
pub mod flow;
pub mod host;
pub mod intl;
pub mod json;
pub mod rules;
pub mod screens;
pub mod state;
pub mod timing;
pub mod words;
