//! What is kept for this person between checkouts, in folders that are whole or not there: tools,
//! environments of Python, data that tables are made from.

use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::workspace;

/// The folder of all of it.
pub fn folder() -> PathBuf {
    let base = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| std::env::var_os("LOCALAPPDATA").map(PathBuf::from))
        .or_else(|| std::env::home_dir().map(|home| home.join(".cache")))
        .unwrap_or_else(|| workspace::output().join("cache"));
    base.join("client-profile")
}

/// Fills a folder unless what belongs into it is there. That happens beside it, under a lock, and it
/// is renamed when whole, so that neither an interruption nor a second run leaves half of it.
pub fn fill(
    folder: &Path,
    is_there: impl Fn() -> Result<bool>,
    fill: impl FnOnce(&Path) -> Result<()>,
) -> Result<()> {
    if is_there()? {
        return Ok(());
    }
    let parent = folder.parent().context("a folder in the cache has one around it")?;
    fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
    let _lock = lock(parent)?;
    // Another run may have been faster.
    if is_there()? {
        return Ok(());
    }
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    // Whoever holds the lock is the only one at work, so what is here was interrupted.
    let partial = parent.join(format!(".{name}.partial"));
    remove(&partial)?;
    fs::create_dir_all(&partial)?;
    fill(&partial)?;
    remove(folder)?;
    fs::rename(&partial, folder)
        .with_context(|| format!("cannot move {} to {}", partial.display(), folder.display()))
}

/// Waits until no other run fills anything here.
fn lock(folder: &Path) -> Result<File> {
    let file = File::create(folder.join(".lock"))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            println!("      another run is installing into {}; waiting for it", folder.display());
            file.lock()?;
        }
        Err(TryLockError::Error(error)) => {
            return Err(error).with_context(|| format!("cannot lock {}", folder.display()));
        }
    }
    Ok(file)
}

/// Removes a folder with all that is in it, if it is there.
pub fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;

    #[test]
    fn a_folder_is_whole_or_not_there() {
        let around = workspace::output().join("unit-cache");
        remove(&around).unwrap();
        let folder = around.join("tool-1.0");
        let write = |into: &Path, name| fs::write(into.join(name), "").unwrap();
        let there = || Ok(folder.join("b").is_file());
        let interrupted = fill(&folder, there, |partial| {
            write(partial, "a");
            bail!("no network")
        });
        assert!(interrupted.is_err() && !folder.exists());
        // What somebody else left half done is in nobody's way.
        fs::create_dir_all(&folder).unwrap();
        write(&folder, "c");
        fill(&folder, there, |partial| {
            write(partial, "b");
            Ok(())
        })
        .unwrap();
        let names: Vec<_> =
            fs::read_dir(&folder).unwrap().map(|f| f.unwrap().file_name()).collect();
        assert_eq!(names, ["b"], "nothing of what was interrupted");
        fill(&folder, there, |_| bail!("it is there")).unwrap();
    }
}
