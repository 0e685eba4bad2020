//! Requests that name the state of the record that they are for: `If-Match`, `If-None-Match`.

use crate::client::{self, Answer};
use crate::harness::{EXAMPLE, PATH, Place, Running, first};

/// Sends a body on a condition.
fn send_if(
    service: &Running,
    token: &str,
    method: &str,
    condition: (&str, &str),
    body: &str,
) -> Answer {
    let headers = [("authorization", token), ("content-type", "application/json"), condition];
    service.send(method, &headers, Some(body))
}

fn message(answer: &Answer) -> String {
    answer.json()["errors"][0]["message"].as_str().unwrap().to_owned()
}

#[test]
fn a_tag_from_before_a_restore_fits_nothing_that_was_written_after_it() {
    let place = Place::new();
    let service = place.serve(&[]);
    let token = place.token(&[]);
    let kept = service.write("POST", &token, &first()).header("etag").unwrap().to_owned();
    assert!(place.run(&["backup", "copy.db"]).status.success());
    let seen = service.write("PUT", &token, EXAMPLE).header("etag").unwrap().to_owned();
    drop(service);
    assert!(place.run(&["restore", "copy.db", "--replace"]).status.success());

    let service = place.serve(&[]);
    // What is the same as before has its tag as before.
    assert_eq!(service.get(&token).header("etag"), Some(kept.as_str()));
    let other = EXAMPLE.replace("API", "Other");
    assert_eq!(send_if(&service, &token, "PUT", ("if-match", &kept), &other).status, 200);
    let answer = send_if(&service, &token, "PUT", ("if-match", &seen), EXAMPLE);
    assert_eq!(answer.status, 412);
    assert_eq!(answer.json()["data"][0]["first_name"], "Other");
    assert_eq!(service.get(&token).json()["data"][0]["first_name"], "Other");
}

#[test]
fn a_tag_without_its_quotes_is_no_change_by_somebody_else() {
    let place = Place::new();
    let service = place.serve(&[]);
    let token = place.token(&[]);
    let made = service.write("POST", &token, &first());
    let tag = made.header("etag").unwrap();
    let bare = tag.trim_matches('"');
    for header in ["if-match", "if-none-match"] {
        let answer = send_if(&service, &token, "PUT", (header, bare), EXAMPLE);
        assert_eq!(answer.errors(), ["BadRequest - -"]);
        assert!(message(&answer).contains(&format!("{header}: {tag}")), "{}", message(&answer));
    }
    assert_eq!(service.get(&token).json()["data"], made.json()["data"]);
    assert_eq!(send_if(&service, &token, "PUT", ("if-match", tag), EXAMPLE).status, 200);
}

#[test]
fn a_put_on_condition_of_what_is_not_there_changes_nothing_that_is() {
    let place = Place::new();
    let service = place.serve(&[]);
    let token = place.token(&[]);
    assert_eq!(send_if(&service, &token, "PUT", ("if-none-match", "*"), EXAMPLE).status, 404);
    let made = service.write("POST", &token, &first());
    let tag = made.header("etag").unwrap();
    for condition in ["*", tag, &format!("\"other\", W/{tag}")] {
        let answer = send_if(&service, &token, "PUT", ("if-none-match", condition), EXAMPLE);
        assert_eq!(answer.errors(), ["PreconditionFailed - -"], "{condition}");
        assert_eq!(answer.json()["data"], made.json()["data"]);
        assert_eq!(answer.header("etag"), Some(tag));
        assert!(message(&answer).contains("If-None-Match"), "{}", message(&answer));
        assert_eq!(service.get(&token).json()["data"], made.json()["data"]);
    }
    let fits = send_if(&service, &token, "PUT", ("if-none-match", "\"other\""), EXAMPLE);
    assert_eq!(fits.status, 200);
    // Both conditions have to hold.
    let tag = fits.header("etag").unwrap();
    let headers = [
        ("authorization", token.as_str()),
        ("content-type", "application/json"),
        ("if-match", tag),
        ("if-none-match", tag),
    ];
    assert_eq!(service.send("PUT", &headers, Some(EXAMPLE)).status, 412);
}

#[test]
fn a_first_record_is_not_made_for_who_expects_one() {
    let place = Place::new();
    let service = place.serve(&[]);
    let token = place.token(&[]);
    for condition in ["\"nope\"", "*"] {
        let answer = send_if(&service, &token, "POST", ("if-match", condition), &first());
        assert_eq!(answer.errors(), ["PreconditionFailed - -"], "{condition}");
        assert!(message(&answer).contains("none yet"), "{}", message(&answer));
        assert_eq!(service.get(&token).status, 404);
    }
    let made = send_if(&service, &token, "POST", ("if-none-match", "*"), &first());
    assert_eq!(made.status, 200);
    // What would be refused without a condition is refused as if there were none (RFC 9110, 13.2.1).
    for condition in [("if-match", "\"nope\""), ("if-none-match", "*")] {
        assert_eq!(send_if(&service, &token, "POST", condition, &first()).status, 409);
    }
}

#[test]
fn who_expects_a_record_where_there_is_none_is_told_so() {
    let place = Place::new();
    let service = place.serve(&[]);
    let token = place.token(&[]);
    let answer = send_if(&service, &token, "PUT", ("if-match", "\"1-1\""), EXAMPLE);
    assert_eq!(answer.status, 412);
    assert!(message(&answer).contains("Create the profile with POST"), "{}", message(&answer));
}

#[test]
fn who_has_the_record_is_told_that_it_is_still_that() {
    let place = Place::new();
    let service = place.serve(&[]);
    let token = place.token(&[]);
    let ask = |method: &str, conditions: &[(&str, &str)]| {
        let headers = [&[("authorization", token.as_str())], conditions].concat();
        service.send(method, &headers, None)
    };
    assert_eq!(ask("GET", &[("if-none-match", "*")]).status, 404);
    assert_eq!(ask("GET", &[("if-match", "*")]).status, 404);
    let made = service.write("POST", &token, &first());
    let tag = made.header("etag").unwrap();
    let (weak, many) = (format!("W/{tag}"), format!("\"other\", {tag}"));
    for method in ["GET", "HEAD"] {
        for known in ["*", tag, &weak, &many] {
            let answer = ask(method, &[("if-none-match", known)]);
            assert_eq!((answer.status, answer.body.len()), (304, 0), "{method} {known}");
            assert_eq!(answer.header("etag"), Some(tag));
            assert_eq!(answer.header("content-type"), None);
            // It would have to be that of the record (RFC 9110, 8.6).
            assert_eq!(answer.header("content-length"), None, "{method} {known}");
            assert_eq!(ask(method, &[("if-match", known)]).status, 200, "{method} {known}");
        }
        for other in ["\"other\"", "", "\"4f-9-9\""] {
            assert_eq!(ask(method, &[("if-none-match", other)]).status, 200, "{method} {other}");
            // Whoever sends both is first told whether it is what they expect.
            let answer = ask(method, &[("if-match", other), ("if-none-match", tag)]);
            assert_eq!(answer.status, 412, "{method} {other}");
            assert_eq!(answer.header("etag"), Some(tag));
        }
    }
    let answer = ask("GET", &[("if-match", "\"other\"")]);
    assert_eq!(answer.errors(), ["PreconditionFailed - -"]);
    assert_eq!(answer.json()["data"], made.json()["data"]);
    assert!(message(&answer).contains("If-Match"), "{}", message(&answer));
    service.write("PUT", &token, EXAMPLE);
    assert_eq!(ask("GET", &[("if-none-match", tag)]).json()["data"][0]["reason"], "api test");
}

#[test]
fn head_is_answered_as_get_is() {
    let place = Place::new();
    let service = place.serve(&[]);
    let token = place.token(&[]);
    service.write("POST", &token, &first());
    // `meta.timing` is part of both, and may once have a digit more in one of them.
    let same = (0..10).any(|_| {
        let get = service.get(&token);
        let head = service.send("HEAD", &[("authorization", &token)], None);
        assert_eq!((head.status, head.body.len()), (200, 0));
        let names = |answer: &Answer| -> Vec<String> {
            answer.headers.iter().map(|(name, _)| name.clone()).collect()
        };
        assert_eq!(names(&get), names(&head));
        get.header("content-length") == head.header("content-length")
    });
    assert!(same);
}

#[test]
fn the_description_says_which_conditions_there_are() {
    let place = Place::new();
    let service = place.serve(&[]);
    let api = client::send(service.address, "GET", "/openapi.json", &[], None).json();
    for (path, method, name, status) in [
        (PATH, "get", "IfNoneMatch", "304"),
        (PATH, "get", "IfMatch", "412"),
        (PATH, "put", "IfMatch", "412"),
        (PATH, "put", "IfNoneMatch", "412"),
        (PATH, "post", "IfMatch", "412"),
        ("/client/profile/rules", "get", "IfNoneMatch", "304"),
        ("/openapi.json", "get", "IfNoneMatch", "304"),
    ] {
        let operation = &api["paths"][path][method];
        let reference = format!("#/components/parameters/{name}");
        let parameters = operation["parameters"].as_array().map_or(&[][..], Vec::as_slice);
        assert!(parameters.iter().any(|known| known["$ref"] == reference), "{method} {path}");
        assert!(operation["responses"][status].is_object(), "{method} {path} {status}");
    }
}
