//! Connections that are held up: by who does not send, and by who does not read.

use std::io::{Read as _, Write as _};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use client_profile_server::http::server::{ConnectionLimits, serve};
use client_profile_server::metrics::Metrics;
use tokio::net::TcpListener;

/// More than the buffers of a connection hold.
const LARGE: usize = 64 << 20;

/// A server that gives up after moments, until the sender is dropped.
async fn impatient() -> (SocketAddr, Arc<Metrics>, tokio::sync::oneshot::Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let limits = ConnectionLimits {
        header_time: Duration::from_millis(300),
        stalled_time: Duration::from_millis(300),
        ..ConnectionLimits::default()
    };
    let metrics = Arc::new(Metrics::default());
    let router = Router::new().route("/large", get(|| async { vec![0_u8; LARGE] }));
    let (go_on, stopped) = tokio::sync::oneshot::channel();
    let stop = async {
        drop(stopped.await);
        Duration::from_secs(10)
    };
    tokio::spawn(serve(listener, router, limits, metrics.clone(), stop));
    (address, metrics, go_on)
}

async fn until_nobody_is_connected(metrics: &Metrics) {
    let gone = async {
        while metrics.connections.get() > 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), gone).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_header_that_does_not_arrive_is_not_waited_for() {
    let (address, metrics, _go_on) = impatient().await;
    let read = tokio::task::spawn_blocking(move || {
        let mut slow = std::net::TcpStream::connect(address).unwrap();
        slow.write_all(b"GET /large HTTP/1.1\r\nhost: a\r\nx-slow: ").unwrap();
        let mut answer = Vec::new();
        // The end comes without a whole header having been sent.
        slow.read_to_end(&mut answer).unwrap();
        answer
    });
    let answer = String::from_utf8(read.await.unwrap()).unwrap();
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
    until_nobody_is_connected(&metrics).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_nobody_reads_is_given_up() {
    let (address, metrics, _go_on) = impatient().await;
    let (connected, wait) = tokio::sync::oneshot::channel();
    let (done, end) = std::sync::mpsc::channel::<()>();
    let reader = tokio::task::spawn_blocking(move || {
        let mut lazy = std::net::TcpStream::connect(address).unwrap();
        lazy.write_all(b"GET /large HTTP/1.1\r\nhost: a\r\n\r\n").unwrap();
        let mut start = [0; 15];
        lazy.read_exact(&mut start).unwrap();
        assert_eq!(&start, b"HTTP/1.1 200 OK");
        connected.send(()).unwrap();
        // Holds the connection and reads nothing more, until the server has let go.
        end.recv().unwrap();
        let mut rest = Vec::new();
        drop(lazy.read_to_end(&mut rest));
        rest.len()
    });
    wait.await.unwrap();
    until_nobody_is_connected(&metrics).await;
    done.send(()).unwrap();
    assert!(reader.await.unwrap() < LARGE);
}
