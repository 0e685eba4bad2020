//! Where a SQLite database is, how its connections are set up, and whether it is still there.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::store::StoreError;

/// How long a connection waits for another process's transaction to end.
const BUSY: Duration = Duration::from_secs(5);

/// How many prepared statements a connection keeps.
const STATEMENTS: usize = 64;

/// A database file, known by its identity: another file of the same name is not it.
#[derive(Clone, Debug)]
pub struct Source {
    path: PathBuf,
    identity: Identity,
}

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// It only reads, and sees the last commit before it began.
    Read,
    /// It writes, one after the other.
    Write,
}

/// What stays the same when a file is renamed, and differs when it is replaced.
#[cfg(unix)]
type Identity = (u64, u64);
#[cfg(not(unix))]
type Identity = ();

#[cfg(unix)]
fn identity(path: &Path) -> std::io::Result<Identity> {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(path).map(|metadata| (metadata.dev(), metadata.ino()))
}
#[cfg(not(unix))]
fn identity(path: &Path) -> std::io::Result<Identity> {
    fs::metadata(path).map(drop)
}

impl Source {
    /// The file at `path`, made if there is none, readable by its owner only.
    pub fn create(path: &Path) -> std::io::Result<Self> {
        private_file(path)?;
        Ok(Self { path: path.into(), identity: identity(path)? })
    }

    /// Opens the file that is there, without making one, to see what it is: nothing of it is set.
    pub fn open_to_look(path: &Path) -> Result<Connection, rusqlite::Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(plain(path), flags)?;
        connection.busy_timeout(BUSY)?;
        Ok(connection)
    }

    /// Opens the file that is there, without making one.
    pub fn open(&self, access: Access) -> Result<Connection, rusqlite::Error> {
        let connection = Self::open_to_look(&self.path)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        // Also to read: who closes the file last writes what its log has into it.
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "secure_delete", true)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        // What a statement puts aside stays out of the system's folder for temporary files.
        connection.pragma_update(None, "temp_store", "memory")?;
        match access {
            Access::Read => connection.pragma_update(None, "query_only", true)?,
            // The file keeps the mode, for those who read it too.
            Access::Write => connection.pragma_update(None, "journal_mode", "wal")?,
        }
        Ok(connection)
    }

    /// Opens it after a failure.
    pub fn open_again(&self, access: Access) -> Result<Connection, StoreError> {
        self.is_where_it_was()?;
        self.open(access).map_err(|error| store_error(&error))
    }

    /// An error when the file is no longer at its place: what is written then would be lost.
    pub fn is_where_it_was(&self) -> Result<(), StoreError> {
        match identity(&self.path) {
            Ok(found) if found == self.identity => Ok(()),
            Ok(_) => Err(StoreError::Unavailable("another file is in its place".into())),
            Err(error) => Err(StoreError::Unavailable(error.to_string())),
        }
    }
}

/// The same file by a name that SQLite takes for nothing else: one that begins with `file:` is an
/// address to it, of another file or of memory.
pub fn plain(path: &Path) -> PathBuf {
    Path::new(".").join(path)
}

/// What a database begins with. Source: SQLite's "Database File Format", 1.3.1.
pub const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Makes an empty file that only its owner reads and writes, or sees to it that an existing database
/// is one. A file of another kind, named by mistake, stays as it is.
pub fn private_file(path: &Path) -> std::io::Result<()> {
    // Not even opened: that waits for the other end of a pipe, and a device is everybody's.
    if fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        return Err(std::io::Error::other("it is no regular file; name one, or one to be made"));
    }
    let mut options = fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    {
        use std::io::Read as _;
        use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
        options.read(true).mode(0o600);
        let mut file = options.open(path)?;
        let mut start = Vec::new();
        file.by_ref().take(MAGIC.len() as u64).read_to_end(&mut start)?;
        if start.is_empty() || start == MAGIC {
            file.set_permissions(fs::Permissions::from_mode(0o600))?;
        }
        Ok(())
    }
    #[cfg(not(unix))]
    options.open(path).map(drop)
}

/// Whether the file is damaged, which trying again does not mend.
pub fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
}

/// SQLite's words, which name tables and columns and never values; of a file that is damaged or
/// may not be written, with what to do about it.
pub fn describe(error: &rusqlite::Error) -> String {
    if is_damage(error) {
        return format!(
            "{error}: the file is damaged, or none of ours; stop the service, move the file and \
             those beside it (-wal, -shm) elsewhere, and put a copy in its place with \
             `client-profile restore`"
        );
    }
    if error.sqlite_error_code() == Some(ErrorCode::ReadOnly) {
        return format!(
            "{error}: let this account write the file, its folder and those beside it (-wal, -shm)"
        );
    }
    error.to_string()
}

/// The store's error for one of SQLite's.
pub fn store_error(error: &rusqlite::Error) -> StoreError {
    let away = matches!(
        error.sqlite_error_code(),
        Some(
            ErrorCode::DiskFull
                | ErrorCode::SystemIoFailure
                | ErrorCode::CannotOpen
                | ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::ReadOnly
                | ErrorCode::OutOfMemory
                | ErrorCode::FileLockingProtocolFailed
        )
    );
    if away {
        StoreError::Unavailable(describe(error))
    } else {
        StoreError::Internal(describe(error))
    }
}
