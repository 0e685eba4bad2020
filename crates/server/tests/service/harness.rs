//! Starts the real binary on a free port with a database of its own, and ends it.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::thread::JoinHandle;

use client_profile_server::store::{ClientId, NewToken, Store};
use client_profile_server::timestamp::Timestamp;
use client_profile_server::token::Token;
use tempfile::TempDir;

use crate::client::{self, Answer};

pub const PATH: &str = "/client/profile";

/// The documentation's request, byte for byte.
pub const EXAMPLE: &str = r#"{"first_name":"API","last_name":"doge","residence_country":"in","account_opening_reason":"hedging","tax_residence_country":"in","birth_country":"in","tax_identification_number":"UX-1989389","citizen_country":"in","employment_status":"retired","date_of_birth":"1969-09-19","gender":"male","reason":"api test"}"#;

/// The same without its reason.
pub fn first() -> String {
    EXAMPLE.replace(r#","reason":"api test""#, "")
}

/// An address on which nobody listens.
pub fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// A short run in every test, the full one when `CLIENT_PROFILE_SOAK` is set.
pub fn count(short: usize, full: usize) -> usize {
    if std::env::var_os("CLIENT_PROFILE_SOAK").is_some() { full } else { short }
}

/// A new client of a store, and a token of theirs.
pub async fn client_with_token(store: &dyn Store) -> (ClientId, String) {
    let now = Timestamp::now();
    let client = store.add_client(now).await.unwrap();
    let token = Token::generate().unwrap();
    let new =
        NewToken { client, hash: token.hash(), label: None, created_time: now, expires_time: None };
    store.add_token(new).await.unwrap();
    (client, token.reveal())
}

/// A folder with a database.
pub struct Place {
    pub folder: TempDir,
    /// A database elsewhere.
    pub address: Option<String>,
}

impl Place {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), address: None }
    }

    pub fn database(&self) -> PathBuf {
        self.folder.path().join("profiles.db")
    }

    /// The binary with these words, in this place.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_client-profile"));
        command.args(words).current_dir(self.folder.path()).env_clear();
        command.stdin(Stdio::null());
        // The platform's data folder is in the place too.
        command.env("HOME", self.folder.path()).env("XDG_DATA_HOME", self.folder.path());
        match &self.address {
            Some(address) => command.env("CLIENT_PROFILE_DATABASE", address),
            None => command.env("CLIENT_PROFILE_DATABASE", self.database()),
        };
        command
    }

    pub fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    /// A token, of a new client when none is named.
    pub fn token(&self, words: &[&str]) -> String {
        let output = self.run(&[&["token", "issue"], words].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
    }

    pub fn serve(&self, words: &[&str]) -> Running {
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.args(words);
        Running::start(command)
    }
}

/// The service, running.
pub struct Running {
    pub address: SocketAddr,
    pub child: Child,
    log: Option<JoinHandle<Vec<u8>>>,
}

impl Running {
    pub fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut lines = String::new();
        let address = loop {
            let read = lines.len();
            assert!(log.read_line(&mut lines).unwrap() > 0, "it ended before it listened: {lines}");
            let found = lines[read..].split("Listening on http://").nth(1);
            if let Some(rest) = found {
                break rest.split([',', ' ', '\n']).next().unwrap().parse().unwrap();
            }
        };
        let log = std::thread::spawn(move || {
            let mut whole = lines.into_bytes();
            log.read_to_end(&mut whole).unwrap();
            whole
        });
        Self { address, child, log: Some(log) }
    }

    /// Tells it to stop, and gives the log.
    pub fn stop(self) -> String {
        tell(&self.child, "-INT");
        let (code, log) = self.end();
        assert_eq!(code, Some(0));
        log
    }

    /// Waits for its end, and gives its exit code and the log.
    pub fn end(mut self) -> (Option<i32>, String) {
        let code = self.child.wait().unwrap().code();
        (code, String::from_utf8(self.log.take().unwrap().join().unwrap()).unwrap())
    }

    pub fn send(&self, method: &str, headers: &[(&str, &str)], body: Option<&str>) -> Answer {
        client::send(self.address, method, PATH, headers, body.map(str::as_bytes))
    }

    pub fn get(&self, token: &str) -> Answer {
        self.send("GET", &[("authorization", token)], None)
    }

    pub fn write(&self, method: &str, token: &str, body: &str) -> Answer {
        let headers = [("authorization", token), ("content-type", "application/json")];
        self.send(method, &headers, Some(body))
    }
}

/// Sends a process a signal, written as `kill` takes it.
pub fn tell(process: &Child, signal: &str) {
    let id = process.id().to_string();
    assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
