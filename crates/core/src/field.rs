//! The 12 fields of a profile update, as one enum and one table.
//!
//! Everything that names a field (the form's inputs, the TypeScript types, the JSON Schema, the
//! database's columns) is derived from [`Field::spec`].

use core::fmt;

/// One of the 12 fields of a profile update, in the order of the wire.
///
/// ```
/// use client_profile::Field;
/// assert_eq!(Field::FirstName.name(), "first_name");
/// assert!(Field::FirstName < Field::Reason, "in the order of the wire");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Field {
    /// Given name or names.
    FirstName,
    /// Family name or names.
    LastName,
    /// Country the person lives in.
    ResidenceCountry,
    /// Why the account is opened.
    AccountOpeningReason,
    /// Country the person pays tax in.
    TaxResidenceCountry,
    /// Country the person was born in.
    BirthCountry,
    /// Tax identification number.
    TaxIdentificationNumber,
    /// Country the person is a citizen of.
    CitizenCountry,
    /// Employment status.
    EmploymentStatus,
    /// Date of birth.
    DateOfBirth,
    /// Gender.
    Gender,
    /// Why the profile is changed: belongs to one change, not to the person.
    Reason,
}

/// What kind of value a field holds, and so how it is checked and asked for.
///
/// ```
/// use client_profile::{Field, field::Kind};
/// let countries = Field::ALL.into_iter().filter(|field| field.spec().kind == Kind::Country);
/// assert_eq!(countries.count(), 4);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A person's name: one line.
    Name,
    /// An ISO 3166-1 alpha-2 code in lower case.
    Country,
    /// One of a short list of words.
    Choice,
    /// A calendar day, `YYYY-MM-DD`.
    Date,
    /// A tax identification number.
    TaxNumber,
    /// Free text of several lines.
    Note,
}

/// The part of the form a field belongs to.
///
/// ```
/// use client_profile::{Field, field::Group};
/// assert_eq!(Field::Reason.spec().group, Group::Change);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Group {
    /// About the person.
    You,
    /// Tax and residence.
    TaxAndResidence,
    /// About this change.
    Change,
}

/// What the one table knows of a field.
///
/// ```
/// use client_profile::{Field, field::Kind};
/// let spec = Field::DateOfBirth.spec();
/// assert_eq!((spec.name, spec.kind, spec.autocomplete), ("date_of_birth", Kind::Date, "bday"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// Name on the wire.
    pub name: &'static str,
    /// Kind of value.
    pub kind: Kind,
    /// Group in the form.
    pub group: Group,
    /// HTML `autocomplete` token (WHATWG HTML, autofill field names); `off` where none fits.
    pub autocomplete: &'static str,
}

const SPECS: [Spec; Field::COUNT] = {
    use Group::{Change, TaxAndResidence, You};
    const fn spec(
        name: &'static str,
        kind: Kind,
        group: Group,
        autocomplete: &'static str,
    ) -> Spec {
        Spec { name, kind, group, autocomplete }
    }
    [
        spec("first_name", Kind::Name, You, "given-name"),
        spec("last_name", Kind::Name, You, "family-name"),
        spec("residence_country", Kind::Country, TaxAndResidence, "country"),
        spec("account_opening_reason", Kind::Choice, You, "off"),
        spec("tax_residence_country", Kind::Country, TaxAndResidence, "off"),
        spec("birth_country", Kind::Country, You, "off"),
        spec("tax_identification_number", Kind::TaxNumber, TaxAndResidence, "off"),
        spec("citizen_country", Kind::Country, You, "off"),
        spec("employment_status", Kind::Choice, You, "off"),
        spec("date_of_birth", Kind::Date, You, "bday"),
        spec("gender", Kind::Choice, You, "off"),
        spec("reason", Kind::Note, Change, "off"),
    ]
};

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Field {
    /// How many fields there are.
    ///
    /// ```
    /// assert_eq!(client_profile::Field::COUNT, 12);
    /// ```
    pub const COUNT: usize = 12;

    /// All fields, in the order of the wire, which is the order findings come in.
    ///
    /// ```
    /// use client_profile::Field;
    /// assert_eq!(Field::ALL[0], Field::FirstName);
    /// ```
    pub const ALL: [Self; Self::COUNT] = [
        Self::FirstName,
        Self::LastName,
        Self::ResidenceCountry,
        Self::AccountOpeningReason,
        Self::TaxResidenceCountry,
        Self::BirthCountry,
        Self::TaxIdentificationNumber,
        Self::CitizenCountry,
        Self::EmploymentStatus,
        Self::DateOfBirth,
        Self::Gender,
        Self::Reason,
    ];

    /// What the table knows of this field.
    ///
    /// ```
    /// assert_eq!(client_profile::Field::Gender.spec().name, "gender");
    /// ```
    pub const fn spec(self) -> &'static Spec {
        &SPECS[self as usize]
    }

    /// The name on the wire.
    ///
    /// ```
    /// assert_eq!(client_profile::Field::TaxIdentificationNumber.name(), "tax_identification_number");
    /// ```
    pub const fn name(self) -> &'static str {
        self.spec().name
    }

    /// The field of that name on the wire.
    ///
    /// ```
    /// use client_profile::Field;
    /// assert_eq!(Field::from_name("reason"), Some(Field::Reason));
    /// assert_eq!(Field::from_name("Reason"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}

/// A set of fields.
///
/// ```
/// use client_profile::{Field, FieldSet};
/// let names: FieldSet = [Field::LastName, Field::FirstName].into_iter().collect();
/// assert!(names.iter().eq([Field::FirstName, Field::LastName]), "in the order of the wire");
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct FieldSet(u16);

impl fmt::Debug for FieldSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl FieldSet {
    /// All 12: a `PUT`.
    ///
    /// ```
    /// use client_profile::{Field, FieldSet};
    /// assert!(FieldSet::ALL.contains(Field::Reason));
    /// ```
    pub const ALL: Self = Self((1 << Field::COUNT) - 1);
    /// None.
    ///
    /// ```
    /// assert!(client_profile::FieldSet::EMPTY.is_empty());
    /// ```
    pub const EMPTY: Self = Self(0);
    /// All but the reason for the change: a `POST`, and what a stored profile holds.
    ///
    /// ```
    /// use client_profile::{Field, FieldSet};
    /// assert!(!FieldSet::PROFILE.contains(Field::Reason));
    /// assert_eq!(FieldSet::PROFILE.iter().count(), 11);
    /// ```
    pub const PROFILE: Self = Self::ALL.without(Field::Reason);

    /// This set and `field`.
    ///
    /// ```
    /// use client_profile::{Field, FieldSet};
    /// assert!(FieldSet::EMPTY.with(Field::Gender).contains(Field::Gender));
    /// ```
    #[must_use]
    pub const fn with(self, field: Field) -> Self {
        Self(self.0 | 1 << field as u16)
    }

    /// This set, and `field` if `is`.
    #[must_use]
    pub(crate) const fn with_if(self, field: Field, is: bool) -> Self {
        Self(self.0 | (is as u16) << field as u16)
    }

    /// This set less `field`.
    ///
    /// ```
    /// use client_profile::{Field, FieldSet};
    /// assert_eq!(FieldSet::ALL.without(Field::Reason), FieldSet::PROFILE);
    /// ```
    #[must_use]
    pub const fn without(self, field: Field) -> Self {
        Self(self.0 & !(1 << field as u16))
    }

    /// What is in this set or the other.
    ///
    /// ```
    /// use client_profile::{Field, FieldSet};
    /// let (name, gender) = (FieldSet::EMPTY.with(Field::FirstName), FieldSet::EMPTY.with(Field::Gender));
    /// assert!(name.union(gender).iter().eq([Field::FirstName, Field::Gender]));
    /// ```
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in this set and not in the other.
    ///
    /// ```
    /// use client_profile::{Field, FieldSet};
    /// let rest = FieldSet::ALL.minus(FieldSet::PROFILE);
    /// assert!(rest.iter().eq([Field::Reason]));
    /// ```
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether `field` is in the set.
    ///
    /// ```
    /// use client_profile::{Field, FieldSet};
    /// assert!(FieldSet::ALL.contains(Field::Reason) && !FieldSet::EMPTY.contains(Field::Reason));
    /// ```
    pub const fn contains(self, field: Field) -> bool {
        self.0 & (1 << field as u16) != 0
    }

    /// Whether nothing is in the set.
    ///
    /// ```
    /// use client_profile::FieldSet;
    /// assert!(FieldSet::PROFILE.minus(FieldSet::ALL).is_empty());
    /// ```
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The fields of the set, in the order of the wire.
    ///
    /// ```
    /// use client_profile::{Field, FieldSet};
    /// assert!(FieldSet::ALL.iter().eq(Field::ALL));
    /// ```
    pub fn iter(self) -> impl Iterator<Item = Field> {
        let mut left = self.0;
        core::iter::from_fn(move || {
            let field = Field::ALL.get(left.trailing_zeros() as usize)?;
            left &= left.wrapping_sub(1);
            Some(*field)
        })
    }
}

impl FromIterator<Field> for FieldSet {
    fn from_iter<I: IntoIterator<Item = Field>>(fields: I) -> Self {
        fields.into_iter().fold(Self::EMPTY, Self::with)
    }
}

#[cfg(test)]
mod tests {
    use super::{Field, FieldSet};

    #[test]
    fn a_field_joins_a_set_if_it_is_so() {
        for field in Field::ALL {
            let one = FieldSet::EMPTY.with_if(field, true);
            assert_eq!(one, FieldSet::EMPTY.with(field));
            assert_eq!(one.with_if(field, true), one);
            assert_eq!(one.with_if(field, false), one);
            assert!(FieldSet::EMPTY.with_if(field, false).is_empty());
        }
    }
}
