//! Set-up: what a command needs is looked for first, and what is missing becomes a step.

use anyhow::Result;

use crate::steps::Steps;
use crate::system::{self, Package};
use crate::toolchain::Addition;
use crate::tools::Tool;
use crate::{bench, build, soak, test};

/// Something that has to be there before work starts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    /// What rustup adds to Rust.
    Rust(Addition),
    /// A tool that set-up installs.
    Tool(Tool),
    /// A package of the operating system.
    System(Package),
    /// Node.js and npm, which the person brings along with Rust and git.
    Node,
}

/// What the npm package takes to build.
pub const FOR_NPM: [Need; 3] =
    [Need::Node, Need::Rust(Addition::WasmTarget), Need::Tool(Tool::WasmOpt)];

/// What the page takes to build, which has the npm package beside it. None of it is a system package.
pub const FOR_PAGE: [Need; 5] = {
    let [node, target, wasm_opt] = FOR_NPM;
    [node, target, wasm_opt, Need::Tool(Tool::WasmBindgen), Need::Tool(Tool::Trunk)]
};

/// Everything that any command needs.
pub fn everything() -> Vec<Need> {
    let parts = test::PARTS.iter().chain(&build::PARTS).chain(&bench::PARTS);
    let needs = parts.map(|part| part.needs).chain(soak::PARTS.iter().map(|part| part.needs));
    needs.flatten().copied().collect()
}

/// Begins a run of so many steps, with those before them that install what is missing for it.
pub fn begin(needs: &[Need], steps: usize) -> Result<Steps> {
    let missing = missing(needs)?;
    let mut steps = Steps::new(missing.len() + steps);
    install(&missing, &mut steps)?;
    Ok(steps)
}

/// A step that set-up has to take.
enum Missing {
    /// System packages.
    Packages(Vec<Package>),
    /// What rustup adds.
    Rust(Addition),
    /// A tool of ours.
    Tool(Tool),
}

/// What of `needs` is missing, in the order in which it is best installed. Fails, before anything
/// is touched, when the person has to install something: the message is the line to type.
fn missing(needs: &[Need]) -> Result<Vec<Missing>> {
    if needs.contains(&Need::Node) {
        system::check_node()?;
    }
    let mut steps = Vec::new();
    let mut packages = Vec::new();
    for package in Package::ALL {
        if needs.contains(&Need::System(package)) && !package.is_there()? {
            packages.push(package);
        }
    }
    if !packages.is_empty() {
        system::check_can_install(&packages)?;
        steps.push(Missing::Packages(packages));
    }
    for addition in Addition::ALL {
        if needs.contains(&Need::Rust(addition)) && !addition.is_there() {
            addition.check_rustup()?;
            steps.push(Missing::Rust(addition));
        }
    }
    for tool in Tool::ALL {
        if needs.contains(&Need::Tool(tool)) && tool.find()?.is_none() {
            steps.push(Missing::Tool(tool));
        }
    }
    Ok(steps)
}

/// Installs what is missing, one step each. Stops at the first that fails.
fn install(missing: &[Missing], steps: &mut Steps) -> Result<()> {
    for one in missing {
        match one {
            Missing::Packages(packages) => {
                let what = format!("installs {} with apt-get", system::names(packages));
                steps.run("system-packages", &what, |step| system::install(step, packages))?;
            }
            Missing::Rust(addition) => {
                let name = addition.name();
                let what = format!("installs {name} with rustup");
                steps.run(name, &what, |step| addition.install(step))?;
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
