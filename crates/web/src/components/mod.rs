//! Accessible parts of a form. They know nothing of profiles: what they say and hold is given.

pub mod choices;
pub mod count;
pub mod country;
pub mod date;
pub mod field;
pub mod live_region;
pub mod review;
#[cfg(all(test, target_family = "wasm"))]
pub mod stage;
pub mod summary;

#[cfg(all(test, target_family = "wasm"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

pub use choices::{Choices, ChoicesProps};
pub use count::{CountedText, CountedTextProps};
pub use country::{CountrySelect, CountrySelectProps};
pub use date::{DateBoxes, DateBoxesProps};
pub use field::{Notes, TextField, TextFieldProps};
pub use live_region::{LiveRegion, LiveRegionProps};
pub use review::{Change, Review, ReviewProps};
pub use summary::{Summary, SummaryItem, SummaryProps};
