//! `cargo xtask build`: the page, the npm package, the service.

use anyhow::Result;

use crate::setup::{self, Need};
use crate::steps::{Step, Steps};
use crate::{build_npm, workspace};

/// Something that can be built by name.
pub struct Part {
    /// The word a person types.
    pub name: &'static str,
    /// What comes out of it.
    pub what: &'static str,
    /// What it takes.
    pub needs: &'static [Need],
    /// Builds it.
    pub build: fn(&mut Step) -> Result<()>,
}

/// What can be built, in an order that works: the service takes the page in.
pub const PARTS: [Part; 3] = [
    Part {
        name: "web",
        what: "the page, into dist/",
        needs: &setup::FOR_PAGE,
        build: crate::build_web::build,
    },
    Part {
        name: "npm",
        what: "the npm package, into crates/wasm/pkg/",
        needs: &setup::FOR_NPM,
        build: build_npm::build,
    },
    Part {
        name: "server",
        what: "the service with the page in it, target/release/client-profile",
        needs: &[],
        build: server,
    },
];

/// Builds the named parts, or all.
pub fn run(names: &[String]) -> Result<()> {
    let mut chosen: Vec<&Part> = PARTS
        .iter()
        .filter(|part| names.is_empty() || names.iter().any(|name| name == part.name))
        .collect();
    // The service takes the page in.
    if names.iter().any(|name| name == "server") && !names.iter().any(|name| name == "web") {
        chosen.insert(0, &PARTS[0]);
    }
    let needs: Vec<Need> = chosen.iter().flat_map(|part| part.needs.iter().copied()).collect();
    let missing = setup::missing(&needs)?;
    let mut steps = Steps::new(missing.len() + chosen.len());
    setup::install(&missing, &mut steps)?;
    for part in chosen {
        steps.run(part.name, part.what, part.build)?;
    }
    println!("{}", steps.summary());
    Ok(())
}

/// The service's program with the page in it.
pub fn server(step: &mut Step) -> Result<()> {
    step.command(&mut workspace::cargo([
        "build",
        "--release",
        "--package=client-profile-server",
        "--features=embed",
    ]))
}
