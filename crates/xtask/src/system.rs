//! What comes from the operating system: browsers, PostgreSQL, smaller programs of tests, Node.js.
//!
//! As root, where there is `apt-get`, set-up says what it installs and installs it. Anyone else gets
//! the line to type, before anything is built. What is there already is not touched.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::steps::Step;
use crate::{tools, workspace};

/// The oldest Node.js whose test runner does what the tests need.
const OLDEST_NODE: u32 = 20;

/// A system package, needed by tests and benchmarks only.
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
    /// Runs schemathesis and other peers, each in an environment of its own.
    Python,
    /// Makes certificates for PostgreSQL in tests.
    OpenSsl,
    /// Has `kill`, by which tests stop the service.
    Procps,
    /// Asks the service in the pages' examples.
    Curl,
    /// Compiles libFuzzer.
    Cxx,
}

/// What is to be known of a package.
struct About {
    /// Debian's name of it.
    debian: &'static str,
    /// Programs that do, in order of preference.
    programs: &'static [&'static str],
    /// The environment variable that names another program to use. Browsers have one.
    variable: Option<&'static str>,
}

impl Package {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Chromium,
        Self::ChromiumDriver,
        Self::Firefox,
        Self::Postgres,
        Self::Python,
        Self::OpenSsl,
        Self::Procps,
        Self::Curl,
        Self::Cxx,
    ];

    const fn about(self) -> About {
        let (debian, programs, variable): (_, &[&str], _) = match self {
            Self::Chromium => {
                let programs = &["chromium", "chromium-browser", "google-chrome"];
                ("chromium", programs, Some("CHROMIUM"))
            }
            Self::ChromiumDriver => ("chromium-driver", &["chromedriver"], Some("CHROMEDRIVER")),
            Self::Firefox => ("firefox-esr", &["firefox-esr", "firefox"], Some("FIREFOX")),
            Self::Postgres => ("postgresql", &["initdb"], None),
            Self::Python => ("python3-venv", &["python3"], None),
            Self::OpenSsl => ("openssl", &["openssl"], None),
            Self::Procps => ("procps", &["kill"], None),
            Self::Curl => ("curl", &["curl"], None),
            Self::Cxx => ("g++", &["c++"], None),
        };
        About { debian, programs, variable }
    }

    /// Its program: the one the person names, or the first on PATH.
    pub fn program(self) -> Result<PathBuf> {
        self.find()?.with_context(|| format!("there is no {}", self.about().programs.join(" or ")))
    }

    fn find(self) -> Result<Option<PathBuf>> {
        let About { programs, variable, .. } = self.about();
        if let Some(variable) = variable
            && let Some(path) = std::env::var_os(variable).filter(|path| !path.is_empty())
        {
            return named(variable, path.into()).map(Some);
        }
        let found = programs.iter().find_map(|program| tools::on_path(program));
        Ok(match self {
            Self::Postgres => found.or_else(|| Some(debian_postgres()?.join("initdb"))),
            _ => found,
        })
    }

    /// Whether its program is there, with all that is asked of it.
    pub fn is_there(self) -> Result<bool> {
        Ok(self.find()?.is_some_and(|program| self != Self::Python || makes_environments(&program)))
    }
}

/// The program that a person names by a variable.
fn named(variable: &str, path: PathBuf) -> Result<PathBuf> {
    if path.is_file() {
        return Ok(path);
    }
    bail!("{variable} names {}, and there is no such file", path.display())
}

/// Whether this Python makes environments: Debian's does with another package only.
fn makes_environments(python: &Path) -> bool {
    let mut python = Command::new(python);
    python.args(["-c", "import ensurepip, venv"]).output().is_ok_and(|out| out.status.success())
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
    packages.iter().map(|package| package.about().debian).collect::<Vec<_>>().join(" ")
}

/// What set-up can do on this system.
#[derive(Clone, Copy)]
struct System {
    is_root: bool,
    has_apt: bool,
    is_ubuntu: bool,
}

impl System {
    fn this() -> Self {
        let id = Command::new("id").arg("-u").output();
        let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
        Self {
            is_root: id.is_ok_and(|output| output.stdout.trim_ascii() == b"0"),
            has_apt: tools::on_path("apt-get").is_some(),
            is_ubuntu: is_ubuntu(&release),
        }
    }

    /// What the person has to do for these packages, unless set-up can install them itself.
    fn to_do(self, packages: &[Package]) -> Option<String> {
        let variables: Vec<_> =
            packages.iter().filter_map(|package| package.about().variable).collect();
        let variables = variables.join(", ");
        let all = names(packages);
        if !self.has_apt {
            let set = if variables.is_empty() {
                String::new()
            } else {
                format!(", or set {variables} to the programs")
            };
            return Some(format!("this needs what Debian calls {all}: install it{set}"));
        }
        let (browsers, rest): (Vec<Package>, Vec<Package>) =
            packages.iter().partition(|package| package.about().variable.is_some());
        if self.is_ubuntu && !browsers.is_empty() {
            let too = if rest.is_empty() {
                String::new()
            } else {
                format!("; and type: sudo apt-get install {}", names(&rest))
            };
            return Some(format!(
                "Ubuntu has no packages of {}, only snaps, and set-up installs none: take them from \
                 https://googlechromelabs.github.io/chrome-for-testing and \
                 https://www.mozilla.org/firefox, and set {variables} to the programs{too}",
                names(&browsers),
            ));
        }
        if self.is_root {
            return None;
        }
        Some(format!("this needs more of the system; type: sudo apt-get install {all}"))
    }
}

/// Of what /etc/os-release says.
fn is_ubuntu(release: &str) -> bool {
    release.lines().any(|line| line.replace('"', "") == "ID=ubuntu")
}

/// Fails with what the person has to do when set-up cannot install these.
pub fn check_can_install(packages: &[Package]) -> Result<()> {
    match System::this().to_do(packages) {
        Some(to_do) => bail!("{to_do}"),
        None => Ok(()),
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
            .args(packages.iter().map(|package| package.about().debian)),
    )?;
    for package in packages {
        if !package.is_there()? {
            let About { debian, programs, .. } = package.about();
            bail!("apt-get installed {debian}, and the {} on PATH still does not do", programs[0]);
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
    fn what_a_person_has_to_do_names_what_is_missing_only() {
        use Package::{ChromiumDriver, Postgres};
        let debian = System { is_root: false, has_apt: true, is_ubuntu: false };
        let ubuntu = System { is_root: true, is_ubuntu: true, ..debian };
        let other = System { has_apt: false, ..debian };
        for (system, packages, says, says_not) in [
            (debian, &[ChromiumDriver, Postgres][..], "chromium-driver postgresql", "firefox"),
            (
                ubuntu,
                &[ChromiumDriver, Postgres],
                "apt-get install postgresql",
                "apt-get install c",
            ),
            (ubuntu, &[ChromiumDriver], "set CHROMEDRIVER to", "apt-get"),
            (other, &[ChromiumDriver, Postgres], "or set CHROMEDRIVER to", "apt-get"),
            (other, &[Postgres], "postgresql: install it", "set"),
        ] {
            let to_do = system.to_do(packages).unwrap();
            assert!(to_do.contains(says) && !to_do.contains(says_not), "{to_do}");
        }
        assert_eq!(ubuntu.to_do(&[Postgres]), None);
        assert_eq!(System { is_root: true, ..debian }.to_do(&[ChromiumDriver]), None);
    }

    #[test]
    fn ubuntu_is_told_by_its_id() {
        for (release, verdict) in [
            ("NAME=\"Ubuntu\"\nID=ubuntu\nID_LIKE=debian\n", true),
            ("ID=\"ubuntu\"\n", true),
            ("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", false),
            ("ID=debian\n", false),
            ("", false),
        ] {
            assert_eq!(is_ubuntu(release), verdict, "{release}");
        }
    }

    #[test]
    fn a_variable_that_names_nothing_is_told() {
        let error = named("CHROMIUM", "/no/such/browser".into()).unwrap_err().to_string();
        assert_eq!(error, "CHROMIUM names /no/such/browser, and there is no such file");
    }
}
