//! `/client/profile`: read, create, change.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{Method, Request, Response};
use client_profile::envelope::ErrorCode;
use client_profile::json::Reader;
use client_profile::{Date, Field, FieldSet};

use super::answer::{Asked, Done, Refusal};
use super::{Service, auth, body, etag, limits};
use crate::request::refuse_others;
use crate::store::{Actor, Caller, Change, Created, Expected, Record, Updated, Values};

/// The methods of `/client/profile`.
pub const METHODS: &str = "GET, HEAD, POST, PUT, OPTIONS";

/// What a request says of a profile.
struct Said {
    values: Values,
    reason: Option<String>,
}

/// Answers every method.
pub async fn handle(State(service): State<Arc<Service>>, request: Request<Body>) -> Response<Body> {
    let asked = Asked::of(&request);
    if request.method() == Method::OPTIONS {
        return super::options(METHODS);
    }
    let (parts, body) = request.into_parts();
    let mut caller = None;
    let outcome = match admit(&service, &parts, &mut caller).await {
        Ok((fields, caller)) => act(&service, &parts, body, fields, caller).await,
        Err(refusal) => {
            body::drop_rest(&parts.headers, body, body::MAX_DROPPED_OF_STRANGERS).await;
            Err(refusal)
        }
    };
    let mut response = asked.answer(outcome);
    if let Some(caller) = caller {
        response.extensions_mut().insert(caller);
    }
    response
}

/// Whether it is done, for whom, and the fields it takes. `known` is told who asks, as soon as
/// that is known.
async fn admit(
    service: &Service,
    parts: &Parts,
    known: &mut Option<Caller>,
) -> Result<(FieldSet, Caller), Refusal> {
    let fields = match parts.method {
        Method::GET | Method::HEAD => FieldSet::EMPTY,
        Method::POST => FieldSet::PROFILE,
        Method::PUT => FieldSet::ALL,
        _ => return Err(Refusal::method(METHODS)),
    };
    let caller = auth::caller(service, &parts.headers).await?;
    *known = Some(caller);
    limits::admit_caller(service, caller, &parts.headers)?;
    Ok((fields, caller))
}

/// Does what is asked.
async fn act(
    service: &Service,
    parts: &Parts,
    body: Body,
    fields: FieldSet,
    caller: Caller,
) -> Result<Done, Refusal> {
    let expected = etag::expected(&parts.headers, caller.client)?;
    if fields.is_empty() {
        let record = service.store.profile(caller.client).await?.ok_or_else(no_profile)?;
        return answer_if(&expected, Box::new(record));
    }
    let bytes = body::json(&parts.headers, body).await?;
    let at = (service.clock)();
    let Said { values, reason } = read(service, &bytes, fields, at.date())?;
    let actor = Actor::Token(caller.token);
    let change = Change { client: caller.client, actor, at, values, reason };
    if parts.method == Method::POST {
        // Who expects a record must not make the first one; where there is one, it is a conflict
        // with or without a condition (RFC 9110, 13.2.1).
        if expected.one_of.is_some() && service.store.profile(caller.client).await?.is_none() {
            return Err(unmatched(
                "Send it without If-Match: there is none yet that it could match",
            ));
        }
        return match service.store.create(change).await? {
            Created::Done(record) => Ok(Done::Record(record)),
            Created::Exists => Err(Refusal::new(ErrorCode::Conflict)),
            Created::Ended => Err(Refusal::new(ErrorCode::InvalidToken)),
        };
    }
    let (one_of, none_of) = (expected.one_of.is_some(), expected.none_of.clone());
    match service.store.update(change, expected).await? {
        Updated::Done(record) => Ok(Done::Record(record)),
        Updated::Ended => Err(Refusal::new(ErrorCode::InvalidToken)),
        Updated::Stale(record) if none_of.is_some_and(|known| known.include(&record)) => {
            let words = "Leave If-None-Match out to make the change: it names the profile as it is";
            Err(unmatched(words).with_current(record))
        }
        Updated::Stale(record) => {
            Err(Refusal::new(ErrorCode::PreconditionFailed).with_current(record))
        }
        Updated::Missing if one_of => Err(unmatched(
            "Create the profile with POST: there is none yet that If-Match could match",
        )),
        Updated::Missing => Err(no_profile()),
    }
}

/// The record that was asked for, as far as its asker's conditions hold (RFC 9110, 13.2.2).
fn answer_if(expected: &Expected, record: Box<Record>) -> Result<Done, Refusal> {
    if expected.one_of.as_ref().is_some_and(|wanted| !wanted.include(&record)) {
        let words = "Use the current ETag, or leave If-Match out: the profile is none of those that it names";
        return Err(unmatched(words).with_current(record));
    }
    let is_known = expected.none_of.as_ref().is_some_and(|known| known.include(&record));
    Ok(if is_known { Done::Known(record) } else { Done::Record(record) })
}

/// A condition that does not hold, for another reason than that the record was changed.
fn unmatched(words: &str) -> Refusal {
    Refusal::saying(ErrorCode::PreconditionFailed, words.into())
}

fn no_profile() -> Refusal {
    Refusal::saying(ErrorCode::NotFound, "Create the profile with POST: there is none yet".into())
}

/// Reads and checks a body, by the same rules as the form.
fn read(service: &Service, bytes: &[u8], fields: FieldSet, today: Date) -> Result<Said, Refusal> {
    let mut reader = Reader::default();
    let mut update = reader
        .read(bytes)
        .map_err(|error| Refusal::saying(ErrorCode::InvalidJson, error.to_string()))?;
    refuse_others(&mut update, fields);
    let report = service.validator.validate_fields(fields, &update, today);
    if !report.is_valid() {
        return Err(Refusal::of_issues(report.issues()));
    }
    let reason = fields.contains(Field::Reason).then(|| report.value(Field::Reason).to_owned());
    Ok(Said { values: Values::of_report(&report), reason })
}
