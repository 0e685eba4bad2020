//! The state of the page, and which screen stands.

use client_profile::Field;
use leptos::prelude::*;

use crate::api::{Credentials, Record, Success};
use crate::components::date::month_names;
use crate::components::{LiveRegion, LiveRegionProps};
use crate::config::Config;
use crate::document;
use crate::draft::Draft;
use crate::element::{el, live};
use crate::intl;
use crate::screens;
use crate::words::Words;

/// What the page shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Screen {
    /// Asks for a token.
    Connect,
    /// Waits for the record.
    Loading,
    /// The form.
    Form,
    /// Old and new values, before they are saved.
    Review,
    /// What someone else saved meanwhile.
    Conflict,
    /// What was saved.
    Saved,
}

/// What went wrong with a call, as far as a person can do something about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// No network.
    Offline,
    /// No answer in time.
    TimedOut,
    /// No whole answer.
    Lost,
    /// The token is not taken (401).
    Token,
    /// The token may not do this (403).
    Forbidden,
    /// There is nothing there (404).
    Missing,
    /// Too many requests (429).
    Busy,
    /// The server failed (5xx).
    Server,
    /// The answer is no envelope: HTML, empty, cut off.
    Unreadable,
    /// The server refused, in its own words if it had any.
    Refused(Option<String>),
}

/// How long a call has been under way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// Nothing is.
    Idle,
    /// Less than is worth showing.
    Begun,
    /// Long enough for a sign.
    Shown,
    /// So long that it needs a word.
    Long,
}

/// What to go on with once there is a token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    /// Read the record.
    Load,
    /// Save the change that was refused for its token.
    Save,
}

/// The state of the page. A handle: copies share it.
#[derive(Clone, Copy)]
pub struct App {
    /// The language in use.
    pub words: RwSignal<Words>,
    /// What the deployment told.
    pub config: StoredValue<Config>,
    /// In memory only.
    pub credentials: StoredValue<Credentials>,
    /// The screen.
    pub screen: RwSignal<Screen>,
    /// The change in the making.
    pub draft: Draft,
    /// Whether the summary of what is in the way is shown.
    pub summary: RwSignal<bool>,
    /// What went wrong last.
    pub trouble: RwSignal<Option<Trouble>>,
    /// How long the call under way takes.
    pub progress: RwSignal<Progress>,
    /// Seconds until the server wants to be asked again.
    pub wait: RwSignal<u32>,
    /// What the live region says.
    pub announcement: RwSignal<String>,
    /// The version of the stored record, where the server tells it.
    pub tag: StoredValue<Option<String>>,
    /// What was saved.
    pub saved: RwSignal<Option<Success>>,
    /// What someone else saved meanwhile.
    pub theirs: RwSignal<Option<Record>>,
    /// What to go on with once there is a token.
    pub next: StoredValue<Next>,
    /// Whether an answer was lost, so that the last change may be saved.
    pub in_doubt: StoredValue<bool>,
    /// The field to go to when the form comes back.
    pub return_to: StoredValue<Option<Field>>,
}

impl App {
    /// The state before anything happened.
    pub fn new(words: Words, config: Config) -> Self {
        let app = Self {
            words: RwSignal::new(words),
            config: StoredValue::new(config),
            credentials: StoredValue::new(Credentials::default()),
            screen: RwSignal::new(Screen::Connect),
            draft: Draft::new(),
            summary: RwSignal::new(false),
            trouble: RwSignal::new(None),
            progress: RwSignal::new(Progress::Idle),
            wait: RwSignal::new(0),
            announcement: RwSignal::new(String::new()),
            tag: StoredValue::new(None),
            saved: RwSignal::new(None),
            theirs: RwSignal::new(None),
            next: StoredValue::new(Next::Load),
            in_doubt: StoredValue::new(false),
            return_to: StoredValue::new(None),
        };
        app.use_words(words);
        app
    }

    /// Speaks this language from now on.
    pub fn use_words(&self, words: Words) {
        document::set_language(words.locale, words.direction());
        self.draft.use_months(month_names(intl::months(words.locale)));
        self.words.set(words);
    }

    /// Tells what happened, once.
    pub fn announce(&self, key: &'static str) {
        self.announcement.set(self.words.get_untracked().text(key).to_owned());
    }

    /// Goes to a screen; the focus goes to its heading.
    pub fn go(&self, screen: Screen) {
        self.trouble.set(None);
        self.screen.set(screen);
        document::focus_soon(screens::HEADING);
    }
}

/// The page.
pub fn page(app: App) -> AnyView {
    Effect::new(move || {
        let words = app.words.get();
        let errors = app.screen.get() == Screen::Form
            && app.summary.get()
            && !app.draft.troubled().is_empty();
        let title = words.text(screens::title(app.screen.get()));
        let title = format!("{title} – {}", words.text("app_title"));
        document::set_title(&if errors {
            words.fill("title_error", &[("title", &title)])
        } else {
            title
        });
    });
    let shown = live(move || {
        let words = app.words.get();
        el("div")
            .class("page")
            .child(screens::header(app, words))
            .child(el("main").id("main").live(move || screens::screen(app, words)))
            .child(screens::footer(words))
            .view()
    });
    let announcement = app.announcement;
    crate::element::row(vec![
        shown,
        LiveRegion(LiveRegionProps { message: announcement.into() }).into_any(),
    ])
}
