//! `cargo xtask build`: the page, the npm package, the service, and whose work is in them.

use std::process::Command;

use anyhow::Result;

use crate::part::Part;
use crate::steps::Step;
use crate::{build_npm, build_web, node, notices, setup, workspace};

/// What can be built, in an order that works.
pub const PARTS: [Part; 4] = [
    Part {
        name: "web",
        what: "the page, into dist/",
        needs: &setup::FOR_PAGE,
        after: &[],
        work: build_web::build,
    },
    Part {
        name: "npm",
        what: "the npm package, into crates/wasm/pkg/",
        needs: &setup::FOR_NPM,
        after: &[],
        work: npm,
    },
    Part {
        name: "server",
        what: "the service with the page in it, target/release/client-profile",
        needs: &[],
        after: &["web"],
        work: |step| step.command(&mut service()),
    },
    Part {
        name: "notices",
        what: "the terms of other people's work in these, into target/xtask/notices/",
        needs: &[],
        after: &[],
        work: notices::build,
    },
];

/// The npm package, with the bundler that its package-lock.json names.
pub fn npm(step: &mut Step) -> Result<()> {
    node::install(step, &workspace::root().join("crates/wasm"))?;
    build_npm::build(step)
}

/// Compiles the service with the page in it, which is there already. No command leaves another one in
/// target/release, where a person takes it from.
pub fn service() -> Command {
    let server = "--package=client-profile-server";
    workspace::cargo(["build", "--release", server, "--features=embed"])
}
