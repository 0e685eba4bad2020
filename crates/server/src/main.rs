//! The binary `client-profile`.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use clap::Parser;
use client_profile_server::check;

#[derive(Parser)]
enum Command {
    Check(check::CheckArgs),
}

fn main() -> ExitCode {
    let Command::Check(args) = Command::parse();
    check::run(&args)
}
