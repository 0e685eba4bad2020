//! What tax numbers tell of birth dates and genders: every layout, century and mark by example.

use client_profile::choice::Gender;
use client_profile::tin::{self, Findings, Person};
use client_profile::{Country, Date};

const MAN: Option<Gender> = Some(Gender::Male);
const WOMAN: Option<Gender> = Some(Gender::Female);

/// A country, a number, what the person says, whether date and gender differ from that, why.
type Row = (&'static str, &'static str, &'static str, Option<Gender>, (bool, bool), &'static str);

const TABLE: &[Row] = &[
    ("ee", "37605030299", "1976-05-03", MAN, (false, false), "as it says"),
    ("ee", "37605030299", "1976-05-03", WOMAN, (false, true), "3 is a man's"),
    ("ee", "37605030299", "1876-05-03", MAN, (true, false), "another century"),
    ("ee", "37605030299", "1976-05-03", None, (false, false), "nothing to compare"),
    ("be", "85073003328", "1985-07-30", MAN, (false, false), "033 is odd"),
    ("be", "00000100364", "1900-07-30", WOMAN, (false, true), "nothing is known but the sex"),
    ("be", "00000100364", "1985-07-30", MAN, (false, false), "not even the year"),
    ("be", "85070000385", "1985-07-12", MAN, (false, false), "the day is unknown"),
    ("be", "85070000385", "1985-08-12", MAN, (true, false), "another month"),
    ("be", "85000000336", "1985-08-12", MAN, (false, false), "month and day are unknown"),
    ("be", "85000000336", "1986-08-12", MAN, (true, false), "another year"),
    ("bg", "8032056031", "1880-12-05", None, (false, false), "month 32"),
    ("bg", "8032056031", "1980-12-05", None, (true, false), "month 32 is no 1980"),
    ("fi", "131052-308T", "1952-10-13", WOMAN, (false, false), "308 is even"),
    ("fi", "131052-308T", "2052-10-13", WOMAN, (true, false), "- is the 1900s"),
    ("hu", "8071592153", "1974-11-04", None, (true, false), "another day"),
    ("it", "RCCMNL83S18D969H", "1983-11-18", MAN, (false, false), "S is November"),
    ("it", "RCCMNL83S18D969H", "1983-11-18", WOMAN, (false, true), "day 18, not 58"),
    ("se", "811228-9874", "1981-12-28", MAN, (false, false), "87 is odd"),
    ("se", "811228-9874", "1881-12-28", MAN, (false, false), "no century told"),
    ("se", "19811228-9874", "1881-12-28", MAN, (true, false), "century told"),
    ("cz", "7103192745", "1971-03-19", MAN, (false, false), "month as it is"),
    ("cz", "7103192745", "1971-03-19", WOMAN, (false, true), "a woman's has month 53"),
    ("cz", "CZ7103192745", "1971-03-20", WOMAN, (true, true), "behind the country, too"),
    ("sg", "S7012345B", "1970-06-01", WOMAN, (false, false), "the year only"),
    ("sg", "S7012345B", "1971-06-01", WOMAN, (true, false), "another year"),
    ("sg", "S7012345B", "2070-06-01", WOMAN, (true, false), "S is the 1900s"),
    ("sg", "T0512345Z", "2005-06-01", MAN, (false, false), "T is the 2000s"),
    ("sg", "T0512345Z", "1905-06-01", MAN, (true, false), "T is not the 1900s"),
    ("sg", "S1234567D", "1950-06-01", MAN, (false, false), "below 68 the year is not told"),
    ("vn", "079085001234", "1985-06-01", MAN, (false, false), "0 is a man of the 1900s"),
    ("vn", "079085001234", "1986-06-01", WOMAN, (true, true), "another year"),
    ("vn", "079385001234", "2085-06-01", WOMAN, (false, false), "3 is a woman of the 2000s"),
    ("vn", "079385001234", "1985-06-01", MAN, (true, true), "3 is not the 1900s"),
    ("be", "00200100310", "1985-06-01", WOMAN, (false, false), "BIS, nothing is known"),
    ("be", "00200100310", "1985-06-01", MAN, (false, false), "BIS, month +20: no gender"),
    ("be", "00400100353", "1985-06-01", WOMAN, (false, true), "BIS, month +40: 3 is a man's"),
    ("be", "85002000318", "1985-06-20", MAN, (false, false), "month 00 is unknown"),
    ("be", "85002000318", "1986-06-20", MAN, (true, false), "the year is known"),
    ("pl", "02812101234", "1802-01-21", MAN, (false, false), "month 81 is the 1800s"),
    ("pl", "02812101234", "1902-01-21", MAN, (true, false), "month 81 is not the 1900s"),
    ("pl", "02212101236", "2002-01-21", MAN, (false, false), "month 21 is the 2000s"),
    ("no", "41010150068", "2001-01-01", WOMAN, (false, false), "D-number: day +40"),
    ("no", "41010150068", "1901-01-01", WOMAN, (true, false), "500 to 999 and 01: the 2000s"),
    ("no", "01015460020", "1854-01-01", WOMAN, (false, false), "500 to 749 and 54: the 1800s"),
    ("no", "01014095094", "1940-01-01", WOMAN, (false, false), "900 to 999 and 40: the 1900s"),
    ("cz", "0571011232", "2005-01-01", WOMAN, (false, false), "month 71: a woman's"),
    ("cz", "0571011232", "2005-01-01", MAN, (false, true), "month 71: a woman's"),
    ("cz", "0521011238", "2005-01-01", WOMAN, (false, true), "month 21: a man's"),
    ("cz", "0551011230", "2005-01-01", WOMAN, (false, false), "month 51: a woman's"),
    ("cz", "8501011233", "1985-01-01", MAN, (false, false), "month 01: a man's"),
    ("ro", "7001010400016", "1900-10-10", MAN, (false, false), "7: no century, a man"),
    ("ro", "7001010400016", "2000-10-10", WOMAN, (false, true), "7: no century, a man"),
    ("ro", "9000229400016", "2000-02-29", WOMAN, (false, false), "9: neither, and 2000 leaps"),
    ("ro", "9000229400016", "2000-02-29", MAN, (false, false), "9: no gender told"),
    ("lv", "01010021230", "2000-01-01", MAN, (false, false), "2 is the 2000s"),
    ("lv", "01010021230", "1900-01-01", MAN, (true, false), "2 is not the 1900s"),
    ("lv", "01010001230", "1800-01-01", MAN, (false, false), "0 is the 1800s"),
    ("dk", "0101003123", "1900-01-01", MAN, (false, false), "0 to 3: the 1900s"),
    ("dk", "0101005124", "2000-01-01", WOMAN, (false, false), "5 to 8 and 00: the 2000s"),
    ("dk", "0101605124", "1860-01-01", WOMAN, (false, false), "5 to 8 and 60: the 1800s"),
    ("dk", "0101369123", "2036-01-01", MAN, (false, false), "9 and 36: the 2000s"),
    ("dk", "0101379123", "1937-01-01", MAN, (false, false), "9 and 37: the 1900s"),
    ("gl", "0101005124", "2000-01-01", MAN, (false, true), "as in Denmark"),
    ("se", "0002291235", "2000-02-29", MAN, (false, false), "of some century that leaps"),
    ("se", "200002891232", "2000-02-29", MAN, (false, false), "a day +60"),
    ("se", "200002891232", "2000-02-28", WOMAN, (true, true), "a day +60"),
    ("it", "RSSMRA85A01H501Z", "1985-01-01", MAN, (false, false), "A is January"),
    ("it", "RSSMRA85T10A562S", "1985-12-10", MAN, (false, false), "T is December"),
    ("it", "RSSMRA85T10A562S", "1985-11-10", MAN, (true, false), "T is not November"),
    ("it", "RSSMRA85T50A562W", "1985-12-10", WOMAN, (false, false), "day 50 is 10 of a woman"),
    ("is", "0101851229", "1985-01-01", MAN, (false, false), "9 is the 1900s"),
    ("is", "0101851220", "1885-01-01", MAN, (false, false), "0: the century is not told"),
    ("is", "0101851229", "2085-01-01", MAN, (true, false), "9 is not the 2000s"),
    ("kz", "830615300125", "1983-06-15", MAN, (false, false), "3: a man of the 1900s"),
    ("kz", "830615300125", "1883-06-15", WOMAN, (true, true), "3: a man of the 1900s"),
    ("kz", "830615000126", "1883-06-15", WOMAN, (false, false), "0: neither is told"),
    ("kz", "830615000126", "1983-06-16", WOMAN, (true, false), "0: the day is"),
    ("kw", "289010112348", "1989-01-01", MAN, (false, false), "2 is the 1900s"),
    ("kw", "289010112348", "2089-01-01", MAN, (true, false), "2 is the 1900s"),
    ("eg", "29001011234567", "1990-01-01", WOMAN, (false, false), "6 is even"),
    ("eg", "29001011234567", "1990-01-01", MAN, (false, true), "6 is even"),
    ("al", "I05101999I", "1980-01-01", WOMAN, (false, false), "I is the 1980s, month +50"),
    ("al", "I05101999I", "1981-01-01", MAN, (true, true), "the digit after it is the year"),
    ("al", "I08101999I", "1980-01-01", WOMAN, (false, false), "month +80, a foreigner"),
    ("al", "I03101999I", "1980-01-01", WOMAN, (false, true), "month +30, a foreigner"),
    ("al", "A10101999I", "1901-01-01", MAN, (false, false), "A is the 1900s"),
    ("al", "905101999I", "1995-01-01", MAN, (true, true), "a digit for the decade: year 90"),
    ("al", "905101999I", "1890-01-01", WOMAN, (false, false), "no century then"),
    ("al", "I01901999I", "1990-02-02", WOMAN, (false, false), "no such month: nothing is told"),
    ("tw", "A123456789", "1990-01-01", MAN, (false, false), "1 is a man's"),
    ("tw", "A123456789", "1990-01-01", WOMAN, (false, true), "1 is a man's"),
    ("ua", "3184710691", "1987-03-12", MAN, (false, false), "31,847 days"),
    ("ua", "3184710691", "1987-03-11", WOMAN, (true, true), "another day"),
    ("hu", "8071592153", "1886-08-08", None, (false, false), "7,159 days"),
    ("hu", "8071592153", "1886-08-09", None, (true, false), "another day"),
    ("lu", "1893120105732", "1893-12-01", None, (false, false), "in plain order"),
    ("lu", "1893120105732", "1893-12-02", None, (true, false), "another day"),
    ("mx", "GODE561231GR8", "1856-12-31", None, (false, false), "no century"),
    ("mx", "GODE561231GR8", "1956-12-30", None, (true, false), "another day"),
    ("cn", "11010519491231002X", "1949-12-31", WOMAN, (false, false), "2 is even"),
    ("cn", "11010519491231002X", "1949-12-30", MAN, (true, true), "another day"),
    ("rs", "0101006500006", "2006-01-01", MAN, (false, false), "006 is 2006"),
    ("rs", "0101006500006", "1906-01-01", WOMAN, (true, true), "006 is not 1906"),
    ("in", "ABCPE1234F", "1971-01-01", MAN, (false, false), "tells nothing"),
];

fn check(code: &str, number: &str, born: &str, gender: Option<Gender>) -> Findings {
    let person = Person { birth_date: Date::parse(born), gender, ..Person::default() };
    tin::check(Country::new(code).unwrap(), &tin::canonical(number), &person)
}

#[test]
fn birth_dates_and_genders_are_compared() {
    let mut wrong = Vec::new();
    for (code, number, born, gender, expected, why) in TABLE {
        let found = check(code, number, born, *gender);
        assert!(!found.format && !found.checksum, "{code} {number} is no number: {found:?}");
        let told = (found.birth_date, found.gender);
        if told != *expected {
            wrong.push(format!("{code} {number} {born}: {told:?}, not {expected:?}: {why}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_no_number_tells_nothing() {
    for (code, number, born, why) in [
        ("sg", "S7012345A", "1971-01-01", "its checksum is wrong"),
        ("eg", "39001011234567", "1990-01-01", "born in 2090"),
    ] {
        let found = check(code, number, born, MAN);
        assert!(!found.birth_date && !found.gender, "{code} {number}: {why}");
    }
}
