//! The text field and what is said about it.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{TextField, TextFieldProps};
use crate::components::stage::{notes, settle, show};

#[wasm_bindgen_test]
async fn label_hint_and_message_belong_to_the_control() {
    let value = RwSignal::new("before".to_owned());
    let error = RwSignal::new(None);
    let (inputs, leaves) = (RwSignal::new(0), RwSignal::new(0));
    let stage = show(move || {
        TextField(TextFieldProps {
            id: "town",
            label: "Town".to_owned(),
            notes: notes(error),
            value,
            on_input: Rc::new(move || inputs.update(|count| *count += 1)),
            on_leave: Rc::new(move || leaves.update(|count| *count += 1)),
            autocomplete: "off",
            left_to_right: false,
        })
    });
    assert_eq!(stage.attribute("label", "for").as_deref(), Some("town"));
    assert_eq!(stage.value("#town"), "before");
    assert_eq!(stage.attribute("#town", "aria-describedby").as_deref(), Some("town-hint"));
    assert_eq!(stage.attribute("#town", "aria-invalid"), None);

    error.set(Some("Enter your town".to_owned()));
    settle().await;
    let described = stage.attribute("#town", "aria-describedby");
    assert_eq!(described.as_deref(), Some("town-hint town-error"), "the hint stays");
    assert_eq!(stage.attribute("#town", "aria-invalid").as_deref(), Some("true"));
    assert_eq!(stage.find("#town-error").inner_text(), "Error: Enter your town");

    error.set(None);
    settle().await;
    assert_eq!(stage.attribute("#town", "aria-invalid"), None);
    assert!(stage.find("#town-error").has_attribute("hidden"));

    stage.type_into("#town", "after", "input");
    stage.send("#town", "blur");
    assert_eq!(value.get_untracked(), "after");
    assert_eq!((inputs.get_untracked(), leaves.get_untracked()), (1, 1));

    value.set("elsewhere".to_owned());
    settle().await;
    assert_eq!(stage.value("#town"), "elsewhere", "the control follows its value");
}
