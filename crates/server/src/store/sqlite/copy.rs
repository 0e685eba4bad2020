//! Copies of a database: made while it is in use, and put in its place.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use rusqlite::{Connection, OpenFlags};
use tempfile::{TempDir, TempPath};

use super::OpenError;
use super::migrations::{LATEST, look_whose};
use super::source::{Access, MAGIC, Source, is_damage, plain, private_file};
use crate::store::location::private_folder;

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

/// Where a copy is made, and how far that is: who ends the process before the copy is put in its place
/// has it [`clear`]ed.
#[derive(Debug, Default)]
pub struct Workshop {
    /// The folder, from when there is one.
    folder: OnceLock<PathBuf>,
    /// Whether the copy is being put in its place.
    puts: Mutex<bool>,
}

impl Workshop {
    /// From now on the work goes to its end.
    fn begin_to_put(&self) {
        *self.puts.lock().unwrap_or_else(PoisonError::into_inner) = true;
    }

    /// Holds the work where it is, unless it is past being stopped: then `None`.
    pub fn hold(&self) -> Option<MutexGuard<'_, bool>> {
        let puts = self.puts.lock().unwrap_or_else(PoisonError::into_inner);
        if *puts { None } else { Some(puts) }
    }
}

/// Writes the database at `from`, as it is at one moment, into a new file at `to` that only its
/// owner reads. The service goes on meanwhile.
pub fn backup(from: &Path, to: &Path, workshop: &Workshop) -> Result<(), CopyError> {
    let is_there = || CopyError(format!("{} is there already: name a new file", to.display()));
    if to.symlink_metadata().is_ok() {
        return Err(is_there());
    }
    // The copy is written anew: what is wrong with an index, say, would not be seen in it.
    check(from)?;
    let (folder, made) = make(from, to, workshop)?;
    workshop.begin_to_put();
    put(made, to, is_there)?;
    folder.close()?;
    keep_name(to)
}

/// Puts the copy at `from` in the place of the database at `to`, which nobody may be using. The
/// one that was there stays beside it with `.before-restore` at the end of its name; one that an
/// earlier restore put there is never written over; says where it is. There is a database at `to` at
/// any moment.
pub fn restore(
    from: &Path,
    to: &Path,
    replace: bool,
    workshop: &Workshop,
) -> Result<Option<PathBuf>, CopyError> {
    let to = &behind_links(to)?;
    if fs::canonicalize(from).is_ok_and(|from| from == *to) {
        return Err(CopyError(format!(
            "nothing was restored: {} is the database itself; name a copy of it",
            from.display()
        )));
    }
    check(from)?;
    let place = to.display();
    let aside = beside(to, ".before-restore")?;
    let is_replaced = to.exists();
    if is_replaced {
        if !to.is_file() {
            return Err(CopyError(format!("nothing was restored: {place} is no regular file")));
        }
        if !replace {
            let what = format!("there is a database at {place}: say --replace to put it aside");
            return Err(CopyError(what));
        }
        let mut kept = vec![aside.clone()];
        kept.extend(logs(&aside)?);
        if let Some(kept) = kept.iter().find(|kept| kept.symlink_metadata().is_ok()) {
            return Err(is_aside_already(kept));
        }
    }
    // SQLite would play the log of another database over the copy.
    if !is_replaced
        && let Some(left) = logs(to)?.into_iter().find(|log| log.symlink_metadata().is_ok())
    {
        return Err(CopyError(format!(
            "nothing was restored: {} is left of a database that is not there any more; move it \
             to where the database went, then restore again",
            left.display()
        )));
    }
    private_folder(folder_of(to)).map_err(|error| cannot_write(to, &error))?;
    let (folder, made) = make(from, to, workshop)?;
    workshop.begin_to_put();
    if is_replaced {
        set_aside(to, &aside)?;
        fs::rename(made, to)?;
    } else {
        put(made, to, || {
            let what = "nothing was restored: a database was made meanwhile at";
            CopyError(format!("{what} {place}; look at it, then restore again"))
        })?;
    }
    folder.close()?;
    keep_name(to)?;
    Ok(is_replaced.then_some(aside))
}

/// Gives what was made its place. Not renamed: that would write over a file that somebody made there
/// meanwhile.
fn put(made: PathBuf, to: &Path, is_there: impl FnOnce() -> CopyError) -> Result<(), CopyError> {
    TempPath::try_from_path(made)?.persist_noclobber(to).map_err(|failed| {
        let was_made = failed.error.kind() == io::ErrorKind::AlreadyExists;
        if was_made { is_there() } else { cannot_write(to, &failed.error) }
    })
}

/// Removes what was begun in a workshop, whose work another thread may still be doing: it holds
/// everybody's data, and nobody would look for it.
pub fn clear(workshop: &Workshop) -> io::Result<()> {
    let Some(folder) = workshop.folder.get() else { return Ok(()) };
    let mut tries = 0;
    loop {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            // A file was made in it meanwhile.
            Err(_) if tries < 9 => tries += 1,
            removed => return removed,
        }
    }
}

/// Makes a whole copy of `from` in a folder of its own beside `to`, which goes with all that is in
/// it: a name of its own, since any other may be that of somebody's file.
fn make(from: &Path, to: &Path, workshop: &Workshop) -> Result<(TempDir, PathBuf), CopyError> {
    let mut folder = tempfile::Builder::new();
    folder.prefix(".client-profile-copy-");
    #[cfg(unix)]
    folder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    // Asked first: the reason would name a folder that nobody knows.
    fs::metadata(folder_of(to)).map_err(|error| cannot_write(to, &error))?;
    let folder = folder.tempdir_in(folder_of(to)).map_err(|error| cannot_write(to, &error))?;
    workshop.folder.get_or_init(|| folder.path().into());
    let made = folder.path().join("copy");
    let source = open_to_read(from)?;
    private_file(&made).map_err(|error| cannot_write(to, &error))?;
    copy(&source, &made).map_err(|CopyError(why)| cannot_copy(from, to, &why))?;
    check_copy(&made, from)?;
    Ok((folder, made))
}

/// Where a database is, or will be: what a link leads to is put in place, not the link.
fn behind_links(path: &Path) -> Result<PathBuf, CopyError> {
    match fs::canonicalize(path) {
        Ok(found) => Ok(found),
        Err(_) if path.is_symlink() => Err(CopyError(format!(
            "nothing was restored: {} is a link that leads to no file; name the file itself",
            path.display()
        ))),
        Err(_) => Ok(path.into()),
    }
}

fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// The files beside a database that SQLite keeps its changes in.
fn logs(database: &Path) -> Result<[PathBuf; 2], CopyError> {
    Ok([beside(database, "-wal")?, beside(database, "-journal")?])
}

fn open_to_read(path: &Path) -> Result<Connection, CopyError> {
    if !path.is_file() {
        return Err(CopyError(format!("there is no database at {}", path.display())));
    }
    // Reading a database in WAL mode writes to the files beside it, hence not read-only.
    Ok(Connection::open_with_flags(plain(path), OpenFlags::SQLITE_OPEN_READ_WRITE)?)
}

fn cannot_write(file: &Path, error: &io::Error) -> CopyError {
    CopyError(format!("cannot write {}: {error}", file.display()))
}

fn is_aside_already(kept: &Path) -> CopyError {
    CopyError(format!(
        "nothing was restored: {} is there already, put aside by an earlier restore; move it \
         elsewhere, then restore again",
        kept.display()
    ))
}

fn cannot_copy(from: &Path, to: &Path, why: &str) -> CopyError {
    CopyError(format!("cannot copy {} into {}: {why}", from.display(), to.display()))
}

/// Copies the database into a file that is there already, and empty: what it holds, as it is at one
/// moment, and nothing that its pages held before.
fn copy(source: &Connection, to: &Path) -> Result<(), CopyError> {
    let to = &plain(to);
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
    let (found, version) = whole(&connection).map_err(|error| {
        let source = source.display();
        CopyError(if is_damage(&error) {
            format!("{source} is no database: {error}")
        } else {
            format!("cannot read {source}: {error}")
        })
    })?;
    if found != "ok" {
        return Err(CopyError(format!("{} is damaged: {found}", source.display())));
    }
    if version > LATEST {
        return Err(CopyError(format!(
            "{} has version {version}, and this release knows up to {LATEST}",
            source.display()
        )));
    }
    look_whose(&connection).map_err(|error| CopyError(format!("{}: {error}", source.display())))?;
    if version == 0 {
        return Err(CopyError(format!(
            "{} is empty, no service having made its tables in it: name another one",
            source.display()
        )));
    }
    Ok(())
}

/// Gives the database the name `aside` too, when nobody uses it. One that is damaged is the main
/// reason to restore: its log goes aside with it, since what they hold may be seen by both only.
fn set_aside(path: &Path, aside: &Path) -> Result<(), CopyError> {
    let in_use = |error: OpenError| {
        CopyError(format!("stop the service first: {} is in use ({error})", path.display()))
    };
    let is_damaged = !begins_as_one(path)?
        || match take_log_in(path) {
            Err(OpenError::Sql(error)) if is_damage(&error) => true,
            taken => taken.map(|()| false).map_err(in_use)?,
        };
    // A second name, so that the first never stands for no database; where the file system has no
    // second names, it does for a moment. Another restore may have put one aside meanwhile.
    if let Err(error) = fs::hard_link(path, aside) {
        if error.kind() == io::ErrorKind::AlreadyExists || aside.symlink_metadata().is_ok() {
            return Err(is_aside_already(aside));
        }
        fs::rename(path, aside)?;
    }
    if is_damaged {
        for end in ["-wal", "-journal", "-shm"] {
            match fs::rename(beside(path, end)?, beside(aside, end)?) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
    }
    Ok(())
}

/// Whether a file begins as databases do. SQLite removes the log of one that is too short.
fn begins_as_one(path: &Path) -> io::Result<bool> {
    let mut start = [0; MAGIC.len()];
    match fs::File::open(path)?.read_exact(&mut start) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        read => read.map(|()| start == *MAGIC),
    }
}

/// With an exclusive lock the log goes, and with it the files beside the database.
fn take_log_in(path: &Path) -> Result<(), OpenError> {
    let connection = Source::create(path)?.open(Access::Write)?;
    connection.busy_timeout(std::time::Duration::ZERO)?;
    connection.pragma_update(None, "locking_mode", "exclusive")?;
    let mode: String =
        connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0))?;
    if mode != "delete" {
        return Err(io::Error::other(format!("it stays in journal mode {mode}")).into());
    }
    connection.close().map_err(|(_, error)| error.into())
}

/// A name is on disk when its folder is.
fn keep_name(of: &Path) -> Result<(), CopyError> {
    Ok(fs::File::open(folder_of(of))?.sync_all()?)
}

/// The file of that name with something at its end.
fn beside(path: &Path, end: &str) -> Result<PathBuf, CopyError> {
    let name = path.file_name().ok_or_else(|| CopyError("name a file".into()))?;
    let mut name = name.to_owned();
    name.push(end);
    Ok(path.with_file_name(name))
}
