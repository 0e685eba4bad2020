//! What is said to who gives a command.

use std::fs;
use std::net::TcpListener;

use crate::harness::Place;

#[test]
fn a_new_database_is_said_to_be_new() {
    let place = Place::new();
    // The service ends by itself, since somebody else listens there.
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let start = || {
        let output = place.run(&["serve", "--listen", &address]);
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    let words = format!("Made a new database at {}", place.database().display());
    let first = start();
    assert!(first.lines().any(|line| line.contains("INFO") && line.contains(&words)), "{first}");
    let second = start();
    assert!(second.contains("cannot listen") && !second.contains("new database"), "{second}");
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
        (&["serve", "--drain", "10"], "write a whole number from 0 to 9"),
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
