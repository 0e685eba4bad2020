//! The demonstration, the page's configuration and the page.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use client_profile::Rules;
use client_profile_server::http::demo::Demo;
use client_profile_server::http::{Service, router};
use client_profile_server::store::NewToken;
use client_profile_server::timestamp::Timestamp;
use client_profile_server::token::Token;
use tower::ServiceExt as _;

use crate::client;
use crate::harness::{PATH, Place, Running};
use crate::parity::every_store;
use crate::postgres;

#[test]
fn a_demonstration_stays_on_this_machine() {
    let place = Place::new();
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:80"] {
        let output = place.run(&["serve", "--demo", "--listen", address]);
        assert_eq!(output.status.code(), Some(1));
        assert!(String::from_utf8(output.stderr).unwrap().contains("127.0.0.1"));
        assert!(output.stdout.is_empty());
    }
    assert!(!place.database().exists());
}

#[test]
fn a_demonstration_has_no_api_elsewhere() {
    let place = Place::new();
    let output = place.run(&[
        "serve",
        "--demo",
        "--api-base",
        "https://api.example/v1",
        "--listen",
        "192.0.2.1:80",
    ]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("--demo") && said.contains("--api-base"), "{said}");
    // As with the database, what the environment names is for real records.
    let mut command = place.command(&["serve", "--demo", "--listen", "127.0.0.1:0"]);
    command.env("CLIENT_PROFILE_API_BASE", "https://api.example/v1");
    let service = Running::start(command);
    let config = client::send(service.address, "GET", "/config.json", &[], None);
    assert_eq!(config.text(), r#"{"api_base":"","locale":null,"demo":true}"#);
}

#[test]
fn a_demonstration_gives_its_token_to_its_own_page_only() {
    let place = Place::new();
    let database = place.database().display().to_string();
    let demo = ["--demo", "--database", &database];
    let mut service = place.serve(&demo);
    let mut line = String::new();
    BufReader::new(service.child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let token = line.trim_end();
    assert!(token.starts_with("cp_"));
    let record = service.get(token).json();
    assert_eq!(record["data"][0]["client_id"], 79);
    assert_eq!(record["data"][0]["created_time"], "2024-11-06T03:42:29.865314");

    let config = client::send(service.address, "GET", "/config.json", &[], None);
    assert_eq!(config.text(), r#"{"api_base":"","locale":null,"demo":true}"#);

    let own = format!("http://{}", service.address);
    let post = |headers: &[(&str, &str)]| {
        client::send(service.address, "POST", "/demo/session", headers, Some(b""))
    };
    let given = post(&[("origin", &own)]);
    assert_eq!(given.json()["token"], token);
    assert_eq!(given.header("cache-control"), Some("no-store, no-transform"));
    for headers in [
        &[][..],
        &[("origin", "http://evil.example")],
        &[("origin", own.as_str()), ("sec-fetch-site", "cross-site")],
        &[("host", "evil.example"), ("sec-fetch-site", "same-origin")],
    ] {
        let refused = post(headers);
        assert_eq!(refused.status, 404);
        assert!(!refused.text().contains(token));
    }
    assert_eq!(client::send(service.address, "GET", "/demo/session", &[], None).status, 405);

    // Another run has the same record and a token of its own, and leaves this one's page alone.
    let mut other = place.serve(&demo);
    let mut line = String::new();
    BufReader::new(other.child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_ne!(line.trim_end(), token);
    assert_eq!(other.get(line.trim_end()).json()["data"], record["data"]);
    assert_eq!(service.get(token).status, 200);
}

#[test]
fn a_demonstration_leaves_the_database_of_the_environment_alone() {
    let place = Place::new();
    let service = place.serve(&["--demo"]);
    assert!(!place.database().exists());
    drop(service);

    place.token(&["--label", "real"]);
    let list = || String::from_utf8(place.run(&["token", "list"]).stdout).unwrap();
    let before = list();
    let mut service = place.serve(&["--demo"]);
    let mut token = String::new();
    BufReader::new(service.child.stdout.take().unwrap()).read_line(&mut token).unwrap();
    assert_eq!(service.get(token.trim_end()).json()["data"][0]["client_id"], 79);
    assert_eq!(list(), before);
    assert_eq!(place.run(&["export", "--client", "79"]).status.code(), Some(1));
}

#[test]
fn a_demonstration_says_where_to_look() {
    let place = Place::new();
    let without = place.serve(&["--demo"]).stop();
    assert!(without.contains("There is no page"), "{without}");
    assert!(!without.contains("in a browser"), "{without}");
    let page = place.folder.path().join("dist");
    fs::create_dir(&page).unwrap();
    fs::write(page.join("index.html"), "the page").unwrap();
    let mut service = place.serve(&["--demo", "--assets", "dist"]);
    let address = service.address;
    let mut line = String::new();
    BufReader::new(service.child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("cp_") && !line.contains("http"));
    assert_eq!(service.get(line.trim_end()).status, 200);
    let words = service.stop();
    let open = format!("Open http://{address} in a browser");
    assert!(words.lines().any(|line| line == open), "{words}");
    let service = place.serve(&["--assets", "dist"]);
    assert_eq!(service.get("none").status, 401);
    assert!(!service.stop().contains("in a browser"));
}

#[test]
fn without_a_demonstration_there_is_no_session() {
    let place = Place::new();
    let service = place.serve(&[]);
    let own = format!("http://{}", service.address);
    let headers = [("origin", own.as_str())];
    let answer = client::send(service.address, "POST", "/demo/session", &headers, Some(b""));
    assert_eq!(answer.status, 404);
    let config = client::send(service.address, "GET", "/config.json", &[], None);
    assert_eq!(config.text(), r#"{"api_base":"","locale":null,"demo":false}"#);
}

#[test]
fn a_folder_that_nobody_named_is_no_page() {
    let place = Place::new();
    let folder = place.folder.path().join("dist");
    fs::create_dir(&folder).unwrap();
    for name in ["index.html", "app.json"] {
        fs::write(folder.join(name), "of another project").unwrap();
    }
    let service = place.serve(&[]);
    for (path, status) in [("/", 200), ("/index.html", 404), ("/app.json", 404)] {
        let answer = client::send(service.address, "GET", path, &[], None);
        assert_eq!(answer.status, status, "{path}");
        assert!(!answer.text().contains("another"), "{path}");
    }
}

/// By a loop of links, as it is of no use to take rights from an administrator.
#[cfg(unix)]
#[test]
fn a_file_of_the_page_that_cannot_be_read_is_no_file_that_is_not_there() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    let folder = place.folder.path().join("page");
    fs::create_dir(&folder).unwrap();
    symlink("index.html", folder.join("index.html")).unwrap();
    let output = place.run(&["serve", "--listen", "127.0.0.1:0", "--assets", "page"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("--assets page: cannot read index.html: "), "{said}");

    fs::remove_file(folder.join("index.html")).unwrap();
    fs::write(folder.join("index.html"), "<!doctype html>").unwrap();
    let service = place.serve(&["--assets", "page"]);
    symlink("app.js", folder.join("app.js")).unwrap();
    let long = format!("/{}.js", "a".repeat(300));
    for (path, status) in [("/app.js", 500), ("/none.js", 404), (long.as_str(), 404)] {
        let answer = client::send(service.address, "GET", path, &[], None);
        assert_eq!(answer.status, status, "{path}");
    }
    assert!(service.stop().contains("page error="), "it is told to who runs it");
}

#[test]
fn the_page_is_served_with_its_files() {
    let place = Place::new();
    let dist = place.folder.path().join("dist");
    fs::create_dir(&dist).unwrap();
    fs::write(dist.join("index.html"), "<!doctype html><title>Profile</title>").unwrap();
    fs::write(dist.join("app-0123456789abcdef.js"), "export default 1;".repeat(100)).unwrap();
    fs::write(place.folder.path().join("secret.txt"), "secret").unwrap();
    let service = place.serve(&["--assets", "dist"]);
    let get = |path: &str, headers: &[(&str, &str)]| {
        client::send(service.address, "GET", path, headers, None)
    };
    let page = get("/", &[]);
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(page.header("cache-control"), Some("no-cache"));
    assert!(page.text().contains("<title>Profile</title>"));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"));

    let tag = page.header("etag").unwrap();
    for method in ["GET", "HEAD"] {
        let known = client::send(service.address, method, "/", &[("if-none-match", tag)], None);
        assert_eq!((known.status, known.header("content-length")), (304, None), "{method}");
        assert_eq!(known.header("etag"), Some(tag));
    }

    let script = get("/app-0123456789abcdef.js", &[("accept-encoding", "gzip, br")]);
    assert_eq!(script.header("content-encoding"), Some("br"));
    assert_eq!(script.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert!(script.body.len() < 100);

    for path in ["/../secret.txt", "/%2e%2e/secret.txt", "/secret.txt", "/none.js"] {
        let answer = get(path, &[]);
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-store, no-transform"), "{path}");
    }
    let send = |method: &str, path: &str| client::send(service.address, method, path, &[], None);
    for path in ["/", "/index.html", "/app-0123456789abcdef.js"] {
        for (method, status) in [("PUT", 405), ("POST", 405), ("DELETE", 405), ("OPTIONS", 204)] {
            let answer = send(method, path);
            assert_eq!(answer.status, status, "{method} {path}");
            assert_eq!(answer.header("allow"), Some("GET, HEAD, OPTIONS"), "{method} {path}");
        }
    }
    for path in ["/nowhere", "/none.js", "/secret.txt", "/.hidden.js", "/folder/"] {
        for method in ["PUT", "POST", "DELETE", "OPTIONS"] {
            let answer = send(method, path);
            assert_eq!(answer.status, 404, "{method} {path}");
            assert_eq!(answer.errors(), ["NotFound - -"], "{method} {path}");
            assert_eq!(answer.header("allow"), None, "{method} {path}");
        }
    }
}

#[test]
fn without_a_page_it_says_how_to_build_one() {
    let place = Place::new();
    let service = place.serve(&[]);
    let page = client::send(service.address, "GET", "/", &[], None);
    assert_eq!(page.status, 200);
    assert!(page.text().contains("cargo xtask run"));
    assert_eq!(client::send(service.address, "GET", PATH, &[], None).status, 401);
}

/// Hours that the demonstration's clock is ahead.
static HOURS: AtomicU64 = AtomicU64::new(0);

fn clock() -> Timestamp {
    Timestamp::now().after(Duration::from_secs(HOURS.load(Ordering::Relaxed) * 60 * 60))
}

/// The status of an answer of this service, and its token when it has one.
async fn ask(service: &Arc<Service>, method: &str, path: &str, token: &str) -> (u16, String) {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("host", "localhost")
        .header("sec-fetch-site", "same-origin")
        .header("authorization", token)
        .body(Body::empty())
        .unwrap();
    let answer = router(service.clone()).oneshot(request).await.unwrap();
    let status = answer.status().as_u16();
    let body = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
    (status, body["token"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn a_demonstration_goes_on_when_its_token_has_ended() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = postgres::shared();
    for store in every_store(folder.path(), &cluster).await {
        HOURS.store(0, Ordering::Relaxed);
        let start = async || {
            let demo = Some(Demo::start(&*store, clock()).await.unwrap());
            let service = Service::new(store.clone(), &Rules::default()).unwrap();
            Arc::new(Service { demo, clock, ..service })
        };
        let labels = async || {
            let rows = store.tokens(None).await.unwrap();
            rows.into_iter().map(|row| row.label.unwrap()).collect::<Vec<_>>()
        };
        let service = start().await;
        // A token of the same client that somebody issued is theirs.
        let now = clock();
        let other = NewToken {
            client: store.tokens(None).await.unwrap()[0].client,
            hash: Token::generate().unwrap().hash(),
            label: Some("theirs".into()),
            created_time: now,
            expires_time: Some(now),
        };
        store.add_token(other).await.unwrap();
        let mut tokens = Vec::new();
        for (hours, kept) in [(0, 2), (22, 2), (23, 3), (45, 3), (48, 2)] {
            HOURS.store(hours, Ordering::Relaxed);
            let (status, token) = ask(&service, "POST", "/demo/session", "none").await;
            assert_eq!(status, 200, "{hours}");
            assert_eq!(ask(&service, "GET", PATH, &token).await.0, 200, "{hours}");
            if tokens.last() != Some(&token) {
                tokens.push(token);
            }
            assert_eq!(labels().await.len(), kept, "{hours}");
        }
        assert_eq!(tokens.len(), 3);
        // Those that other starts left are gone too, and those that still work are not.
        let again = start().await;
        assert_eq!(labels().await, ["theirs", "demonstration", "demonstration"]);
        HOURS.store(100, Ordering::Relaxed);
        drop((service, again));
        start().await;
        assert_eq!(labels().await, ["theirs", "demonstration"]);
        store.close().await;
    }
}

#[tokio::test]
async fn a_demonstration_goes_on_when_its_token_was_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = postgres::shared();
    for store in every_store(folder.path(), &cluster).await {
        let now = Timestamp::now();
        let demo = Some(Demo::start(&*store, now).await.unwrap());
        let service = Service::new(store.clone(), &Rules::default()).unwrap();
        let service = Arc::new(Service { demo, ..service });
        let session = async || {
            let (status, token) = ask(&service, "POST", "/demo/session", "none").await;
            assert_eq!(status, 200);
            assert_eq!(ask(&service, "GET", PATH, &token).await.0, 200);
            token
        };
        let first = session().await;
        assert_eq!(session().await, first);
        let row = store.tokens(None).await.unwrap().remove(0);
        assert_eq!(store.revoke(row.id, now).await, Ok(true));
        let second = session().await;
        assert_ne!(second, first);
        store.erase(row.client, now).await.unwrap();
        assert_ne!(session().await, second);
        store.close().await;
    }
}
