//! The documented request gives the documented answer.

use serde_json::{Value, json};

use crate::client;
use crate::harness::{EXAMPLE, Place, first};

/// The documentation's answer, as published.
pub const PUBLISHED: &str = r#"{"data":[{"client_id":79,"address_id":null,"first_name":"API","last_name":"doge","date_of_birth":"1969-09-19","birth_country":"in","account_opening_reason":"hedging","employment_status":"retired","residence_country":"in","citizen_country":"in","tax_residence_country":"in","tax_identification_number":"UX-1989389","gender":"male","staff_identifier":null,"reason":"api test","created_time":"2024-11-06T03:42:29.865314","updated_time":"2024-11-07T03:21:11.595411"}],"meta":{"endpoint":"/client/profile","method":"PUT","timing":1311}}"#;

/// The published answer with what differs each time put to what this answer says, after a look
/// at its form.
fn published_with(answer: &str) -> String {
    let value: Value = serde_json::from_str(answer).unwrap();
    let mut expected = PUBLISHED.to_owned();
    let item = &value["data"][0];
    for (key, published) in [
        ("created_time", "2024-11-06T03:42:29.865314"),
        ("updated_time", "2024-11-07T03:21:11.595411"),
    ] {
        let time = item[key].as_str().unwrap();
        let form: String = time.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        assert_eq!(form, "0000-00-00T00:00:00.000000");
        expected = expected.replace(published, time);
    }
    let client = item["client_id"].as_i64().unwrap();
    expected = expected.replace("\"client_id\":79", &format!("\"client_id\":{client}"));
    let timing = value["meta"]["timing"].as_u64().unwrap();
    expected.replace("\"timing\":1311", &format!("\"timing\":{timing}"))
}

#[test]
fn the_documented_put_gives_the_documented_answer_byte_for_byte() {
    let place = Place::new();
    let service = place.serve(&[]);
    let token = place.token(&[]);
    assert_eq!(service.write("POST", &token, &first()).status, 200);
    for path in ["/client/profile", "/v1/client/profile"] {
        let headers = [
            ("Authorization", token.as_str()),
            ("x-client-id", ""),
            ("Content-Type", "application/json"),
        ];
        let body = Some(EXAMPLE.as_bytes());
        let answer = client::send(service.address, "PUT", path, &headers, body);
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert_eq!(answer.text(), published_with(answer.text()));
    }
}

#[test]
fn a_first_record_has_no_reason_and_was_never_updated() {
    let place = Place::new();
    let service = place.serve(&[]);
    let token = place.token(&[]);
    let none = service.get(&token);
    assert_eq!((none.status, none.errors()), (404, vec!["NotFound - -".into()]));

    let made = service.write("POST", &token, &first()).json();
    let item = &made["data"][0];
    assert_eq!(item["reason"], Value::Null);
    assert_eq!(item["updated_time"], Value::Null);
    assert_eq!(item["staff_identifier"], Value::Null);
    assert_eq!(made["meta"]["method"], "POST");
    assert_eq!(service.get(&token).json()["data"], made["data"]);

    let again = service.write("POST", &token, &first());
    assert_eq!((again.status, again.errors()), (409, vec!["Conflict - -".into()]));
}

#[test]
fn a_put_needs_a_record() {
    let place = Place::new();
    let service = place.serve(&[]);
    let token = place.token(&[]);
    let answer = service.write("PUT", &token, EXAMPLE);
    assert_eq!((answer.status, answer.errors()), (404, vec!["NotFound - -".into()]));
    assert_eq!(service.get(&token).status, 404);
}

#[test]
fn values_are_kept_in_canonical_form() {
    let place = Place::new();
    let service = place.serve(&[]);
    let token = place.token(&[]);
    service.write("POST", &token, &first());
    let body = EXAMPLE
        .replace("API", "  Zoe\\u0308   Ann ")
        .replace("\"retired\"", "\"Self-Employed\"")
        .replace("\"birth_country\":\"in\"", "\"birth_country\":\"GB\"");
    let answer = service.write("PUT", &token, &body);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let item = &answer.json()["data"][0];
    assert_eq!(
        json!([item["first_name"], item["employment_status"], item["birth_country"]]),
        json!(["Zoë Ann", "self_employed", "gb"])
    );
}

#[test]
fn an_update_names_the_version_it_was_made_for() {
    let place = Place::new();
    let service = place.serve(&[]);
    let token = place.token(&[]);
    let first = service.write("POST", &token, &first());
    let tag = first.header("etag").unwrap().to_owned();
    assert_eq!(service.get(&token).header("etag"), Some(tag.as_str()));
    let put = |tag: &str| {
        let headers = [
            ("authorization", token.as_str()),
            ("content-type", "application/json"),
            ("if-match", tag),
        ];
        service.send("PUT", &headers, Some(EXAMPLE))
    };
    let changed = put(&tag);
    assert_eq!(changed.status, 200);
    let newer = changed.header("etag").unwrap().to_owned();
    assert_ne!(newer, tag);

    let stale = put(&tag);
    assert_eq!((stale.status, stale.errors()), (412, vec!["PreconditionFailed - -".into()]));
    assert_eq!(stale.json()["data"], changed.json()["data"]);
    assert_eq!(stale.header("etag"), Some(newer.as_str()));

    assert_eq!(put(&format!("\"other\", W/{newer}")).status, 200);
    assert_eq!(put("*").status, 200);
    assert_eq!(put("no quotes").status, 412);
}

#[test]
fn if_match_without_a_record_is_412() {
    let place = Place::new();
    let service = place.serve(&[]);
    let token = place.token(&[]);
    let headers = [
        ("authorization", token.as_str()),
        ("content-type", "application/json"),
        ("if-match", "*"),
    ];
    let answer = service.send("PUT", &headers, Some(EXAMPLE));
    assert_eq!(answer.status, 412);
    assert_eq!(answer.json().get("data"), None);
}

#[test]
fn requests_sent_in_one_go_are_answered_in_their_order() {
    let place = Place::new();
    let service = place.serve(&[]);
    let token = place.token(&[]);
    let body = first();
    let head = |method: &str, last: &str| {
        format!("{method} /client/profile HTTP/1.1\r\nhost: a\r\nauthorization: {token}\r\n{last}")
    };
    let post = format!("content-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len());
    let all = [
        head("GET", "\r\n"),
        head("POST", &post) + &body,
        head("HEAD", "\r\n"),
        head("DELETE", "\r\n"),
        head("GET", "connection: close\r\n\r\n"),
    ];
    let answers = client::raw(service.address, all.concat().as_bytes());
    let answers = String::from_utf8(answers).unwrap();
    let statuses: Vec<&str> = answers
        .split("HTTP/1.1 ")
        .skip(1)
        .map(|answer| answer.split(' ').next().unwrap())
        .collect();
    assert_eq!(statuses, ["404", "200", "200", "405", "200"]);
}

#[test]
fn a_target_may_name_the_service_and_must_be_written_plainly() {
    let place = Place::new();
    let service = place.serve(&[]);
    let token = place.token(&[]);
    service.write("POST", &token, &first());
    let get = |target: &str| {
        let headers = [("authorization", token.as_str())];
        client::send(service.address, "GET", target, &headers, None)
    };
    for target in ["http://other.example/client/profile", "http://a/v1/client/profile?x=%2e%2e"] {
        let answer = get(target);
        assert_eq!(answer.status, 200, "{target}");
        assert_eq!(answer.json()["meta"]["endpoint"], "/client/profile");
    }
    for target in
        ["/client%2Fprofile", "/%63lient/profile", "//client/profile", "/x/../client/profile"]
    {
        assert_eq!(get(target).errors(), ["NotFound - -"], "{target}");
    }
    // Another version of HTTP is not spoken.
    let preface = client::raw(service.address, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    assert!(preface.is_empty() || preface.starts_with(b"HTTP/1.1 4"));
}
