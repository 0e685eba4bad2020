//! Rules that cannot be used are refused, with what to change.

use client_profile::rules::TinMode;
use client_profile::{Field, Rules, Validator};

/// `["w0","w1",...]`: so many words.
fn words(count: usize) -> String {
    let words: Vec<String> = (0..count).map(|n| format!("\"w{n}\"")).collect();
    format!("[{}]", words.join(","))
}

/// `["aa","ab",...]`: so many codes of countries, some more than once.
fn list(count: usize) -> String {
    let words: Vec<String> = (0..count)
        .map(|n| {
            let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap());
            format!("\"{}{}\"", letter(n / 26), letter(n))
        })
        .collect();
    format!("[{}]", words.join(","))
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table")]
fn each_mistake_is_told() {
    let lists = [list(1_000), list(1_001)];
    let many = [words(1_000), words(1_001)];
    let long = [format!("[\"{}\"]", "a".repeat(64)), format!("[\"{}\"]", "a".repeat(65))];
    for (path, value, mistake) in [
        ("version", "1", ""),
        ("version", "0", "version must be 1"),
        ("version", "2", "version must be 1"),
        ("name_max_length", "1", ""),
        ("name_max_length", "0", "name_max_length must be from 1 to 10000"),
        ("name_max_length", "10000", ""),
        ("name_max_length", "10001", "name_max_length must be from 1 to 10000"),
        ("name_long", "0", ""),
        ("reason_max_length", "1", ""),
        ("reason_max_length", "0", "reason_max_length must be from 1 to 10000"),
        ("reason_max_length", "10001", "reason_max_length must be from 1 to 10000"),
        ("tin_max_length", "1", ""),
        ("tin_max_length", "0", "tin_max_length must be from 1 to 50"),
        ("tin_max_length", "50", ""),
        ("tin_max_length", "51", "tin_max_length must be from 1 to 50"),
        ("minimum_age", "0", ""),
        ("minimum_age", "120", ""),
        ("minimum_age", "121", "age_limit must be above minimum_age"),
        ("age_limit", "19", ""),
        ("age_limit", "18", "age_limit must be above minimum_age"),
        ("extra_countries", "[]", ""),
        ("extra_countries", &lists[0], ""),
        ("extra_countries", &lists[1], "extra_countries must have 1000 entries or fewer"),
        (
            "extra_countries",
            "[\"XK\"]",
            "extra_countries: write each country as two lower-case letters",
        ),
        (
            "extra_countries",
            "[\"xk\",\"xkx\"]",
            "extra_countries: write each country as two lower-case letters",
        ),
        ("countries.birth_country.allowed", "[\"in\"]", ""),
        ("countries.birth_country.refused", "[\"xk\"]", ""),
        (
            "countries.birth_country.allowed",
            "[\"in\",\"zz\"]",
            "countries.birth_country: zz is no country; add it to extra_countries",
        ),
        (
            "countries.birth_country.refused",
            "[\"zz\"]",
            "countries.birth_country: zz is no country; add it to extra_countries",
        ),
        (
            "countries.birth_country.allowed",
            "[\"IN\"]",
            "countries.birth_country: write each country as two lower-case letters",
        ),
        (
            "countries.birth_country.refused",
            "[\"1\"]",
            "countries.birth_country: write each country as two lower-case letters",
        ),
        ("countries.gender.allowed", "[]", "countries.gender: name one of the country fields"),
        ("countries.country.allowed", "[]", "countries.country: name one of the country fields"),
        (
            "tin_by_country.uk",
            "\"strict\"",
            "tin_by_country: uk is no country; write gb, or add it to extra_countries",
        ),
        ("tin_by_country.xk", "\"strict\"", ""),
        (
            "tin_not_needed_for.countries",
            "[\"gb\",\"uk\"]",
            "tin_not_needed_for.countries: uk is no country; write gb, or add it to extra_countries",
        ),
        (
            "tin_not_needed_for.employment_status",
            "[\"student\",\"studnet\"]",
            "tin_not_needed_for.employment_status: studnet is no employment_status",
        ),
        ("gender", "[\"male\",\"x\",\"male\"]", "gender: male stands there twice"),
        ("gender", "[\"x\"]", ""),
        ("gender", "[]", "gender: list at least one word"),
        ("employment_status", "[]", "employment_status: list at least one word"),
        ("account_opening_reason", "[]", "account_opening_reason: list at least one word"),
        ("gender", "[\"x_1\"]", ""),
        ("gender", &long[0], ""),
        (
            "gender",
            &long[1],
            "gender: write each word in at most 64 lower-case letters, digits and _",
        ),
        ("gender", &many[0], ""),
        ("gender", &many[1], "gender must have 1000 entries or fewer"),
        (
            "gender",
            "[\"\"]",
            "gender: write each word in at most 64 lower-case letters, digits and _",
        ),
        (
            "gender",
            "[\"Male\"]",
            "gender: write each word in at most 64 lower-case letters, digits and _",
        ),
        (
            "gender",
            "[\"a__b\"]",
            "gender: write each word in at most 64 lower-case letters, digits and _",
        ),
        (
            "gender",
            "[\"_a\"]",
            "gender: write each word in at most 64 lower-case letters, digits and _",
        ),
        (
            "gender",
            "[\"é\"]",
            "gender: write each word in at most 64 lower-case letters, digits and _",
        ),
        ("tin_by_country.in", "\"strict\"", ""),
        (
            "tin_by_country.IN",
            "\"strict\"",
            "tin_by_country: write each country as two lower-case letters",
        ),
        ("tin_not_needed_for.countries", "[\"in\"]", ""),
        (
            "tin_not_needed_for.countries",
            "[\"india\"]",
            "tin_not_needed_for.countries: write each country as two lower-case letters",
        ),
        ("tin_not_needed_for.employment_status", "[\"student\"]", ""),
        (
            "tin_not_needed_for.employment_status",
            "[\"Student\"]",
            "tin_not_needed_for.employment_status: write each word in at most 64 lower-case \
             letters, digits and _",
        ),
    ] {
        let mut rules = Rules::default();
        assert_eq!(rules.set(path, value), Ok(true), "{path}");
        let found = rules.check().err().map(|error| error.to_string()).unwrap_or_default();
        assert_eq!(found, mistake, "{path} {value:.40}");
        assert_eq!(Validator::new(&rules, str::to_owned).is_err(), !mistake.is_empty(), "{path}");
    }
}

#[test]
fn a_mode_for_too_many_countries_is_told() {
    let mut rules = Rules::default();
    let letters = || (b'a'..=b'z').map(char::from);
    // Each of them is a country here.
    let all = letters().flat_map(|a| letters().map(move |b| format!("{a}{b}"))).collect();
    rules.extra_countries = all;
    for (n, code) in letters().flat_map(|a| letters().map(move |b| format!("{a}{b}"))).enumerate() {
        let mode = if n % 2 == 0 { "\"basic\"" } else { "\"strict\"" };
        assert_eq!(rules.set(&format!("tin_by_country.{code}"), mode), Ok(true));
    }
    assert_eq!(rules.check(), Ok(()), "every pair of letters there is");
    let others = 1_000 - 26 * 26;
    for (n, mistake) in [
        (others, "tin_by_country: write each country as two lower-case letters"),
        (others + 1, "tin_by_country must have 1000 entries or fewer"),
    ] {
        for n in 0..n {
            assert_eq!(rules.set(&format!("tin_by_country.{n}"), "\"basic\""), Ok(true));
        }
        assert_eq!(rules.check().unwrap_err().to_string(), mistake);
    }
}

#[test]
fn a_mode_is_one_of_three_words() {
    for (word, mode) in [
        ("\"basic\"", TinMode::Basic),
        ("\"advise\"", TinMode::Advise),
        ("\"strict\"", TinMode::Strict),
    ] {
        // From another mode, so that nothing is left as it was.
        let from = if mode == TinMode::Basic { TinMode::Strict } else { TinMode::Basic };
        let mut rules = Rules { tin: from, ..Rules::default() };
        assert_eq!(rules.set("tin", word), Ok(true));
        assert_eq!(rules.tin, mode);
    }
    assert!(Rules::default().set("tin", "\"\"").is_err());
}

#[test]
fn presets_and_limits_are_what_they_say() {
    let (default, strict) = (Rules::default(), Rules::strict());
    assert_eq!(default.check(), Ok(()));
    assert_eq!(strict.check(), Ok(()));
    assert_eq!(Rules { tin: default.tin, ..strict }, default, "nothing else differs");
    let limits = Field::ALL.map(|field| default.max_length(field));
    assert_eq!(
        limits,
        [Some(100), Some(100), None, None, None, None, Some(25), None, None, None, None, Some(255)]
    );
    assert_eq!(default.choices(Field::FirstName), [""; 0]);
    assert_eq!(default.known_countries().iter().count(), 250);
    let settings = Validator::new(&default, str::to_owned).unwrap().settings().clone();
    assert_eq!(Field::ALL.map(|field| settings.max_length(field)), limits);
}

/// A word of the deployment's own, and one of the usual that it does not take, which may be in
/// records from before.
#[test]
fn who_needs_no_number_is_named_by_any_status_there_is() {
    for (own, status, is_one) in
        [("clerk", "clerk", true), ("clerk", "retired", true), ("clerk", "other", false)]
    {
        let mut rules = Rules { employment_status: vec![own.to_owned()], ..Rules::default() };
        rules.tin_not_needed_for.employment_status = vec![status.to_owned()];
        assert_eq!(rules.check().is_ok(), is_one, "{status}");
    }
}

#[test]
fn a_country_is_left_to_choose() {
    for (allowed, refused, is_fine) in [
        (r#"["in","gb"]"#, r#"["in"]"#, true),
        (r#"["in"]"#, r#"["gb"]"#, true),
        ("[]", r#"["in"]"#, true),
        (r#"["in"]"#, r#"["gb","in"]"#, false),
    ] {
        let mut rules = Rules::default();
        rules.set("countries.birth_country.allowed", allowed).unwrap();
        rules.set("countries.birth_country.refused", refused).unwrap();
        let wanted = "countries.birth_country: leave at least one country";
        let said = rules.check().map_err(|error| error.0);
        assert_eq!(said, if is_fine { Ok(()) } else { Err(wanted.to_owned()) }, "{allowed}");
    }
}
