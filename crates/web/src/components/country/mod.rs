//! One of many: a native select, blank first, and a button that copies another answer.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlOptionElement, HtmlSelectElement};

use crate::components::Notes;
use crate::document::focus_near;
use crate::element::{Act, Part, el, nothing, watch};
use crate::intl::country;

/// A button that takes the answer from another field.
#[derive(Clone)]
pub struct SameAs {
    /// What the button says.
    pub words: String,
    /// The other answer.
    pub other: RwSignal<String>,
}

/// A native select.
#[component]
pub fn CountrySelect(
    /// Id and name of the control.
    id: &'static str,
    /// Its label.
    label: String,
    /// What is said about it.
    notes: Notes,
    /// Values and what they are called, in the order they are shown.
    options: Vec<(String, String)>,
    /// The language in which a value that is not among them is named.
    locale: &'static str,
    /// What the blank first option says.
    blank: String,
    /// The value chosen; empty while none is.
    value: RwSignal<String>,
    /// Called after each choice.
    on_input: Act,
    /// Called when the control is left.
    on_leave: Act,
    /// The `autocomplete` token.
    autocomplete: &'static str,
    /// Another field to copy from.
    same_as: Option<SameAs>,
) -> Part {
    let options = Arc::new(options);
    let listed = options.clone();
    let control = el("select")
        .id(id)
        .attr("name", id)
        .attr("autocomplete", autocomplete)
        .attr("aria-describedby", notes.described_by(id))
        .attr("aria-invalid", notes.wrong())
        .made(move |select| {
            let select: HtmlSelectElement = select.clone().unchecked_into();
            add_option(&select, "", &blank);
            for (value, name) in options.iter() {
                add_option(&select, value, name);
            }
            watch(move || value.with(|value| choose(&select, value, locale)));
        })
        .taking(value, &on_input)
        .on("blur", move |_| on_leave());
    let same = same_as.map_or_else(nothing, |same| {
        let other = same.other;
        el("button")
            .attr("type", "button")
            .class("link same-as")
            .shown_if(move || {
                other.with(|other| {
                    // What is chosen there may be refused here.
                    let is_taken = listed.iter().any(|(listed, _)| listed == other);
                    is_taken && value.with(|value| value != other)
                })
            })
            .on("click", move |_| {
                value.set(other.get_untracked());
                on_input();
                // The button goes away with what it says, so the focus needs a place.
                focus_near(id);
            })
            // Three fields have such a button: in a list of buttons they are told apart.
            .child(el("span").class("visually-hidden").child(label.as_str()).child(": "))
            .child(same.words)
            .view()
    });
    notes.around(id, &label, control).child(same).view()
}

/// Options are made in one call each, as there are 250 of them four times.
fn add_option(select: &HtmlSelectElement, value: &str, name: &str) {
    if let Ok(option) = HtmlOptionElement::new_with_text_and_value(name, value) {
        let _ = select.append_child(&option);
    }
}

/// Chooses a value; one that is not in the list gets an option of its own, so that it is seen.
fn choose(select: &HtmlSelectElement, value: &str, locale: &str) {
    if select.value() != value {
        select.set_value(value);
        if select.value() != value {
            add_option(select, value, &country(locale, value));
            select.set_value(value);
        }
    }
}

#[cfg(all(test, target_family = "wasm"))]
mod tests;
