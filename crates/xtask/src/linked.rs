//! What must not be linked into a WebAssembly module, found by its names in the module itself.
//!
//! The graph of crates does not tell: Leptos names `serde_json`, and the linker drops it as long as
//! nothing calls it. The module as the linker leaves it still has the functions' names, and a crate
//! that can panic leaves the paths of its sources.

use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::workspace;

/// Crates that cost more than they give in a browser, measured compressed with brotli.
const TOO_LARGE: [(&str, &str); 5] = [
    ("serde_json", "17 KB; the browser's own JSON.parse does it"),
    ("regex", "195 KB with Unicode"),
    ("regex_automata", "195 KB with Unicode"),
    ("regex_lite", "the rules need no patterns at run time"),
    ("chrono", "the rules have their own dates"),
];

/// Fails when the module of this name, built in this profile, is linked with a crate too large for it.
pub fn check(profile: &str, module: &str) -> Result<()> {
    let path = workspace::target().join("wasm32-unknown-unknown").join(profile).join(module);
    let bytes = fs::read(&path).with_context(|| format!("there is no {}", path.display()))?;
    if !contains(&bytes, "client_profile") {
        bail!("{module} has no names in it: the profile {profile} has to leave them");
    }
    for (name, cost) in TOO_LARGE {
        if is_linked(&bytes, name) {
            bail!("{module} is linked with {name} ({cost}); `twiggy paths` tells by whom");
        }
    }
    Ok(())
}

/// Whether anything of a crate is in the module.
fn is_linked(module: &[u8], name: &str) -> bool {
    let length = name.len();
    [
        // A function of it, in either way that rustc mangles names.
        format!("_ZN{length}{name}"),
        format!("_{length}{name}"),
        // An implementation for a type of it.
        format!("$LT${name}.."),
        // The place of a panic.
        format!("/{}-", name.replace('_', "-")),
        format!("/{name}-"),
    ]
    .iter()
    .any(|trace| contains(module, trace))
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_is_found_by_what_it_leaves() {
        for (module, linked) in [
            ("\0_ZN10serde_json2de10from_slice17h0123456789abcdefE", true),
            ("_RNvMs_NtCs1234_10serde_json2deNtB4_12Deserializer", true),
            ("_ZN65_$LT$serde_json..value..Value$u20$as$u20$core..fmt..Debug$GT$3fmt", true),
            ("/registry/src/index/serde_json-1.0.145/src/de.rs", true),
            ("a message about serde_json", false),
            ("_ZN18my_own_serde_json_3run", false),
        ] {
            assert_eq!(is_linked(module.as_bytes(), "serde_json"), linked, "{module}");
        }
        assert!(is_linked(b"/src/regex-automata-0.4.9/src/x.rs", "regex_automata"));
    }
}
