//! What an operator sets, and what the service tells of itself.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::client::{self, Answer};
use crate::contract::PUBLISHED;
use crate::harness::{EXAMPLE, PATH, Place, Running, count, first, free_address, tell};

const RULES: &str = "/client/profile/rules";

fn get(service: &Running, path: &str, headers: &[(&str, &str)]) -> Answer {
    client::send(service.address, "GET", path, headers, None)
}

#[test]
fn the_rules_in_force_are_there_for_everybody() {
    let place = Place::new();
    let file = place.folder.path().join("rules.json");
    fs::write(&file, r#"{"minimum_age":21,"gender":["female","male"]}"#).unwrap();
    let service = place.serve(&["--rules", "rules.json"]);
    for path in [RULES, "/v1/client/profile/rules"] {
        let rules = get(&service, path, &[]);
        assert_eq!(rules.status, 200);
        let json = rules.json();
        assert_eq!(json["minimum_age"], 21);
        assert_eq!(json["version"], 1);
        assert_eq!(json["name_max_length"], 100);
        let tag = rules.header("etag").unwrap();
        for method in ["GET", "HEAD"] {
            let same = client::send(service.address, method, path, &[("if-none-match", tag)], None);
            assert_eq!((same.status, same.body.len()), (304, 0));
            assert_eq!(same.header("etag"), Some(tag));
            assert_eq!(same.header("content-length"), None, "{method} {path}");
        }
        let weak = format!("\"x\", W/{tag}");
        assert_eq!(get(&service, path, &[("if-none-match", &weak)]).status, 304);
        assert_eq!(get(&service, path, &[("if-none-match", "\"x\"")]).status, 200);
        let put = client::send(service.address, "PUT", path, &[], Some(b"{}"));
        assert_eq!((put.status, put.header("allow")), (405, Some("GET, HEAD, OPTIONS")));
    }
    let token = place.token(&[]);
    let other = service.write("POST", &token, &first().replace("\"male\"", "\"other\""));
    assert_eq!(other.errors(), ["ValidationError gender choice_unknown"]);
}

#[test]
fn rules_with_a_mistake_are_not_served() {
    let place = Place::new();
    let file = place.folder.path().join("rules.json");
    for (rules, says) in [
        (r#"{"minimum_aeg":21}"#, "minimum_aeg"),
        (r#"{"version":9}"#, "version"),
        ("{", "EOF"),
        (r#"{"reason_max_length":10000}"#, "lower reason_max_length"),
        (r#"{"reason_max_length":1056}"#, "up to 16396 bytes"),
        (r#"{"name_max_length":3000}"#, "name_max_length or"),
    ] {
        fs::write(&file, rules).unwrap();
        let output = place.run(&["serve", "--listen", "127.0.0.1:0", "--rules", "rules.json"]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(says), "{said}");
    }
    // What they allow has room however it is written.
    fs::write(&file, r#"{"reason_max_length":1055}"#).unwrap();
    let service = place.serve(&["--rules", "rules.json"]);
    let token = place.token(&[]);
    service.write("POST", &token, &first());
    let reason = "\\ud83c\\udfe0".repeat(1055);
    assert_eq!(service.write("PUT", &token, &EXAMPLE.replace("api test", &reason)).status, 200);
}

#[test]
fn settings_come_from_the_environment_too() {
    let place = Place::new();
    let mut command = place.command(&["serve"]);
    command.env("CLIENT_PROFILE_LISTEN", "127.0.0.1:0").env("CLIENT_PROFILE_RATE_PER_ADDRESS", "1");
    let service = Running::start(command);
    assert_eq!(get(&service, RULES, &[]).status, 200);
    assert_eq!(get(&service, RULES, &[]).status, 429);
}

#[test]
fn help_names_every_setting_and_its_variable() {
    let help = Place::new().run(&["serve", "--help"]);
    assert!(help.status.success());
    let help = String::from_utf8(help.stdout).unwrap();
    for setting in [
        "listen",
        "database",
        "assets",
        "rules",
        "demo",
        "api-base",
        "allow-origin",
        "rate-per-address",
        "rate-per-token",
        "exclusion-key-file",
        "trusted-proxy",
        "max-connections",
        "changes-per-commit",
        "log-format",
        "log",
        "metrics",
        "drain",
    ] {
        assert!(help.contains(&format!("--{setting}")), "{setting}");
    }
    assert!(help.contains("CLIENT_PROFILE_EXCLUSION_KEY"));
    // Each has a variable of its name, but for the one that opens a door.
    for line in help.lines().map(str::trim).filter(|line| line.starts_with("--")) {
        let name = line.trim_start_matches('-').split([' ', ',']).next().unwrap();
        let variable = format!("[env: CLIENT_PROFILE_{}", name.to_uppercase().replace('-', "_"));
        // A value that may hold a password is not shown.
        let shown = ["=", "]"].iter().any(|end| help.contains(&format!("{variable}{end}")));
        assert_eq!(shown, name != "demo", "{variable}");
    }
}

#[test]
fn a_token_has_its_own_allowance_and_a_key_lifts_it() {
    let place = Place::new();
    let key = "exclusion-key-of-a-test";
    fs::write(place.folder.path().join("key"), format!("{key}\n")).unwrap();
    let service = place.serve(&["--rate-per-token", "3", "--exclusion-key-file", "key"]);
    let (one, two) = (place.token(&[]), place.token(&[]));
    for _ in 0..3 {
        assert_eq!(service.get(&one).status, 404);
    }
    let refused = service.get(&one);
    assert_eq!((refused.status, refused.errors()), (429, vec!["RateLimit - -".into()]));
    assert_eq!(refused.header("retry-after"), Some("20"));
    assert_eq!(service.get(&two).status, 404);
    let with = |id: &str| {
        service.send("GET", &[("authorization", &one), ("x-client-id", id)], None).status
    };
    assert_eq!(with(key), 404);
    assert_eq!(with("exclusion-key-of-a-tesT"), 429);
    assert_eq!(with(""), 429);
}

#[test]
fn an_address_has_an_allowance_before_it_is_known_who_asks() {
    let place = Place::new();
    let service = place.serve(&["--rate-per-address", "2", "--trusted-proxy", "127.0.0.0/8"]);
    let ask = |forwarded: &str| {
        get(&service, PATH, &[("x-forwarded-for", forwarded), ("authorization", "guess")]).status
    };
    assert_eq!([ask("192.0.2.1"), ask("192.0.2.1"), ask("192.0.2.1")], [401, 401, 429]);
    assert_eq!(ask("203.0.113.9, 192.0.2.1"), 429);
    assert_eq!(ask("192.0.2.2"), 401);
    assert_eq!(get(&service, "/livez", &[]).status, 200);

    let app = "https://app.example";
    let one = place.serve(&["--rate-per-address", "1", "--allow-origin", app]);
    assert_eq!(get(&one, RULES, &[]).status, 200);
    let sees = |method: &str, path: &str, headers: &[(&str, &str)]| {
        client::send(one.address, method, path, headers, Some(EXAMPLE.as_bytes())).status
    };
    let asks = [("origin", app), ("access-control-request-method", "PUT")];
    for (method, path, headers, status) in [
        ("PUT", PATH, &[][..], 429),
        ("DELETE", PATH, &[], 429),
        ("OPTIONS", PATH, &[], 429),
        ("OPTIONS", RULES, &[], 429),
        ("GET", "/v1/openapi.json", &[], 429),
        ("GET", "/client/nonsense", &[], 429),
        ("POST", "/demo/session", &[], 429),
        // What pages, browsers and watchers ask by themselves.
        ("OPTIONS", PATH, &asks, 204),
        ("GET", "/config.json", &[], 200),
        ("GET", "/livez", &[], 200),
        ("GET", "/v1/readyz", &[], 200),
    ] {
        assert_eq!(sees(method, path, headers), status, "{method} {path}");
    }

    let direct = place.serve(&["--rate-per-address", "1"]);
    let ask = |forwarded: &str| get(&direct, PATH, &[("x-forwarded-for", forwarded)]).status;
    assert_eq!([ask("192.0.2.1"), ask("192.0.2.2")], [401, 429]);
}

#[test]
fn only_listed_origins_may_use_the_api() {
    let place = Place::new();
    let app = "https://app.example";
    let service = place.serve(&["--allow-origin", app]);
    let token = place.token(&[]);
    let from = |origin: &str| service.send("GET", &[("origin", origin)], None);
    let listed = from(app);
    assert_eq!(listed.header("access-control-allow-origin"), Some(app));
    let exposed = listed.header("access-control-expose-headers").unwrap();
    assert!(exposed.contains("ETag") && exposed.contains("Retry-After"));
    assert_eq!(listed.header("vary"), Some("origin"));
    assert_eq!(listed.header("access-control-allow-credentials"), None);
    for other in ["https://evil.example", "https://app.example.evil", "null"] {
        assert_eq!(from(other).header("access-control-allow-origin"), None);
    }
    let preflight = |origin: &str| {
        service.send(
            "OPTIONS",
            &[("origin", origin), ("access-control-request-method", "PUT")],
            None,
        )
    };
    let may = preflight(app);
    assert_eq!(may.status, 204);
    assert!(may.header("access-control-allow-methods").unwrap().contains("PUT"));
    assert!(may.header("access-control-allow-headers").unwrap().contains("if-match"));
    assert_eq!(preflight("https://evil.example").header("access-control-allow-methods"), None);
    // What a path takes is said by OPTIONS without a page, and by 405.
    for path in [PATH, RULES, "/v1/client/profile/rules", "/livez", "/client/nonsense"] {
        let asks = [("origin", app), ("access-control-request-method", "GET")];
        let may = client::send(service.address, "OPTIONS", path, &asks, None);
        assert_eq!((may.status, may.header("allow")), (204, None), "{path}");
        assert_eq!(may.header("access-control-allow-origin"), Some(app), "{path}");
    }

    let closed = place.serve(&[]);
    let answer = closed.send("GET", &[("origin", app), ("authorization", &token)], None);
    assert_eq!(answer.header("access-control-allow-origin"), None);
}

#[test]
fn every_answer_tells_browsers_what_it_may_do() {
    let place = Place::new();
    let service = place.serve(&["--trusted-proxy", "127.0.0.1/32"]);
    let token = place.token(&[]);
    let answers = [
        service.get(&token),
        service.write("POST", &token, &first()),
        service.get("wrong"),
        get(&service, "/client/none", &[]),
        get(&service, RULES, &[]),
        get(&service, "/", &[]),
        get(&service, "/none.js", &[]),
        get(&service, "/config.json", &[]),
        get(&service, "/readyz", &[]),
    ];
    let mut ids = Vec::new();
    for answer in &answers {
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-embedder-policy", "require-corp"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), Some(value));
        }
        assert!(answer.header("permissions-policy").is_some());
        assert!(answer.header("content-security-policy").unwrap().contains("default-src 'none'"));
        assert_eq!(answer.header("strict-transport-security"), None);
        ids.push(answer.header("x-request-id").unwrap().to_owned());
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), answers.len());
    for answer in &answers[..4] {
        assert_eq!(answer.header("cache-control"), Some("no-store, no-transform"));
    }
    let tls = get(&service, "/", &[("x-forwarded-proto", "https")]);
    assert!(tls.header("strict-transport-security").unwrap().starts_with("max-age="));
}

#[test]
fn the_page_may_talk_to_an_api_elsewhere() {
    let place = Place::new();
    let service = place.serve(&["--api-base", "https://api.example/v1/"]);
    assert_eq!(get(&service, "/config.json", &[]).json()["api_base"], "https://api.example/v1");
    let page = get(&service, "/", &[]);
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("connect-src 'self' https://api.example;"), "{policy}");
}

#[test]
fn a_request_whose_client_goes_away_is_told_of() {
    let place = Place::new();
    let address = free_address();
    let service = place.serve(&["--metrics", &address.to_string()]);
    let token = place.token(&[]);
    let mut leaving = TcpStream::connect(service.address).unwrap();
    write!(
        leaving,
        "PUT {PATH} HTTP/1.1\r\nhost: a\r\nauthorization: {token}\r\ncontent-length: 99\r\n\
         content-type: application/json\r\n\r\n{{"
    )
    .unwrap();
    until(address, "client_profile_in_flight 1");
    drop(leaving);
    until(address, "client_profile_in_flight 0");
    until(address, r#"client_profile_requests_total{route="/client/profile",method="PUT""#);
    let log = service.stop();
    assert!(log.lines().any(|line| line.contains("answered") && line.contains("PUT")), "{log}");
}

#[test]
fn metrics_are_on_a_listener_of_their_own() {
    let place = Place::new();
    let address = free_address();
    let service = place.serve(&["--metrics", &address.to_string()]);
    let token = place.token(&[]);
    service.write("POST", &token, &first());
    client::send(service.address, "MADEUP", "/made/up/path", &[], None);
    assert_eq!(get(&service, "/metrics", &[]).status, 404);
    let metrics = client::send(address, "GET", "/metrics", &[], None);
    let text = metrics.text();
    let line =
        r#"client_profile_requests_total{route="/client/profile",method="POST",status="200"} 1"#;
    assert!(text.contains(line), "{text}");
    assert!(text.contains("client_profile_request_duration_seconds_bucket"));
    assert!(!text.contains("MADEUP") && !text.contains("made/up"));
}

/// Waits until a line of the metrics begins like this.
fn until(metrics: SocketAddr, line: &str) {
    let begun = Instant::now();
    loop {
        let answer = client::send(metrics, "GET", "/metrics", &[], None);
        if answer.text().lines().any(|said| said.starts_with(line)) {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "{line}: {}", answer.text());
    }
}

#[test]
fn who_reads_the_numbers_is_not_counted() {
    let address = free_address();
    let service = Place::new().serve(&["--metrics", &address.to_string()]);
    until(address, "client_profile_connections 0");
    let connected = TcpStream::connect(service.address).unwrap();
    until(address, "client_profile_connections 1");
    drop(connected);
    until(address, "client_profile_connections 0");
}

#[test]
fn a_path_is_counted_by_the_name_under_which_it_is_there() {
    let address = free_address();
    let service = Place::new().serve(&["--metrics", &address.to_string()]);
    for (method, path, route) in [
        ("PUT", "/v1/client/profile", "/client/profile"),
        ("POST", "/v1/client/profile/rules", "/client/profile/rules"),
        ("PUT", "/config.json", "/config.json"),
        ("GET", "/v1/config.json", "other"),
        ("POST", "/v1/demo/session", "other"),
        ("PUT", "/v1", "page"),
    ] {
        let status = client::send(service.address, method, path, &[], None).status;
        let line = format!(
            r#"client_profile_requests_total{{route="{route}",method="{method}",status="{status}"}} 1"#
        );
        until(address, &line);
    }
}

#[test]
fn the_description_adds_to_the_documented_operation_and_takes_nothing_away() {
    let place = Place::new();
    let service = place.serve(&[]);
    let api = get(&service, "/openapi.json", &[]).json();
    assert_eq!(api["openapi"], "3.1.0");
    let put = &api["paths"]["/client/profile"]["put"];
    assert_eq!(put["operationId"], "update_profile");
    for status in ["200", "400", "401"] {
        assert!(put["responses"][status].is_object(), "{status}");
    }
    let unsupported = &api["components"]["responses"]["Status415"]["headers"];
    assert!(unsupported["Accept-Encoding"].is_object(), "{unsupported}");
    let body = &put["requestBody"]["content"]["application/json"]["schema"]["$ref"];
    assert_eq!(body, "#/components/schemas/ProfileUpdate");
    let update = &api["components"]["schemas"]["ProfileUpdate"];
    let example: serde_json::Map<_, _> = serde_json::from_str(EXAMPLE).unwrap();
    let required: Vec<&str> =
        update["required"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert_eq!(required, example.keys().map(String::as_str).collect::<Vec<_>>());
    for name in required {
        assert_eq!(update["properties"][name]["type"], "string", "{name}");
    }
    let client_id = &api["components"]["parameters"]["ClientId"];
    assert_eq!(
        (&client_id["name"], &client_id["required"]),
        (&"x-client-id".into(), &false.into())
    );
    assert_eq!(api["components"]["securitySchemes"]["token"]["name"], "Authorization");

    // The answer has every documented key, of its documented kind.
    let published: serde_json::Value = serde_json::from_str(PUBLISHED).unwrap();
    for (name, documented) in [
        ("Profile", published["data"][0].as_object().unwrap()),
        ("Meta", published["meta"].as_object().unwrap()),
    ] {
        let properties = api["components"]["schemas"][name]["properties"].as_object().unwrap();
        let names: Vec<_> = properties.keys().collect();
        assert_eq!(names, documented.keys().collect::<Vec<_>>());
        for (key, value) in documented {
            let kind = match value {
                serde_json::Value::Null => "null",
                serde_json::Value::Number(_) => "integer",
                _ => "string",
            };
            let declared = properties[key]["type"].to_string();
            assert!(declared.contains(&format!("\"{kind}\"")), "{key}: {declared}");
        }
    }

    // Every reference leads somewhere.
    let text = api.to_string();
    let mut seen = 0;
    for part in text.split("\"$ref\":\"#").skip(1) {
        let pointer = part.split('"').next().unwrap();
        assert!(api.pointer(pointer).is_some(), "{pointer}");
        seen += 1;
    }
    assert!(seen > 40);
    // Every documented path answers, and each operation names what is refused to any request.
    for (path, operations) in api["paths"].as_object().unwrap() {
        assert_ne!(get(&service, path, &[]).status, 404, "{path}");
        let coding = [("transfer-encoding", "gzip, chunked")];
        assert_eq!(get(&service, path, &coding).status, 501, "{path}");
        for (method, operation) in operations.as_object().unwrap() {
            for status in ["400", "405", "431", "500", "501", "503"] {
                let known = &operation["responses"][status];
                assert!(known.is_object(), "{method} {path} {status}");
            }
        }
    }
}

#[test]
fn stopping_takes_readiness_first_and_lets_requests_finish() {
    let place = Place::new();
    let mut service = place.serve(&["--drain", "3"]);
    let token = place.token(&[]);
    service.write("POST", &token, &first());
    assert_eq!(get(&service, "/readyz", &[]).status, 200);

    // A request that is half sent when the service is told to stop.
    let mut slow = TcpStream::connect(service.address).unwrap();
    let (start, rest) = EXAMPLE.split_at(40);
    write!(
        slow,
        "PUT {PATH} HTTP/1.1\r\nhost: a\r\nauthorization: {token}\r\ncontent-length: {}\r\n\
         content-type: application/json\r\n\r\n{start}",
        EXAMPLE.len()
    )
    .unwrap();
    let begun = Instant::now();
    tell(&service.child, "-TERM");
    while get(&service, "/readyz", &[]).status == 200 {
        assert!(begun.elapsed() < Duration::from_secs(9));
    }
    assert_eq!(service.get(&token).status, 200);
    // Wait for the end of the drain: no new connection is taken any more.
    while TcpStream::connect(service.address).is_ok() {
        assert!(begun.elapsed() < Duration::from_secs(9));
        std::thread::yield_now();
    }
    slow.write_all(rest.as_bytes()).unwrap();
    let mut answer = Vec::new();
    slow.read_to_end(&mut answer).unwrap();
    let answer = client::parse(&answer);
    assert_eq!(answer.status, 200);
    assert_eq!(service.child.wait().unwrap().code(), Some(0));
    assert!(begun.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_drain_that_is_not_waited_for_takes_no_time_from_requests() {
    let place = Place::new();
    let token = place.token(&[]);
    // Nobody asks for readiness.
    for (signal, method, body) in [("-TERM", "POST", first()), ("-INT", "PUT", EXAMPLE.into())] {
        let mut service = place.serve(&["--drain", "7"]);
        let mut slow = TcpStream::connect(service.address).unwrap();
        write!(
            slow,
            "{method} {PATH} HTTP/1.1\r\nhost: a\r\nauthorization: {token}\r\ncontent-length: {}\r\n\
             content-type: application/json\r\nexpect: 100-continue\r\n\r\n",
            body.len()
        )
        .unwrap();
        let mut go_on = [0; 25];
        slow.read_exact(&mut go_on).unwrap();
        assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
        tell(&service.child, signal);
        slow.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
        assert!(slow.read(&mut [0; 1]).is_err(), "{signal}: it is not cut");
        slow.set_read_timeout(None).unwrap();
        slow.write_all(body.as_bytes()).unwrap();
        let mut answer = Vec::new();
        slow.read_to_end(&mut answer).unwrap();
        assert_eq!(client::parse(&answer).status, 200, "{signal}");
        assert_eq!(service.child.wait().unwrap().code(), Some(0));
    }
}

#[test]
fn a_stop_is_told_of_and_a_second_signal_ends_it_at_once() {
    let place = Place::new();
    let log = place.serve(&[]).stop();
    assert!(log.contains("Stopping"), "{log}");

    let mut service = place.serve(&["--drain", "7"]);
    assert_eq!(get(&service, "/readyz", &[]).status, 200);
    let begun = Instant::now();
    tell(&service.child, "-TERM");
    while get(&service, "/readyz", &[]).status == 200 {
        assert!(begun.elapsed() < Duration::from_secs(5));
    }
    tell(&service.child, "-TERM");
    assert_eq!(service.child.wait().unwrap().code(), Some(1));
    assert!(begun.elapsed() < Duration::from_secs(8));
}

#[test]
fn a_second_signal_that_comes_too_late_does_not_make_a_stop_a_failure() {
    let place = Place::new();
    for _ in 0..count(10, 100) {
        let service = place.serve(&[]);
        tell(&service.child, "-INT");
        tell(&service.child, "-INT");
        let (code, log) = service.end();
        let [stopped, at_once] =
            ["Stopped", "Stopped at once"].map(|word| log.lines().any(|line| line.ends_with(word)));
        assert_ne!(stopped, at_once, "{log}");
        assert_eq!(code, Some(i32::from(at_once)), "{log}");
    }
}

#[test]
fn a_request_with_too_large_a_header_is_refused() {
    let place = Place::new();
    let service = place.serve(&[]);
    let with = |lines: usize| {
        let lines: Vec<String> = (0..lines).map(|at| format!("x-{at}")).collect();
        let headers: Vec<(&str, &str)> = lines.iter().map(|name| (name.as_str(), "1")).collect();
        get(&service, "/livez", &headers)
    };
    // Two more are the client's own: connection and host.
    assert_eq!(with(62).status, 200);
    let refused = with(63);
    assert_eq!((refused.status, refused.errors()), (431, vec!["HeaderTooLarge - -".into()]));
    let long = |bytes: usize| get(&service, "/livez", &[("x-long", &"x".repeat(bytes))]);
    assert_eq!(long(15_000).status, 200);
    assert_eq!(long(17_000).errors(), ["HeaderTooLarge - -"]);
    assert_eq!(long(30_000).errors(), ["HeaderTooLarge - -"]);
    // What does not even fit its buffer is refused by the HTTP library, without a body.
    for refused in [with(200), long(100_000)] {
        assert_eq!((refused.status, refused.body.len()), (431, 0));
    }
}

#[test]
fn a_folder_without_a_page_is_said_to_have_none() {
    let place = Place::new();
    fs::create_dir(place.folder.path().join("empty")).unwrap();
    for folder in ["none", "empty"] {
        let output = place.run(&["serve", "--listen", "127.0.0.1:0", "--assets", folder]);
        assert_eq!(output.status.code(), Some(1));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(folder) && said.contains("no page"), "{said}");
    }
}

#[test]
fn a_start_that_is_refused_touches_no_database() {
    let place = Place::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let cannot_listen = |option| format!("cannot listen on {taken} ({option}): ");
    fs::write(place.folder.path().join("rules.json"), "{bad").unwrap();
    for (args, says) in [
        (["--listen", &taken, "--log", "info"], cannot_listen("--listen").as_str()),
        (["--listen", "127.0.0.1:0", "--metrics", &taken], &cannot_listen("--metrics")),
        (["--listen", "127.0.0.1:0", "--rules", "rules.json"], "they are no JSON: key must be"),
        (["--listen", "127.0.0.1:0", "--exclusion-key-file", "none"], "cannot read none"),
    ] {
        let output = place.run(&[&["serve"][..], &args].concat());
        assert_eq!(output.status.code(), Some(1));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(says), "{said}");
        assert!(!place.database().exists(), "{said}");
    }
}

#[test]
fn a_mistyped_level_of_the_log_is_a_mistake() {
    let output = Place::new().run(&["serve", "--log", "inof"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("error, warn, info"), "{said}");
}

#[test]
fn health_is_asked_by_the_binary_itself() {
    let place = Place::new();
    let service = place.serve(&[]);
    let ask = |address: &str, words: &[&str]| {
        place.run(&[&["health", "--listen", address], words].concat()).status.code()
    };
    let address = service.address.to_string();
    assert_eq!(ask(&address, &[]), Some(0));
    assert_eq!(ask(&address, &["--ready"]), Some(0));
    // An address that stands for all is asked on loopback.
    assert_eq!(ask(&address.replace("127.0.0.1", "0.0.0.0"), &[]), Some(0));
    fs::rename(place.database(), place.folder.path().join("away")).unwrap();
    assert_eq!((ask(&address, &[]), ask(&address, &["--ready"])), (Some(0), Some(1)));
    drop(service);
    assert_eq!(ask(&address, &[]), Some(1));
}

#[test]
fn a_service_that_does_not_answer_is_said_not_to() {
    // Connections are taken, by the system, and nobody reads what they say.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap().to_string();
    let output = Place::new().run(&["health", "--listen", &address]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said, format!("client-profile: no answer from http://{address}/livez within 2 s\n"));
}

#[test]
fn a_body_that_does_not_arrive_is_not_waited_for() {
    let place = Place::new();
    let service = place.serve(&[]);
    let token = place.token(&[]);
    let mut slow = TcpStream::connect(service.address).unwrap();
    write!(
        slow,
        "POST {PATH} HTTP/1.1\r\nhost: a\r\nauthorization: {token}\r\ncontent-length: 100\r\n\
         content-type: application/json\r\n\r\n{{"
    )
    .unwrap();
    let mut answer = Vec::new();
    slow.read_to_end(&mut answer).unwrap();
    let answer = client::parse(&answer);
    assert_eq!((answer.status, answer.errors()), (408, vec!["RequestTimeout - -".into()]));
    // Nothing more is read there, and that is said (RFC 9110, 15.5.9).
    assert_eq!(answer.header("connection"), Some("close"));
}

/// The service, started by a shell that sets a limit before.
#[cfg(unix)]
fn serve_within(place: &Place, limit: &str) -> Running {
    let words = ["serve", "--listen", "127.0.0.1:0", "--max-connections", "200"];
    let command = place.command(&words);
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", &format!("{limit} && exec \"$0\" \"$@\"")]);
    shell.arg(command.get_program()).args(command.get_args());
    shell.env_clear().envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    shell.current_dir(place.folder.path());
    Running::start(shell)
}

#[cfg(unix)]
#[test]
fn no_more_connections_are_taken_than_files_may_be_open() {
    let place = Place::new();
    for (limit, says) in [
        // Each thread that answers may hold the database and its log.
        (
            "export TOKIO_WORKER_THREADS=3; ulimit -n 100",
            Some("taking 30 connections instead of 200"),
        ),
        ("ulimit -n 65", Some("taking 1 connections instead of 200")),
        // What may be raised is raised.
        ("ulimit -Sn 100", None),
    ] {
        let service = serve_within(&place, limit);
        let held: Vec<_> = (0..150).map(|_| TcpStream::connect(service.address).unwrap()).collect();
        let mut first = &held[0];
        first.write_all(b"GET /readyz HTTP/1.1\r\nhost: a\r\n\r\n").unwrap();
        let mut start = [0; 12];
        first.read_exact(&mut start).unwrap();
        assert_eq!(&start, b"HTTP/1.1 200", "{limit}");
        drop(held);
        let log = service.stop();
        let warned: Vec<_> = log.lines().filter(|line| line.contains(" WARN ")).collect();
        assert_eq!(warned.len(), usize::from(says.is_some()), "{limit}: {log}");
        assert!(warned.concat().contains(says.unwrap_or_default()), "{limit}: {log}");
    }
}

#[test]
fn more_connections_than_there_is_room_for_wait() {
    let place = Place::new();
    let service = place.serve(&["--max-connections", "2"]);
    let mut held = Vec::new();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(service.address).unwrap();
        stream.write_all(b"GET /livez HTTP/1.1\r\nhost: a\r\n\r\n").unwrap();
        let mut start = [0; 12];
        stream.read_exact(&mut start).unwrap();
        assert_eq!(&start, b"HTTP/1.1 200");
        held.push(stream);
    }
    let address = service.address;
    let waiting = std::thread::spawn(move || client::send(address, "GET", "/livez", &[], None));
    let mut third = TcpStream::connect(service.address).unwrap();
    third.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    third.write_all(b"GET /livez HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").unwrap();
    assert!(third.read(&mut [0; 1]).is_err(), "nobody answers while there is no room");
    drop(held);
    assert_eq!(waiting.join().unwrap().status, 200);
    third.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    assert_eq!(third.read(&mut [0; 1]).unwrap(), 1);
}
