//! Both ways of reading against each other, and against `serde_json`.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write as _;
use std::format;

use super::{JsonErrorKind, MAX_DEPTH, Reader, exact};
use crate::field::Field;
use crate::profile::{Input, ProfileUpdate};
use crate::rounds::rounds;

fn inputs<'a>(update: &ProfileUpdate<'a>) -> (bool, [Input<'a>; Field::COUNT], Vec<String>) {
    let unknown = update.unknown().iter().map(|key| key.0.to_string()).collect();
    (update.is_object(), Field::ALL.map(|field| update.get(field)), unknown)
}

#[test]
fn each_kind_of_input_is_found() {
    let table: &[(&str, Input<'_>, &str)] = &[
        ("{}", Input::Missing, "no key"),
        (r#"{"gender":"male"}"#, Input::Text("male"), "a string"),
        (r#" { "gender" : "male" } "#, Input::Text("male"), "white space between tokens"),
        (r#"{"gender":""}"#, Input::Text(""), "an empty string is a string"),
        (r#"{"\u0067ender":"m\u0061le"}"#, Input::Text("male"), "escapes, in the key too"),
        (r#"{"gender":"\ud83d\ude00"}"#, Input::Text("😀"), "a surrogate pair is one character"),
        (r#"{"gender":"\ud83d"}"#, Input::Surrogate, "half of a pair"),
        (r#"{"gender":"\ude00\ud83d"}"#, Input::Surrogate, "a pair the wrong way round"),
        (r#"{"gender":"\ud83dA"}"#, Input::Surrogate, "half of a pair before a letter"),
        (r#"{"gender":"\ud83d\u0041"}"#, Input::Surrogate, "half of a pair before an escape"),
        (r#"{"gender":null}"#, Input::NotText, "null"),
        (r#"{"gender":true}"#, Input::NotText, "true"),
        (r#"{"gender":false}"#, Input::NotText, "false"),
        (r#"{"gender":-1.5e+3}"#, Input::NotText, "a number"),
        (r#"{"gender":{"a":[1,{"b":[]}],"c":{}}}"#, Input::NotText, "an object"),
        (r#"{"gender":[[],["male"]]}"#, Input::NotText, "an array"),
        (r#"{"gender":"male","gender":"male"}"#, Input::Duplicate, "twice the same"),
        (r#"{"gender":1,"\u0067ender":"male"}"#, Input::Duplicate, "twice, once escaped"),
    ];
    for (json, input, why) in table {
        let mut reader = Reader::default();
        let update = reader.read(json.as_bytes()).expect(why);
        assert!(update.is_object(), "{why}");
        assert_eq!(update.get(Field::Gender), *input, "{why}");
    }
}

#[test]
fn what_is_not_json_says_where() {
    let deep = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let table: &[(&[u8], JsonErrorKind, usize, &str)] = &[
        (b"", JsonErrorKind::End, 0, "nothing"),
        (b"  ", JsonErrorKind::End, 2, "only space"),
        (br#"{"gender":"ma"#, JsonErrorKind::End, 13, "cut off in a string"),
        (br#"{"gender""#, JsonErrorKind::End, 9, "cut off after a key"),
        (br#"{"gender":tru}"#, JsonErrorKind::Syntax, 13, "half a word"),
        (br#"{"gender":01}"#, JsonErrorKind::Syntax, 11, "a leading zero"),
        (br#"{"gender":1.}"#, JsonErrorKind::Syntax, 12, "no digit after the point"),
        (br#"{"gender":"a",}"#, JsonErrorKind::Syntax, 14, "a trailing comma"),
        (br#"{"gender":"a"}{"#, JsonErrorKind::Syntax, 14, "two values"),
        (br#"{gender:"a"}"#, JsonErrorKind::Syntax, 1, "a bare key"),
        (br#"{"gender":'a'}"#, JsonErrorKind::Syntax, 10, "single quotes"),
        (br#"{"gender":"\x61"}"#, JsonErrorKind::Syntax, 12, "an escape that JSON lacks"),
        (br#"{"gender":"\u00g1"}"#, JsonErrorKind::Syntax, 15, "no hexadecimal digit"),
        (b"{\"gender\":\"a\nb\"}", JsonErrorKind::Syntax, 12, "a bare line break"),
        (b"{\"gender\":\"\xff\"}", JsonErrorKind::Utf8, 11, "not UTF-8"),
        (b"{\"gender\":\"\xed\xa0\x80\"}", JsonErrorKind::Utf8, 11, "a surrogate as bytes"),
    ];
    for (json, kind, at, why) in table {
        let mut reader = Reader::default();
        let error = reader.read(json).expect_err(why);
        assert_eq!((error.kind, error.at), (*kind, *at), "{why}");
    }
    assert!(Reader::default().read(deep(MAX_DEPTH).as_bytes()).is_ok());
    let error = Reader::default().read(deep(MAX_DEPTH + 1).as_bytes()).map(|_| ()).unwrap_err();
    assert_eq!(error.kind, JsonErrorKind::Depth);
    assert!(Reader::default().read("[".repeat(10_000_000).as_bytes()).is_err());
}

#[test]
fn what_to_send_instead_is_said_in_words() {
    for (json, words) in [
        (&b"{\xff"[..], "Send UTF-8: it goes wrong at byte 2"),
        (b"{1", "Send JSON: it goes wrong at byte 2"),
        (b"{", "Send all of the JSON: it breaks off after byte 1"),
        (b"", "Send all of the JSON: there is none"),
        (&[b'['; 40], "Send flat JSON: it is nested too deep at byte 33"),
    ] {
        let mut reader = Reader::default();
        assert_eq!(reader.read(json).unwrap_err().to_string(), words);
    }
    assert_eq!(format!("{:?}", Reader::default()), "Reader", "what it holds is personal");
}

#[test]
fn other_values_are_not_objects() {
    for json in ["null", "[]", "\"a\"", "1", "[{\"gender\":\"male\"}]"] {
        let mut reader = Reader::default();
        assert!(!reader.read(json.as_bytes()).unwrap().is_object(), "{json}");
    }
}

#[test]
fn unknown_keys_are_kept_once_and_not_without_end() {
    let mut reader = Reader::default();
    let update = reader.read(br#"{"a":1,"\u0061":2,"b\ud800":3,"gender":"x"}"#).unwrap();
    assert_eq!(inputs(&update).2, ["a", "b\u{FFFD}"]);
    let mut many = String::new();
    for n in 0..100_000 {
        write!(many, "\"k{n}\":0,").unwrap();
    }
    let update = reader.read(format!("{{{many}\"k\":0}}").as_bytes()).unwrap().unknown().len();
    assert_eq!(update, ProfileUpdate::MAX_UNKNOWN);
    // One key again and again hides others, but not before a hundred and more.
    for (times, found) in [(127, 2), (128, 1)] {
        let again = "\"a\":0,".repeat(times);
        let json = format!("{{{again}\"b\":0}}");
        assert_eq!(reader.read(json.as_bytes()).unwrap().unknown().len(), found, "{times}");
    }
}

#[test]
fn every_escape_is_what_it_says() {
    let json = r#"{"reason":"\"\\\/\b\f\n\r\t\u00e9\u20AC\uD83D\uDE00\uDBFF\uDFFF"}"#;
    let mut reader = Reader::default();
    let update = reader.read(json.as_bytes()).unwrap();
    let expected = "\"\\/\u{8}\u{c}\n\r\té€😀\u{10FFFF}";
    assert_eq!(update.text(Field::Reason), Some(expected));
    for (json, why) in [
        (r#"{"reason":"\ud7ff"}"#, "the last before the surrogates"),
        (r#"{"reason":"\ue000"}"#, "the first after them"),
    ] {
        assert!(
            matches!(reader.read(json.as_bytes()).unwrap().get(Field::Reason), Input::Text(_)),
            "{why}"
        );
    }
    for (json, why) in [
        (r#"{"reason":"\ud800"}"#, "the first high one"),
        (r#"{"reason":"\udbff"}"#, "the last high one"),
        (r#"{"reason":"\udc00"}"#, "the first low one"),
        (r#"{"reason":"\udfff"}"#, "the last low one"),
        (r#"{"reason":"\ud800\ue000"}"#, "a high one and no low one"),
        (r#"{"reason":"\ud800\udbff"}"#, "two high ones"),
    ] {
        assert_eq!(
            reader.read(json.as_bytes()).unwrap().get(Field::Reason),
            Input::Surrogate,
            "{why}"
        );
    }
}

#[test]
fn what_is_forgotten_is_gone() {
    let mut reader = Reader::default();
    let json = br#"{"reason":"m\u0061le","gender":"\u0061"}"#;
    reader.read(json).unwrap();
    assert_eq!(reader.decoded, "malea");
    let (at, room) = (reader.decoded.as_ptr(), reader.decoded.capacity());
    reader.forget();
    assert!(reader.decoded.is_empty());
    reader.read(json).unwrap();
    assert_eq!((at, room), (reader.decoded.as_ptr(), reader.decoded.capacity()), "no copy is left");
}

#[test]
fn nesting_counts_from_the_record() {
    let mut reader = Reader::default();
    let inside = |open: &str, close: &str, depth| {
        format!("{{\"x\":{}{}}}", open.repeat(depth), close.repeat(depth))
    };
    for (open, close) in [("[", "]"), ("[1,[", "]]"), ("{\"a\":{\"b\":", "}}")] {
        let each = open.matches(['[', '{']).count();
        let depth = (MAX_DEPTH - 1) / each;
        let full = inside(open, close, depth).replace(":}", ":0}");
        assert!(reader.read(full.as_bytes()).is_ok(), "{full}");
        let over = inside(open, close, depth + 1).replace(":}", ":0}");
        assert_eq!(reader.read(over.as_bytes()).unwrap_err().kind, JsonErrorKind::Depth, "{over}");
    }
    // Objects and arrays close as they were opened.
    for (json, right) in [
        (r#"{"x":[{"a":[{}]},[[]],{"b":{"c":[]}}],"y":1}"#, true),
        (r#"{"x":[{"a":[}]}]}"#, false),
        (r#"{"x":{"a":1]}"#, false),
        (r#"{"x":[1}"#, false),
        (r#"{"x":[{"a":1},"b"]}"#, true),
        (r#"{"x":[{"a":1},"b":2]}"#, false),
        (r#"{"x":{"a":[1],"b"}}"#, false),
        (r#"{"x":{"a":{},"b":[]}}"#, true),
        (r#"{"x":-}"#, false),
        (r#"{"x":-0}"#, true),
        (r#"{"x":1e}"#, false),
        (r#"{"x":1E+}"#, false),
        (r#"{"x":1E-7}"#, true),
        (r#"{"x":.5}"#, false),
    ] {
        assert_eq!(reader.read(json.as_bytes()).is_ok(), right, "{json}");
    }
}

/// A small generator: JSON that is nearly right, from a seed.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    fn json(&mut self) -> String {
        const PIECES: [&str; 30] = [
            "{",
            "}",
            "\"",
            ":",
            ",",
            "[",
            "]",
            "\\",
            "\\u0041",
            "\\ud83d",
            "\\ude00",
            "\\n",
            "null",
            "true",
            "1",
            "-0.5e9",
            " ",
            "\n",
            "é",
            "\u{1}",
            "\"gender\":",
            "\"gender\":\"male\"",
            "\"reason\":\"a b\"",
            "\"first_name\":\"Zoë\",",
            "\"date_of_birth\" : \"1969-09-19\"",
            "\"x\":{}",
            "\"x\":[1,2]",
            "abc",
            "ÿ\u{7f}",
            "0",
        ];
        let mut json = String::from(if self.below(8) == 0 { "" } else { "{" });
        for _ in 0..self.below(8) {
            json.push_str(PIECES[self.below(PIECES.len())]);
            if self.below(3) == 0 {
                json.push(',');
            }
        }
        if self.below(8) != 0 {
            json.push('}');
        }
        json
    }
}

#[test]
fn a_string_ends_at_its_quote_wherever_that_stands() {
    // Eight bytes are looked at together: what matters stands at each place among them.
    for before in 0..20 {
        let before = "é ".repeat(before / 3) + "aa".get(..before % 3).unwrap();
        for (after, text, why) in [
            ("\"}", Some(""), "the end"),
            (" \" , \"gender\" : \"x\" }\n", Some(" "), "space between tokens"),
            ("\\\"\"}", Some("\""), "a quote with a backslash"),
            ("\\n字\"}", Some("\n字"), "a line break with a backslash"),
            ("\\\\\"}", Some("\\"), "a backslash"),
            ("\\\\\"\"}", None, "a quote after the end"),
            ("\\\"}", None, "no end"),
            ("\u{1F}\"}", None, "a control"),
            ("\n\"}", None, "a bare line break"),
            ("\u{7F}\"}", Some("\u{7F}"), "a control that JSON takes"),
        ] {
            let json = format!("{{\"reason\":\"{before}{after}");
            let mut reader = Reader::default();
            let read = reader.read(json.as_bytes());
            let read = read.ok().and_then(|update| update.text(Field::Reason).map(String::from));
            assert_eq!(read, text.map(|text| before.clone() + text), "{why}: {json}");
        }
    }
}

#[test]
fn a_foreign_reader_agrees() {
    let mut random = Random(7);
    let mut read = 0;
    for _ in 0..rounds(200_000) {
        let json = random.json();
        let mut decoded = String::new();
        let exact = exact::read(&json, &mut decoded);
        let foreign: Result<serde::de::IgnoredAny, _> = serde_json::from_str(&json);
        assert_eq!(exact.is_ok(), foreign.is_ok(), "{json}");
        let Ok(update) = exact else { continue };
        read += 1;
        let Ok(serde_json::Value::Object(object)) = serde_json::from_str(&json) else { continue };
        for field in Field::ALL {
            match update.get(field) {
                Input::Missing => assert!(!object.contains_key(field.name()), "{json}"),
                Input::Text(text) => assert_eq!(object[field.name()], text, "{json}"),
                Input::NotText => assert!(!object[field.name()].is_string(), "{json}"),
                // serde_json keeps the last of several, and knows no lone surrogates.
                Input::Duplicate | Input::Surrogate => {
                    assert!(object.contains_key(field.name()), "{json}");
                }
            }
        }
    }
    assert!(read > rounds(10_000), "the generator makes too little that can be read");
}

/// A quote where a country or a date nearly always ends is not always its end.
#[test]
fn a_value_ends_where_it_ends() {
    for field in Field::ALL {
        let odd = [
            "",
            "a",
            "ab",
            "abc",
            "\\\"",
            "a\\\"b",
            "\\\\",
            "\"\"",
            "\n",
            "\n\n",
            "a\n",
            "1969-09-19",
            "1969-09-1\\\"",
            "\t969-09-19",
        ];
        for text in odd {
            let member = |of: Field| {
                format!("\"{}\":\"{}\"", of.name(), if of == field { text } else { "ok" })
            };
            let members: Vec<String> = Field::ALL.into_iter().map(member).collect();
            let json = format!("{{{}}}", members.join(","));
            let mut update = ProfileUpdate::default();
            let quick = super::quick_record(&json, &mut update);
            let is_plain = !text.contains(['\\', '"', '\n', '\t']);
            assert_eq!(quick, is_plain.then_some(""), "{json}");
            assert!(!is_plain || update.text(field) == Some(text), "{json}");
        }
    }
}

/// Records as programs write them, and such as are nearly so: a quick answer is the exact one's.
#[test]
fn a_record_in_order_is_read_as_the_exact_way_reads_it() {
    let mut state = 1_u64;
    let mut below = move |n: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % n
    };
    let mut quick = [0, 0];
    for _ in 0..rounds(40_000) {
        let mut json = String::from("{");
        let space = [" ", ""][below(2)];
        for (at, field) in Field::ALL.into_iter().enumerate() {
            if at > 0 {
                write!(json, ",{space}").unwrap();
            }
            write!(json, "\"{}\":{space}\"", field.name()).unwrap();
            for _ in 0..below(20) {
                json.push(
                    ['a', 'Z', ' ', '}', '{', ':', ',', 'é', '字', '🙂', '\u{7F}'][below(11)],
                );
            }
            json.push('"');
        }
        json.push('}');
        let whole = json.len();
        let after = ["", "\n", " ", "\r\n{}", "x"][below(5)];
        json.push_str(after);
        if below(2) == 0 {
            // One character is another, or is not there.
            let places: Vec<usize> = json.char_indices().map(|(at, _)| at).collect();
            let at = places[below(places.len())];
            json.remove(at);
            let odd = ["", "\"", "\\", "\0", "\n", " ", "b", "\\u0061", "é"][below(9)];
            json.insert_str(at, odd);
        }
        let mut update = ProfileUpdate::not_an_object();
        update.take_unknown("another".into());
        let Some(rest) = super::quick_record(&json, &mut update) else {
            assert!(
                update.present().is_empty() && update.unknown().is_empty() && update.is_object()
            );
            continue;
        };
        quick[space.len()] += 1;
        let record = &json[..json.len() - rest.len()];
        let mut decoded = String::new();
        let exact = exact::read(record, &mut decoded).unwrap();
        assert_eq!(inputs(&update), inputs(&exact), "{json}");
        assert!(whole >= 200 && record.ends_with('}'));
    }
    assert!(quick.iter().all(|count| *count > rounds(5_000)), "{quick:?}");
}
