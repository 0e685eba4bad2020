//! What a field says, in words, and when it is brought to the page.

use client_profile::Field;
use leptos::prelude::untrack;

use crate::app::App;
use crate::document;
use crate::draft::Draft;
use crate::timing::{Refusal, Said, Speech};
use crate::words::Words;

/// What blocks a field, in words.
pub fn message(draft: Draft, words: Words, field: Field) -> Option<String> {
    draft.speech(field).with(|speech| {
        speech.said.as_ref().map(|said| match said {
            Said::Finding(finding) | Said::Server(Refusal::Rule(finding)) => words.finding(finding),
            Said::Server(Refusal::Words(text)) => text.clone(),
            Said::Server(Refusal::Bare) => {
                words.fill("refused_field", &[("field", words.label(field))])
            }
        })
    })
}

/// What to look at again in a field, in words.
pub fn advice(draft: Draft, words: Words, field: Field) -> Option<String> {
    draft.speech(field).with(|speech| {
        let all = speech.advice.iter().map(|found| words.finding(found));
        all.reduce(|first, second| words.fill("both", &[("first", &first), ("second", &second)]))
    })
}

/// The person typed or chose.
pub fn typed(app: App, field: Field) {
    app.draft.typed(field);
    if app.outcome.with_untracked(Option::is_some) {
        app.outcome.set(None);
    }
    read_aloud(app, Some(field));
}

/// The person left a field. What it then says moves what stands below it, so that the press by
/// which it was left would miss: it waits for that press to end.
pub fn left(app: App, field: Field) {
    match app.pressed.get() {
        Some(left) => app.pressed.set(Some(left.with(field))),
        None => leave(app, field),
    }
}

/// Unless the focus is there: the person went to another window and comes back, or pressed the name
/// of a box, which gave it the focus.
fn leave(app: App, field: Field) {
    if !document::is_focused(field.name()) {
        app.draft.left(field);
        read_aloud(app, None);
    }
}

/// Knows of presses from now on. A finger's comes as a mouse's does, when it is lifted.
pub fn follow_presses(app: App) {
    document::listen("mousedown", move |_| {
        app.pressed.set(Some(app.pressed.get().unwrap_or_default()));
    });
    // A press that opened a list, a menu or dragged something may not tell its end; a key does.
    for end in ["mouseup", "keydown", "dragend", "contextmenu"] {
        document::listen(end, move |_| {
            // The click comes with its mouseup, before the next frame.
            document::soon(Box::new(move || released(app)));
        });
    }
}

fn released(app: App) {
    let left = app.pressed.get();
    app.pressed.set(None);
    for field in left.unwrap_or_default().iter() {
        leave(app, field);
    }
}

/// Has what fields came to say read aloud, once: it stands where the focus is no more, or at another
/// field. What is said while a field is typed is told when it is left, all but that it is too long:
/// until then every key may change it.
fn read_aloud(app: App, typed: Option<Field>) {
    let (draft, words) = (app.draft, app.words.get_untracked());
    if draft.outdated.get() {
        draft.outdated.set(false);
        // Who reads the page by its lines would meet it as if it still held.
        app.announcement.set(String::new());
    }
    let typed = typed.filter(|field| !draft.speech(*field).with_untracked(Speech::is_too_long));
    for field in draft.to_tell(typed).iter() {
        let (word, text) = untrack(|| match message(draft, words, field) {
            Some(text) => ("error_word", text),
            None => ("advice_word", advice(draft, words, field).unwrap_or_default()),
        });
        app.say([words.text(word), " ", &text].concat());
    }
}
