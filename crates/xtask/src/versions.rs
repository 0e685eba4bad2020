//! The one place for the versions of the tools that this repository builds with.
//!
//! The crate `wasm-bindgen` and its command line must be equal, so that version is read from the
//! top Cargo.toml. Trunk.toml repeats two of these, since Trunk reads nothing else; the test below
//! keeps the copies equal.

use anyhow::{Context as _, Result};

use crate::workspace;

/// Trunk, which builds the page. 0.22 needs a newer Rust than our minimum.
pub const TRUNK: &str = "0.21.14";

/// binaryen, whose `wasm-opt` makes WebAssembly smaller; from npm, where a release is `N.0.0`.
pub const BINARYEN: &str = "132.0.0";

/// cargo-mutants, which finds lines that no test watches.
pub const MUTANTS: &str = "27.1.0";

/// schemathesis, which tries the service by its own description; from `PyPI`.
pub const SCHEMATHESIS: &str = "4.32.5";

/// What `wasm-opt --version` calls that release.
pub fn wasm_opt() -> &'static str {
    BINARYEN.split_once('.').map_or(BINARYEN, |(release, _)| release)
}

/// The version of wasm-bindgen that Cargo.toml pins.
pub fn wasm_bindgen() -> Result<String> {
    let path = workspace::root().join("Cargo.toml");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}", path.display()))?;
    let manifest: toml::Table = text.parse().context("the top Cargo.toml is not TOML")?;
    manifest
        .get("workspace")
        .and_then(|workspace| workspace.get("dependencies")?.get("wasm-bindgen"))
        .and_then(|dependency| dependency.as_str().or_else(|| dependency.get("version")?.as_str()))
        .and_then(|version| version.strip_prefix('='))
        .map(str::to_owned)
        .context("the top Cargo.toml does not pin wasm-bindgen with `=`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str) -> toml::Table {
        std::fs::read_to_string(workspace::root().join(name)).unwrap().parse().unwrap()
    }

    #[test]
    fn the_lock_file_has_the_pinned_wasm_bindgen_and_no_other() {
        let pinned = wasm_bindgen().unwrap();
        let lock = read("Cargo.lock");
        let locked: Vec<&str> = lock["package"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|package| package["name"].as_str() == Some("wasm-bindgen"))
            .map(|package| package["version"].as_str().unwrap())
            .collect();
        assert!(locked.iter().all(|version| *version == pinned), "{locked:?} beside {pinned}");
    }

    #[test]
    fn the_npm_package_has_the_number_of_the_crates() {
        let path = workspace::root().join("crates/wasm/package/package.json");
        let package: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let manifest = read("Cargo.toml");
        let ours = manifest["workspace"]["package"]["version"].as_str();
        assert_eq!(package["version"].as_str(), ours);
        let changes = std::fs::read_to_string(workspace::root().join("CHANGELOG.md")).unwrap();
        assert!(changes.contains(&format!("\n## [{}] - ", ours.unwrap())));
    }

    #[test]
    fn trunk_asks_for_the_tools_that_set_up_installs() {
        let trunk = read("Trunk.toml");
        assert_eq!(trunk["tools"]["wasm_bindgen"].as_str(), Some(wasm_bindgen().unwrap().as_str()));
        let release = format!("version_{}", wasm_opt());
        assert_eq!(trunk["tools"]["wasm_opt"].as_str(), Some(release.as_str()));
    }
}
