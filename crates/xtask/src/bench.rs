//! `cargo xtask bench`: how fast and how small we are beside what a person would pick instead.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};

use crate::part::Part;
use crate::setup::Need;
use crate::steps::Step;
use crate::system::Package;
use crate::{
    bench_server, benchmarks_page, build, build_npm, build_web, node, python, setup, workspace,
};

/// The benchmarks. A new one is a row here; it writes its section of docs/BENCHMARKS.md.
pub const PARTS: [Part; 5] = [
    Part {
        name: "core",
        what: "checks of a record, beside garde and validator",
        needs: &[],
        after: &[],
        work: core,
    },
    Part {
        name: "check",
        what: "`client-profile check` on BENCH_RECORDS records (a million), beside zod and pydantic",
        needs: &for_page_and(Package::Python),
        after: &[],
        work: check,
    },
    Part {
        name: "npm",
        what: "the npm package, beside hand-written checks and eight libraries",
        needs: &setup::FOR_NPM,
        after: &[],
        work: npm,
    },
    Part {
        name: "web",
        what: "the form's bytes, start and latency, beside React, Svelte and Solid",
        needs: &for_page_and(Package::Chromium),
        after: &[],
        work: web,
    },
    Part {
        name: "server",
        what: "durable changes a second and BENCH_MINUTES (1) of them, beside the file system and Node",
        needs: &setup::FOR_PAGE,
        after: &[],
        work: bench_server::measure,
    },
];

const fn for_page_and(package: Package) -> [Need; 6] {
    let [node, target, wasm_opt, bindgen, trunk] = setup::FOR_PAGE;
    [node, target, wasm_opt, bindgen, trunk, Need::System(package)]
}

/// The peers' crates are a workspace of their own, away from the product's Cargo.lock.
fn core(step: &mut Step) -> Result<()> {
    let target = workspace::target().join("bench-core");
    let mut cargo = workspace::cargo([
        "run",
        "--release",
        "--locked",
        "--manifest-path=crates/core/bench/Cargo.toml",
    ]);
    let printed = step.output(cargo.arg("--target-dir").arg(target).args(["--", "--json"]))?;
    let rows: serde_json::Value =
        serde_json::from_str(printed.trim()).context("the figures are JSON")?;
    let section = core_section(rows.as_array().context("the figures are a list")?)?;
    benchmarks_page::write("core", &section)?;
    print!("{section}");
    Ok(())
}

fn core_section(rows: &[serde_json::Value]) -> Result<String> {
    let mut text = format!(
        "Nanoseconds a record of 12 fields, 10,000 distinct records, 41 rounds by turns; a way is \
         timed only if it finds as many wrong fields as the others. garde {} and validator {} have \
         simpler rules: lengths, ASCII names, ISO countries, words, dates. `valid`: tax numbers \
         right for their country; `advice`: numbers of no country, as the documentation's example; \
         `12 errors`: every field wrong. Where median and fastest tell two stories, something else \
         ran on the machine: then the fastest round is what to compare.\n\n\
         | case | way | median | fastest | p90 | allocations | median, of the faster peer | \
         fastest, of the faster peer |\n|---|---|---|---|---|---|---|---|\n",
        peer_version("garde")?,
        peer_version("validator")?,
    );
    let number = |row: &serde_json::Value, key: &str| row[key].as_f64().unwrap_or_default();
    for row in rows {
        let of_faster_peer = |key: &str| {
            let peers = rows.iter().filter(|peer| {
                let way = peer["way"].as_str().unwrap_or_default();
                peer["case"] == row["case"] && !way.starts_with("client-profile")
            });
            let faster = peers.map(|peer| number(peer, key)).fold(f64::INFINITY, f64::min);
            number(row, key) / faster
        };
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {:.2} | {:.2} |",
            row["case"].as_str().unwrap_or_default(),
            row["way"].as_str().unwrap_or_default(),
            number(row, "median_ns"),
            number(row, "fastest_ns"),
            number(row, "p90_ns"),
            number(row, "allocations"),
            of_faster_peer("median_ns"),
            of_faster_peer("fastest_ns"),
        );
    }
    text.push_str(&core_bars(rows));
    Ok(text)
}

/// The figures beside their bars. A round that something else on the machine disturbed is no
/// figure of ours: the median decides, and the fastest round stands beside it.
fn core_bars(rows: &[serde_json::Value]) -> String {
    let of_case = |case: &str, ours: bool, key: &str| {
        let of_case = rows.iter().filter(|row| row["case"] == case);
        let ways = of_case.filter(|row| {
            let way = row["way"].as_str().unwrap_or_default();
            if ours { way == "client-profile" } else { !way.starts_with("client-profile") }
        });
        ways.filter_map(|row| row[key].as_f64()).fold(f64::INFINITY, f64::min)
    };
    let mut text = String::from(
        "\nBeside what it is to be:\n\n| | median | fastest | bar | |\n|---|---:|---:|---:|---|\n",
    );
    let verdict = |met: bool| if met { "met" } else { "missed" };
    for (case, bar) in [("valid", 0.5), ("12 errors", 0.1)] {
        let ratio = |key: &str| of_case(case, true, key) / of_case(case, false, key);
        let (median, fastest) = (ratio("median_ns"), ratio("fastest_ns"));
        let verdict = verdict(median <= bar);
        let _ = writeln!(
            text,
            "| {case}, of the faster peer | {median:.2} | {fastest:.2} | <= {bar} | {verdict} |"
        );
    }
    for case in ["valid", "12 errors"] {
        let count = of_case(case, true, "allocations");
        let _ =
            writeln!(text, "| {case}, allocations | {count:.0} | | 0 | {} |", verdict(count < 0.5));
    }
    text
}

/// The version of a peer that is compiled in.
fn peer_version(name: &str) -> Result<String> {
    let path = workspace::root().join("crates/core/bench/Cargo.lock");
    let lock: toml::Table = std::fs::read_to_string(&path)?.parse()?;
    let packages = lock.get("package").and_then(toml::Value::as_array);
    let package = packages
        .into_iter()
        .flatten()
        .find(|package| package.get("name").and_then(toml::Value::as_str) == Some(name));
    let version = package.and_then(|package| package.get("version")?.as_str());
    Ok(version.with_context(|| format!("no {name} in {}", path.display()))?.to_owned())
}

/// How many records `bench check` makes, when it is to be other than a million.
const RECORDS: &str = "BENCH_RECORDS";

/// The peers' packages are a folder of their own; Python's an environment of theirs.
fn check(step: &mut Step) -> Result<()> {
    let folder = workspace::root().join("crates/server/bench-check");
    let output = workspace::target().join("bench-check");
    node::install(step, &folder)?;
    let requirements = std::fs::read_to_string(folder.join("requirements.txt"))
        .context("the peer in Python has no requirements.txt")?;
    let python = python::with(step, &requirements)?;
    std::fs::create_dir_all(&output)?;
    build_web::build(step)?;
    step.command(&mut build::service())?;
    let mut run = workspace::command(&python);
    run.arg(folder.join("run.py")).arg(workspace::program("release/client-profile")).arg(&output);
    if let Some(records) = std::env::var_os(RECORDS) {
        run.arg("--records").arg(records);
    }
    let figures = step.output(&mut run)?;
    benchmarks_page::write("check", &figures)?;
    print!("{figures}");
    Ok(())
}

/// The peers' packages are a folder of their own, away from the package's.
fn npm(step: &mut Step) -> Result<()> {
    build_npm::build(step)?;
    let folder = workspace::root().join("crates/wasm/bench");
    node::install(step, &folder)?;
    let figures = step.output(workspace::command("node").arg("run.mjs").current_dir(folder))?;
    benchmarks_page::write("npm", &figures)?;
    print!("{figures}");
    Ok(())
}

/// The peers' packages are a folder of their own; what is built of them goes into target.
fn web(step: &mut Step) -> Result<()> {
    build_web::build(step)?;
    let folder = workspace::root().join("crates/web/bench");
    node::install(step, &folder)?;
    let mut run = workspace::command("node");
    run.arg(folder.join("run.mjs"))
        .arg(workspace::root().join("dist"))
        .arg(workspace::output().join("bench-web"))
        .env("CHROMIUM", Package::Chromium.program()?);
    let figures = step.output(&mut run)?;
    benchmarks_page::write("web", &figures)?;
    print!("{figures}");
    Ok(())
}
