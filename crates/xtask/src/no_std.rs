//! `cargo xtask test no-std`: the rules compile into a module without std, and nothing in them can
//! panic but for want of memory.
//!
//! The module is linked whole, so what is left in it can be reached. A function of the rules that
//! calls a panic of the core library stands in it with that call.

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use crate::steps::Step;
use crate::{tools, workspace};

/// Panics of the library that stand for want of memory alone.
const WANT_OF_MEMORY: [&str; 3] = ["capacity_overflow", "handle_error", "panic_nounwind_fmt"];

/// Builds the module and looks at every call in it.
pub fn check(step: &mut Step) -> Result<()> {
    let target = workspace::target().join("no-std");
    let mut cargo = workspace::cargo([
        "build",
        "--release",
        "--locked",
        "--target=wasm32-unknown-unknown",
        "--manifest-path=crates/core/no_std/Cargo.toml",
    ]);
    step.command(cargo.arg("--target-dir").arg(&target))?;
    let module = target.join("wasm32-unknown-unknown/release/client_profile_no_std.wasm");
    let text = target.join("client_profile_no_std.wat");
    let mut disassemble = workspace::command(tools::wasm_dis()?);
    step.command(disassemble.arg(&module).arg("-o").arg(&text))?;
    let text = std::fs::read_to_string(text)?;
    if !text.contains("client_profile") || !text.contains("capacity_overflow") {
        bail!("the module's functions have no names: nothing could be found in it");
    }
    let found = panics(&text);
    if !found.is_empty() {
        bail!("what can panic: {}", found.into_iter().collect::<Vec<_>>().join(", "));
    }
    step.note("no std, no panic");
    Ok(())
}

/// The functions of the rules that call a panic, as `caller -> panic`.
fn panics(text: &str) -> BTreeSet<String> {
    let mut function = "";
    let mut found = BTreeSet::new();
    for line in text.lines().map(str::trim_start) {
        if let Some(name) = line.strip_prefix("(func $") {
            function = name.split([' ', ')']).next().unwrap_or_default();
        }
        let Some((_, call)) = line.split_once("(call $") else { continue };
        let callee = call.split([' ', ')']).next().unwrap_or_default();
        let of_rules =
            function.contains("client_profile") || matches!(function, "check" | "prepare");
        let is_panic = ["panic", "_fail", "unwrap_failed", "expect_failed", "capacity_overflow"];
        if of_rules
            && is_panic.iter().any(|trace| callee.contains(trace))
            && !WANT_OF_MEMORY.iter().any(|known| callee.contains(known))
        {
            found.insert(format!("{function} -> {callee}"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::panics;

    #[test]
    fn a_panic_is_found_where_the_rules_call_it() {
        let call = |function: &str, callee: &str| {
            panics(&format!(
                " (func ${function} (param $0 i32)\n  (call ${callee}\n   (i32.const 1)"
            ))
        };
        for callee in [
            "_RNvNtCs1_4core9panicking5panic",
            "_RNvNtNtCs1_4core9panicking18panic_bounds_check",
            "_RNvNtNtCs1_4core5slice5index16slice_index_fail",
            "_RNvNtCs1_4core6option13unwrap_failed",
        ] {
            assert_eq!(call("_ZN14client_profile4text9canonicalE", callee).len(), 1, "{callee}");
            assert_eq!(call("check", callee).len(), 1, "{callee}");
            assert!(call("_RNvNtNtCs1_4core5slice6memchr", callee).is_empty(), "{callee}");
        }
        for callee in ["_RNvNtCs1_5alloc7raw_vec17capacity_overflow", "_ZN14client_profile4dateE"] {
            assert!(call("_ZN14client_profile4text9canonicalE", callee).is_empty(), "{callee}");
        }
    }
}
