//! Reading the record and filling the form with it.

use super::save::MOST_RESTARTS;
use super::{progress, show, trouble_of};
use crate::api::{Answer, Call, Credentials, Later, Method, Outcome, Record, Success};
use crate::app::{App, Next, Screen, Trouble};
use crate::draft::Draft;

/// Reads the record; the form then shows it, or that there is none.
pub async fn load(app: App) {
    let Some(underway) = progress::begin(app) else { return };
    app.next.set(Next::Load);
    app.go(Screen::Loading);
    let outcome = read(app).await;
    drop(underway);
    match outcome {
        // It was erased, or the token is that of somebody who has none.
        Ok(None) if app.draft.stored.with(Option::is_some) => show(app, Trouble::Missing),
        Ok(found) => {
            let found = found.map(|success| success.record);
            let told = what_became(app.draft, found.as_ref());
            app.draft.fill(found);
            let values = app.draft.values();
            let undoing = app.undoing.get();
            app.undoing.set(None);
            app.go(Screen::Form);
            if undoing.is_some() {
                app.tell(told);
            }
            app.draft.undone.set(undoing.filter(|written| written.differs_from(&values)));
        }
        Err(outcome) => {
            let trouble = trouble_of(app, &outcome);
            show(app, trouble);
        }
    }
}

/// What an undo comes to that finds this record: the key of its words.
fn what_became(draft: Draft, found: Option<&Record>) -> &'static str {
    let is_as_before = match found {
        Some(record) => draft.is_stored(record),
        None => draft.stored.with(Option::is_none),
    };
    if is_as_before {
        if draft.found_saved.get() { "saved_before" } else { "discarded" }
    } else if found.is_some_and(|record| draft.is_attempt_in_doubt(record)) {
        "saved_before"
    } else {
        "stored_changed"
    }
}

/// The record as it is now, `None` when there is none. Remembers its version.
pub fn read(app: App) -> Later<Result<Option<Success>, Outcome>> {
    Box::pin(ask(app))
}

async fn ask(app: App) -> Result<Option<Success>, Outcome> {
    let mut restarts = 0;
    let outcome = loop {
        let call = Call { method: Method::Get, body: None, if_match: None };
        let session = app.session.get();
        let outcome = app.config.api.send(call, &session.credentials).await;
        // Of whoever was connected meanwhile it says nothing.
        if !app.is_over(&session) {
            break outcome;
        }
        if restarts == MOST_RESTARTS {
            break Outcome::Lost;
        }
        restarts += 1;
    };
    match outcome {
        Outcome::Answered(answer) => taken(app, answer),
        outcome => Err(outcome),
    }
}

/// What an answer tells of a record, its values in canonical form.
pub fn understood(app: App, answer: &Answer) -> Option<Success> {
    let success = answer.success()?;
    Some(Success { record: app.draft.understood(success.record), ..success })
}

/// The record that an answer tells, `None` when there is none. Remembers its version.
pub fn taken(app: App, answer: Answer) -> Result<Option<Success>, Outcome> {
    if answer.tells_of_none() {
        app.tag.set(None);
        return Ok(None);
    }
    // Who names a version that is past may be told the record in its place.
    if matches!(answer.status, 200..=299 | 412)
        && let Some(success) = understood(app, &answer)
        && success.record.is_of_someone()
    {
        if app.draft.is_of_another(&success.record) {
            // Nothing more is done in that person's name.
            app.use_credentials(Credentials::default());
            return Err(Outcome::Another);
        }
        app.tag.set(answer.tag);
        return Ok(Some(success));
    }
    Err(Outcome::Answered(answer))
}
