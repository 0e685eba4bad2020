//! What was saved: the answer's envelope for people, and as it came.

use super::values::{member, translate};
use super::{button, heading};
use crate::app::{App, Screen};
use crate::document;
use crate::element::{El, Part, el, follows, nothing, row};
use crate::words::Words;

/// The screen.
pub fn saved(app: App, words: Words) -> Part {
    let Some(success) = app.saved.get() else { return nothing() };
    row(vec![
        heading(app, words).view(),
        el("p").class("done").child(words.text("saved_intro")).view(),
        el("h2").child(words.text("saved_record")).view(),
        table(words, "record", &success.record.members),
        el("details")
            .class("raw")
            .child(el("summary").child(words.text("saved_raw")))
            .child(
                el("pre")
                    .id("raw")
                    .attr("dir", "ltr")
                    .attr("translate", "no")
                    .attr("tabindex", "0")
                    .attr("role", "region")
                    .attr("aria-label", words.text("saved_raw"))
                    .child(success.raw.as_str()),
            )
            .child(copy_button(app, words, success.raw))
            .view(),
        el("h2").child(words.text("saved_meta")).view(),
        table(words, "meta", &success.meta),
        el("div")
            .class("actions")
            .child(button("main", words.text("change_again"), move || app.go(Screen::Form)))
            .view(),
    ])
}

/// Copies the answer. What came of it stands on the button.
fn copy_button(app: App, words: Words, raw: String) -> El {
    let label = follows(move || words.text(app.outcome.get().unwrap_or("copy")).to_owned());
    let copy = move || {
        let raw = raw.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let is_copied = document::copy(&raw).await;
            // Who has gone on meanwhile is told nothing on another screen.
            if app.screen.get_untracked() == Screen::Saved {
                app.tell(if is_copied { "copied" } else { "not_copied" });
            }
        });
    };
    button("plain", "", copy).live_text(label)
}

/// Members of an object as rows. The name on the wire goes along for those who know it.
fn table(words: Words, id: &str, members: &[(String, Option<String>)]) -> Part {
    let line = |(name, text): &(String, Option<String>)| -> El {
        let (label, value) = member(words, name, text.as_deref());
        let value = match (name.as_str(), text) {
            ("timing", Some(text)) => words.fill("milliseconds", &[("number", text)]),
            _ => value,
        };
        el("tr")
            .attr("data-name", name.as_str())
            .child(el("th").attr("scope", "row").child(label))
            // A name in another direction begins where the column does.
            .child(el("td").attr("translate", translate(name)).child(el("bdi").child(value)))
    };
    el("table").id(id).child(el("tbody").children(members.iter().map(line))).view()
}
