//! What is counted, for Prometheus. Labels come from fixed lists only: nothing of a request.

use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// Upper ends of the classes of durations, in seconds.
const CLASSES: [f64; 12] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0];

/// A request as it is counted.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub struct Request {
    /// A path that is known, or what it stands for.
    pub route: &'static str,
    /// A method that is known, or `other`.
    pub method: &'static str,
    /// The answer's status.
    pub status: u16,
}

/// What a limit counts by.
#[derive(Clone, Copy, Debug, Hash, PartialEq, Eq, EncodeLabelValue)]
pub enum By {
    /// Address.
    Address,
    /// Token.
    Token,
}

/// A refusal of a limit.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub struct Limited {
    /// Which limit.
    pub by: By,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Route {
    route: &'static str,
}

/// All that is counted.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    durations: Family<Route, Histogram>,
    limited: Family<Limited, Counter>,
    panics: Counter,
    /// Connections that are open.
    pub connections: Gauge,
    /// Requests that are being answered.
    pub in_flight: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("client_profile");
        let metrics = Self {
            requests: Family::default(),
            durations: Family::new_with_constructor(|| Histogram::new(CLASSES)),
            limited: Family::default(),
            panics: Counter::default(),
            connections: Gauge::default(),
            in_flight: Gauge::default(),
            registry: Registry::default(),
        };
        registry.register("requests", "Requests answered", metrics.requests.clone());
        registry.register_with_unit(
            "request_duration",
            "Time from a request's header to its answer",
            Unit::Seconds,
            metrics.durations.clone(),
        );
        registry.register("rate_limited", "Requests refused by a limit", metrics.limited.clone());
        registry.register("panics", "Requests that ended in a panic", metrics.panics.clone());
        registry.register("connections", "Open connections", metrics.connections.clone());
        registry.register("in_flight", "Requests being answered", metrics.in_flight.clone());
        Self { registry, ..metrics }
    }
}

impl Metrics {
    /// Counts an answered request.
    pub fn answered(&self, request: &Request, seconds: f64) {
        self.durations.get_or_create(&Route { route: request.route }).observe(seconds);
        self.requests.get_or_create(request).inc();
    }

    /// Counts a request that a limit refused.
    pub fn limited(&self, by: By) {
        self.limited.get_or_create(&Limited { by }).inc();
    }

    /// Counts a panic.
    pub fn panicked(&self) {
        self.panics.inc();
    }

    /// The numbers in Prometheus's (OpenMetrics) text form.
    pub fn text(&self) -> String {
        let mut text = String::new();
        match encode(&mut text, &self.registry) {
            Ok(()) => text,
            // Writing to memory does not fail.
            Err(std::fmt::Error) => String::new(),
        }
    }
}
