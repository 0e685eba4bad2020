//! The rules of the deployment, as its server tells them: what this build knows is taken, the
//! rest is left with one note on the console.

use std::cell::Cell;
use std::collections::BTreeMap;

use client_profile::field::Kind;
use client_profile::rules::{CountryLists, NotNeeded, TinMode};
use client_profile::{Country, Field, Rules, choice};
use wasm_bindgen::prelude::*;

use crate::app::{App, Screen};
use crate::boot;
use crate::json::Json;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console)]
    fn info(note: &str);
}

/// Uses the rules of the text, over the built-in ones where it is silent.
pub fn use_fetched(app: App, text: &str) {
    let Some(json) = Json::parse(text).filter(Json::is_object) else { return };
    let (rules, unknown) = read(&json);
    if !app.draft.use_rules(rules) || unknown {
        info("client-profile: the server has rules that this page does not know");
    }
    if app.screen.get_untracked() == Screen::Form {
        // They came late: the form stands already, perhaps with the choices of others.
        boot::keep_place();
        app.draft.judge_again();
        app.screen.set(Screen::Form);
    }
}

/// Reads rules; also tells whether there were any that this build does not know.
pub fn read(json: &Json) -> (Rules, bool) {
    let mut rules = Rules::default();
    let mut known = usize::from(json.get("version").is_some());
    // Tables in place of one branch a name, which would be twice the code.
    for (key, limit) in [
        ("name_max_length", &mut rules.name_max_length),
        ("name_long", &mut rules.name_long),
        ("reason_max_length", &mut rules.reason_max_length),
        ("tin_max_length", &mut rules.tin_max_length),
    ] {
        known += usize::from(take(limit, number(json, key)));
    }
    for (key, years) in
        [("minimum_age", &mut rules.minimum_age), ("age_limit", &mut rules.age_limit)]
    {
        let number = number(json, key).map(|number| u16::try_from(number).unwrap_or(u16::MAX));
        known += usize::from(take(years, number));
    }
    for (key, list) in [
        ("extra_countries", &mut rules.extra_countries),
        ("gender", &mut rules.gender),
        ("employment_status", &mut rules.employment_status),
        ("account_opening_reason", &mut rules.account_opening_reason),
    ] {
        known += usize::from(take(list, json.get(key).as_ref().and_then(words)));
    }
    // What names a country, a field or a status of a newer release is left out: it would take all the
    // rest with it.
    let unknown = Cell::new(false);
    let countries = rules.known_countries();
    let is_country =
        &move |code: &String| Country::new(code).is_some_and(|code| countries.contains(code));
    let lists = json.get("countries").map(|value| {
        map_of(&value, &unknown, |name, value| {
            let is_one = |field: Field| field.spec().kind == Kind::Country;
            Field::from_name(name)
                .is_some_and(is_one)
                .then(|| country_lists(value, is_country, &unknown))
        })
    });
    known += usize::from(take(&mut rules.countries, lists));
    known += usize::from(take(&mut rules.tin, json.get("tin").as_ref().and_then(mode)));
    let modes = json.get("tin_by_country").map(|value| {
        map_of(&value, &unknown, |code, value| mode(value).filter(|_| is_country(code)))
    });
    known += usize::from(take(&mut rules.tin_by_country, modes));
    let gender = json.get("tin_gender").map(|value| value.is_true());
    known += usize::from(take(&mut rules.tin_gender, gender));
    let statuses = rules.employment_status.clone();
    let is_status = &move |word: &String| {
        statuses.contains(word) || choice::words(Field::EmploymentStatus).contains(&word.as_str())
    };
    let not_needed = json.get("tin_not_needed_for").map(|value| NotNeeded {
        employment_status: words_of(&value, "employment_status", is_status, &unknown),
        countries: words_of(&value, "countries", is_country, &unknown),
    });
    known += usize::from(take(&mut rules.tin_not_needed_for, not_needed));
    (rules, unknown.get() || known != json.members().len())
}

/// Puts a value that was read in its place; tells whether there was one.
fn take<T>(place: &mut T, read: Option<T>) -> bool {
    let is_there = read.is_some();
    if let Some(value) = read {
        *place = value;
    }
    is_there
}

/// The whole number under a key; one that is too large is as good as no limit.
fn number(json: &Json, key: &str) -> Option<u32> {
    let number = json.get(key)?.number().filter(|number| number.fract() == 0.0 && *number >= 0.0);
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "casts of floats saturate, and a limit that large is none"
    )]
    number.map(|number| number as u32)
}

fn words(json: &Json) -> Option<Vec<String>> {
    json.items().map(|items| items.iter().filter_map(Json::text).collect())
}

/// Those of the words under a key that are known.
fn words_of(
    json: &Json,
    key: &str,
    is_known: &dyn Fn(&String) -> bool,
    unknown: &Cell<bool>,
) -> Vec<String> {
    let mut words = json.get(key).as_ref().and_then(words).unwrap_or_default();
    let all = words.len();
    words.retain(is_known);
    unknown.set(unknown.get() || words.len() < all);
    words
}

fn map_of<V>(
    json: &Json,
    unknown: &Cell<bool>,
    read: impl Fn(&String, &Json) -> Option<V>,
) -> BTreeMap<String, V> {
    // Collecting would sort first, and link a sort for every type.
    let mut map = BTreeMap::new();
    for (key, value) in json.members() {
        match read(&key, &value) {
            Some(value) => drop(map.insert(key, value)),
            None => unknown.set(true),
        }
    }
    map
}

fn country_lists(
    json: &Json,
    is_known: &dyn Fn(&String) -> bool,
    unknown: &Cell<bool>,
) -> CountryLists {
    let refused = words_of(json, "refused", is_known, unknown);
    let mut allowed = words_of(json, "allowed", is_known, unknown);
    if allowed.is_empty() {
        // None allowed means all: where none is known, the rules are not taken.
        allowed = json.get("allowed").as_ref().and_then(words).unwrap_or_default();
    }
    CountryLists { allowed, refused }
}

fn mode(json: &Json) -> Option<TinMode> {
    match json.text().as_deref() {
        Some("basic") => Some(TinMode::Basic),
        Some("advise") => Some(TinMode::Advise),
        Some("strict") => Some(TinMode::Strict),
        _ => None,
    }
}
