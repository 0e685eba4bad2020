//! Asking for a token, and for a client id if there is one.

use std::rc::Rc;

use leptos::prelude::*;

use super::{button, has_form, heading, notice, summary, to_form};
use crate::api::Credentials;
use crate::app::App;
use crate::components::{Notes, SummaryItem};
use crate::document;
use crate::element::{Act, El, Live, Part, el, follows, row};
use crate::flow;
use crate::words::Words;

const TOKEN: &str = "token";
const CLIENT_ID: &str = "client-id";
const SUMMARY: &str = "connect-summary";

/// The screen.
pub fn connect(app: App, words: Words) -> Part {
    let (token, client_id) = (app.token, app.client_id);
    let wrong_token = follows(move || {
        let key = token.with(|token| {
            if token.trim().is_empty() {
                Some("connect_token_required")
            } else {
                (!Credentials::can_be_sent(token.trim())).then_some("connect_characters")
            }
        });
        key.filter(|_| app.asked.get()).map(|key| words.text(key).to_owned())
    });
    let wrong_id = follows(move || {
        let sendable = client_id.with(|id| Credentials::can_be_sent(id.trim()));
        (app.asked.get() && !sendable).then(|| words.text("connect_characters").to_owned())
    });
    let go = {
        let wrong = [wrong_token.clone(), wrong_id.clone()];
        move || {
            app.asked.set(true);
            if wrong.iter().any(|wrong| untrack(|| wrong()).is_some()) {
                // What was said of another token is over.
                app.trouble.set(None);
                document::focus_soon(SUMMARY);
                return;
            }
            let token = token.get_untracked().trim().to_owned();
            let client_id = client_id.get_untracked().trim().to_owned();
            let client_id = (!client_id.is_empty()).then_some(client_id);
            flow::connect(app, Credentials { token, client_id });
        }
    };
    let told = [(TOKEN, wrong_token.clone()), (CLIENT_ID, wrong_id.clone())];
    let items = follows(move || {
        told.iter()
            .filter_map(|(target, wrong)| {
                Some(SummaryItem { target: (*target).to_owned(), words: wrong()? })
            })
            .collect()
    });
    let goes_on = has_form(app);
    row(vec![
        summary(app, words, SUMMARY, items),
        heading(app, words).view(),
        notice::notice(app, words),
        el("p").child(words.text(if goes_on { "connect_again" } else { "connect_intro" })).view(),
        el("form")
            .attr("novalidate", true)
            .on("submit", move |event| {
                event.prevent_default();
                go();
            })
            .child(secret(words, TOKEN, "connect_token", None, wrong_token, token))
            .child(secret(
                words,
                CLIENT_ID,
                "connect_client_id",
                Some("connect_client_id_hint"),
                wrong_id,
                client_id,
            ))
            .child(
                el("div")
                    .class("actions")
                    .child(el("button").class("main").child(words.text("connect_go")))
                    .children(
                        goes_on.then(|| {
                            button("link", words.text("back_to_form"), move || to_form(app))
                        }),
                    ),
            )
            .view(),
    ])
}

/// A credential: never read aloud as typed. No password of the site is to be put there: of `off`
/// browsers take no notice for what is typed unseen, of a code that holds once they do. Whether one
/// offers to keep it all the same is its own, and the person's, business.
fn secret(
    words: Words,
    id: &'static str,
    label: &'static str,
    hint: Option<&'static str>,
    error: Live<Option<String>>,
    value: RwSignal<String>,
) -> El {
    let hint = hint.map(|hint| words.text(hint).to_owned());
    let notes = Notes {
        hint: follows(move || hint.clone()),
        error,
        advice: follows(|| None),
        error_word: words.text("error_word").to_owned(),
        advice_word: words.text("advice_word").to_owned(),
    };
    let control = el("input")
        .id(id)
        .attr("type", "password")
        .attr("autocomplete", "one-time-code")
        .attr("spellcheck", "false")
        .attr("autocapitalize", "none")
        .attr("dir", "ltr")
        .attr("aria-describedby", notes.described_by(id))
        .attr("aria-invalid", notes.wrong())
        .holding(value)
        .taking(value, &(Rc::new(|| {}) as Act));
    notes.around(id, words.text(label), control)
}
