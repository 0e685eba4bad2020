//! The summary of what stands in the way.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Summary, SummaryItem, SummaryProps};
use crate::components::stage::{settle, show};
use crate::document::document;
use crate::element::{el, follows, row};

#[wasm_bindgen_test]
async fn it_is_there_only_with_items_and_leads_to_their_controls() {
    let items = RwSignal::new(Vec::new());
    let stage = show(move || {
        let summary = Summary(SummaryProps {
            id: "way",
            heading: "In the way".to_owned(),
            items: follows(move || items.get()),
        });
        row(vec![summary, el("input").id("there").view()])
    });
    assert_eq!(stage.count("#way"), 0);
    let item = SummaryItem { target: "there".to_owned(), words: "Go there".to_owned() };
    items.set(vec![item]);
    settle().await;
    assert_eq!(stage.attribute("#way", "aria-labelledby").as_deref(), Some("way-heading"));
    assert_eq!(stage.attribute("#way a", "href").as_deref(), Some("#there"));
    stage.find("#way a").click();
    let focused = document().unwrap().active_element().unwrap();
    assert_eq!(focused.unchecked_into::<web_sys::Element>().id(), "there");
    items.set(Vec::new());
    settle().await;
    assert_eq!(stage.count("#way"), 0);
}
