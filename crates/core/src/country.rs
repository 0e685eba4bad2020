//! Country codes: ISO 3166-1 alpha-2, in lower case.

#[cfg(feature = "hints")]
mod hint;

use core::fmt;

#[cfg(feature = "hints")]
pub use hint::{MAX_HINT, MAX_HINT_LETTERS, suggest};

/// The country that was probably meant, of those that are known.
pub(crate) fn meant(text: &str, known: CountrySet) -> Option<Country> {
    #[cfg(feature = "hints")]
    return suggest(text).filter(|country| known.contains(*country));
    #[cfg(not(feature = "hints"))]
    {
        let _ = (text, known);
        None
    }
}

/// The 249 officially assigned alpha-2 codes, packed. Source: ISO 3166-1, the list as kept in
/// `crates/core/data/iso3166.txt`.
const ASSIGNED: &str = include_str!("../data/iso3166.txt");

/// Two lower-case ASCII letters: any such pair, whether or not it is assigned.
///
/// ```
/// use client_profile::Country;
/// let country = Country::new("in").unwrap();
/// assert_eq!(country.to_string(), "in");
/// assert!(country < Country::new("is").unwrap(), "in alphabetical order");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

impl Country {
    /// The pair of lower-case letters, or `None` for any other text.
    ///
    /// ```
    /// use client_profile::Country;
    /// assert_eq!(Country::new("in").unwrap().as_str(), "in");
    /// assert_eq!(Country::new("IN"), None);
    /// ```
    pub const fn new(code: &str) -> Option<Self> {
        match *code.as_bytes() {
            [a, b] => Self::of_letters([a, b]),
            _ => None,
        }
    }

    /// The pair of lower-case letters, or `None` for other bytes.
    ///
    /// ```
    /// use client_profile::Country;
    /// assert_eq!(Country::of_letters(*b"in"), Country::new("in"));
    /// ```
    pub const fn of_letters(code: [u8; 2]) -> Option<Self> {
        match code {
            [b'a'..=b'z', b'a'..=b'z'] => Some(Self(code)),
            _ => None,
        }
    }

    /// The code.
    ///
    /// ```
    /// assert_eq!(client_profile::Country::new("xk").unwrap().as_str(), "xk");
    /// ```
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// A number below [`CountrySet::BITS`], in alphabetical order.
    ///
    /// ```
    /// use client_profile::{Country, country::CountrySet};
    /// assert_eq!(Country::new("aa").unwrap().index(), 0);
    /// assert_eq!(Country::new("zz").unwrap().index(), CountrySet::BITS - 1);
    /// ```
    pub const fn index(self) -> usize {
        let [first, second] = self.letters();
        first * 26 + second
    }

    /// The letters' places in the alphabet, from 0.
    pub(crate) const fn letters(self) -> [usize; 2] {
        let [first, second] = self.0;
        [first.wrapping_sub(b'a') as usize, second.wrapping_sub(b'a') as usize]
    }

    /// The country of that index.
    ///
    /// ```
    /// use client_profile::Country;
    /// let country = Country::new("in").unwrap();
    /// assert_eq!(Country::of_index(country.index()), Some(country));
    /// assert_eq!(Country::of_index(26 * 26), None);
    /// ```
    pub const fn of_index(index: usize) -> Option<Self> {
        if index < CountrySet::BITS { Some(Self::from_index(index)) } else { None }
    }

    const fn from_index(index: usize) -> Self {
        #[allow(clippy::cast_possible_truncation, reason = "below 26 each")]
        Self([b'a' + (index / 26 % 26) as u8, b'a' + (index % 26) as u8])
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A set of countries: for each first letter a bit for each second one.
///
/// ```
/// use client_profile::{Country, country::CountrySet};
/// let set: CountrySet = ["in", "gb"].into_iter().filter_map(Country::new).collect();
/// assert!(set.contains(Country::new("gb").unwrap()));
/// assert_eq!(format!("{set:?}"), "{gb, in}");
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CountrySet([u32; 26]);

impl CountrySet {
    /// One bit for each pair of letters.
    ///
    /// ```
    /// assert_eq!(client_profile::country::CountrySet::BITS, 676);
    /// ```
    pub const BITS: usize = 26 * 26;
    /// No country.
    ///
    /// ```
    /// assert_eq!(client_profile::country::CountrySet::EMPTY.iter().next(), None);
    /// ```
    pub const EMPTY: Self = Self([0; 26]);
    /// The 249 officially assigned codes.
    ///
    /// ```
    /// use client_profile::{Country, country::CountrySet};
    /// assert!(CountrySet::ISO_3166.contains(Country::new("in").unwrap()));
    /// assert!(!CountrySet::ISO_3166.contains(Country::new("xk").unwrap()), "Kosovo has no code there");
    /// ```
    pub const ISO_3166: Self = Self::of_lines(ASSIGNED);

    /// Those of lines such as `AD`.
    const fn of_lines(lines: &str) -> Self {
        let mut rest = lines.as_bytes();
        let mut set = Self::EMPTY;
        while let [first, second, b'\n', after @ ..] = rest {
            let code = [first.to_ascii_lowercase(), second.to_ascii_lowercase()];
            let [first, second] = Country(code).letters();
            set.0[first] |= 1 << second;
            rest = after;
        }
        set
    }

    /// Whether `country` is in the set.
    ///
    /// ```
    /// use client_profile::{Country, country::CountrySet};
    /// assert!(!CountrySet::EMPTY.contains(Country::new("in").unwrap()));
    /// ```
    pub fn contains(&self, country: Country) -> bool {
        let [first, second] = country.letters();
        self.0.get(first).is_some_and(|seconds| seconds >> (second & 31) & 1 == 1)
    }

    /// Whether `code` is that of a country in the set.
    #[inline]
    pub(crate) fn has_code(&self, code: &str) -> bool {
        let [first, second] = *code.as_bytes() else { return false };
        let [first, second] = [first.wrapping_sub(b'a'), second.wrapping_sub(b'a')];
        // No more than 26 bits are ever set.
        let seconds = self.0.get(usize::from(first)).copied().unwrap_or_default();
        second < 32 && seconds >> (second & 31) & 1 == 1
    }

    /// Adds `country`.
    ///
    /// ```
    /// use client_profile::{Country, country::CountrySet};
    /// let mut set = CountrySet::EMPTY;
    /// set.insert(Country::new("xk").unwrap());
    /// assert_eq!(set.iter().count(), 1);
    /// ```
    pub fn insert(&mut self, country: Country) {
        let [first, second] = country.letters();
        if let Some(seconds) = self.0.get_mut(first) {
            *seconds |= 1 << (second & 31);
        }
    }

    /// Takes `country` out.
    ///
    /// ```
    /// use client_profile::{Country, country::CountrySet};
    /// let mut set = CountrySet::ISO_3166;
    /// set.remove(Country::new("kp").unwrap());
    /// assert_eq!(set.iter().count(), 248);
    /// ```
    pub fn remove(&mut self, country: Country) {
        let [first, second] = country.letters();
        if let Some(seconds) = self.0.get_mut(first) {
            *seconds &= !(1 << (second & 31));
        }
    }

    /// The countries of the set, in alphabetical order of their codes.
    ///
    /// ```
    /// assert_eq!(client_profile::country::CountrySet::ISO_3166.iter().count(), 249);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = Country> + '_ {
        (0..Self::BITS).map(Country::from_index).filter(|country| self.contains(*country))
    }
}

impl FromIterator<Country> for CountrySet {
    fn from_iter<I: IntoIterator<Item = Country>>(countries: I) -> Self {
        let mut set = Self::EMPTY;
        countries.into_iter().for_each(|country| set.insert(country));
        set
    }
}

impl fmt::Debug for CountrySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
