//! One of a short list: radio buttons in a fieldset.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use crate::components::Notes;
use crate::element::{El, el, leaves, watch};

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
    /// The value chosen; empty while none is.
    value: RwSignal<String>,
    /// Called after each choice.
    on_input: Callback<()>,
    /// Called when the controls are left.
    on_leave: Callback<()>,
) -> impl IntoView {
    let one = |(at, (word, label)): (usize, (String, String))| -> El {
        let own = if at == 0 { id.to_owned() } else { format!("{id}-{at}") };
        let (is, chosen) = (word.clone(), word.clone());
        el("div")
            .class("choice")
            .child(
                el("input")
                    .id(own.clone())
                    .attr("type", "radio")
                    .attr("name", id)
                    .attr("value", word)
                    .made(move |control| {
                        let is = is.clone();
                        let control: HtmlInputElement = control.clone().unchecked_into();
                        watch(move || control.set_checked(value.with(|value| *value == is)));
                    })
                    .on("change", move |_| {
                        value.set(chosen.clone());
                        on_input.run(());
                    }),
            )
            .child(el("label").attr("for", own).child(label))
    };
    let controls = el("div")
        .class("choices")
        .on("focusout", move |event| {
            if leaves(event) {
                on_leave.run(());
            }
        })
        .children(choices.into_iter().enumerate().map(one));
    notes.around_group(id, &legend, controls).view()
}

#[cfg(all(test, target_family = "wasm"))]
mod tests;
