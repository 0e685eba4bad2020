//! Text with a count.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{CountedText, CountedTextProps};
use crate::components::stage::{notes, settle, show};
use crate::element::follows;

#[wasm_bindgen_test]
async fn the_count_follows_and_describes_the_control() {
    let value = RwSignal::new(String::new());
    let stage = show(move || {
        CountedText(CountedTextProps {
            id: "why",
            label: "Why".to_owned(),
            notes: notes(RwSignal::new(None)),
            value,
            count: follows(move || value.with(|text| format!("{} left", 10 - text.len()))),
            on_input: Rc::new(|| {}),
            on_leave: Rc::new(|| {}),
        })
    });
    let described = stage.attribute("#why", "aria-describedby");
    assert_eq!(described.as_deref(), Some("why-hint why-count"));
    stage.type_into("#why", "abc", "input");
    settle().await;
    assert_eq!(stage.find("#why-count").inner_text(), "7 left");
}
