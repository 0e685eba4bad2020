//! What a page around this one may call.

use std::cell::Cell;

use wasm_bindgen::prelude::*;

use crate::api::Credentials;
use crate::app::App;
use crate::flow;

thread_local! {
    static APP: Cell<Option<App>> = const { Cell::new(None) };
}

/// Lets the page around this one connect it.
pub fn offer(app: App) {
    APP.set(Some(app));
}

/// Connects with a token, and a client id if there is one, instead of asking the person. Both
/// stay in memory. `false` before the page stands, and when one has characters that no header has.
#[wasm_bindgen]
pub fn connect(token: String, client_id: Option<String>) -> bool {
    let sendable: Vec<_> = [Some(&token), client_id.as_ref()].into_iter().flatten().collect();
    let can_be_sent = sendable.into_iter().all(|text| Credentials::can_be_sent(text));
    match APP.get().filter(|_| can_be_sent && !token.is_empty()) {
        Some(app) => {
            flow::connect(app, Credentials { token, client_id });
            true
        }
        None => false,
    }
}

#[cfg(debug_assertions)]
thread_local! {
    static PLANTED: Cell<bool> = const { Cell::new(false) };
}

/// Makes the next keystroke a fault of this program, to see what the page then does. Debug builds
/// have it, the released page does not.
#[cfg(debug_assertions)]
#[wasm_bindgen]
pub fn plant_panic() {
    PLANTED.set(true);
}

/// Panics where a panic was planted.
pub fn panic_if_planted() {
    #[cfg(debug_assertions)]
    assert!(!PLANTED.get(), "planted");
}
