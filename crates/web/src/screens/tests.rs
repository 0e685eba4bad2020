//! Every country and every day, through the controls: what they hold becomes the wire's text, and
//! the wire's text what they hold. That the same texts survive the service is in e2e/values.test.js.

use client_profile::{Date, Field};
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::control::Shared;
use crate::app::App;
use crate::components::stage::{Stage, settle, show};
use crate::config::Config;
use crate::intl;
use crate::words::Words;

const COUNTRIES: [Field; 4] = [
    Field::ResidenceCountry,
    Field::TaxResidenceCountry,
    Field::BirthCountry,
    Field::CitizenCountry,
];

/// The control of a field, of a page of its own.
fn stage(field: Field) -> (App, Stage) {
    let words = Words::new("en", include_str!("../../messages/en.txt"));
    let app = App::new(words, Config::default());
    (app, show(move || Shared::new(app, words).control(field)))
}

#[wasm_bindgen_test]
async fn every_country_survives_select_and_wire() {
    for field in COUNTRIES {
        let (app, stage) = stage(field);
        let known = app.draft.rules.with_untracked(client_profile::Rules::known_countries);
        let text = app.draft.text(field);
        let select = format!("#{}", field.name());
        assert_eq!(stage.count(&format!("{select} option")), 251, "250 and a blank");
        for country in known.iter() {
            let code = country.as_str();
            stage.type_into(&select, code, "change");
            assert_eq!(text.get_untracked(), code);
            app.draft.write(field, "");
            settle().await;
            assert_eq!(stage.value(&select), "");
            app.draft.write(field, code);
            settle().await;
            assert_eq!(stage.value(&select), code);
        }
    }
}

#[wasm_bindgen_test]
async fn every_day_from_1900_to_today_survives_boxes_and_wire() {
    let field = Field::DateOfBirth;
    let (app, stage) = stage(field);
    let text = app.draft.text(field);
    let boxes = ["day", "month", "year"].map(|part| format!("#{}-{part}", field.name()));
    let first = Date::new(1900, 1, 1).unwrap();
    for days in first.days_since_epoch()..=intl::today().days_since_epoch() {
        let date = Date::from_days_since_epoch(days).unwrap();
        let wire = date.to_string();
        app.draft.write(field, &wire);
        settle().await;
        let shown = boxes.each_ref().map(|part| stage.value(part));
        let meant = [u16::from(date.day()), u16::from(date.month()), date.year()];
        assert_eq!(shown, meant.map(|number| number.to_string()));
        // As if they had just been typed.
        text.set(String::new());
        let [day, ..] = &boxes;
        stage.send(day, "input");
        assert_eq!(text.get_untracked(), wire);
    }
}
