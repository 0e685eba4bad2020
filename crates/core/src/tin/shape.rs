//! Whether a number has a country's shape: characters in their places, and ranges that are issued.

/// One shape of a country's numbers. Its lists stand in `table`.
pub(super) struct Form {
    pub(super) atoms: u16,
    pub(super) atom_count: u8,
    /// Fewest and most characters.
    pub(super) least: u8,
    pub(super) most: u8,
    pub(super) rules: u16,
    pub(super) rule_count: u8,
    /// 0 for none, otherwise one more than the place in the list; so for the next two.
    pub(super) check: u8,
    pub(super) born: u8,
    pub(super) gender: u8,
    /// Whether a wrong checksum may block in strict mode.
    pub(super) blocks: bool,
}

/// So many characters of one class.
pub(super) struct Atom {
    pub(super) class: u8,
    pub(super) least: u8,
    pub(super) most: u8,
}

/// Characters that, read as a number of that radix, must be within one of the spans; `never`: must
/// not.
pub(super) struct Rule {
    pub(super) at: u8,
    pub(super) len: u8,
    pub(super) radix: u8,
    pub(super) never: bool,
    pub(super) spans: &'static [(u32, u32)],
}

impl Form {
    /// Whether the characters stand where they must and issued ranges are kept.
    pub(super) fn fits(&self, codes: &[u8]) -> bool {
        let Some(mut spare) = codes.len().checked_sub(usize::from(self.least)) else {
            return false;
        };
        if codes.len() > usize::from(self.most) {
            return false;
        }
        let mut rest = codes;
        for atom in self.atoms() {
            // At most one atom of a shape varies in length: it takes all there is to spare.
            let more = spare.min(usize::from(atom.most - atom.least));
            spare -= more;
            let Some((part, after)) = rest.split_at_checked(usize::from(atom.least) + more) else {
                return false;
            };
            let class = atom.class();
            if part.iter().any(|code| class >> code & 1 == 0) {
                return false;
            }
            rest = after;
        }
        rest.is_empty() && self.rules().iter().all(|rule| rule.holds(codes))
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
        self.spans.iter().any(|(from, to)| (*from..=*to).contains(&value)) != self.never
    }
}
