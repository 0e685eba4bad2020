//! What is written to may be full, or nobody may read it any more: that ends nothing else.

use std::fs::File;
use std::io::{BufRead, BufReader, Read as _};
use std::net::SocketAddr;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::{Duration, Instant};

use crate::client;
use crate::harness::{EXAMPLE, Place, Running, first, free_address, tell};

/// A file that never has room.
#[cfg(target_os = "linux")]
fn full() -> File {
    File::options().write(true).open("/dev/full").unwrap()
}

#[cfg(unix)]
#[test]
fn a_log_that_nobody_reads_is_dropped_until_somebody_does() {
    let place = Place::new();
    let pipe = place.folder.path().join("log");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let opening = {
        let pipe = pipe.clone();
        std::thread::spawn(move || File::options().write(true).open(pipe).unwrap())
    };
    let mut log = BufReader::new(File::open(&pipe).unwrap());
    let mut command = place.command(&["serve", "--listen", "127.0.0.1:0"]);
    command.stdout(Stdio::null()).stderr(opening.join().unwrap());
    let mut service = command.spawn().unwrap();
    // The service has the only end that is written to.
    drop(command);
    let address = address_in(&mut log);
    drop(log);
    let status = |path: &str| client::send(address, "GET", path, &[], None).status;
    assert_eq!(status("/client/profile"), 401);
    assert_eq!(status("/livez"), 200);
    let log = BufReader::new(File::open(&pipe).unwrap());
    assert_eq!(status("/client/profile"), 401);
    assert!(log.lines().next().unwrap().unwrap().contains("answered"));
    service.kill().unwrap();
    service.wait().unwrap();
}

/// Where a service listens, by its log, which is read up to there.
#[cfg(unix)]
fn address_in(log: &mut impl BufRead) -> SocketAddr {
    let mut line = String::new();
    loop {
        line.clear();
        assert!(log.read_line(&mut line).unwrap() > 0);
        if let Some((_, rest)) = line.split_once("Listening on http://") {
            return rest.split(',').next().unwrap().parse().unwrap();
        }
    }
}

/// The service with a log that is a pipe of which nothing more is read, and that is full.
#[cfg(unix)]
fn with_a_full_pipe(place: &Place, words: &[&str]) -> (Child, SocketAddr, BufReader<ChildStderr>) {
    let mut command = place.command(&["serve", "--listen", "127.0.0.1:0"]);
    command.args(["--rate-per-address", "0"]).args(words);
    let mut service = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut log = BufReader::new(service.stderr.take().unwrap());
    let address = address_in(&mut log);
    // A pipe holds 64 KiB, and a line of the log has over a hundred bytes.
    for _ in 0..700 {
        assert_eq!(client::send(address, "GET", "/client/profile", &[], None).status, 401);
    }
    (service, address, log)
}

#[cfg(unix)]
#[test]
fn a_pipe_that_nobody_empties_holds_up_neither_answers_nor_the_end() {
    let place = Place::new();
    let (mut service, _, log) = with_a_full_pipe(&place, &[]);
    let told = Instant::now();
    tell(&service, "-TERM");
    assert_eq!(service.wait().unwrap().code(), Some(0));
    assert!(told.elapsed() < Duration::from_secs(5), "{:?}", told.elapsed());
    drop(log);

    let (mut service, address, log) = with_a_full_pipe(&place, &["--drain", "7"]);
    assert_eq!(client::send(address, "GET", "/readyz", &[], None).status, 200);
    let told = Instant::now();
    tell(&service, "-TERM");
    while client::send(address, "GET", "/readyz", &[], None).status == 200 {
        assert!(told.elapsed() < Duration::from_secs(5));
    }
    tell(&service, "-TERM");
    assert_eq!(service.wait().unwrap().code(), Some(1));
    assert!(told.elapsed() < Duration::from_secs(8), "{:?}", told.elapsed());
    drop(log);
}

#[cfg(unix)]
#[test]
fn lines_that_nobody_took_are_counted() {
    let place = Place::new();
    let (mut service, address, mut log) = with_a_full_pipe(&place, &["--log", "debug"]);
    let ask = || client::send(address, "GET", "/client/profile", &[], None).status;
    for _ in 0..10_000 {
        assert_eq!(ask(), 401);
    }
    // Once there is room, those that wait come first, then the line that tells of the others.
    let mut answered = 0;
    let mut line = String::new();
    let lost: usize = loop {
        line.clear();
        assert!(log.read_line(&mut line).unwrap() > 0);
        answered += usize::from(line.contains("answered"));
        if let Some((_, lost)) = line.split_once("were dropped") {
            break lost.split_once("lost=").unwrap().1.trim().parse().unwrap();
        }
    };
    assert!(lost > 0 && answered + lost >= 10_700, "{answered} {lost}");
    tell(&service, "-TERM");
    assert_eq!(service.wait().unwrap().code(), Some(0));
    let mut rest = String::new();
    log.read_to_string(&mut rest).unwrap();
    assert!(rest.lines().last().unwrap().contains("Stopped"));
}

#[cfg(target_os = "linux")]
#[test]
fn the_service_starts_where_its_log_has_no_room() {
    let place = Place::new();
    let address = free_address().to_string();
    let mut command = place.command(&["serve", "--listen", &address]);
    let mut service = command.stderr(full()).spawn().unwrap();
    let begun = Instant::now();
    while !place.run(&["health", "--listen", &address]).status.success() {
        assert_eq!(service.try_wait().unwrap(), None);
        assert!(begun.elapsed() < Duration::from_secs(20));
    }
    service.kill().unwrap();
    service.wait().unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_command_does_its_work_where_its_words_have_no_room() {
    let place = Place::new();
    for (words, code) in [
        (&["token", "issue"][..], 0),
        (&["token", "revoke", "1"], 0),
        (&["token", "revoke", "9"], 1),
        (&["backup", "copy.db"], 0),
        (&["restore", "copy.db", "--replace"], 0),
        (&["erase", "--client", "1", "--yes"], 0),
        (&["check", "none"], 2),
        (&["serve", "--listen", "x"], 2),
    ] {
        let output = place.command(words).stderr(full()).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{words:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_token_that_cannot_be_shown_is_taken_back() {
    let place = Place::new();
    let known = place.token(&[]);
    let list = || String::from_utf8(place.run(&["token", "list"]).stdout).unwrap();
    for words in [&["token", "issue"][..], &["token", "issue", "--client", "1"]] {
        let output = place.command(words).stdout(full()).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("No space left on device"), "{said}");
        assert!(said.contains("was taken back"), "{said}");
        let left = list();
        let works = left.lines().filter(|line| line.contains(" works ")).count();
        assert_eq!(works, 1, "{left}");
    }
    // Nothing is kept of the client that was added for it, but that there was one.
    let exported = place.run(&["export", "--client", "2"]).stdout;
    let exported: serde_json::Value = serde_json::from_slice(&exported).unwrap();
    assert!(
        exported["erased_time"].is_string() && exported["tokens"].as_array().unwrap().is_empty()
    );
    assert_eq!(place.serve(&[]).get(&known).status, 404);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_grow_refuses_a_change_and_ends_nothing() {
    let place = Place::new();
    let token = place.token(&[]);
    // A thousand blocks of 512 bytes: less than what the log of SQLite grows to.
    let mut limited = Command::new("/bin/sh");
    limited.args([
        "-c",
        "ulimit -f 1000 && exec \"$0\" \"$@\"",
        env!("CARGO_BIN_EXE_client-profile"),
    ]);
    limited.args(["serve", "--listen", "127.0.0.1:0", "--rate-per-token", "0"]);
    limited.args(["--rate-per-address", "0"]);
    limited.env_clear().env("CLIENT_PROFILE_DATABASE", place.database());
    let service = Running::start(limited);
    assert_eq!(service.write("POST", &token, &first()).status, 200);
    let mut answers = (0..2_000).map(|_| service.write("PUT", &token, EXAMPLE).status);
    assert_eq!(answers.find(|status| *status != 200), Some(503));
    assert_eq!(service.get(&token).status, 200);
}
