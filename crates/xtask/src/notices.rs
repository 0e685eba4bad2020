//! Other people's work in what is shipped: whose it is, and on which terms.
//!
//! What is linked comes from cargo, product by product, so that no list is kept by hand. Terms are
//! read from the sources themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use crate::steps::Step;
use crate::workspace;

/// Something that is shipped.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Product {
    /// The binary, which has the page in it.
    Service,
    /// The page.
    Page,
    /// The npm package.
    Npm,
}

impl Product {
    const ALL: [Self; 3] = [Self::Service, Self::Page, Self::Npm];

    /// Its name in tables and of files.
    const fn name(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Page => "page",
            Self::Npm => "npm",
        }
    }

    /// What cargo builds for it.
    const fn build(self) -> &'static [&'static str] {
        match self {
            Self::Service => &[
                "--package=client-profile-server",
                "--features=embed",
                "--target=x86_64-unknown-linux-gnu",
            ],
            Self::Page => &["--package=client-profile-web", "--target=wasm32-unknown-unknown"],
            Self::Npm => &[
                "--package=client-profile-wasm",
                "--no-default-features",
                "--target=wasm32-unknown-unknown",
            ],
        }
    }

    /// What is in it: the page shows the npm package at work, the binary has both in it.
    const fn holds(self) -> &'static [Self] {
        match self {
            Self::Service => &[Self::Service, Self::Page, Self::Npm],
            Self::Page => &[Self::Page, Self::Npm],
            Self::Npm => &[Self::Npm],
        }
    }
}

/// A crate of other people's that is linked into something shipped.
struct Crate {
    name: String,
    version: String,
    /// An SPDX expression.
    licence: String,
    /// Where it is developed.
    repository: String,
    /// Where its sources lie.
    folder: PathBuf,
    /// What it is linked into.
    products: BTreeSet<Product>,
}

impl Crate {
    fn may_be_mit(&self) -> bool {
        self.licence.split(" OR ").any(|choice| choice == "MIT")
    }
}

/// Other people's data that the rules were made from: what, its licence, where its terms stand.
const DATA: [(&str, &str, Terms); 2] = [
    (
        "Unicode Character Database: the tables of crates/core/src/unicode",
        "Unicode-3.0",
        Terms::File("crates/core/LICENSE-UNICODE"),
    ),
    (
        "i18n-iso-countries 7.14.0: country codes and names in crates/core/data",
        "MIT",
        Terms::Mit("Copyright (c) 2016 widdix GmbH"),
    ),
];

/// Where terms stand.
enum Terms {
    File(&'static str),
    /// The common words of the licence, after this line.
    Mit(&'static str),
}

impl Terms {
    fn read(&self) -> Result<String> {
        match self {
            Self::File(path) => read(&workspace::root().join(path)),
            Self::Mit(owner) => Ok(format!("{owner}\n\n{}", common("MIT")?)),
        }
    }
}

/// docs/third-party.md: everything that is linked, with its licence.
pub fn page(step: &mut Step) -> Result<String> {
    let mut page = "# Other people's work\n\n<!-- Made by `cargo xtask generate docs`. -->\n\n\
         What is linked into what is shipped, by cargo's own account, and on which terms. `npm` is \
         the npm package, `page` the form, `service` the binary, which has both in it. The terms \
         themselves are shipped along: `third-party.txt` in the npm package, beside the page and \
         beside the binary; `cargo xtask build notices` writes them to `target/xtask/notices`. \
         [sbom.cdx.json](sbom.cdx.json) says the same for programs, as CycloneDX, with the npm \
         packages that the npm package is built with. Rust's own library is in all of it, under MIT \
         or Apache-2.0.\n\n## Code\n\n| crate | version | licence | in |\n|---|---|---|---|\n"
        .to_owned();
    for one in crates(step)? {
        let products: Vec<&str> = one.products.iter().map(|product| product.name()).collect();
        let products = products.join(", ");
        let _ = writeln!(page, "| {} | {} | {} | {products} |", one.name, one.version, one.licence);
    }
    page.push_str("\n## Data\n\n| what | licence |\n|---|---|\n");
    for (what, licence, _) in DATA {
        let _ = writeln!(page, "| {what} | {licence} |");
    }
    Ok(page)
}

/// The terms of everything in a product, each once, under the names of those who use them.
pub fn text(step: &mut Step, product: Product) -> Result<String> {
    text_from(&crates(step)?, product)
}

fn text_from(crates: &[Crate], product: Product) -> Result<String> {
    let mut users: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
    let mut add = |who: String, terms: String| {
        // The same words are laid out in a hundred ways.
        let words = terms.split_whitespace().collect::<Vec<_>>().join(" ");
        users.entry(words).or_insert((terms, Vec::new())).1.push(who);
    };
    for one in crates {
        if product.holds().iter().any(|held| one.products.contains(held)) {
            for terms in terms(one, crates)? {
                add(format!("{} {} ({})", one.name, one.version, one.licence), terms);
            }
        }
    }
    add("Rust's standard library (MIT OR Apache-2.0)".to_owned(), common("MIT")?);
    for (what, licence, terms) in &DATA {
        add(format!("{what} ({licence})"), terms.read()?);
    }
    let mut groups: Vec<_> = users.into_values().collect();
    groups.sort_by(|(_, a), (_, b)| a.cmp(b));
    let mut text =
        "Other people's work in this product, and the terms on which it is used.\n".to_owned();
    for (terms, users) in groups {
        let _ = write!(text, "\n{}\n\n{}\n\n{}\n", "-".repeat(72), users.join("\n"), terms.trim());
    }
    Ok(text)
}

/// Writes the terms of each product to target/xtask/notices.
pub fn build(step: &mut Step) -> Result<()> {
    let folder = workspace::output().join("notices");
    fs::create_dir_all(&folder)?;
    let crates = crates(step)?;
    for product in Product::ALL {
        let text = text_from(&crates, product)?;
        step.note(format!("{} {} KB", product.name(), text.len() / 1000));
        fs::write(folder.join(format!("{}.txt", product.name())), text)?;
    }
    Ok(())
}

/// docs/sbom.cdx.json: the bill of materials, in version 1.6 of its format. It has no serial number and no time,
/// so that the same sources give the same file.
pub fn bill_of_materials(step: &mut Step) -> Result<String> {
    let crates = crates(step)?;
    let sums = checksums()?;
    let reference = |name: &str, version: &str| format!("pkg:cargo/{name}@{version}");
    let mut components = Vec::new();
    for one in &crates {
        let purl = reference(&one.name, &one.version);
        let products: Vec<&str> = one.products.iter().map(|product| product.name()).collect();
        let mut component = json!({
            "type": "library", "bom-ref": purl, "name": one.name, "version": one.version,
            "purl": purl, "scope": "required", "licenses": [{ "expression": one.licence }],
            "properties": [{ "name": "client-profile:in", "value": products.join(" ") }],
        });
        if let Some(sum) = sums.get(&(one.name.clone(), one.version.clone())) {
            component["hashes"] = json!([{ "alg": "SHA-256", "content": sum }]);
        }
        components.push(component);
    }
    components.extend(npm_packages("crates/wasm/package-lock.json")?);
    let known: BTreeSet<String> =
        crates.iter().map(|one| reference(&one.name, &one.version)).collect();
    let metadata = metadata()?;
    let purls: BTreeMap<&str, String> = list(&metadata["packages"])
        .iter()
        .map(|package| {
            (
                text_of(&package["id"]),
                reference(text_of(&package["name"]), text_of(&package["version"])),
            )
        })
        .collect();
    let mut dependencies = BTreeMap::new();
    for node in list(&metadata["resolve"]["nodes"]) {
        let Some(purl) = purls.get(text_of(&node["id"])) else { continue };
        let on: BTreeSet<&String> = list(&node["dependencies"])
            .iter()
            .filter_map(|id| purls.get(text_of(id)))
            .filter(|purl| known.contains(*purl))
            .collect();
        if known.contains(purl) {
            dependencies.insert(purl.clone(), json!({ "ref": purl, "dependsOn": on }));
        }
    }
    let manifest: toml::Table = read(&workspace::root().join("Cargo.toml"))?.parse()?;
    let version = manifest["workspace"]["package"]["version"].as_str().unwrap_or_default();
    let own = reference("client-profile", version);
    dependencies.insert(own.clone(), json!({ "ref": own, "dependsOn": known }));
    let about = json!({ "component": {
        "type": "application", "bom-ref": own, "name": "client-profile", "version": version,
        "purl": own, "licenses": [{ "expression": "(MIT OR Apache-2.0) AND Unicode-3.0" }],
    } });
    // A line a component, so that a person can see what a change of versions changes.
    let lines =
        |values: Vec<Value>| values.iter().map(Value::to_string).collect::<Vec<_>>().join(",\n");
    Ok(format!(
        "{{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"version\":1,\"metadata\":{about},\n\
         \"components\":[\n{}\n],\n\"dependencies\":[\n{}\n]}}\n",
        lines(components),
        lines(dependencies.into_values().collect()),
    ))
}

/// The crates of other people's in all products, by name and version.
fn crates(step: &mut Step) -> Result<Vec<Crate>> {
    let metadata = metadata()?;
    let mut found: BTreeMap<(String, String), Crate> = BTreeMap::new();
    for product in Product::ALL {
        let mut tree = workspace::cargo(["tree", "--locked", "--no-dedupe", "--prefix=none"]);
        tree.args(["--edges=normal,no-proc-macro", "--format={p}"]).args(product.build());
        for line in step.output(&mut tree)?.lines() {
            let mut words = line.split(' ');
            let (name, version) =
                (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            let version = version.trim_start_matches('v');
            let package = list(&metadata["packages"]).iter().find(|package| {
                text_of(&package["name"]) == name && text_of(&package["version"]) == version
            });
            let package = package.with_context(|| format!("cargo knows no sources of {line}"))?;
            // Ours come from no registry.
            if package["source"].is_null() {
                continue;
            }
            let key = (name.to_owned(), version.to_owned());
            let one = found.entry(key).or_insert_with(|| Crate {
                name: name.to_owned(),
                version: version.to_owned(),
                // Before SPDX, a slash stood for OR.
                licence: text_of(&package["license"]).replace('/', " OR "),
                repository: text_of(&package["repository"]).to_owned(),
                folder: Path::new(text_of(&package["manifest_path"])).with_file_name(""),
                products: BTreeSet::new(),
            });
            one.products.insert(product);
        }
    }
    Ok(found.into_values().collect())
}

/// What cargo tells of all packages.
fn metadata() -> Result<Value> {
    workspace::metadata(&[
        "--locked",
        "--all-features",
        "--filter-platform=x86_64-unknown-linux-gnu",
        "--filter-platform=wasm32-unknown-unknown",
    ])
}

/// The terms that come with a crate, or with another one of the same repository, or else the common
/// words of its licence.
fn terms(one: &Crate, crates: &[Crate]) -> Result<Vec<String>> {
    let siblings = crates.iter().filter(|other| {
        other.name != one.name
            && other.licence == one.licence
            && !one.repository.is_empty()
            && other.repository == one.repository
    });
    for with in std::iter::once(one).chain(siblings) {
        let files = files_of_terms(with)?;
        if !files.is_empty() {
            return files.iter().map(|path| read(path)).collect();
        }
    }
    let choice = if one.may_be_mit() { "MIT" } else { &one.licence };
    let words = common(choice).with_context(|| format!("{} brings no terms", one.name))?;
    Ok(vec![words])
}

/// The files of terms in a crate: those of MIT where they may be chosen, else all there are.
fn files_of_terms(one: &Crate) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(&one.folder).with_context(|| one.folder.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        let starts = ["LICENSE", "LICENCE", "COPYING", "UNLICENSE", "NOTICE", "COPYRIGHT"];
        if path.is_file() && starts.iter().any(|start| name.starts_with(start)) {
            files.push((name, path));
        }
    }
    files.sort();
    if one.may_be_mit() && files.iter().any(|(name, _)| name.contains("MIT")) {
        files.retain(|(name, _)| name.contains("MIT"));
    }
    Ok(files.into_iter().map(|(_, path)| path).collect())
}

/// The common words of a licence, for those who name it and do not bring them.
fn common(licence: &str) -> Result<String> {
    let root = workspace::root();
    match licence {
        "MIT" => {
            let ours = read(&root.join("LICENSE-MIT"))?;
            let from = ours.find("Permission is hereby").context("LICENSE-MIT is another text")?;
            Ok(ours[from..].to_owned())
        }
        "Apache-2.0" => read(&root.join("LICENSE-APACHE")),
        other => bail!("nothing here has the words of {other}"),
    }
}

/// The npm packages of a lock file, none of which is shipped.
fn npm_packages(lock: &str) -> Result<Vec<Value>> {
    let lock: Value = serde_json::from_str(&read(&workspace::root().join(lock))?)?;
    let packages = lock["packages"].as_object().context("the lock file has no packages")?;
    let named = packages.iter().filter_map(|(path, package)| {
        let name = path.rsplit_once("node_modules/")?.1;
        let version = text_of(&package["version"]);
        let purl = format!("pkg:npm/{}@{version}", name.replace('@', "%40"));
        Some(json!({
            "type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl,
            "scope": "excluded", "licenses": [{ "expression": text_of(&package["license"]) }],
        }))
    });
    Ok(named.collect())
}

/// The SHA-256 of each locked crate.
fn checksums() -> Result<BTreeMap<(String, String), String>> {
    let lock: toml::Table = read(&workspace::root().join("Cargo.lock"))?.parse()?;
    let packages = lock["package"].as_array().context("Cargo.lock has no packages")?;
    let text = |package: &toml::Value, key: &str| {
        package.get(key).and_then(toml::Value::as_str).map(str::to_owned)
    };
    Ok(packages
        .iter()
        .filter_map(|package| {
            let key = (text(package, "name")?, text(package, "version")?);
            Some((key, text(package, "checksum")?))
        })
        .collect())
}

fn read(path: &Path) -> Result<String> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(String::from_utf8_lossy(&bytes).replace("\r\n", "\n"))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_linked_brings_its_terms_or_names_common_ones() {
        let mut steps = crate::steps::Steps::new(1);
        steps
            .run("unit-notices", "the terms of each product", |step| {
                for (product, known) in [
                    (Product::Npm, "i18n-iso-countries "),
                    (Product::Page, "leptos "),
                    (Product::Service, "rusqlite "),
                ] {
                    let text = text(step, product)?;
                    for needle in [known, "Permission is hereby granted", "UNICODE LICENSE V3"] {
                        assert!(text.contains(needle), "{} has no {needle}", product.name());
                    }
                }
                Ok(())
            })
            .unwrap();
    }

    #[test]
    fn the_bill_of_materials_names_what_it_refers_to() {
        let path = workspace::root().join("docs/sbom.cdx.json");
        let bill: Value = serde_json::from_str(&read(&path).unwrap()).unwrap();
        let mut known: BTreeSet<&str> =
            list(&bill["components"]).iter().map(|one| text_of(&one["bom-ref"])).collect();
        assert!(known.len() > 100, "{}", known.len());
        known.insert(text_of(&bill["metadata"]["component"]["bom-ref"]));
        for node in list(&bill["dependencies"]) {
            for reference in list(&node["dependsOn"]).iter().chain([&node["ref"]]) {
                assert!(known.contains(text_of(reference)), "{reference}");
            }
        }
    }
}
