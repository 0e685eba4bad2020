//! Text of several lines, with a count of what is left.

use leptos::prelude::*;

use crate::components::Notes;
use crate::components::field::direction;
use crate::element::{Act, Live, Part, el};

/// A text area with a count.
#[component]
pub fn CountedText(
    /// Id and name of the control.
    id: &'static str,
    /// Its label.
    label: String,
    /// What is said about it.
    notes: Notes,
    /// What is typed.
    value: RwSignal<String>,
    /// Says how much is left, or too much.
    count: Live<String>,
    /// Called after each input.
    on_input: Act,
    /// Called when the control is left.
    on_leave: Act,
) -> Part {
    let control = el("textarea")
        .id(id)
        .attr("name", id)
        .attr("rows", "3")
        .attr("autocomplete", "off")
        .attr("dir", move || direction(value))
        .attr("aria-describedby", {
            let described = notes.described_by(id);
            move || {
                let count = [id, "-count"].concat();
                Some(described().map_or_else(|| count.clone(), |ids| [&ids, " ", &count].concat()))
            }
        })
        .attr("aria-invalid", notes.wrong())
        .holding(value)
        .taking(value, &on_input)
        .on("blur", move |_| on_leave());
    notes
        .around(id, &label, control)
        .child(el("p").class("hint count").id([id, "-count"].concat()).live_text(count))
        .view()
}

#[cfg(all(test, target_family = "wasm"))]
mod tests;
