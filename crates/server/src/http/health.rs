//! `/livez` and `/readyz`: whether the process runs, and whether it should be sent requests.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, Response, StatusCode};
use client_profile::envelope::ErrorCode;
use serde::Serialize;

use super::Service;
use super::answer::{Asked, Refusal, json, log};
use super::document::unless_read;

/// Whether the service was told to stop, and whether anybody looks at its readiness.
#[derive(Debug, Default)]
pub struct Stopping {
    begun: AtomicBool,
    watched: AtomicBool,
}

impl Stopping {
    /// From now on the service is not ready.
    pub fn begin(&self) {
        self.begun.store(true, Ordering::Relaxed);
    }

    /// Whether readiness was ever asked for: only then can it be missed.
    pub fn is_watched(&self) -> bool {
        self.watched.load(Ordering::Relaxed)
    }

    fn has_begun(&self) -> bool {
        self.begun.load(Ordering::Relaxed)
    }
}

#[derive(Serialize)]
struct Health {
    status: &'static str,
}

/// `GET /livez`.
pub async fn live(request: Request<Body>) -> Response<Body> {
    unless_read(&request).unwrap_or_else(|| json(StatusCode::OK, &Health { status: "live" }))
}

/// `GET /readyz`.
pub async fn ready(State(service): State<Arc<Service>>, request: Request<Body>) -> Response<Body> {
    if let Some(other) = unless_read(&request) {
        return other;
    }
    let asked = Asked::of(&request);
    drop(request);
    service.stopping.watched.store(true, Ordering::Relaxed);
    let away = || asked.failure(Refusal::new(ErrorCode::Unavailable));
    if service.stopping.has_begun() {
        return away();
    }
    match service.store.ready().await {
        Ok(()) => json(StatusCode::OK, &Health { status: "ready" }),
        Err(error) => {
            log(&error);
            away()
        }
    }
}
