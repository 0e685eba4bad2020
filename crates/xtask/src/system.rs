//! What comes from the operating system: browsers, their driver, PostgreSQL, Node.js.
//!
//! As root on Debian set-up says what it installs and installs it. Anyone else gets the line to
//! type, before anything is built. What is there already is not touched.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::steps::Step;
use crate::{tools, workspace};

/// The oldest Node.js whose test runner does what the tests need.
const OLDEST_NODE: u32 = 20;

/// A system package, needed by tests only.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Package {
    /// The browser of the browser tests.
    Chromium,
    /// Drives it.
    ChromiumDriver,
    /// The second browser of the end-to-end tests.
    Firefox,
    /// The larger of the two stores.
    Postgres,
    /// Runs schemathesis.
    Python,
}

impl Package {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Chromium, Self::ChromiumDriver, Self::Firefox, Self::Postgres, Self::Python];

    /// Debian's name of it.
    fn debian(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::ChromiumDriver => "chromium-driver",
            Self::Firefox => "firefox-esr",
            Self::Postgres => "postgresql",
            Self::Python => "python3-venv",
        }
    }

    /// The environment variable that names another program to use, if there is one.
    fn variable(self) -> Option<&'static str> {
        match self {
            Self::Chromium => Some("CHROMIUM"),
            Self::ChromiumDriver => Some("CHROMEDRIVER"),
            Self::Firefox => Some("FIREFOX"),
            Self::Postgres | Self::Python => None,
        }
    }

    /// Programs that do, in order of preference.
    fn programs(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &["chromium", "chromium-browser", "google-chrome"],
            Self::ChromiumDriver => &["chromedriver"],
            Self::Firefox => &["firefox-esr", "firefox"],
            Self::Postgres => &["initdb"],
            Self::Python => &["python3"],
        }
    }

    /// Its program: the one the person names, or the first on PATH.
    pub fn program(self) -> Option<PathBuf> {
        let named = self.variable().and_then(std::env::var_os).map(PathBuf::from);
        named
            .filter(|path| path.is_file())
            .or_else(|| self.programs().iter().find_map(|program| tools::on_path(program)))
            .or_else(|| if self == Self::Postgres { debian_postgres() } else { None })
    }

    /// Whether its program is there.
    pub fn is_there(self) -> bool {
        self.program().is_some()
    }
}

/// Debian keeps PostgreSQL's own programs off PATH, in a folder for each version: that of the newest
/// which has a server.
pub fn debian_postgres() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let folders = versions.filter_map(|version| Some(version.ok()?.path()));
    let folders = folders.filter(|folder| folder.join("bin/initdb").is_file());
    newest(folders).map(|folder| folder.join("bin"))
}

/// The folder whose name is the highest version: 16 comes after 9.6.
fn newest(folders: impl Iterator<Item = PathBuf>) -> Option<PathBuf> {
    let version = |folder: &PathBuf| -> Option<Vec<u32>> {
        folder.file_name()?.to_str()?.split('.').map(|number| number.parse().ok()).collect()
    };
    folders.max_by_key(version)
}

/// Debian's names of packages, in one line.
pub fn names(packages: &[Package]) -> String {
    packages.iter().map(|package| package.debian()).collect::<Vec<_>>().join(" ")
}

/// Whether we are root on a Debian.
pub fn can_install() -> bool {
    let root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    root && Path::new("/etc/debian_version").exists() && tools::on_path("apt-get").is_some()
}

/// What a person who is not root types, in one line.
pub fn line_to_type(packages: &[Package]) -> String {
    let names = names(packages);
    if tools::on_path("apt-get").is_some() {
        format!("the tests need more of the system; type: sudo apt-get install {names}")
    } else {
        format!(
            "the tests need what Debian calls {names}; install it, or set CHROMIUM, CHROMEDRIVER \
             and FIREFOX to the programs, and run this again"
        )
    }
}

/// Installs packages with apt-get.
pub fn install(step: &mut Step, packages: &[Package]) -> Result<()> {
    let apt = || {
        let mut command = workspace::command("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").args(["--quiet", "--yes"]);
        command
    };
    step.command(apt().arg("update"))?;
    step.command(
        apt()
            .args(["install", "--no-install-recommends"])
            .args(packages.iter().map(|package| package.debian())),
    )?;
    for package in packages {
        if !package.is_there() {
            bail!("apt-get installed {}, and its program is not there", package.debian());
        }
    }
    Ok(())
}

/// The major version of Node.js. Fails with what to install when it or npm is missing or too old.
pub fn check_node() -> Result<u32> {
    let needs = format!("install Node.js {OLDEST_NODE} or newer with npm: https://nodejs.org");
    let output = Command::new("node").arg("--version").output().with_context(|| needs.clone())?;
    let printed = String::from_utf8_lossy(&output.stdout);
    let major = major_version(&printed).with_context(|| needs.clone())?;
    if major < OLDEST_NODE {
        bail!("this is Node.js {major}: {needs}");
    }
    if tools::on_path("npm").is_none() {
        bail!("there is no npm: {needs}");
    }
    Ok(major)
}

/// 20 of `v20.1.2`.
fn major_version(printed: &str) -> Option<u32> {
    printed.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_major_version_is_read() {
        for (printed, major) in
            [("v20.20.2\n", Some(20)), ("v9.0.0", Some(9)), ("20.1.2", None), ("", None)]
        {
            assert_eq!(major_version(printed), major, "{printed}");
        }
    }

    #[test]
    fn versions_are_numbers() {
        for (folders, chosen) in [
            (&["a/9", "a/16", "a/15"][..], Some("a/16")),
            (&["a/10", "a/9.6"], Some("a/10")),
            (&["a/old", "a/9.6"], Some("a/9.6")),
            (&[], None),
        ] {
            let found = newest(folders.iter().map(PathBuf::from));
            assert_eq!(found.as_deref(), chosen.map(Path::new), "{folders:?}");
        }
    }

    #[test]
    fn the_line_to_type_names_what_is_missing_only() {
        let line = line_to_type(&[Package::ChromiumDriver, Package::Postgres]);
        assert!(line.contains("chromium-driver postgresql"), "{line}");
        assert!(!line.contains("firefox-esr"), "{line}");
    }
}
