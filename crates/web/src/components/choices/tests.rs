//! Radio buttons.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

use super::{Choices, ChoicesProps};
use crate::components::stage::{Stage, notes, settle, show};

fn checked(stage: &Stage, id: &str) -> bool {
    stage.find(id).unchecked_into::<HtmlInputElement>().checked()
}

#[wasm_bindgen_test]
async fn one_is_chosen_and_follows_the_value() {
    let value = RwSignal::new("b".to_owned());
    let stage = show(move || {
        Choices(ChoicesProps {
            id: "size",
            legend: "Size".to_owned(),
            notes: notes(RwSignal::new(None)),
            choices: ["a", "b", "c"].map(|word| (word.to_owned(), word.to_uppercase())).to_vec(),
            translate: "no",
            value,
            on_input: Rc::new(|| {}),
            on_leave: Rc::new(|| {}),
        })
    });
    assert_eq!(stage.find("legend").inner_text(), "Size");
    let translate = |selector| stage.attribute(selector, "translate");
    assert_eq!(
        [translate("fieldset"), translate("legend")],
        ["no", "yes"].map(|is| Some(is.to_owned()))
    );
    assert_eq!(stage.attribute("fieldset", "aria-describedby").as_deref(), Some("size-hint"));
    assert!(checked(&stage, "#size-1") && !checked(&stage, "#size"));
    stage.find("#size").click();
    assert_eq!(value.get_untracked(), "a");
    value.set("c".to_owned());
    settle().await;
    assert!(checked(&stage, "#size-2") && !checked(&stage, "#size"));
    value.set("elsewhere".to_owned());
    settle().await;
    assert_eq!(stage.count("input:checked"), 0);
}
