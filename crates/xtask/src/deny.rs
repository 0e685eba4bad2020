//! Licences, bans and sources of everything that is compiled, as `.cargo/deny.toml` has them.
//!
//! The public workflow asks cargo deny itself, with the advisories that only it can have. It takes
//! longer to compile than all the rest of set-up together, so here the same lists are held against
//! what `cargo metadata` tells.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::steps::Step;
use crate::workspace;

/// The one list, which cargo deny reads too.
const LIST: &str = ".cargo/deny.toml";

/// Fails with everything that is not allowed.
pub fn check(step: &mut Step) -> Result<()> {
    let list: toml::Table = fs::read_to_string(workspace::root().join(LIST))
        .with_context(|| format!("cannot read {LIST}"))?
        .parse()?;
    let allowed: BTreeSet<&str> = list
        .get("licenses")
        .and_then(|licenses| licenses.get("allow")?.as_array())
        .with_context(|| format!("{LIST} allows no licences"))?
        .iter()
        .filter_map(toml::Value::as_str)
        .collect();
    // Not by the step, which would write megabytes into its log.
    let output = workspace::cargo(["metadata", "--format-version=1", "--locked", "--all-features"])
        .output()
        .context("cannot start cargo")?;
    if !output.status.success() {
        bail!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let metadata: Value =
        serde_json::from_slice(&output.stdout).context("what cargo tells is JSON")?;
    let packages = metadata["packages"].as_array().context("cargo tells of packages")?;
    let mut found = Vec::new();
    let mut needed = BTreeSet::new();
    for package in packages {
        found.extend(complaints(package, &allowed, &mut needed));
    }
    let idle: Vec<_> = allowed.iter().filter(|name| !needed.contains(**name)).collect();
    if !idle.is_empty() {
        found.push(format!("{LIST} allows what nothing needs: {idle:?}"));
    }
    if found.is_empty() {
        step.note(format!("{} packages, {} licences", packages.len(), needed.len()));
        Ok(())
    } else {
        bail!("{}", found.join("\n"))
    }
}

/// What is wrong with a package. Adds the licences that it can be used under to `needed`.
fn complaints<'a>(
    package: &Value,
    allowed: &BTreeSet<&'a str>,
    needed: &mut BTreeSet<&'a str>,
) -> Vec<String> {
    let text = |key: &str| package[key].as_str();
    let name =
        format!("{} {}", text("name").unwrap_or_default(), text("version").unwrap_or_default());
    let mut found = Vec::new();
    match text("license")
        .map(|licence| (licence, spdx::Expression::parse_mode(licence, spdx::ParseMode::LAX)))
    {
        None => found.push(format!("{name}: it names no licence")),
        Some((licence, Err(_))) => found.push(format!("{name}: {licence} is no SPDX expression")),
        Some((licence, Ok(expression))) => {
            let may = expression.evaluate(|required| {
                let one = allowed.get(required.to_string().as_str());
                needed.extend(one);
                one.is_some()
            });
            if !may {
                found.push(format!("{name}: {licence} is not allowed"));
            }
        }
    }
    match text("source") {
        // Of this repository.
        None => {}
        Some(source) if source.starts_with("registry+") && source.ends_with("/crates.io-index") => {
        }
        Some(source) => found.push(format!("{name}: it comes from {source}")),
    }
    if text("source").is_none() {
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            if dependency["req"] == "*" && dependency["path"].is_null() {
                found.push(format!("{name}: it takes any version of {}", dependency["name"]));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn complaints_of(package: &Value) -> String {
        complaints(package, &["MIT", "Apache-2.0"].into(), &mut BTreeSet::new()).join("; ")
    }

    #[test]
    fn what_is_not_allowed_is_found() {
        let index = "registry+https://example/crates.io-index";
        let package = |licence: &str, source: Option<&str>| {
            json!({ "name": "a", "version": "1.0.0", "license": licence, "source": source,
                "dependencies": [] })
        };
        for (licence, source, says) in [
            ("MIT", Some(index), ""),
            ("MIT/Apache-2.0", Some(index), ""),
            ("GPL-3.0 OR MIT", Some(index), ""),
            ("(MIT OR GPL-3.0) AND Apache-2.0", None, ""),
            ("GPL-3.0", None, "GPL-3.0 is not allowed"),
            ("MIT AND GPL-3.0", Some(index), "is not allowed"),
            ("MIT WITH LLVM-exception", Some(index), "is not allowed"),
            ("as you like", Some(index), "is no SPDX expression"),
            ("MIT", Some("git+https://example/a"), "it comes from git+"),
            ("MIT", Some("registry+https://example/other"), "it comes from registry+"),
        ] {
            let found = complaints_of(&package(licence, source));
            assert_eq!(found.is_empty(), says.is_empty(), "{licence} {source:?}: {found}");
            assert!(found.contains(says), "{licence} {source:?}: {found}");
        }
        let mut none = package("MIT", None);
        none["license"] = Value::Null;
        assert!(complaints_of(&none).contains("no licence"));
        let mut loose = package("MIT", None);
        loose["dependencies"] = json!([{ "name": "b", "req": "*" }]);
        assert!(complaints_of(&loose).contains("any version"));
        loose["dependencies"] = json!([{ "name": "b", "req": "*", "path": "/b" }]);
        assert_eq!(complaints_of(&loose), "");
    }
}
