//! How a call under way shows itself, and how a wait is counted down.

use std::time::Duration;

use leptos::prelude::*;

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

/// Begins; `None` while another call is under way, so that a hundred clicks make one.
pub fn begin(app: App) -> Option<Underway> {
    if app.progress.get_untracked() != Progress::Idle {
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

/// Counts down to when the server wants to be asked again.
pub fn wait(app: App, seconds: u32) {
    let counting = app.wait.get_untracked() > 0;
    app.wait.set(seconds);
    if !counting {
        count_down(app);
    }
}

fn count_down(app: App) {
    if app.wait.get_untracked() == 0 {
        return;
    }
    set_timeout(
        move || {
            app.wait.set(app.wait.get_untracked().saturating_sub(1));
            if app.wait.get_untracked() == 0 {
                app.announce("wait_over");
            }
            count_down(app);
        },
        Duration::from_secs(1),
    );
}
