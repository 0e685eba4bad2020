//! The long runs of the service: what it keeps through every kill, and its own description of its
//! interface thrown at it by schemathesis.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use anyhow::{Context as _, Result, bail};

use crate::soak::Slice;
use crate::steps::Step;
use crate::system::Package;
use crate::{test, tools, versions, workspace};

/// Kills, cuts of the log and clients in competition, as often as the whole run has them; the
/// tests themselves have the short counts.
pub fn durability(step: &mut Step, slice: Slice) -> Result<()> {
    let mut cargo = workspace::cargo(["test", "--package=client-profile-server"]);
    cargo.args(["--test=service", "--", "durability", "contention", "--nocapture"]);
    cargo.env("CLIENT_PROFILE_SOAK", "1").env("CLIENT_PROFILE_SEED", slice.seed.to_string());
    step.command(&mut cargo)?;
    if step.tests() == 0 {
        bail!("no test of the service is named durability or contention");
    }
    Ok(())
}

/// Every phase, and at least so many cases that it comes to 10,000.
pub fn described(step: &mut Step, slice: Slice) -> Result<()> {
    let mut cargo = workspace::cargo(["test", "--package=client-profile-server"]);
    step.command(cargo.args(["--test=service", "--no-run"]))?;
    schemathesis(step, slice, &["--max-examples=2000"], 10_000)
}

/// Random input only, a hundred cases.
pub fn described_in_short(step: &mut Step, slice: Slice) -> Result<()> {
    step.command(test::native_tests().arg("--no-run"))?;
    schemathesis(step, slice, &["--phases=fuzzing", "--max-examples=25"], 100)
}

/// Serves from a fresh database, with a token and without limits, and lets schemathesis at it.
/// Fails when a check does, or when there were fewer cases than `at_least`.
fn schemathesis(step: &mut Step, slice: Slice, how: &[&str], at_least: u64) -> Result<()> {
    let python = installed(step)?;
    let folder = workspace::output().join("schemathesis");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let service = Service::start(&folder)?;
    let config = workspace::root().join("crates/server/schemathesis");
    let mut command = workspace::command(python);
    command
        .current_dir(&folder)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("SCHEMATHESIS_HOOKS", config.join("hooks.py"))
        .args(["-m", "schemathesis.cli", "--config-file"])
        .arg(config.join("schemathesis.toml"))
        .args(["run", "--checks=all", "--no-color", &format!("--seed={}", slice.seed)])
        .args(how)
        .args(["--header", &format!("Authorization: {}", service.token)])
        .args(["--header", &format!("X-Client-Id: {}", service.key)])
        .arg(format!("http://{}/openapi.json", service.address));
    let printed = step.output(&mut command)?;
    // Of the line "2323 generated, 2323 passed, 9 skipped".
    let line = printed.lines().map(str::trim).find(|line| line.contains(" generated, "));
    let line = line.context("schemathesis did not say how many cases there were")?;
    step.note(format!("schemathesis: {line}"));
    let cases: u64 = line.split(' ').next().unwrap_or_default().replace(',', "").parse()?;
    if cases < at_least {
        bail!("{cases} cases, where {at_least} were to be");
    }
    Ok(())
}

/// The service, on a port and a database of its own, until it is dropped.
struct Service {
    child: Child,
    address: String,
    token: String,
    key: String,
}

impl Service {
    fn start(folder: &Path) -> Result<Self> {
        let program = format!("debug/client-profile{}", std::env::consts::EXE_SUFFIX);
        let program = workspace::target().join(program);
        let database = folder.join("profiles.db");
        let issued = Command::new(&program)
            .args(["token", "issue", "--label", "schemathesis"])
            .env("CLIENT_PROFILE_DATABASE", &database)
            .output()
            .with_context(|| format!("cannot start {}", program.display()))?;
        if !issued.status.success() {
            bail!("no token: {}", String::from_utf8_lossy(&issued.stderr).trim());
        }
        let token = String::from_utf8(issued.stdout)?.trim().to_owned();
        // Of a service that lives for minutes on a loopback address: another token will do.
        let key = token.chars().rev().collect::<String>();
        let key_file = folder.join("exclusion-key");
        fs::write(&key_file, &key)?;
        only_for_its_owner(&key_file)?;
        let mut child = Command::new(&program)
            .args(["serve", "--listen", "127.0.0.1:0", "--exclusion-key-file"])
            .arg(&key_file)
            .env("CLIENT_PROFILE_DATABASE", &database)
            .current_dir(folder)
            .stderr(Stdio::piped())
            .spawn()?;
        let mut lines = BufReader::new(child.stderr.take().context("its log is a pipe")?).lines();
        let address = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let rest = line.split_once("Listening on http://")?.1.to_owned();
            Some(rest.split([',', ' ']).next().unwrap_or_default().to_owned())
        });
        let mut log = File::create(folder.join("service.log"))?;
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                // A log that cannot be kept is no reason to let the service stand still.
                let _ = std::io::Write::write_all(&mut log, format!("{line}\n").as_bytes());
            }
        });
        let mut service = Self { child, address: String::new(), token, key };
        service.address = address.context("the service ended before it listened")?;
        Ok(service)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
fn only_for_its_owner(file: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(fs::set_permissions(file, fs::Permissions::from_mode(0o600))?)
}

#[cfg(not(unix))]
fn only_for_its_owner(_: &Path) -> Result<()> {
    Ok(())
}

/// The Python that has schemathesis, in an environment of its own beside the other tools.
///
/// An environment's programs know where they lie, its Python does not: so the whole can be made
/// aside and moved when it is complete.
fn installed(step: &mut Step) -> Result<PathBuf> {
    let name = format!("schemathesis-{}", versions::SCHEMATHESIS);
    let folder = tools::person_cache().join("tools").join(&name);
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
    step.command(pip.arg(format!("schemathesis=={}", versions::SCHEMATHESIS)))?;
    match fs::rename(&partial, &folder) {
        // Another run was faster.
        Err(_) if folder.is_dir() => fs::remove_dir_all(&partial)?,
        moved => moved.with_context(|| format!("cannot move it to {}", folder.display()))?,
    }
    Ok(python(&folder))
}
