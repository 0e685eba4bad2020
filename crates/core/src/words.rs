//! A short list of words to look up in.

#[cfg(any(test, not(any(target_pointer_width = "64", feature = "quick"))))]
mod list;
#[cfg(any(test, target_pointer_width = "64", feature = "quick"))]
mod places;

#[cfg(not(any(target_pointer_width = "64", feature = "quick")))]
pub(crate) use list::Words;
#[cfg(any(target_pointer_width = "64", feature = "quick"))]
pub(crate) use places::Words;

#[cfg(test)]
mod tests {
    use super::{list, places};
    use alloc::string::String;

    #[test]
    fn it_knows_its_words_and_no_others() {
        let list = ["a", "ab", "male", "other", "female", "self_employed", "peer_to_peer_exchange"];
        let words = list.map(String::from);
        let (placed, listed) = (places::Words::new(&words), list::Words::new(&words));
        for word in list {
            assert!(placed.contains(word) && listed.contains(word), "{word}");
        }
        for word in [
            "",
            "b",
            "ba",
            "abc",
            "mal",
            "males",
            "mole",
            "otter",
            "self_employee",
            "self-employed",
            "peer_to_eeer_exchange",
            "peer_to_peer_exchanges",
            "peer_to_p_exchange",
        ] {
            assert!(!placed.contains(word) && !listed.contains(word), "{word}");
        }
    }

    #[test]
    fn lists_of_any_words_are_told_exactly() {
        let mut state = 1_u64;
        let mut below = move |n: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from((state >> 33) % n).unwrap()
        };
        for round in 0..500 {
            let mut word = || -> String {
                let length = if round % 3 == 0 { 25 + below(8) } else { 1 + below(26) };
                // Few letters, so that words are like each other.
                (0..length).map(|_| if below(8) == 0 { 'b' } else { 'a' }).collect()
            };
            let list: alloc::vec::Vec<String> = (0..=round % 40).map(|_| word()).collect();
            let (placed, listed) = (places::Words::new(&list), list::Words::new(&list));
            let asked = list.iter().cloned().chain([String::new()]);
            for word in asked.chain((0..200).map(|_| word())) {
                assert_eq!(placed.contains(&word), list.contains(&word), "{word} {list:?}");
                assert_eq!(listed.contains(&word), list.contains(&word), "{word} {list:?}");
            }
        }
    }
}
