//! Each rule by examples: what is given, what is found, why. A code without an example fails.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use client_profile::{Code, Date, Field, Input, ProfileUpdate, Report, Rules, Severity, Validator};

use Field::{
    AccountOpeningReason, BirthCountry, CitizenCountry, DateOfBirth, EmploymentStatus, FirstName,
    Gender, LastName, Reason, ResidenceCountry, TaxIdentificationNumber as TaxNumber,
    TaxResidenceCountry as TaxCountry,
};

/// A record that nothing is found in.
const FINE: [(Field, &str); Field::COUNT] = [
    (FirstName, "Priya"),
    (LastName, "Sharma"),
    (ResidenceCountry, "in"),
    (AccountOpeningReason, "hedging"),
    (TaxCountry, "in"),
    (BirthCountry, "in"),
    (TaxNumber, "BZBPK7293C"),
    (CitizenCountry, "in"),
    (EmploymentStatus, "retired"),
    (DateOfBirth, "1969-09-19"),
    (Gender, "female"),
    (Reason, "moved"),
];

/// Rules that differ from the default, by their paths; values that differ from [`FINE`]; what is
/// found in the first of them, an error with `!` and a warning with `?`; why.
type Row<'a> = (&'a [(&'a str, &'a str)], &'a [(Field, &'a str)], &'a str, &'a str);

const DEFAULT: &[(&str, &str)] = &[];
const STRICT: &[(&str, &str)] = &[("tin", "\"strict\"")];
const BASIC: &[(&str, &str)] = &[("tin", "\"basic\"")];
const WITH_GENDER: &[(&str, &str)] = &[("tin_gender", "true")];

fn today() -> Date {
    Date::new(2026, 11, 23).unwrap()
}

fn validator(changes: &[(&str, &str)]) -> Validator {
    let mut rules = Rules::default();
    for (path, value) in changes {
        assert_eq!(rules.set(path, value), Ok(true), "{path} {value}");
    }
    Validator::new(&rules, str::to_owned).unwrap()
}

fn fine() -> ProfileUpdate<'static> {
    let mut update = ProfileUpdate::default();
    for (field, text) in FINE {
        update.set(field, text);
    }
    update
}

/// All that was found, as `field code!` and `field code?`.
fn told(report: &Report<'_>) -> Vec<String> {
    let line = |issue: client_profile::Issue<'_>| {
        let mark = if issue.severity == Severity::Error { '!' } else { '?' };
        format!("{} {}{mark}", issue.name().unwrap_or("-"), issue.code.as_str())
    };
    report.issues().map(line).collect()
}

/// Runs a table; returns the codes it has examples of.
fn run(rows: &[Row<'_>]) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for (rules, values, expected, why) in rows {
        let validator = validator(rules);
        let mut update = fine();
        for (field, text) in *values {
            update.set(*field, text);
        }
        let (field, _) = values[0];
        let report = validator.validate(&update, today());
        let expected: Vec<String> =
            expected.split_whitespace().map(|code| format!("{} {code}", field.name())).collect();
        assert_eq!(told(&report), expected, "{values:?}: {why}");
        let blocks = expected.iter().any(|code| code.ends_with('!'));
        let warns = expected.iter().any(|code| code.ends_with('?'));
        assert_eq!(report.is_valid(), !blocks, "{why}");
        assert_eq!(report.has_warnings(), warns, "{why}");
        assert_eq!(report.error(field).is_some(), blocks, "{why}");
        let alone = validator.validate_field(field, &update, today());
        assert_eq!(told(&alone), expected, "{values:?} alone: {why}");
        for issue in report.issues() {
            assert_eq!(report.warns(field, issue.code), issue.severity == Severity::Warning);
            codes.insert(issue.code.as_str().to_owned());
        }
    }
    codes
}

const TEXT: &[Row<'static>] = &[
    (DEFAULT, &[(FirstName, "Priya")], "", "nothing to say"),
    (DEFAULT, &[(FirstName, "")], "required!", "empty"),
    (DEFAULT, &[(FirstName, " \u{A0}\n")], "required!", "empty once trimmed"),
    (DEFAULT, &[(LastName, "")], "required!", "the other name as well"),
    (DEFAULT, &[(FirstName, "Pr<i>ya")], "name_characters!", "markup"),
    (DEFAULT, &[(FirstName, "Priya\u{202E}")], "name_characters!", "a bidi control"),
    (DEFAULT, &[(FirstName, "www.priya")], "name_characters!", "an internet address"),
    (DEFAULT, &[(LastName, "-Sharma")], "name_characters!", "starts with a hyphen"),
    (DEFAULT, &[(FirstName, "Priya 2")], "name_digits!", "a digit"),
    (DEFAULT, &[(FirstName, "प्रिया २")], "name_digits!", "a digit of another script"),
    (DEFAULT, &[(FirstName, "'-'")], "name_no_letter!", "no letter"),
    (DEFAULT, &[(FirstName, "प्रिया")], "", "any script"),
    (DEFAULT, &[(FirstName, "X")], "", "one letter is a name"),
    (DEFAULT, &[(LastName, "Null")], "", "so is Null"),
    (DEFAULT, &[(LastName, "O\u{2019}Brien")], "", "an apostrophe"),
    (DEFAULT, &[(LastName, "o\u{B4}Brien")], "", "a look-alike of one"),
    (DEFAULT, &[(FirstName, "Пpия")], "name_mixed_script?", "a Latin letter among Cyrillic ones"),
    (DEFAULT, &[(LastName, "高橋みなみ")], "", "scripts that occur together"),
    (DEFAULT, &[(Reason, "")], "required!", "empty"),
    (DEFAULT, &[(Reason, "\u{200B} \u{2060}")], "required!", "nothing that shows"),
    (DEFAULT, &[(Reason, "moved\u{0}")], "text_characters!", "a control"),
    (DEFAULT, &[(Reason, "moved\u{2066}")], "text_characters!", "a bidi control"),
    (DEFAULT, &[(Reason, "moved\r\nagain")], "", "a line break"),
    (DEFAULT, &[(Reason, "`moved` <b>")], "", "any text"),
    (
        &[("name_long", "3")],
        &[(FirstName, "Priya"), (LastName, "Rao")],
        "name_long?",
        "a limit of the rules",
    ),
    (
        &[("name_max_length", "3")],
        &[(FirstName, "Priya"), (LastName, "Rao")],
        "too_long!",
        "another one",
    ),
    (&[("reason_max_length", "4")], &[(Reason, "moved")], "too_long!", "another one"),
    (&[("tin_max_length", "9")], &[(TaxNumber, "BZBPK7293C")], "too_long!", "another one"),
];

const CHOICES: &[Row<'static>] = &[
    (DEFAULT, &[(BirthCountry, "zz")], "country_unknown!", "no country"),
    (DEFAULT, &[(BirthCountry, "uk")], "country_unknown!", "not the code of it"),
    (DEFAULT, &[(CitizenCountry, "ind")], "country_unknown!", "three letters"),
    (DEFAULT, &[(ResidenceCountry, "")], "required!", "empty"),
    (DEFAULT, &[(ResidenceCountry, " GB ")], "", "mended"),
    (DEFAULT, &[(ResidenceCountry, "xk")], "", "Kosovo, of the extra ones"),
    (&[("extra_countries", "[]")], &[(BirthCountry, "xk")], "country_unknown!", "no longer"),
    (&[("extra_countries", "[\"zz\"]")], &[(BirthCountry, "zz")], "", "now it is one"),
    (
        &[("countries.residence_country.refused", "[\"in\"]")],
        &[(ResidenceCountry, "in")],
        "country_not_allowed!",
        "refused there",
    ),
    (
        &[("countries.residence_country.refused", "[\"gb\"]")],
        &[(BirthCountry, "gb")],
        "",
        "refused elsewhere",
    ),
    (
        &[("countries.citizen_country.allowed", "[\"gb\"]")],
        &[(CitizenCountry, "in")],
        "country_not_allowed!",
        "not among those allowed",
    ),
    (
        &[("countries.citizen_country.allowed", "[\"in\"]")],
        &[(CitizenCountry, "in")],
        "",
        "among those allowed",
    ),
    (
        &[
            ("countries.birth_country.allowed", "[\"in\",\"gb\"]"),
            ("countries.birth_country.refused", "[\"in\"]"),
        ],
        &[(BirthCountry, "in")],
        "country_not_allowed!",
        "a refusal outweighs",
    ),
    (DEFAULT, &[(Gender, "none")], "choice_unknown!", "no word of the list"),
    (DEFAULT, &[(Gender, "")], "required!", "empty"),
    (DEFAULT, &[(Gender, "Other")], "", "mended"),
    (DEFAULT, &[(EmploymentStatus, "employee")], "choice_unknown!", "no word of the list"),
    (DEFAULT, &[(EmploymentStatus, "male")], "choice_unknown!", "a word of another list"),
    (DEFAULT, &[(EmploymentStatus, "Self-Employed")], "", "mended"),
    (DEFAULT, &[(AccountOpeningReason, "gift")], "choice_unknown!", "no word of the list"),
    (DEFAULT, &[(AccountOpeningReason, "peer to peer exchange")], "", "mended"),
    (&[("gender", "[\"x\"]")], &[(Gender, "x")], "", "a list of the rules"),
    (
        &[("account_opening_reason", "[\"tier_1\",\"tier_2\"]")],
        &[(AccountOpeningReason, "tier 2")],
        "",
        "words may have digits",
    ),
    (DEFAULT, &[(DateOfBirth, "")], "required!", "empty"),
    (DEFAULT, &[(DateOfBirth, "19.09.1969")], "date_format!", "another form"),
    (DEFAULT, &[(DateOfBirth, "1969-02-30")], "date_impossible!", "no such day"),
    (DEFAULT, &[(DateOfBirth, "2026-11-24")], "date_future!", "tomorrow"),
    (DEFAULT, &[(DateOfBirth, "2026-11-23")], "age_below_minimum!", "today"),
    (DEFAULT, &[(DateOfBirth, "2008-11-24")], "age_below_minimum!", "18 tomorrow"),
    (DEFAULT, &[(DateOfBirth, "2008-11-23")], "", "18 today"),
    (DEFAULT, &[(DateOfBirth, "1905-11-24")], "", "121 tomorrow"),
    (DEFAULT, &[(DateOfBirth, "1905-11-23")], "age_above_maximum!", "121 today"),
    (
        &[("minimum_age", "21")],
        &[(DateOfBirth, "2005-11-24")],
        "age_below_minimum!",
        "of the rules",
    ),
    (&[("age_limit", "57")], &[(DateOfBirth, "1969-09-19")], "age_above_maximum!", "of the rules"),
];

const TAX_NUMBERS: &[Row<'static>] = &[
    (DEFAULT, &[(TaxNumber, "")], "required!", "empty"),
    (DEFAULT, &[(TaxNumber, "BZBPK7293_")], "tin_characters!", "a sign that no number has"),
    (DEFAULT, &[(TaxNumber, "ＢＺＢＰＫ７２９３Ｃ")], "", "full-width"),
    (DEFAULT, &[(TaxNumber, "UX-1989389")], "tin_format?", "the documentation's example"),
    (BASIC, &[(TaxNumber, "UX-1989389")], "", "nothing is made of it"),
    (STRICT, &[(TaxNumber, "UX-1989389")], "tin_format!", "the shape is published"),
    (STRICT, &[(TaxNumber, "BZBPK7293C")], "", "it has the shape"),
    (
        &[("tin_by_country.in", "\"strict\"")],
        &[(TaxNumber, "UX-1989389")],
        "tin_format!",
        "strict for that country",
    ),
    (
        &[("tin", "\"strict\""), ("tin_by_country.in", "\"basic\"")],
        &[(TaxNumber, "UX-1989389")],
        "",
        "strict but for that country",
    ),
    (
        &[("tin_by_country.gb", "\"strict\"")],
        &[(TaxNumber, "UX-1989389")],
        "tin_format?",
        "strict for another country",
    ),
    (DEFAULT, &[(TaxNumber, "1111111111")], "tin_placeholder? tin_format?", "all one digit"),
    (STRICT, &[(TaxNumber, "1111111111")], "tin_format! tin_placeholder?", "errors come first"),
    (BASIC, &[(TaxNumber, "1111111111")], "", "nothing is made of it"),
    (DEFAULT, &[(TaxNumber, "54256609T"), (TaxCountry, "es")], "", "check letter"),
    (DEFAULT, &[(TaxNumber, "54256609A"), (TaxCountry, "es")], "tin_checksum?", "another letter"),
    (
        STRICT,
        &[(TaxNumber, "54256609A"), (TaxCountry, "es")],
        "tin_checksum!",
        "two checkers agree",
    ),
    (STRICT, &[(TaxNumber, "M0327163A"), (TaxCountry, "es")], "tin_checksum?", "never K, L, M"),
    (
        DEFAULT,
        &[(TaxNumber, "54256609T"), (ResidenceCountry, "es")],
        "tin_format? tin_other_country?",
        "a number of the country of residence",
    ),
    (
        DEFAULT,
        &[(TaxNumber, "54256609T"), (CitizenCountry, "es")],
        "tin_format? tin_other_country?",
        "a number of the country of citizenship",
    ),
    (
        STRICT,
        &[(TaxNumber, "54256609T"), (BirthCountry, "es")],
        "tin_format! tin_other_country?",
        "a number of the country of birth",
    ),
    (
        DEFAULT,
        &[(TaxNumber, "78060271513"), (TaxCountry, "pl"), (DateOfBirth, "1978-06-02")],
        "",
        "born on the day that it carries",
    ),
    (
        STRICT,
        &[(TaxNumber, "78060271513"), (TaxCountry, "pl"), (DateOfBirth, "1978-06-03")],
        "tin_birth_date?",
        "born on another day: never blocks",
    ),
    (
        WITH_GENDER,
        &[
            (TaxNumber, "78060271513"),
            (TaxCountry, "pl"),
            (DateOfBirth, "1978-06-02"),
            (Gender, "male"),
        ],
        "",
        "the gender that it carries",
    ),
    (
        WITH_GENDER,
        &[
            (TaxNumber, "78060271513"),
            (TaxCountry, "pl"),
            (DateOfBirth, "1978-06-02"),
            (Gender, "Female"),
        ],
        "tin_gender?",
        "another gender, where the rules want to know",
    ),
    (
        WITH_GENDER,
        &[
            (TaxNumber, "78060271513"),
            (TaxCountry, "pl"),
            (DateOfBirth, "1978-06-02"),
            (Gender, "other"),
        ],
        "",
        "it never speaks to `other`",
    ),
    (STRICT, &[(TaxNumber, "n/a"), (TaxCountry, "ae")], "", "none is issued"),
    (STRICT, &[(TaxNumber, "None"), (TaxCountry, "ae")], "", "the same in other words"),
    (STRICT, &[(TaxNumber, "12-B7"), (TaxCountry, "ae")], "tin_not_issued?", "none is issued"),
    (STRICT, &[(TaxNumber, "N/A"), (TaxCountry, "ae")], "", "as long as what it becomes"),
    (STRICT, &[(TaxNumber, "nil"), (TaxCountry, "ae")], "", "as long as what it becomes"),
    (DEFAULT, &[(TaxNumber, "n/a")], "tin_placeholder?", "the country issues one"),
    (STRICT, &[(TaxNumber, "n/a")], "tin_format! tin_placeholder?", "and it has a shape"),
    (BASIC, &[(TaxNumber, "n/a")], "", "nothing is made of it"),
    (
        &[("tin", "\"strict\""), ("tin_not_needed_for.countries", "[\"in\"]")],
        &[(TaxNumber, "n/a")],
        "",
        "the rules let people of that country go without",
    ),
    (
        &[("tin_not_needed_for.countries", "[\"gb\"]")],
        &[(TaxNumber, "n/a")],
        "tin_placeholder?",
        "not of another one",
    ),
    (
        &[("tin", "\"strict\""), ("tin_not_needed_for.employment_status", "[\"retired\"]")],
        &[(TaxNumber, "n/a")],
        "",
        "the rules let people of that status go without",
    ),
    (
        &[("tin_not_needed_for.employment_status", "[\"student\"]")],
        &[(TaxNumber, "n/a"), (EmploymentStatus, "Retired")],
        "tin_placeholder?",
        "not of another one",
    ),
    (
        &[("tin_not_needed_for.employment_status", "[\"student\"]")],
        &[(TaxNumber, "n/a"), (EmploymentStatus, "Student")],
        "",
        "the canonical word counts",
    ),
    (STRICT, &[(TaxNumber, "12-B7"), (TaxCountry, "aq")], "", "no format is known"),
];

/// The shape of the input: by JSON, what is found in all of it.
const SHAPES: &[(&str, &str, &str)] = &[
    ("null", "- not_an_object!", "no object"),
    ("[{}]", "- not_an_object!", "a list"),
    (r#"{"gender":"male"}"#, "", "an object"),
    (r#"{"gender":null}"#, "gender not_a_string!", "null"),
    (r#"{"gender":1}"#, "gender not_a_string!", "a number"),
    (r#"{"gender":"male","gender":"male"}"#, "gender duplicate_field!", "twice"),
    (r#"{"gender":"\ud800"}"#, "gender text_surrogate!", "half of a pair"),
    ("{}", "gender missing_field!", "not there"),
    (
        r#"{"nickname":"x","gender":"male","Gender":"male"}"#,
        "nickname unknown_field!, Gender unknown_field!",
        "keys that are no fields, as they came",
    ),
];

fn run_shapes() -> BTreeSet<String> {
    let validator = validator(DEFAULT);
    let fields = client_profile::FieldSet::EMPTY.with(Gender);
    let mut codes = BTreeSet::new();
    for (json, expected, why) in SHAPES {
        let mut reader = client_profile::json::Reader::default();
        let update = reader.read(json.as_bytes()).unwrap();
        let report = validator.validate_fields(fields, &update, today());
        assert_eq!(told(&report).join(", "), *expected, "{why}");
        assert_eq!(report.is_valid(), expected.is_empty(), "{why}");
        assert_eq!(report.is_as_it_came(), expected.is_empty(), "{why}");
        codes.extend(report.issues().map(|issue| issue.code.as_str().to_owned()));
    }
    codes
}

/// Limits: a character, a field, how many pass, what one more is told.
const LIMITS: &[(Field, &str, usize, &str)] = &[
    (FirstName, "a", 100, "name_long?"),
    (LastName, "字", 100, "name_long?"),
    (TaxNumber, "1", 25, ""),
    (TaxNumber, "Ñ", 25, ""),
    (Reason, "a", 255, ""),
    (Reason, "🙂", 255, ""),
];

fn run_limits() -> BTreeSet<String> {
    let validator = validator(BASIC);
    for (field, character, most, below) in LIMITS {
        let told = |count: usize| {
            let text = character.repeat(count);
            let mut update = fine();
            update.set(*field, &text);
            told(&validator.validate(&update, today())).join(", ")
        };
        let line = |code: &str| {
            if code.is_empty() { String::new() } else { format!("{} {code}", field.name()) }
        };
        assert_eq!(told(*most), line(below), "{character} {most} times");
        assert_eq!(told(most + 1), line("too_long!"), "{character} {most} times and once more");
        if field.spec().kind == client_profile::field::Kind::Name {
            assert_eq!(told(50), "", "50 times {character}");
            assert_eq!(told(51), line("name_long?"), "51 times {character}");
        }
    }
    ["too_long", "name_long"].map(str::to_owned).into()
}

#[test]
fn every_rule_and_every_code_has_its_examples() {
    let mut codes = run(TEXT);
    codes.append(&mut run(CHOICES));
    codes.append(&mut run(TAX_NUMBERS));
    codes.append(&mut run_shapes());
    codes.append(&mut run_limits());
    for code in Code::ALL {
        // What a reader of lines tells of one that is no JSON: no record, no check.
        let of_readers = *code == Code::InvalidJson;
        assert_eq!(codes.contains(code.as_str()), !of_readers, "{}", code.as_str());
        assert_eq!(Code::from_name(code.as_str()), Some(*code));
        assert!(!code.description().is_empty());
    }
    assert_eq!(Code::from_name("no_such_code"), None);
}

#[test]
fn findings_come_in_the_order_of_the_fields_and_unknown_keys_last() {
    let mut update = fine();
    for (field, text) in [
        (Reason, ""),
        (FirstName, "Пpия"),
        (LastName, "4"),
        (TaxNumber, "1111111111"),
        (DateOfBirth, "x"),
        (ResidenceCountry, "uk"),
    ] {
        update.set(field, text);
    }
    update.put(Gender, Input::Missing);
    update.take("b".into(), Input::NotText);
    update.take("a".into(), Input::Text("x"));
    let validator = validator(DEFAULT);
    let report = validator.validate(&update, today());
    assert_eq!(
        told(&report),
        [
            "first_name name_mixed_script?",
            "last_name name_digits!",
            "residence_country country_unknown!",
            "tax_identification_number tin_placeholder?",
            "tax_identification_number tin_format?",
            "date_of_birth date_format!",
            "gender missing_field!",
            "reason required!",
            "b unknown_field!",
            "a unknown_field!",
        ]
    );
    let mut messages = String::new();
    for issue in report.issues() {
        writeln!(messages, "{}", issue.message()).unwrap();
    }
    assert_eq!(
        messages,
        "Check your first name: it has letters of more than one script\n\
         Last name must not have digits\n\
         Choose your country of residence from the list\n\
         Check the number: it looks like a placeholder\n\
         Check the number: PAN (IN) looks like 10 letters and digits, like ABCPE1234F\n\
         Enter your date of birth as year, month and day, like 1969-09-19\n\
         Give gender\n\
         Enter the reason for this change\n\
         Leave this field out: it is not part of a profile\n\
         Leave this field out: it is not part of a profile\n"
    );
}

#[test]
fn the_words_have_their_parameters_in_them() {
    let long = "a".repeat(101);
    for (field, text, words) in [
        (FirstName, &*long, "First name must be 100 characters or fewer"),
        (DateOfBirth, "2020-01-01", "You must be 18 or older"),
        (
            TaxNumber,
            "36574261809",
            "Check the number: NIF (DNI, NIE) (ES) looks like 9 letters and digits, like 12345678Z; \
             Check the number or the country: it looks like a number of DE",
        ),
    ] {
        let mut update = fine();
        update.set(TaxCountry, "es");
        update.set(BirthCountry, "de");
        update.set(TaxNumber, "54362315K");
        update.set(field, text);
        let validator = validator(DEFAULT);
        let report = validator.validate(&update, today());
        let messages: Vec<String> =
            report.issues().map(|issue| issue.message().to_string()).collect();
        assert_eq!(messages.join("; "), words, "{field:?}");
    }
}

#[test]
fn parameters_are_what_the_words_need_and_no_more() {
    let long = "a".repeat(101);
    let longish = "a".repeat(51);
    for (values, limit, country, format) in [
        (&[(FirstName, &*long)][..], Some(100), None, false),
        (&[(FirstName, &*longish)], Some(50), None, false),
        (&[(TaxNumber, &*long)], Some(25), None, false),
        (&[(DateOfBirth, "2020-01-01")], Some(18), None, false),
        (&[(DateOfBirth, "1820-01-01")], Some(121), None, false),
        (&[(BirthCountry, "uk")], None, Some("gb"), false),
        (&[(BirthCountry, "zz")], None, None, false),
        (&[(TaxNumber, "UX-1989389")], None, Some("in"), true),
        (&[(TaxNumber, "UX-1989389"), (TaxCountry, "IN")], None, Some("in"), true),
        (&[(TaxNumber, "54256609A"), (TaxCountry, "es")], None, Some("es"), false),
        (&[(TaxNumber, "12-B7"), (TaxCountry, "ae")], None, Some("ae"), false),
        (&[(TaxNumber, "n/a")], None, None, false),
    ] {
        let validator = validator(DEFAULT);
        let mut update = fine();
        for (field, text) in values {
            update.set(*field, text);
        }
        let report = validator.validate(&update, today());
        let issue = report.issues().next().unwrap();
        assert_eq!(issue.params.limit, limit, "{values:?}");
        assert_eq!(
            issue.params.country.as_ref().map(client_profile::Country::as_str),
            country,
            "{values:?}"
        );
        assert_eq!(issue.params.format.is_some(), format, "{values:?}");
        assert_eq!(issue.params.number, format.then_some("PAN"), "{values:?}");
    }
    let mut update = fine();
    update.set(TaxNumber, "54256609T");
    update.set(CitizenCountry, "es");
    let validator = validator(DEFAULT);
    let report = validator.validate(&update, today());
    let issue = report.issues().nth(1).unwrap();
    assert_eq!(issue.code, Code::TinOtherCountry);
    assert_eq!(issue.params.country.unwrap().as_str(), "es", "the country that it is of");
    assert_eq!(report.other_country(), issue.params.country);
}
