//! Whether what was built is still up to date: a stamp of everything that went in and came out.
//!
//! Trunk writes all its files anew each time, which would have the service, which takes them in,
//! compiled anew too. Contents are compared, not times, so that a checkout of another branch and
//! back costs nothing.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::workspace;

/// Folders that hold results, never sources.
const RESULTS: [&str; 4] = ["target", "node_modules", "pkg", "dist"];

/// A stamp of one built thing.
pub struct Stamp {
    file: PathBuf,
    inputs: String,
    results: PathBuf,
    also: String,
}

impl Stamp {
    /// A stamp called `name`, of `inputs` (files and folders, from the top folder), the folder of
    /// results, and whatever else decides what comes out, such as tool versions.
    ///
    /// The inputs are looked at here: what is edited while they are built is not built.
    pub fn new(name: &str, inputs: &[&str], results: &str, also: String) -> Result<Self> {
        Ok(Self {
            file: workspace::output().join("stamps").join(name),
            inputs: digest(inputs)?,
            results: workspace::root().join(results),
            also,
        })
    }

    /// Whether nothing has changed since that of `set` was made, on either side.
    pub fn holds(&self) -> Result<bool> {
        match fs::read_to_string(&self.file) {
            Ok(kept) => Ok(kept == self.now()?),
            Err(_) => Ok(false),
        }
    }

    /// Records what was built of the inputs.
    pub fn set(&self) -> Result<()> {
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.file, self.now()?)
            .with_context(|| format!("cannot write {}", self.file.display()))
    }

    fn now(&self) -> Result<String> {
        let mut files = BTreeMap::new();
        if self.results.exists() {
            read(&self.results, &mut files, false)?;
        }
        let mut hasher = DefaultHasher::new();
        (&self.inputs, &files, &self.also).hash(&mut hasher);
        Ok(format!("{} files, {:016x}\n", files.len(), hasher.finish()))
    }
}

/// A word for the contents of these files and folders, from the top folder. One that is not there has
/// got another name, under which nobody would see it change.
pub fn digest(sources: &[&str]) -> Result<String> {
    let mut files = BTreeMap::new();
    for source in sources {
        read(&workspace::root().join(source), &mut files, true).with_context(|| {
            format!("{source} is named as a source in crates/xtask/src: name what is there")
        })?;
    }
    let mut hasher = DefaultHasher::new();
    for (path, contents) in &files {
        (path.strip_prefix(workspace::root()).unwrap_or(path), contents).hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Takes in a file, or all files in a folder.
fn read(path: &Path, files: &mut BTreeMap<PathBuf, u64>, sources: bool) -> Result<()> {
    let kind = fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
    if kind.is_dir() {
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            let is_result = RESULTS.iter().any(|name| entry.file_name() == *name);
            if !(sources && is_result) {
                read(&entry.path(), files, sources)?;
            }
        }
    } else {
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        files.insert(path.to_path_buf(), hasher.finish());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_holds_until_a_source_or_a_result_changes() {
        let folder = workspace::output().join("stamp-test");
        let (source, result) = (folder.join("in/a"), folder.join("out/b"));
        for file in [&source, &result] {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "first").unwrap();
        }
        let sources = folder.join("in");
        let stamp = |also: &str| Stamp {
            file: folder.join("stamp"),
            inputs: digest(&[sources.to_str().unwrap()]).unwrap(),
            results: folder.join("out"),
            also: also.to_owned(),
        };
        let _ = fs::remove_file(folder.join("stamp"));
        assert!(!stamp("").holds().unwrap(), "there is none yet");
        stamp("").set().unwrap();
        assert!(stamp("").holds().unwrap());
        assert!(!stamp("another tool").holds().unwrap());
        for file in [&source, &result] {
            stamp("").set().unwrap();
            fs::write(file, "second").unwrap();
            assert!(!stamp("").holds().unwrap(), "{}", file.display());
            fs::write(file, "first").unwrap();
            assert!(stamp("").holds().unwrap());
        }
        let begun = stamp("");
        fs::write(&source, "edited meanwhile").unwrap();
        begun.set().unwrap();
        assert!(!stamp("").holds().unwrap(), "what was built is not what is there");
        stamp("").set().unwrap();
        fs::create_dir_all(folder.join("in/target")).unwrap();
        fs::write(folder.join("in/target/c"), "a result").unwrap();
        assert!(stamp("").holds().unwrap(), "results among the sources do not count");
        fs::remove_file(&result).unwrap();
        assert!(!stamp("").holds().unwrap(), "results that are gone are to be made again");
        fs::remove_dir_all(folder.join("in")).unwrap();
        let error = digest(&[sources.to_str().unwrap()]).unwrap_err();
        assert!(format!("{error:#}").contains("is named as a source"), "{error:#}");
    }
}
