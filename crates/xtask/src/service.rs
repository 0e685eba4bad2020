//! The service as tests and benchmarks start it: with a token, and without limits.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail};

use crate::steps::seconds;
use crate::workspace;

/// How long a service may take until it listens: what it does before is a matter of a second.
pub const PATIENCE: Duration = Duration::from_secs(60);

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
        let program = workspace::program(&format!("{profile}/client-profile"));
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
        let lines = child.stderr.take().context("its log is a pipe")?;
        let mut service = Self { child, address: String::new(), token, key };
        let log = folder.join("service.log");
        service.address = listening(lines, "Listening on http://", &log, PATIENCE)?;
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

/// The address behind `words` in what a service prints, all of which goes into the file `log`. An
/// error when the service ends without these words, or says nothing of the kind for so long.
pub fn listening(
    printed: impl Read + Send + 'static,
    words: &'static str,
    log: &Path,
    patience: Duration,
) -> Result<String> {
    let mut file = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
    let (sender, address) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(printed).lines().map_while(Result::ok) {
            // A log that cannot be kept is no reason to let the service stand still.
            let _ = writeln!(file, "{line}");
            if let Some((_, rest)) = line.split_once(words) {
                let address = rest.split([',', ' ']).next().unwrap_or_default();
                // Nobody waits for a second one.
                let _ = sender.send(address.to_owned());
            }
        }
    });
    address.recv_timeout(patience).map_err(|error| match error {
        RecvTimeoutError::Disconnected => {
            anyhow!("the service ended before it listened: {} has what it said", log.display())
        }
        RecvTimeoutError::Timeout => anyhow!(
            "the service neither listened nor ended in {}: {} has what it said",
            seconds(patience),
            log.display()
        ),
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_listens_or_ends_or_is_given_up() {
        let folder = workspace::output().join("unit-service");
        fs::create_dir_all(&folder).unwrap();
        let log = folder.join("service.log");
        let wait = |printed: &'static str| {
            listening(printed.as_bytes(), "on http://", &log, PATIENCE).map_err(|e| e.to_string())
        };
        assert_eq!(wait("a\non http://[::1]:1, as b\n").unwrap(), "[::1]:1");
        assert!(wait("no such table\n").unwrap_err().contains("ended before it listened"));
        assert_eq!(fs::read_to_string(&log).unwrap(), "no such table\n");
        let (silent, _stays_open) = std::io::pipe().unwrap();
        let error = listening(silent, "on http://", &log, Duration::ZERO).unwrap_err();
        assert!(error.to_string().contains("neither listened nor ended"), "{error}");
    }
}
