//! The service over HTTP.

pub mod answer;
pub mod assets;
pub mod auth;
pub mod body;
pub mod demo;
pub mod etag;
pub mod headers;
pub mod outer;
pub mod profile;
pub mod server;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::http::{HeaderValue, Method, Request, Response, StatusCode};
use axum::routing::any;
use client_profile::Validator;
use client_profile::envelope::ErrorCode;

use self::answer::{Asked, Refusal, VERSION_PREFIX};
use self::assets::Assets;
use self::demo::Demo;
use crate::store::Store;
use crate::timestamp::Timestamp;

/// Everything that answers need.
pub struct Service {
    /// What is kept.
    pub store: Arc<dyn Store>,
    /// What is checked.
    pub validator: Validator,
    /// The page.
    pub assets: Assets,
    /// The demonstration, when this is one.
    pub demo: Option<Demo>,
    /// What time it is.
    pub clock: fn() -> Timestamp,
}

/// Paths and who answers them.
pub fn router(service: Arc<Service>) -> Router {
    let api = || Router::new().route("/client/profile", any(profile::handle));
    Router::new()
        .merge(api())
        .nest(VERSION_PREFIX, api())
        .route("/config.json", any(demo::config))
        .route("/demo/session", any(demo::session))
        .fallback(page)
        .layer(axum::middleware::from_fn_with_state(service.clone(), outer::around))
        .with_state(service)
}

/// A file of the page, or that there is none.
async fn page(State(service): State<Arc<Service>>, request: Request<Body>) -> Response<Body> {
    let asked = Asked::of(&request);
    if is_api(request.uri().path()) {
        return asked.failure(Refusal::new(ErrorCode::NotFound));
    }
    match *request.method() {
        Method::GET | Method::HEAD => service.assets.answer(&request.into_parts().0, &asked).await,
        Method::OPTIONS => options("GET, HEAD, OPTIONS"),
        _ => asked.failure(Refusal::method("GET, HEAD, OPTIONS")),
    }
}

/// Whether a path is one of programs, not of the page.
fn is_api(path: &str) -> bool {
    let path = path.strip_prefix(VERSION_PREFIX).unwrap_or(path);
    path == "/client" || path.starts_with("/client/") || path.starts_with("/demo/")
}

/// The methods that a path takes.
pub fn options(allowed: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
    response
}

/// A short page of text.
pub fn text(status: StatusCode, words: String) -> Response<Body> {
    let mut response = Response::new(Body::from(words));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}
