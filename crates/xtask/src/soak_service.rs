//! The long runs of the service: what it keeps through every kill, and its own description of its
//! interface thrown at it by schemathesis.

use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::service::Service;
use crate::soak::Slice;
use crate::steps::Step;
use crate::{python, test, versions, workspace};

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

/// Every phase: the two operations that take a body get 4,000 random cases each, the rest comes from
/// covering every keyword of the description.
pub fn described(step: &mut Step, slice: Slice) -> Result<()> {
    let mut cargo = workspace::cargo(["test", "--package=client-profile-server"]);
    step.command(cargo.args(["--test=service", "--no-run"]))?;
    schemathesis(step, slice, &["--max-examples=4000"], 10_000)
}

/// Random input only, a hundred cases.
pub fn described_in_short(step: &mut Step, slice: Slice) -> Result<()> {
    step.command(test::native_tests().arg("--no-run"))?;
    schemathesis(step, slice, &["--phases=fuzzing", "--max-examples=60"], 100)
}

/// Serves from a fresh database, with a token and without limits, and lets schemathesis at it.
/// Fails when a check does, or when there were fewer cases than `at_least`.
fn schemathesis(step: &mut Step, slice: Slice, how: &[&str], at_least: u64) -> Result<()> {
    let python = python::with(step, &format!("schemathesis=={}", versions::SCHEMATHESIS))?;
    let folder = workspace::output().join("schemathesis");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let service = Service::start("debug", &folder)?;
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
