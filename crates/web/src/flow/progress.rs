//! How a call under way shows itself, and how a wait is counted down.

use std::cell::Cell;
use std::time::Duration;

use js_sys::Date;
use leptos::prelude::*;

use super::remind_of_wait;
use crate::app::{App, Progress};

/// A sign is shown after this long.
const SHOWN_AFTER: Duration = Duration::from_millis(300);
/// A word is said after this long.
const LONG_AFTER: Duration = Duration::from_secs(3);

/// A call under way; when dropped, nothing is.
pub struct Underway {
    app: App,
    timers: Vec<TimeoutHandle>,
}

/// Begins; `None` while another call is under way, so that a hundred clicks make one, and while the
/// server wants to be asked later.
pub fn begin(app: App) -> Option<Underway> {
    if app.progress.get_untracked() != Progress::Idle || remind_of_wait(app) {
        return None;
    }
    app.trouble.set(None);
    app.progress.set(Progress::Begun);
    let timers = [(SHOWN_AFTER, Progress::Shown), (LONG_AFTER, Progress::Long)]
        .into_iter()
        .filter_map(|(after, progress)| {
            let show = move || {
                app.progress.set(progress);
                if progress == Progress::Long {
                    app.announce("still_working");
                }
            };
            set_timeout_with_handle(show, after).ok()
        })
        .collect();
    Some(Underway { app, timers })
}

impl Drop for Underway {
    fn drop(&mut self) {
        for timer in &self.timers {
            timer.clear();
        }
        self.app.progress.set(Progress::Idle);
    }
}

thread_local! {
    /// When the server wants to be asked again, in milliseconds of the clock; 0 while nobody waits.
    static UNTIL: Cell<f64> = const { Cell::new(0.0) };
}

/// Counts down to when the server wants to be asked again.
pub fn wait(app: App, seconds: u32) {
    let counting = UNTIL.get() > 0.0;
    app.wait.set(seconds);
    if counting || seconds > 0 {
        UNTIL.set(Date::now() + f64::from(seconds) * 1_000.0);
    }
    if !counting && seconds > 0 {
        count_down(app);
    }
}

fn count_down(app: App) {
    set_timeout(
        move || {
            if app.wait.get_untracked() == 0 {
                // Nobody waits any more.
                UNTIL.set(0.0);
                return;
            }
            let left = (UNTIL.get() - Date::now()) / 1_000.0;
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it stops at both ends"
            )]
            let left = left.ceil() as u32;
            // By the clock, since a browser that sleeps or hides the page counts no seconds; and
            // never slower than by seconds, whatever becomes of the clock.
            let left = left.min(app.wait.get_untracked().saturating_sub(1));
            app.wait.set(left);
            if left > 0 {
                count_down(app);
            } else {
                UNTIL.set(0.0);
                if app.trouble.with_untracked(Option::is_some) {
                    app.announce("wait_over");
                }
            }
        },
        Duration::from_secs(1),
    );
}
