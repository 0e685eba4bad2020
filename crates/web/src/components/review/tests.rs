//! The list of changes.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Change, Review, ReviewProps, ReviewWords};
use crate::components::stage::{settle, show};
use crate::element::follows;

#[wasm_bindgen_test]
async fn old_and_new_are_told_apart_without_colour_and_each_can_be_changed() {
    let asked = RwSignal::new(None);
    let disabled = RwSignal::new(None);
    let change = |label: &str, old: Option<&str>, target| Change {
        label: label.to_owned(),
        old: old.map(str::to_owned),
        new: "new".to_owned(),
        around: if old.is_some() { ("", "") } else { ("~", " (as before)") },
        translate: if old.is_some() { "no" } else { "yes" },
        advice: vec!["look again".to_owned()],
        target,
    };
    let changes = vec![change("Town", Some("old"), 3), change("Why", None, 7)];
    let stage = show(move || {
        Review(ReviewProps {
            changes,
            words: ReviewWords {
                old: "Before:".to_owned(),
                new: "Now:".to_owned(),
                change: "Change".to_owned(),
                advice: "Check:".to_owned(),
            },
            on_change: Arc::new(move |target| asked.set(Some(target))),
            disabled: follows(move || disabled.get()),
        })
    });
    assert_eq!(stage.find(".old").text_content().as_deref(), Some("Before: old"));
    assert_eq!(stage.find(".new").text_content().as_deref(), Some("Now: new"));
    let new = stage.find(".change:last-child .new");
    assert_eq!(new.text_content().as_deref(), Some("~new (as before)"));
    assert_eq!(
        stage.count(".old"),
        1,
        "what has no old value shows none, and has no word for the new one"
    );
    assert_eq!(stage.count(".changes [translate=no]"), 2, "old and new value of the first");
    assert_eq!(stage.find(".advice").text_content().as_deref(), Some("Check: look again"));
    assert_eq!(stage.find("button").text_content().as_deref(), Some("Change Town"));
    stage.find("button").click();
    assert_eq!(asked.get_untracked(), Some(3));
    assert_eq!(stage.count("[aria-disabled]"), 0);
    disabled.set(Some("true".to_owned()));
    settle().await;
    assert_eq!(stage.count("button[aria-disabled=true]"), 2);
}
