//! Where the database is, as `--database` says it.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use super::memory::MemoryStore;
use super::postgres::PostgresStore;
use super::sqlite::SqliteStore;
use super::{Purpose, Store};

/// Most connections that one instance holds to a PostgreSQL server.
const CONNECTIONS: usize = 16;

/// How the address of a server is written.
const ADDRESS: &str = "postgres://user:password@host:port/name";

/// What an address may ask for behind its question mark: what its library knows.
const PARAMETERS: [&str; 18] = [
    "application_name",
    "channel_binding",
    "connect_timeout",
    "dbname",
    "host",
    "hostaddr",
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_retries",
    "load_balance_hosts",
    "options",
    "password",
    "port",
    "sslmode",
    "sslnegotiation",
    "target_session_attrs",
    "tcp_user_timeout",
];

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
        let schemes = ["postgres://", "postgresql://"];
        if schemes.iter().any(|scheme| text.starts_with(scheme)) {
            return server(text).map(Self::Postgres);
        }
        if text == "memory:" {
            return Ok(Self::Memory);
        }
        let path = text.strip_prefix("sqlite://").or_else(|| text.strip_prefix("sqlite:"));
        let path = path.unwrap_or(text);
        if path.trim().is_empty() {
            return Err(format!("name a file, or an address like {ADDRESS}"));
        }
        if path == ":memory:" {
            return Err("write memory: for a database that is gone when the service ends".into());
        }
        if path.starts_with("file:") {
            return Err(
                "write the file's name alone, without file: before it, or ./file:… for one \
                 that is named so"
                    .into(),
            );
        }
        if looks_like_address(path) {
            return Err(format!(
                "it looks like the address of a server, and is none that is known here: write \
                 {ADDRESS}, or ./name for a file that is named so"
            ));
        }
        Ok(Self::Sqlite(path.into()))
    }
}

/// Whether somebody may have meant a server. A file of such a name would have a password in it,
/// which is shown where files are named.
fn looks_like_address(text: &str) -> bool {
    let path = Path::new(text);
    let is_path = path.is_absolute() || path.starts_with(".") || path.starts_with("..");
    let text: String = text.split_whitespace().collect::<String>().to_ascii_lowercase();
    let has = |sign: &&str| text.contains(*sign);
    text.contains("://")
        || (text.starts_with("//") && text.contains('@'))
        || !is_path
            && (text.starts_with("postgres")
                || ["@", "password=", "user=", "host=", "dbname="].iter().any(has))
}

/// Looks whether the address of a server is understood, and gives it as its library takes it. The
/// error repeats no value: any may be a piece of a password.
fn server(text: &str) -> Result<String, String> {
    // As the library does: what stands before the first @ is a user and a password.
    let start = text.find('@').map_or(0, |at| at + 1);
    let query = text.get(start..).and_then(|rest| rest.split_once('?')).map_or("", |(_, q)| q);
    let mut address = text.strip_suffix(query).unwrap_or(text).to_owned();
    // A character of a password that was not escaped may have begun the query, or a parameter.
    let is_plain = !query.contains('@') && !query.contains("password");
    for (at, parameter) in query.split('&').enumerate() {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        if is_plain && !name.is_empty() && !PARAMETERS.contains(&name) {
            let known = PARAMETERS.join(", ");
            return Err(format!("an address has no parameter {name}; it may have {known}"));
        }
        let parameter = match (name, value) {
            // Whatever is encrypted has its certificate and its name checked, always.
            ("sslmode", "verify-full") => "sslmode=require",
            ("sslmode", "disable" | "prefer" | "require") => parameter,
            ("sslmode", value) if !value.is_empty() => {
                return Err("sslmode may be disable, prefer, require or verify-full".into());
            }
            _ => parameter,
        };
        address.push_str(if at > 0 { "&" } else { "" });
        address.push_str(parameter);
    }
    match address.parse::<tokio_postgres::Config>() {
        Ok(of) if of.get_hosts().is_empty() && of.get_hostaddrs().is_empty() => {
            Err(format!("it names no host: write {ADDRESS}, or host=… behind a ? for a socket"))
        }
        Ok(_) => Ok(address),
        Err(_) => Err(format!(
            "write {ADDRESS}, with %40 for an @ in the password, %2F for / and %3F for ?"
        )),
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

    /// Whether a server keeps it, to which a connection is encrypted.
    pub const fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// What keeps it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
            Self::Memory => "memory",
        }
    }

    /// Whether there is such a file, or a service has made its tables in such a database. The error
    /// says what to do.
    pub async fn is_there(&self, authority: Option<&Path>) -> Result<bool, String> {
        match self {
            // One without a byte is no database yet.
            Self::Sqlite(path) => {
                Ok(fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() > 0))
            }
            Self::Postgres(address) => PostgresStore::is_there(address, authority)
                .await
                .map_err(|error| self.cannot_use(&error.to_string())),
            Self::Memory => Ok(true),
        }
    }

    fn cannot_use(&self, why: &str) -> String {
        format!("cannot use the database {self}: {why}")
    }

    /// Opens it for a purpose, and makes it when it is a file that is not there. A server's
    /// certificate is checked by `authority`, a file, or by what this machine trusts; at most
    /// `changes_per_commit` changes of a file share one. The error says what to do.
    pub async fn open(
        &self,
        purpose: Purpose,
        authority: Option<&Path>,
        changes_per_commit: u32,
    ) -> Result<Arc<dyn Store>, String> {
        match self {
            Self::Sqlite(path) => {
                let path = path.clone();
                let open = move || open_sqlite(purpose, &path, changes_per_commit);
                let opened = tokio::task::spawn_blocking(open).await;
                opened.unwrap_or_else(|_| Err("opening stopped".into()))
            }
            Self::Postgres(address) => {
                match PostgresStore::open_for(purpose, address, CONNECTIONS, authority).await {
                    Ok(store) => Ok(Arc::new(store) as Arc<dyn Store>),
                    Err(error) => Err(error.to_string()),
                }
            }
            Self::Memory => Ok(Arc::new(MemoryStore::default()) as Arc<dyn Store>),
        }
        .map_err(|error| self.cannot_use(&error))
    }
}

fn open_sqlite(
    purpose: Purpose,
    path: &Path,
    changes_per_commit: u32,
) -> Result<Arc<dyn Store>, String> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        private_folder(folder).map_err(|error| error.to_string())?;
    }
    let store = SqliteStore::open_for(purpose, path, changes_per_commit)
        .map_err(|error| error.to_string())?;
    Ok(Arc::new(store))
}

/// Makes a folder that only its owner opens; leaves one that is there as it is.
pub fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
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
            ("./postgres.db", Some("./postgres.db")),
            ("../a@b.db", Some("../a@b.db")),
            ("/home/user@domain/a.db", Some("/home/user@domain/a.db")),
            ("postgres.db", None),
            ("/user:secret@host://db", None),
            ("//user:secret@host/db", None),
            ("postgres://host/db?sslmode=verify-full&connect_timeout=1", Some("postgres://…")),
            ("postgres://host/db?sslmode=verify-ca", None),
            ("postgres://", None),
            ("postgres:///db?user=u", None),
            ("postgres:///db?host=/run/postgresql", Some("postgres://…")),
            ("postgres:///db?hostaddr=192.0.2.1", Some("postgres://…")),
            ("", None),
            (" ", None),
            ("sqlite:", None),
            (":memory:", None),
            ("file:a.db", None),
            ("file:///var/lib/a.db", None),
            ("sqlite:file:a.db?mode=memory", None),
            ("./file:a.db", Some("./file:a.db")),
            ("sqlite::memory:", None),
        ] {
            let location = text.parse::<Location>().ok().map(|l| l.to_string());
            assert_eq!(location.as_deref(), expects, "{text}");
        }
    }

    #[test]
    fn every_parameter_is_known_to_the_library() {
        for name in PARAMETERS {
            let takes = ["1", "require", "any", "direct", "disable", "127.0.0.1"]
                .iter()
                .any(|value| server(&format!("postgres://u@h/db?{name}={value}")).is_ok());
            assert!(takes, "{name}");
        }
        let changed = server("postgres://u:p?w@h/db?port=1&sslmode=verify-full&host=x").unwrap();
        assert_eq!(changed, "postgres://u:p?w@h/db?port=1&sslmode=require&host=x");
    }
}
