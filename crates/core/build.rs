//! Compiles `data/tax-numbers.txt` into tables. A mistake there stops the build and names the line.

#[path = "build/tax_blocks.rs"]
mod tax_blocks;
#[path = "build/tax_numbers.rs"]
mod tax_numbers;
#[path = "build/tax_tables.rs"]
mod tax_tables;
#[path = "build/tax_words.rs"]
mod tax_words;

use std::path::PathBuf;
use std::{env, fs, process};

fn main() {
    for path in ["data/tax-numbers.txt", "build", "build.rs"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let text = fs::read_to_string("data/tax-numbers.txt").expect("data/tax-numbers.txt is there");
    let table = tax_numbers::read(&text).unwrap_or_else(|mistake| {
        println!("cargo::error={mistake}");
        process::exit(1);
    });
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo names a folder"));
    for (name, source) in [
        ("tax_numbers.rs", tax_tables::write(&table)),
        ("tax_blocks.rs", tax_blocks::write(&table)),
    ] {
        fs::write(out.join(name), source).expect("the folder is writable");
    }
}
