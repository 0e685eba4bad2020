//! The headers that tell browsers what an answer may do.

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, ETAG, HeaderName, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue};

use super::cors::Origin;

/// What an answer is, as far as its headers go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// Data for programs.
    Api,
    /// The page and its files.
    Page,
}

const API_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

const EVERYWHERE: [(HeaderName, &str); 6] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), \
         microphone=(), payment=(), usb=()",
    ),
];

/// The headers of this deployment.
#[derive(Clone, Debug)]
pub struct SecurityHeaders {
    page_policy: HeaderValue,
}

impl SecurityHeaders {
    /// The one thing a deployment adds is the origin of an API elsewhere that its page talks to.
    pub fn new(api: Option<&Origin>) -> Self {
        let api = api.map_or(String::new(), |origin| format!(" {}", origin.as_str()));
        let policy = format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
             connect-src 'self'{api}; img-src 'self'; font-src 'self'; base-uri 'none'; \
             form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
             trusted-types 'none'"
        );
        let none = HeaderValue::from_static(API_POLICY);
        Self { page_policy: HeaderValue::try_from(policy).unwrap_or(none) }
    }

    /// Adds what is not there yet.
    pub fn add(&self, headers: &mut HeaderMap, part: Part) {
        for (name, value) in EVERYWHERE {
            headers.entry(name).or_insert(HeaderValue::from_static(value));
        }
        let policy = match part {
            Part::Api => HeaderValue::from_static(API_POLICY),
            Part::Page => self.page_policy.clone(),
        };
        headers.entry(CONTENT_SECURITY_POLICY).or_insert(policy);
        // A file of the page says for itself how long it may be kept; that there is none is said
        // anew each time.
        if part == Part::Api || !headers.contains_key(ETAG) {
            headers
                .entry(CACHE_CONTROL)
                .or_insert(HeaderValue::from_static("no-store, no-transform"));
        }
    }
}
