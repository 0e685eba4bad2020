//! A PostgreSQL server of the tests' own, in a temporary folder, on a socket in it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex, Weak};

use tempfile::TempDir;

use crate::harness::free_address;

/// A server. Ends, with its folder, when the last test that uses it does.
pub struct Cluster {
    folder: TempDir,
    binaries: PathBuf,
    owner: Option<(u32, u32)>,
    server: Mutex<Option<Child>>,
    databases: Mutex<u32>,
}

static SHARED: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());

/// The server that tests share.
pub fn shared() -> Arc<Cluster> {
    let mut shared = SHARED.lock().unwrap();
    shared.upgrade().unwrap_or_else(|| {
        let cluster = Arc::new(Cluster::start());
        *shared = Arc::downgrade(&cluster);
        cluster
    })
}

/// The folder of PostgreSQL's programs, which Debian keeps off PATH.
fn binaries() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut found = std::env::split_paths(&path).map(|folder| folder.join("initdb"));
    let initdb = found.find(|program| program.is_file()).expect(
        "PostgreSQL's initdb is to be on PATH: `cargo xtask test native` sees to that; on Debian \
         by hand, PATH=$PATH:/usr/lib/postgresql/15/bin for version 15",
    );
    // The others lie beside it, and not beside a link to it.
    initdb.canonicalize().unwrap().parent().unwrap().to_owned()
}

fn id(flag: &str, user: &str) -> Option<u32> {
    let output = Command::new("id").args([flag, user]).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

impl Cluster {
    /// A server of its own, for tests that end it.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // PostgreSQL refuses to run as root: then it runs as another user.
        let am_root = id("-u", "root").is_some() && {
            let output = Command::new("id").arg("-u").output().unwrap();
            output.stdout.trim_ascii() == b"0"
        };
        let owner = am_root.then(|| {
            let user = ["postgres", "nobody"].into_iter().find(|user| id("-u", user).is_some());
            let user = user.expect("a user who is not root");
            (id("-u", user).unwrap(), id("-g", user).unwrap())
        });
        if let Some((user, group)) = owner {
            chown(folder.path(), Some(user), Some(group)).unwrap();
        }
        let cluster = Self {
            folder,
            binaries: binaries(),
            owner,
            server: Mutex::default(),
            databases: Mutex::default(),
        };
        let made = cluster
            .command("initdb")
            .args([
                "--auth=trust",
                "--username=test",
                "--no-sync",
                "--encoding=UTF8",
                "--locale=C",
                "-D",
            ])
            .arg(cluster.data())
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        cluster.resume();
        cluster
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn command(&self, name: &str) -> Command {
        let mut command = Command::new(self.binaries.join(name));
        command.current_dir(self.folder.path()).env_clear().env("LC_ALL", "C");
        if let Some((user, group)) = self.owner {
            command.uid(user).gid(group);
        }
        command
    }

    /// Starts the server, and returns when it takes connections.
    pub fn resume(&self) {
        self.resume_with(&["listen_addresses="]);
    }

    /// The same with settings.
    pub fn resume_with(&self, settings: &[&str]) {
        let mut server = self
            .command("postgres")
            .arg("-D")
            .arg(self.data())
            .args(settings.iter().flat_map(|setting| ["-c", setting]))
            .args(["-c", "max_connections=200", "-k"])
            .arg(self.folder.path())
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(server.stderr.take().unwrap());
        let mut line = String::new();
        let mut all = String::new();
        while !line.contains("ready to accept connections") {
            line.clear();
            assert!(log.read_line(&mut line).unwrap() > 0, "it ended: {all}");
            all.push_str(&line);
        }
        std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        *self.server.lock().unwrap() = Some(server);
    }

    /// Ends the server at once, as a crash does: nothing is written any more.
    pub fn stop_immediately(&self) {
        if let Some(mut server) = self.server.lock().unwrap().take() {
            let id = server.id().to_string();
            Command::new("kill").args(["-QUIT", &id]).status().unwrap();
            server.wait().unwrap();
        }
    }

    /// Serves TLS on a port of loopback, with a certificate for `localhost` by an authority of
    /// its own; gives the port and the authority's file.
    pub fn serve_tls(&self) -> (u16, PathBuf) {
        let make = |words: &[&str]| {
            let mut command = Command::new("openssl");
            if let Some((user, group)) = self.owner {
                command.uid(user).gid(group);
            }
            let made = command.args(words).current_dir(self.folder.path()).output().unwrap();
            assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        };
        make(&[
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-keyout",
            "ca.key",
            "-out",
            "ca.pem",
            "-subj",
            "/CN=authority",
            "-days",
            "2",
            "-addext",
            "basicConstraints=critical,CA:TRUE",
        ]);
        make(&[
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-keyout",
            "server.key",
            "-out",
            "server.pem",
            "-subj",
            "/CN=server",
            "-days",
            "2",
            "-addext",
            "subjectAltName=DNS:localhost",
            "-addext",
            "basicConstraints=CA:FALSE",
            "-CA",
            "ca.pem",
            "-CAkey",
            "ca.key",
        ]);
        let free = free_address();
        let at = |name: &str| self.folder.path().join(name).display().to_string();
        self.stop_immediately();
        self.resume_with(&[
            "listen_addresses=127.0.0.1",
            &format!("port={}", free.port()),
            "ssl=on",
            &format!("ssl_cert_file={}", at("server.pem")),
            &format!("ssl_key_file={}", at("server.key")),
        ]);
        (free.port(), at("ca.pem").into())
    }

    /// The address of a new, empty database.
    pub fn database(&self) -> String {
        let mut count = self.databases.lock().unwrap();
        *count += 1;
        let name = format!("test{count}");
        let socket = self.folder.path().display().to_string();
        let made =
            self.command("createdb").args(["-h", &socket, "-U", "test", &name]).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let host = socket.replace('/', "%2F");
        format!("postgres://test@{host}/{name}")
    }

    fn query(&self, address: &str, sql: &str) -> Output {
        self.command("psql").args(["-XAtc", sql, address]).output().unwrap()
    }

    /// Begins a transaction with these statements, and returns when they are done.
    pub fn hold(&self, address: &str, sql: &str) -> Held {
        let mut psql = self
            .command("psql")
            .args(["-XAtq", "-v", "ON_ERROR_STOP=1", address])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let words = format!("BEGIN;\n{sql};\n\\echo held\n");
        psql.stdin.as_mut().unwrap().write_all(words.as_bytes()).unwrap();
        let lines = BufReader::new(psql.stdout.take().unwrap()).lines();
        assert!(lines.map_while(Result::ok).any(|line| line == "held"));
        Held(psql)
    }

    /// What the server says of a statement that it refuses.
    pub fn refuses(&self, address: &str, sql: &str) -> String {
        let output = self.query(address, sql);
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    }

    /// The first column of a query, in lines.
    pub fn ask(&self, address: &str, sql: &str) -> String {
        let output = self.query(address, sql);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
    }
}

/// A transaction that goes on until it is told to end.
pub struct Held(Child);

impl Held {
    pub fn commit(mut self) {
        self.0.stdin.take().unwrap().write_all(b"COMMIT;\n").unwrap();
        assert!(self.0.wait().unwrap().success());
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.stop_immediately();
    }
}
