//! Waiting for the record, and what to do when it does not come.

use super::{heading, notice};
use crate::app::App;
use crate::element::{Part, row};
use crate::words::Words;

/// The screen.
pub fn loading(app: App, words: Words) -> Part {
    row(vec![
        heading(app, words).view(),
        notice::progress(app, words),
        notice::notice(app, words),
        notice::try_again(app, words),
    ])
}
