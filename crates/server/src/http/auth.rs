//! Who is asking: the token in `Authorization`, bare or after `Bearer`.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use client_profile::envelope::ErrorCode;

use super::Service;
use super::answer::Refusal;
use crate::store::Caller;
use crate::token::Token;

/// The holder of the request's token.
pub async fn caller(service: &Service, headers: &HeaderMap) -> Result<Caller, Refusal> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let Some(value) = values.next() else {
        return Err(Refusal::new(ErrorCode::Unauthorized));
    };
    let unknown = || Refusal::new(ErrorCode::InvalidToken);
    if values.next().is_some() {
        return Err(unknown());
    }
    let text = value.to_str().map_err(|_| unknown())?.trim();
    let token = match text.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
        _ => text,
    };
    if token.is_empty() || token.eq_ignore_ascii_case("bearer") {
        return Err(Refusal::new(ErrorCode::Unauthorized));
    }
    let token = Token::parse(token).ok_or_else(unknown)?;
    service.store.caller(token.hash(), (service.clock)()).await?.ok_or_else(unknown)
}
