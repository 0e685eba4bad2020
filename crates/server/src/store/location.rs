//! Where the database is, as `--database` says it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use super::Store;
use super::memory::MemoryStore;
use super::postgres::{self, PostgresStore};
use super::sqlite::{self, SqliteStore};

/// Most connections that one instance holds to a PostgreSQL server.
const CONNECTIONS: usize = 16;

/// A database: a file, or a server. `Debug` and `Display` show no password.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// A SQLite file.
    Sqlite(PathBuf),
    /// The address of a PostgreSQL database, with its password.
    Postgres(String),
    /// Memory: nothing is kept when the service ends.
    Memory,
}

impl FromStr for Location {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let path = text.strip_prefix("sqlite://").or_else(|| text.strip_prefix("sqlite:"));
        if path.unwrap_or(text).trim().is_empty() {
            return Err("name a file, or a postgres:// address".into());
        }
        if path.unwrap_or(text) == ":memory:" {
            return Err("write memory: for a database that is gone when the service ends".into());
        }
        match (path, text.split_once("://")) {
            (None, None) if text == "memory:" => Ok(Self::Memory),
            (None, Some(("postgres" | "postgresql", _))) => Ok(Self::Postgres(text.into())),
            (Some(path), _) => Ok(Self::Sqlite(path.into())),
            (None, Some((scheme, _))) => {
                Err(format!("{scheme}:// is no database that is known here"))
            }
            (None, None) => Ok(Self::Sqlite(text.into())),
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => path.display().fmt(f),
            Self::Postgres(_) => f.write_str("postgres://…"),
            Self::Memory => f.write_str("memory:"),
        }
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Location {
    /// `name` in the platform's folder for data; `None` where there is no such folder.
    pub fn in_data_folder(name: &str) -> Option<Self> {
        let folders = directories::ProjectDirs::from("", "", "client-profile")?;
        Some(Self::Sqlite(folders.data_dir().join(name)))
    }

    /// Whether there is such a file; for anything but a file, that is seen when it is opened.
    pub fn is_there(&self) -> bool {
        match self {
            Self::Sqlite(path) => path.is_file(),
            Self::Postgres(_) | Self::Memory => true,
        }
    }

    /// Opens it, and makes it when it is a file that is not there. A server's certificate is
    /// checked by `authority`, a file, or by what this machine trusts; at most `changes_per_commit`
    /// changes of a file share one. The error says what to do.
    pub async fn open(
        &self,
        authority: Option<&Path>,
        changes_per_commit: u32,
    ) -> Result<Arc<dyn Store>, String> {
        match self {
            Self::Sqlite(path) => {
                let path = path.clone();
                let opened =
                    tokio::task::spawn_blocking(move || open_sqlite(&path, changes_per_commit))
                        .await;
                opened.unwrap_or_else(|_| Err("opening stopped".into()))
            }
            Self::Postgres(address) => {
                let latest = postgres::LATEST_VERSION;
                let opened =
                    PostgresStore::open_at_version(address, CONNECTIONS, authority, latest).await;
                match opened {
                    Ok(store) => Ok(Arc::new(store) as Arc<dyn Store>),
                    Err(error) => Err(error.to_string()),
                }
            }
            Self::Memory => Ok(Arc::new(MemoryStore::default()) as Arc<dyn Store>),
        }
        .map_err(|error| format!("cannot use the database {self}: {error}"))
    }
}

fn open_sqlite(path: &Path, changes_per_commit: u32) -> Result<Arc<dyn Store>, String> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        private_folder(folder).map_err(|error| error.to_string())?;
    }
    let store = SqliteStore::open_at_version(path, sqlite::LATEST_VERSION, changes_per_commit)
        .map_err(|error| error.to_string())?;
    Ok(Arc::new(store))
}

/// Makes a folder that only its owner opens; leaves one that is there as it is.
fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_is_a_file_or_an_address() {
        for (text, expects) in [
            ("a.db", Some("a.db")),
            ("/var/lib/a.db", Some("/var/lib/a.db")),
            ("sqlite:a.db", Some("a.db")),
            ("sqlite:///var/lib/a.db", Some("/var/lib/a.db")),
            ("postgres://user:secret@host/db", Some("postgres://…")),
            ("postgresql://host/db", Some("postgres://…")),
            ("memory:", Some("memory:")),
            ("mysql://host/db", None),
            ("", None),
            (" ", None),
            ("sqlite:", None),
            (":memory:", None),
            ("sqlite::memory:", None),
        ] {
            let location = text.parse::<Location>().ok().map(|l| l.to_string());
            assert_eq!(location.as_deref(), expects, "{text}");
        }
    }
}
