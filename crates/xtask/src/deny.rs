//! Licences, bans and sources of everything that is compiled, as `.cargo/deny.toml` has them.
//!
//! The public workflow asks cargo deny itself, with the advisories that only it can have. It takes
//! longer to compile than all the rest of set-up together, so here what that file says is held
//! against what `cargo metadata` tells.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;

use crate::steps::Step;
use crate::workspace;

/// The one list, which cargo deny reads too.
const LIST: &str = ".cargo/deny.toml";

/// The one registry that cargo deny knows unless it is told of more, as cargo names it.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

// What the list may deny, as it is written there.
const WILDCARDS: &str = "wildcards";
const REGISTRIES: &str = "unknown-registry";
const GIT: &str = "unknown-git";

/// Fails with everything that is not allowed.
pub fn check(step: &mut Step) -> Result<()> {
    let list: toml::Table = fs::read_to_string(workspace::root().join(LIST))
        .with_context(|| format!("cannot read {LIST}"))?
        .parse()?;
    let policy = Policy::of(&list)?;
    let metadata = workspace::metadata(&["--locked", "--all-features"])?;
    let packages = metadata["packages"].as_array().context("cargo tells of packages")?;
    let mut found = Vec::new();
    let mut needed = BTreeSet::new();
    for package in packages {
        found.extend(complaints(package, &policy, &mut needed));
    }
    let idle: Vec<_> = policy.licences.iter().filter(|name| !needed.contains(**name)).collect();
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

/// What the list says.
struct Policy<'a> {
    /// Licences that are allowed.
    licences: BTreeSet<&'a str>,
    /// What is denied besides.
    denied: BTreeSet<&'a str>,
}

impl<'a> Policy<'a> {
    /// Fails where it sets something to `deny` that nothing here looks for.
    fn of(list: &'a toml::Table) -> Result<Self> {
        let licences = list
            .get("licenses")
            .and_then(|licenses| licenses.get("allow")?.as_array())
            .with_context(|| format!("{LIST} allows no licences"))?;
        let bans = ["bans", "sources"].into_iter().filter_map(|name| list.get(name)?.as_table());
        let denied = bans.flatten().filter(|(_, verdict)| verdict.as_str() == Some("deny"));
        let denied: BTreeSet<&str> = denied.map(|(name, _)| name.as_str()).collect();
        for name in &denied {
            ensure!(
                [WILDCARDS, REGISTRIES, GIT].contains(name),
                "{LIST} denies {name}, and nothing in crates/xtask/src/deny.rs looks for it"
            );
        }
        Ok(Self { licences: licences.iter().filter_map(toml::Value::as_str).collect(), denied })
    }

    fn denies(&self, name: &str) -> bool {
        self.denied.contains(name)
    }
}

/// What is wrong with a package. Adds the licences that it can be used under to `needed`.
fn complaints<'a>(
    package: &Value,
    policy: &Policy<'a>,
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
                let one = policy.licences.get(required.to_string().as_str());
                needed.extend(one);
                one.is_some()
            });
            if !may {
                found.push(format!("{name}: {licence} is not allowed"));
            }
        }
    }
    match text("source") {
        // Those of this repository come from nowhere.
        None | Some(REGISTRY) => {}
        Some(source) => {
            let kind = if source.starts_with("git+") { GIT } else { REGISTRIES };
            if policy.denies(kind) {
                found.push(format!("{name}: it comes from {source}"));
            }
        }
    }
    if text("source").is_none() && policy.denies(WILDCARDS) {
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

    const DENYING: &str = "bans.wildcards = 'deny'\nbans.multiple-versions = 'allow'\n\
        sources = { unknown-registry = 'deny', unknown-git = 'deny' }\n";

    fn policy(denying: &str) -> toml::Table {
        format!("licenses.allow = ['MIT', 'Apache-2.0']\n{denying}").parse().unwrap()
    }

    fn complaints_of(package: &Value) -> String {
        let list = policy(DENYING);
        complaints(package, &Policy::of(&list).unwrap(), &mut BTreeSet::new()).join("; ")
    }

    #[test]
    fn what_the_list_denies_is_what_is_denied() {
        let strange = json!({ "name": "a", "version": "1.0.0", "license": "MIT", "source": null,
            "dependencies": [{ "name": "b", "req": "*" }] });
        let mut elsewhere = strange.clone();
        elsewhere["source"] = "git+https://example/a".into();
        for package in [&strange, &elsewhere] {
            assert_ne!(complaints_of(package), "");
            let list = policy("bans.wildcards = 'allow'");
            let policy = Policy::of(&list).unwrap();
            assert!(complaints(package, &policy, &mut BTreeSet::new()).is_empty());
        }
        let list = policy("bans.multiple-versions = 'deny'");
        let error = Policy::of(&list).err().unwrap().to_string();
        assert!(error.contains("denies multiple-versions"), "{error}");
    }

    #[test]
    fn what_is_not_allowed_is_found() {
        let package = |licence: &str, source: Option<&str>| {
            json!({ "name": "a", "version": "1.0.0", "license": licence, "source": source,
                "dependencies": [] })
        };
        for (licence, source, says) in [
            ("MIT", Some(REGISTRY), ""),
            ("MIT/Apache-2.0", Some(REGISTRY), ""),
            ("GPL-3.0 OR MIT", Some(REGISTRY), ""),
            ("(MIT OR GPL-3.0) AND Apache-2.0", None, ""),
            ("GPL-3.0", None, "GPL-3.0 is not allowed"),
            ("MIT AND GPL-3.0", Some(REGISTRY), "is not allowed"),
            ("MIT WITH LLVM-exception", Some(REGISTRY), "is not allowed"),
            ("as you like", Some(REGISTRY), "is no SPDX expression"),
            ("MIT", Some("git+https://example/a"), "it comes from git+"),
            ("MIT", Some("registry+https://example/crates.io-index"), "it comes from registry+"),
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
