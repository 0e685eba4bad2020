//! The state of the page, and which screen stands.

use std::ops::Deref;

use client_profile::{Field, FieldSet};
use leptos::prelude::{RwSignal, Set};

use crate::api::{Credentials, Record, Success};
use crate::boot;
use crate::components::date::month_names;
use crate::components::{LiveRegion, LiveRegionProps};
use crate::config::Config;
use crate::document;
use crate::draft::{Draft, Written};
use crate::element::{Part, el, follows, live, row, watch};
use crate::flow;
use crate::intl;
use crate::screens;
use crate::state::{Held, Told};
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
    /// The token is that of another profile than the form holds.
    Another,
    /// The token may not do this (403).
    Forbidden,
    /// There is nothing there (404).
    Missing,
    /// Too many requests (429).
    Busy,
    /// The server failed (5xx), and says when to ask again or does not.
    Server(bool),
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

/// In whose name calls are made: these credentials, and which they are in turn.
#[derive(Clone, Default)]
pub struct Session {
    /// Sent with each call.
    pub credentials: Credentials,
    turn: u32,
}

/// The state of the page.
pub struct State {
    /// The language in use.
    pub words: Told<Words>,
    /// The language that was asked for last.
    pub language: Held<String>,
    /// Whether its words did not come.
    pub language_failed: Held<bool>,
    /// What the deployment told.
    pub config: Config,
    /// In whose name calls are made. In memory only.
    pub session: Held<Session>,
    /// The token that the demo gave last; empty while it gave none.
    pub given: Held<String>,
    /// What is typed where a token is asked for.
    pub token: RwSignal<String>,
    /// The same of the client id.
    pub client_id: RwSignal<String>,
    /// The screen.
    pub screen: Told<Screen>,
    /// The change in the making.
    pub draft: Draft,
    /// Whether the person asked to go on from this screen: then it says what is in the way.
    pub asked: Told<bool>,
    /// Whether the screen has a summary of what is in the way.
    pub in_the_way: Told<bool>,
    /// What went wrong last.
    pub trouble: Told<Option<Trouble>>,
    /// How long the call under way takes.
    pub progress: Told<Progress>,
    /// Seconds until the server wants to be asked again.
    pub wait: Told<u32>,
    /// What the live region says.
    pub announcement: Told<String>,
    /// What it said last.
    said: Held<String>,
    /// What a press on this screen came to, where the screen shows that: the key of its words.
    pub outcome: Told<Option<&'static str>>,
    /// The version of the stored record, where the server tells it.
    pub tag: Held<Option<String>>,
    /// What was saved.
    pub saved: Held<Option<Success>>,
    /// What someone else saved meanwhile.
    pub theirs: Held<Option<Record>>,
    /// For each field that differs from that, whose value the person picks.
    pub picks: [RwSignal<String>; Field::COUNT],
    /// What is written is undone once the record has come, and can be brought back.
    pub undoing: Held<Option<Written>>,
    /// What to go on with once there is a token.
    pub next: Held<Next>,
    /// The fields left by the press under way; `None` while nothing is pressed.
    pub pressed: Held<Option<FieldSet>>,
    /// The field to go to when the form comes back.
    pub return_to: Held<Option<Field>>,
}

/// A handle to the state: copies share it.
#[derive(Clone, Copy)]
pub struct App(&'static State);

impl Deref for App {
    type Target = State;

    fn deref(&self) -> &State {
        self.0
    }
}

impl App {
    /// The state before anything happened. It lives as long as the page.
    pub fn new(words: Words, config: Config) -> Self {
        let app = Self(Box::leak(Box::new(State {
            words: Told::new(words),
            language: Held::new(String::new()),
            language_failed: Held::new(false),
            config,
            session: Held::new(Session::default()),
            given: Held::new(String::new()),
            token: RwSignal::new(String::new()),
            client_id: RwSignal::new(String::new()),
            screen: Told::new(Screen::Connect),
            draft: Draft::new(),
            asked: Told::new(false),
            in_the_way: Told::new(false),
            trouble: Told::new(None),
            progress: Told::new(Progress::Idle),
            wait: Told::new(0),
            announcement: Told::new(String::new()),
            said: Held::new(String::new()),
            outcome: Told::new(None),
            tag: Held::new(None),
            saved: Held::new(None),
            theirs: Held::new(None),
            picks: std::array::from_fn(|_| RwSignal::new(String::new())),
            undoing: Held::new(None),
            next: Held::new(Next::Load),
            pressed: Held::new(None),
            return_to: Held::new(None),
        })));
        app.use_words(words);
        app
    }

    /// Speaks this language from now on.
    pub fn use_words(&self, words: Words) {
        document::set_language(words.locale, words.direction());
        // Those of the language and those of the person's region, in which dates are shown.
        let tags = [words.locale, words.region];
        self.draft.use_months(month_names(move || {
            let [mut names, of_region] = tags.map(intl::months);
            names.iter_mut().zip(of_region).for_each(|(names, more)| names.extend(more));
            names
        }));
        self.words.set(words);
        // It was said in the language before.
        self.announcement.set(String::new());
    }

    /// Uses these from now on. Whose they are is not known yet: without the record's version, it is
    /// read and compared before anything is saved. What an answer to the ones before says of a
    /// version no longer holds.
    pub fn use_credentials(&self, credentials: Credentials) {
        let turn = self.session.with(|session| session.turn) + 1;
        self.session.set(Session { credentials, turn });
        self.tag.set(None);
        if self.wait.get_untracked() > 0 {
            // It was asked of who came with the ones before.
            self.wait.set(0);
            self.announce("wait_over");
        }
        self.token.set(String::new());
        self.client_id.set(String::new());
    }

    /// Whether other credentials are used by now.
    pub fn is_over(&self, session: &Session) -> bool {
        self.session.with(|now| now.turn != session.turn)
    }

    /// Tells what happened, once.
    pub fn announce(&self, key: &'static str) {
        self.say(self.words.get_untracked().text(key).to_owned());
    }

    /// Has it read aloud, once.
    pub fn say(&self, mut text: String) {
        // The same again would be no change, and silent: a space makes it one. Emptied and filled
        // within a moment, it is the same again.
        if self.said.with(|last| *last == text) {
            text.push('\u{a0}');
        }
        self.said.set(text.clone());
        self.announcement.set(text);
    }

    /// Tells what a press came to, and shows it where the screen has a place for it.
    pub fn tell(&self, key: &'static str) {
        self.outcome.set(Some(key));
        self.announce(key);
    }

    /// Goes to a screen; the focus goes to its heading. What was said on the one before is past.
    pub fn go(&self, screen: Screen) {
        self.trouble.set(None);
        self.outcome.set(None);
        self.announcement.set(String::new());
        self.asked.set(false);
        self.in_the_way.set(false);
        boot::hold(matches!(screen, Screen::Connect | Screen::Loading | Screen::Conflict));
        self.screen.set(screen);
        document::focus_soon(screens::HEADING);
    }
}

/// The page.
pub fn page(app: App) -> Part {
    watch(move || {
        let words = app.words.get();
        let title = words.text(screens::title(app));
        let title = [title, " – ", words.text("app_title")].concat();
        document::set_title(&if app.in_the_way.get() {
            words.fill("title_error", &[("title", &title)])
        } else {
            title
        });
    });
    document::ask_before_leaving(move || app.draft.is_unsaved());
    document::press_once();
    document::when_shown_again(move || app.draft.is_unsaved());
    document::when_online(move || flow::online(app));
    screens::follow_presses(app);
    document::when_back(move || screens::back(app));
    let shown = live(move || {
        let words = app.words.get();
        el("div")
            .class("page")
            .child(screens::header(app, words))
            .child(el("main").id("main").live(move || screens::screen(app, words)))
            .child(screens::footer(words))
            .view()
    });
    row(vec![
        shown,
        LiveRegion(LiveRegionProps { message: follows(move || app.announcement.get()) }),
    ])
}
