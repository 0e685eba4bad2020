//! Why the tables of a database could not be brought to the version of this release.

use std::fmt;

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
    /// A statement failed. The text names no value.
    Sql(String),
}

impl fmt::Display for MigrationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FromTheFuture { found, latest } => write!(
                f,
                "it has version {found} and this release knows up to {latest}: use a later release"
            ),
            Self::Sql(error) => f.write_str(error),
        }
    }
}
