//! Old and new values before anything is saved; the reason last.

use std::sync::Arc;

use client_profile::Field;

use super::form::ORDER;
use super::values::{translate, value};
use super::{button, considered, heading, notice};
use crate::app::{App, Progress, Screen};
use crate::components::review::ReviewWords;
use crate::components::{Change, Review, ReviewProps};
use crate::draft::comes_of;
use crate::element::{Part, el, follows, row};
use crate::flow;
use crate::words::Words;

/// Back to the form, to that field.
pub fn back(app: App, to: Option<Field>) {
    // What is typed while a change is being saved would be gone with the answer.
    if app.progress.get_untracked() == Progress::Idle {
        app.return_to.set(to);
        app.go(Screen::Form);
    } else {
        app.announce("working");
    }
}

/// The screen.
pub fn review(app: App, words: Words) -> Part {
    let draft = app.draft;
    let changed = draft.changed();
    let back = move |to| back(app, to);
    let saving = follows(move || (app.progress.get() != Progress::Idle).then(|| "true".to_owned()));
    let leave = |class| button(class, words.text("back_to_form"), move || back(None));
    if changed.is_empty() {
        return row(vec![
            heading(app, words).view(),
            el("p").class("lead").child(words.text("review_nothing")).view(),
            el("div").class("actions").child(leave("main")).view(),
        ]);
    }
    let values = draft.canonical();
    let is_first = draft.is_first();
    let asked = draft.fields();
    let list = ORDER
        .into_iter()
        .filter(|field| asked.contains(*field))
        .filter_map(|field| {
            let advice = draft.verdict(field).advice;
            let is_changed = changed.contains(&field);
            // What is advised of an answer that stayed may come of one that did not.
            let is_advised = changed.iter().any(|with| comes_of(&advice, *with));
            let new = values.get(field as usize).map_or("", String::as_str);
            (is_changed || is_advised || field == Field::Reason).then(|| Change {
                label: words.label(field).to_owned(),
                old: draft
                    .other(field, new)
                    .filter(|_| is_changed && !is_first)
                    .map(|old| value(words, field, &old)),
                new: value(words, field, new),
                around: if !is_first && !is_changed && field != Field::Reason {
                    words.around("as_before")
                } else {
                    ("", "")
                },
                translate: translate(field.name()),
                advice: advice.iter().map(|found| words.finding(found)).collect(),
                target: field as usize,
            })
        })
        .collect();
    let save = words.text(if is_first { "save_new" } else { "save" });
    let save = considered(save, move || {
        wasm_bindgen_futures::spawn_local(flow::save(app));
    });
    row(vec![
        heading(app, words).view(),
        el("p")
            .class("lead")
            .child(words.text(if is_first { "review_intro_new" } else { "review_intro" }))
            .view(),
        Review(ReviewProps {
            changes: list,
            words: ReviewWords {
                old: words.text("review_old").to_owned(),
                new: words.text("review_new").to_owned(),
                change: words.text("review_change").to_owned(),
                advice: words.text("advice_word").to_owned(),
            },
            on_change: Arc::new(move |target: usize| back(Field::ALL.get(target).copied())),
            disabled: saving.clone(),
        }),
        notice::notice(app, words),
        notice::progress(app, words),
        el("div")
            .class("actions")
            .child(notice::waiting(app, save).id("save"))
            .child(leave("link").attr("aria-disabled", move || saving()))
            .view(),
    ])
}
