//! The limits of a deployment, and who passes them.

use std::net::IpAddr;

use axum::http::HeaderMap;

use super::answer::Refusal;
use super::rate::{ExclusionKey, Rate};
use super::{Service, peer};
use crate::metrics::By;
use crate::store::Caller;

/// How many requests are taken.
#[derive(Debug)]
pub struct Limits {
    /// From an address, before it is known who asks.
    pub address: Rate,
    /// With a token.
    pub token: Rate,
    /// Who sends this in `x-client-id` is not limited.
    pub exclusion: Option<ExclusionKey>,
}

impl Limits {
    fn excludes(&self, headers: &HeaderMap) -> bool {
        let sent = headers.get("x-client-id");
        match (&self.exclusion, sent) {
            (Some(key), Some(sent)) => key.is(sent.as_bytes()),
            _ => false,
        }
    }
}

/// Takes a request from the allowance of its address.
pub fn admit(service: &Service, address: IpAddr, headers: &HeaderMap) -> Result<(), Refusal> {
    if service.limits.excludes(headers) {
        return Ok(());
    }
    service.limits.address.take(&peer::household(address)).map_err(|seconds| {
        service.metrics.limited(By::Address);
        Refusal::rate(seconds)
    })
}

/// Takes a request from the allowance of its token.
pub fn admit_caller(service: &Service, caller: Caller, headers: &HeaderMap) -> Result<(), Refusal> {
    if service.limits.excludes(headers) {
        return Ok(());
    }
    service.limits.token.take(&caller.token).map_err(|seconds| {
        service.metrics.limited(By::Token);
        Refusal::rate(seconds)
    })
}
