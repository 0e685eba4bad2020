//! How often laws are tried.

/// `all`, or a fiftieth where `CLIENT_PROFILE_ROUNDS` says `few`: a thousand changes of the rules
/// are tested one after the other, and nearly all of them are noticed by tables at once.
pub fn rounds(all: u32) -> u32 {
    if few() { all / 50 } else { all }
}

/// Every one of `all`, or every 23rd.
pub fn thinned<T>(all: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
    all.step_by(if few() { 23 } else { 1 })
}

fn few() -> bool {
    std::env::var_os("CLIENT_PROFILE_ROUNDS").is_some_and(|rounds| rounds == "few")
}
