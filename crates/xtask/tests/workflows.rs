//! The public workflows, as far as they can be checked without running them.

use std::path::Path;

use yaml_rust2::{Yaml, YamlLoader};

/// Each workflow's name and contents.
fn workflows() -> Vec<(String, Yaml)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    let files = std::fs::read_dir(root.join(".github/workflows")).unwrap();
    let mut found: Vec<_> = files
        .map(|file| {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            let mut read =
                YamlLoader::load_from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert_eq!(read.len(), 1, "{name}");
            (name, read.remove(0))
        })
        .collect();
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    found
}

/// Every value of this key, wherever it stands.
fn values<'a>(key: &str, of: &'a Yaml, found: &mut Vec<&'a str>) {
    match of {
        Yaml::Hash(members) => {
            for (name, value) in members {
                match (name.as_str(), value.as_str()) {
                    (Some(name), Some(text)) if name == key => found.push(text),
                    _ => values(key, value, found),
                }
            }
        }
        Yaml::Array(items) => items.iter().for_each(|item| values(key, item, found)),
        _ => {}
    }
}

fn all<'a>(key: &str, of: &'a Yaml) -> Vec<&'a str> {
    let mut found = Vec::new();
    values(key, of, &mut found);
    found
}

#[test]
fn each_may_do_little_and_names_the_version_of_what_it_uses() {
    let workflows = workflows();
    assert!(workflows.len() >= 3);
    for (name, workflow) in &workflows {
        assert_eq!(workflow["permissions"]["contents"].as_str(), Some("read"), "{name}");
        assert!(workflow["jobs"].as_hash().is_some_and(|jobs| !jobs.is_empty()), "{name}");
        for used in all("uses", workflow) {
            let version = used.split_once("@v").map(|(_, version)| version);
            let pinned = version.is_some_and(|v| v.starts_with(|c: char| c.is_ascii_digit()));
            assert!(pinned || used.starts_with("./.github/workflows/"), "{name}: {used}");
        }
    }
}

#[test]
fn what_runs_there_is_what_anyone_runs() {
    let workflows = workflows();
    let of = |name: &str| workflows.iter().find(|(known, _)| known == name).unwrap();
    let (_, ci) = of("ci.yml");
    assert!(all("run", ci).contains(&"cargo xtask test"));
    let (_, release) = of("release.yml");
    let needs = |job: &str| release["jobs"][job]["needs"].as_str();
    assert_eq!(release["jobs"]["test"]["uses"].as_str(), Some("./.github/workflows/ci.yml"));
    for job in ["binaries", "crate", "npm"] {
        assert_eq!(needs(job), Some("test"), "{job}");
    }
    let commands = all("run", release).join("\n");
    for part in ["npm publish --provenance", "cargo publish", "sha256sum", "docs/sbom.cdx.json"] {
        assert!(commands.contains(part), "{part}");
    }
}
