//! Canaries: values, tokens and keys that must not turn up in a log or a metric.

use std::fs;

use crate::client;
use crate::harness::{EXAMPLE, PATH, Place, first, free_address};
use crate::postgres::{self, Cluster};

/// A value of its own for every field, first ones that pass, then ones that do not.
const CANARIES: [(&str, &str, &str); 12] = [
    ("first_name", "Quetzal", "Quetzal7canary"),
    ("last_name", "Pteranodon", "Pteranodon7canary"),
    ("residence_country", "cv", "canaryland-a"),
    ("account_opening_reason", "savings", "canaryreason"),
    ("tax_residence_country", "bt", "canaryland-b"),
    ("birth_country", "tv", "canaryland-c"),
    ("tax_identification_number", "CANARY-471147", "CANARY_471147_*"),
    ("citizen_country", "nr", "canaryland-d"),
    ("employment_status", "student", "canarystatus"),
    ("date_of_birth", "1971-04-07", "1971-04-77"),
    ("gender", "other", "canarygender"),
    ("reason", "canary flew away", "canary\u{1}flew"),
];

/// The parts of canaries that occur nowhere else in a log.
const TELLING: [&str; 17] = [
    "Quetzal",
    "Pteranodon",
    "canaryland",
    "canaryreason",
    "CANARY-471147",
    "CANARY_471147",
    "canarystatus",
    "1971-04-07",
    "1971-04-77",
    "canarygender",
    "canary",
    "flew",
    "\"cv\"",
    "\"bt\"",
    "\"tv\"",
    "\"nr\"",
    "unknown-bird",
];

fn edited(value: impl Fn(&(&'static str, &'static str, &'static str)) -> &'static str) -> String {
    let mut object: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(EXAMPLE).unwrap();
    for canary in &CANARIES {
        object.insert(canary.0.into(), value(canary).into());
    }
    serde_json::Value::Object(object).to_string()
}

fn nothing_is_told(place: &Place, format: &str) {
    let key = "an-exclusion-key-canary";
    fs::write(place.folder.path().join("key"), key).unwrap();
    let free = free_address();
    let service = place.serve(&[
        "--log",
        "trace",
        "--log-format",
        format,
        "--exclusion-key-file",
        "key",
        "--metrics",
        &free.to_string(),
    ]);
    let token = place.token(&[]);
    let pass = edited(|canary| canary.1);
    let fail = edited(|canary| canary.2);
    let send = |method: &str, path: &str, body: &str| {
        let headers = [
            ("authorization", token.as_str()),
            ("content-type", "application/json"),
            ("x-client-id", key),
            ("x-request-id", "unknown-bird"),
            ("user-agent", "unknown-bird"),
        ];
        client::send(service.address, method, path, &headers, Some(body.as_bytes())).status
    };
    assert_eq!(send("POST", PATH, &first()), 200);
    assert_eq!(send("PUT", PATH, &pass), 200);
    assert_eq!(send("PUT", PATH, &fail), 400);
    for (field, _, _) in &CANARIES {
        let one = pass.replace(&format!("\"{field}\""), "\"unknown-bird\"");
        assert_eq!(send("PUT", PATH, &one), 400);
    }
    assert_eq!(send("PUT", PATH, &pass[..pass.len() / 2]), 400);
    assert_eq!(send("GET", &format!("{PATH}?first_name=Quetzal"), ""), 200);
    assert_eq!(send("GET", "/Quetzal/canary", ""), 404);
    assert_eq!(send("GET", "/client/Quetzal", ""), 404);
    let stranger = format!("cp_{}", "canary".repeat(8));
    let header = [("authorization", stranger.as_str())];
    assert_eq!(client::send(service.address, "GET", PATH, &header, None).status, 401);
    if place.address.is_none() {
        let away = place.folder.path().join("away");
        fs::rename(place.database(), &away).unwrap();
        assert_eq!(send("PUT", PATH, &pass), 503);
        fs::rename(&away, place.database()).unwrap();
    }
    let metrics = client::send(free, "GET", "/metrics", &[], None);
    let log = service.stop();
    assert!(log.contains("answered") && log.lines().count() > 15, "{log}");
    for told in [log.as_str(), metrics.text()] {
        for secret in TELLING.iter().chain(&[key, &token[3..], &token[..8]]) {
            assert!(!told.contains(secret), "{secret}");
        }
    }
}

#[test]
fn no_canary_gets_into_the_log_on_sqlite() {
    nothing_is_told(&Place::new(), "json");
    nothing_is_told(&Place::new(), "text");
}

#[test]
fn no_canary_gets_into_the_log_on_postgresql() {
    let cluster = postgres::shared();
    let mut place = Place::new();
    place.address = Some(cluster.database());
    nothing_is_told(&place, "json");
}

#[test]
fn what_postgresql_refuses_is_told_without_its_values() {
    let cluster = postgres::shared();
    let mut place = Place::new();
    place.address = Some(cluster.database());
    let address = place.address.clone().unwrap();
    let service = place.serve(&["--log", "trace"]);
    let token = place.token(&[]);
    // A rule of the database's own, which it reports with the whole row.
    cluster.ask(&address, "ALTER TABLE profiles ADD CONSTRAINT own CHECK (first_name = 'x')");
    let answer = service.write("POST", &token, &first().replace("API", "Quetzal"));
    assert_eq!((answer.status, answer.errors()), (500, vec!["InternalError - -".into()]));
    let log = service.stop();
    assert!(log.contains("SQLSTATE 23514, constraint own"), "{log}");
    assert!(!log.contains("Quetzal") && !log.contains("UX-1989389"));
}

#[test]
fn a_json_log_is_one_object_a_line_and_says_who_was_let_in() {
    let place = Place::new();
    let service = place.serve(&["--log-format", "json", "--trusted-proxy", "127.0.0.1/32"]);
    let token = place.token(&[]);
    service.write("POST", &token, &first());
    let lines = [("authorization", "nobody"), ("x-forwarded-for", "192.0.2.7")];
    service.send("GET", &lines, None);
    let log = service.stop();
    let lines: Vec<serde_json::Value> =
        log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.iter().all(|line| line["level"].is_string() && line["timestamp"].is_string()));
    let answered: Vec<_> = lines.iter().filter(|line| line["message"] == "answered").collect();
    let [let_in, refused] = answered[..] else { panic!("{log}") };
    assert_eq!((&let_in["token"], &let_in["status"]), (&1.into(), &200.into()));
    assert!(let_in.get("from").is_none() && let_in.get("code").is_none());
    assert_eq!(refused["code"], "InvalidToken");
    assert_eq!(refused["from"], "192.0.2.7");
    assert!(refused["span"]["id"].as_str().unwrap().len() == 16);
}

#[test]
fn a_start_that_fails_says_so_in_the_form_of_the_log() {
    let place = Place::new();
    fs::write(place.database(), "no database").unwrap();
    let serve = ["serve", "--listen", "127.0.0.1:0"];
    let stderr = |more: &[&str]| {
        let output = place.run(&[&serve[..], more].concat());
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    let log = stderr(&["--log-format", "json"]);
    let lines: Vec<serde_json::Value> =
        log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let last = lines.last().unwrap();
    assert_eq!(last["level"], "ERROR");
    assert!(last["message"].as_str().unwrap().starts_with("cannot use the database"), "{log}");
    // Where the log lets nothing through, and where people read it, it is said as by any command.
    for more in [&["--log-format", "json", "--log", "off"][..], &[]] {
        assert!(stderr(more).contains("client-profile: cannot use the database"));
    }
}

#[test]
fn what_goes_to_a_database_elsewhere_is_encrypted_and_its_certificate_checked() {
    let cluster = Cluster::start();
    cluster.database();
    let (port, authority) = cluster.serve_tls();
    let mut place = Place::new();
    let address = format!("postgres://test@localhost:{port}/test1?sslmode=require");
    place.address = Some(address.clone());
    let authority = authority.display().to_string();
    let known = place.run(&["token", "issue", "--database-ca", &authority]);
    assert!(known.status.success(), "{}", String::from_utf8_lossy(&known.stderr));
    place.address = Some(address.replace("=require", "=verify-full"));
    assert!(place.run(&["token", "list", "--database-ca", &authority]).status.success());
    let unknown = place.run(&["token", "list"]);
    assert_eq!(unknown.status.code(), Some(1));
    // The certificate is for another name than this.
    place.address = Some(address.replace("localhost", "127.0.0.1"));
    let other = place.run(&["token", "list", "--database-ca", &authority]);
    assert_eq!(other.status.code(), Some(1));
    assert!(!String::from_utf8(other.stderr).unwrap().contains("test@"));
}
