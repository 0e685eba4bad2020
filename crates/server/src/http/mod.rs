//! The service over HTTP.

pub mod answer;
pub mod assets;
pub mod auth;
pub mod body;
pub mod cors;
pub mod demo;
pub mod document;
pub mod etag;
pub mod head;
pub mod headers;
pub mod health;
pub mod limits;
pub mod openapi;
pub mod outer;
pub mod peer;
pub mod profile;
pub mod rate;
pub mod server;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::ALLOW;
use axum::http::{HeaderValue, Method, Request, Response, StatusCode};
use axum::routing::any;
use client_profile::envelope::ErrorCode;
use client_profile::rules::RulesError;
use client_profile::{Rules, Validator};
use ipnet::IpNet;

use self::answer::{Asked, Refusal, VERSION_PREFIX};
use self::assets::Assets;
use self::cors::Origin;
use self::demo::Demo;
use self::document::Document;
use self::headers::SecurityHeaders;
use self::health::Stopping;
use self::limits::Limits;
use self::rate::Rate;
use crate::metrics::Metrics;
use crate::rules_file;
use crate::store::Store;
use crate::timestamp::Timestamp;

/// Everything that answers need.
pub struct Service {
    /// What is kept.
    pub store: Arc<dyn Store>,
    /// What is checked.
    pub validator: Validator,
    /// The rules in force, for clients.
    pub rules: Document,
    /// The description of the API.
    pub openapi: Document,
    /// The page.
    pub assets: Assets,
    /// Where the page finds its API, when it is not here: an address without a slash at the end.
    pub api_base: String,
    /// The demonstration, when this is one.
    pub demo: Option<Demo>,
    /// How many requests are taken.
    pub limits: Limits,
    /// Proxies that are believed.
    pub proxies: Vec<IpNet>,
    /// Origins whose pages may use the API.
    pub origins: Vec<Origin>,
    /// What browsers are told.
    pub headers: SecurityHeaders,
    /// Whether it was told to stop.
    pub stopping: Stopping,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// What time it is.
    pub clock: fn() -> Timestamp,
}

impl Service {
    /// A service of these rules on this store: without limits, without a page, of its own origin.
    pub fn new(store: Arc<dyn Store>, rules: &Rules) -> Result<Self, RulesError> {
        Ok(Self {
            store,
            validator: rules_file::validator(rules)?,
            // Rules have string keys and no failing parts, so writing them does not fail.
            rules: Document::new(serde_json::to_vec(rules).unwrap_or_default()),
            openapi: Document::new(openapi::document(rules)),
            assets: Assets::none(),
            api_base: String::new(),
            demo: None,
            limits: Limits {
                address: Rate::per_minute(0),
                token: Rate::per_minute(0),
                exclusion: None,
            },
            proxies: Vec::new(),
            origins: Vec::new(),
            headers: SecurityHeaders::new(None),
            stopping: Stopping::default(),
            metrics: Arc::default(),
            clock: Timestamp::now,
        })
    }
}

/// Paths and who answers them.
pub fn router(service: Arc<Service>) -> Router {
    let api = || {
        Router::new()
            .route("/client/profile", any(profile::handle))
            .route("/client/profile/rules", any(rules))
            .route("/openapi.json", any(description))
            .route("/livez", any(health::live))
            .route("/readyz", any(health::ready))
    };
    Router::new()
        .merge(api())
        .nest(VERSION_PREFIX, api())
        .route("/config.json", any(demo::config))
        .route("/demo/session", any(demo::session))
        .fallback(page)
        .layer(axum::middleware::from_fn_with_state(service.clone(), outer::around))
        .with_state(service)
}

/// `GET /client/profile/rules`.
async fn rules(State(service): State<Arc<Service>>, request: Request<Body>) -> Response<Body> {
    service.rules.answer(&request)
}

/// `GET /openapi.json`.
async fn description(
    State(service): State<Arc<Service>>,
    request: Request<Body>,
) -> Response<Body> {
    service.openapi.answer(&request)
}

/// A file of the page, or that there is none.
async fn page(State(service): State<Arc<Service>>, request: Request<Body>) -> Response<Body> {
    let asked = Asked::of(&request);
    if is_api(request.uri().path()) {
        return asked.failure(Refusal::new(ErrorCode::NotFound));
    }
    match *request.method() {
        // Of the service itself, not of a file: what there is anywhere (RFC 9110, 9.3.7).
        Method::OPTIONS if request.uri().path() == "*" => options(profile::METHODS),
        Method::GET | Method::HEAD => service.assets.answer(&request.into_parts().0, &asked).await,
        _ if !service.assets.has(request.uri().path()).await => {
            asked.failure(Refusal::new(ErrorCode::NotFound))
        }
        Method::OPTIONS => options(document::METHODS),
        _ => asked.failure(Refusal::method(document::METHODS)),
    }
}

/// Whether a path is one of programs, not of the page.
fn is_api(path: &str) -> bool {
    let bare = path.strip_prefix(VERSION_PREFIX).unwrap_or(path);
    path.starts_with("/v1/")
        || ["/client", "/livez", "/readyz", "/openapi.json"].contains(&bare)
        || bare.starts_with("/client/")
        || bare.starts_with("/demo/")
}

/// The methods that a path takes.
pub fn options(allowed: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
    response
}
