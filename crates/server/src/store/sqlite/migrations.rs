//! The versions of the database's tables, and the way from any of them to the last.

use rusqlite::{Connection, TransactionBehavior};

use crate::store::migration::MigrationError;

/// Each brings the tables from one version to the next. Never edited once released; only added to.
const MIGRATIONS: [&str; LATEST as usize] =
    [include_str!("migrations/0001_first.sql"), include_str!("migrations/0002_append_only.sql")];

/// How many there are: the version of a database that has them all.
pub const LATEST: u32 = 2;

impl From<rusqlite::Error> for MigrationError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error.to_string())
    }
}

/// Brings the tables to version `target`, each step in a transaction of its own. Several
/// processes may do so at once: the database's write lock puts them in a row.
pub fn migrate(connection: &mut Connection, target: u32) -> Result<(), MigrationError> {
    loop {
        let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let found: u32 = step.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if found > LATEST {
            return Err(MigrationError::FromTheFuture { found, latest: LATEST });
        }
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
