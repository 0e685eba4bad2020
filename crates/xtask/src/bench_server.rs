//! `cargo xtask bench server`: durable changes a second, beside what the file system itself can
//! and beside an equal Node service, all in one run.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::service::Service;
use crate::steps::Step;
use crate::{benchmarks_page, node, workspace};

/// Names how many minutes the memory is watched for, in place of one.
const MINUTES: &str = "CLIENT_PROFILE_BENCH_MINUTES";

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
    let mut cargo = workspace::cargo(["build", "--release", "--package=client-profile-server"]);
    step.command(cargo.args(["--bin=client-profile", "--example=load"]))?;
    let bench = workspace::root().join("crates/server/bench");
    node::install(step, &bench)?;
    let folder = workspace::output().join("bench-server");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;

    let ours = Service::start("release", &folder)?;
    let node = NodeService::start(&bench, &folder)?;
    let mut peers = [
        Peer {
            name: "client-profile",
            address: ours.address.clone(),
            headers: format!("Authorization: {}|X-Client-Id: {}|", ours.token, ours.key),
            process: ours.process(),
            alone: Vec::new(),
            together: Vec::new(),
        },
        Peer {
            name: "Fastify, zod, better-sqlite3",
            address: node.address.clone(),
            headers: format!("Authorization: {}|", NodeService::TOKEN),
            process: node.child.id(),
            alone: Vec::new(),
            together: Vec::new(),
        },
    ];
    first_record(step, &ours)?;
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
    let mut text = format!(
        "Changes of a record a second, each with its token looked up, the rules checked and a row \
         of history in the same transaction, acknowledged when it is on disk (SQLite, WAL, \
         `synchronous=FULL`); median of {ROUNDS} rounds by turns of {SECONDS} s, the load coming \
         from the same machine. The file system itself: {commits:.0} commits of one row a second, \
         which is what the multiples are of. Latency is at a quarter of one's own maximum, counted \
         from the moment a request was due. Memory is what is resident before and after {minutes} \
         min of that load. Bars: 0.7 with one connection, 3.5 with 64, p99 <= 20 ms, memory flat.\
         \n\n| service | 1 connection | of the commits | 64 connections | of the commits | median \
         ms | p99 ms | MB before | MB after |\n|---|---|---|---|---|---|---|---|---|\n"
    );
    for peer in &mut peers {
        let (alone, together) = (median(&mut peer.alone), median(&mut peer.together));
        let before = resident(peer.process)?;
        let (seconds, rate) = (format!("{}", minutes * 60.0), format!("{:.0}", together / 4.0));
        let printed = load(step, peer, &["put", &peer.address, "64", &seconds, &rate])?;
        let after = resident(peer.process)?;
        let _ = writeln!(
            text,
            "| {} | {alone:.0} | {:.2} | {together:.0} | {:.2} | {:.2} | {:.2} | {before:.1} | \
             {after:.1} |",
            peer.name,
            alone / commits,
            together / commits,
            figure(&printed, "p50_ms")?,
            figure(&printed, "p99_ms")?,
        );
    }
    benchmarks_page::write("server", &text)?;
    print!("{text}");
    Ok(())
}

/// The load generator.
fn program() -> std::process::Command {
    let name = format!("release/examples/load{}", std::env::consts::EXE_SUFFIX);
    workspace::command(workspace::target().join(name))
}

fn load(step: &mut Step, peer: &Peer, words: &[&str]) -> Result<String> {
    step.output(program().args(words).env("HEADERS", &peer.headers))
}

/// The record that is changed from then on.
fn first_record(step: &mut Step, ours: &Service) -> Result<()> {
    let headers = format!("Authorization: {}|X-Client-Id: {}|", ours.token, ours.key);
    step.command(program().args(["first", &ours.address]).env("HEADERS", headers))
}

fn figure(printed: &str, name: &str) -> Result<f64> {
    let figures: Value = serde_json::from_str(printed.trim()).context("figures are JSON")?;
    figures[name].as_f64().with_context(|| format!("no {name} in {printed}"))
}

fn median(figures: &mut [f64]) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

/// Megabytes of a process that are in memory; where the system does not say, no number.
fn resident(process: u32) -> Result<f64> {
    let Ok(status) = fs::read_to_string(format!("/proc/{process}/status")) else {
        return Ok(f64::NAN);
    };
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let line = line.context("the process has ended")?;
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kilobytes / 1024.0)
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
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("its output is a pipe")?)
            .read_line(&mut line)?;
        let mut service = Self { child, address: String::new() };
        let address = line.trim().strip_prefix("http://");
        address
            .context("the Node service ended before it listened")?
            .clone_into(&mut service.address);
        Ok(service)
    }
}

impl Drop for NodeService {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
