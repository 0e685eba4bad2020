//! Waiting for the record, and what to do when it does not come.

use super::{button, heading, notice, to_form};
use crate::app::App;
use crate::element::{Part, el, live, nothing, row};
use crate::words::Words;

/// The screen.
pub fn loading(app: App, words: Words) -> Part {
    row(vec![
        heading(app, words).view(),
        notice::progress(app, words),
        notice::notice(app, words),
        el("div")
            .class("actions")
            .child(notice::try_again(app, words))
            .child(live(move || {
                if app.trouble.with(Option::is_none) || app.undoing.with(Option::is_none) {
                    return nothing();
                }
                button("link", words.text("back_to_form"), move || to_form(app)).view()
            }))
            .view(),
    ])
}
