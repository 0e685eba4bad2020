//! What is not taken, how that is said, and that it leaves the record as it was.

use crate::client::{self, Answer};
use crate::harness::{EXAMPLE, PATH, Place, Running, first};

struct Kept {
    place: Place,
    service: Running,
    token: String,
    before: serde_json::Value,
}

fn kept() -> Kept {
    let place = Place::new();
    let service = place.serve(&[]);
    let token = place.token(&[]);
    assert_eq!(service.write("POST", &token, &first()).status, 200);
    let before = service.get(&token).json()["data"].clone();
    Kept { place, service, token, before }
}

impl Kept {
    /// Sends a body that is not taken and looks whether the record is as it was.
    fn refused(&self, method: &str, body: &[u8]) -> Answer {
        let headers =
            [("authorization", self.token.as_str()), ("content-type", "application/json")];
        let answer = client::send(self.service.address, method, PATH, &headers, Some(body));
        assert_eq!(self.service.get(&self.token).json()["data"], self.before);
        let meta = &answer.json()["meta"];
        assert_eq!(meta["endpoint"], PATH);
        assert_eq!(meta["method"], method);
        assert!(meta["timing"].is_u64());
        assert_eq!(answer.header("content-type"), Some("application/json"));
        answer
    }
}

#[test]
fn what_is_not_json_is_said_to_be_none() {
    let kept = kept();
    let deep = format!("{{\"reason\":{}{}}}", "[".repeat(100), "]".repeat(100));
    let bad_utf8 = EXAMPLE.replace("API", "A\u{0}I").replace('\u{0}', "\u{1}").into_bytes();
    let bad_utf8: Vec<u8> = bad_utf8.into_iter().map(|b| if b == 1 { 0xFF } else { b }).collect();
    let cut = &EXAMPLE.as_bytes()[..EXAMPLE.len() - 20];
    let bodies: [&[u8]; 8] =
        [b"", b"{", b"not json", cut, &bad_utf8, deep.as_bytes(), b"{\"reason\":\"a\",}", b"{} {}"];
    for body in bodies {
        let answer = kept.refused("PUT", body);
        let shown = String::from_utf8_lossy(body);
        assert_eq!(answer.status, 400, "{shown}");
        assert_eq!(answer.errors(), ["InvalidJson - -"], "{shown}");
    }
}

#[test]
fn what_is_no_country_is_told_with_the_one_that_it_may_mean() {
    let kept = kept();
    let mut body: serde_json::Value = serde_json::from_str(EXAMPLE).unwrap();
    body["birth_country"] = "UK".into();
    body["gender"] = "m".into();
    let answer = kept.refused("PUT", body.to_string().as_bytes());
    let [birth, gender] = ["birth_country country_unknown", "gender choice_unknown"];
    assert_eq!(answer.errors(), [birth, gender].map(|of| format!("ValidationError {of}")));
    let json = answer.json();
    assert_eq!(json["errors"][0]["country"], "gb");
    assert_eq!(json["errors"][1].get("country"), None);
}

#[test]
fn every_problem_comes_in_one_answer_in_field_order() {
    let kept = kept();
    let body = r#"{"reason":null,"zebra":1,"gender":"x","first_name":"A","first_name":"B",
        "last_name":"\ud800","residence_country":["in"],"tax_residence_country":"zz",
        "birth_country":"in","tax_identification_number":"","citizen_country":"in",
        "employment_status":"retired","date_of_birth":"2001-02-30","client_id":1}"#;
    let answer = kept.refused("PUT", body.as_bytes());
    assert_eq!(answer.status, 400);
    assert_eq!(
        answer.errors(),
        [
            "ValidationError first_name duplicate_field",
            "ValidationError last_name text_surrogate",
            "ValidationError residence_country not_a_string",
            "ValidationError account_opening_reason missing_field",
            "ValidationError tax_residence_country country_unknown",
            "ValidationError tax_identification_number required",
            "ValidationError date_of_birth date_impossible",
            "ValidationError gender choice_unknown",
            "ValidationError reason not_a_string",
            "ValidationError zebra unknown_field",
            "ValidationError client_id unknown_field",
        ]
    );
}

#[test]
fn the_five_fields_that_are_not_the_clients_are_never_taken() {
    let kept = kept();
    for key in ["client_id", "address_id", "staff_identifier", "created_time", "updated_time"] {
        let body = EXAMPLE.replacen('{', &format!("{{\"{key}\":1,"), 1);
        let answer = kept.refused("PUT", body.as_bytes());
        assert_eq!(answer.errors(), [format!("ValidationError {key} unknown_field")]);
    }
}

#[test]
fn an_input_that_is_no_object_is_said_to_be_none() {
    let kept = kept();
    for body in ["[]", "null", "\"x\"", "12"] {
        let answer = kept.refused("PUT", body.as_bytes());
        assert_eq!(
            (answer.status, answer.errors()),
            (400, vec!["ValidationError - not_an_object".into()])
        );
    }
}

#[test]
fn a_first_record_takes_no_reason() {
    let place = Place::new();
    let service = place.serve(&[]);
    let token = place.token(&[]);
    let answer = service.write("POST", &token, EXAMPLE);
    assert_eq!(answer.status, 400);
    assert_eq!(answer.errors(), ["ValidationError reason unknown_field"]);
    assert_eq!(service.get(&token).status, 404);
}

#[test]
fn a_body_over_16_kib_is_too_large() {
    let kept = kept();
    let padded = |length: usize| {
        let mut body = EXAMPLE.to_owned();
        body.push_str(&" ".repeat(length - body.len()));
        body
    };
    for length in [16 * 1024 + 1, 1_000_000] {
        let answer = kept.refused("PUT", padded(length).as_bytes());
        assert_eq!(answer.status, 413);
        assert_eq!(answer.errors(), ["PayloadTooLarge - -"]);
    }
    assert_eq!(kept.service.write("PUT", &kept.token, &padded(16 * 1024)).status, 200);
}

#[test]
fn a_chunked_body_over_16_kib_is_too_large() {
    let kept = kept();
    let mut bytes = format!(
        "PUT {PATH} HTTP/1.1\r\nhost: a\r\nconnection: close\r\nauthorization: {}\r\n\
         content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n",
        kept.token
    );
    for _ in 0..32 {
        bytes.push_str("400\r\n");
        bytes.push_str(&" ".repeat(0x400));
        bytes.push_str("\r\n");
    }
    bytes.push_str("0\r\n\r\n");
    let answer = client::parse(&client::raw(kept.service.address, bytes.as_bytes()));
    assert_eq!(answer.status, 413);
}

#[test]
fn only_json_is_taken_and_what_else_it_was_is_said() {
    let kept = kept();
    let send = |lines: &[(&str, &str)]| {
        let headers = [&[("authorization", kept.token.as_str())], lines].concat();
        kept.service.send("PUT", &headers, Some(EXAMPLE))
    };
    let kind = ("content-type", "application/json");
    let table: &[(&[(&str, &str)], &str)] = &[
        (&[], "one Content-Type header"),
        (&[kind, kind], "one Content-Type header"),
        (&[("content-type", "text/plain")], "as application/json"),
        (&[("content-type", "application/xml")], "as application/json"),
        (&[("content-type", "json")], "as application/json"),
        (&[("content-type", "")], "as application/json"),
        (&[("content-type", "application/json; charset=latin1")], "in UTF-8"),
        (&[("content-type", "application/json; charset=utf-8; charset=x")], "in UTF-8"),
        (&[kind, ("content-encoding", "gzip")], "without a Content-Encoding"),
        (&[kind, ("content-encoding", "br")], "without a Content-Encoding"),
    ];
    for (lines, says) in table {
        let answer = send(lines);
        assert_eq!(answer.status, 415, "{lines:?}");
        assert_eq!(answer.errors(), ["UnsupportedMediaType - -"]);
        let message = answer.json()["errors"][0]["message"].as_str().unwrap().to_owned();
        assert!(message.contains(says), "{lines:?}: {message}");
        // Where the coding is to blame, and nowhere else (RFC 9110, 12.5.3).
        let codings = says.contains("Content-Encoding").then_some("identity");
        assert_eq!(answer.header("accept-encoding"), codings, "{lines:?}");
    }
    for kind in ["application/json", "Application/JSON; charset=UTF-8", "application/json;v=1"] {
        assert_eq!(send(&[("content-type", kind)]).status, 200, "{kind}");
    }
    assert_eq!(send(&[kind, ("content-encoding", "identity")]).status, 200);
}

/// Sends a request with a body of this length, in one go, and reads its answer.
fn with_body_of(kept: &Kept, lines: &str, length: usize) -> Answer {
    let mut bytes = format!(
        "PUT {PATH} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: {length}\r\n\
         {lines}\r\n"
    )
    .into_bytes();
    bytes.resize(bytes.len() + length, b' ');
    client::parse(&client::raw(kept.service.address, &bytes))
}

#[test]
fn who_sends_a_body_in_vain_gets_to_read_the_answer() {
    let kept = kept();
    let token = format!("authorization: {}\r\n", kept.token);
    for _ in 0..20 {
        assert_eq!(with_body_of(&kept, "", 16 * 1024).status, 401);
        assert_eq!(with_body_of(&kept, &token, 1 << 20).status, 415);
    }
}

#[test]
fn who_asks_first_whether_to_send_a_body_is_told_not_to() {
    let kept = kept();
    let ask = |lines: &str| {
        let head = format!(
            "PUT {PATH} HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\nauthorization: {}\r\n\
             content-type: application/json\r\n{lines}\r\n\r\n",
            kept.token
        );
        let answer = client::raw(kept.service.address, head.as_bytes());
        String::from_utf8(answer).unwrap().lines().next().unwrap().to_owned()
    };
    assert_eq!(ask("content-length: 20000"), "HTTP/1.1 413 Payload Too Large");
    let kind = "content-length: 20\r\ncontent-encoding: gzip";
    assert_eq!(ask(kind), "HTTP/1.1 415 Unsupported Media Type");
    assert_eq!(ask("content-length: 20\r\nconnection: close"), "HTTP/1.1 100 Continue");
}

#[test]
fn a_body_that_is_too_large_and_slow_is_not_waited_for() {
    use std::io::{Read as _, Write as _};
    let kept = kept();
    let mut slow = std::net::TcpStream::connect(kept.service.address).unwrap();
    let begun = std::time::Instant::now();
    write!(
        slow,
        "PUT {PATH} HTTP/1.1\r\nhost: a\r\nauthorization: {}\r\ncontent-length: 20000\r\n\
         content-type: application/json\r\nconnection: close\r\n\r\n{{",
        kept.token
    )
    .unwrap();
    let mut answer = Vec::new();
    slow.read_to_end(&mut answer).unwrap();
    assert_eq!(client::parse(&answer).status, 413);
    assert!(begun.elapsed() < std::time::Duration::from_secs(7));
}

#[test]
fn a_request_names_one_host() {
    let kept = kept();
    let with = |lines: &str| {
        let head = format!("GET {PATH} HTTP/1.1\r\nconnection: close\r\n{lines}\r\n");
        client::parse(&client::raw(kept.service.address, head.as_bytes()))
    };
    for lines in ["", "host: a\r\nhost: b\r\n", "host: a b\r\n"] {
        let answer = with(lines);
        assert_eq!((answer.status, answer.errors()), (400, vec!["BadRequest - -".into()]));
        assert!(answer.header("x-request-id").is_some());
    }
    assert_eq!(with("host: anything.example\r\n").status, 401);
}

#[test]
fn nobody_comes_in_without_a_token_that_works() {
    let kept = kept();
    let get = |lines: &[(&str, &str)]| kept.service.send("GET", lines, None);
    let none = get(&[]);
    assert_eq!((none.status, none.errors()), (401, vec!["Unauthorized - -".into()]));
    assert_eq!(none.header("www-authenticate"), Some("Bearer realm=\"client-profile\""));

    let made_up = format!("cp_{}", "A".repeat(43));
    let cut = &kept.token[..kept.token.len() - 1];
    for text in
        [&made_up, "made-up", cut, &format!("Basic {}", kept.token), "{{CLIENT_AUTH_TOKEN}}"]
    {
        let answer = get(&[("authorization", text)]);
        assert_eq!(answer.errors(), ["InvalidToken - -"], "{text}");
        assert_eq!(answer.status, 401);
        let challenge = answer.header("www-authenticate").unwrap();
        assert!(challenge.contains("error=\"invalid_token\""));
        assert!(!answer.text().contains(text));
    }
    let twice = [("authorization", kept.token.as_str()), ("authorization", kept.token.as_str())];
    assert_eq!(get(&twice).status, 401);
    for text in [&kept.token, &format!("Bearer {}", kept.token), &format!("bearer {}", kept.token)]
    {
        assert_eq!(get(&[("authorization", text)]).status, 200);
    }
}

#[test]
fn a_revoked_token_is_refused_at_once() {
    let kept = kept();
    let list = kept.place.run(&["token", "list"]);
    let list = String::from_utf8(list.stdout).unwrap();
    assert!(list.lines().nth(1).unwrap().contains("works"), "{list}");
    assert!(!list.contains("cp_"));
    assert!(kept.place.run(&["token", "revoke", "1"]).status.success());
    let answer = kept.service.get(&kept.token);
    assert_eq!((answer.status, answer.errors()), (401, vec!["InvalidToken - -".into()]));
    for (id, code, says) in
        [("1", 0, "did not work any more: revoked"), ("9", 1, "there is no token 9")]
    {
        let again = kept.place.run(&["token", "revoke", id]);
        assert_eq!(again.status.code(), Some(code));
        assert!(String::from_utf8(again.stderr).unwrap().contains(says));
    }
    assert_eq!(kept.place.run(&["token", "revoke"]).status.code(), Some(2));
}

#[test]
fn two_clients_see_only_their_own() {
    let kept = kept();
    let other = kept.place.token(&[]);
    let send = |token: &str, method: &str, path: &str, more: &[(&str, &str)], body: &str| {
        let headers = [("authorization", token), ("content-type", "application/json")];
        let headers = [&headers, more].concat();
        let body = (!body.is_empty()).then_some(body.as_bytes());
        client::send(kept.service.address, method, path, &headers, body)
    };
    let tag = kept.service.get(&kept.token).header("etag").unwrap().to_owned();
    let canary = first().replace("API", "Quetzal");
    for path in [PATH, "/v1/client/profile"] {
        // The one who has no record finds none, whatever the request says of another's.
        let asked = format!("{path}?client_id=1");
        for method in ["GET", "HEAD"] {
            assert_eq!(send(&other, method, &asked, &[("if-match", &tag)], "").status, 404);
        }
        assert_eq!(send(&other, "PUT", &asked, &[], EXAMPLE).status, 404);
        let stolen = send(&other, "PUT", path, &[("if-match", &tag)], EXAMPLE);
        assert_eq!((stolen.status, stolen.json().get("data")), (412, None));
        assert_eq!(kept.service.get(&kept.token).json()["data"], kept.before);
    }
    assert_eq!(send(&other, "POST", PATH, &[], &canary).json()["data"][0]["client_id"], 2);
    for path in [PATH, "/v1/client/profile"] {
        let own = send(&other, "PUT", path, &[("if-match", &tag)], EXAMPLE);
        assert_eq!((own.status, &own.json()["data"][0]["client_id"]), (412, &2.into()));
        assert_eq!(send(&other, "GET", path, &[], "").json()["data"][0]["first_name"], "Quetzal");
        assert_eq!(send(&other, "POST", path, &[], &first()).status, 409);
        assert!(!send(&kept.token, "GET", path, &[], "").text().contains("Quetzal"));
        assert_eq!(kept.service.get(&kept.token).json()["data"], kept.before);
    }
}

#[test]
fn other_paths_and_methods_are_said_to_be_none() {
    let kept = kept();
    let send = |method: &str, path: &str| {
        let headers = [("authorization", kept.token.as_str())];
        client::send(kept.service.address, method, path, &headers, None)
    };
    for path in ["/client", "/client/profile/", "/client/profile/x", "/v1/client/other"] {
        let answer = send("GET", path);
        assert_eq!((answer.status, answer.errors()), (404, vec!["NotFound - -".into()]), "{path}");
    }
    for path in [PATH, "/v1/client/profile"] {
        for method in ["DELETE", "PATCH", "TRACE", "MADEUP"] {
            let answer = send(method, path);
            assert_eq!(answer.status, 405, "{method} {path}");
            assert_eq!(answer.errors(), ["MethodNotAllowed - -"]);
            assert_eq!(answer.header("allow"), Some("GET, HEAD, POST, PUT, OPTIONS"));
        }
        let options = send("OPTIONS", path);
        assert_eq!(options.status, 204);
        assert_eq!(options.header("allow"), Some("GET, HEAD, POST, PUT, OPTIONS"));
        let head = send("HEAD", path);
        assert_eq!((head.status, head.body.len()), (200, 0));
        assert!(head.header("etag").is_some());
    }
    // Of the service itself.
    let options = send("OPTIONS", "*");
    assert_eq!(options.status, 204);
    assert_eq!(options.header("allow"), Some("GET, HEAD, POST, PUT, OPTIONS"));
    assert_eq!(send("GET", "*").status, 404);
}

#[test]
fn a_request_has_one_end() {
    let kept = kept();
    let with = |lines: &str| {
        let head = format!(
            "PUT {PATH} HTTP/1.1\r\nhost: a\r\nconnection: close\r\nauthorization: {}\r\n\
             content-type: application/json\r\n{lines}\r\n\r\n{EXAMPLE}",
            kept.token
        );
        client::raw(kept.service.address, head.as_bytes())
    };
    let length = EXAMPLE.len();
    for lines in [
        format!("content-length: {length}\r\ncontent-length: 5"),
        "content-length: +5".to_owned(),
        "content-length: 0x5".to_owned(),
        "transfer-encoding: gzip".to_owned(),
        format!("transfer-encoding: chunked, gzip\r\ncontent-length: {length}"),
    ] {
        let answer = with(&lines);
        assert!(answer.starts_with(b"HTTP/1.1 400"), "{lines}");
    }
    let chunks = format!("{length:x}\r\n{EXAMPLE}\r\n0\r\n\r\n");
    let in_chunks = |codings: &str| {
        let head = format!(
            "PUT {PATH} HTTP/1.1\r\nhost: a\r\nconnection: close\r\nauthorization: {}\r\n\
             content-type: application/json\r\n{codings}\r\n\r\n{chunks}",
            kept.token
        );
        client::parse(&client::raw(kept.service.address, head.as_bytes()))
    };
    for codings in [
        "transfer-encoding: gzip, chunked",
        "transfer-encoding: gzip\r\ntransfer-encoding: chunked",
        "transfer-encoding: chunked, chunked",
    ] {
        let answer = in_chunks(codings);
        assert_eq!((answer.status, answer.errors()), (501, vec!["NotImplemented - -".into()]));
    }
    // Both a length and chunks: chunks count, what follows is no second request, and the
    // connection ends.
    let head = format!(
        "PUT {PATH} HTTP/1.1\r\nhost: a\r\nauthorization: {}\r\ncontent-type: application/json\r\n\
         content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /livez HTTP/1.1\r\n\
         host: a\r\n\r\n",
        kept.token
    );
    let answer = String::from_utf8(client::raw(kept.service.address, head.as_bytes())).unwrap();
    assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("connection: close"), "{answer}");
    assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{answer}");
    assert_eq!(kept.service.get(&kept.token).json()["data"], kept.before);
    assert_eq!(client::parse(&with(&format!("content-length: {length}"))).status, 200);
    assert_eq!(in_chunks("transfer-encoding: Chunked").status, 200);
}
