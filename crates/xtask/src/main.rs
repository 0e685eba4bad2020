//! `cargo xtask`: sets up, runs, tests and builds everything in this repository.

mod build;
mod build_npm;
mod build_web;
mod setup;
mod stamp;
mod steps;
mod system;
mod tally;
mod tools;
mod versions;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Sets up, runs, tests and builds everything in this repository.
///
/// Every command first installs what it needs: rustc's WebAssembly target, and wasm-bindgen, Trunk
/// and wasm-opt in a cache of their own (`client-profile` in the person's cache folder). It takes a while the
/// first time, and says how far it is; the second time it starts work within seconds.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Installs everything that any of the commands needs
    Setup,
    /// Builds the page, the npm package and the service, or those named
    Build {
        /// web, npm, server
        #[arg(value_parser = build::PARTS.map(|part| part.name))]
        parts: Vec<String>,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    match task {
        Task::Setup => {
            let missing = setup::missing(&setup::everything())?;
            let mut steps = steps::Steps::new(missing.len());
            setup::install(&missing, &mut steps)?;
            println!("Everything is there: `cargo xtask run` starts, `cargo xtask test` tests.");
            Ok(())
        }
        Task::Build { parts } => build::run(&parts),
    }
}
