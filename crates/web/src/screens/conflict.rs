//! What someone else saved meanwhile, what is written here, and what it was before: field by
//! field, to pick from.

use std::rc::Rc;

use client_profile::{Field, FieldSet};
use leptos::prelude::*;

use super::form::{self, ORDER};
use super::values::{translate, value};
use super::{button, considered, heading, summary};
use crate::app::App;
use crate::components::{Choices, ChoicesProps, Notes, SummaryItem};
use crate::document;
use crate::draft::{MINE, THEIRS};
use crate::element::{Live, Part, el, follows, row};
use crate::flow;
use crate::words::Words;

const SUMMARY: &str = "conflict-summary";

/// One field that differs.
#[derive(Clone)]
struct Difference {
    field: Field,
    theirs: String,
    mine: String,
    pick: RwSignal<String>,
}

/// The screen.
pub fn conflict(app: App, words: Words) -> Part {
    let draft = app.draft;
    let theirs = app.theirs.get().unwrap_or_default();
    let before = draft.stored.get().unwrap_or_default();
    let mine = draft.canonical();
    let differences: Vec<Difference> = ORDER
        .into_iter()
        .filter(|field| FieldSet::PROFILE.contains(*field))
        .filter_map(|field| {
            let mine = mine.get(field as usize)?.clone();
            let theirs = theirs.field(field).to_owned();
            let pick = app.picks[field as usize];
            (theirs != mine).then_some(Difference { field, theirs, mine, pick })
        })
        .collect();
    let unpicked = {
        let differences = differences.clone();
        follows(move || {
            let open = differences.iter().filter(|one| one.pick.with(String::is_empty));
            open.filter(|_| app.asked.get())
                .map(|one| SummaryItem {
                    target: one.field.name().to_owned(),
                    words: words.fill("conflict_pick", &[("field", words.label(one.field))]),
                })
                .collect::<Vec<_>>()
        })
    };
    let controls: Vec<Part> = differences
        .iter()
        .map(|one| {
            let is_same = [&one.theirs, &one.mine].map(|text| draft.is_untouched(one.field, text));
            pick_of(words, one, before.field(one.field), is_same, &unpicked)
        })
        .collect();
    let go_on = considered(words.text("go_to_review"), move || {
        app.asked.set(true);
        if differences.iter().any(|one| one.pick.with_untracked(String::is_empty)) {
            document::focus_soon(SUMMARY);
            return;
        }
        flow::decide(app);
        form::go_on(app);
    });
    let back = button("link", words.text("back_to_form"), move || flow::postpone(app));
    row(vec![
        summary(app, words, SUMMARY, unpicked),
        heading(app, words).view(),
        el("p").class("lead").child(words.text("conflict_intro")).view(),
        el("div").class("group").children(controls).view(),
        el("div").class("actions").child(go_on).child(back).view(),
    ])
}

fn pick_of(
    words: Words,
    one: &Difference,
    before: &str,
    [is_left, is_untouched]: [bool; 2],
    unpicked: &Live<Vec<SummaryItem>>,
) -> Part {
    let field = one.field;
    let unpicked = unpicked.clone();
    let was = words.fill("conflict_before", &[("value", &value(words, field, before))]);
    let choice = |word: &str, key: &'static str, is_same: bool, text: &str| {
        let key = if is_same { "as_before" } else { key };
        (word.to_owned(), words.fill(key, &[("value", &value(words, field, text))]))
    };
    Choices(ChoicesProps {
        id: field.name(),
        legend: words.label(field).to_owned(),
        notes: Notes {
            hint: follows(move || Some(was.clone())),
            error: follows(move || {
                unpicked()
                    .into_iter()
                    .find(|item| item.target == field.name())
                    .map(|item| item.words)
            }),
            advice: follows(|| None),
            error_word: words.text("error_word").to_owned(),
            advice_word: words.text("advice_word").to_owned(),
        },
        choices: vec![
            choice(THEIRS, "conflict_theirs", is_left, &one.theirs),
            choice(MINE, "conflict_mine", is_untouched, &one.mine),
        ],
        translate: translate(field.name()),
        value: one.pick,
        on_input: Rc::new(|| {}),
        on_leave: Rc::new(|| {}),
    })
}
