//! What changes: old and new value of each, and a way back to its field.

use std::sync::Arc;

use leptos::prelude::*;

use crate::element::{Live, Part, el};

/// One change.
#[derive(Clone, PartialEq, Eq)]
pub struct Change {
    /// What the field is called.
    pub label: String,
    /// Old value; `None` when there is none to compare with.
    pub old: Option<String>,
    /// New value.
    pub new: String,
    /// What is said around that, such as that it is as before.
    pub around: (&'static str, &'static str),
    /// `translate` of both: "no" for what a person typed, which is no language's.
    pub translate: &'static str,
    /// What to look at again.
    pub advice: Vec<String>,
    /// Handed to `on_change` when the person wants to change it.
    pub target: usize,
}

/// What the list says besides its values.
#[derive(Clone)]
pub struct ReviewWords {
    /// Before the old value.
    pub old: String,
    /// Before the new value.
    pub new: String,
    /// The button that goes back to a field.
    pub change: String,
    /// Before advice.
    pub advice: String,
}

/// The list of changes.
#[component]
pub fn Review(
    /// The changes, in the order they are shown.
    changes: Vec<Change>,
    /// What the list says besides.
    words: ReviewWords,
    /// Called with the target of a change that the person wants to change.
    on_change: Arc<dyn Fn(usize)>,
    /// `aria-disabled` of the ways to change something.
    disabled: Live<Option<String>>,
) -> Part {
    let one = move |change: Change| {
        let target = change.target;
        let (on_change, disabled) = (on_change.clone(), disabled.clone());
        // Of what was not there before there is nothing to be told apart.
        let is_change = change.old.is_some();
        let value = |word: &str, class: &'static str, tag: &'static str, around, text: String| {
            let (before, after): (&str, &str) = around;
            el("dd")
                .class(class)
                .children(is_change.then(|| el("span").class("word").child(word).child(" ")))
                .child(before)
                .child(el(tag).attr("dir", "auto").attr("translate", change.translate).child(text))
                .child(after)
        };
        let advice = change.advice.into_iter().map(|text| {
            el("dd")
                .class("advice")
                .child(el("strong").child(words.advice.as_str()).child(" "))
                .child(text)
        });
        el("div")
            .class("change")
            .child(el("dt").child(change.label.clone()))
            .children(change.old.map(|old| value(&words.old, "old", "del", ("", ""), old)))
            .child(value(&words.new, "new", "ins", change.around, change.new))
            .children(advice)
            .child(
                el("dd").class("action").child(
                    el("button")
                        .attr("type", "button")
                        .class("link")
                        .attr("aria-disabled", move || disabled())
                        .on("click", move |_| on_change(target))
                        .child(words.change.as_str())
                        .child(el("span").class("visually-hidden").child(" ").child(change.label)),
                ),
            )
    };
    el("dl").class("changes").children(changes.into_iter().map(one)).view()
}

#[cfg(all(test, target_family = "wasm"))]
mod tests;
