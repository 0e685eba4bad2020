//! Verdicts on generated numbers that independent checkers agree on. The rates are the ones this
//! project promises; every vector that we miss stands in `data/tin-exceptions.tsv` with a reason.

use std::collections::BTreeMap;
use std::fs;

use client_profile::choice::Gender;
use client_profile::tin::{self, Confidence, Findings, Person};
use client_profile::{Country, Date};
use serde_json::Value;

fn lines(name: &str) -> Vec<Value> {
    let path = format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(&path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn exceptions() -> BTreeMap<(String, String), String> {
    let path = format!("{}/tests/data/tin-exceptions.tsv", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(path).unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    rows.map(|line| {
        let [country, number, why] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("country, number and reason: {line}");
        };
        assert!(why.len() > 20, "{country} {number} needs a reason");
        ((country.to_owned(), number.to_owned()), why.to_owned())
    })
    .collect()
}

fn country(vector: &Value) -> Country {
    Country::new(vector["country"].as_str().unwrap()).unwrap()
}

fn findings(vector: &Value, person: &Person) -> Findings {
    let number = tin::canonical(vector["tin"].as_str().unwrap());
    tin::check(country(vector), &number, person)
}

#[test]
fn numbers_get_the_verdict_that_checkers_agree_on() {
    let exceptions = exceptions();
    let (mut right, mut all) = (0_u32, 0_u32);
    let mut missed = Vec::new();
    for vector in lines("tin-vectors.jsonl") {
        let sure = matches!(
            tin::hint(country(&vector)).unwrap().confidence,
            Confidence::TwoCheckers | Confidence::OneChecker | Confidence::Shape
        );
        if vector["level"] != "tin" || !sure {
            continue;
        }
        let found = findings(&vector, &Person::default());
        let passes = !found.format && !found.checksum;
        all += 1;
        if vector["expect"] == passes {
            right += 1;
        } else {
            missed.push((
                vector["country"].as_str().unwrap().to_owned(),
                vector["tin"].as_str().unwrap().to_owned(),
            ));
        }
    }
    println!("{right} of {all} ({:.3} %)", f64::from(right) / f64::from(all) * 100.0);
    let unexplained: Vec<_> =
        missed.iter().filter(|miss| !exceptions.contains_key(*miss)).collect();
    assert!(unexplained.is_empty(), "without a reason: {unexplained:#?}");
    let stale: Vec<_> = exceptions.keys().filter(|known| !missed.contains(known)).collect();
    assert!(stale.is_empty(), "no longer exceptions: {stale:#?}");
    assert!(right * 1000 >= all * 995, "{right} of {all}");
}

#[test]
fn birth_dates_and_genders_are_read() {
    let mut all = 0_u32;
    let mut missed = Vec::new();
    for vector in lines("tin-birth-date-gender.jsonl") {
        let date = Date::parse(vector["birth_date"].as_str().unwrap_or_default());
        let gender = match vector["gender"].as_str() {
            Some("M") => Some(Gender::Male),
            Some("F") => Some(Gender::Female),
            _ => None,
        };
        let mut expect = |person: Person, birth_date: bool, other_gender: bool| {
            let found = findings(&vector, &person);
            all += 1;
            if (found.birth_date, found.gender) != (birth_date, other_gender) {
                missed.push(format!("{vector} {found:?}"));
            }
        };
        let person = |birth_date, gender| Person { birth_date, gender, ..Person::default() };
        expect(person(date, gender), false, false);
        if let Some(date) = date {
            for days in [1, -31, 366, -3653] {
                let other = Date::from_days_since_epoch(date.days_since_epoch() + days);
                expect(person(other, gender), true, false);
            }
        }
        match gender {
            Some(Gender::Male) => expect(person(date, Some(Gender::Female)), false, true),
            Some(Gender::Female) => expect(person(date, Some(Gender::Male)), false, true),
            None => {}
        }
    }
    assert!(all > 900, "{all}");
    assert!(missed.is_empty(), "{missed:#?}");
}
