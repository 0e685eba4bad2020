//! The screens of the page, and what stands around them.

mod conflict;
mod connect;
mod control;
mod form;
mod loading;
mod notice;
mod review;
mod saved;
mod speech;
mod values;

use wasm_bindgen::JsCast;
use web_sys::{Event, UiEvent};

use crate::app::{App, Next, Screen};
use crate::boot;
use crate::components::{Summary, SummaryItem, SummaryProps};
use crate::document;
use crate::element::{El, Live, Part, el, follows, typed, watch};
use crate::flow;
use crate::words::{LANGUAGES, Words};

pub use notice::trouble_key;
pub use speech::follow_presses;

/// Id of a screen's heading, which gets the focus when the screen comes.
pub const HEADING: &str = "heading";
/// Id of the summary of what is in the way.
pub const SUMMARY: &str = "summary";

const LANGUAGE: &str = "language";
const LANGUAGE_FAILED: &str = "language_failed";

/// The screen that stands.
pub fn screen(app: App, words: Words) -> Part {
    match app.screen.get() {
        Screen::Connect => connect::connect(app, words),
        Screen::Loading => loading::loading(app, words),
        Screen::Form => form::form(app, words),
        Screen::Review => review::review(app, words),
        Screen::Conflict => conflict::conflict(app, words),
        Screen::Saved => saved::saved(app, words),
    }
}

/// The browser's Back: from the review and from what comes of it, to the form. Says whether there
/// was anything to go back to.
pub fn back(app: App) -> bool {
    match app.screen.get_untracked() {
        Screen::Review => {
            review::back(app, None);
            if app.screen.get_untracked() == Screen::Review {
                document::hold_back();
            }
        }
        Screen::Conflict => flow::postpone(app),
        Screen::Loading if app.undoing.with(Option::is_some) => {
            if app.trouble.with_untracked(Option::is_some) {
                to_form(app);
            } else {
                document::hold_back();
                app.announce("working");
            }
        }
        Screen::Connect if has_form(app) => to_form(app),
        _ => return false,
    }
    true
}

/// Whether there is a form behind the asking for a token: a change that waits for it, or an undo.
fn has_form(app: App) -> bool {
    app.next.get() == Next::Save || app.undoing.with(Option::is_some)
}

/// Back to the form as it is written; nothing is undone.
fn to_form(app: App) {
    app.undoing.set(None);
    app.go(Screen::Form);
}

/// The key of the screen's title.
pub fn title(app: App) -> &'static str {
    match app.screen.get() {
        Screen::Connect => "connect_title",
        Screen::Loading if app.trouble.with(Option::is_none) => "loading_title",
        Screen::Loading | Screen::Form => "form_title",
        Screen::Review if app.draft.is_first() => "review_title_new",
        Screen::Review => "review_title",
        Screen::Conflict if app.draft.is_first() => "conflict_new",
        Screen::Conflict => "conflict_title",
        Screen::Saved => "saved_title",
    }
}

/// A screen's heading.
fn heading(app: App, words: Words) -> El {
    let text = follows(move || words.text(title(app)).to_owned());
    el("h1").id(HEADING).attr("tabindex", "-1").live_text(text)
}

/// The summary of what is in the way; while there is any, the page's title says so.
fn summary(app: App, words: Words, id: &'static str, items: Live<Vec<SummaryItem>>) -> Part {
    let there = items.clone();
    watch(move || app.in_the_way.set(!there().is_empty()));
    Summary(SummaryProps { id, heading: words.text("summary_title").to_owned(), items })
}

/// A button that does something on this page.
fn button(class: &'static str, words: &str, act: impl Fn() + 'static) -> El {
    el("button").attr("type", "button").class(class).on("click", move |_| act()).child(words)
}

/// How long a double click lasts at most, in milliseconds, as platforms have it.
const DOUBLE_CLICK: f64 = 500.0;

/// A button that may come to lie where another was just pressed. The second half of a double click
/// was not meant for it. A press that the browser counts as a second one does not come here (see
/// boot.js); a finger's are not counted everywhere, so that none is taken which comes with the button.
/// A key, which counts none, means it.
fn considered(words: &str, act: impl Fn() + 'static) -> El {
    let since = document::now();
    let button = el("button").attr("type", "button").class("main").child(words);
    button.on("click", move |event| {
        let is_late = event.time_stamp() - since > DOUBLE_CLICK;
        if presses(event) == 0 || is_late {
            act();
        }
    })
}

/// How many presses a click is the last of, in the same place and short time; a key's is of none.
fn presses(click: &Event) -> i32 {
    click.unchecked_ref::<UiEvent>().detail()
}

/// The name of the page, and the language.
pub fn header(app: App, words: Words) -> El {
    let options = LANGUAGES.iter().map(|&(tag, name, _)| {
        el("option")
            .attr("value", tag)
            .attr("lang", tag)
            .attr("selected", tag == words.locale)
            .child(name)
    });
    let select = el("select")
        .id(LANGUAGE)
        .attr("autocomplete", "off")
        .on("change", move |event| {
            let language = typed(event);
            app.language.set(language.clone());
            wasm_bindgen_futures::spawn_local(async move {
                let words = boot::words(&language).await;
                // The one chosen last wins, whichever comes last.
                if app.language.get() != language {
                    return;
                }
                let failed = words.is_none();
                app.language_failed.set(failed);
                // Who has gone on typing meanwhile goes on.
                boot::keep_place();
                // Without words, those in use are used anew, so that the list says so.
                app.use_words(words.unwrap_or_else(|| app.words.get_untracked()));
                if failed {
                    app.announce(LANGUAGE_FAILED);
                }
            });
        })
        .children(options);
    el("header")
        .class("top")
        .child(el("p").class("name").child(words.text("app_title")))
        .child(
            el("div")
                .class("language")
                .child(el("label").attr("for", LANGUAGE).child(words.text("language")))
                .child(select),
        )
        .children(
            app.language_failed
                .get()
                .then(|| el("p").class("error").child(words.text(LANGUAGE_FAILED))),
        )
}

/// What the page does with what is typed.
pub fn footer(words: Words) -> El {
    el("footer").child(el("p").child(words.text("footer")))
}

#[cfg(all(test, target_family = "wasm"))]
mod tests;
