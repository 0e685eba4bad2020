//! The client profile service and command line.
#![forbid(unsafe_code)]

pub mod check;
pub mod rules_file;

/// Unicode Normalization Form C, by the library.
pub fn normalize(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    text.nfc().collect()
}

/// Today's UTC date.
pub fn today() -> client_profile::Date {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let days = since.map_or(0, |since| since.as_secs() / 86_400);
    i32::try_from(days)
        .ok()
        .and_then(client_profile::Date::from_days_since_epoch)
        .unwrap_or(client_profile::Date::EPOCH)
}
