//! The cases: what is done, and with which status it is answered.

/// One thing that is done.
pub enum Step {
    /// Read; the status.
    Get(u16),
    /// The same without a body.
    Head(u16),
    /// Create, with fields of the documented request changed.
    Post(&'static [(&'static str, &'static str)], u16),
    /// Change.
    Put(&'static [(&'static str, &'static str)], u16),
    /// Change if; `@1` stands for the tag of the client's first version.
    PutIf(&'static str, &'static [(&'static str, &'static str)], u16),
    /// Create (POST) or change (PUT), when that becomes of its token after the request's header and
    /// before its body.
    TooLate(&'static str, End, &'static [(&'static str, &'static str)], u16),
    /// A body as it stands.
    Raw(&'static str, &'static str, u16),
    /// Go on as that client, with a token of its own.
    As(usize),
    /// Give the client a new token and use it from here on.
    Issue,
    /// The same with one that has just expired.
    IssueExpired,
    /// End the token in use; whether it worked until now.
    Revoke(bool),
    /// Erase the client; whether there was something to erase.
    Erase(bool),
}

/// What becomes of a token while a request with it is on its way.
#[derive(Clone, Copy)]
pub enum End {
    /// It is ended.
    Revoked,
    /// Its time is over.
    Expired,
    /// Its client is erased.
    Erased,
}

use End::{Erased, Expired, Revoked};
use Step::{As, Erase, Get, Head, Issue, IssueExpired, Post, Put, PutIf, Raw, Revoke, TooLate};

/// The name of a case, and its steps.
type Case = (&'static str, &'static [Step]);

const Z: &[(&str, &str)] = &[];
const ZOE: &[(&str, &str)] = &[("first_name", "Zoë")];
const ANN: &[(&str, &str)] = &[("first_name", "Ann"), ("reason", "another")];

/// All of them.
pub const CASES: &[Case] = &[
    ("nothing yet", &[Get(404), Head(404)]),
    ("change nothing yet", &[Put(Z, 404), Get(404)]),
    ("create", &[Post(Z, 200), Get(200), Head(200)]),
    ("create twice", &[Post(Z, 200), Post(ZOE, 409), Get(200)]),
    ("create after a refusal", &[Post(&[("gender", "x")], 400), Get(404), Post(Z, 200)]),
    ("change", &[Post(Z, 200), Put(ZOE, 200), Get(200)]),
    ("change to the same", &[Post(Z, 200), Put(Z, 200), Put(Z, 200), Get(200)]),
    ("change many times", &[Post(Z, 200), Put(ZOE, 200), Put(ANN, 200), Put(ZOE, 200), Get(200)]),
    ("refused change", &[Post(Z, 200), Put(&[("gender", "x")], 400), Get(200)]),
    (
        "a reason for each change",
        &[Post(Z, 200), Put(&[("reason", "one")], 200), Put(&[("reason", "two")], 200), Get(200)],
    ),
    ("if the first version", &[Post(Z, 200), PutIf("\"@1\"", ZOE, 200), Get(200)]),
    ("if an old version", &[Post(Z, 200), Put(ZOE, 200), PutIf("\"@1\"", ANN, 412), Get(200)]),
    ("if a version to come", &[Post(Z, 200), PutIf("\"@2\"", ANN, 412), Get(200)]),
    ("if one of several", &[Post(Z, 200), Put(ZOE, 200), PutIf("\"@1\", \"@2\"", ANN, 200)]),
    ("if none of several", &[Post(Z, 200), PutIf("\"@7\", \"@9\"", ANN, 412)]),
    ("if a weak tag", &[Post(Z, 200), PutIf("W/\"@1\"", ANN, 200)]),
    ("if any", &[Post(Z, 200), PutIf("*", ANN, 200)]),
    ("if any, and there is none", &[PutIf("*", ANN, 412), Get(404)]),
    ("if a version, and there is none", &[PutIf("\"@1\"", ANN, 412), Get(404)]),
    ("if another's tag", &[Post(Z, 200), PutIf("\"ffffff-1-1\"", ANN, 412)]),
    ("if something else", &[Post(Z, 200), PutIf("\"x\"", ANN, 412), PutIf("x", ANN, 412)]),
    ("if a huge version", &[Post(Z, 200), PutIf("\"@7fffffffffffffff\"", ANN, 412)]),
    ("if more than a version can be", &[Post(Z, 200), PutIf("\"@ffffffffffffffff\"", ANN, 412)]),
    (
        "twice with the same tag",
        &[Post(Z, 200), PutIf("\"@1\"", ZOE, 200), PutIf("\"@1\"", ZOE, 412), Get(200)],
    ),
    ("two clients", &[Post(Z, 200), As(1), Get(404), Post(ZOE, 200), As(0), Get(200)]),
    (
        "two clients change",
        &[Post(Z, 200), As(1), Post(Z, 200), Put(ZOE, 200), As(0), Put(ANN, 200), As(1), Get(200)],
    ),
    ("another client's tag", &[Post(Z, 200), As(1), Post(Z, 200), PutIf("\"0-1-1\"", ZOE, 412)]),
    ("three clients", &[As(1), As(2), Post(Z, 200), As(1), Put(Z, 404), As(2), Put(ZOE, 200)]),
    ("a second token of one client", &[Post(Z, 200), Issue, Get(200), Put(ZOE, 200)]),
    ("a revoked token", &[Post(Z, 200), Revoke(true), Get(401), Put(ZOE, 401)]),
    ("revoked twice", &[Revoke(true), Revoke(false), Get(401)]),
    ("one revoked, another works", &[Post(Z, 200), Revoke(true), Issue, Get(200)]),
    ("an expired token", &[Post(Z, 200), IssueExpired, Get(401), Put(ZOE, 401), Revoke(false)]),
    ("erased", &[Post(Z, 200), Put(ZOE, 200), Erase(true), Get(401), Put(ZOE, 401)]),
    ("erased meanwhile", &[TooLate("POST", Erased, ZOE, 401), Erase(false), Get(401)]),
    (
        "erased meanwhile, with a record",
        &[Post(Z, 200), TooLate("POST", Erased, ZOE, 401), Get(401)],
    ),
    ("erased before a change", &[Post(Z, 200), TooLate("PUT", Erased, ZOE, 401), Get(401)]),
    ("ended meanwhile", &[TooLate("POST", Revoked, ZOE, 401), Issue, Get(404)]),
    ("ended before a change", &[Post(Z, 200), TooLate("PUT", Revoked, ZOE, 401), Issue, Get(200)]),
    ("over meanwhile", &[TooLate("POST", Expired, ZOE, 401), Issue, Get(404)]),
    ("over before a change", &[Post(Z, 200), TooLate("PUT", Expired, ZOE, 401), Issue, Get(200)]),
    ("erased twice", &[Post(Z, 200), Erase(true), Erase(false)]),
    ("erased without a record", &[Erase(true), Get(401)]),
    ("no token after an erasure", &[Post(Z, 200), Erase(true), Issue, Get(401)]),
    (
        "an erasure leaves others",
        &[Post(Z, 200), As(1), Post(ZOE, 200), Erase(true), As(0), Get(200)],
    ),
    ("accents", &[Post(&[("first_name", "Zoë"), ("last_name", "Ångström-Łęcka")], 200), Get(200)]),
    ("decomposed accents", &[Post(&[("first_name", "Zoe\u{308}")], 200), Get(200)]),
    (
        "Devanagari and Tamil",
        &[Post(&[("first_name", "प्रिया"), ("last_name", "நித்யா")], 200), Get(200)],
    ),
    ("right to left", &[Post(&[("first_name", "محمد"), ("last_name", "כהן")], 200), Get(200)]),
    ("beyond the basic plane", &[Post(&[("last_name", "𠮷野")], 200), Put(ZOE, 200), Get(200)]),
    ("apostrophes", &[Post(&[("last_name", "O'Brien"), ("first_name", "D’Arcy")], 200), Get(200)]),
    ("spaces", &[Post(&[("first_name", " Anna \u{a0}  Maria  ")], 200), Get(200)]),
    (
        "names that programs trip over",
        &[Post(&[("first_name", "Null"), ("last_name", "None")], 200), Get(200)],
    ),
    (
        "what looks like SQL",
        &[
            Post(Z, 200),
            Put(&[("reason", "'; DROP TABLE profiles; -- \" \\ % _ $1 ?1")], 200),
            Get(200),
        ],
    ),
    ("what looks like JSON", &[Post(Z, 200), Put(&[("reason", "{\"a\":[1,null]}\\u0041")], 200)]),
    ("a reason of lines", &[Post(Z, 200), Put(&[("reason", "one\ntwo\r\nthree")], 200), Get(200)]),
    (
        "a reason with a smile",
        &[Post(Z, 200), Put(&[("reason", "moved 🏡 to Zürich")], 200), Get(200)],
    ),
    ("a zero byte", &[Post(Z, 200), Put(&[("reason", "a\0b")], 400), Get(200)]),
    ("a zero byte in a name", &[Post(&[("first_name", "A\0B")], 400), Get(404)]),
    (
        "canonical words",
        &[
            Post(&[("employment_status", "Self-Employed"), ("residence_country", "GB")], 200),
            Get(200),
        ],
    ),
    (
        "a tax number as typed",
        &[Post(&[("tax_identification_number", " ab–12 / 34 ")], 200), Get(200)],
    ),
    ("no tax number", &[Post(&[("tax_identification_number", "N/A")], 200), Get(200)]),
    ("leap day", &[Post(&[("date_of_birth", "2000-02-29")], 200), Get(200)]),
    ("no leap day", &[Post(&[("date_of_birth", "1900-02-29")], 400), Get(404)]),
    ("a missing field", &[Post(Z, 200), Put(&[("gender", "-")], 400)]),
    ("a missing reason", &[Post(Z, 200), Put(&[("reason", "-")], 400)]),
    ("an empty reason", &[Post(Z, 200), Put(&[("reason", "  ")], 400)]),
    ("a field that is none", &[Post(Z, 200), Put(&[("version", "1")], 400), Get(200)]),
    (
        "a field that is not the client's",
        &[
            Post(Z, 200),
            Put(&[("client_id", "1")], 400),
            Put(&[("staff_identifier", "me")], 400),
            Put(&[("created_time", "2000-01-01T00:00:00.000000")], 400),
            Get(200),
        ],
    ),
    ("not JSON", &[Post(Z, 200), Raw("PUT", "{", 400), Raw("PUT", "", 400), Get(200)]),
    ("not an object", &[Post(Z, 200), Raw("PUT", "[]", 400), Get(200)]),
    ("another method", &[Post(Z, 200), Raw("DELETE", "", 405), Raw("PATCH", "{}", 405), Get(200)]),
    (
        "create, erase, another client",
        &[Post(Z, 200), Erase(true), As(1), Post(ZOE, 200), Get(200)],
    ),
];
