//! What rustup adds to Rust: the WebAssembly target, rustfmt, clippy.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::steps::Step;
use crate::{tools, workspace};

/// An addition to the toolchain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Addition {
    /// The library for WebAssembly.
    WasmTarget,
    /// `cargo fmt`.
    Rustfmt,
    /// `cargo clippy`.
    Clippy,
}

impl Addition {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::WasmTarget, Self::Rustfmt, Self::Clippy];

    /// How rustup is asked for it: the last word is its name.
    const fn words(self) -> [&'static str; 3] {
        match self {
            Self::WasmTarget => ["target", "add", "wasm32-unknown-unknown"],
            Self::Rustfmt => ["component", "add", "rustfmt"],
            Self::Clippy => ["component", "add", "clippy"],
        }
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        let [.., name] = self.words();
        name
    }

    /// Whether this Rust has it, however it came by it.
    pub fn is_there(self) -> bool {
        match self {
            Self::WasmTarget => {
                let mut rustc = rustc();
                rustc.args(["--print=target-libdir", "--target", self.name()]).output().is_ok_and(
                    |output| {
                        let folder = String::from_utf8_lossy(&output.stdout).trim().to_owned();
                        output.status.success() && Path::new(&folder).is_dir()
                    },
                )
            }
            // A program of this name that rustup has put there may have nothing behind it.
            Self::Rustfmt => runs(&["fmt", "--version"]),
            Self::Clippy => runs(&["clippy", "--version"]),
        }
    }

    /// Fails with what to do when this Rust did not come from rustup.
    pub fn check_rustup(self) -> Result<()> {
        if tools::on_path("rustup").is_none() {
            bail!(
                "this Rust has no {} and there is no rustup: install the one that belongs to \
                 `rustc --version`",
                self.name()
            );
        }
        Ok(())
    }

    /// Adds it.
    pub fn install(self, step: &mut Step) -> Result<()> {
        step.command(workspace::command("rustup").args(self.words()))
    }
}

/// A call of the compiler.
pub fn rustc() -> Command {
    workspace::command(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
}

fn runs(arguments: &[&str]) -> bool {
    workspace::cargo(arguments).output().is_ok_and(|output| output.status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_does_not_run() {
        assert!(runs(&["--version"]));
        assert!(!runs(&["no-such-component", "--version"]));
    }
}
