//! What happens between the person and the server: connecting, loading, saving.

mod load;
mod progress;
mod save;

use leptos::prelude::WithUntracked;
use wasm_bindgen_futures::spawn_local;

use crate::api::{Complaint, Credentials, Outcome};
use crate::app::{App, Next, Screen, Trouble};

pub use load::load;
pub use save::{decide, postpone, save};

/// Uses these credentials, and goes on with what waited for them.
pub fn connect(app: App, credentials: Credentials) {
    app.use_credentials(credentials);
    go_on(app);
}

/// Does again what went wrong, or goes on with it.
pub fn go_on(app: App) {
    spawn_local(async move {
        match app.next.get() {
            Next::Load => load(app).await,
            Next::Save => save(app).await,
        }
    });
}

/// There is a network again: what could not be read is read, what could not be saved can be.
pub fn online(app: App) {
    if app.trouble.get_untracked() != Some(Trouble::Offline) {
        return;
    }
    if app.screen.get_untracked() == Screen::Loading {
        go_on(app);
    } else {
        app.announce("wait_over");
        app.trouble.set(None);
    }
}

/// A demo gives a token of its own: at the start, and another when the one that it gave has ended.
/// Anything else asks the person for one.
pub fn begin(app: App) {
    if app.config.demo && has_given(app) {
        spawn_local(async move {
            // The person, or the page around, may have been quicker, or be about to be; the same token
            // would be refused again.
            if let Some(token) = app.config.api.demo_token().await
                && has_given(app)
                && app.given.with(|given| *given != token)
                && app.token.with_untracked(String::is_empty)
            {
                app.given.set(token.clone());
                connect(app, Credentials { token, client_id: None });
            }
        });
    }
}

/// Whether calls are made by the token that the demo gave, or by none as long as it gave none: who
/// came with another has one of their own.
fn has_given(app: App) -> bool {
    app.session.with(|session| app.given.with(|given| session.credentials.token == *given))
}

/// What went wrong, when the outcome of a call is neither a success nor something that a screen
/// of its own is for.
fn trouble_of(app: App, outcome: &Outcome) -> Trouble {
    let answer = match outcome {
        Outcome::Answered(answer) => answer,
        Outcome::TimedOut => return Trouble::TimedOut,
        Outcome::Offline => return Trouble::Offline,
        Outcome::Lost => return Trouble::Lost,
        Outcome::Another => return Trouble::Another,
    };
    match answer.status {
        200..=299 => Trouble::Unreadable,
        401 => Trouble::Token,
        403 => Trouble::Forbidden,
        404 => Trouble::Missing,
        429 => {
            progress::wait(app, answer.wait.unwrap_or(DEFAULT_WAIT));
            Trouble::Busy
        }
        500.. => {
            if let Some(seconds) = answer.wait {
                progress::wait(app, seconds);
            }
            Trouble::Server(app.wait.get_untracked() > 0)
        }
        _ => Trouble::Refused(messages(answer.complaints().iter())),
    }
}

/// Seconds to wait when a server is busy and does not say how long.
const DEFAULT_WAIT: u32 = 10;

/// Most messages of a server's that are told at once.
const MOST_MESSAGES: usize = 5;

/// What complaints say, a line each, as far as anybody reads on.
fn messages<'a>(complaints: impl Iterator<Item = &'a Complaint>) -> Option<String> {
    let mut all = String::new();
    let said = complaints.filter_map(|complaint| complaint.message.as_ref());
    for message in said.take(MOST_MESSAGES) {
        // The same may be said of several values.
        if !all.ends_with(message.as_str()) {
            if !all.is_empty() {
                all.push('\n');
            }
            all.push_str(message);
        }
    }
    (!all.is_empty()).then_some(all)
}

/// Tells again that the server wants to be asked later, where it still does; says whether.
pub fn remind_of_wait(app: App) -> bool {
    let waits = app.wait.get_untracked() > 0;
    if waits {
        show(app, app.trouble.get_untracked().unwrap_or(Trouble::Busy));
    }
    waits
}

/// Shows what went wrong where the person is; a token that is not taken is asked for again.
fn show(app: App, trouble: Trouble) {
    let asks = matches!(trouble, Trouble::Token | Trouble::Another);
    if asks {
        app.go(Screen::Connect);
    }
    if trouble == Trouble::Token {
        begin(app);
    }
    let words = app.words.get_untracked();
    let wait = app.wait.get_untracked();
    let mut key = crate::screens::trouble_key(app, &trouble);
    if trouble == Trouble::Busy && wait == 0 {
        key = "wait_over";
    }
    let first = words.text(key);
    let second = match &trouble {
        Trouble::Refused(detail) => detail.clone(),
        _ => (wait > 0).then(|| words.wait(wait)),
    };
    // What stands already stays: the focus may be in it.
    if app.trouble.with_untracked(|shown| shown.as_ref() != Some(&trouble)) {
        app.trouble.set(Some(trouble));
    }
    app.say(match second {
        Some(second) => words.fill("both", &[("first", first), ("second", &second)]),
        None => first.to_owned(),
    });
}
