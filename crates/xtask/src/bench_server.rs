//! `cargo xtask bench server`: durable changes a second, beside what the file system itself can
//! and beside an equal Node service, all in one run.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::service::{self, Service};
use crate::steps::Step;
use crate::{benchmarks_page, build, build_web, node, workspace};

/// Names for how many minutes latency and memory are watched: 10 are what memory is promised for,
/// one is enough to see what has changed.
const MINUTES: &str = "BENCH_MINUTES";

/// How often a process is asked for its memory meanwhile.
const EVERY: Duration = Duration::from_secs(1);

/// What the figures depend on.
const REMARK: &str = "\
The faster a disk commits, the less is won by sharing its commits: what a change costs besides, on \
processors that the load has to share, stays the same. What else runs on the machine takes its time \
from some more than from others, which only a quiet machine leaves out.\n";

/// How long each way is measured at a time.
const SECONDS: &str = "3";

/// How often each has its turn.
const ROUNDS: usize = 3;

/// Someone who answers `PUT /client/profile`.
struct Peer {
    name: &'static str,
    address: String,
    headers: String,
    process: u32,
    alone: Vec<f64>,
    together: Vec<f64>,
}

/// Measures, prints the table and writes it into the page.
pub fn measure(step: &mut Step) -> Result<()> {
    let minutes: f64 = std::env::var(MINUTES).map_or(Ok(1.0), |text| text.parse())?;
    build_web::build(step)?;
    step.command(build::service().args(["--bin=client-profile", "--example=load"]))?;
    let bench = workspace::root().join("crates/server/bench");
    node::install(step, &bench)?;
    let folder = workspace::output().join("bench-server");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;

    let ours = start(&folder.join("shared"), &[])?;
    let one_by_one = start(&folder.join("one-by-one"), &["--changes-per-commit=1"])?;
    let node = NodeService::start(&bench, &folder)?;
    let mut peers = [
        Peer::ours("client-profile, changes share commits", &ours),
        Peer::ours("client-profile, one commit a change", &one_by_one),
        Peer {
            name: "Fastify, zod, better-sqlite3",
            address: node.address.clone(),
            headers: format!("Authorization: {}|", NodeService::TOKEN),
            process: node.child.id(),
            alone: Vec::new(),
            together: Vec::new(),
        },
    ];
    for peer in peers.iter().take(2) {
        // Node's has its record from the start.
        load(step, peer, &["first", &peer.address])?;
    }
    for peer in &peers {
        // Only who gives the same verdicts is timed.
        let statuses = load(step, peer, &["once", &peer.address])?;
        if statuses.trim() != "200 400 401" {
            bail!("{} answered {} in place of 200 400 401", peer.name, statuses.trim());
        }
    }
    let mut commits = Vec::new();
    for round in 0..ROUNDS {
        let place = folder.join(format!("commits-{round}"));
        fs::create_dir_all(&place)?;
        let mut command = program();
        let printed = step.output(command.arg("commits").arg(&place).arg(SECONDS))?;
        commits.push(figure(&printed, "rate")?);
        for peer in &mut peers {
            let printed = load(step, peer, &["put", &peer.address, "1", SECONDS])?;
            peer.alone.push(figure(&printed, "rate")?);
            let printed = load(step, peer, &["put", &peer.address, "64", SECONDS])?;
            peer.together.push(figure(&printed, "rate")?);
        }
    }
    let commits = median(&mut commits);
    let mut table = String::new();
    let mut figures = Vec::new();
    for peer in &mut peers {
        let (alone, together) = (median(&mut peer.alone), median(&mut peer.together));
        let (seconds, rate) = (format!("{}", minutes * 60.0), format!("{:.0}", together / 4.0));
        let watch = Watch::start(peer.process);
        let printed = load(step, peer, &["put", &peer.address, "64", &seconds, &rate])?;
        let (early, late) = watch.end()?;
        let p99 = figure(&printed, "p99_ms")?;
        let _ = writeln!(
            table,
            "| {} | {alone:.0} | {:.2} | {together:.0} | {:.2} | {:.2} | {p99:.2} | {early:.1} | \
             {late:.1} |",
            peer.name,
            alone / commits,
            together / commits,
            figure(&printed, "p50_ms")?,
        );
        figures.push((together, p99, late / early));
    }
    let [(shared, p99, memory), (single, ..), (other, ..)] = figures[..] else {
        bail!("not everybody was measured");
    };
    let text = format!(
        "Changes of a record a second, each with its token looked up, the rules checked and a row \
         of history in the same transaction, acknowledged when it is on disk (SQLite, WAL, \
         `synchronous=FULL`); median of {ROUNDS} rounds by turns of {SECONDS} s, the load coming \
         from the same machine. The file system itself: {commits:.0} commits of one row a second, \
         one after the other, in the same turns. Latency is at a quarter of one's own maximum, on \
         64 connections, counted from the moment a request was due. Memory is the most that was \
         resident in the second and in the last fifth of {minutes} min of that load ({MINUTES} \
         sets them; memory is promised to be flat over 10).\n\n\
         | service | 1 connection | of the commits | 64 connections | of the commits | median ms | \
         p99 ms | MB early | MB late |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|\n{table}\n\
         Beside what it is to be:\n\n| | figure | bar | |\n|---|---:|---:|---|\n\
         {}{}{}{}{}\n{}",
        row("one commit a change / commits of the file system", single / commits, ">=", 0.7),
        row("changes that share commits / one commit a change", shared / single, ">=", 5.0),
        row("p99 at a quarter of the maximum, ms", p99, "<=", 20.0),
        row("memory, late / early", memory, "<=", 1.05),
        row("changes that share commits / Node", shared / other, ">=", 1.0),
        REMARK,
    );
    benchmarks_page::write("server", &text)?;
    print!("{text}");
    Ok(())
}

/// The service in a folder of its own.
fn start(folder: &Path, words: &[&str]) -> Result<Service> {
    fs::create_dir_all(folder)?;
    Service::start_with("release", folder, words)
}

impl Peer {
    fn ours(name: &'static str, service: &Service) -> Self {
        Self {
            name,
            address: service.address.clone(),
            headers: format!("Authorization: {}|X-Client-Id: {}|", service.token, service.key),
            process: service.process(),
            alone: Vec::new(),
            together: Vec::new(),
        }
    }
}

/// A line of what was measured beside what it is to be.
fn row(what: &str, figure: f64, relation: &str, bar: f64) -> String {
    let met = if relation == "<=" { figure <= bar } else { figure >= bar };
    let met = if met { "met" } else { "missed" };
    format!("| {what} | {figure:.2} | {relation} {bar} | {met} |\n")
}

/// Asks a process for its memory, again and again.
struct Watch {
    stop: mpsc::Sender<()>,
    found: JoinHandle<Vec<f64>>,
}

impl Watch {
    fn start(process: u32) -> Self {
        let (stop, stopped) = mpsc::channel();
        let found = thread::spawn(move || {
            let mut found = Vec::new();
            while stopped.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                found.extend(resident(process));
            }
            found
        });
        Self { stop, found }
    }

    /// The most megabytes in the second fifth of the time, and in the last.
    fn end(self) -> Result<(f64, f64)> {
        drop(self.stop);
        let found = self.found.join().unwrap_or_default();
        let fifth = found.len() / 5;
        let most = |part: Option<&[f64]>| part.map(|p| p.iter().copied().fold(0.0, f64::max));
        let early = most(found.get(fifth..fifth * 2)).filter(|most| *most > 0.0);
        let late = most(found.get(found.len() - fifth..));
        early.zip(late).context("the system does not say how much memory a process has")
    }
}

/// The load generator.
fn program() -> std::process::Command {
    workspace::command(workspace::program("release/examples/load"))
}

fn load(step: &mut Step, peer: &Peer, words: &[&str]) -> Result<String> {
    step.output(program().args(words).env("HEADERS", &peer.headers))
}

fn figure(printed: &str, name: &str) -> Result<f64> {
    let figures: Value = serde_json::from_str(printed.trim()).context("figures are JSON")?;
    figures[name].as_f64().with_context(|| format!("no {name} in {printed}"))
}

fn median(figures: &mut [f64]) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

/// Megabytes of a process that are in memory, where the system says so.
fn resident(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kilobytes / 1024.0)
}

/// The peer, until it is dropped.
struct NodeService {
    child: Child,
    address: String,
}

impl NodeService {
    const TOKEN: &str = "a-token-of-the-benchmark";

    fn start(bench: &Path, folder: &Path) -> Result<Self> {
        let mut node = workspace::command("node");
        let mut child = node
            .arg(bench.join("service.mjs"))
            .arg(folder.join("node.db"))
            .arg(Self::TOKEN)
            .env("NODE_ENV", "production")
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start Node")?;
        let printed = child.stdout.take().context("its output is a pipe")?;
        let mut service = Self { child, address: String::new() };
        let log = folder.join("node.log");
        service.address = service::listening(printed, "http://", &log, service::PATIENCE)?;
        Ok(service)
    }
}

impl Drop for NodeService {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
