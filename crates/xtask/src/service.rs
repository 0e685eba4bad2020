//! The service as tests and benchmarks start it: with a token, and without limits.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;

use anyhow::{Context as _, Result, bail};

use crate::workspace;

/// The service, on a port and a database of its own, until it is dropped.
pub struct Service {
    child: Child,
    /// Where it listens, as `127.0.0.1:40000`.
    pub address: String,
    /// A client's.
    pub token: String,
    /// What lifts the limits, sent as `X-Client-Id`.
    pub key: String,
}

impl Service {
    /// Starts what cargo built with this profile, on a database in this folder.
    pub fn start(profile: &str, folder: &Path) -> Result<Self> {
        Self::start_with(profile, folder, &[])
    }

    /// The same with more words for `serve`.
    pub fn start_with(profile: &str, folder: &Path, words: &[&str]) -> Result<Self> {
        let program = format!("{profile}/client-profile{}", std::env::consts::EXE_SUFFIX);
        let program = workspace::target().join(program);
        let database = folder.join("profiles.db");
        let command = || {
            let mut command = workspace::command(&program);
            command.env("CLIENT_PROFILE_DATABASE", &database);
            command
        };
        let issued = command()
            .args(["token", "issue", "--label", "xtask"])
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
        let mut child = command()
            .args(["serve", "--listen", "127.0.0.1:0", "--exclusion-key-file"])
            .arg(&key_file)
            .args(words)
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
                let _ = writeln!(log, "{line}");
            }
        });
        let mut service = Self { child, address: String::new(), token, key };
        service.address = address.context("the service ended before it listened")?;
        Ok(service)
    }

    /// The number of its process.
    pub fn process(&self) -> u32 {
        self.child.id()
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
