//! Where settings come from, and what is said of those that cannot be used.

use std::net::TcpListener;
use std::process::Command;

use crate::harness::{Place, Running};

/// What `serve` says and ends with when somebody else listens at its address already.
fn started(place: &Place, environment: &[(&str, &str)]) -> (Option<i32>, String) {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let mut command = place.command(&["serve", "--listen", &address]);
    let output = command.envs(environment.iter().copied()).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
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
