//! What was acknowledged is there after a crash, and the service comes back by itself.

use std::fs;
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::client;
use crate::harness::{EXAMPLE, PATH, Place, Running, count, first};
use crate::postgres::{self, Cluster};

/// Clients that write at the same time.
const WRITERS: usize = 8;

/// How far each writer got.
#[derive(Clone, Copy, Debug, Default)]
struct Progress {
    sent: usize,
    acknowledged: usize,
}

/// Lets every writer count up in its record's reason until `enough` changes are acknowledged,
/// then calls `crash`, and says how far each got and how many changes were acknowledged.
fn write_until(
    address: SocketAddr,
    tokens: &[String],
    from: &[Progress],
    enough: usize,
    crash: impl FnOnce(),
) -> (Vec<Progress>, usize) {
    let stop = Arc::new(AtomicBool::new(false));
    let total = Arc::new(AtomicUsize::new(0));
    let writers: Vec<_> = tokens
        .iter()
        .zip(from)
        .map(|(token, from)| {
            let (token, stop, total) = (token.clone(), stop.clone(), total.clone());
            let mut progress = *from;
            std::thread::spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    progress.sent += 1;
                    match put(address, &token, progress.sent) {
                        Some(200) => {
                            progress.acknowledged = progress.sent;
                            total.fetch_add(1, Ordering::Relaxed);
                        }
                        Some(503 | 500) | None => {}
                        Some(other) => panic!("{other}"),
                    }
                }
                progress
            })
        })
        .collect();
    let begun = Instant::now();
    while total.load(Ordering::Relaxed) < enough {
        assert!(begun.elapsed() < Duration::from_secs(60), "too slow");
        std::thread::yield_now();
    }
    crash();
    stop.store(true, Ordering::Relaxed);
    let progress = writers.into_iter().map(|writer| writer.join().unwrap()).collect();
    (progress, total.load(Ordering::Relaxed))
}

/// Writes a number; the status of the answer, if there is one.
fn put(address: SocketAddr, token: &str, number: usize) -> Option<u16> {
    let body = EXAMPLE.replace("api test", &format!("change {number}"));
    let request = format!(
        "PUT {PATH} HTTP/1.1\r\nhost: a\r\nconnection: close\r\nauthorization: {token}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(address).ok()?;
    let mut answer = Vec::new();
    std::io::Write::write_all(&mut stream, request.as_bytes()).ok()?;
    std::io::Read::read_to_end(&mut stream, &mut answer).ok()?;
    // A whole answer only: its header alone acknowledges nothing.
    answer.ends_with(b"}}").then(|| client::parse(&answer).status)
}

/// The number that a record holds.
fn number_of(service: &Running, token: &str) -> usize {
    let answer = service.get(token);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let json = answer.json();
    let reason = json["data"][0]["reason"].as_str().unwrap_or("change 0").to_owned();
    reason.strip_prefix("change ").unwrap().parse().unwrap()
}

/// Nothing acknowledged is lost, nothing is there that was not sent.
fn look(service: &Running, tokens: &[String], progress: &mut [Progress]) {
    for (token, progress) in tokens.iter().zip(progress) {
        let found = number_of(service, token);
        assert!(found >= progress.acknowledged, "{found} {progress:?}");
        assert!(found <= progress.sent, "{found} {progress:?}");
        *progress = Progress { sent: progress.sent, acknowledged: found };
    }
}

fn look_at_file(path: &Path) {
    let database = Connection::open(path).unwrap();
    let check: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(check, "ok");
    // Each record is the last row of its history, and no row is missing.
    let broken: i64 = database
        .query_row(
            "SELECT count(*) FROM profiles p WHERE p.version <> (SELECT count(*) FROM history h \
             WHERE h.client_id = p.client_id) OR p.reason IS NOT (SELECT reason FROM history h \
             WHERE h.client_id = p.client_id AND h.version = p.version)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(broken, 0);
}

/// A small generator: which moment is hit differs, and can be had again by its seed, which
/// `CLIENT_PROFILE_SEED` changes.
fn scatter(at: usize) -> usize {
    let seed = std::env::var("CLIENT_PROFILE_SEED").ok().and_then(|seed| seed.parse().ok());
    let mixed = (at as u64 + 1 + seed.unwrap_or(0_u64)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    usize::try_from((mixed ^ (mixed >> 31)) >> 33).unwrap()
}

const UNLIMITED: [&str; 4] = ["--rate-per-token", "0", "--rate-per-address", "0"];

fn clients(place: &Place, service: &Running) -> Vec<String> {
    let tokens: Vec<String> = (0..WRITERS).map(|_| place.token(&[])).collect();
    for token in &tokens {
        assert_eq!(service.write("POST", token, &first()).status, 200);
    }
    tokens
}

#[test]
fn killed_under_load_sqlite_loses_nothing() {
    let place = Place::new();
    let mut service = place.serve(&UNLIMITED);
    let tokens = clients(&place, &service);
    let mut progress = vec![Progress::default(); WRITERS];
    let mut kept = 0;
    for round in 0..count(4, 200) {
        let enough = 1 + scatter(round) % 200;
        let address = service.address;
        let acknowledged;
        (progress, acknowledged) = write_until(address, &tokens, &progress, enough, || {
            // SIGKILL: nothing of the process runs after it.
            service.child.kill().unwrap();
            service.child.wait().unwrap();
        });
        kept += acknowledged;
        look_at_file(&place.database());
        service = place.serve(&UNLIMITED);
        look(&service, &tokens, &mut progress);
    }
    println!("figure: {} kills, {kept} changes, none lost", count(4, 200));
}

#[test]
fn a_log_cut_anywhere_keeps_what_was_before_the_cut() {
    let place = Place::new();
    let service = place.serve(&UNLIMITED);
    let token = place.token(&[]);
    service.write("POST", &token, &first());
    let log = place.folder.path().join("profiles.db-wal");
    // How long the log was when each change was acknowledged.
    let mut lengths = Vec::new();
    for number in 1..=60 {
        assert_eq!(put(service.address, &token, number), Some(200));
        lengths.push(fs::metadata(&log).unwrap().len());
    }
    let (database, log) = (fs::read(place.database()).unwrap(), fs::read(&log).unwrap());
    drop(service);
    assert_eq!(log.len() as u64, lengths[59], "the log was not emptied meanwhile");
    let cuts = count(40, 1_000);
    for cut in 0..cuts {
        let length = scatter(cut) % log.len();
        let other = Place::new();
        fs::write(other.database(), &database).unwrap();
        fs::write(other.folder.path().join("profiles.db-wal"), &log[..length]).unwrap();
        let kept = lengths.iter().filter(|end| **end <= length as u64).count();
        let found = Connection::open(other.database()).unwrap();
        let reason: Result<Option<String>, _> =
            found.query_row("SELECT reason FROM profiles", [], |row| row.get(0));
        drop(found);
        match reason {
            Ok(reason) => {
                let reason = reason.unwrap_or("change 0".into());
                let number: usize = reason.strip_prefix("change ").unwrap().parse().unwrap();
                assert!(number >= kept, "{number} of {kept} at {length}");
                look_at_file(&other.database());
            }
            // Before the first change there is no record, or no table yet.
            Err(_) => assert_eq!(kept, 0, "at {length}"),
        }
    }
    println!("figure: {cuts} cuts of the log, each kept what was before it");
}

#[test]
fn postgresql_stopped_under_load_loses_nothing_and_the_service_recovers() {
    let cluster = Cluster::start();
    let mut place = Place::new();
    place.address = Some(cluster.database());
    let service = place.serve(&UNLIMITED);
    let tokens = clients(&place, &service);
    let mut progress = vec![Progress::default(); WRITERS];
    let mut kept = 0;
    for round in 0..count(2, 20) {
        let enough = 1 + scatter(round) % 100;
        let acknowledged;
        (progress, acknowledged) = write_until(service.address, &tokens, &progress, enough, || {
            cluster.stop_immediately();
            let away = service.get(&tokens[0]);
            assert_eq!((away.status, away.errors()), (503, vec!["Unavailable - -".into()]));
            assert!(away.header("retry-after").is_some());
            let ready = client::send(service.address, "GET", "/readyz", &[], None);
            assert_eq!(ready.status, 503);
        });
        kept += acknowledged;
        cluster.resume();
        let begun = Instant::now();
        while service.get(&tokens[0]).status != 200 {
            assert!(begun.elapsed() < Duration::from_secs(20));
        }
        look(&service, &tokens, &mut progress);
    }
    let address = place.address.as_deref().unwrap();
    let broken = "SELECT count(*) FROM profiles p WHERE p.version <> \
        (SELECT count(*) FROM history h WHERE h.client_id = p.client_id)";
    assert_eq!(cluster.ask(address, broken), "0");
    println!("figure: PostgreSQL stopped {} times, {kept} changes, none lost", count(2, 20));
}

#[test]
fn connections_that_postgresql_ended_are_replaced_before_they_are_used() {
    let cluster = postgres::shared();
    let mut place = Place::new();
    let address = cluster.database();
    place.address = Some(address.clone());
    let service = place.serve(&UNLIMITED);
    let tokens = clients(&place, &service);
    let end = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    for _ in 0..5 {
        // As many connections as there are clients at once.
        std::thread::scope(|scope| {
            for token in &tokens {
                scope.spawn(|| assert_eq!(service.write("PUT", token, EXAMPLE).status, 200));
            }
        });
        assert_ne!(cluster.ask(&address, end), "0");
        for token in &tokens {
            assert_eq!(service.get(token).status, 200);
            assert_eq!(service.write("PUT", token, EXAMPLE).status, 200);
        }
    }
}

#[test]
fn a_postgresql_server_that_cannot_be_reached_does_not_keep_from_the_next() {
    let cluster = postgres::shared();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    // Its queue holds one connection, which nobody takes: who comes next hears nothing.
    let silent = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
        socket.listen(0).unwrap()
    });
    let at = silent.local_addr().unwrap();
    let _first = TcpStream::connect(at).unwrap();
    let mut place = Place::new();
    place.address = Some(cluster.database().replace('@', &format!("@{at},")));
    let service = place.serve(&UNLIMITED);
    let token = place.token(&[]);
    assert_eq!(service.write("POST", &token, &first()).status, 200);
}

#[test]
fn a_postgresql_server_that_only_reads_is_read() {
    let cluster = postgres::shared();
    let mut place = Place::new();
    let address = cluster.database();
    place.address = Some(address.clone());
    let service = place.serve(&UNLIMITED);
    let token = place.token(&[]);
    service.write("POST", &token, &first());
    // A token that was not used before: that it is cannot be noted.
    let unused = place.token(&["--client", "1"]);
    let name = address.rsplit_once('/').unwrap().1;
    cluster.ask(&address, &format!("ALTER DATABASE {name} SET default_transaction_read_only = on"));
    // What is connected goes on as it was; new connections are as those to a standby.
    let end = "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity \
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    cluster.ask(&address, end);
    assert_eq!(service.get(&unused).status, 200);
    assert_eq!(service.write("PUT", &token, EXAMPLE).status, 503);
    assert!(service.stop().contains("target_session_attrs=read-write"));
}

#[test]
fn nobody_waits_for_the_note_that_a_token_was_used() {
    // A server of its own: which standbys are waited for is a setting of the whole server.
    let cluster = Cluster::start();
    let mut place = Place::new();
    let address = cluster.database();
    place.address = Some(address.clone());
    let service = place.serve(&UNLIMITED);
    assert_eq!(service.write("POST", &place.token(&[]), &first()).status, 200);
    // None of them was used before.
    let [locked, refused, alone] = [(); 3].map(|()| place.token(&["--client", "1"]));
    let noted = || cluster.ask(&address, "SELECT count(last_used_time) FROM tokens");

    let held = cluster.hold(&address, "SELECT id FROM tokens FOR UPDATE");
    assert_eq!(service.get(&locked).status, 200, "somebody has its row");
    held.commit();
    let held = cluster.hold(&address, "LOCK TABLE tokens IN SHARE MODE");
    assert_eq!(service.get(&locked).status, 200, "somebody has the table");
    held.commit();
    cluster.ask(
        &address,
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS \
         $$ BEGIN RAISE EXCEPTION 'refused'; END $$; \
         CREATE TRIGGER refuse BEFORE UPDATE ON tokens EXECUTE FUNCTION refuse()",
    );
    assert_eq!(service.get(&refused).status, 200, "it cannot be noted");
    assert_eq!(noted(), "1");
    cluster.ask(&address, "DROP TRIGGER refuse ON tokens");
    drop(service);

    cluster.stop_immediately();
    cluster.resume_with(&["listen_addresses=", "synchronous_standby_names=nobody"]);
    let service = place.serve(&UNLIMITED);
    assert_eq!(service.get(&alone).status, 200, "the standby is away");
    assert_eq!(noted(), "2");
}

#[test]
fn a_database_that_is_gone_is_503_until_it_is_back() {
    let place = Place::new();
    let service = place.serve(&UNLIMITED);
    let token = place.token(&[]);
    service.write("POST", &token, &first());
    let away = place.folder.path().join("away.db");
    fs::rename(place.database(), &away).unwrap();
    for answer in [service.get(&token), service.write("PUT", &token, EXAMPLE)] {
        assert_eq!((answer.status, answer.errors()), (503, vec!["Unavailable - -".into()]));
        assert!(answer.header("retry-after").is_some());
        assert!(!answer.text().contains("profiles.db"));
    }
    assert_eq!(client::send(service.address, "GET", "/readyz", &[], None).status, 503);
    assert_eq!(client::send(service.address, "GET", "/livez", &[], None).status, 200);
    fs::rename(&away, place.database()).unwrap();
    assert_eq!(service.write("PUT", &token, EXAMPLE).status, 200);
    assert_eq!(service.get(&token).json()["data"][0]["reason"], "api test");
    assert_eq!(client::send(service.address, "GET", "/readyz", &[], None).status, 200);
}

/// The service on a disk of 3 MB that only it sees, in a mount namespace of its own.
fn on_a_small_disk(place: &Place) -> Running {
    let disk = place.folder.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let am_root = Command::new("id").arg("-u").output().unwrap().stdout.trim_ascii() == b"0";
    let on_disk = |then: &[&str]| {
        let mut command = Command::new("unshare");
        command.arg(if am_root { "-m" } else { "-Urm" }).args(["sh", "-c"]);
        command.arg("mount -t tmpfs -o size=3m none disk && cp profiles.db* disk && exec \"$@\"");
        command.arg("sh").args(then).current_dir(place.folder.path());
        command
    };
    let said = match on_disk(&["true"]).output() {
        Ok(output) if output.status.success() => None,
        Ok(output) => Some(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
        Err(error) => Some(format!("unshare: {error}")),
    };
    if let Some(said) = said {
        panic!(
            "a disk of its own takes Linux and the right to mount one, for root CAP_SYS_ADMIN \
             (docker run --cap-add SYS_ADMIN --security-opt apparmor=unconfined), for others user \
             namespaces (sysctl kernel.apparmor_restrict_unprivileged_userns=0): {said}"
        );
    }
    Running::start(on_disk(&[
        env!("CARGO_BIN_EXE_client-profile"),
        "serve",
        "--listen=127.0.0.1:0",
        "--database=disk/profiles.db",
        "--rate-per-token=0",
    ]))
}

#[test]
fn a_full_disk_is_503_until_there_is_room() {
    let place = Place::new();
    let before = place.serve(&UNLIMITED);
    let token = place.token(&[]);
    before.write("POST", &token, &first());
    drop(before);
    let service = on_a_small_disk(&place);
    assert_eq!(put(service.address, &token, 1), Some(200));

    let inside = format!("/proc/{}/root{}", service.child.id(), place.folder.path().display());
    let filler = Path::new(&inside).join("disk/filler");
    assert!(fs::write(&filler, vec![0; 4 << 20]).is_err(), "the disk takes only so much");
    let mut acknowledged = 1;
    let mut number = 1;
    loop {
        number += 1;
        match put(service.address, &token, number) {
            Some(200) => acknowledged = number,
            Some(503) => break,
            other => panic!("{other:?}"),
        }
        assert!(number < 2_000, "the log goes on though the disk is full");
    }
    // What can be read without writing is read.
    assert_eq!(number_of(&service, &token), acknowledged);
    fs::remove_file(&filler).unwrap();
    assert_eq!(put(service.address, &token, number + 1), Some(200));
    assert_eq!(number_of(&service, &token), number + 1);
}
