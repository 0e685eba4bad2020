//! Python packages, each in an environment of its own beside the other tools.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::steps::Step;
use crate::system::Package;
use crate::{cache, workspace};

/// The Python that has `requirements`, packages and their versions as in `python-stdnum==2.2`, a word
/// each; they are installed first where they are not.
///
/// An environment's programs know where they lie, its Python does not: so the whole can be made
/// aside and moved when it is complete. It works with the Python that it was made with, and with
/// no other minor version.
pub fn with(step: &mut Step, requirements: &str) -> Result<PathBuf> {
    let system = Package::Python.program()?;
    let version = step.output(workspace::command(&system).arg("--version"))?;
    let name = name(requirements, &version).context("python3 does not say its version")?;
    let folder = cache::folder().join("tools").join(name);
    let python = |folder: &Path| {
        if cfg!(windows) { folder.join("Scripts/python.exe") } else { folder.join("bin/python") }
    };
    // A link that leads nowhere is no file: that Python was removed.
    cache::fill(
        &folder,
        || Ok(python(&folder).is_file()),
        |partial| {
            step.command(workspace::command(&system).args(["-m", "venv"]).arg(partial))?;
            let mut pip = workspace::command(python(partial));
            pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
            step.command(pip.args(requirements.split_whitespace()))
        },
    )?;
    Ok(python(&folder))
}

/// The name of an environment: what is in it, and the Python that it is of.
fn name(requirements: &str, printed: &str) -> Option<String> {
    let version = printed.trim().strip_prefix("Python ")?;
    let (minor, _patch) = version.rsplit_once('.')?;
    let packages: Vec<_> =
        requirements.split_whitespace().map(|package| package.replace("==", "-")).collect();
    Some(format!("{}-python{minor}", packages.join("+")))
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn an_environment_is_of_one_minor_version() {
        for (requirements, printed, named) in [
            ("python-stdnum==2.2\n", "Python 3.11.7\n", Some("python-stdnum-2.2-python3.11")),
            ("a==1\nb==2\n", "Python 3.13.0rc1", Some("a-1+b-2-python3.13")),
            ("a==1", "", None),
        ] {
            assert_eq!(name(requirements, printed).as_deref(), named, "{printed}");
        }
    }
}
