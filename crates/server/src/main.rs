//! The binary `client-profile`.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    client_profile_server::cli::main()
}
