//! `cargo xtask test`: everything that can be checked, one step after the other.
//!
//! A step that fails does not keep the others from running, unless they build on it. The output
//! ends with the test runners' own closing lines, a line a step, and `N passed, N failed`.

use std::process::Command;

use anyhow::{Result, bail};

use crate::part::{self, Part};
use crate::setup::{self, Need};
use crate::steps::Step;
use crate::system::Package;
use crate::toolchain::Addition;
use crate::tools::Tool;
use crate::{
    build, build_npm, build_web, deny, docs, examples, linked, no_std, node, publish, soak,
    workspace,
};

/// Crates that run in a browser.
const FOR_BROWSERS: [&str; 2] = ["--package=client-profile-wasm", "--package=client-profile-web"];

/// Everything but the page, which is linted and documented as what it is, a thing for browsers.
const NATIVE: [&str; 2] = ["--workspace", "--exclude=client-profile-web"];

const WASM: &str = "--target=wasm32-unknown-unknown";

/// Every check, in the order in which they run: the quick and the general first.
pub const PARTS: [Part; 16] = [
    Part {
        name: "fmt",
        what: "the sources are formatted",
        needs: &[Need::Rust(Addition::Rustfmt)],
        after: &[],
        work: |step| {
            let check = ["fmt", "--all", "--check", "--", "--color=never"];
            step.command(&mut workspace::cargo(check))
        },
    },
    Part {
        name: "deny",
        what: "nothing is compiled in whose licence or source is not allowed",
        needs: &[],
        after: &[],
        work: deny::check,
    },
    Part {
        name: "clippy",
        what: "clippy has nothing to say about what runs natively",
        needs: &[Need::Rust(Addition::Clippy)],
        after: &[],
        work: |step| clippy(step, &NATIVE),
    },
    Part {
        name: "native",
        what: "unit and integration tests of everything",
        // Node's npm brings the data that the committed tables of characters are compared with.
        needs: &[
            Need::Node,
            Need::System(Package::Postgres),
            Need::System(Package::OpenSsl),
            Need::System(Package::Procps),
        ],
        after: &[],
        work: |step| {
            let mut cargo = native_tests();
            runner(step, |step| step.command(&mut cargo))
        },
    },
    Part {
        name: "doc-tests",
        what: "the examples in the documentation run",
        needs: &[],
        after: &[],
        work: |step| {
            // All packages, as in the step before: with others chosen, cargo would compile what they
            // share anew, with other features.
            let mut cargo = workspace::cargo(["test", "--workspace", "--doc", "--no-fail-fast"]);
            runner(step, |step| step.command(&mut cargo))
        },
    },
    Part {
        name: "rustdoc",
        what: "the documentation builds without a warning",
        needs: &[Need::Rust(Addition::WasmTarget)],
        after: &[],
        work: rustdoc,
    },
    Part {
        name: "docs",
        what: "the pages say what the tables say, lead somewhere, show what they claim",
        needs: &[],
        after: &[],
        work: docs::check,
    },
    Part {
        name: "no-std",
        what: "the rules link without std, and nothing in them can panic",
        needs: &[Need::Rust(Addition::WasmTarget), Need::Tool(Tool::WasmOpt)],
        after: &[],
        work: no_std::check,
    },
    Part {
        name: "clippy-wasm",
        what: "clippy has nothing to say about what runs in browsers",
        needs: &[Need::Rust(Addition::Clippy), Need::Rust(Addition::WasmTarget)],
        after: &[],
        work: |step| {
            let [wasm, web] = FOR_BROWSERS;
            clippy(step, &[wasm, web, WASM])?;
            // What only the npm package has.
            let mut cargo =
                workspace::cargo(["clippy", "--lib", wasm, "--no-default-features", WASM]);
            step.command(cargo.args(["--", "--deny=warnings"]))
        },
    },
    Part {
        name: "browser",
        what: "the form's and the npm module's tests in headless Chromium",
        needs: &[
            Need::Rust(Addition::WasmTarget),
            Need::Tool(Tool::WasmBindgen),
            Need::Node,
            Need::System(Package::Chromium),
            Need::System(Package::ChromiumDriver),
        ],
        after: &[],
        work: browser,
    },
    Part {
        name: "npm",
        what: "the npm package builds, and its tests pass in Node",
        needs: &for_npm_and(Package::Chromium),
        after: &[],
        work: npm,
    },
    Part {
        name: "examples",
        what: "every block of code in the pages runs",
        needs: &for_npm_and(Package::Curl),
        after: &[],
        work: examples::check,
    },
    Part {
        name: "package",
        what: "the crate and the npm package are whole as they would be published",
        needs: &setup::FOR_NPM,
        after: &[],
        work: publish::check,
    },
    Part {
        name: "page",
        what: "the page builds for release",
        needs: &setup::FOR_PAGE,
        after: &[],
        work: page,
    },
    Part {
        name: "e2e",
        what: "the page, served by the service, in real browsers",
        needs: &[Need::Node, Need::System(Package::Chromium), Need::System(Package::Firefox)],
        after: &["page"],
        work: end_to_end,
    },
    Part {
        name: "soak",
        what: "a short share of each long run",
        needs: &soak::NEEDS,
        after: &[],
        work: soak::short,
    },
];

const fn for_npm_and(package: Package) -> [Need; 4] {
    let [node, target, wasm_opt] = setup::FOR_NPM;
    [node, target, wasm_opt, Need::System(package)]
}

/// Runs the named steps, or all. Returns whether all of them succeeded, after printing the counts
/// as the very last line.
pub fn run(names: &[String]) -> Result<bool> {
    let chosen = part::chosen(&PARTS, names);
    let mut steps = setup::begin(&part::needs(&chosen), chosen.len())?;
    for part in chosen {
        match part.after.iter().find(|before| steps.missed(before)) {
            Some(before) => steps.not_run(part.name, format!("it needs {before}")),
            // A failure is printed and kept for the summary; the other steps can still tell more.
            None => drop(steps.run(part.name, part.what, part.work)),
        }
    }
    println!();
    let tally = steps.tally();
    for line in &tally.closing {
        println!("{line}");
    }
    println!("\n{}", steps.summary());
    let failures = steps.failures();
    if !failures.is_empty() {
        println!("  these again: cargo xtask test {}", failures.join(" "));
    }
    // A step that failed without a failed test, such as clippy, is a failure of its own.
    let failed = tally.failed + steps.failures_without_tests() as u64;
    println!("{} passed, {failed} failed", tally.passed);
    Ok(failed == 0)
}

/// Work whose runner has to have found tests: none found is a mistake in the call.
pub fn runner(step: &mut Step, run: impl FnOnce(&mut Step) -> Result<()>) -> Result<()> {
    let before = step.tests();
    run(step)?;
    if step.tests() == before {
        bail!("its runner found no tests");
    }
    Ok(())
}

/// With the page's crate: what it decides without a browser is tested without one.
pub fn native_tests() -> Command {
    let mut cargo = workspace::cargo(["test", "--no-fail-fast", "--workspace"]);
    cargo.args(["--lib", "--bins", "--tests", "--examples"]);
    cargo
}

fn clippy(step: &mut Step, what: &[&str]) -> Result<()> {
    let mut cargo = workspace::cargo(["clippy", "--all-targets"]);
    step.command(cargo.args(what).args(["--", "--deny=warnings"]))
}

fn rustdoc(step: &mut Step) -> Result<()> {
    let [_, web] = FOR_BROWSERS;
    // Programs by themselves: the service's has the name of the rules' library.
    let native = [&["--lib"][..], &NATIVE].concat();
    for what in [&native[..], &["--package=xtask"], &["--lib", web, WASM]] {
        let mut cargo = workspace::cargo(["doc", "--no-deps"]);
        step.command(cargo.args(what).env("RUSTDOCFLAGS", "--deny=warnings"))?;
    }
    Ok(())
}

fn browser(step: &mut Step) -> Result<()> {
    let driver = Package::ChromiumDriver.program()?;
    let mut cargo = workspace::cargo(["test", "--no-fail-fast", "--lib", "--tests", WASM]);
    cargo.args(FOR_BROWSERS).env("CHROMEDRIVER", driver);
    runner(step, |step| step.command(&mut cargo))
}

fn npm(step: &mut Step) -> Result<()> {
    build::npm(step)?;
    linked::check(build_npm::PROFILE, "client_profile_wasm.wasm")?;
    let tests = workspace::root().join("crates/wasm/tests");
    node::install(step, &tests)?;
    let mut node = node::tests(&tests, 1)?;
    node.env("CHROMIUM", Package::Chromium.program()?);
    runner(step, |step| step.command(&mut node))
}

fn page(step: &mut Step) -> Result<()> {
    build_web::build(step)?;
    linked::check("page", "client-profile-web.wasm")
}

fn end_to_end(step: &mut Step) -> Result<()> {
    // The service that the native tests have been run with.
    step.command(native_tests().arg("--no-run"))?;
    let folder = workspace::root().join("crates/web/e2e");
    node::install(step, &folder)?;
    let debug = build_web::build_debug(step)?;
    let mut node = node::tests(&folder, 2)?;
    node.env("CLIENT_PROFILE_BIN", workspace::program("debug/client-profile"))
        .env("CLIENT_PROFILE_DIST", workspace::root().join("dist"))
        .env("CLIENT_PROFILE_DEBUG_DIST", debug)
        .env("CHROMIUM", Package::Chromium.program()?)
        .env("FIREFOX", Package::Firefox.program()?);
    runner(step, |step| step.command(&mut node))
}
