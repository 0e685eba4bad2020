//! Where settings come from, and what is said of those that cannot be used.

use std::fs;
use std::net::TcpListener;
use std::process::Command;

use crate::harness::{EXAMPLE, Place, Running};

/// What `serve` says and ends with when somebody else listens at its address already.
fn started(place: &Place, environment: &[(&str, &str)]) -> (Option<i32>, String) {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let mut command = place.command(&["serve", "--listen", &address]);
    let output = command.envs(environment.iter().copied()).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn what_looks_like_an_address_is_no_file_and_is_not_repeated() {
    let mut place = Place::new();
    for address in [
        "POSTGRES://u:pass-canary@h/db",
        " postgres://u:pass-canary@h/db",
        "'postgres://u:pass-canary@h/db'",
        "\"postgres://u:pass-canary@h/db\"",
        "postgresql+asyncpg://u:pass-canary@h/db",
        "jdbc:postgresql://h/db?user=u&password=pass-canary",
        "mysql://u:pass-canary@h/db",
        "postgres:/u:pass-canary@h/db",
        "postgres//u:pass-canary@h/db",
        "Postgres:pass-canary",
        "u:pass-canary@h/db",
        "//u:pass-canary@h/db",
        "host=h user=u password=pass-canary",
        "host = h password = pass-canary",
        "sqlite:postgres://u:pass-canary@h/db",
        "postgres://u:pass-canary@h:port/db",
        "postgres://u:pass-canary@[h/db",
        "postgres://u:p@pass-canary?x=pass-canary@h/db",
        "postgres://h/db?user=u&password=a&pass-canary=b",
    ] {
        place.address = Some(address.into());
        let from_environment = place.run(&["token", "issue"]);
        let mut command = place.command(&["token", "issue", "--database", address]);
        let from_words = command.env_remove("CLIENT_PROFILE_DATABASE").output().unwrap();
        for output in [&from_environment, &from_words] {
            let said = String::from_utf8(output.stderr.clone()).unwrap();
            assert_eq!(output.status.code(), Some(2), "{address}: {said}");
            assert!(said.contains("postgres://user:password@host:port/name"), "{said}");
            assert!(!said.contains("canary"), "{address}: {said}");
        }
        let (code, said) = started(&place, &[]);
        assert!(code == Some(2) && !said.contains("canary"), "{address}: {said}");
        assert_eq!(fs::read_dir(place.folder.path()).unwrap().count(), 0, "{address}");
    }
    // Without its flag it is not repeated either; what is not given is not hidden.
    for (words, says) in [
        (&["serve", "postgres://u:pass-canary@h/db"][..], "unexpected argument '…'"),
        (&["postgres://u:pass-canary@h/db"], "unrecognized subcommand '…'"),
        (&["token", "postgres://u:pass-canary@h/db"], "unrecognized subcommand '…'"),
        (&["token", "revoke", "cp_canary"], "invalid value '…'"),
        (&["token", "issue", "--client", "cp_canary"], "invalid value '…'"),
        (&["token", "cp_canary"], "unrecognized subcommand '…'"),
        (&["serve", "cp_canary"], "unexpected argument '…'"),
        (&["serve", "--database"], "a value is required for '--database"),
    ] {
        let said = String::from_utf8(place.run(words).stderr).unwrap();
        assert!(said.contains(says) && !said.contains("canary"), "{said}");
    }
    fs::create_dir(place.folder.path().join("me@home")).unwrap();
    let whole = place.folder.path().join("me@home/profiles.db").display().to_string();
    for file in ["./postgres.db", "sqlite:./u@h.db", &whole] {
        place.address = Some(file.into());
        assert!(place.run(&["token", "issue"]).status.success(), "{file}");
    }
}

#[test]
fn a_file_is_named_without_a_scheme_that_only_some_programs_know() {
    let place = Place::new();
    for name in ["file:profiles.db", "file:/var/lib/profiles.db", "file:x?mode=memory"] {
        let output = place.run(&["token", "issue", "--database", name]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("without file: before it"), "{said}");
        assert_eq!(fs::read_dir(place.folder.path()).unwrap().count(), 0, "{name}");
    }
    // One that is named so is that file, and no other.
    assert!(place.run(&["token", "issue", "--database", "./file:x?mode=memory"]).status.success());
    let listed = place.run(&["token", "list", "--database", "./file:x?mode=memory"]);
    assert!(String::from_utf8(listed.stdout).unwrap().contains("works"));
}

#[test]
fn what_an_address_asks_for_and_cannot_have_is_named() {
    let mut place = Place::new();
    let modes = "sslmode may be disable, prefer, require or verify-full";
    for (query, code, says) in [
        ("sslmode=verify-ca", 2, modes),
        ("sslmode=value-canary", 2, modes),
        ("ssl_mode=require", 2, "no parameter ssl_mode"),
        ("sslrootcert=value-canary", 2, "no parameter sslrootcert"),
        ("ssl_mode=require", 2, "target_session_attrs"),
        ("port=value-canary", 2, "postgres://user:password@host:port/name"),
        ("sslmode", 2, "postgres://user:password@host:port/name"),
        ("sslmode=verify-full", 1, "Connection refused"),
        ("application_name=x&sslmode=verify-full&connect_timeout=1", 1, "Connection refused"),
    ] {
        place.address = Some(format!("postgres://a:pass-canary@127.0.0.1:1/x?{query}"));
        let output = place.run(&["token", "list"]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{query}: {said}");
        assert!(said.contains(says) && !said.contains("canary"), "{query}: {said}");
    }
}

#[test]
fn a_value_that_cannot_be_read_is_named_by_where_it_comes_from() {
    let place = Place::new();
    for (variable, value, flag) in [
        ("CLIENT_PROFILE_RATE_PER_TOKEN", "abc", "--rate-per-token"),
        ("CLIENT_PROFILE_METRICS", "abc", "--metrics"),
        ("CLIENT_PROFILE_LOG_FORMAT", "xml", "--log-format"),
        ("CLIENT_PROFILE_TRUSTED_PROXY", "127.0.0.1,proxy", "--trusted-proxy"),
        ("CLIENT_PROFILE_DATABASE", "mysql://a", "--database"),
    ] {
        let (code, said) = started(&place, &[(variable, value)]);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(variable) && said.contains(flag), "{said}");
        let output = place.run(&["serve", flag, value]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(!said.contains(variable) && said.contains(flag), "{said}");
    }
    let mut command = place.command(&["health"]);
    let output = command.env("CLIENT_PROFILE_LISTEN", "8080").output().unwrap();
    assert!(String::from_utf8(output.stderr).unwrap().contains("CLIENT_PROFILE_LISTEN"));
}

#[test]
fn an_empty_variable_is_one_that_is_not_set() {
    let place = Place::new();
    let help = String::from_utf8(place.run(&["serve", "--help"]).stdout).unwrap();
    let mut variables: Vec<&str> = help
        .split("[env: ")
        .skip(1)
        .filter_map(|rest| rest.split(['=', ']']).next())
        .chain(["CLIENT_PROFILE_EXCLUSION_KEY"])
        .collect();
    variables.sort_unstable();
    variables.dedup();
    assert!(variables.len() > 15, "{variables:?}");
    let mut command = place.command(&["serve", "--listen", "127.0.0.1:0"]);
    let empty = |command: &mut Command| {
        command.envs(variables.iter().map(|variable| (variable, "")));
    };
    empty(&mut command);
    let service = Running::start(command);
    // The default database is in the data folder.
    let mut issue = place.command(&["token", "issue"]);
    empty(&mut issue);
    let output = issue.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let token = String::from_utf8(output.stdout).unwrap();
    assert_eq!(service.get(token.trim_end()).status, 404);
    assert!(!place.database().exists());
}

#[test]
fn what_could_never_work_is_refused() {
    let place = Place::new();
    fs::write(place.folder.path().join("key"), "0123456789abcdef").unwrap();
    let file = place.folder.path().join("key").display().to_string();
    let key = "CLIENT_PROFILE_EXCLUSION_KEY";
    for (environment, code, says) in [
        (&[(key, "01234567\n89abcdef")][..], 1, "one line of characters that a header may have"),
        (&[(key, "0123456789abcdef"), ("CLIENT_PROFILE_EXCLUSION_KEY_FILE", &file)], 1, "not both"),
        (&[("CLIENT_PROFILE_ALLOW_ORIGIN", "https://a.example:443")], 2, "leave out :443"),
        (&[("CLIENT_PROFILE_ALLOW_ORIGIN", "http://a.example:80")], 2, "leave out :80"),
    ] {
        let (found, said) = started(&place, environment);
        assert!(found == Some(code) && said.contains(says), "{says}: {said}");
        assert!(!said.contains("89abcdef"), "{said}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt as _;
        let mut command = place.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.env(key, std::ffi::OsStr::from_bytes(b"0123456789abcdef\xFF"));
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(String::from_utf8(output.stderr).unwrap().contains("of characters that a header"));
    }
    let output = place.run(&["token", "issue", "--database", "memory:"]);
    assert!(output.status.code() == Some(1) && output.stdout.is_empty());
    assert!(String::from_utf8(output.stderr).unwrap().contains("serve --demo"));
}

#[test]
fn a_setting_that_would_do_nothing_is_told_of() {
    let place = Place::new();
    let server = "postgres://a@127.0.0.1:1/x";
    // No address of this machine: what is taken nevertheless ends there.
    let serve = ["serve", "--listen", "192.0.2.1:80"];
    let demo = ["serve", "--demo", "--listen", "127.0.0.1:0"];
    let refuses = "--database-ca is for a PostgreSQL database";
    let warns = "CLIENT_PROFILE_DATABASE_CA is for a PostgreSQL database";
    for (command, more, variable, says) in [
        (&serve[..], &["--database-ca", "ca.pem"][..], "", refuses),
        (&demo, &["--database-ca=ca.pem", "--metrics", "192.0.2.1:80"], "", refuses),
        (&["token", "list"], &["--database-ca", "ca.pem"], "", refuses),
        (&["backup"], &["--database-ca", "ca.pem", "copy.db"], "", refuses),
        (
            &["token", "list"],
            &["--database", server, "--database-ca", "ca.pem"],
            "",
            "Connection refused",
        ),
        (&serve, &[], "ca.pem", warns),
        (&["token", "list"], &["--database", server], "ca.pem", "Connection refused"),
        (&serve, &["--database", "memory:"], "", "name a file, or try it out with --demo"),
    ] {
        let words = [command, more].concat();
        let mut command = place.command(&words);
        let output = command.env("CLIENT_PROFILE_DATABASE_CA", variable).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{words:?}: {said}");
        assert!(said.contains(says), "{words:?}: {said}");
        assert!(!place.database().exists(), "{words:?}");
    }
    // What the environment names is for real records.
    let mut command = place.command(&["serve", "--demo", "--listen", "127.0.0.1:0"]);
    command.env("CLIENT_PROFILE_DATABASE_CA", "ca.pem");
    let log = Running::start(command).stop();
    assert!(!log.contains("DATABASE_CA"), "{log}");
    let service = place.serve(&["--demo", "--database", "memory:"]);
    assert_eq!(service.get("none").status, 401);
}

#[test]
fn rules_from_the_environment_are_those_of_every_command() {
    let place = Place::new();
    fs::write(place.folder.path().join("rules.json"), r#"{"gender":["other"]}"#).unwrap();
    fs::write(place.folder.path().join("one.ndjson"), EXAMPLE).unwrap();
    let run = |words: &[&str]| {
        let output =
            place.command(words).env("CLIENT_PROFILE_RULES", "rules.json").output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let genders = |words: &[&str]| {
        let (code, printed) = run(words);
        assert_eq!(code, Some(0), "{words:?}");
        serde_json::from_str::<serde_json::Value>(&printed).unwrap()["gender"].to_string()
    };
    assert_eq!(genders(&["rules"]), r#"["other"]"#);
    assert!(run(&["schema"]).1.contains("other"));
    let (code, found) = run(&["check", "one.ndjson"]);
    assert!(code == Some(1) && found.contains("choice_unknown"), "{found}");
    // What is said on the command line goes before it.
    assert!(genders(&["rules", "--preset", "strict"]).contains("female"));
    fs::write(place.folder.path().join("other.json"), r#"{"gender":["said"]}"#).unwrap();
    assert_eq!(genders(&["rules", "--rules", "other.json"]), r#"["said"]"#);
    assert_eq!(run(&["rules", "--rules", "other.json", "--preset", "strict"]).0, Some(2));
}

#[test]
fn a_variable_that_is_no_setting_is_told_of() {
    let place = Place::new();
    let (_, said) = started(
        &place,
        &[
            ("CLIENT_PROFILE_RATE_PER_TOKN", "value-canary"),
            ("CLIENT_PROFILE_DEMO", "value-canary"),
            ("CLIENT_PROFILE_EXCLUSION_KEY", "0123456789abcdef"),
            ("CLIENT_PROFILE_DRAIN", "1"),
        ],
    );
    let told: Vec<_> = said.lines().filter(|line| line.contains("WARN")).collect();
    assert_eq!(told.len(), 2, "{said}");
    let near = "CLIENT_PROFILE_RATE_PER_TOKN is no setting: did you mean \
                CLIENT_PROFILE_RATE_PER_TOKEN?";
    assert!(told.iter().any(|line| line.contains(near)), "{said}");
    assert!(told.iter().any(|line| line.ends_with("CLIENT_PROFILE_DEMO is no setting")), "{said}");
    assert!(!said.contains("canary"), "{said}");
}

#[test]
fn an_address_of_an_api_is_one_that_paths_can_follow() {
    let place = Place::new();
    for address in [
        "https://x.example/v1?a=b",
        "https://x.example/v1#c",
        "https://x.example/v1?",
        "https://x.example/a b",
        "https://u:p@x.example/v1",
        "ftp://x.example/",
        "x.example/v1",
    ] {
        let (code, said) = started(&place, &[("CLIENT_PROFILE_API_BASE", address)]);
        assert_eq!(code, Some(2), "{address}: {said}");
        assert!(said.contains("write an address like https://host/v1"), "{said}");
    }
}

#[test]
fn the_log_begins_with_what_starts_where_on_what() {
    let mut place = Place::new();
    let version = env!("CARGO_PKG_VERSION");
    for (address, database) in [
        (None, format!("SQLite {}", place.database().display())),
        (Some("memory:".to_owned()), "memory".to_owned()),
        (Some("postgres://a:pass-canary@127.0.0.1:1/x".to_owned()), "PostgreSQL".to_owned()),
    ] {
        place.address = address;
        let (_, said) = started(&place, &[]);
        let line = said.lines().next().unwrap();
        assert!(line.contains(&format!("Starting client-profile {version}")), "{said}");
        assert!(line.contains("on 127.0.0.1:") && line.contains(&database), "{said}");
        assert!(!said.contains("canary"), "{said}");
    }
}
