//! What is said to who gives a command.

use std::fs;

use crate::harness::Place;

#[test]
fn a_new_database_is_said_to_be_new() {
    let place = Place::new();
    let words = format!("Made a new database at {}", place.database().display());
    let first = place.serve(&[]).stop();
    assert!(first.lines().any(|line| line.contains("INFO") && line.contains(&words)), "{first}");
    let second = place.serve(&[]).stop();
    assert!(!second.contains("new database"), "{second}");
    // A file without a byte is none yet.
    for file in fs::read_dir(place.folder.path()).unwrap() {
        fs::remove_file(file.unwrap().path()).unwrap();
    }
    fs::write(place.database(), "").unwrap();
    let none = place.run(&["token", "list"]);
    assert!(String::from_utf8(none.stderr).unwrap().contains("there is no database at"));
    assert!(place.serve(&[]).stop().contains(&words));
}

#[test]
fn what_cannot_be_read_says_what_to_write() {
    let place = Place::new();
    let address = "write an IP address and a port, like 127.0.0.1:8080";
    let any = "write a whole number from 0 to 4294967295";
    for (words, says) in [
        (&["serve", "--listen", "localhost:8080"][..], address),
        (&["serve", "--listen", "8080"], address),
        (&["serve", "--metrics", "9464"], address),
        (&["health", "--listen", "8080"], address),
        (&["serve", "--trusted-proxy", "proxy"], "write a network, like 10.0.0.0/8"),
        (&["serve", "--rate-per-token", "x"], any),
        (&["serve", "--rate-per-address", "1.5"], any),
        (&["serve", "--max-connections", "0"], "write a whole number from 1 to 1000000"),
        (&["serve", "--changes-per-commit", "x"], "write a whole number from 1 to 1024"),
        (&["serve", "--drain", "8"], "write a whole number from 0 to 7"),
        (&["export", "--client", "abc"], "write the client's number, like 79"),
        (&["erase", "--client", "abc"], "write the client's number, like 79"),
        (&["token", "issue", "--client", "abc"], "write the client's number, like 79"),
        (&["token", "list", "--client", "abc"], "write the client's number, like 79"),
        (&["token", "revoke", "abc"], "write the token's number, like 3"),
    ] {
        let output = place.run(words);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?}: {said}");
        assert!(said.contains(says), "{words:?}: {said}");
    }
}

#[test]
fn rules_of_a_wrong_type_name_the_key() {
    let place = Place::new();
    fs::write(place.folder.path().join("rules.json"), r#"{"minimum_age":"21"}"#).unwrap();
    let output = place.run(&["rules", "--rules", "rules.json"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("minimum_age must be a whole number, like 18"), "{said}");
}

#[test]
fn tokens_of_a_client_that_there_is_not_are_not_listed() {
    let place = Place::new();
    place.token(&[]);
    assert!(place.run(&["token", "list", "--client", "1"]).status.success());
    let output = place.run(&["token", "list", "--client", "99"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("there is no client 99"), "{said}");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_mistake() {
    let place = Place::new();
    place.token(&[]);
    for words in [&["rules"][..], &["schema"], &["token", "list"], &["export", "--client", "1"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = place.command(words).stdout(writer).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{words:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{words:?}");
    }
    // Who does not get a token has to know.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let issue = place.command(&["token", "issue"]).stdout(writer).output().unwrap();
    assert_eq!(issue.status.code(), Some(1));
    assert!(String::from_utf8(issue.stderr).unwrap().contains("Broken pipe"));
}

#[test]
fn a_file_that_cannot_be_used_is_named() {
    let place = Place::new();
    let path = |name: &str| place.folder.path().join(name);
    place.token(&[]);
    assert!(place.run(&["backup", "copy.db"]).status.success());
    fs::write(path("key"), "short").unwrap();
    let rules = &["rules", "--rules", "none"];
    let serve = |flag, file| ["serve", "--listen", "127.0.0.1:0", flag, file];
    for (words, says) in [
        (&["backup", "none/x.db"][..], "cannot write none/x.db: No such file"),
        (&["backup", "x.db", "--database", "key"], "key is no database: file is not a"),
        (&["restore", "copy.db", "--database", "key/x.db"], "cannot write key/x.db: File exists"),
        (rules, "none cannot be used: No such file"),
        (&serve("--rules", "none"), "none cannot be used: No such file"),
        (&serve("--exclusion-key-file", "none"), "cannot read none: No such file"),
        (&serve("--exclusion-key-file", "key"), "the exclusion key in key must have"),
        (&["check", "none"], "cannot read none: No such file"),
    ] {
        let output = place.run(words);
        assert_ne!(output.status.code(), Some(0), "{words:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(says), "{words:?}: {said}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_no_database_and_stays_as_it_is() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    let pipe = place.folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").args(["-m", "644"]).arg(&pipe).status();
    assert!(made.unwrap().success());
    let output = place.run(&["token", "issue", "--database", "pipe"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("cannot use the database pipe: it is no regular file"), "{said}");
    assert_eq!(fs::metadata(&pipe).unwrap().permissions().mode() & 0o777, 0o644);
}

#[test]
fn a_damaged_database_is_blamed_on_itself() {
    let place = Place::new();
    place.token(&[]);
    // An index that says something else than its table.
    let database = rusqlite::Connection::open(place.database()).unwrap();
    database
        .execute_batch(
            "PRAGMA journal_mode = DELETE; CREATE TABLE t (x); CREATE INDEX i ON t (x); \
             INSERT INTO t VALUES (1); PRAGMA writable_schema = ON; \
             DELETE FROM sqlite_schema WHERE name = 'i'; PRAGMA writable_schema = RESET;",
        )
        .unwrap();
    drop(database);
    let output = place.run(&["backup", "copy.db"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    let blamed = format!("{} is damaged", place.database().display());
    assert!(said.contains(&blamed) && !said.contains(".client-profile-copy-"), "{said}");
    assert!(!place.folder.path().join("copy.db").exists());
}
