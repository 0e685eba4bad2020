//! The live region.

use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{LiveRegion, LiveRegionProps};
use crate::components::stage::{settle, show};
use crate::element::follows;

#[wasm_bindgen_test]
async fn the_same_element_says_one_thing_after_the_other() {
    let message = RwSignal::new(String::new());
    let stage =
        show(move || LiveRegion(LiveRegionProps { message: follows(move || message.get()) }));
    let region = stage.find("[role=status]");
    for words in ["saving", "saved"] {
        message.set(words.to_owned());
        settle().await;
        assert_eq!(region.text_content().as_deref(), Some(words));
    }
}
