//! Saving a change so that it is saved once, never over someone else's, and never lost.

use client_profile::issue::Params;
use client_profile::{Field, FieldSet, Severity};
use leptos::prelude::{GetUntracked, Set};

use super::load::{read, taken, understood};
use super::{messages, progress, show, trouble_of};
use crate::api::{Answer, Call, Complaint, Method, Outcome, Record, Success};
use crate::app::{App, Next, Screen, Trouble};
use crate::document;
use crate::json;
use crate::screens;
use crate::timing::Refusal;
use crate::words::Finding;

/// What came of an attempt.
enum Attempt {
    /// It is stored.
    Saved(Success),
    /// Someone else saved something else meanwhile.
    Conflict(Record),
    /// What was to be saved is what is stored, whoever saved it.
    Nothing(Record),
    /// A first profile had been saved that the person has changed since; a change has a reason.
    Made(Record),
    /// There is no profile under these credentials.
    Gone,
    /// The server refused what was sent.
    Refused(Vec<Complaint>),
    /// Anything else.
    Failed(Outcome),
}

/// Saves what is written, once.
pub async fn save(app: App) {
    // Only what stands under review is saved: elsewhere it may be typed in meanwhile.
    let screen = app.screen.get_untracked();
    if !matches!(screen, Screen::Review | Screen::Connect) {
        return;
    }
    let Some(underway) = progress::begin(app) else { return };
    app.next.set(Next::Save);
    if screen == Screen::Connect {
        app.go(Screen::Review);
    }
    app.announce("saving");
    let reviewed = app.draft.stored.get();
    let attempt = attempt(app).await;
    drop(underway);
    match attempt {
        Attempt::Saved(success) => {
            app.draft.fill(Some(success.record.clone()));
            app.saved.set(Some(success));
            app.go(Screen::Saved);
            app.announce("saved");
        }
        Attempt::Conflict(theirs) => {
            for field in FieldSet::PROFILE.iter() {
                let pick = app.draft.pick_of(field, &theirs);
                app.picks[field as usize].set(pick.to_owned());
            }
            app.theirs.set(Some(theirs));
            app.go(Screen::Conflict);
            app.announce(if app.draft.stored.with(Option::is_some) {
                "conflict_title"
            } else {
                "conflict_new"
            });
        }
        Attempt::Nothing(record) => {
            app.draft.rebase(Some(record));
            app.go(Screen::Review);
            app.announce("review_nothing");
        }
        Attempt::Made(record) => {
            app.draft.rebase(Some(record));
            app.go(Screen::Form);
            app.tell("made_before");
        }
        Attempt::Gone => show(app, Trouble::Missing),
        Attempt::Refused(complaints) => refuse(app, &complaints),
        Attempt::Failed(outcome) => {
            let is_other = app.draft.stored.with(|stored| *stored != reviewed);
            if is_other && app.draft.is_unsaved() {
                // It went on from another record: the review is of that one from now on. One of a reason
                // alone would have nothing to save.
                app.go(Screen::Review);
            }
            let trouble = trouble_of(app, &outcome);
            show(app, trouble);
        }
    }
}

/// How often somebody else may save the same again, just before the change is made, until it fails.
const MOST_MOVED: u32 = 5;

/// How often other credentials may come while those before are refused, until it fails.
pub const MOST_RESTARTS: u32 = 5;

async fn attempt(app: App) -> Attempt {
    let draft = app.draft;
    // How often the record's version was not taken though it is that of the record, and though the
    // record, saved again, says the same.
    let (mut mistaken, mut moved) = (0, 0);
    let mut restarts = 0;
    loop {
        let values = draft.canonical();
        let is_new = draft.stored.with(Option::is_none);
        let is_unguarded = app.tag.with(Option::is_none) || draft.is_undecided() || mistaken > 1;
        if !is_new && is_unguarded {
            // Nothing guards the record's version, so it is compared just before saving. That also
            // tells whose it is, and what became of an attempt whose answer was lost.
            match read(app).await {
                Ok(Some(now)) if draft.is_no_news(&now.record) => {}
                found => match compare(app, found) {
                    Some(attempt) => return attempt,
                    None => continue,
                },
            }
        }
        let fields = draft.fields();
        let members =
            Field::ALL.into_iter().zip(&values).filter(|(field, _)| fields.contains(*field));
        let body = json::object_of(members.map(|(field, value)| (field.name(), value.as_str())));
        draft.remember_sent(values);
        let known = app.tag.get();
        let session = app.session.get();
        let call = Call {
            method: if is_new { Method::Post } else { Method::Put },
            body: Some(body),
            // Proxies alter versions: then the comparison before saving is what there is.
            if_match: known.clone().filter(|_| !is_new && mistaken < 2),
        };
        let answer = match app.config.api.send(call, &session.credentials).await {
            Outcome::Answered(answer) => answer,
            outcome => return Attempt::Failed(outcome),
        };
        match answer.status {
            409 | 412 | 429 => draft.forget_doubt(),
            400..=407 | 410..=499 => draft.forget_last(),
            _ => {}
        }
        let is_over = app.is_over(&session);
        if is_over && restarts < MOST_RESTARTS && matches!(answer.status, 401 | 403 | 429) {
            // There is a newer token already: what was said to the one before is not said to it.
            restarts += 1;
            continue;
        }
        let told = answer.tag.clone();
        let answered = understood(app, &answer);
        let is_success = answer.status < 300;
        if let Some(success) = answered.clone().filter(|now| {
            is_success && draft.is_sent(&now.record) && !draft.is_of_another(&now.record)
        }) {
            if !is_over {
                app.tag.set(told);
            }
            return Attempt::Saved(success);
        }
        if let Some(attempt) = judge(app, &answer) {
            return attempt;
        }
        if !is_success {
            draft.outrun.set(true);
        }
        let has_version = told.is_some() && told != known;
        // What is read could come from a copy that lags behind.
        let is_news = answer.status == 412
            && !is_over
            && answered.as_ref().is_some_and(|Success { record, .. }| {
                record.is_whole()
                    && !draft.is_unmoved(record)
                    // What was sent may only be repeated.
                    && (has_version || !draft.is_written(record))
            });
        let found = if is_news { taken(app, answer.clone()) } else { read(app).await };
        if let Ok(Some(now)) = &found
            && draft.is_no_news(&now.record)
        {
            let is_mistaken = answer.status == 412 && app.tag.get() == known;
            *if is_mistaken { &mut mistaken } else { &mut moved } += 1;
            // It was not saved, whoever said so; or no version of it is taken.
            if is_success || mistaken > 2 || moved > MOST_MOVED {
                return Attempt::Failed(Outcome::Answered(answer));
            }
            continue;
        }
        let found = match found {
            Ok(Some(now)) if is_success && draft.is_written(&now.record) => {
                return Attempt::Saved(now);
            }
            Ok(Some(now)) if is_success && draft.is_written_alike(&now.record) => {
                // The record has the version that the answer told, or is the one that it told.
                let is_answered = answered.is_some_and(|told| told.record.says_as(&now.record));
                if is_answered || has_version && told == app.tag.get() {
                    return Attempt::Saved(now);
                }
                Ok(Some(now))
            }
            // There still is none: what the server says to that is all there is to say.
            Ok(None) if draft.stored.with(Option::is_none) => {
                return Attempt::Failed(Outcome::Answered(answer));
            }
            found => found,
        };
        if let Some(attempt) = compare(app, found) {
            return attempt;
        }
    }
}

/// What it means that the server has this record and not the one the form was filled from. `None`
/// when it is an earlier change of this very form, whose answer was lost: the form then goes on
/// from there.
fn compare(app: App, found: Result<Option<Success>, Outcome>) -> Option<Attempt> {
    let draft = app.draft;
    let now = match found {
        Ok(Some(now)) => now,
        // It was erased, or the token is that of somebody who has none.
        Ok(None) => return Some(Attempt::Gone),
        Err(outcome) => return Some(Attempt::Failed(outcome)),
    };
    if draft.is_sent(&now.record) {
        Some(Attempt::Saved(now))
    } else if draft.is_attempt_in_doubt(&now.record) {
        if draft.stored.with(Option::is_none) {
            return Some(Attempt::Made(now.record));
        }
        draft.rebase(Some(now.record));
        draft.found_saved.set(true);
        None
    } else if draft.is_written(&now.record) {
        Some(Attempt::Nothing(now.record))
    } else {
        Some(Attempt::Conflict(now.record))
    }
}

/// What an answer means that does not tell what was sent. `None` when only the record as it is now
/// tells: someone else saved meanwhile, or what is saved is not told, or is told otherwise.
fn judge(app: App, answer: &Answer) -> Option<Attempt> {
    match answer.status {
        200..=299 | 412 => return None,
        400 | 409 | 422 => {
            let asked = app.draft.fields();
            let mut complaints = answer.complaints();
            for complaint in &mut complaints {
                // Nobody can answer what is not asked.
                complaint.field = complaint.field.filter(|field| asked.contains(*field));
            }
            if complaints.iter().any(|complaint| complaint.field.is_some()) {
                return Some(Attempt::Refused(complaints));
            }
            if answer.status == 409 {
                return None;
            }
        }
        _ => {}
    }
    Some(Attempt::Failed(Outcome::Answered(answer.clone())))
}

/// Brings what the server refused to the fields it is about.
fn refuse(app: App, complaints: &[Complaint]) {
    let words = app.words.get_untracked();
    // The first that is said of a field stays.
    for complaint in complaints.iter().rev() {
        let Some(field) = complaint.field else { continue };
        let own = complaint.code.and_then(|code| {
            // Where this page finds the same, it knows what its words need. The server's rules may
            // be others by now: its own words have their limits.
            let found = app.draft.verdict(field).error.filter(|found| found.code == code);
            let params = Params::default();
            let bare = Finding { field, code, severity: Severity::Error, params };
            let finding = found.or_else(|| words.is_whole(&bare).then_some(bare));
            finding.map(Refusal::Rule)
        });
        let refusal = own.or_else(|| complaint.message.clone().map(Refusal::Words));
        app.draft.refused(field, refusal.unwrap_or(Refusal::Bare));
    }
    app.go(Screen::Form);
    app.asked.set(true);
    let general = || complaints.iter().filter(|complaint| complaint.field.is_none());
    if general().next().is_some() {
        app.trouble.set(Some(Trouble::Refused(messages(general()))));
    }
    app.announce("refused");
    document::focus_soon(screens::SUMMARY);
}

/// Takes the picks that were made over what someone else saved. Says whether all were.
pub fn decide(app: App) -> bool {
    let Some(theirs) = app.theirs.get() else { return true };
    app.theirs.set(None);
    app.draft.decide(theirs, |field| app.picks[field as usize].get_untracked())
}

/// The same, leaves what was not picked undecided, and goes back to the form.
pub fn postpone(app: App) {
    if !decide(app) {
        // Their version is known now. A save that named it would overwrite what nobody picked from;
        // without one, it compares first and finds their change again.
        app.tag.set(None);
    }
    app.go(Screen::Form);
}
