//! What an operator does at the command line, while the service goes on.

use std::fs;
use std::path::Path;
use std::process::Output;
use std::sync::Arc;

use client_profile::{Field, FieldSet};
use client_profile_server::store::postgres::PostgresStore;
use client_profile_server::store::sqlite::SqliteStore;
use client_profile_server::store::{
    Actor, Change, Created, Erased, Expected, NewToken, Store, Updated, Values,
};
use client_profile_server::timestamp::Timestamp;
use client_profile_server::token::Token;

use crate::harness::{EXAMPLE, Place, first, tell};
use crate::postgres as cluster;

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Whether any file of the folder has these bytes.
fn found_in(folder: &Path, text: &str) -> bool {
    fs::read_dir(folder).unwrap().flatten().filter(|entry| entry.path().is_file()).any(|entry| {
        let bytes = fs::read(entry.path()).unwrap();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    })
}

#[test]
fn a_copy_made_while_serving_can_be_put_back() {
    let place = Place::new();
    let service = place.serve(&[]);
    let token = place.token(&[]);
    service.write("POST", &token, &first());
    let copied = place.run(&["backup", "copy.db"]);
    assert!(copied.status.success(), "{}", said(&copied));
    let copy = place.folder.path().join("copy.db");
    #[cfg(unix)]
    for name in ["copy.db", "profiles.db", "profiles.db-wal"] {
        assert_eq!(mode(&place.folder.path().join(name)), 0o600, "{name}");
    }
    assert_eq!(place.run(&["backup", "copy.db"]).status.code(), Some(1));

    service.write("PUT", &token, &EXAMPLE.replace("API", "Later"));
    let used = place.run(&["restore", "copy.db", "--replace"]);
    assert_eq!(used.status.code(), Some(1));
    assert!(said(&used).contains("stop the service first"), "{}", said(&used));
    assert_eq!(copies_being_made(&place), 0);
    assert_eq!(service.get(&token).json()["data"][0]["first_name"], "Later");
    drop(service);

    assert_eq!(place.run(&["restore", "copy.db"]).status.code(), Some(1));
    let restored = place.run(&["restore", "copy.db", "--replace"]);
    assert!(restored.status.success(), "{}", said(&restored));
    assert!(said(&restored).contains("profiles.db.before-restore"), "{}", said(&restored));
    let service = place.serve(&[]);
    assert_eq!(service.get(&token).json()["data"][0]["first_name"], "API");
    assert!(copy.exists() && place.folder.path().join("profiles.db.before-restore").exists());
}

#[test]
fn what_is_no_copy_and_no_place_for_one_is_said() {
    let place = Place::new();
    place.token(&[]);
    let connect = |name: &str| rusqlite::Connection::open(place.folder.path().join(name)).unwrap();
    connect("others.db").execute_batch("CREATE TABLE theirs (x)").unwrap();
    connect("empty.db").execute_batch("CREATE TABLE theirs (x); DROP TABLE theirs").unwrap();
    fs::write(place.folder.path().join("no-byte.db"), "").unwrap();
    // Of a copy to be put in place, and of a database to be copied.
    let empty = "empty.db is empty, no service having made its tables in it: name another";
    let table: [(&[&str], i32, &str); 7] = [
        (&["backup", "-"], 2, "name a file"),
        (&["restore", "-"], 2, "name a file"),
        (&["backup", "nowhere/copy.db"], 1, "cannot write nowhere/copy.db: No such file"),
        (
            &["restore", "others.db"],
            1,
            "a database of another program, or not whole: it has a table theirs",
        ),
        (&["restore", "empty.db"], 1, empty),
        (&["backup", "copy.db", "--database", "empty.db"], 1, empty),
        (&["backup", "copy.db", "--database", "no-byte.db"], 1, "no-byte.db is empty"),
    ];
    for (words, status, why) in table {
        let output = place.run(words);
        assert_eq!(output.status.code(), Some(status), "{words:?}");
        assert!(said(&output).contains(why), "{words:?}: {}", said(&output));
        assert!(!said(&output).contains("client-profile-copy"), "{}", said(&output));
    }
    assert!(!place.folder.path().join("-").exists());
}

#[test]
fn a_second_restore_loses_nothing() {
    let place = Place::new();
    let path = |name: &str| place.folder.path().join(name);
    let tokens = |name: &str| {
        let name = path(name).display().to_string();
        String::from_utf8(place.run(&["token", "list", "--database", &name]).stdout).unwrap()
    };
    place.token(&["--label", "copied"]);
    assert!(place.run(&["backup", "copy.db"]).status.success());
    place.token(&["--label", "original"]);
    assert!(place.run(&["restore", "copy.db", "--replace"]).status.success());
    let aside = fs::read(path("profiles.db.before-restore")).unwrap();
    place.token(&["--label", "later"]);

    let again = place.run(&["restore", "copy.db", "--replace"]);
    assert_eq!(again.status.code(), Some(1));
    let words = said(&again);
    assert!(words.contains("profiles.db.before-restore is there already"), "{words}");
    assert!(words.contains("move it elsewhere, then restore again"), "{words}");
    assert_eq!(fs::read(path("profiles.db.before-restore")).unwrap(), aside);
    assert!(tokens("profiles.db").contains("later"));
    assert_eq!(copies_being_made(&place), 0);

    // What it says to do is enough.
    fs::rename(path("profiles.db.before-restore"), path("original.db")).unwrap();
    assert!(place.run(&["restore", "copy.db", "--replace"]).status.success());
    assert!(tokens("original.db").contains("original"));
    assert!(tokens("profiles.db.before-restore").contains("later"));
    assert!(!tokens("profiles.db").contains("later"));
}

/// Makes the database of a place larger, by 2 KB for each of so many rows.
fn fill(place: &Place, rows: u32) {
    let database = rusqlite::Connection::open(place.database()).unwrap();
    let fill = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) \
                INSERT INTO history (client_id, version, at, actor, new_values) \
                SELECT 1, i, '2026-01-01T00:00:00.000000', 'operator', hex(zeroblob(1000)) FROM n";
    database.execute(fill, [rows]).unwrap();
}

fn copies_being_made(place: &Place) -> usize {
    let entries = fs::read_dir(place.folder.path()).unwrap().flatten();
    let names = entries.map(|entry| entry.file_name().into_string().unwrap());
    names.filter(|name| name.starts_with(".client-profile-copy-")).count()
}

#[test]
fn of_restores_at_once_one_is_done_and_the_others_take_nothing_away() {
    let place = Place::new();
    place.token(&["--label", "copied"]);
    fill(&place, 5_000);
    assert!(place.run(&["backup", "copy.db"]).status.success());
    place.token(&["--label", "original"]);
    let begin = |at| {
        let mut command = place.command(&["restore", "copy.db", "--replace"]);
        let mut restore = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
        // Each makes its copy while those before it make theirs.
        while restore.try_wait().unwrap().is_none() && copies_being_made(&place) <= at {}
        restore
    };
    let has_original = |name: &str| {
        let listed = place.run(&["token", "list", "--database", name]);
        assert!(listed.status.success(), "{name}: {}", said(&listed));
        String::from_utf8(listed.stdout).unwrap().contains("original")
    };
    // Each may stand in another's way: then nothing is done, and the next round is the same.
    for _ in 0..20 {
        let restores: Vec<_> = (0..3).map(begin).collect();
        let ended = restores.into_iter().map(|restore| restore.wait_with_output().unwrap());
        let (done, refused): (Vec<_>, Vec<_>) = ended.partition(|output| output.status.success());
        for output in refused {
            let words = said(&output);
            let known =
                ["is there already, put aside by an earlier restore", "stop the service first"];
            assert!(known.iter().any(|known| words.contains(known)), "{words}");
        }
        assert_eq!(copies_being_made(&place), 0);
        if done.is_empty() {
            assert!(has_original("profiles.db"));
            assert!(!place.folder.path().join("profiles.db.before-restore").exists());
            continue;
        }
        assert_eq!(done.len(), 1);
        assert!(has_original("profiles.db.before-restore") && !has_original("profiles.db"));
        return;
    }
    panic!("none was done");
}

#[test]
fn a_database_that_is_made_while_a_copy_is_put_back_stays_where_it_is() {
    let place = Place::new();
    place.token(&[]);
    fill(&place, 15_000);
    assert!(place.run(&["backup", "copy.db"]).status.success());
    fs::remove_file(place.database()).unwrap();
    let mut command = place.command(&["restore", "copy.db"]);
    let mut restore = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
    while copies_being_made(&place) == 0 {
        assert_eq!(restore.try_wait().unwrap(), None);
    }
    fs::write(place.database(), "made meanwhile").unwrap();
    let restored = restore.wait_with_output().unwrap();
    assert_eq!(restored.status.code(), Some(1));
    assert!(said(&restored).contains("a database was made meanwhile"), "{}", said(&restored));
    assert_eq!(fs::read(place.database()).unwrap(), b"made meanwhile");
    assert!(!place.folder.path().join("profiles.db.before-restore").exists());
    assert_eq!(copies_being_made(&place), 0);
}

#[test]
fn a_copy_is_not_put_beside_the_log_of_another_database() {
    let place = Place::new();
    let path = |name: &str| place.folder.path().join(name);
    place.token(&[]);
    assert!(place.run(&["backup", "copy.db"]).status.success());
    for log in ["profiles.db-wal", "profiles.db-journal"] {
        drop(fs::remove_file(path("profiles.db")));
        fs::write(path(log), "pages of a database that is not there any more").unwrap();
        let restored = place.run(&["restore", "copy.db"]);
        assert_eq!(restored.status.code(), Some(1));
        assert!(said(&restored).contains(&format!("{log} is left of a database")));
        assert!(!path("profiles.db").exists() && copies_being_made(&place) == 0);
        fs::remove_file(path(log)).unwrap();
        assert!(place.run(&["restore", "copy.db"]).status.success());
    }
}

#[test]
fn a_file_is_nobody_elses_for_its_name() {
    let place = Place::new();
    let path = |name: &str| place.folder.path().join(name);
    place.token(&[]);
    fs::write(path("copy.db.part"), "somebody's").unwrap();
    assert!(place.run(&["backup", "copy.db"]).status.success());
    assert_eq!(fs::read(path("copy.db.part")).unwrap(), b"somebody's");
    fs::rename(path("copy.db"), path("profiles.db.part")).unwrap();
    let restored = place.run(&["restore", "profiles.db.part", "--replace"]);
    assert!(restored.status.success(), "{}", said(&restored));
    assert!(path("profiles.db.part").exists());
    // SQLite would read the one for the other: it knows addresses that begin with file:.
    assert!(place.run(&["backup", "file:copy.db"]).status.success());
    fs::write(path("copy.db"), "somebody's").unwrap();
    fs::remove_file(path("profiles.db.before-restore")).unwrap();
    let restored = place.run(&["restore", "file:copy.db", "--replace"]);
    assert!(restored.status.success(), "{}", said(&restored));
    for itself in ["profiles.db", "./profiles.db"] {
        let restored = place.run(&["restore", itself, "--replace"]);
        assert_eq!(restored.status.code(), Some(1));
        assert!(said(&restored).contains("is the database itself"), "{}", said(&restored));
    }
}

#[test]
fn a_copy_is_put_in_the_place_of_a_damaged_database() {
    for damage in [&b"no database at all"[..], &[0xAA; 9_000]] {
        let place = Place::new();
        let path = |name: &str| place.folder.path().join(name);
        place.token(&[]);
        assert!(place.run(&["backup", "copy.db"]).status.success());
        fs::write(place.database(), damage).unwrap();
        fs::write(path("profiles.db-wal"), "its log").unwrap();
        let restored = place.run(&["restore", "copy.db", "--replace"]);
        assert!(restored.status.success(), "{}", said(&restored));
        assert_eq!(fs::read(path("profiles.db.before-restore")).unwrap(), damage);
        assert_eq!(fs::read(path("profiles.db.before-restore-wal")).unwrap(), b"its log");
        assert!(place.run(&["token", "list"]).status.success());
    }
}

#[test]
fn a_copy_is_put_where_nothing_was_before() {
    let place = Place::new();
    place.token(&[]);
    assert!(place.run(&["backup", "copy.db"]).status.success());
    let restored = place.run(&["restore", "copy.db", "--database", "new/machine/profiles.db"]);
    assert!(restored.status.success(), "{}", said(&restored));
    #[cfg(unix)]
    assert_eq!(mode(&place.folder.path().join("new")), 0o700);
}

#[cfg(unix)]
#[test]
fn a_copy_is_put_where_a_link_leads() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    let path = |name: &str| place.folder.path().join(name);
    place.token(&["--label", "copied"]);
    assert!(place.run(&["backup", "copy.db"]).status.success());
    place.token(&["--label", "later"]);
    fs::create_dir(path("disk")).unwrap();
    fs::rename(place.database(), path("disk/real.db")).unwrap();
    symlink("disk/real.db", place.database()).unwrap();
    let restored = place.run(&["restore", "copy.db", "--replace"]);
    assert!(restored.status.success(), "{}", said(&restored));
    assert!(place.database().is_symlink() && path("disk/real.db.before-restore").exists());
    let list = place.run(&["token", "list", "--database", "disk/real.db"]);
    assert!(!String::from_utf8(list.stdout).unwrap().contains("later"));
    symlink("nowhere.db", path("dangling.db")).unwrap();
    let restored = place.run(&["restore", "copy.db", "--database", "dangling.db"]);
    assert_eq!(restored.status.code(), Some(1));
    assert!(said(&restored).contains("name the file itself"), "{}", said(&restored));
}

#[cfg(unix)]
#[test]
fn nothing_is_left_of_a_copy_that_was_stopped() {
    use std::process::Stdio;
    let place = Place::new();
    place.token(&[]);
    // Some 60 MB: nobody is as fast as to copy that before the signal.
    fill(&place, 30_000);
    let names = || {
        let entries = fs::read_dir(place.folder.path()).unwrap().flatten();
        entries.map(|entry| entry.file_name().into_string().unwrap()).collect::<Vec<_>>()
    };
    // Who runs the tests under `nohup` has them ignore the last one, and so does what they run.
    let ignored = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = ignored.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let hears = ignored
        .is_some_and(|mask| !mask.trim().ends_with(['1', '3', '5', '7', '9', 'b', 'd', 'f']));
    let signals = ["-INT", "-TERM", "-HUP"];
    for signal in signals.into_iter().filter(|signal| *signal != "-HUP" || hears) {
        let mut command = place.command(&["backup", "copy.db"]);
        let mut copying = command.stderr(Stdio::piped()).spawn().unwrap();
        while !names().iter().any(|name| name.contains("copy")) {
            assert_eq!(copying.try_wait().unwrap(), None);
        }
        tell(&copying, signal);
        let output = copying.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert!(said(&output).contains("stopped; nothing was changed"), "{}", said(&output));
        assert!(!names().iter().any(|name| name.contains("copy")), "{:?}", names());
    }
}

#[test]
fn what_is_no_copy_is_not_put_in_place() {
    let place = Place::new();
    fs::write(place.folder.path().join("copy.db"), "not a database, but long enough ".repeat(99))
        .unwrap();
    let output = place.run(&["restore", "copy.db"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("is no database"), "{}", said(&output));
    assert!(!place.database().exists());
    assert_eq!(place.run(&["restore", "none.db"]).status.code(), Some(1));
}

#[test]
fn a_database_that_is_locked_is_not_said_to_be_none() {
    let place = Place::new();
    place.token(&[]);
    let other = rusqlite::Connection::open(place.database()).unwrap();
    other.execute_batch("PRAGMA locking_mode = exclusive; BEGIN EXCLUSIVE").unwrap();
    let output = place.run(&["backup", "copy.db"]);
    assert_eq!(output.status.code(), Some(1));
    let words = said(&output);
    assert!(words.contains("cannot read") && words.contains("database is locked"), "{words}");
    assert!(!words.contains("is no database"), "{words}");
}

#[test]
fn everything_kept_of_a_client_is_exported_and_erased() {
    let place = Place::new();
    let service = place.serve(&[]);
    let (token, other) = (place.token(&[]), place.token(&[]));
    let canary = "Quetzalcoatlus";
    service.write("POST", &token, &first().replace("API", canary));
    service.write("PUT", &token, &EXAMPLE.replace("api test", "Pteranodon flew in"));
    service.write("POST", &other, &first());
    assert!(found_in(place.folder.path(), canary));

    let exported = place.run(&["export", "--client", "1"]);
    let all: serde_json::Value = serde_json::from_slice(&exported.stdout).unwrap();
    assert_eq!(all["profile"]["first_name"], "API");
    assert_eq!(all["history"][0]["new"]["first_name"], canary);
    assert_eq!(all["history"][1]["old"]["first_name"], canary);
    assert_eq!(all["history"][1]["reason"], "Pteranodon flew in");
    assert_eq!(all["history"][1]["by"], "token:1");
    assert_eq!(all["tokens"].as_array().unwrap().len(), 1);
    assert!(!String::from_utf8(exported.stdout).unwrap().contains(&token));

    assert_eq!(place.run(&["erase", "--client", "1"]).status.code(), Some(1));
    assert_eq!(service.get(&token).status, 200);
    let erased = place.run(&["erase", "--client", "1", "--yes"]);
    assert!(erased.status.success(), "{}", said(&erased));
    assert_eq!(service.get(&token).status, 401);
    assert_eq!(service.get(&other).status, 200);
    for gone in [canary, "Pteranodon"] {
        assert!(!found_in(place.folder.path(), gone), "{gone}");
    }
    let left = place.run(&["export", "--client", "1"]);
    let left: serde_json::Value = serde_json::from_slice(&left.stdout).unwrap();
    assert_eq!(left["profile"], serde_json::Value::Null);
    assert_eq!(left["created_time"], all["created_time"]);
    assert!(all["created_time"].is_string() && all["erased_time"].is_null());
    assert!(left["erased_time"].is_string());
    assert_eq!(left["history"][1]["version"], 2);
    assert_eq!(left["history"][1]["new"], serde_json::Value::Null);
    assert!(place.run(&["erase", "--client", "1", "--yes"]).status.success());
    assert_eq!(place.run(&["export", "--client", "77"]).status.code(), Some(1));
    // A number is never given again.
    let third = place.token(&[]);
    let made = service.write("POST", &third, &first()).json();
    assert_eq!(made["data"][0]["client_id"], 3);
}

/// A token for that client, as somebody issues one.
fn token_for(client: i64) -> NewToken {
    let (now, hash) = (Timestamp::now(), Token::generate().unwrap().hash());
    let label = Some("label-canary".into());
    NewToken { client, hash, label, created_time: now, expires_time: None }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_erased_gets_no_token_meanwhile() {
    let cluster = cluster::shared();
    let address = cluster.database();
    let store = Arc::new(PostgresStore::open(&address, 2).await.unwrap());
    let client = store.add_client(Timestamp::now()).await.unwrap();
    // As far as an erasure comes before it looks for tokens.
    let erasing =
        cluster.hold(&address, "UPDATE clients SET erased_time = now(); DELETE FROM tokens");
    let adding = {
        let store = store.clone();
        tokio::spawn(async move { store.add_token(token_for(client)).await })
    };
    let waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' \
                 AND datname = current_database()";
    while cluster.ask(&address, waits) != "1" {
        assert!(!adding.is_finished(), "it must wait for the erasure");
    }
    erasing.commit();
    let added = adding.await.unwrap();
    assert_eq!(added, Ok(None));
    assert_eq!(store.tokens(None).await, Ok(Vec::new()));
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_erasure_given_again_takes_what_is_left() {
    let cluster = cluster::shared();
    let address = cluster.database();
    let postgres = PostgresStore::open(&address, 2).await.unwrap();
    let place = Place::new();
    let sqlite = SqliteStore::open(&place.database()).unwrap();
    let at_hand = rusqlite::Connection::open(place.database()).unwrap();
    let stores: [&dyn Store; 2] = [&postgres, &sqlite];
    for store in stores {
        let client = store.add_client(Timestamp::now()).await.unwrap();
        store.add_token(token_for(client)).await.unwrap();
    }
    // Erased by a release that overlooked the token.
    cluster.ask(&address, "UPDATE clients SET erased_time = now()");
    at_hand.execute("UPDATE clients SET erased_time = created_time", []).unwrap();
    for store in stores {
        assert_eq!(store.erase(1, Timestamp::now()).await, Ok(Erased::Before));
        assert_eq!(store.tokens(None).await, Ok(Vec::new()));
        store.close().await;
    }
}

/// A last name for each client, that no other bytes of a database look like.
fn last_name(client: i64) -> String {
    format!("Canary{}.", "x".repeat(usize::try_from(client).unwrap()))
}

/// Changes of several clients in turn, of many lengths: pages are split and joined, and what moves
/// leaves its bytes where it was.
async fn with_changes_in_turn(database: &Path, clients: i64) {
    let store = SqliteStore::open(database).unwrap();
    let mut records = Vec::new();
    let change = |client: i64, reason: Option<usize>| Change {
        client,
        actor: Actor::Operator,
        at: Timestamp::now(),
        values: Values::collect(FieldSet::PROFILE.iter().map(|field| match field {
            Field::LastName => last_name(client).into(),
            Field::DateOfBirth => "1969-09-19".into(),
            // As long as a country has to be.
            _ => "in".into(),
        })),
        reason: reason.map(|length| "z".repeat(length)),
    };
    for _ in 0..clients {
        let client = store.add_client(Timestamp::now()).await.unwrap();
        assert!(matches!(store.create(change(client, None)).await, Ok(Created::Done(_))));
        records.push(client);
    }
    let turns = (0..40 * records.len()).map(|at| {
        let change = change(records[at * 7919 % 1009 % records.len()], Some(1 + at * 31 % 200));
        store.update(change, Expected::default())
    });
    for updated in futures_util::future::join_all(turns).await {
        assert!(matches!(updated, Ok(Updated::Done(_))));
    }
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_an_erased_client_is_left_in_the_file_or_in_a_copy() {
    const CLIENTS: i64 = 30;
    let place = Place::new();
    with_changes_in_turn(&place.database(), CLIENTS).await;
    let is_there = |client: i64| found_in(place.folder.path(), &last_name(client));
    assert!((1..=CLIENTS).all(is_there));
    for client in (1..=CLIENTS).step_by(3) {
        let erased = place.run(&["erase", "--client", &client.to_string(), "--yes"]);
        assert!(erased.status.success(), "{}", said(&erased));
        assert!(!is_there(client), "{client}");
    }
    let half_erased = SqliteStore::open(&place.database()).unwrap();
    for client in (2..=CLIENTS).step_by(3) {
        assert_eq!(half_erased.erase(client, Timestamp::now()).await, Ok(Erased::Done));
    }
    half_erased.close().await;
    drop(half_erased);
    // What was left undone is no part of a copy, and is done when it is given again.
    assert!(place.run(&["backup", "copy.db"]).status.success());
    let copy = fs::read(place.folder.path().join("copy.db")).unwrap();
    fs::remove_file(place.folder.path().join("copy.db")).unwrap();
    for client in (2..=CLIENTS).step_by(3) {
        let name = last_name(client);
        assert!(!copy.windows(name.len()).any(|window| window == name.as_bytes()), "{client}");
    }
    assert!(place.run(&["erase", "--client", "2", "--yes"]).status.success());
    assert!((1..=CLIENTS).all(|client| is_there(client) == (client % 3 == 0)));
}

#[test]
fn an_erasure_that_cannot_be_finished_is_finished_by_the_next() {
    let place = Place::new();
    let service = place.serve(&[]);
    let token = place.token(&[]);
    let canary = "Quetzalcoatlus";
    service.write("POST", &token, &first().replace("API", canary));
    let erase = |client: &str| place.run(&["erase", "--client", client, "--yes"]);

    // Who reads sees the database as it was when they began, hence the log has to stay.
    let reader = rusqlite::Connection::open(place.database()).unwrap();
    reader.execute_batch("BEGIN").unwrap();
    let records: i64 =
        reader.query_row("SELECT count(*) FROM profiles", [], |row| row.get(0)).unwrap();
    assert_eq!(records, 1);
    let begun = erase("1");
    assert_eq!(begun.status.code(), Some(1));
    for words in ["client 1 is erased", "write-ahead log", "run it again"] {
        assert!(said(&begun).contains(words), "{}", said(&begun));
    }
    assert_eq!(service.get(&token).status, 401);
    assert!(found_in(place.folder.path(), canary));
    reader.execute_batch("COMMIT").unwrap();

    let finished = erase("1");
    assert!(finished.status.success(), "{}", said(&finished));
    assert!(!found_in(place.folder.path(), canary));
    let never = erase("7");
    assert_eq!(never.status.code(), Some(1));
    assert!(said(&never).contains("there is no client 7"), "{}", said(&never));
}

#[test]
fn a_mistyped_database_is_not_made() {
    let place = Place::new();
    for words in [
        &["export", "--client", "1"][..],
        &["erase", "--client", "1", "--yes"],
        &["backup", "copy.db"],
        &["token", "list"],
        &["token", "revoke", "1"],
        &["token", "issue", "--client", "1"],
    ] {
        let output = place.run(words);
        assert_eq!(output.status.code(), Some(1), "{words:?}");
        assert!(said(&output).contains("there is no database at"), "{}", said(&output));
    }
    assert_eq!(fs::read_dir(place.folder.path()).unwrap().count(), 0);
}

#[test]
fn tables_are_made_in_a_postgresql_database_by_what_writes_them_and_it_is_said() {
    let cluster = cluster::shared();
    let mut place = Place::new();
    let address = cluster.database();
    place.address = Some(address.clone());
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
    for words in [&["export", "--client", "1"][..], &["token", "list"], &["token", "revoke", "1"]] {
        let output = place.run(words);
        assert_eq!(output.status.code(), Some(1), "{words:?}");
        assert!(said(&output).contains("has no tables of client-profile yet"), "{}", said(&output));
        assert_eq!(cluster.ask(&address, tables), "0", "{words:?}");
    }
    let output = place.run(&["token", "issue"]);
    assert!(said(&output).contains("Made a new database at postgres://"), "{}", said(&output));
    let output = place.run(&["token", "issue"]);
    assert!(!said(&output).contains("Made a new database"), "{}", said(&output));
}

/// A role of the service needs no right to make tables where they are there.
#[test]
fn a_role_with_rights_on_its_tables_alone_is_enough() {
    let cluster = cluster::shared();
    let mut place = Place::new();
    let address = cluster.database();
    place.address = Some(address.clone());
    let token = place.token(&[]);
    let role = format!("role_{}", address.rsplit_once('/').unwrap().1);
    for sql in [
        format!("CREATE ROLE {role} LOGIN"),
        format!("GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}"),
        format!("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {role}"),
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC".into(),
    ] {
        cluster.ask(&address, &sql);
    }
    place.address = Some(address.replace("test@", &format!("{role}@")));
    let service = place.serve(&[]);
    assert_eq!(service.write("POST", &token, &first()).status, 200);
}

#[test]
fn what_is_no_file_is_not_restored_over() {
    let place = Place::new();
    place.token(&[]);
    assert!(place.run(&["backup", "copy.db"]).status.success());
    let pipe = place.folder.path().join("pipe.db");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let folder = place.folder.path().join("folder.db");
    fs::create_dir(&folder).unwrap();
    for to in [pipe, folder] {
        for words in [&["restore", "copy.db"][..], &["restore", "copy.db", "--replace"]] {
            let words = [words, &["--database", to.to_str().unwrap()]].concat();
            let output = place.run(&words);
            assert_eq!(output.status.code(), Some(1), "{words:?}");
            assert!(said(&output).contains("is no regular file"), "{}", said(&output));
        }
    }
}

#[test]
fn why_a_database_cannot_be_used_is_said() {
    let cluster = cluster::shared();
    let mut place = Place::new();
    let address = cluster.database();
    for (address, says) in [
        (format!("{}/none", address.rsplit_once('/').unwrap().0), "database \"none\" does not"),
        (address.replace("test@", "nobody@"), "role \"nobody\" does not exist"),
        ("postgres://a:secret@127.0.0.1:1/x".into(), "Connection refused"),
        (
            format!("{address}?options=-c%20default_transaction_read_only%3Don"),
            "target_session_attrs=read-write",
        ),
    ] {
        place.address = Some(address);
        let output = place.run(&["token", "issue"]);
        assert_eq!(output.status.code(), Some(1));
        let said = said(&output);
        assert!(said.contains(says) && !said.contains("secret"), "{said}");
    }
    place.address = None;
    fs::write(place.database(), "not a database, but long enough ".repeat(99)).unwrap();
    #[cfg(unix)]
    let before = mode(&place.database());
    assert!(said(&place.run(&["token", "list"])).contains("file is not a database"));
    #[cfg(unix)]
    assert_eq!(mode(&place.database()), before, "a file named by mistake stays as it is");
    fs::remove_file(place.database()).unwrap();
    fs::create_dir(place.database()).unwrap();
    assert!(said(&place.run(&["token", "issue"])).contains("Is a directory"));
}

#[test]
fn two_processes_serve_one_file() {
    let place = Place::new();
    let (one, two) = (place.serve(&[]), place.serve(&["--changes-per-commit", "1"]));
    let token = place.token(&[]);
    assert_eq!(one.write("POST", &token, &first()).status, 200);
    // Each writes while the other does; who has to wait, waits.
    std::thread::scope(|scope| {
        for service in [&one, &two] {
            let token = &token;
            scope.spawn(move || {
                for _ in 0..25 {
                    assert_eq!(service.write("PUT", token, EXAMPLE).status, 200);
                }
            });
        }
    });
    for service in [&one, &two] {
        let tag = service.get(&token).header("etag").unwrap().to_owned();
        // The 51st version.
        assert!(tag.starts_with("\"1-33-"), "{tag}");
    }
}

#[test]
fn tokens_are_issued_for_clients_that_there_are() {
    let place = Place::new();
    assert_eq!(place.run(&["token", "issue", "--client", "5"]).status.code(), Some(1));
    for wrong in [&["--expires", "0"][..], &["--expires", "soon"], &["--label", "a\nb"]] {
        let output = place.run(&[&["token", "issue"], wrong].concat());
        assert_eq!(output.status.code(), Some(2));
    }
    let token = place.token(&["--label", "the app", "--expires", "never"]);
    let bytes = fs::read(place.database()).unwrap();
    assert!(!bytes.windows(20).any(|window| window == &token.as_bytes()[3..23]));
    let list = String::from_utf8(place.run(&["token", "list"]).stdout).unwrap();
    assert!(list.contains("the app") && list.contains("never"), "{list}");
}

#[test]
fn the_last_use_of_a_token_is_noted() {
    let place = Place::new();
    let service = place.serve(&[]);
    let token = place.token(&["--expires", "never"]);
    let last_use = || {
        let list = String::from_utf8(place.run(&["token", "list"]).stdout).unwrap();
        list.lines().nth(1).unwrap().split_whitespace().last().unwrap().to_owned()
    };
    assert_eq!(last_use(), "never");
    service.get(&token);
    let today = Timestamp::now().date().to_string();
    let begun = std::time::Instant::now();
    // Nobody waits for it to be written.
    while last_use() != today {
        assert!(begun.elapsed() < std::time::Duration::from_secs(10), "{}", last_use());
    }
}
