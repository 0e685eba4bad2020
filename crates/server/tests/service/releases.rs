//! Databases of another release: who brings their tables further, and who leaves them alone.

use std::fs;
use std::process::Output;

use client_profile::Field;
use client_profile_server::store::postgres::{self, PostgresStore};
use client_profile_server::store::sqlite::{LATEST_VERSION, SqliteStore};
use client_profile_server::store::{Actor, Change, Expected, Revisions, Store, Updated};
use client_profile_server::timestamp::Timestamp;

use crate::harness::{EXAMPLE, Place};
use crate::postgres as cluster;

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Every command that opens a database but the service, with whether it only reads.
const COMMANDS: [(&[&str], bool); 6] = [
    (&["token", "list"], true),
    (&["export", "--client", "1"], true),
    (&["token", "issue"], false),
    (&["token", "issue", "--client", "1"], false),
    (&["token", "revoke", "1"], false),
    (&["erase", "--client", "1", "--yes"], false),
];

#[test]
fn a_database_of_the_first_release_is_served_by_the_last() {
    const { assert!(LATEST_VERSION > 1) };
    let place = Place::new();
    drop(SqliteStore::open_at_version(&place.database(), 1).unwrap());
    let old = rusqlite::Connection::open(place.database()).unwrap();
    let version = |c: &rusqlite::Connection| -> u32 {
        c.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
    };
    assert_eq!(version(&old), 1);
    old.execute_batch(include_str!("first_release.sql")).unwrap();
    drop(old);
    let service = place.serve(&[]);
    let token = place.token(&["--client", "1"]);
    let kept = service.get(&token).json();
    assert_eq!(kept["data"][0]["first_name"], "Kept");
    assert_eq!(service.write("PUT", &token, EXAMPLE).status, 200);
    let new = rusqlite::Connection::open(place.database()).unwrap();
    assert_eq!(version(&new), LATEST_VERSION);
    // The history of both releases is there, and is append-only now.
    let rows: i64 = new.query_row("SELECT count(*) FROM history", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 2);
    for statement in [
        "DELETE FROM history",
        "UPDATE history SET reason = 'other'",
        "UPDATE history SET actor = 'other', reason = NULL, old_values = NULL, new_values = NULL",
    ] {
        let error = new.execute(statement, []).unwrap_err().to_string();
        assert!(error.contains("append-only"), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgresql_database_of_the_first_release_is_served_by_the_last() {
    const { assert!(postgres::LATEST_VERSION > 1) };
    let cluster = cluster::shared();
    let address = cluster.database();
    PostgresStore::open_at_version(&address, 1).await.unwrap().close().await;
    cluster.ask(&address, include_str!("first_release.sql"));
    cluster.ask(&address, "SELECT setval('clients_id_seq', 1)");
    // Several instances of the last release start at once.
    let start = async || PostgresStore::open(&address, 2).await.unwrap();
    let (a, b, c, d) = tokio::join!(start(), start(), start(), start());
    let version = cluster.ask(&address, "SELECT max(version) FROM schema_versions");
    assert_eq!(version, postgres::LATEST_VERSION.to_string());
    let record = a.profile(1).await.unwrap().unwrap();
    let change = Change {
        client: 1,
        actor: Actor::Operator,
        at: Timestamp::now(),
        values: record.values.clone(),
        reason: Some("later".into()),
    };
    let revisions = Revisions::These(vec![record.revision()]);
    let expected = Expected { one_of: Some(revisions), none_of: None };
    let Updated::Done(record) = b.update(change, expected).await.unwrap() else {
        panic!("not updated")
    };
    assert_eq!((record.version, record.values.get(Field::FirstName)), (2, "Kept"));
    assert_eq!(c.history(1).await.unwrap().len(), 2);
    assert_eq!(d.add_client(Timestamp::now()).await.unwrap(), 2);
    for statement in [
        "DELETE FROM history",
        "UPDATE history SET reason = 'other'",
        "TRUNCATE history",
        "TRUNCATE clients CASCADE",
    ] {
        assert!(cluster.refuses(&address, statement).contains("append-only"), "{statement}");
    }
}

#[test]
fn a_database_of_a_later_release_is_left_alone() {
    let place = Place::new();
    drop(SqliteStore::open(&place.database()).unwrap());
    let later = rusqlite::Connection::open(place.database()).unwrap();
    later.pragma_update(None, "user_version", LATEST_VERSION + 1).unwrap();
    let output = place.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("use a later release"), "{}", said(&output));
}

/// An older service may be running: the tables are not taken from under it.
#[test]
fn only_the_service_brings_a_database_further() {
    let place = Place::new();
    drop(SqliteStore::open_at_version(&place.database(), 1).unwrap());
    let old = rusqlite::Connection::open(place.database()).unwrap();
    old.execute_batch(include_str!("first_release.sql")).unwrap();
    for (words, _) in COMMANDS {
        let output = place.run(words);
        assert_eq!(output.status.code(), Some(1), "{words:?}");
        let says = format!("have version 1, and those of this release version {LATEST_VERSION}");
        assert!(said(&output).contains(&says), "{words:?}: {}", said(&output));
        let version: u32 = old.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        assert_eq!(version, 1, "{words:?}");
    }
    // What it says to do is enough.
    assert!(place.run(&["backup", "copy.db"]).status.success());
    drop(place.serve(&[]));
    for (words, _) in COMMANDS {
        let output = place.run(words);
        assert!(!said(&output).contains("this release version"), "{words:?}: {}", said(&output));
    }
}

#[test]
fn only_the_service_brings_a_postgresql_database_further() {
    let cluster = cluster::shared();
    let mut place = Place::new();
    let address = cluster.database();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(PostgresStore::open_at_version(&address, 1)).unwrap();
    place.address = Some(address.clone());
    let last = postgres::LATEST_VERSION;
    for (words, _) in COMMANDS {
        let output = place.run(words);
        assert_eq!(output.status.code(), Some(1), "{words:?}");
        let says = format!("have version 1, and those of this release version {last}");
        assert!(said(&output).contains(&says), "{words:?}: {}", said(&output));
        let version = cluster.ask(&address, "SELECT max(version) FROM schema_versions");
        assert_eq!(version, "1", "{words:?}");
    }
    drop(place.serve(&[]));
    assert!(place.run(&["token", "list"]).status.success());
}

#[test]
fn a_look_at_a_file_changes_nothing_of_it() {
    let place = Place::new();
    place.token(&[]);
    assert!(place.run(&["backup", "copy.db"]).status.success());
    let copy = place.folder.path().join("copy.db");
    let before = fs::read(&copy).unwrap();
    for (words, _) in COMMANDS.into_iter().filter(|(_, only_reads)| *only_reads) {
        let output = place.run(&[words, &["--database", "copy.db"]].concat());
        assert!(output.status.success(), "{words:?}: {}", said(&output));
        assert!(fs::read(&copy).unwrap() == before, "{words:?}");
    }
}

#[test]
fn a_file_without_tables_is_left_to_the_service_unless_it_is_added_to() {
    let place = Place::new();
    let empty = rusqlite::Connection::open(place.database()).unwrap();
    empty.execute_batch("CREATE TABLE theirs (x); DROP TABLE theirs").unwrap();
    let listed = place.run(&["token", "list"]);
    assert_eq!(listed.status.code(), Some(1));
    assert!(said(&listed).contains("no tables of client-profile yet"), "{}", said(&listed));
    place.token(&[]);
    assert!(place.run(&["token", "list"]).status.success());
}

#[test]
fn a_standby_is_read_and_not_written_to() {
    let cluster = cluster::shared();
    let mut place = Place::new();
    let address = cluster.database();
    place.address = Some(address.clone());
    place.token(&[]);
    // As a standby does, it takes no statement that writes.
    place.address = Some(format!("{address}?options=-c%20default_transaction_read_only%3Don"));
    for (words, only_reads) in COMMANDS {
        let output = place.run(words);
        assert_eq!(output.status.success(), only_reads, "{words:?}: {}", said(&output));
        let says = said(&output).contains("target_session_attrs=read-write");
        assert_eq!(says, !only_reads, "{words:?}: {}", said(&output));
    }
    let tokens = "SELECT count(*) FROM tokens WHERE revoked_time IS NULL";
    assert_eq!(cluster.ask(&address, tokens), "1");
}
