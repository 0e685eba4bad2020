//! Python packages, each in an environment of its own beside the other tools.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::steps::Step;
use crate::system::Package;
use crate::workspace;

/// The Python that has `requirement`, a package and its version as in `python-stdnum==2.2`;
/// installed first where it is not.
///
/// An environment's programs know where they lie, its Python does not: so the whole can be made
/// aside and moved when it is complete.
pub fn with(step: &mut Step, requirement: &str) -> Result<PathBuf> {
    let name = requirement.replace("==", "-");
    let folder = crate::cache::folder().join("tools").join(&name);
    let python = |folder: &Path| {
        if cfg!(windows) { folder.join("Scripts/python.exe") } else { folder.join("bin/python") }
    };
    if folder.is_dir() {
        return Ok(python(&folder));
    }
    let partial = folder.with_file_name(format!(".{name}.{}", std::process::id()));
    fs::create_dir_all(&partial)?;
    let system = Package::Python.program().context("there is no python3")?;
    step.command(workspace::command(system).args(["-m", "venv"]).arg(&partial))?;
    let mut pip = workspace::command(python(&partial));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    step.command(pip.arg(requirement))?;
    match fs::rename(&partial, &folder) {
        // Another run was faster.
        Err(_) if folder.is_dir() => fs::remove_dir_all(&partial)?,
        moved => moved.with_context(|| format!("cannot move it to {}", folder.display()))?,
    }
    Ok(python(&folder))
}
