//! The statements, and what they find, as rows of the store.

use std::sync::LazyLock;
use std::time::SystemTime;

use client_profile::{Field, FieldSet};
use deadpool_postgres::{GenericClient, Transaction};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use super::failure::describe;
use crate::store::{
    Actor, Caller, Change, ClientId, ClientRow, Created, Erased, Expected, HistoryRow,
    LAST_USE_GRAIN, NewToken, Record, TokenId, TokenRow, Updated, Values,
};
use crate::timestamp::Timestamp;
use crate::token::TokenHash;

type Result<T> = std::result::Result<T, tokio_postgres::Error>;
type Params<'a> = Vec<&'a (dyn ToSql + Sync)>;

/// The names of the 11 kept fields, in their order, which are those of their columns.
fn columns() -> String {
    FieldSet::PROFILE.iter().map(Field::name).collect::<Vec<_>>().join(", ")
}

static SELECT_PROFILE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT client_id, version, address_id, staff_identifier, reason, created_time, \
         updated_time, {} FROM profiles WHERE client_id = $1",
        columns()
    )
});

static LOCK_PROFILE: LazyLock<String> = LazyLock::new(|| format!("{} FOR UPDATE", *SELECT_PROFILE));

static INSERT_PROFILE: LazyLock<String> = LazyLock::new(|| {
    let marks: Vec<_> = (8..8 + Values::COUNT).map(|at| format!("${at}")).collect();
    format!(
        "INSERT INTO profiles (client_id, version, address_id, staff_identifier, reason, \
         created_time, updated_time, {}) VALUES ($1, $2, $3, $4, $5, $6, $7, {}) \
         ON CONFLICT DO NOTHING",
        columns(),
        marks.join(", ")
    )
});

static UPDATE_PROFILE: LazyLock<String> = LazyLock::new(|| {
    let sets: Vec<_> = FieldSet::PROFILE
        .iter()
        .zip(5..)
        .map(|(field, at)| format!("{} = ${at}", field.name()))
        .collect();
    format!(
        "UPDATE profiles SET version = $2, reason = $3, updated_time = $4, {} WHERE client_id = $1",
        sets.join(", ")
    )
});

fn time(row: &Row, column: usize) -> Result<Timestamp> {
    row.try_get::<_, SystemTime>(column).map(Timestamp::from)
}

fn time_or_none(row: &Row, column: usize) -> Result<Option<Timestamp>> {
    Ok(row.try_get::<_, Option<SystemTime>>(column)?.map(Timestamp::from))
}

fn record(row: &Row) -> Result<Record> {
    let mut values = Vec::with_capacity(Values::COUNT);
    for column in 7..7 + Values::COUNT {
        values.push(row.try_get::<_, &str>(column)?.into());
    }
    Ok(Record {
        client_id: row.try_get(0)?,
        version: row.try_get(1)?,
        address_id: row.try_get(2)?,
        staff_identifier: row.try_get(3)?,
        reason: row.try_get(4)?,
        created_time: time(row, 5)?,
        updated_time: time_or_none(row, 6)?,
        values: Values::collect(values),
    })
}

/// The client's record.
pub async fn profile(client: &impl GenericClient, id: ClientId) -> Result<Option<Record>> {
    let statement = client.prepare_cached(&SELECT_PROFILE).await?;
    client.query_opt(&statement, &[&id]).await?.as_ref().map(record).transpose()
}

/// A client, alone.
pub async fn client(client: &impl GenericClient, id: ClientId) -> Result<Option<ClientRow>> {
    let sql = "SELECT created_time, erased_time FROM clients WHERE id = $1";
    let row = client.query_opt(sql, &[&id]).await?;
    row.map(|row| {
        Ok(ClientRow { created_time: time(&row, 0)?, erased_time: time_or_none(&row, 1)? })
    })
    .transpose()
}

/// Writes a first record; says whether there was none.
async fn insert(work: &Transaction<'_>, record: &Record, actor: Actor) -> Result<bool> {
    let created = SystemTime::from(record.created_time);
    let updated = record.updated_time.map(SystemTime::from);
    let values: Vec<&str> = record.values.iter().map(|(_, value)| value).collect();
    let mut params: Params<'_> = vec![
        &record.client_id,
        &record.version,
        &record.address_id,
        &record.staff_identifier,
        &record.reason,
        &created,
        &updated,
    ];
    params.extend(values.iter().map(|value| value as &(dyn ToSql + Sync)));
    let statement = work.prepare_cached(&INSERT_PROFILE).await?;
    if work.execute(&statement, &params).await? == 0 {
        return Ok(false);
    }
    remember(work, record, actor, None).await?;
    Ok(true)
}

/// Adds the change that led to `record` to the history.
async fn remember(
    work: &Transaction<'_>,
    record: &Record,
    actor: Actor,
    old: Option<&Values>,
) -> Result<()> {
    let statement = work
        .prepare_cached(
            "INSERT INTO history (client_id, version, at, actor, reason, old_values, new_values) \
             VALUES ($1, $2, $3, $4, $5, $6::text::jsonb, $7::text::jsonb)",
        )
        .await?;
    let (at, actor) = (SystemTime::from(record.written_time()), actor.to_string());
    let (old, new) = (old.map(Values::to_json), record.values.to_json());
    work.execute(
        &statement,
        &[&record.client_id, &record.version, &at, &actor, &record.reason, &old, &new],
    )
    .await
    .map(drop)
}

/// Whether who makes that change may do so: their token may have ended since it was looked up. It
/// is locked, so that one who was told that it no longer works sees nothing written by it later.
/// After the client and the record, as an erasure locks them.
async fn may(work: &Transaction<'_>, change: &Change) -> Result<bool> {
    let Actor::Token(token) = change.actor else { return Ok(true) };
    let statement = work
        .prepare_cached(
            "SELECT 1 FROM tokens WHERE id = $1 \
             AND revoked_time IS NULL AND (expires_time IS NULL OR expires_time > $2) FOR SHARE",
        )
        .await?;
    Ok(work.query_opt(&statement, &[&token, &SystemTime::from(change.at)]).await?.is_some())
}

/// Writes a first record.
pub async fn create(work: &Transaction<'_>, change: &Change) -> Result<Created> {
    // Locked, so that an erasure comes before it, or after it and finds the record.
    let alive = "SELECT 1 FROM clients WHERE id = $1 AND erased_time IS NULL FOR SHARE";
    let alive = work.prepare_cached(alive).await?;
    let key: [&(dyn ToSql + Sync); 1] = [&change.client];
    // Both are sent before either is answered: one way to the server and back.
    let (alive, may) = tokio::join!(work.query_opt(&alive, &key), may(work, change));
    // Of two failures the first is the cause of the other.
    let (alive, may) = (alive?, may?);
    if alive.is_none() || !may {
        return Ok(Created::Ended);
    }
    let record = Record::first(change);
    let made = insert(work, &record, change.actor).await?;
    Ok(if made { Created::Done(Box::new(record)) } else { Created::Exists })
}

/// Replaces a record.
pub async fn update(
    work: &Transaction<'_>,
    change: &Change,
    expected: &Expected,
) -> Result<Updated> {
    let lock = work.prepare_cached(&LOCK_PROFILE).await?;
    let key: [&(dyn ToSql + Sync); 1] = [&change.client];
    let (row, may) = tokio::join!(work.query_opt(&lock, &key), may(work, change));
    let (row, may) = (row?, may?);
    if !may {
        return Ok(Updated::Ended);
    }
    let Some(row) = row else { return Ok(Updated::Missing) };
    let before = record(&row)?;
    if !expected.holds(&before) {
        return Ok(Updated::Stale(Box::new(before)));
    }
    let after = before.changed(change);
    let updated = after.updated_time.map(SystemTime::from);
    let values: Vec<&str> = after.values.iter().map(|(_, value)| value).collect();
    let mut params: Params<'_> = vec![&after.client_id, &after.version, &after.reason, &updated];
    params.extend(values.iter().map(|value| value as &(dyn ToSql + Sync)));
    let statement = work.prepare_cached(&UPDATE_PROFILE).await?;
    work.execute(&statement, &params).await?;
    remember(work, &after, change.actor, Some(&before.values)).await?;
    Ok(Updated::Done(Box::new(after)))
}

/// The demonstration's client, made with `example` if there is none.
pub async fn demo_client(work: &Transaction<'_>, example: &Record) -> Result<ClientId> {
    // One instance at a time: two that start together must find the same client.
    work.batch_execute("LOCK TABLE clients IN SHARE ROW EXCLUSIVE MODE").await?;
    let found = work
        .query_opt("SELECT id FROM clients WHERE demo AND erased_time IS NULL LIMIT 1", &[])
        .await?;
    if let Some(row) = found {
        return row.try_get(0);
    }
    // Its published number where that is free, else the next one.
    work.execute(
        "SELECT setval(pg_get_serial_sequence('clients', 'id'), $1, false) \
         WHERE NOT EXISTS (SELECT 1 FROM clients WHERE id >= $1)",
        &[&example.client_id],
    )
    .await?;
    let created = SystemTime::from(example.created_time);
    let client = work
        .query_one(
            "INSERT INTO clients (created_time, demo) VALUES ($1, TRUE) RETURNING id",
            &[&created],
        )
        .await?
        .try_get(0)?;
    let record = Record { client_id: client, ..example.clone() };
    insert(work, &record, Actor::Operator).await?;
    Ok(client)
}

/// Adds a token.
pub async fn add_token(work: &Transaction<'_>, token: &NewToken) -> Result<Option<TokenId>> {
    let created = SystemTime::from(token.created_time);
    let expires = token.expires_time.map(SystemTime::from);
    let hash = &token.hash.0[..];
    // The client is locked, so that an erasure comes before it, or after it and finds the token.
    let row = work
        .query_opt(
            "INSERT INTO tokens (hash, client_id, label, created_time, expires_time) \
             SELECT $1, id, $3, $4, $5 FROM clients WHERE id = $2 AND erased_time IS NULL \
             FOR SHARE RETURNING id",
            &[&hash, &token.client, &token.label, &created, &expires],
        )
        .await?;
    row.map(|row| row.try_get(0)).transpose()
}

/// Whose token it is; notes that it was used, where that can be written.
pub async fn caller(
    client: &impl GenericClient,
    token: TokenHash,
    now: Timestamp,
) -> Result<Option<Caller>> {
    let statement = client
        .prepare_cached(
            "SELECT client_id, id, last_used_time IS NULL \
             OR last_used_time <= $2::timestamptz - make_interval(secs => $3) FROM tokens WHERE hash = $1 \
             AND revoked_time IS NULL AND (expires_time IS NULL OR expires_time > $2)",
        )
        .await?;
    let (noted, now) = (now, SystemTime::from(now));
    let hash = &token.0[..];
    let Some(row) =
        client.query_opt(&statement, &[&hash, &now, &LAST_USE_GRAIN.as_secs_f64()]).await?
    else {
        return Ok(None);
    };
    let caller = Caller { client: row.try_get(0)?, token: row.try_get(1)? };
    if row.try_get(2)? {
        note_use(client, caller.token, noted).await;
    }
    Ok(Some(caller))
}

/// Notes that a token was used, unless that cannot be done at once: nobody waits for it, neither for
/// a standby nor for who has the row or the table, and a server that only reads is read.
async fn note_use(client: &impl GenericClient, token: TokenId, now: Timestamp) {
    // Statements sent as one are one transaction.
    let note = format!(
        "SET LOCAL synchronous_commit = off; SET LOCAL lock_timeout = 1; \
         UPDATE tokens SET last_used_time = '{now}Z' WHERE id = \
         (SELECT id FROM tokens WHERE id = {token} FOR NO KEY UPDATE SKIP LOCKED)"
    );
    if let Err(error) = client.batch_execute(&note).await {
        tracing::debug!(error = describe(&error), "the use of a token is not noted");
    }
}

/// All tokens, or one client's.
pub async fn tokens(client: &impl GenericClient, of: Option<ClientId>) -> Result<Vec<TokenRow>> {
    let rows = client
        .query(
            "SELECT id, client_id, label, created_time, expires_time, revoked_time, \
             last_used_time FROM tokens WHERE $1::bigint IS NULL OR client_id = $1 ORDER BY id",
            &[&of],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(TokenRow {
                id: row.try_get(0)?,
                client: row.try_get(1)?,
                label: row.try_get(2)?,
                created_time: time(row, 3)?,
                expires_time: time_or_none(row, 4)?,
                revoked_time: time_or_none(row, 5)?,
                last_used_time: time_or_none(row, 6)?,
            })
        })
        .collect()
}

/// All changes of a client.
pub async fn history(client: &impl GenericClient, of: ClientId) -> Result<Vec<HistoryRow>> {
    let rows = client
        .query(
            "SELECT version, at, actor, reason, old_values::text, new_values::text FROM history \
             WHERE client_id = $1 ORDER BY version",
            &[&of],
        )
        .await?;
    let values = |json: Option<&str>| json.and_then(Values::from_json);
    rows.iter()
        .map(|row| {
            Ok(HistoryRow {
                version: row.try_get(0)?,
                at: time(row, 1)?,
                actor: row.try_get(2)?,
                reason: row.try_get(3)?,
                old: values(row.try_get(4)?),
                new: values(row.try_get(5)?),
            })
        })
        .collect()
}

/// Takes a client's personal values away.
pub async fn erase(work: &Transaction<'_>, client: ClientId, now: Timestamp) -> Result<Erased> {
    let marked = work
        .execute(
            "UPDATE clients SET erased_time = $2 WHERE id = $1 AND erased_time IS NULL",
            &[&client, &SystemTime::from(now)],
        )
        .await?;
    if marked == 0
        && work.query_opt("SELECT 1 FROM clients WHERE id = $1", &[&client]).await?.is_none()
    {
        return Ok(Erased::NoClient);
    }
    // Given again, too: what an earlier one left, by whatever fault, goes now.
    for statement in [
        "DELETE FROM profiles WHERE client_id = $1",
        "DELETE FROM tokens WHERE client_id = $1",
        "UPDATE history SET reason = NULL, old_values = NULL, new_values = NULL \
         WHERE client_id = $1",
    ] {
        work.execute(statement, &[&client]).await?;
    }
    Ok(if marked == 0 { Erased::Before } else { Erased::Done })
}
