//! Databases that are not ours, not whole, or of a later release.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use client_profile_server::store::sqlite::LATEST_VERSION;
use rusqlite::Connection;

use crate::client;
use crate::harness::{EXAMPLE, Place, Running, first};
use crate::postgres;

fn readiness(service: &Running) -> u16 {
    client::send(service.address, "GET", "/readyz", &[], None).status
}

/// What a start says that is refused.
fn refusal(place: &Place) -> String {
    let output = place.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_file_of_another_program_is_left_as_it_is() {
    for (version, tables) in [
        (0, "CREATE TABLE notes (text TEXT)"),
        (2, "CREATE TABLE notes (text TEXT)"),
        (0, "CREATE TABLE profiles (name TEXT)"),
        (1, "CREATE TABLE profiles (name TEXT)"),
    ] {
        let place = Place::new();
        let other = Connection::open(place.database()).unwrap();
        other.execute_batch(tables).unwrap();
        other.pragma_update(None, "user_version", version).unwrap();
        drop(other);
        let before = fs::read(place.database()).unwrap();
        let said = refusal(&place);
        assert!(said.contains("of another program"), "{said}");
        for words in [&["token", "list"][..], &["backup", "copy.db"]] {
            assert_eq!(place.run(words).status.code(), Some(1), "{words:?}");
        }
        assert_eq!(fs::read(place.database()).unwrap(), before);
        let name = place.database().display().to_string();
        let restored = place.run(&["restore", "--database", "new.db", &name]);
        assert_eq!(restored.status.code(), Some(1));
        assert!(!place.folder.path().join("new.db").exists());
    }
}

#[test]
fn damage_is_told_as_what_it_is() {
    let place = Place::new();
    let service = place.serve(&[]);
    let token = place.token(&[]);
    assert_eq!(service.write("POST", &token, &first()).status, 200);
    assert!(place.run(&["backup", "copy.db"]).status.success());
    service.stop();
    let mut bytes = fs::read(place.database()).unwrap();
    bytes[4096..].fill(0xAA);
    fs::write(place.database(), bytes).unwrap();

    let service = place.serve(&[]);
    assert_eq!(readiness(&service), 503);
    let answer = service.get(&token);
    assert_eq!((answer.status, answer.errors()), (500, vec!["InternalError - -".into()]));
    assert!(!answer.text().contains("ry again"), "{}", answer.text());
    let log = service.stop();
    let line = log.lines().find(|line| line.contains("ERROR")).unwrap_or_else(|| panic!("{log}"));
    assert!(line.contains("malformed") && line.contains("client-profile restore"), "{line}");
    let place_of = |word| log.find(word).unwrap_or_else(|| panic!("{log}"));
    assert!(place_of("ERROR") < place_of("Listening"), "before anybody asks: {log}");

    // What it says to do is enough.
    fs::rename(place.database(), place.folder.path().join("damaged.db")).unwrap();
    assert!(place.run(&["restore", "copy.db"]).status.success());
    assert_eq!(place.serve(&[]).get(&token).status, 200);
}

#[test]
fn tables_of_a_later_release_are_not_written_by_one_that_runs() {
    let place = Place::new();
    let service = place.serve(&[]);
    let token = place.token(&[]);
    let made = service.write("POST", &token, &first());
    assert_eq!((made.status, readiness(&service)), (200, 200));
    let other = Connection::open(place.database()).unwrap();
    other.pragma_update(None, "user_version", LATEST_VERSION + 97).unwrap();
    assert_eq!(service.write("PUT", &token, EXAMPLE).status, 500);
    assert_eq!(service.get(&token).json()["data"], made.json()["data"]);
    assert_eq!(readiness(&service), 503);
    other.pragma_update(None, "user_version", LATEST_VERSION).unwrap();
    assert_eq!(service.write("PUT", &token, EXAMPLE).status, 200);
    assert_eq!(readiness(&service), 200);
    assert!(service.stop().contains("use a later release"));
}

#[test]
fn a_postgresql_database_without_one_of_its_tables_is_not_ready() {
    let cluster = postgres::shared();
    let mut place = Place::new();
    let address = cluster.database();
    place.address = Some(address.clone());
    let service = place.serve(&[]);
    assert_eq!(readiness(&service), 200);
    cluster.ask(&address, "ALTER TABLE history RENAME TO elsewhere");
    assert_eq!(readiness(&service), 503);
    let said = refusal(&place);
    assert!(said.contains("history"), "{said}");
    cluster.ask(&address, "ALTER TABLE elsewhere RENAME TO history");
    assert_eq!(readiness(&service), 200);
}

#[test]
fn a_postgresql_database_that_cannot_hold_every_name_is_refused() {
    let cluster = postgres::shared();
    let mut place = Place::new();
    let address = cluster.database();
    let (server, name) = address.rsplit_once('/').unwrap();
    let make = |encoding: &str| {
        let made = format!("{name}_{encoding}");
        let sql =
            format!("CREATE DATABASE {made} ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0");
        cluster.ask(&address, &sql);
        format!("{server}/{}", made.to_lowercase())
    };
    place.address = Some(make("LATIN1"));
    let said = refusal(&place);
    assert!(said.contains("LATIN1") && said.contains("ENCODING 'UTF8'"), "{said}");
    // It takes bytes as they come.
    place.address = Some(make("SQL_ASCII"));
    let service = place.serve(&[]);
    let token = place.token(&[]);
    assert_eq!(service.write("POST", &token, &first().replace("API", "Zoë Łukasz")).status, 200);
    assert_eq!(service.get(&token).json()["data"][0]["first_name"], "Zoë Łukasz");
}

#[test]
fn a_postgresql_table_of_another_program_is_left_as_it_is() {
    let cluster = postgres::shared();
    let mut place = Place::new();
    let address = cluster.database();
    place.address = Some(address.clone());
    cluster.ask(&address, "CREATE TABLE profiles (name TEXT)");
    let said = refusal(&place);
    assert!(said.contains("profiles") && said.contains("of another program"), "{said}");
    let tables = "SELECT string_agg(tablename, ' ') FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(cluster.ask(&address, tables), "profiles");
}

/// What a command says that fails, of somebody whom rights bind: root may write whatever there is.
#[cfg(unix)]
fn refusal_of_the_bound(place: &Place, words: &[&str]) -> String {
    let am_root = Command::new("id").arg("-u").output().unwrap().stdout.trim_ascii() == b"0";
    let mut command = place.command(words);
    if am_root {
        let mut bound = Command::new("setpriv");
        bound.args(["--bounding-set=-all", "--inh-caps=-all"]).arg(command.get_program());
        bound.args(command.get_args()).current_dir(place.folder.path()).stdin(Stdio::null());
        bound.env("CLIENT_PROFILE_DATABASE", place.database());
        command = bound;
    }
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    said
}

#[cfg(unix)]
#[test]
fn a_file_that_may_only_be_read_is_said_to_be_and_can_be_used_later() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    let name = place.database().display().to_string();
    let beside = ["-wal", "-shm"].map(|end| format!("{name}{end}"));
    let set = |file: &str, mode| {
        fs::set_permissions(file, fs::Permissions::from_mode(mode)).unwrap();
    };
    place.token(&[]);
    set(&name, 0o400);
    for words in
        [&["serve", "--listen", "127.0.0.1:0"][..], &["token", "issue"], &["token", "list"]]
    {
        let said = refusal_of_the_bound(&place, words);
        assert!(said.contains(&name) && said.contains("Permission denied"), "{said}");
        for file in &beside {
            assert!(!Path::new(file).exists(), "{words:?} leaves {file}");
        }
    }
    set(&name, 0o600);
    place.token(&[]);
    // As an earlier release left them.
    for (file, size) in beside.iter().zip([0, 32 << 10]) {
        fs::write(file, vec![0; size]).unwrap();
        set(file, 0o400);
    }
    let said = refusal_of_the_bound(&place, &["token", "issue"]);
    for says in [&name, "readonly database", "-wal", "-shm"] {
        assert!(said.contains(says), "{said}");
    }
    for file in &beside {
        set(file, 0o600);
    }
    place.token(&[]);
}
