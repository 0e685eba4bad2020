//! The build tools: found on the person's PATH when the version is exactly right, otherwise in a
//! cache of our own, into which `setup` installs them. The person's own cargo bin is left alone.
//!
//! Each lies in `tools/<name>-<version>` there.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::{cache, steps::Step, system, versions, workspace};

/// A tool that set-up installs for the person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tool {
    /// `wasm-bindgen` and `wasm-bindgen-test-runner`.
    WasmBindgen,
    /// `trunk`.
    Trunk,
    /// `wasm-opt`.
    WasmOpt,
    /// `cargo mutants`.
    Mutants,
}

/// How a tool is got.
enum Source {
    /// The crate of this name, compiled by cargo.
    Crate(&'static str),
    /// The npm package of this name.
    Npm(&'static str),
}

impl Tool {
    /// All of them, in the order in which they are best installed: the quick first.
    pub const ALL: [Self; 4] = [Self::WasmOpt, Self::WasmBindgen, Self::Mutants, Self::Trunk];

    /// The programs that come with it. The first is asked for its version.
    fn programs(self) -> &'static [&'static str] {
        match self {
            Self::WasmBindgen => &["wasm-bindgen", "wasm-bindgen-test-runner"],
            Self::Trunk => &["trunk"],
            Self::WasmOpt => &["wasm-opt", "wasm-dis"],
            Self::Mutants => &["cargo-mutants"],
        }
    }

    fn source(self) -> Source {
        match self {
            Self::WasmBindgen => Source::Crate("wasm-bindgen-cli"),
            Self::Trunk => Source::Crate("trunk"),
            Self::WasmOpt => Source::Npm("binaryen"),
            Self::Mutants => Source::Crate("cargo-mutants"),
        }
    }

    /// The version to install, as its registry names it.
    fn version(self) -> Result<String> {
        match self {
            Self::WasmBindgen => versions::wasm_bindgen(),
            Self::Trunk => Ok(versions::TRUNK.to_owned()),
            Self::WasmOpt => Ok(versions::BINARYEN.to_owned()),
            Self::Mutants => Ok(versions::MUTANTS.to_owned()),
        }
    }

    /// The version as the program itself prints it.
    fn printed_version(self) -> Result<String> {
        match self {
            Self::WasmOpt => Ok(versions::wasm_opt().to_owned()),
            Self::WasmBindgen | Self::Trunk | Self::Mutants => self.version(),
        }
    }

    /// The arguments at which its first program prints its version. A cargo subcommand has its own
    /// name for its first argument.
    fn version_arguments(self) -> &'static [&'static str] {
        match self {
            Self::Mutants => &["mutants", "--version"],
            Self::WasmBindgen | Self::Trunk | Self::WasmOpt => &["--version"],
        }
    }

    /// Whether this folder has all its programs, in the right version.
    fn is_whole_in(self, folder: &Path) -> Result<bool> {
        let wanted = self.printed_version()?;
        let arguments = self.version_arguments();
        Ok(self.programs().iter().all(|program| {
            program_in(folder, program).is_some_and(|path| prints(&path, arguments, &wanted))
        }))
    }

    /// What set-up calls it, such as `wasm-bindgen 0.2.130`.
    pub fn label(self) -> Result<String> {
        Ok(format!("{} {}", self.programs()[0], self.printed_version()?))
    }

    /// How long an install takes, as a person would want to know before it starts.
    pub fn patience(self) -> &'static str {
        match self {
            Self::WasmBindgen | Self::Mutants => "compiles for about 3 minutes, once",
            Self::Trunk => "compiles for 5 to 10 minutes, once",
            Self::WasmOpt => "a download, once",
        }
    }

    /// The folder in the cache that holds this version.
    fn folder(self) -> Result<PathBuf> {
        let name = match self.source() {
            Source::Crate(name) | Source::Npm(name) => name,
        };
        Ok(cache::folder().join("tools").join(format!("{name}-{}", self.version()?)))
    }

    /// Where its programs lie inside `folder`.
    fn programs_in(self, folder: &Path) -> PathBuf {
        match self.source() {
            Source::Crate(_) => folder.join("bin"),
            Source::Npm(_) => folder.join("node_modules").join(".bin"),
        }
    }

    /// The folder of its programs: the person's when the version is right, else the cache's.
    /// None when it has yet to be installed.
    pub fn find(self) -> Result<Option<PathBuf>> {
        let cached = self.programs_in(&self.folder()?);
        if self.programs().iter().all(|program| program_in(&cached, program).is_some()) {
            return Ok(Some(cached));
        }
        match on_path(self.programs()[0]).as_deref().and_then(Path::parent) {
            Some(own) if self.is_whole_in(own)? => Ok(Some(own.to_path_buf())),
            _ => Ok(None),
        }
    }

    /// Installs it into the cache.
    pub fn install(self, step: &mut Step) -> Result<()> {
        let version = self.version()?;
        cache::fill(
            &self.folder()?,
            || Ok(self.find()?.is_some()),
            |partial| {
                match self.source() {
                    Source::Crate(package) => install_crate(step, package, &version, partial)?,
                    Source::Npm(package) => {
                        let mut npm = workspace::command(npm_program());
                        npm.args(["install", "--no-audit", "--no-fund", "--no-save", "--prefix"])
                            .arg(partial)
                            .arg(format!("{package}@{version}"))
                            .current_dir(partial);
                        step.command(&mut npm)?;
                    }
                }
                if !self.is_whole_in(&self.programs_in(partial))? {
                    bail!("what was installed does not say that it is {}", self.label()?);
                }
                Ok(())
            },
        )
    }
}

/// `wasm-opt`.
pub fn wasm_opt() -> Result<PathBuf> {
    program(Tool::WasmOpt)
}

/// `wasm-dis`, which comes with `wasm-opt`.
pub fn wasm_dis() -> Result<PathBuf> {
    let folder = Tool::WasmOpt.find()?;
    folder
        .and_then(|folder| program_in(&folder, "wasm-dis"))
        .context("there is no wasm-dis beside wasm-opt: run `cargo xtask setup`")
}

/// `trunk`.
pub fn trunk() -> Result<PathBuf> {
    program(Tool::Trunk)
}

fn program(tool: Tool) -> Result<PathBuf> {
    let name = tool.programs()[0];
    tool.find()?
        .and_then(|folder| program_in(&folder, name))
        .with_context(|| format!("there is no {}: run `cargo xtask setup`", tool.programs()[0]))
}

/// PATH with the folders of the tools in front, for the programs that look for them there, and
/// behind it that of PostgreSQL's programs, where the service's tests find them.
pub fn path() -> OsString {
    let mut folders: Vec<PathBuf> = Tool::ALL
        .into_iter()
        .filter_map(|tool| tool.folder().ok().map(|folder| tool.programs_in(&folder)))
        .filter(|folder| folder.is_dir())
        .collect();
    let own = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&own));
    folders.extend(system::debian_postgres());
    std::env::join_paths(folders).unwrap_or(own)
}

/// The first program of this name on the person's PATH.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let own = std::env::var_os("PATH")?;
    std::env::split_paths(&own).find_map(|folder| program_in(&folder, name))
}

/// npm's name on this system.
pub fn npm_program() -> &'static str {
    if cfg!(windows) { "npm.cmd" } else { "npm" }
}

/// This program in this folder, with the endings that Windows uses.
fn program_in(folder: &Path, name: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd"] } else { &[""] };
    endings.iter().map(|ending| folder.join(format!("{name}{ending}"))).find(|path| path.is_file())
}

/// Whether a program prints this version as a word of its own.
fn prints(program: &Path, arguments: &[&str], version: &str) -> bool {
    Command::new(program).args(arguments).output().is_ok_and(|output| {
        String::from_utf8_lossy(&output.stdout).split_whitespace().any(|word| word == version)
    })
}

/// A registry can lag behind what a crate's own lock file names: then the crate is installed without
/// it. Nothing else is tried again: what a network can mend, cargo has tried several times by itself.
fn install_crate(step: &mut Step, package: &str, version: &str, into: &Path) -> Result<()> {
    let scratch = into.join("target");
    let install = |locked: bool| {
        let mut cargo = workspace::cargo(["install", package, "--version", version]);
        cargo.arg("--root").arg(into).arg("--target-dir").arg(&scratch);
        if locked {
            cargo.arg("--locked");
        }
        // Away from this repository, whose settings are not meant for the tools.
        cargo.current_dir(into);
        cargo
    };
    let ended = step.attempt(&mut install(true))?;
    if let Some(line) = ended.failed_with(registry_lacks) {
        println!("      {line}: again, without the lock file of {package}");
        step.command(&mut install(false))?;
    } else {
        step.accept(ended, 0)?;
    }
    cache::remove(&scratch)
}

/// Whether cargo says by this line that the registry has not what a lock file names.
fn registry_lacks(line: &str) -> bool {
    line.contains("(locked to ") || line.contains("no matching package named")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_a_word_of_what_a_program_prints() {
        let cargo = PathBuf::from(std::env::var_os("CARGO").unwrap());
        let printed = Command::new(&cargo).arg("--version").output().unwrap();
        let printed = String::from_utf8(printed.stdout).unwrap();
        let version = printed.split_whitespace().nth(1).unwrap();
        assert!(prints(&cargo, &["--version"], version));
        assert!(!prints(&cargo, &["--version"], &version[..version.len() - 1]));
        assert!(!prints(Path::new("no-such-program"), &["--version"], version));
    }

    #[test]
    fn what_a_registry_lacks_is_told_from_other_failures() {
        for (line, lacks) in [
            (
                "error: failed to select a version for the requirement `itoa = \"^1\"` (locked to \
                 1.0.999)",
                true,
            ),
            ("error: no matching package named `itoa` found", true),
            ("Caused by: Could not resolve host: index.example", false),
            ("error: linker `cc` not found", false),
        ] {
            assert_eq!(registry_lacks(line), lacks, "{line}");
        }
    }

    #[test]
    fn the_cache_names_each_tool_with_its_version() {
        for (tool, name) in [(Tool::Trunk, "trunk-0.21.14"), (Tool::WasmOpt, "binaryen-132.0.0")] {
            assert_eq!(tool.folder().unwrap().file_name().unwrap().to_str(), Some(name));
        }
    }
}
