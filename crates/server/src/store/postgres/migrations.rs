//! The versions of the database's tables, and the way from any of them to the last.

use deadpool_postgres::{Client, GenericClient};
use tokio_postgres::IsolationLevel;

use super::failure::{ONLY_READS, describe};
use crate::store::migration::{MigrationError, TABLES};

/// Each brings the tables from one version to the next. Never edited once released; only added to.
const MIGRATIONS: [&str; LATEST as usize] = [
    include_str!("migrations/0001_first.sql"),
    include_str!("migrations/0002_append_only.sql"),
    include_str!("migrations/0003_no_truncate.sql"),
];

/// How many there are: the version of a database that has them all.
pub const LATEST: u32 = 3;

/// The number of the lock that lets one instance at a time migrate: "client-p" in ASCII.
const LOCK: i64 = 0x636C_6965_6E74_2D70;

/// Brings the tables to version `target`, in one transaction. Several instances may start at
/// once: an advisory lock puts them in a row.
pub async fn migrate(client: &mut Client, target: u32) -> Result<(), MigrationError> {
    // Who has waited for another instance must see what it made, whatever the database's default is.
    let level = IsolationLevel::ReadCommitted;
    let work = client.build_transaction().isolation_level(level).start().await?;
    look_whether_it_writes(&work).await?;
    // Neither the work nor the wait for another instance that does it is a request's.
    work.batch_execute("SET LOCAL statement_timeout = 0").await?;
    work.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await?;
    // Asked first: `IF NOT EXISTS` wants the right to make tables even where it makes none.
    if is_new(&work).await? {
        work.batch_execute(
            "CREATE TABLE schema_versions \
             (version BIGINT PRIMARY KEY, applied_time TIMESTAMPTZ NOT NULL DEFAULT now())",
        )
        .await?;
    }
    let found = look_whose(&work).await?;
    for (version, statements) in (1..=target).zip(MIGRATIONS) {
        if version > found {
            work.batch_execute(statements).await?;
            work.execute("INSERT INTO schema_versions VALUES ($1)", &[&i64::from(version)]).await?;
        }
    }
    Ok(work.commit().await?)
}

/// An error unless tables are there that are of the last version. Makes and changes nothing.
pub async fn look(client: &impl GenericClient) -> Result<(), MigrationError> {
    let found = if is_new(client).await? { 0 } else { look_whose(client).await? };
    MigrationError::unless_latest(found, LATEST)
}

/// An error when the server takes no change: it would be refused later, change by change.
pub async fn look_whether_it_writes(client: &impl GenericClient) -> Result<(), MigrationError> {
    let only_reads = "SELECT current_setting('transaction_read_only') = 'on'";
    if client.query_one(only_reads, &[]).await?.try_get(0)? {
        return Err(MigrationError::Sql(ONLY_READS.into()));
    }
    Ok(())
}

/// The version of the tables, 0 before there are any; an error for one of a later release, and when
/// they are another program's.
async fn look_whose(client: &impl GenericClient) -> Result<u32, MigrationError> {
    let version = "SELECT coalesce(max(version), 0) FROM schema_versions";
    let found: i64 = client.query_one(version, &[]).await?.try_get(0)?;
    let found = u32::try_from(found).unwrap_or(u32::MAX);
    MigrationError::unless_known(found, LATEST)?;
    // Those that are missing once there is a version, and those that are there before.
    let strange = "SELECT name FROM unnest($1::text[]) AS name \
         WHERE (to_regclass(name) IS NULL) = $2 LIMIT 1";
    if let Some(row) = client.query_opt(strange, &[&TABLES.as_slice(), &(found > 0)]).await? {
        let name = row.try_get(0)?;
        return Err(match found {
            0 => MigrationError::strange(name),
            _ => MigrationError::missing(name),
        });
    }
    Ok(found)
}

/// Whether no instance has ever made its tables here.
pub async fn is_new(client: &impl GenericClient) -> Result<bool, tokio_postgres::Error> {
    let row = client.query_one("SELECT to_regclass('schema_versions') IS NULL", &[]).await?;
    row.try_get(0)
}

impl From<tokio_postgres::Error> for MigrationError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Sql(describe(&error))
    }
}
