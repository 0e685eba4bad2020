//! The form: three groups of fields, the summary of what is in the way, and going on.

use client_profile::Field;
use client_profile::field::Group;
use leptos::prelude::untrack;

use super::control::{Shared, target};
use super::speech::message;
use super::{SUMMARY, heading, notice, presses, summary};
use crate::app::{App, Screen};
use crate::components::SummaryItem;
use crate::document;
use crate::element::{El, Part, el, follows, row};
use crate::flow;
use crate::words::Words;

/// The fields in the order in which a person is asked.
pub const ORDER: [Field; Field::COUNT] = [
    Field::FirstName,
    Field::LastName,
    Field::DateOfBirth,
    Field::Gender,
    Field::BirthCountry,
    Field::CitizenCountry,
    Field::EmploymentStatus,
    Field::AccountOpeningReason,
    Field::ResidenceCountry,
    Field::TaxResidenceCountry,
    Field::TaxIdentificationNumber,
    Field::Reason,
];

const GROUPS: [(Group, &str); 3] = [
    (Group::You, "group_you"),
    (Group::TaxAndResidence, "group_tax"),
    (Group::Change, "group_change"),
];

/// The screen.
pub fn form(app: App, words: Words) -> Part {
    let draft = app.draft;
    let items = follows(move || {
        if !app.asked.get() {
            return Vec::new();
        }
        let troubled = draft.troubled();
        ORDER
            .into_iter()
            .filter(|field| troubled.contains(field))
            .filter_map(|field| {
                let words_here = message(draft, words, field)?;
                Some(SummaryItem { target: target(draft, words, field), words: words_here })
            })
            .collect::<Vec<_>>()
    });
    let [intro, review] = if draft.is_first() {
        ["form_intro_new", "go_to_review_new"]
    } else {
        ["form_intro", "go_to_review"]
    };
    let shared = Shared::new(app, words);
    let asked = draft.fields();
    let groups: Vec<El> = GROUPS
        .into_iter()
        .filter_map(|(group, key)| {
            let mut fields = ORDER
                .into_iter()
                .filter(|field| field.spec().group == group && asked.contains(*field))
                .peekable();
            fields.peek()?;
            Some(
                el("section")
                    .class("group")
                    .attr("aria-labelledby", key)
                    .child(el("h2").id(key).child(words.text(key)))
                    .children(fields.map(|field| shared.control(field))),
            )
        })
        .collect();
    if let Some(field) = app.return_to.get() {
        app.return_to.set(None);
        // Only now: the form is not drawn anew with each key in the date.
        document::focus_soon(untrack(|| target(draft, words, field)));
    }
    row(vec![
        summary(app, words, SUMMARY, items),
        heading(app, words).view(),
        notice::notice(app, words),
        el("p")
            .class("done")
            .shown_if(move || app.outcome.with(Option::is_some))
            .live_text(follows(move || {
                app.outcome.get().map(|key| words.text(key).to_owned()).unwrap_or_default()
            }))
            .view(),
        el("p").class("lead").child(words.text(intro)).view(),
        el("form")
            .attr("novalidate", true)
            .attr("autocomplete", "on")
            .on("submit", move |event| {
                event.prevent_default();
                go_on(app);
            })
            .children(groups)
            .child(
                el("div")
                    .class("actions")
                    .child(el("button").id("go-on").class("main").child(words.text(review)))
                    .child(undo_button(app, words)),
            )
            .view(),
    ])
}

/// Undoes what is written, and once that is done, brings it back.
fn undo_button(app: App, words: Words) -> El {
    let key = move || match app.draft.undone.with(Option::is_some) {
        true => "bring_back",
        false if app.draft.is_first() => "discard_new",
        false => "discard",
    };
    el("button")
        .id("undo")
        .attr("type", "button")
        .class("link")
        .on("click", move |event| {
            // The second half of a double click would bring it back at once.
            if presses(event) < 2 {
                undo(app);
            }
        })
        .live_text(follows(move || words.text(key()).to_owned()))
}

fn undo(app: App) {
    let draft = app.draft;
    let is_undone = draft.undone.with_untracked(Option::is_some);
    // What is stored may be what was sent: only the server knows.
    let asks = !is_undone && draft.is_in_doubt();
    if asks && flow::remind_of_wait(app) {
        return;
    }
    app.asked.set(false);
    app.outcome.set(None);
    if let Some(undone) = draft.undone.get_untracked() {
        draft.undone.set(None);
        draft.write_again(undone);
        app.announce("brought_back");
        return;
    }
    let written = draft.written();
    if asks {
        app.undoing.set(Some(written));
        document::hold_back();
        wasm_bindgen_futures::spawn_local(flow::load(app));
        return;
    }
    // What the server did not take is undone as well.
    app.trouble.set(None);
    let found_saved = draft.found_saved.get();
    draft.fill(draft.stored.get());
    let undone = Some(written).filter(|written| written.differs_from(&draft.values()));
    if undone.is_none() {
        app.announce("review_nothing");
    } else if found_saved {
        app.tell("saved_before");
    } else {
        app.announce(if draft.is_first() { "discarded_new" } else { "discarded" });
    }
    draft.undone.set(undone);
}

/// To the review, when nothing is in the way; else to the summary of what is.
pub fn go_on(app: App) {
    let draft = app.draft;
    let is_clear = draft.is_as_stored() || draft.submitted().is_empty();
    if is_clear {
        document::hold_back();
        app.go(Screen::Review);
        if draft.is_unsaved() {
            flow::remind_of_wait(app);
        }
        return;
    }
    if app.screen.get_untracked() != Screen::Form {
        app.go(Screen::Form);
    }
    app.asked.set(true);
    document::focus_soon(SUMMARY);
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use client_profile::field::Kind;

    use super::{Field, GROUPS, ORDER};

    #[wasm_bindgen_test(unsupported = test)]
    fn every_field_is_asked_once_and_groups_stay_together() {
        for field in Field::ALL {
            assert_eq!(ORDER.iter().filter(|asked| **asked == field).count(), 1);
        }
        let mut groups: Vec<_> = ORDER.iter().map(|field| field.spec().group).collect();
        groups.dedup();
        assert!(groups.iter().eq(GROUPS.iter().map(|(group, _)| group)));
        let dates = Field::ALL.iter().filter(|field| field.spec().kind == Kind::Date);
        assert_eq!(dates.count(), 1, "the draft has boxes for one date");
    }
}
