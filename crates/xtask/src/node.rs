//! npm packages and Node's own test runner.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::steps::Step;
use crate::{system, tools, workspace};

/// Installs what a folder's package-lock.json names, unless that is installed already. What is
/// compiled for one major version of Node.js does not load in another.
pub fn install(step: &mut Step, folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let packages =
        fs::read_to_string(&lock).with_context(|| format!("there is no {}", lock.display()))?;
    let wanted = format!("for Node.js {}:\n{packages}", system::check_node()?);
    let installed = folder.join("node_modules/.installed");
    if fs::read_to_string(&installed).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    let mut npm = workspace::command(tools::npm_program());
    // Not `npm ci`: that wants the binaries for other systems in the lock file too, and npm leaves
    // those out that a registry does not have.
    let args = ["install", "--no-save", "--no-audit", "--no-fund"];
    step.command(npm.args(args).current_dir(folder))?;
    fs::create_dir_all(folder.join("node_modules"))?;
    fs::write(&installed, wanted).with_context(|| format!("cannot write {}", installed.display()))
}

/// A run of all test files (`*.test.mjs` and the like) in a folder, so many of them at a time.
pub fn tests(folder: &Path, at_once: usize) -> Result<Command> {
    let mut files = Vec::new();
    collect(folder, &mut files).with_context(|| format!("cannot read {}", folder.display()))?;
    if files.is_empty() {
        bail!("there is no test file in {}", folder.display());
    }
    files.sort();
    let mut node = workspace::command("node");
    node.args(["--test", "--test-reporter=spec"])
        .arg(format!("--test-concurrency={at_once}"))
        .args(files)
        .current_dir(folder);
    Ok(node)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            if !path.ends_with("node_modules") {
                collect(&path, files)?;
            }
        } else if is_test(&path) {
            files.push(path);
        }
    }
    Ok(())
}

fn is_test(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    [".test.mjs", ".test.js", ".test.cjs"].iter().any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_files_are_told_by_their_endings() {
        for (path, verdict) in [
            ("a/form.test.mjs", true),
            ("form.test.js", true),
            ("server.mjs", false),
            ("test.mjs", false),
            ("form.test.mjs.snap", false),
        ] {
            assert_eq!(is_test(Path::new(path)), verdict, "{path}");
        }
    }
}
