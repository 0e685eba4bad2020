//! What the service keeps, and the one way to it: no handler knows SQL.

pub mod location;
pub mod memory;
pub mod migration;
pub mod postgres;
pub mod sqlite;

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use client_profile::{Field, FieldSet, Report};
use serde::Serializer as _;

use crate::timestamp::Timestamp;
use crate::token::TokenHash;

/// Number of a client. Never used again after the client was erased.
pub type ClientId = i64;

/// Number of a token, by which an operator names it. No secret.
pub type TokenId = i64;

/// What a database is opened for, which says what may become of its tables. No way leads back from a
/// later version: who looks at a database, or ends a token in it, must not take it from the release
/// that serves it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// To serve it: its tables are made, or brought to this release's version.
    Serve,
    /// To add to it: they are made where there are none; else they are of this release's version.
    Add,
    /// To change what is in it: they are of this release's version.
    Change,
    /// To read it: likewise, and nothing is written.
    Read,
}

/// A token's last use is noted at most this often.
const LAST_USE_GRAIN: Duration = Duration::from_secs(60);

/// Everything that can be done with what is kept. A change is on disk, with its row of history,
/// before it is answered.
#[async_trait]
pub trait Store: Send + Sync {
    /// Whose token it is. Notes that it was used, to the minute.
    async fn caller(&self, token: TokenHash, now: Timestamp) -> Result<Option<Caller>, StoreError>;

    /// The client's record, if there is one.
    async fn profile(&self, client: ClientId) -> Result<Option<Record>, StoreError>;

    /// Writes the client's first record, if the token that it came with works still.
    async fn create(&self, change: Change) -> Result<Created, StoreError>;

    /// Replaces the client's record, if `expected` holds, and the token that the change came with
    /// works still.
    async fn update(&self, change: Change, expected: Expected) -> Result<Updated, StoreError>;

    /// Adds a client without a record.
    async fn add_client(&self, now: Timestamp) -> Result<ClientId, StoreError>;

    /// The client of the demonstration, with `record` when it had none before.
    async fn demo_client(&self, record: Record) -> Result<ClientId, StoreError>;

    /// Adds a token; `None` when there is no such client.
    async fn add_token(&self, token: NewToken) -> Result<Option<TokenId>, StoreError>;

    /// All tokens, or one client's, oldest first.
    async fn tokens(&self, client: Option<ClientId>) -> Result<Vec<TokenRow>, StoreError>;

    /// Ends a token; says whether there was one that still worked.
    async fn revoke(&self, token: TokenId, now: Timestamp) -> Result<bool, StoreError>;

    /// Removes the client's tokens of that label whose time is over.
    async fn forget_expired(
        &self,
        client: ClientId,
        label: &str,
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// All changes of a client, oldest first.
    async fn history(&self, client: ClientId) -> Result<Vec<HistoryRow>, StoreError>;

    /// Everything that is kept of a client, as it is at one moment.
    async fn kept(&self, client: ClientId) -> Result<Kept, StoreError>;

    /// Takes away the client's record, the values in its history and its tokens. A row that says
    /// that there was a client stays.
    async fn erase(&self, client: ClientId, now: Timestamp) -> Result<Erased, StoreError>;

    /// Overwrites what erased values were written on, where the store can. Says whether it did: not
    /// while another process still reads them.
    async fn wipe(&self) -> Result<bool, StoreError>;

    /// Whether it answers.
    async fn ready(&self) -> Result<(), StoreError>;

    /// Finishes what was begun and lets go.
    async fn close(&self);
}

/// The 11 values of a record, in the order of [`FieldSet::PROFILE`]. `Debug` shows none of them.
#[derive(Clone, PartialEq, Eq)]
pub struct Values([Box<str>; Values::COUNT]);

impl Values {
    /// The fields of a request that are kept with the person: all but the reason for a change.
    pub const COUNT: usize = Field::COUNT - 1;

    /// The canonical values of a report that has no errors.
    pub fn of_report(report: &Report<'_>) -> Self {
        Self::collect(FieldSet::PROFILE.iter().map(|field| report.value(field).into()))
    }

    /// The values in that order; a missing one is empty.
    pub fn collect(values: impl IntoIterator<Item = Box<str>>) -> Self {
        let mut values = values.into_iter();
        Self(std::array::from_fn(|_| values.next().unwrap_or_default()))
    }

    /// The value of `field`; empty for `reason`.
    pub fn get(&self, field: Field) -> &str {
        self.iter().find_map(|(known, value)| (known == field).then_some(value)).unwrap_or_default()
    }

    /// Each field and its value.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &str)> {
        FieldSet::PROFILE.iter().zip(self.0.iter().map(|value| &**value))
    }

    /// The values as one JSON object, as the history keeps them.
    pub fn to_json(&self) -> String {
        let mut json = Vec::with_capacity(512);
        let object = self.iter().map(|(field, value)| (field.name(), value));
        // Writing texts to memory does not fail, and JSON is UTF-8.
        drop(serde_json::Serializer::new(&mut json).collect_map(object));
        String::from_utf8(json).unwrap_or_default()
    }

    /// Reads what [`Values::to_json`] wrote.
    pub fn from_json(text: &str) -> Option<Self> {
        let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).ok()?;
        Some(Self::collect(FieldSet::PROFILE.iter().map(|field| {
            object.get(field.name()).and_then(|value| value.as_str()).unwrap_or_default().into()
        })))
    }
}

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Values(…)")
    }
}

/// A client's record as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    /// Whose it is.
    pub client_id: ClientId,
    /// Counts the record's changes, from 1.
    pub version: i64,
    /// Number of an address; set by other systems.
    pub address_id: Option<i64>,
    /// What the person said.
    pub values: Values,
    /// Who of the staff changed it last; set by other systems.
    pub staff_identifier: Option<String>,
    /// The reason given for the last change.
    pub reason: Option<String>,
    /// When the record was first written.
    pub created_time: Timestamp,
    /// When it was last changed, if ever.
    pub updated_time: Option<Timestamp>,
}

impl Record {
    /// The record that a first change makes.
    pub fn first(change: &Change) -> Self {
        Self {
            client_id: change.client,
            version: 1,
            address_id: None,
            values: change.values.clone(),
            staff_identifier: None,
            reason: change.reason.clone(),
            created_time: change.at,
            updated_time: None,
        }
    }

    /// The record that `change` makes of this one.
    #[must_use]
    pub fn changed(&self, change: &Change) -> Self {
        Self {
            version: self.version + 1,
            values: change.values.clone(),
            reason: change.reason.clone(),
            updated_time: Some(if change.at > self.written_time() {
                change.at
            } else {
                self.next_time()
            }),
            ..self.clone()
        }
    }

    /// When the next version is written though the clock was set back: a change does not come before
    /// the one that it follows. A chance number of microseconds later, so that two that follow the same
    /// one, with a copy put back between them, do not have the same time and tag.
    fn next_time(&self) -> Timestamp {
        let chance = getrandom::u32().unwrap_or_default() & 0xffff;
        self.written_time().after(Duration::from_micros(u64::from(chance) + 1))
    }

    /// When this version was written.
    pub fn written_time(&self) -> Timestamp {
        self.updated_time.unwrap_or(self.created_time)
    }

    /// Which of all the record's states this is.
    pub fn revision(&self) -> Revision {
        Revision { version: self.version, written_time: self.written_time() }
    }
}

/// One state of a client's record. The number alone would not tell: after a copy of the database
/// was put back, the versions since then are counted a second time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Revision {
    /// The record's version.
    pub version: i64,
    /// When that was written.
    pub written_time: Timestamp,
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("client_id", &self.client_id)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// Who did something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Actor {
    /// The holder of a token.
    Token(TokenId),
    /// The operator of the service, at the command line.
    Operator,
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(id) => write!(f, "token:{id}"),
            Self::Operator => f.write_str("operator"),
        }
    }
}

/// The holder of a token that works.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Caller {
    /// Whose token it is.
    pub client: ClientId,
    /// Which token.
    pub token: TokenId,
}

/// A change to a client's record.
#[derive(Clone, PartialEq, Eq)]
pub struct Change {
    /// Whose record.
    pub client: ClientId,
    /// Who changes it.
    pub actor: Actor,
    /// When.
    pub at: Timestamp,
    /// The new values.
    pub values: Values,
    /// Why.
    pub reason: Option<String>,
}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Change").field("client", &self.client).finish_non_exhaustive()
    }
}

/// What the caller believes of the record that is about to be replaced; by default nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Expected {
    /// That it is one of these.
    pub one_of: Option<Revisions>,
    /// That it is none of these.
    pub none_of: Option<Revisions>,
}

/// States of a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Revisions {
    /// Whichever, as long as there is a record.
    Any,
    /// These.
    These(Vec<Revision>),
}

impl Revisions {
    /// Whether that record is in one of them.
    pub fn include(&self, record: &Record) -> bool {
        match self {
            Self::Any => true,
            Self::These(revisions) => revisions.contains(&record.revision()),
        }
    }
}

impl Expected {
    /// Whether that record is what was expected.
    pub fn holds(&self, record: &Record) -> bool {
        self.one_of.as_ref().is_none_or(|known| known.include(record))
            && !self.none_of.as_ref().is_some_and(|known| known.include(record))
    }
}

/// What became of a first record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Created {
    /// It was written.
    Done(Box<Record>),
    /// There is one already.
    Exists,
    /// Who makes it may not any more: the token was ended, or the client erased.
    Ended,
}

/// What became of a change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Updated {
    /// It was written.
    Done(Box<Record>),
    /// Who makes it may not any more: the token was ended, or went with its client.
    Ended,
    /// There is no record.
    Missing,
    /// The record is not the expected one; this is what it is.
    Stale(Box<Record>),
}

/// What became of an erasure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Erased {
    /// It was done.
    Done,
    /// It had been done before.
    Before,
    /// There never was such a client.
    NoClient,
}

/// A token to be added.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// Whose.
    pub client: ClientId,
    /// What is stored of it.
    pub hash: TokenHash,
    /// What the operator calls it.
    pub label: Option<String>,
    /// From when.
    pub created_time: Timestamp,
    /// Until when; for ever without it.
    pub expires_time: Option<Timestamp>,
}

/// A token as an operator sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TokenRow {
    /// Its number.
    pub id: TokenId,
    /// Whose.
    pub client: ClientId,
    /// What the operator calls it.
    pub label: Option<String>,
    /// From when.
    pub created_time: Timestamp,
    /// Until when; for ever without it.
    pub expires_time: Option<Timestamp>,
    /// When it was ended.
    pub revoked_time: Option<Timestamp>,
    /// When it was last used, to the minute.
    pub last_used_time: Option<Timestamp>,
}

impl TokenRow {
    /// Whether it opens anything at that time.
    pub fn works(&self, now: Timestamp) -> bool {
        self.revoked_time.is_none() && self.expires_time.is_none_or(|time| time > now)
    }
}

/// One change as the history keeps it.
#[derive(Clone, PartialEq, Eq)]
pub struct HistoryRow {
    /// The record's version after it.
    pub version: i64,
    /// When.
    pub at: Timestamp,
    /// Who, as [`Actor`] is written.
    pub actor: String,
    /// Why.
    pub reason: Option<String>,
    /// The values before; none for the first and after an erasure.
    pub old: Option<Values>,
    /// The values after; none after an erasure.
    pub new: Option<Values>,
}

impl fmt::Debug for HistoryRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HistoryRow").field("version", &self.version).finish_non_exhaustive()
    }
}

/// A client, apart from all that it has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClientRow {
    /// When it was added.
    pub created_time: Timestamp,
    /// When what it had was erased.
    pub erased_time: Option<Timestamp>,
}

/// Everything that is kept of a client.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// The client, if there ever was one.
    pub client: Option<ClientRow>,
    /// The record, if there is one.
    pub record: Option<Record>,
    /// All its changes, oldest first.
    pub history: Vec<HistoryRow>,
    /// All tokens, oldest first.
    pub tokens: Vec<TokenRow>,
}

/// Why the store did not do it. Its text names no value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StoreError {
    /// The disk is full or the database away: to be tried again later.
    Unavailable(String),
    /// Something that trying again does not mend.
    Internal(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unavailable(why) => write!(f, "the database is not available: {why}"),
            Self::Internal(why) => write!(f, "the database refused: {why}"),
        }
    }
}

impl std::error::Error for StoreError {}
