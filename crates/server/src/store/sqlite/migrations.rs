//! The versions of the database's tables, and the way from any of them to the last.

use rusqlite::{Connection, TransactionBehavior};

use super::source::describe;
use crate::store::migration::{MigrationError, TABLES};

/// Each brings the tables from one version to the next. Never edited once released; only added to.
const MIGRATIONS: [&str; LATEST as usize] =
    [include_str!("migrations/0001_first.sql"), include_str!("migrations/0002_append_only.sql")];

/// How many there are: the version of a database that has them all.
pub const LATEST: u32 = 2;

impl From<rusqlite::Error> for MigrationError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(describe(&error))
    }
}

/// Brings the tables to version `target`, each step in a transaction of its own. Several
/// processes may do so at once: the database's write lock puts them in a row.
pub fn migrate(connection: &mut Connection, target: u32) -> Result<(), MigrationError> {
    loop {
        let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let found = version(&step)?;
        is_known(found)?;
        match MIGRATIONS.get(found as usize) {
            Some(statements) if found < target => {
                step.execute_batch(statements)?;
                step.pragma_update(None, "user_version", found + 1)?;
                step.commit()?;
            }
            _ => return Ok(()),
        }
    }
}

/// The version of the tables.
pub fn version(connection: &Connection) -> rusqlite::Result<u32> {
    connection.prepare_cached("PRAGMA user_version")?.query_row([], |row| row.get(0))
}

/// An error for a version of a later release.
pub const fn is_known(found: u32) -> Result<(), MigrationError> {
    MigrationError::unless_known(found, LATEST)
}

/// An error when the database is that of another program; else the version of its tables. Nothing is
/// written to it.
pub fn look_whose(connection: &Connection) -> Result<u32, MigrationError> {
    // In one transaction, since another process may be about to make the tables.
    let look = connection.unchecked_transaction()?;
    let version = version(&look)?;
    is_known(version)?;
    let names: Vec<String> = look
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*'",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if version == 0 {
        return names.first().map_or(Ok(0), |name| Err(MigrationError::strange(name)));
    }
    let missing = TABLES.iter().find(|table| !names.iter().any(|name| name == *table));
    missing.map_or(Ok(version), |name| Err(MigrationError::missing(name)))
}
