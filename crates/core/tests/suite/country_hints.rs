//! A code that is no country comes back with the country it probably means.

use client_profile::{Code, Country, Date, Field, ProfileUpdate, Rules, Validator};

/// What the finding on `value` suggests, under rules that know these extra countries.
fn hint(value: &str, extra: &[&str]) -> Option<Country> {
    let rules = Rules {
        extra_countries: extra.iter().map(|code| (*code).to_owned()).collect(),
        ..Rules::default()
    };
    let validator = Validator::new(&rules, str::to_owned).unwrap();
    let mut update = ProfileUpdate::default();
    update.set(Field::BirthCountry, value);
    let today = Date::new(2026, 11, 23).unwrap();
    let report = validator.validate_field(Field::BirthCountry, &update, today);
    let issue = report.issues().next().unwrap();
    assert_eq!(issue.code, Code::CountryUnknown, "{value}");
    issue.params.country
}

#[test]
fn the_finding_names_the_country_that_was_meant() {
    for (value, code) in [
        ("UK", Some("gb")),
        ("el", Some("gr")),
        (" DEU ", Some("de")),
        ("United Kingdom", Some("gb")),
        ("Côte d’Ivoire", Some("ci")),
        ("Ｕ．Ｓ．", Some("us")),
        ("St. Lucia", Some("lc")),
        ("Korea (the Republic of)", Some("kr")),
        ("zz", None),
        ("Atlantis", None),
    ] {
        assert_eq!(hint(value, &[]), code.and_then(Country::new), "{value}");
    }
}

/// As ISO 3166-1, CLDR and people write them.
#[test]
fn official_and_longer_names_are_known() {
    for (code, names) in [
        ("ae", &["The United Arab Emirates", "United Arab Emirates (the)", "U.A.E."][..]),
        ("ag", &["Antigua & Barbuda", "Antigua"]),
        ("ba", &["Bosnia & Herzegovina", "Bosnia-Herzegovina", "Bosnia"]),
        ("bn", &["Brunei Darussalam"]),
        ("bo", &["Bolivia (Plurinational State of)", "Plurinational State of Bolivia"]),
        ("bs", &["The Bahamas", "Bahamas (the)"]),
        (
            "cd",
            &[
                "DRC",
                "Congo (the Democratic Republic of the)",
                "The Democratic Republic of the Congo",
                "Democratic Republic of Congo",
                "Congo - Kinshasa",
            ],
        ),
        ("cg", &["Republic of the Congo", "Congo, Rep.", "Congo (the)", "Congo - Brazzaville"]),
        ("cn", &["PRC", "People's Republic of China", "People’s Republic of China"]),
        ("do", &["Dominican Republic (the)"]),
        ("fm", &["Micronesia (Federated States of)", "Federated States of Micronesia"]),
        ("gb", &["The UK", "United Kingdom of Great Britain and Northern Ireland"]),
        ("hk", &["Hong Kong SAR", "Hong Kong SAR China"]),
        ("ie", &["Republic of Ireland"]),
        ("ir", &["Iran (Islamic Republic of)", "Iran, Islamic Republic of"]),
        ("kg", &["Kyrgyz Republic"]),
        ("kn", &["St Kitts", "St. Kitts & Nevis"]),
        ("kp", &["DPRK", "Korea (Democratic People's Republic of)"]),
        ("kr", &["Republic of Korea", "Korea, Republic of", "Korea, Rep."]),
        ("la", &["Lao PDR", "Lao People's Democratic Republic"]),
        ("mm", &["Myanmar (Burma)"]),
        ("mo", &["Macao SAR"]),
        ("nl", &["Netherlands (Kingdom of the)", "the_netherlands"]),
        ("ps", &["State of Palestine", "Palestinian Territories"]),
        ("sa", &["KSA", "Kingdom of Saudi Arabia"]),
        ("sk", &["Slovak Republic"]),
        ("st", &["São Tomé & Príncipe", "Sao Tome"]),
        ("sy", &["Syrian Arab Republic"]),
        ("tr", &["Turkiye", "Republic of Türkiye"]),
        ("tt", &["Trinidad & Tobago", "Trinidad"]),
        ("tw", &["Taiwan (Province of China)", "Taiwan, Province of China"]),
        ("tz", &["Tanzania, United Republic of", "United Republic of Tanzania"]),
        ("us", &["The United States", "The USA", "United States of America (the)"]),
        ("va", &["Vatican", "Vatican City State"]),
        ("ve", &["Venezuela (Bolivarian Republic of)"]),
    ] {
        for name in names {
            assert_eq!(hint(name, &[]), Country::new(code), "{name}");
        }
    }
}

/// A wrong country is worse than none.
#[test]
fn what_may_be_another_one_is_left_open() {
    for name in [
        "The Republic of China",
        "China, Republic of",
        "Georgia, United States",
        "United States Minor Outlying Islands",
        "Congo, Dem. Rep.",
        "Korea, Dem. People's Rep.",
        "People's Republic of Korea",
        "The",
        "Republic",
        "State of the",
    ] {
        assert_eq!(hint(name, &[]), None, "{name}");
    }
}

#[test]
fn it_never_names_a_country_that_the_rules_do_not_know() {
    assert_eq!(hint("Kosovo", &["xk"]), Country::new("xk"));
    assert_eq!(hint("Kosovo", &[]), None);
}
