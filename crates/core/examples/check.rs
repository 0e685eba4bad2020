//! Checks records of NDJSON from standard input by the rules of a deployment, and says what to mend:
//!
//! ```text
//! echo '{"first_name":"Zoe"}' | cargo run --package client-profile --example check
//! ```

use std::error::Error;
use std::io::{self, BufRead as _};

use client_profile::json::Reader;
use client_profile::{Date, Field, Rules, Validator};
use unicode_normalization::UnicodeNormalization as _;

fn main() -> Result<(), Box<dyn Error>> {
    let mut rules = Rules { minimum_age: 21, ..Rules::default() };
    rules.set("tin_by_country.de", r#""strict""#)?;
    let validator = Validator::new(&rules, |text| text.nfc().collect())?;
    // The crate has no clock: a program takes the day, in UTC, from the one it trusts.
    let today = Date::new(2026, 11, 28).ok_or("there is no such day")?;

    let mut reader = Reader::default();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let update = match reader.read(line.as_bytes()) {
            Ok(update) => update,
            Err(error) => {
                println!("{error}");
                continue;
            }
        };
        let report = validator.validate(&update, today);
        for issue in report.issues() {
            println!("{} {}: {}", issue.severity, issue.code, issue.message());
        }
        if report.is_valid() {
            // As it is to be stored: in canonical form.
            println!("{} {}", report.value(Field::FirstName), report.value(Field::LastName));
        }
    }
    Ok(())
}
