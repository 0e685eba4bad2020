//! The one place that speaks to screen readers of what happens: mounted for good, one message
//! an event.

use leptos::prelude::*;

use crate::element::{Live, Part, el};

/// The live region.
#[component]
pub fn LiveRegion(
    /// What happened last.
    message: Live<String>,
) -> Part {
    el("p")
        .id("announcement")
        .class("visually-hidden")
        .attr("role", "status")
        .attr("aria-live", "polite")
        .live_text(message)
        .view()
}

#[cfg(all(test, target_family = "wasm"))]
mod tests;
