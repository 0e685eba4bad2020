//! What happens around every request: its id, its time limit, its headers, its line in the log.

use std::hash::{BuildHasher as _, RandomState};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::State;
use axum::http::header::STRICT_TRANSPORT_SECURITY;
use axum::http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use axum::middleware::Next;
use axum::response::IntoResponse as _;
use client_profile::envelope::ErrorCode;
use tracing::Instrument as _;

use super::answer::{Asked, Refusal, VERSION_PREFIX};
use super::headers::Part;
use super::peer::{Peer, address, over_tls};
use super::{Service, body, cors, head, is_api, limits};
use crate::metrics;
use crate::store::Caller;

/// How long a request may take, its body's arrival included.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// The request's id, in the answer and in the log.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Two years, as browsers' preload lists ask for.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");

/// The paths that have a name of their own in logs and metrics, and whether they are there under
/// [`VERSION_PREFIX`] too.
const ROUTES: [(&str, bool); 7] = [
    ("/client/profile", true),
    ("/client/profile/rules", true),
    ("/openapi.json", true),
    ("/livez", true),
    ("/readyz", true),
    ("/config.json", false),
    ("/demo/session", false),
];

/// Answers a request through `next`, whatever becomes of it.
pub async fn around(
    State(service): State<Arc<Service>>,
    mut request: Request<Body>,
    next: Next,
) -> Response<Body> {
    let started = Instant::now();
    let asked = Asked::of(&request);
    request.extensions_mut().insert(asked.clone());
    let api = is_api(request.uri().path());
    let (route, method) = (route(request.uri().path()), method(request.method()));
    // Whoever watches the service asks for its health, whatever else comes from there.
    let limited = api && !["/livez", "/readyz"].contains(&route);
    let tls = over_tls(peer(&request), request.headers(), &service.proxies);
    let address = address(peer(&request), request.headers(), &service.proxies);
    let permission = if api { cors::permission(&request, &service.origins) } else { None };
    let preflight = permission.as_ref().is_some_and(cors::Permission::is_preflight);

    // Of chance, and no secret: without asking the system each time.
    let id = format!("{:016x}", RandomState::new().hash_one(()));
    let span = tracing::info_span!("request", id);
    let told = Told { service: service.clone(), route, method, address, started };
    let _in_flight = InFlight::new(&service);
    let mut response = match head::look(&request) {
        Err(refusal) => span.in_scope(|| told.of(asked.failure(refusal))),
        // Without `Allow`: what the path takes is asked otherwise.
        Ok(()) if preflight => span.in_scope(|| told.of(StatusCode::NO_CONTENT.into_response())),
        Ok(()) => {
            let of = limited.then_some(address);
            let answer = admitted(service.clone(), of, request, next);
            within_time(told, answer, asked).instrument(span).await
        }
    };

    let headers = response.headers_mut();
    service.headers.add(headers, if api { Part::Api } else { Part::Page });
    if api && !service.origins.is_empty() {
        cors::add(headers, permission.as_ref());
    }
    if tls {
        headers.insert(STRICT_TRANSPORT_SECURITY, HSTS);
    }
    if let Ok(id) = HeaderValue::try_from(id) {
        headers.insert(REQUEST_ID, id);
    }
    response
}

/// The answer through `next`, or that the address, if it is `limited`, asks too often.
async fn admitted(
    service: Arc<Service>,
    limited: Option<IpAddr>,
    request: Request<Body>,
    next: Next,
) -> Response<Body> {
    if let Some(address) = limited
        && let Err(refusal) = limits::admit(&service, address, request.headers())
    {
        let asked = Asked::of(&request);
        let (parts, body) = request.into_parts();
        body::drop_rest(&parts.headers, body, body::MAX_DROPPED_OF_STRANGERS).await;
        return asked.failure(refusal);
    }
    next.run(request).await
}

/// Counts a request as long as its client waits for the answer.
struct InFlight<'a>(&'a Service);

impl<'a> InFlight<'a> {
    fn new(service: &'a Service) -> Self {
        service.metrics.in_flight.inc();
        Self(service)
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.metrics.in_flight.dec();
    }
}

/// What the log and the metrics are told of a request.
struct Told {
    service: Arc<Service>,
    route: &'static str,
    method: &'static str,
    address: IpAddr,
    started: Instant,
}

impl Told {
    /// Tells its answer.
    fn of(&self, response: Response<Body>) -> Response<Body> {
        let Self { service, route, method, address, started } = self;
        let (status, took) = (response.status().as_u16(), started.elapsed());
        let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        // Who asked (the token's number, no secret), and where a refused request came from: what
        // an operator needs to look into an attack.
        let token = response.extensions().get::<Caller>().map(|caller| caller.token);
        let code = response.extensions().get::<ErrorCode>().map(|code| code.as_str());
        let from = code.map(|_| tracing::field::display(address));
        tracing::info!(method, route, status, ms, token, code, from, "answered");
        service.metrics.answered(&metrics::Request { route, method, status }, took.as_secs_f64());
        response
    }
}

/// The answer, or what is said of one that does not come.
async fn within_time(
    told: Told,
    answer: impl Future<Output = Response<Body>> + Send + 'static,
    asked: Asked,
) -> Response<Body> {
    let told = Arc::new(told);
    // In a task of its own, a request whose client goes away is finished all the same, in the same
    // time, and told of; a panic ends nothing else.
    let work = {
        let (told, asked) = (told.clone(), asked.clone());
        async move {
            let answer = tokio::time::timeout(TIME_LIMIT, answer).await;
            told.of(answer.unwrap_or_else(|_| asked.failure(Refusal::new(ErrorCode::Unavailable))))
        }
    };
    let done = tokio::spawn(work.in_current_span()).await;
    done.unwrap_or_else(|_| {
        told.service.metrics.panicked();
        told.of(asked.failure(Refusal::new(ErrorCode::InternalError)))
    })
}

/// The address at the other end of the connection.
pub fn peer<T>(request: &Request<T>) -> IpAddr {
    let known = request.extensions().get::<Peer>();
    known.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0)
}

/// The path's name: one of a few, since paths come from outside.
fn route(path: &str) -> &'static str {
    let known = ROUTES.into_iter().find(|(route, versioned)| {
        path == *route || (*versioned && path.strip_prefix(VERSION_PREFIX) == Some(route))
    });
    known.map_or(if is_api(path) { "other" } else { "page" }, |(route, _)| route)
}

fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
