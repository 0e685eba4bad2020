//! Reading the record and filling the form with it.

use super::{progress, show, trouble_of};
use crate::api::{Call, Credentials, Later, Method, Outcome, Success};
use crate::app::{App, Next, Screen};

/// Reads the record; the form then shows it, or that there is none.
pub async fn load(app: App) {
    let Some(underway) = progress::begin(app) else { return };
    app.next.set(Next::Load);
    app.go(Screen::Loading);
    let outcome = read(app).await;
    drop(underway);
    match outcome {
        Ok(found) => {
            let before = app.draft.stored.get();
            app.draft.fill(found.map(|success| success.record));
            let values = app.draft.values();
            let undoing = app.undoing.get();
            app.undoing.set(None);
            app.summary.set(false);
            app.go(Screen::Form);
            if undoing.is_some() {
                let is_as_before = app.draft.stored.get() == before;
                app.tell(if is_as_before { "discarded" } else { "saved_before" });
            }
            app.draft.undone.set(undoing.filter(|written| written.0 != values));
        }
        Err(outcome) => {
            let trouble = trouble_of(app, &outcome);
            show(app, trouble);
        }
    }
}

/// The record as it is now, `None` when there is none. Remembers its version.
pub fn read(app: App) -> Later<Result<Option<Success>, Outcome>> {
    Box::pin(ask(app))
}

async fn ask(app: App) -> Result<Option<Success>, Outcome> {
    let outcome = loop {
        let call = Call { method: Method::Get, body: None, if_match: None };
        let session = app.session.get();
        let outcome = app.config.api.send(call, &session.credentials).await;
        // Of whoever was connected meanwhile it says nothing.
        if !app.is_over(&session) {
            break outcome;
        }
    };
    if let Outcome::Answered(answer) = &outcome {
        if answer.status == 404 && answer.json().is_some() {
            app.tag.set(None);
            return Ok(None);
        }
        if answer.status == 200
            && let Some(mut success) = answer.success()
        {
            success.record = app.draft.understood(success.record);
            if app.draft.is_of_another(&success.record) {
                // Nothing more is done in that person's name.
                app.use_credentials(Credentials::default());
                return Err(Outcome::Another);
            }
            app.tag.set(answer.tag.clone());
            return Ok(Some(success));
        }
    }
    Err(outcome)
}
