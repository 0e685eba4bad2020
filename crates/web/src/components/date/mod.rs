//! A date in three boxes, in the language's order. Months may be names; a whole date pasted
//! into any box is split.

mod parts;

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::ClipboardEvent;

use crate::components::Notes;
use crate::element::{Act, El, Part, el, follows, leaves, typed};
use crate::intl::DatePart;
use crate::state::Told;

pub use parts::{MonthNames, Parts, month_names};

/// What the boxes are called.
#[derive(Clone)]
pub struct BoxWords {
    /// Day.
    pub day: String,
    /// Month.
    pub month: String,
    /// Year.
    pub year: String,
}

/// The id of a box.
pub fn box_id(id: &str, part: DatePart) -> String {
    let part = match part {
        DatePart::Day => "day",
        DatePart::Month => "month",
        DatePart::Year => "year",
    };
    [id, "-", part].concat()
}

/// Three boxes, of a date of birth: browsers can fill them in.
#[component]
pub fn DateBoxes(
    /// Id of the group; each box has it with `-day`, `-month`, `-year` after it.
    id: &'static str,
    /// The question.
    legend: String,
    /// What is said about it.
    notes: Notes,
    /// The order of the boxes.
    order: [DatePart; 3],
    /// What the boxes are called.
    words: BoxWords,
    /// Names of months that are understood.
    months: Arc<MonthNames>,
    /// What the boxes hold.
    value: &'static Told<Parts>,
    /// Called after each input.
    on_input: Act,
    /// Called when all three are left.
    on_leave: Act,
) -> Part {
    let one = |part: DatePart| -> El {
        let own = box_id(id, part);
        let (label, class, autocomplete) = match part {
            DatePart::Day => (words.day.clone(), "box box-day", "bday-day"),
            DatePart::Month => (words.month.clone(), "box box-month", "bday-month"),
            DatePart::Year => (words.year.clone(), "box box-year", "bday-year"),
        };
        let (error, names) = (notes.error.clone(), months.clone());
        let wrong = move || {
            let is_wrong = error().is_some()
                && value.with(|value| {
                    // A real date that is refused, as one in the future is, is wrong as a whole; so
                    // is none at all.
                    let at = value.wrong(order, &names);
                    at.is_none_or(|at| at == part) || *value == Parts::default()
                });
            is_wrong.then(|| "true".to_owned())
        };
        let error = notes.error.clone();
        let (names, on_input) = (months.clone(), on_input.clone());
        let on_change = on_input.clone();
        el("div").class(class).child(el("label").attr("for", own.clone()).child(label)).child(
            el("input")
                .id(own.clone())
                .attr("name", own.clone())
                .attr("type", "text")
                .attr("inputmode", if part == DatePart::Month { "text" } else { "numeric" })
                .attr("autocomplete", autocomplete)
                .attr("spellcheck", "false")
                .attr("autocorrect", "off")
                .attr("aria-invalid", wrong)
                .attr("aria-describedby", move || error().map(|_| [id, "-error"].concat()))
                .showing(follows(move || value.with(|value| value.part(part).to_owned())))
                .on("input", move |event| {
                    let text = typed(event);
                    value.update(|value| value.set_part(part, text));
                    on_input();
                })
                .on("change", move |event| {
                    let text = typed(event);
                    // What fills in forms for a person may tell of it by this event alone.
                    value.update(|value| value.set_part(part, text.clone()));
                    split(value, &names, &text);
                    on_change();
                }),
        )
    };
    let (pasted_months, on_paste) = (months.clone(), on_input.clone());
    let (left_months, on_split) = (months.clone(), on_input.clone());
    let boxes = el("div")
        .class("boxes")
        .on("paste", move |event| {
            let pasted = event
                .unchecked_ref::<ClipboardEvent>()
                .clipboard_data()
                .and_then(|data| data.get_data("text").ok());
            if pasted.is_some_and(|pasted| split(value, &pasted_months, &pasted)) {
                event.prevent_default();
                on_paste();
            }
        })
        .on("focusout", move |event| {
            if leaves(event) {
                // A box that was drawn anew since it was typed in has told of no change.
                let typed =
                    value.with_untracked(|value| order.map(|part| value.part(part).to_owned()));
                if typed.iter().any(|text| split(value, &left_months, text)) {
                    on_split();
                }
                on_leave();
            }
        })
        .children(order.map(one));
    notes.around_group(id, &legend, boxes).view()
}

/// Spreads a whole date over the boxes, when it can be read in one way only.
fn split(value: &Told<Parts>, months: &MonthNames, text: &str) -> bool {
    let whole = Parts::of_pasted(text, months);
    let is_whole = whole.is_some();
    if let Some(whole) = whole {
        value.set(whole);
    }
    is_whole
}

#[cfg(all(test, target_family = "wasm"))]
mod tests;
