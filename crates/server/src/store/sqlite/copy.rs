//! Copies of a database: made while it is in use, and put in its place.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::migrations::{LATEST, look_whose};
use super::source::{Access, Source, private_file};

/// Why a copy could not be made or used, in words for the operator.
#[derive(Debug)]
pub struct CopyError(pub String);

impl std::fmt::Display for CopyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CopyError {}

impl From<io::Error> for CopyError {
    fn from(error: io::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<rusqlite::Error> for CopyError {
    fn from(error: rusqlite::Error) -> Self {
        Self(error.to_string())
    }
}

/// Writes the database at `from`, as it is at one moment, into a new file at `to` that only its
/// owner reads. The service goes on meanwhile.
pub fn backup(from: &Path, to: &Path) -> Result<(), CopyError> {
    if to.exists() {
        return Err(CopyError(format!("{} is there already: name a new file", to.display())));
    }
    // The copy is written anew: what is wrong with an index, say, would not be seen in it.
    check(from)?;
    let source = open_to_read(from)?;
    let half_done = beside(to, ".part")?;
    remove(&half_done)?;
    private_file(&half_done).map_err(|error| cannot_write(to, &error))?;
    let made = copy(&source, &half_done)
        .map_err(|CopyError(why)| cannot_copy(from, to, &why))
        .and_then(|()| check_copy(&half_done, from))
        .and_then(|()| put(&half_done, to));
    or_remove(made, &half_done)
}

/// Puts the copy at `from` in the place of the database at `to`, which nobody may be using. The
/// one that was there stays beside it with `.before-restore` at the end of its name; one that an
/// earlier restore put there is never written over.
pub fn restore(from: &Path, to: &Path, replace: bool) -> Result<(), CopyError> {
    check(from)?;
    let aside = beside(to, ".before-restore")?;
    if to.exists() {
        if !replace {
            return Err(CopyError(format!(
                "there is a database at {}: say --replace to put it aside",
                to.display()
            )));
        }
        if aside.symlink_metadata().is_ok() {
            return Err(CopyError(format!(
                "nothing was restored: {} is there already, put aside by an earlier restore; move \
                 it elsewhere, then restore again",
                aside.display()
            )));
        }
    }
    // SQLite would play the log of another database over the copy.
    if !to.exists()
        && let Some(left) = logs(to)?.into_iter().find(|log| log.symlink_metadata().is_ok())
    {
        return Err(CopyError(format!(
            "nothing was restored: {} is left of a database that is not there any more; move it \
             to where the database went, then restore again",
            left.display()
        )));
    }
    let half_done = beside(to, ".part")?;
    remove(&half_done)?;
    let source = open_to_read(from)?;
    private_file(&half_done).map_err(|error| cannot_write(to, &error))?;
    let made = copy(&source, &half_done)
        .map_err(|CopyError(why)| cannot_copy(from, to, &why))
        .and_then(|()| check_copy(&half_done, from))
        .and_then(|()| if to.exists() { set_aside(to, &aside) } else { Ok(()) })
        .and_then(|()| put(&half_done, to));
    or_remove(made, &half_done)
}

/// What was made; when it was not, nothing is left of it: it holds everybody's data, and nobody
/// would look for it.
fn or_remove(made: Result<(), CopyError>, half_done: &Path) -> Result<(), CopyError> {
    if made.is_err() {
        remove(half_done)?;
    }
    made
}

/// The files that SQLite keeps beside a database in use.
fn logs(database: &Path) -> Result<[PathBuf; 2], CopyError> {
    Ok([beside(database, "-wal")?, beside(database, "-journal")?])
}

fn open_to_read(path: &Path) -> Result<Connection, CopyError> {
    if !path.is_file() {
        return Err(CopyError(format!("there is no database at {}", path.display())));
    }
    // Reading a database in WAL mode writes to the files beside it, hence not read-only.
    Ok(Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?)
}

fn cannot_write(file: &Path, error: &io::Error) -> CopyError {
    CopyError(format!("cannot write {}: {error}", file.display()))
}

fn cannot_copy(from: &Path, to: &Path, why: &str) -> CopyError {
    CopyError(format!("cannot copy {} into {}: {why}", from.display(), to.display()))
}

/// Copies the database into a file that is there already, and empty: what it holds, as it is at one
/// moment, and nothing that its pages held before.
fn copy(source: &Connection, to: &Path) -> Result<(), CopyError> {
    let name = to.to_str().ok_or_else(|| CopyError("name a file in UTF-8".into()))?;
    source.execute("VACUUM INTO ?1", [name])?;
    fs::File::open(to)?.sync_all()?;
    Ok(())
}

/// Looks whether a file is a whole database that this release understands.
pub fn check(path: &Path) -> Result<(), CopyError> {
    check_copy(path, path)
}

/// The same of a copy: what is wrong with it is so in `source`, which it has every page of.
fn check_copy(path: &Path, source: &Path) -> Result<(), CopyError> {
    let whole = |connection: &Connection| -> Result<(String, u32), rusqlite::Error> {
        let found = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        let version = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        Ok((found, version))
    };
    let connection = open_to_read(path)?;
    let (found, version) = whole(&connection)
        .map_err(|error| CopyError(format!("{} is no database: {error}", source.display())))?;
    if found != "ok" {
        return Err(CopyError(format!("{} is damaged: {found}", source.display())));
    }
    if version == 0 || version > LATEST {
        return Err(CopyError(format!(
            "{} has version {version}, and this release knows 1 to {LATEST}",
            source.display()
        )));
    }
    look_whose(&connection).map_err(|error| CopyError(format!("{}: {error}", source.display())))
}

/// Moves the database to `aside`, when nobody uses it.
fn set_aside(path: &Path, aside: &Path) -> Result<(), CopyError> {
    let in_use = |error: rusqlite::Error| {
        CopyError(format!("stop the service first: {} is in use ({error})", path.display()))
    };
    let connection = Source::create(path)?.open(Access::Write)?;
    connection.busy_timeout(std::time::Duration::ZERO)?;
    // With an exclusive lock the log goes, and with it the files beside the database.
    connection.pragma_update(None, "locking_mode", "exclusive").map_err(in_use)?;
    connection
        .query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0))
        .map_err(in_use)?;
    connection.close().map_err(|(_, error)| in_use(error))?;
    Ok(fs::rename(path, aside)?)
}

fn put(made: &Path, place: &Path) -> Result<(), CopyError> {
    fs::rename(made, place)?;
    // The name is on disk when the folder is.
    let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty());
    fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    Ok(())
}

fn remove(path: &Path) -> Result<(), CopyError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// The file of that name with something at its end.
fn beside(path: &Path, end: &str) -> Result<PathBuf, CopyError> {
    let name = path.file_name().ok_or_else(|| CopyError("name a file".into()))?;
    let mut name = name.to_owned();
    name.push(end);
    Ok(path.with_file_name(name))
}
