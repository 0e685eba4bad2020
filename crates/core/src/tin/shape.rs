//! Whether a number has a country's shape: characters in their places, and ranges that are issued.

use super::table::members;

/// One shape of a country's numbers. Its lists stand in `table`.
pub(super) struct Form {
    pub(super) atoms: u16,
    pub(super) atom_count: u8,
    /// Fewest and most characters.
    pub(super) least: u8,
    pub(super) most: u8,
    pub(super) rules: u8,
    pub(super) rule_count: u8,
    pub(super) steps: u8,
    pub(super) step_count: u8,
    /// Places of where birth date and gender sit; 0 for none.
    pub(super) born: u8,
    pub(super) gender: u8,
    /// Whether a wrong checksum may block in strict mode.
    pub(super) blocks: bool,
    /// Whether it is not a person's number, but stands where there is none.
    pub(super) placeholder: bool,
}

/// In the count of an atom: it takes all that is left over; at most one of a shape does.
const VARIES: u8 = 0x80;

/// Characters that, read as a number of that radix, must be within one of the spans; `never`: must
/// not.
pub(super) struct Rule {
    pub(super) at: u8,
    pub(super) len: u8,
    pub(super) radix: u8,
    pub(super) never: bool,
    pub(super) spans: u8,
    pub(super) span_count: u8,
}

impl Form {
    /// Whether the characters stand where they must and issued ranges are kept.
    pub(super) fn fits(&self, codes: &[u8]) -> bool {
        let Some(spare) = codes.len().checked_sub(usize::from(self.least)) else {
            return false;
        };
        if codes.len() > usize::from(self.most) {
            return false;
        }
        let mut rest = codes;
        for [class, count] in self.atoms() {
            let more = if count & VARIES == 0 { 0 } else { spare };
            let Some((part, after)) = rest.split_at_checked(usize::from(count & !VARIES) + more)
            else {
                return false;
            };
            rest = after;
            let members = members(*class);
            if !part.iter().all(|code| members >> (code & 63) & 1 == 1) {
                return false;
            }
        }
        self.issues(codes)
    }

    /// Whether issued ranges are kept.
    pub(super) fn issues(&self, codes: &[u8]) -> bool {
        self.rules().iter().all(|rule| rule.holds(codes))
    }
}

impl Rule {
    fn holds(&self, codes: &[u8]) -> bool {
        let start = usize::from(self.at);
        let part = codes.get(start..start + usize::from(self.len)).unwrap_or_default();
        let radix = u32::from(self.radix);
        let value = part
            .iter()
            .fold(0_u32, |value, code| value.wrapping_mul(radix).wrapping_add(u32::from(*code)));
        self.spans().iter().any(|(from, to)| (*from..=*to).contains(&value)) != self.never
    }
}
