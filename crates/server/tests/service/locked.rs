//! What becomes of changes, and of a start, while another process holds the database's lock.

use std::io::Write as _;
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::client;
use crate::harness::{EXAMPLE, PATH, Place, Running, first, free_address, tell};
use crate::postgres;

/// Another process's transaction, that goes on until it is told to end.
fn lock(place: &Place) -> Connection {
    let other = Connection::open(place.database()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    other
}

/// A connection on which a change is asked for.
fn asked(address: SocketAddr, token: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "PUT {PATH} HTTP/1.1\r\nhost: a\r\nauthorization: {token}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{EXAMPLE}",
        EXAMPLE.len()
    )
    .unwrap();
    stream
}

/// The service, where no change shares its commit with another, and where its numbers are.
fn serve(place: &Place, more: &[&str]) -> (Running, SocketAddr) {
    let metrics = free_address();
    let address = metrics.to_string();
    let words = ["--changes-per-commit", "1", "--metrics", &address];
    (place.serve(&[&words, more].concat()), metrics)
}

/// Waits until so many requests are being answered.
fn until_in_flight(metrics: SocketAddr, count: usize) {
    let line = format!("client_profile_in_flight {count}\n");
    let begun = Instant::now();
    while !client::send(metrics, "GET", "/metrics", &[], None).text().contains(&line) {
        assert!(begun.elapsed() < Duration::from_secs(4));
    }
}

#[test]
fn a_change_that_was_answered_503_or_given_up_is_not_written_later() {
    let place = Place::new();
    let (service, metrics) = serve(&place, &[]);
    let token = place.token(&[]);
    assert_eq!(service.write("POST", &token, &first()).status, 200);
    let other = lock(&place);
    // These go away without an answer, and stand in the queue before those who wait for theirs.
    let gone: Vec<TcpStream> = (0..4).map(|_| asked(service.address, &token)).collect();
    until_in_flight(metrics, gone.len());
    drop(gone);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(service.write("PUT", &token, EXAMPLE).status, 503));
        }
    });
    other.execute_batch("COMMIT").unwrap();
    // This one stands in the queue behind whatever is left of them.
    assert_eq!(service.write("PUT", &token, EXAMPLE).status, 200);
    let written: i64 =
        other.query_row("SELECT count(*) FROM history", [], |row| row.get(0)).unwrap();
    assert_eq!(written, 2);
}

#[test]
fn a_page_that_is_being_compressed_does_not_hold_up_the_stop() {
    let place = Place::new();
    let dist = place.folder.path().join("dist");
    std::fs::create_dir(&dist).unwrap();
    std::fs::write(dist.join("index.html"), "<!doctype html>").unwrap();
    // Takes longer than a stop may, whatever the machine.
    let words = (0_u64..300_000).map(|n| format!("{:x}", n.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
    std::fs::write(dist.join("large.js"), words.collect::<String>()).unwrap();
    let (mut service, metrics) = serve(&place, &["--assets", "dist"]);
    let mut stream = TcpStream::connect(service.address).unwrap();
    write!(stream, "GET /large.js HTTP/1.1\r\nhost: a\r\naccept-encoding: br\r\n\r\n").unwrap();
    until_in_flight(metrics, 1);
    // As it is, it takes as long to be found: after two of these the first is at work.
    for _ in 0..2 {
        assert_eq!(client::send(service.address, "GET", "/large.js", &[], None).status, 200);
    }
    drop(stream);
    let told = Instant::now();
    tell(&service.child, "-TERM");
    assert_eq!(service.child.wait().unwrap().code(), Some(0));
    assert!(told.elapsed() < Duration::from_secs(11), "{:?}", told.elapsed());
}

#[test]
fn a_locked_database_does_not_hold_up_the_stop() {
    let place = Place::new();
    let (mut service, metrics) = serve(&place, &[]);
    let token = place.token(&[]);
    assert_eq!(service.write("POST", &token, &first()).status, 200);
    let other = lock(&place);
    let waiting: Vec<TcpStream> = (0..6).map(|_| asked(service.address, &token)).collect();
    until_in_flight(metrics, waiting.len());
    let told = Instant::now();
    tell(&service.child, "-TERM");
    assert_eq!(service.child.wait().unwrap().code(), Some(0));
    // 10 seconds are promised; one more is for a busy machine.
    assert!(told.elapsed() < Duration::from_secs(11), "{:?}", told.elapsed());
    drop(waiting);
    other.execute_batch("COMMIT").unwrap();
    let written: i64 =
        other.query_row("SELECT count(*) FROM history", [], |row| row.get(0)).unwrap();
    assert_eq!(written, 1);
}

/// The service, which has begun to start.
fn starting(place: &Place) -> Child {
    let mut command = place.command(&["serve", "--listen", "127.0.0.1:0"]);
    command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Tells it to stop, which it does by itself, and soon: the system would end it by the signal, but
/// not where it is process 1.
fn stops_before_it_listens(service: Child) {
    tell(&service, "-TERM");
    let told = Instant::now();
    let output = service.wait_with_output().unwrap();
    let log = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{log}");
    assert!(log.contains("Stopped before it listened"), "{log}");
    assert!(told.elapsed() < Duration::from_secs(3), "{:?}", told.elapsed());
}

#[test]
fn a_start_that_waits_for_another_instance_is_stopped() {
    let cluster = postgres::shared();
    let mut place = Place::new();
    let address = cluster.database();
    place.address = Some(address.clone());
    // As an instance does that brings the tables further.
    let other = cluster.hold(&address, "SELECT pg_advisory_xact_lock(x'636C69656E742D70'::bigint)");
    let service = starting(&place);
    let waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'advisory' \
                 AND datname = current_database()";
    let begun = Instant::now();
    while cluster.ask(&address, waits) != "1" {
        assert!(begun.elapsed() < Duration::from_secs(10));
    }
    stops_before_it_listens(service);
    other.commit();
}

#[cfg(target_os = "linux")]
#[test]
fn a_start_that_waits_for_a_file_is_stopped() {
    let place = Place::new();
    place.token(&[]);
    let other = Connection::open(place.database()).unwrap();
    other.execute_batch("PRAGMA locking_mode = exclusive; BEGIN EXCLUSIVE").unwrap();
    let service = starting(&place);
    // From when it hears the signal itself, which is just before it opens the file.
    let hears = || {
        let status = std::fs::read_to_string(format!("/proc/{}/status", service.id())).unwrap();
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap();
        let caught = u64::from_str_radix(caught.trim(), 16).unwrap();
        caught & (1 << (libc::SIGTERM - 1)) != 0
    };
    let begun = Instant::now();
    while !hears() {
        assert!(begun.elapsed() < Duration::from_secs(10));
    }
    stops_before_it_listens(service);
}
