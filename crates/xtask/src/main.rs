//! `cargo xtask`: sets up, runs, tests and builds everything in this repository.

mod bench;
mod bench_server;
mod benchmarks_page;
mod build;
mod build_npm;
mod build_web;
mod cache;
mod claims;
mod deny;
mod docs;
mod examples;
mod fuzz;
mod linked;
mod links;
mod markdown;
mod no_std;
mod node;
mod notices;
mod npm_hints;
mod npm_plain;
mod npm_rules;
mod npm_tables;
mod part;
mod peers;
mod publish;
mod python;
mod run;
mod service;
mod setup;
mod soak;
mod soak_service;
mod stamp;
mod steps;
mod system;
mod tally;
mod test;
mod toolchain;
mod tools;
mod unicode;
mod versions;
mod workspace;

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Sets up, runs, tests and builds everything in this repository.
///
/// `cargo xtask run` shows the form, `cargo xtask test` checks everything; a machine with Rust,
/// Node.js and git is all they take.
///
/// Every command first installs what it needs: what rustup adds to Rust, and wasm-bindgen, Trunk and
/// wasm-opt in a cache of their own (`client-profile` in the person's cache folder). What tests need
/// of the system is installed as root where there is `apt-get`; otherwise the line to type is printed.
/// It takes a while the first time, and says how far it is; the second time it starts work within
/// seconds.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Builds everything and serves the form on <http://127.0.0.1:8080>, with a client to try it on
    Run {
        /// Without the demo client: a token comes from `client-profile token issue`
        #[arg(long)]
        no_demo: bool,
        /// Given to `client-profile serve`, such as: -- --listen 127.0.0.1:9000
        #[arg(last = true)]
        serve: Vec<OsString>,
    },
    /// Runs every check there is, or the steps named
    #[command(after_help = format!("Steps, in order:\n{}", part::list(&test::PARTS)))]
    Test {
        /// Steps to run, with what they build on
        #[arg(value_parser = test::PARTS.map(|part| part.name), hide_possible_values = true)]
        steps: Vec<String>,
        /// Prints the steps and runs none
        #[arg(long)]
        list: bool,
    },
    /// Builds the page, the npm package and the service, or those named
    #[command(after_help = format!("Parts:\n{}", part::list(&build::PARTS)))]
    Build {
        /// Parts to build, with what they build on
        #[arg(value_parser = build::PARTS.map(|part| part.name), hide_possible_values = true)]
        parts: Vec<String>,
    },
    /// Measures speed and size beside other libraries
    #[command(after_help = format!("Parts:\n{}", part::list(&bench::PARTS)))]
    Bench {
        /// Parts to measure
        #[arg(value_parser = bench::PARTS.map(|part| part.name), hide_possible_values = true)]
        parts: Vec<String>,
    },
    /// Runs the long tests whole, going on where the last run was cut off
    #[command(after_help = format!("Parts:\n{}", soak::list()))]
    Soak {
        /// Parts to run
        #[arg(value_parser = soak::PARTS.map(|part| part.name), hide_possible_values = true)]
        parts: Vec<String>,
        /// Runs one share of several: 2/3 is the second third
        #[arg(long, value_name = "K/N", default_value = "1/1")]
        shard: soak::Shard,
        /// The number that all chance comes from
        #[arg(long, default_value_t = soak::SEED)]
        seed: u64,
        /// Forgets what has been done and starts over
        #[arg(long)]
        again: bool,
    },
    /// Writes the tables that are made from other people's data, or the pages made from tables
    Generate {
        /// What to write
        #[arg(value_parser = ["unicode", "docs"])]
        what: String,
    },
    /// Installs everything that any of the commands needs, and does nothing else
    Setup,
}

fn main() -> ExitCode {
    match carry_out(Arguments::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether it succeeded; a failure that has been told already is no error.
fn carry_out(task: Task) -> Result<bool> {
    match task {
        Task::Run { no_demo, serve } => run::run(!no_demo, &serve)?,
        Task::Test { list: true, .. } => print!("{}", part::list(&test::PARTS)),
        Task::Test { steps, list: false } => return test::run(&steps),
        Task::Build { parts } => part::run(&build::PARTS, &parts)?,
        Task::Bench { parts } => part::run(&bench::PARTS, &parts)?,
        Task::Soak { parts, shard, seed, again } => soak::run(&parts, shard, seed, again)?,
        Task::Generate { what } if what == "docs" => docs::generate()?,
        Task::Generate { .. } => unicode::generate()?,
        Task::Setup => {
            setup::begin(&setup::everything(), 0)?;
            println!("Everything is there: `cargo xtask run` starts, `cargo xtask test` tests.");
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }
}
