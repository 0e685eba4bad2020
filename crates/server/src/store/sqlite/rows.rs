//! The statements, and what they find, as rows of the store.

use std::sync::LazyLock;

use client_profile::{Field, FieldSet};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, Row, params, params_from_iter};

use crate::store::{
    Actor, Caller, Change, ClientId, ClientRow, Created, Erased, Expected, HistoryRow, NewToken,
    Record, TokenId, TokenRow, Updated, Values,
};
use crate::timestamp::Timestamp;
use crate::token::TokenHash;

type Result<T> = rusqlite::Result<T>;

impl ToSql for Timestamp {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>> {
        Ok(self.to_string().into())
    }
}

impl FromSql for Timestamp {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Self::parse(value.as_str()?).ok_or(FromSqlError::InvalidType)
    }
}

/// The names of the 11 kept fields, in their order, which are those of their columns.
fn columns() -> String {
    FieldSet::PROFILE.iter().map(Field::name).collect::<Vec<_>>().join(", ")
}

static SELECT_PROFILE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT client_id, version, address_id, staff_identifier, reason, created_time, \
         updated_time, {} FROM profiles WHERE client_id = ?1",
        columns()
    )
});

static INSERT_PROFILE: LazyLock<String> = LazyLock::new(|| {
    let marks = ["?"; Values::COUNT].join(", ");
    format!(
        "INSERT INTO profiles (client_id, version, address_id, staff_identifier, reason, \
         created_time, updated_time, {}) VALUES (?, ?, ?, ?, ?, ?, ?, {marks})",
        columns()
    )
});

static UPDATE_PROFILE: LazyLock<String> = LazyLock::new(|| {
    let sets: Vec<_> =
        FieldSet::PROFILE.iter().map(|field| format!("{} = ?", field.name())).collect();
    format!(
        "UPDATE profiles SET version = ?, reason = ?, updated_time = ?, {} WHERE client_id = ?",
        sets.join(", ")
    )
});

fn record(row: &Row<'_>) -> Result<Record> {
    let mut values = Vec::with_capacity(Values::COUNT);
    for column in 7..7 + Values::COUNT {
        values.push(row.get::<_, Box<str>>(column)?);
    }
    Ok(Record {
        client_id: row.get(0)?,
        version: row.get(1)?,
        address_id: row.get(2)?,
        staff_identifier: row.get(3)?,
        reason: row.get(4)?,
        created_time: row.get(5)?,
        updated_time: row.get(6)?,
        values: Values::collect(values),
    })
}

/// The client's record.
pub fn profile(connection: &Connection, client: ClientId) -> Result<Option<Record>> {
    connection.prepare_cached(&SELECT_PROFILE)?.query_row([client], record).optional()
}

fn insert(connection: &Connection, record: &Record, actor: Actor) -> Result<()> {
    let own: [&dyn ToSql; 7] = [
        &record.client_id,
        &record.version,
        &record.address_id,
        &record.staff_identifier,
        &record.reason,
        &record.created_time,
        &record.updated_time,
    ];
    let values: Vec<&str> = record.values.iter().map(|(_, value)| value).collect();
    let values = values.iter().map(|value| value as &dyn ToSql);
    connection
        .prepare_cached(&INSERT_PROFILE)?
        .execute(params_from_iter(own.into_iter().chain(values)))?;
    remember(connection, record, actor, None)
}

/// Adds the change that led to `record` to the history.
fn remember(
    connection: &Connection,
    record: &Record,
    actor: Actor,
    old: Option<&Values>,
) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO history (client_id, version, at, actor, reason, old_values, new_values) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            record.client_id,
            record.version,
            record.written_time(),
            actor.to_string(),
            record.reason,
            old.map(Values::to_json),
            record.values.to_json(),
        ])
        .map(drop)
}

/// Whether who makes that change may do so: their token may have ended since it was looked up.
fn may(connection: &Connection, change: &Change) -> Result<bool> {
    let Actor::Token(token) = change.actor else { return Ok(true) };
    connection
        .prepare_cached(
            "SELECT 1 FROM tokens WHERE id = ?1 \
             AND revoked_time IS NULL AND (expires_time IS NULL OR expires_time > ?2)",
        )?
        .exists(params![token, change.at])
}

/// Writes a first record.
pub fn create(connection: &Connection, change: &Change) -> Result<Created> {
    let alive = "SELECT 1 FROM clients WHERE id = ?1 AND erased_time IS NULL";
    if !connection.prepare_cached(alive)?.exists([change.client])? || !may(connection, change)? {
        return Ok(Created::Ended);
    }
    if profile(connection, change.client)?.is_some() {
        return Ok(Created::Exists);
    }
    let record = Record::first(change);
    insert(connection, &record, change.actor)?;
    Ok(Created::Done(Box::new(record)))
}

/// Replaces a record.
pub fn update(connection: &Connection, change: &Change, expected: &Expected) -> Result<Updated> {
    if !may(connection, change)? {
        return Ok(Updated::Ended);
    }
    let Some(before) = profile(connection, change.client)? else {
        return Ok(Updated::Missing);
    };
    if !expected.holds(&before) {
        return Ok(Updated::Stale(Box::new(before)));
    }
    let after = before.changed(change);
    let own: [&dyn ToSql; 3] = [&after.version, &after.reason, &after.updated_time];
    let values: Vec<&str> = after.values.iter().map(|(_, value)| value).collect();
    let values = values.iter().map(|value| value as &dyn ToSql);
    let key: [&dyn ToSql; 1] = [&after.client_id];
    connection
        .prepare_cached(&UPDATE_PROFILE)?
        .execute(params_from_iter(own.into_iter().chain(values).chain(key)))?;
    remember(connection, &after, change.actor, Some(&before.values))?;
    Ok(Updated::Done(Box::new(after)))
}

/// Adds a client without a record.
pub fn add_client(connection: &Connection, now: Timestamp) -> Result<ClientId> {
    connection.prepare_cached("INSERT INTO clients (created_time) VALUES (?1)")?.execute([now])?;
    Ok(connection.last_insert_rowid())
}

/// A client, alone.
pub fn client(connection: &Connection, id: ClientId) -> Result<Option<ClientRow>> {
    connection
        .query_row("SELECT created_time, erased_time FROM clients WHERE id = ?1", [id], |row| {
            Ok(ClientRow { created_time: row.get(0)?, erased_time: row.get(1)? })
        })
        .optional()
}

/// The demonstration's client, made with `example` if there is none.
pub fn demo_client(connection: &Connection, example: &Record) -> Result<ClientId> {
    let found = connection
        .query_row("SELECT id FROM clients WHERE demo = 1 AND erased_time IS NULL", [], |row| {
            row.get(0)
        })
        .optional()?;
    if let Some(client) = found {
        return Ok(client);
    }
    // Its published number where that is free, else the next one.
    connection.execute(
        "INSERT INTO clients (id, created_time, demo) \
         SELECT CASE WHEN EXISTS (SELECT 1 FROM clients WHERE id >= ?1) THEN NULL ELSE ?1 END, ?2, 1",
        params![example.client_id, example.created_time],
    )?;
    let client = connection.last_insert_rowid();
    let record = Record { client_id: client, ..example.clone() };
    insert(connection, &record, Actor::Operator)?;
    Ok(client)
}

/// Adds a token.
pub fn add_token(connection: &Connection, token: &NewToken) -> Result<Option<TokenId>> {
    let added = connection.execute(
        "INSERT INTO tokens (hash, client_id, label, created_time, expires_time) \
         SELECT ?1, id, ?3, ?4, ?5 FROM clients WHERE id = ?2 AND erased_time IS NULL",
        params![token.hash.0, token.client, token.label, token.created_time, token.expires_time],
    )?;
    Ok((added == 1).then(|| connection.last_insert_rowid()))
}

/// Whose token it is, and when it was last used.
pub fn caller(
    connection: &Connection,
    token: TokenHash,
    now: Timestamp,
) -> Result<Option<(Caller, Option<Timestamp>)>> {
    connection
        .prepare_cached(
            "SELECT client_id, id, last_used_time FROM tokens WHERE hash = ?1 \
             AND revoked_time IS NULL AND (expires_time IS NULL OR expires_time > ?2)",
        )?
        .query_row(params![token.0, now], |row| {
            Ok((Caller { client: row.get(0)?, token: row.get(1)? }, row.get(2)?))
        })
        .optional()
}

/// Notes that a token was used.
pub fn touch(connection: &Connection, token: TokenId, now: Timestamp) -> Result<()> {
    connection
        .prepare_cached("UPDATE tokens SET last_used_time = ?2 WHERE id = ?1")?
        .execute(params![token, now])
        .map(drop)
}

/// All tokens, or one client's.
pub fn tokens(connection: &Connection, client: Option<ClientId>) -> Result<Vec<TokenRow>> {
    connection
        .prepare_cached(
            "SELECT id, client_id, label, created_time, expires_time, revoked_time, \
             last_used_time FROM tokens WHERE ?1 IS NULL OR client_id = ?1 ORDER BY id",
        )?
        .query_map([client], |row| {
            Ok(TokenRow {
                id: row.get(0)?,
                client: row.get(1)?,
                label: row.get(2)?,
                created_time: row.get(3)?,
                expires_time: row.get(4)?,
                revoked_time: row.get(5)?,
                last_used_time: row.get(6)?,
            })
        })?
        .collect()
}

/// Ends a token.
pub fn revoke(connection: &Connection, token: TokenId, now: Timestamp) -> Result<bool> {
    let ended = connection.execute(
        "UPDATE tokens SET revoked_time = ?2 WHERE id = ?1 AND revoked_time IS NULL \
         AND (expires_time IS NULL OR expires_time > ?2)",
        params![token, now],
    )?;
    Ok(ended == 1)
}

/// Removes the client's tokens of that label whose time is over.
pub fn forget_expired(
    connection: &Connection,
    client: ClientId,
    label: &str,
    now: Timestamp,
) -> Result<()> {
    connection
        .execute(
            "DELETE FROM tokens WHERE client_id = ?1 AND label = ?2 AND expires_time <= ?3",
            params![client, label, now],
        )
        .map(drop)
}

/// All changes of a client.
pub fn history(connection: &Connection, client: ClientId) -> Result<Vec<HistoryRow>> {
    let values = |json: Option<String>| json.and_then(|json| Values::from_json(&json));
    connection
        .prepare_cached(
            "SELECT version, at, actor, reason, old_values, new_values FROM history \
             WHERE client_id = ?1 ORDER BY version",
        )?
        .query_map([client], |row| {
            Ok(HistoryRow {
                version: row.get(0)?,
                at: row.get(1)?,
                actor: row.get(2)?,
                reason: row.get(3)?,
                old: values(row.get(4)?),
                new: values(row.get(5)?),
            })
        })?
        .collect()
}

/// Takes a client's personal values away.
pub fn erase(connection: &Connection, client: ClientId, now: Timestamp) -> Result<Erased> {
    let marked = connection.execute(
        "UPDATE clients SET erased_time = ?2 WHERE id = ?1 AND erased_time IS NULL",
        params![client, now],
    )?;
    if marked == 0
        && !connection.prepare("SELECT 1 FROM clients WHERE id = ?1")?.exists([client])?
    {
        return Ok(Erased::NoClient);
    }
    // Given again, too: what an earlier one left, by whatever fault, goes now.
    connection.execute("DELETE FROM profiles WHERE client_id = ?1", [client])?;
    connection.execute("DELETE FROM tokens WHERE client_id = ?1", [client])?;
    connection.execute(
        "UPDATE history SET reason = NULL, old_values = NULL, new_values = NULL \
         WHERE client_id = ?1",
        [client],
    )?;
    Ok(if marked == 0 { Erased::Before } else { Erased::Done })
}
