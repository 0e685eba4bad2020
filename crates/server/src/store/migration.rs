//! Why the tables of a database could not be brought to the version of this release.

use std::fmt;
use std::sync::LazyLock;

/// The tables of every version.
pub const TABLES: [&str; 4] = ["clients", "history", "profiles", "tokens"];

/// Reads at most one row of each of them: what a database does that serves.
pub static READ_ALL: LazyLock<String> = LazyLock::new(|| {
    let looks = TABLES.map(|table| format!("EXISTS (SELECT 1 FROM {table})"));
    format!("SELECT {}", looks.join(", "))
});

/// The reason, for either database.
#[derive(Debug)]
pub enum MigrationError {
    /// A later release wrote them.
    FromTheFuture {
        /// Their version.
        found: u32,
        /// The last one that this release knows.
        latest: u32,
    },
    /// A table is there that should not be, or is not there and should.
    NotOurs {
        /// Which.
        what: String,
    },
    /// A statement failed. The text names no value.
    Sql(String),
}

impl MigrationError {
    /// A table of ours is not there though the tables have a version.
    pub fn missing(table: &str) -> Self {
        Self::NotOurs { what: format!("it has no table {table}") }
    }

    /// A table is there before the tables have a version.
    pub fn strange(table: &str) -> Self {
        Self::NotOurs { what: format!("it has a table {table}") }
    }
}

impl fmt::Display for MigrationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FromTheFuture { found, latest } => write!(
                f,
                "it has version {found} and this release knows up to {latest}: use a later release"
            ),
            Self::NotOurs { what } => write!(
                f,
                "it is a database of another program, or not whole: {what}; name another one, or \
                 put a copy in its place"
            ),
            Self::Sql(error) => f.write_str(error),
        }
    }
}
