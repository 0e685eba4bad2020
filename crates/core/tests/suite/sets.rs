//! Laws of the sets of fields and countries.

use client_profile::country::CountrySet;
use client_profile::{Country, Field, FieldSet};

#[test]
fn a_field_is_in_a_set_once() {
    for field in Field::ALL {
        let one = FieldSet::EMPTY.with(field);
        assert_eq!(one.with(field), one, "{field:?}");
        assert_eq!(one.union(one), one, "{field:?}");
        assert!(one.iter().eq([field]) && one.contains(field) && !one.is_empty());
        assert_eq!(one.without(field).without(field), FieldSet::EMPTY, "{field:?}");
        assert_eq!(FieldSet::ALL.minus(one), FieldSet::ALL.without(field));
        assert_eq!(FieldSet::ALL.without(field).with(field), FieldSet::ALL);
        assert_eq!(one.minus(FieldSet::ALL), FieldSet::EMPTY);
    }
    let (first, last) = (Field::FirstName, Field::LastName);
    let both = FieldSet::EMPTY.with(first).union(FieldSet::EMPTY.with(last));
    assert!(both.iter().eq([first, last]));
    assert_eq!(both.union(both.without(first)), both);
    assert!(FieldSet::EMPTY.iter().next().is_none() && FieldSet::EMPTY.is_empty());
    assert_eq!(Field::ALL.into_iter().collect::<FieldSet>(), FieldSet::ALL);
}

#[test]
fn a_field_is_found_by_its_name_alone() {
    for (at, field) in Field::ALL.into_iter().enumerate() {
        assert_eq!(field as usize, at);
        assert_eq!(Field::from_name(field.name()), Some(field));
        assert_eq!(Field::from_name(&field.name().to_uppercase()), None);
    }
}

#[test]
fn a_country_is_in_a_set_once() {
    let pairs = (0..CountrySet::BITS).map(|index| {
        let letter = |n: usize| b'a' + u8::try_from(n).unwrap();
        Country::of_letters([letter(index / 26), letter(index % 26)]).unwrap()
    });
    let mut all = CountrySet::EMPTY;
    for (index, country) in pairs.enumerate() {
        assert_eq!(country.index(), index);
        assert!(!all.contains(country));
        all.insert(country);
        all.insert(country);
        assert!(all.contains(country), "{country}");
        assert_eq!(format!("{country:?}"), country.as_str());
        assert_eq!(all.iter().count(), index + 1);
        let mut without = all;
        without.remove(country);
        without.remove(country);
        assert!(!without.contains(country), "{country}");
        assert_eq!(without.iter().count(), index);
    }
    assert_eq!(all.iter().last(), Country::new("zz"));
    for code in ["", "a", "aaa", "A1", "a{", "`a", "Aa", "é"] {
        assert_eq!(Country::new(code), None, "{code}");
    }
    assert_eq!(Country::of_letters(*b"a["), None);
    assert_eq!(Country::of_letters(*b"~z"), None);
}
