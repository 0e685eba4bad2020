//! The rules of the deployment, as its server tells them: what this build knows is taken, the
//! rest is left with one note on the console.

use std::collections::BTreeMap;

use client_profile::Rules;
use client_profile::rules::{CountryLists, NotNeeded, TinMode};
use wasm_bindgen::prelude::*;

use crate::app::App;
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
    if unknown {
        info("client-profile: the server has rules that this page does not know");
    }
    app.draft.use_rules(rules);
}

/// Reads rules; also tells whether there were any that this build does not know.
pub fn read(json: &Json) -> (Rules, bool) {
    let mut rules = Rules::default();
    let mut unknown = false;
    for (key, value) in json.members() {
        let number = value.number().filter(|number| number.fract() == 0.0 && *number >= 0.0);
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "casts of floats saturate, and a limit that large is none"
        )]
        let (limit, years) =
            (number.map(|number| number as u32), number.map(|number| number as u16));
        let known = match key.as_str() {
            "version" => Some(()),
            "name_max_length" => limit.map(|limit| rules.name_max_length = limit),
            "name_long" => limit.map(|limit| rules.name_long = limit),
            "reason_max_length" => limit.map(|limit| rules.reason_max_length = limit),
            "tin_max_length" => limit.map(|limit| rules.tin_max_length = limit),
            "minimum_age" => years.map(|years| rules.minimum_age = years),
            "age_limit" => years.map(|years| rules.age_limit = years),
            "extra_countries" => words(&value).map(|words| rules.extra_countries = words),
            "gender" => words(&value).map(|words| rules.gender = words),
            "employment_status" => words(&value).map(|words| rules.employment_status = words),
            "account_opening_reason" => {
                words(&value).map(|words| rules.account_opening_reason = words)
            }
            "countries" => {
                rules.countries = map_of(&value, country_lists);
                Some(())
            }
            "tin" => mode(&value).map(|mode| rules.tin = mode),
            "tin_by_country" => {
                rules.tin_by_country = map_of(&value, mode);
                Some(())
            }
            "tin_gender" => {
                rules.tin_gender = value.is_true();
                Some(())
            }
            "tin_not_needed_for" => {
                rules.tin_not_needed_for = NotNeeded {
                    employment_status: words_of(&value, "employment_status"),
                    countries: words_of(&value, "countries"),
                };
                Some(())
            }
            _ => None,
        };
        unknown |= known.is_none();
    }
    (rules, unknown)
}

fn words(json: &Json) -> Option<Vec<String>> {
    json.items().map(|items| items.iter().filter_map(Json::text).collect())
}

fn words_of(json: &Json, key: &str) -> Vec<String> {
    json.get(key).as_ref().and_then(words).unwrap_or_default()
}

fn map_of<V>(json: &Json, read: impl Fn(&Json) -> Option<V>) -> BTreeMap<String, V> {
    // Collecting would sort first, and link a sort for every type.
    let mut map = BTreeMap::new();
    for (key, value) in json.members() {
        if let Some(value) = read(&value) {
            map.insert(key, value);
        }
    }
    map
}

#[allow(clippy::unnecessary_wraps, reason = "the shape `map_of` wants")]
fn country_lists(json: &Json) -> Option<CountryLists> {
    Some(CountryLists { allowed: words_of(json, "allowed"), refused: words_of(json, "refused") })
}

fn mode(json: &Json) -> Option<TinMode> {
    match json.text().as_deref() {
        Some("basic") => Some(TinMode::Basic),
        Some("advise") => Some(TinMode::Advise),
        Some("strict") => Some(TinMode::Strict),
        _ => None,
    }
}
