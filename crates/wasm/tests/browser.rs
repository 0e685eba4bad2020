//! The binding in a real browser: inputs laid down as JavaScript lays them, answers read as it
//! reads them.
#![cfg(target_arch = "wasm32")]

use client_profile::settings::Settings;
use client_profile::{Code, Field, Rules};
use client_profile_wasm::{Checker, normalize, validate_value};
use js_sys::{Int32Array, JSON, Object, Reflect, Uint8Array, Uint32Array, WebAssembly::Memory};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const EXAMPLE: [&str; Field::COUNT] = [
    "API",
    "doge",
    "in",
    "hedging",
    "in",
    "in",
    "UX-1989389",
    "in",
    "retired",
    "1969-09-19",
    "male",
    "api test",
];

/// 2026-11-23.
const TODAY: i32 = 20_780;

fn buffer() -> js_sys::ArrayBuffer {
    wasm_bindgen::memory().unchecked_into::<Memory>().buffer().unchecked_into()
}

fn address(number: usize) -> u32 {
    u32::try_from(number).unwrap()
}

fn bytes(at: usize, length: usize) -> Uint8Array {
    Uint8Array::new_with_byte_offset_and_length(&buffer(), address(at), address(length))
}

/// Lays text and numbers on the desk.
fn lay(checker: &mut Checker, text: &str, numbers: &[i32; Field::COUNT]) {
    let at = checker.text(text.len());
    bytes(at, text.len()).copy_from(text.as_bytes());
    let place = address(checker.lengths());
    Int32Array::new_with_byte_offset_and_length(&buffer(), place, address(Field::COUNT))
        .copy_from(numbers);
}

/// Checks by the default rules, laid down as `src/rules.rs` says.
fn by_default() -> Checker {
    let mut checker = Checker::new(normalize);
    let settings = Settings::of(&Rules::default());
    let known: String = settings.known.iter().map(|country| country.to_string()).collect();
    let [reasons, statuses, genders] = settings.words.map(|words| words.join(" "));
    let lines = [
        [&known; 5].map(String::as_str).join("\n"),
        "\n".to_owned(),
        [&reasons, &statuses, &genders].map(String::as_str).join("\n"),
        "\n\n".to_owned(),
    ];
    let text = lines.join("\n");
    lay(&mut checker, &text, &[100, 50, 255, 25, 18, 121, 1, 0, -1, -1, -1, -1]);
    checker.take_rules(text.len());
    checker
}

/// The answer's words to these texts.
fn answer(checker: &mut Checker, texts: &[&str; Field::COUNT]) -> Vec<u32> {
    let length = |text: &str| i32::try_from(text.len()).unwrap();
    lay(checker, &texts.concat(), &texts.map(length));
    let count = checker.check(Field::COUNT, TODAY);
    let words = checker.answer();
    Uint32Array::new_with_byte_offset_and_length(&buffer(), address(words), address(count)).to_vec()
}

#[wasm_bindgen_test]
fn the_documented_example_blocks_nothing_and_changes_nothing() {
    let words = answer(&mut by_default(), &EXAMPLE);
    assert!(words.first().is_none_or(|flags| *flags == 1), "{words:?}");
}

#[wasm_bindgen_test]
fn a_wrong_date_is_one_finding() {
    let mut texts = EXAMPLE;
    texts[Field::DateOfBirth as usize] = "2023-02-29";
    let words = answer(&mut by_default(), &texts);
    assert_eq!(words[0], 0);
    let expected = Code::DateImpossible as u32 | (Field::DateOfBirth as u32 + 1) << 8;
    assert!(words[2..].contains(&expected), "{words:?}");
}

#[wasm_bindgen_test]
fn the_browser_composes_what_the_quick_check_leaves_to_it() {
    let mut texts = EXAMPLE;
    texts[Field::FirstName as usize] = "Zoe\u{308}";
    // The text lies in its memory.
    let mut checker = by_default();
    let words = answer(&mut checker, &texts);
    assert_eq!(words[0] & 3, 3, "{words:?}");
    let text = bytes((words[1] + words[2]) as usize, words[3] as usize);
    assert_eq!(text.to_vec(), "Zo\u{eb}".as_bytes());
    drop(checker);
}

/// What serde's way says of these texts, as JSON.
fn by_value(texts: &[&str; Field::COUNT], rules: &JsValue) -> String {
    let profile = Object::new();
    for (field, text) in Field::ALL.into_iter().zip(texts) {
        Reflect::set(&profile, &field.name().into(), &(*text).into()).unwrap();
    }
    let answer = validate_value(&profile, rules, TODAY).unwrap();
    JSON::stringify(&answer).unwrap().into()
}

/// The codes in an answer in which no value changed: `answer.rs` says how it is laid out.
fn codes(words: &[u32]) -> Vec<u32> {
    let mut codes = Vec::new();
    let mut at = 2;
    while let Some(head) = words.get(at) {
        codes.push(head & 0xff);
        let following = [(24, 1), (25, 2)];
        let words = following.iter().map(|(bit, words)| (head >> bit & 1) as usize * words);
        at += 1 + words.sum::<usize>();
    }
    codes
}

#[wasm_bindgen_test]
fn whole_values_are_told_what_the_desk_is_told() {
    let mut wrong = EXAMPLE;
    wrong[Field::DateOfBirth as usize] = "2023-02-29";
    wrong[Field::FirstName as usize] = " Zoe\u{308} ";
    for texts in [EXAMPLE, wrong] {
        let words = answer(&mut by_default(), &texts);
        let json = by_value(&texts, &JsValue::UNDEFINED);
        let found = codes(&words);
        for code in Code::ALL {
            let told = json.contains(&format!("\"{}\"", code.as_str()));
            assert_eq!(told, found.contains(&(*code as u32)), "{json}");
        }
    }
    assert!(
        by_value(&EXAMPLE, &JsValue::UNDEFINED).contains("\"value\":{\"account_opening_reason\"")
    );
    assert!(!by_value(&wrong, &JsValue::UNDEFINED).contains("\"value\""));
    let strict = JSON::parse("{\"tin\":\"strict\"}").unwrap();
    assert!(by_value(&EXAMPLE, &strict).contains("\"severity\":\"error\""));
    for rules in [
        "{\"tin\":1}",
        "{\"minimum_aeg\":21}",
        "{\"minimum_age\":200}",
        "{\"countries\":{\"birth_country\":{\"refused\":{\"x\":[]}}}}",
        "[]",
    ] {
        let rules = JSON::parse(rules).unwrap();
        assert!(validate_value(&JsValue::NULL, &rules, TODAY).is_err());
    }
}

#[wasm_bindgen_test]
fn whole_values_may_be_anything() {
    let function: JsValue = js_sys::Function::new_no_args("").into();
    for none in [JSON::parse("[]").unwrap(), JsValue::from(3), JsValue::NULL, function.clone()] {
        let answer = validate_value(&none, &JsValue::UNDEFINED, TODAY).unwrap();
        let answer: String = JSON::stringify(&answer).unwrap().into();
        assert!(answer.contains("not_an_object"), "{answer}");
    }
    let half = js_sys::JsString::from_char_code1(0xd800).into();
    for (key, value, found) in [
        ("reason", half, "text_surrogate"),
        ("reason", "a\u{fffd}".into(), "[]"),
        ("reason", JsValue::UNDEFINED, "missing_field"),
        ("reason", JsValue::NULL, "not_a_string"),
        ("reason", function.clone(), "not_a_string"),
        ("nickname", function, "unknown_field"),
    ] {
        let profile = Object::new();
        for (field, text) in Field::ALL.into_iter().zip(EXAMPLE) {
            Reflect::set(&profile, &field.name().into(), &text.into()).unwrap();
        }
        Reflect::set(&profile, &key.into(), &value).unwrap();
        let basic = JSON::parse("{\"tin\":\"basic\"}").unwrap();
        let answer = validate_value(&profile, &basic, TODAY).unwrap();
        let issues = Reflect::get(&answer, &"issues".into()).unwrap();
        let issues: String = JSON::stringify(&issues).unwrap().into();
        assert!(issues.contains(found), "{key}: {issues}");
    }
    let throws = js_sys::eval("({ get gender() { throw 7 } })").unwrap();
    assert_eq!(validate_value(&throws, &JsValue::UNDEFINED, TODAY), Err(7.into()));
}
