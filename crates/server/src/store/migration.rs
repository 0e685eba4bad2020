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
    /// An earlier release wrote them, and they are not opened to be brought further.
    FromThePast {
        /// Their version; 0 where there are none.
        found: u32,
        /// That of this release.
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

    /// An error for a version other than this release's.
    pub fn unless_latest(found: u32, latest: u32) -> Result<(), Self> {
        Self::unless_known(found, latest)?;
        if found < latest {
            return Err(Self::FromThePast { found, latest });
        }
        Ok(())
    }

    /// An error for a version of a later release.
    pub const fn unless_known(found: u32, latest: u32) -> Result<(), Self> {
        if found > latest {
            return Err(Self::FromTheFuture { found, latest });
        }
        Ok(())
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
            Self::FromThePast { found: 0, .. } => f.write_str(
                "it has no tables of client-profile yet: `client-profile serve` makes them when it \
                 starts",
            ),
            Self::FromThePast { found, latest } => write!(
                f,
                "its tables have version {found}, and those of this release version {latest}: use the \
                 release that wrote them, or copy it and start `client-profile serve` of this release \
                 on it, which brings them to version {latest} for good"
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
