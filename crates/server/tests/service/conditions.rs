//! Requests that name the state of the record that they are for: `If-Match`.

use crate::client::Answer;
use crate::harness::{EXAMPLE, Place, Running, first};

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
