//! Connections: accepting, limiting and ending them.

use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::header::CONTENT_LENGTH;
use axum::http::{Request, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt as _;

use super::peer::Peer;
use crate::metrics::Metrics;

/// How much of a request's header is read without its end. Over this, or 100 lines, hyper answers 431
/// by itself, with no body; its last read may go half as far again, so that up to 48 KiB pass when they
/// come at once. Twice what the service takes, which can say so itself.
const BUFFER: usize = 2 * super::head::MAX_BYTES;

/// Most connections at a time, unless somebody says otherwise.
pub const CONNECTIONS: u32 = 1_024;

/// How long it is not told again that no connection can be taken, which is tried many times a second.
const TELLING: Duration = Duration::from_secs(1);

/// The limits of connections.
#[derive(Clone, Copy, Debug)]
pub struct ConnectionLimits {
    /// Most connections at a time; further ones wait.
    pub connections: usize,
    /// How long a request's header may take to arrive, idle time before it included.
    pub header_time: Duration,
    /// How long a connection may take no bytes of an answer.
    pub stalled_time: Duration,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self {
            connections: CONNECTIONS as usize,
            header_time: Duration::from_secs(15),
            stalled_time: Duration::from_secs(10),
        }
    }
}

/// Serves until `stop` is done; then takes no more connections, and returns when those there are
/// have finished their requests, or the time that it allows them is over.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: ConnectionLimits,
    metrics: Arc<Metrics>,
    stop: impl Future<Output = Duration>,
) {
    let places = Arc::new(Semaphore::new(limits.connections));
    let (stopping, stopped) = watch::channel(false);
    let mut connections = JoinSet::new();
    let mut stop = std::pin::pin!(stop);
    let mut told = None;
    let time = loop {
        let place = tokio::select! {
            time = &mut stop => break time,
            // It is never closed.
            Ok(place) = places.clone().acquire_owned() => place,
        };
        let (stream, address) = tokio::select! {
            time = &mut stop => break time,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file handles: others end soon, and then there are some again.
                    if told.is_none_or(|told: Instant| told.elapsed() >= TELLING) {
                        tracing::warn!(%error, "accept");
                        told = Some(Instant::now());
                    }
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
        };
        while connections.try_join_next().is_some() {}
        let (router, stopped, metrics) = (router.clone(), stopped.clone(), metrics.clone());
        connections.spawn(async move {
            metrics.connections.inc();
            converse(stream, address, router, limits, stopped).await;
            metrics.connections.dec();
            drop(place);
        });
    };
    drop(listener);
    // The receivers are the connections; none left is fine.
    stopping.send_replace(true);
    let all = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(time, all).await.is_err() {
        tracing::warn!(left = connections.len(), "connections did not end in time");
        connections.shutdown().await;
    }
}

/// Answers the requests of one connection.
async fn converse(
    stream: TcpStream,
    address: SocketAddr,
    router: Router,
    limits: ConnectionLimits,
    mut stopped: watch::Receiver<bool>,
) {
    drop(stream.set_nodelay(true));
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(limits.stalled_time));
    let answer = service_fn(move |request: Request<Incoming>| {
        let router = router.clone();
        async move {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(Peer(address.ip().to_canonical()));
            let Ok(mut response) = router.oneshot(request).await;
            if response.status() == StatusCode::NOT_MODIFIED {
                // To HEAD it would say that the document has no bytes (RFC 9110, 8.6).
                response.headers_mut().remove(CONTENT_LENGTH);
            }
            Ok::<_, Infallible>(response)
        }
    });
    let mut connection = std::pin::pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.header_time)
            .max_buf_size(BUFFER)
            // And without `half_close`: an answer that nobody waits for would hold a place, and a stop,
            // for as long as requests may take.
            .serve_connection(TokioIo::new(Box::pin(stream)), answer)
    );
    let ended = tokio::select! {
        ended = &mut connection => ended,
        () = async { drop(stopped.wait_for(|stopped| *stopped).await) } => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "connection");
    }
}
