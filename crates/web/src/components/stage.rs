//! Where the components' tests put them: mounted in a real document, taken away at the end.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, EventInit, HtmlElement};

use super::Notes;
use crate::element::{Mounted, Part, follows, mount};

/// A component on show.
pub struct Stage {
    root: HtmlElement,
    _mounted: Mounted,
}

/// Shows what `view` makes. Give it the signals it needs: it runs where they live on.
pub fn show(view: impl FnOnce() -> Part + 'static) -> Stage {
    let document = crate::document::document().unwrap();
    let root: HtmlElement = document.create_element("div").unwrap().unchecked_into();
    document.body().unwrap().append_child(&root).unwrap();
    let mounted = mount(root.clone(), view);
    Stage { root, _mounted: mounted }
}

/// Notes that say nothing but what the signals hold.
pub fn notes(error: RwSignal<Option<String>>) -> Notes {
    Notes {
        hint: follows(|| Some("a hint".to_owned())),
        error: follows(move || error.get()),
        advice: follows(|| None),
        error_word: "Error:".to_owned(),
        advice_word: "Check:".to_owned(),
    }
}

/// Lets effects run.
pub async fn settle() {
    leptos::task::tick().await;
}

impl Stage {
    /// The first element that a selector finds.
    pub fn find(&self, selector: &str) -> HtmlElement {
        let found = self.root.query_selector(selector).unwrap();
        found.unwrap_or_else(|| panic!("no {selector}")).unchecked_into()
    }

    /// How many a selector finds.
    pub fn count(&self, selector: &str) -> u32 {
        self.root.query_selector_all(selector).unwrap().length()
    }

    /// An attribute of the first element that a selector finds.
    pub fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        self.find(selector).get_attribute(name)
    }

    /// A control's value.
    pub fn value(&self, selector: &str) -> String {
        let value = js_sys::Reflect::get(&self.find(selector), &"value".into());
        value.unwrap().as_string().unwrap()
    }

    /// Types into a control.
    pub fn type_into(&self, selector: &str, text: &str, event: &str) {
        let control = self.find(selector);
        js_sys::Reflect::set(&control, &"value".into(), &JsValue::from_str(text)).unwrap();
        send(&control, event);
    }

    /// Sends an event.
    pub fn send(&self, selector: &str, event: &str) {
        send(&self.find(selector), event);
    }
}

fn send(element: &Element, event: &str) {
    let options = EventInit::new();
    options.set_bubbles(true);
    let event = Event::new_with_event_init_dict(event, &options).unwrap();
    element.dispatch_event(&event).unwrap();
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.root.remove();
    }
}
