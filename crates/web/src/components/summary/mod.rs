//! What stands in the way, at the top, each with a link to its field.

use leptos::prelude::*;

use crate::document::focus;
use crate::element::{Live, Part, el, live, nothing};

/// One thing in the way.
#[derive(Clone, PartialEq, Eq)]
pub struct SummaryItem {
    /// The id of the control to go to.
    pub target: String,
    /// The same words as at the field.
    pub words: String,
}

/// The list; nothing while there is none.
#[component]
pub fn Summary(
    /// Id, to move the focus to.
    id: &'static str,
    /// Its heading.
    heading: String,
    /// What stands in the way.
    items: Live<Vec<SummaryItem>>,
) -> Part {
    let heading_id = [id, "-heading"].concat();
    live(move || {
        let items = items();
        if items.is_empty() {
            return nothing();
        }
        el("div")
            .id(id)
            .class("summary")
            .attr("role", "group")
            .attr("tabindex", "-1")
            .attr("aria-labelledby", heading_id.clone())
            .child(el("h2").id(heading_id.clone()).child(heading.as_str()))
            .child(el("ul").children(items.into_iter().map(|item| {
                el("li").child(
                    el("a")
                        .attr("href", ["#", &item.target].concat())
                        .on("click", move |event| {
                            event.prevent_default();
                            focus(&item.target);
                        })
                        .child(item.words),
                )
            })))
            .view()
    })
}

#[cfg(all(test, target_family = "wasm"))]
mod tests;
