//! The select, its blank option, and the button that copies another answer.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{CountrySelect, CountrySelectProps, SameAs};
use crate::components::stage::{notes, settle, show};

#[wasm_bindgen_test]
async fn every_value_survives_and_another_answer_can_be_copied() {
    let value = RwSignal::new(String::new());
    let other = RwSignal::new("fr".to_owned());
    let stage = show(move || {
        CountrySelect(CountrySelectProps {
            id: "land",
            label: "Land".to_owned(),
            notes: notes(RwSignal::new(None)),
            options: [("de", "Germany"), ("fr", "France")]
                .map(|(code, name)| (code.to_owned(), name.to_owned()))
                .to_vec(),
            locale: "en",
            blank: "Choose".to_owned(),
            value,
            on_input: Rc::new(|| {}),
            on_leave: Rc::new(|| {}),
            autocomplete: "off",
            same_as: Some(SameAs { words: "Same".to_owned(), other }),
        })
    });
    assert_eq!(stage.count("option"), 3);
    assert_eq!(stage.value("#land"), "", "blank first");
    stage.find(".same-as").click();
    settle().await;
    assert_eq!(stage.value("#land"), "fr");
    assert!(stage.find(".same-as").has_attribute("hidden"), "nothing left to copy");
    stage.type_into("#land", "de", "change");
    assert_eq!(value.get_untracked(), "de");
    for (code, name) in [("xx", "XX"), ("es", "Spain")] {
        value.set(code.to_owned());
        settle().await;
        assert_eq!(stage.value("#land"), code, "a value that is not in the list is seen");
        assert_eq!(stage.find("option:last-child").text_content().as_deref(), Some(name));
    }
}
