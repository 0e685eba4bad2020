//! Set-up: what a command needs is looked for first, and what is missing becomes a step.

use std::process::Command;

use anyhow::{Result, bail};

use crate::steps::Steps;
use crate::system::{self, Package};
use crate::tools::{self, Tool};
use crate::workspace;

/// Something that has to be there before work starts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    /// rustc's WebAssembly target.
    WasmTarget,
    /// A tool that set-up installs.
    Tool(Tool),
    /// A package of the operating system.
    System(Package),
    /// Node.js and npm, which the person brings along with Rust and git.
    Node,
}

/// What the page takes to build; none of it is a system package.
pub const FOR_PAGE: [Need; 5] = [
    Need::Node,
    Need::WasmTarget,
    Need::Tool(Tool::WasmOpt),
    Need::Tool(Tool::WasmBindgen),
    Need::Tool(Tool::Trunk),
];

/// What the npm package takes to build.
pub const FOR_NPM: [Need; 3] = [Need::Node, Need::WasmTarget, Need::Tool(Tool::WasmOpt)];

/// Everything that any command needs.
pub fn everything() -> Vec<Need> {
    let mut needs = FOR_PAGE.to_vec();
    needs.extend(Package::ALL.map(Need::System));
    needs.extend(Tool::ALL.map(Need::Tool));
    needs
}

/// A step that set-up has to take.
pub enum Missing {
    /// System packages, by Debian's names.
    Packages(Vec<Package>),
    /// rustc's WebAssembly target.
    WasmTarget,
    /// A tool of ours.
    Tool(Tool),
}

/// What of `needs` is missing, in the order in which it is best installed. Fails, before anything
/// is touched, when the person has to install something: the message is the line to type.
pub fn missing(needs: &[Need]) -> Result<Vec<Missing>> {
    if needs.contains(&Need::Node) {
        system::check_node()?;
    }
    let mut steps = Vec::new();
    let packages: Vec<Package> = Package::ALL
        .into_iter()
        .filter(|package| needs.contains(&Need::System(*package)) && !package.is_there())
        .collect();
    if !packages.is_empty() {
        if !system::can_install() {
            bail!("{}", system::line_to_type(&packages));
        }
        steps.push(Missing::Packages(packages));
    }
    if needs.contains(&Need::WasmTarget) && !has_wasm_target() {
        if tools::on_path("rustup").is_none() {
            bail!(
                "this Rust has no WebAssembly target and there is no rustup: install the \
                 rust-std of wasm32-unknown-unknown that belongs to `rustc --version`"
            );
        }
        steps.push(Missing::WasmTarget);
    }
    for tool in Tool::ALL {
        if needs.contains(&Need::Tool(tool)) && tool.find()?.is_none() {
            steps.push(Missing::Tool(tool));
        }
    }
    Ok(steps)
}

/// Installs what is missing, one step each. Stops at the first that fails.
pub fn install(missing: &[Missing], steps: &mut Steps) -> Result<()> {
    for one in missing {
        match one {
            Missing::Packages(packages) => {
                let what = format!("installs {} with apt-get", system::names(packages));
                steps.run("system-packages", &what, |step| system::install(step, packages))?;
            }
            Missing::WasmTarget => {
                let mut rustup = workspace::command("rustup");
                rustup.args(["target", "add", "wasm32-unknown-unknown"]);
                let what = "installs rustc's WebAssembly target";
                steps.run("wasm-target", what, |step| step.command(&mut rustup))?;
            }
            Missing::Tool(tool) => {
                let label = tool.label()?;
                let name = label.split(' ').next().unwrap_or(&label).to_owned();
                let what = format!("installs {label} ({})", tool.patience());
                steps.run(&name, &what, |step| tool.install(step))?;
            }
        }
    }
    Ok(())
}

/// Whether this rustc has the target, however it came by it.
fn has_wasm_target() -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    Command::new(rustc)
        .args(["--print=target-libdir", "--target=wasm32-unknown-unknown"])
        .current_dir(workspace::root())
        .output()
        .is_ok_and(|output| {
            let folder = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            output.status.success() && std::path::Path::new(&folder).is_dir()
        })
}
