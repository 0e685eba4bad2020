//! One of a short list: radio buttons in a fieldset.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use crate::components::Notes;
use crate::element::{Act, El, Part, el, leaves, watch};
use crate::intl::decimal;

/// Radio buttons.
#[component]
pub fn Choices(
    /// Name of the controls; the first has it as its id, the others with their place after it.
    id: &'static str,
    /// The question.
    legend: String,
    /// What is said about it.
    notes: Notes,
    /// Values and what they are called.
    choices: Vec<(String, String)>,
    /// Whether browsers may translate what the values are called: `yes`, or `no`.
    translate: &'static str,
    /// The value chosen; empty while none is.
    value: RwSignal<String>,
    /// Called after each choice.
    on_input: Act,
    /// Called when the controls are left.
    on_leave: Act,
) -> Part {
    let one = |(at, (word, label)): (u16, (String, String))| -> El {
        let own = if at == 0 { id.to_owned() } else { [id, "-", &decimal(at, 1)].concat() };
        let is = word.clone();
        el("div")
            .class("choice")
            .child(
                el("input")
                    .id(own.clone())
                    .attr("type", "radio")
                    .attr("name", id)
                    .attr("value", word)
                    .made(move |control| {
                        let control: HtmlInputElement = control.clone().unchecked_into();
                        watch(move || control.set_checked(value.with(|value| *value == is)));
                    })
                    .taking(value, &on_input),
            )
            .child(el("label").attr("for", own).child(label))
    };
    let controls = el("div")
        .class("choices")
        .on("focusout", move |event| {
            if leaves(event) {
                on_leave();
            }
        })
        .children((0..).zip(choices).map(one));
    notes.around_group(id, &legend, controls).attr("translate", translate).view()
}

#[cfg(all(test, target_family = "wasm"))]
mod tests;
