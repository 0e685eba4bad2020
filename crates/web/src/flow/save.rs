//! Saving a change so that it is saved once, never over someone else's, and never lost.

use client_profile::issue::Params;
use client_profile::{Field, Severity};

use super::load::read;
use super::{progress, show, trouble_of};
use crate::api::{Answer, Call, Complaint, Method, Outcome, Record, Success};
use crate::app::{App, Next, Screen, Trouble};
use crate::document;
use crate::json;
use crate::screens;
use crate::words::Finding;

/// What came of an attempt.
enum Attempt {
    /// It is stored.
    Saved(Success),
    /// Someone else saved something else meanwhile.
    Conflict(Record),
    /// The server refused what was sent.
    Refused(Vec<Complaint>),
    /// Anything else.
    Failed(Outcome),
}

/// Saves what is written, once.
pub async fn save(app: App) {
    let Some(underway) = progress::begin(app) else { return };
    app.next.set(Next::Save);
    if app.screen.get_untracked() == Screen::Connect {
        app.go(Screen::Review);
    }
    app.announce("saving");
    let attempt = attempt(app).await;
    drop(underway);
    match attempt {
        Attempt::Saved(success) => {
            app.in_doubt.set(false);
            app.draft.fill(Some(success.record.clone()));
            app.saved.set(Some(success));
            app.summary.set(false);
            app.go(Screen::Saved);
            app.announce("saved");
        }
        Attempt::Conflict(theirs) => {
            app.in_doubt.set(false);
            app.theirs.set(Some(theirs));
            app.go(Screen::Conflict);
            app.announce("conflict");
        }
        Attempt::Refused(complaints) => refuse(app, &complaints),
        Attempt::Failed(outcome) => {
            let answered = matches!(&outcome, Outcome::Answered(answer) if answer.status >= 300);
            app.in_doubt.set(app.in_doubt.get() || !answered);
            let trouble = trouble_of(app, &outcome);
            show(app, trouble);
        }
    }
}

async fn attempt(app: App) -> Attempt {
    let draft = app.draft;
    let values = draft.canonical();
    let is_new = draft.stored.with(Option::is_none);
    let tag = app.tag.get();
    let doubt = app.in_doubt.get();
    if !is_new && tag.is_none() || is_new && doubt {
        // Nothing guards the record's version, so it is compared just before saving. That also
        // tells what became of an attempt whose answer was lost.
        match read(app).await {
            Ok(Some(now)) if doubt && draft.was_saved_as(&now.record) => {
                return Attempt::Saved(now);
            }
            Ok(Some(now)) if draft.is_stored(&now.record) => {}
            Ok(Some(now)) => return Attempt::Conflict(now.record),
            Ok(None) if is_new => {}
            Ok(None) => return Attempt::Conflict(Record::default()),
            Err(outcome) => return Attempt::Failed(outcome),
        }
    }
    let fields = draft.fields();
    let members = Field::ALL.into_iter().zip(&values).filter(|(field, _)| fields.contains(*field));
    let body = json::object_of(members.map(|(field, value)| (field.name(), value.as_str())));
    draft.remember_sent(values.clone());
    let call = Call {
        method: if is_new { Method::Post } else { Method::Put },
        body: Some(body),
        if_match: tag.filter(|_| !is_new),
    };
    match app.config.api.send(call, &app.credentials.get()).await {
        Outcome::Answered(answer) => judge(app, answer).await,
        outcome => Attempt::Failed(outcome),
    }
}

async fn judge(app: App, answer: Answer) -> Attempt {
    match answer.status {
        200..=299 => match answer.success() {
            Some(success) => {
                app.tag.set(answer.tag);
                Attempt::Saved(success)
            }
            None => Attempt::Failed(Outcome::Answered(answer)),
        },
        400 | 422 => {
            let complaints = answer.complaints();
            if complaints.iter().any(|complaint| complaint.field.is_some()) {
                Attempt::Refused(complaints)
            } else {
                Attempt::Failed(Outcome::Answered(answer))
            }
        }
        // Someone was first. If what is stored is what was sent, it was this very change.
        409 | 412 => match read(app).await {
            Ok(Some(now)) if app.draft.was_saved_as(&now.record) => Attempt::Saved(now),
            Ok(now) => Attempt::Conflict(now.map(|now| now.record).unwrap_or_default()),
            Err(outcome) => Attempt::Failed(outcome),
        },
        _ => Attempt::Failed(Outcome::Answered(answer)),
    }
}

/// Brings what the server refused to the fields it is about.
fn refuse(app: App, complaints: &[Complaint]) {
    app.in_doubt.set(false);
    let words = app.words.get_untracked();
    for complaint in complaints {
        let Some(field) = complaint.field else { continue };
        let own = complaint.code.map(|code| {
            let limit = app.draft.rules.with_untracked(|rules| rules.max_length(field));
            let params = Params { limit, ..Params::default() };
            words.finding(&Finding { field, code, severity: Severity::Error, params })
        });
        let text = own
            .or_else(|| complaint.message.clone())
            .unwrap_or_else(|| words.fill("refused_field", &[("field", words.label(field))]));
        app.draft.refused(field, text);
    }
    app.summary.set(true);
    app.go(Screen::Form);
    let general = complaints.iter().find(|complaint| complaint.field.is_none());
    if let Some(general) = general {
        app.trouble.set(Some(Trouble::Refused(general.message.clone())));
    }
    app.announce("refused");
    document::focus_soon(screens::SUMMARY);
}

/// Takes the person's picks over what someone else saved, and goes back to the review.
pub fn take(app: App, picks: &[(Field, String)]) {
    if let Some(theirs) = app.theirs.get() {
        let is_there = !theirs.members.is_empty();
        app.draft.rebase(is_there.then_some(theirs));
    }
    for (field, value) in picks {
        app.draft.write(*field, value);
    }
    app.theirs.set(None);
}
