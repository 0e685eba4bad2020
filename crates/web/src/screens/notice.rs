//! What went wrong with a call, and what to do about it.

use super::button;
use crate::app::{App, Progress, Screen, Trouble};
use crate::element::{El, Part, el, follows, live, nothing};
use crate::flow;
use crate::words::Words;

/// The key of what is said about a trouble; what to do is under the same key with `_do`.
pub fn trouble_key(app: App, trouble: &Trouble) -> &'static str {
    trouble_keys(app, trouble).0
}

fn trouble_keys(app: App, trouble: &Trouble) -> (&'static str, &'static str) {
    let (mut what, mut then) = match trouble {
        Trouble::Offline => ("trouble_offline", "trouble_offline_do"),
        Trouble::TimedOut => ("trouble_timeout", "trouble_timeout_do"),
        Trouble::Lost => ("trouble_lost", "trouble_lost_do"),
        Trouble::Token => ("trouble_token", "trouble_token_do"),
        Trouble::Another => ("trouble_another", "trouble_another_do"),
        Trouble::Forbidden => ("trouble_forbidden", "trouble_forbidden_do"),
        Trouble::Missing => ("trouble_missing", "trouble_missing_do"),
        Trouble::Busy => ("trouble_busy", "trouble_busy_do"),
        Trouble::Server(_) => ("trouble_server", "trouble_server_do"),
        Trouble::Unreadable => ("trouble_unreadable", "trouble_unreadable_do"),
        Trouble::Refused(_) => ("trouble_refused", "trouble_refused_do"),
    };
    if app.screen.get_untracked() == Screen::Loading {
        // Their own words speak of a change that was sent.
        match trouble {
            Trouble::Refused(_) => what = "trouble_refused_load",
            Trouble::TimedOut | Trouble::Lost | Trouble::Unreadable => {}
            _ => return (what, then),
        }
        then = "trouble_load_do";
    }
    (what, then)
}

/// The notice; nothing while nothing is wrong.
pub fn notice(app: App, words: Words) -> Part {
    live(move || {
        app.trouble.with(|trouble| {
            let Some(trouble) = trouble else { return nothing() };
            let (what, then) = trouble_keys(app, trouble);
            // Once the time is over that the server wanted, what is said of it no longer holds. The
            // notice stays: a button in it may have the focus.
            let waits = matches!(trouble, Trouble::Busy | Trouble::Server(true));
            let over = move || waits && app.wait.get() == 0;
            let what =
                follows(move || words.text(if over() { "wait_over" } else { what }).to_owned());
            // Another token may, and may have one; whatever keeps the record from being read may lie
            // in this one.
            let may_be_another = app.screen.get_untracked() == Screen::Loading
                || matches!(trouble, Trouble::Forbidden | Trouble::Missing);
            let detail = match trouble {
                Trouble::Refused(detail) => detail.clone(),
                _ => None,
            };
            el("div")
                .id("notice")
                .class("notice")
                .child(el("h2").live_text(what))
                .children(detail.map(|detail| el("p").attr("dir", "auto").child(detail)))
                .children(keeps(app).then(|| el("p").child(words.text("kept"))))
                .child(el("p").shown_if(move || !over()).child(words.text(then)))
                .children(may_be_another.then(|| {
                    button("link", words.text("other_token"), move || app.go(Screen::Connect))
                }))
                .child(el("p").class("countdown").shown_if(move || app.wait.get() > 0).live_text(
                    follows(move || match app.wait.get() {
                        0 => String::new(),
                        seconds => words.wait(seconds),
                    }),
                ))
                .view()
        })
    })
}

/// Whether there is something typed that a person could fear for.
fn keeps(app: App) -> bool {
    !matches!(app.screen.get_untracked(), Screen::Connect | Screen::Loading)
}

/// A button that does again what went wrong, once the server is to be asked again.
pub fn try_again(app: App, words: Words) -> Part {
    live(move || {
        if app.trouble.with(Option::is_none) {
            return nothing();
        }
        waiting(app, button("main", words.text("try_again"), move || flow::go_on(app))).view()
    })
}

/// Marks a button as out of use while the server is not to be asked.
pub fn waiting(app: App, button: El) -> El {
    button.attr("aria-disabled", move || {
        (app.wait.get() > 0 || app.progress.get() != Progress::Idle).then(|| "true".to_owned())
    })
}

/// The sign of a call under way.
pub fn progress(app: App, words: Words) -> Part {
    live(move || match app.progress.get() {
        Progress::Idle | Progress::Begun => nothing(),
        shown => el("p")
            .class("progress")
            .child(el("span").class("spinner").attr("aria-hidden", "true"))
            .child(words.text(if shown == Progress::Long { "still_working" } else { "working" }))
            .view(),
    })
}
