//! What a page around this one may call.

use std::cell::Cell;

use wasm_bindgen::prelude::*;

use crate::api::Credentials;
use crate::app::{App, Screen};
use crate::flow;

thread_local! {
    static APP: Cell<Option<App>> = const { Cell::new(None) };
}

/// Lets the page around this one connect it.
pub fn offer(app: App) {
    APP.set(Some(app));
}

/// Uses a token, bare or after `Bearer` as the wire has it, and a client id if there is one, from now
/// on; where the page waits for a token it goes on, as if the person had given it. Both are sent as
/// they are given, and stay in memory. Whatever is typed stays, and nothing
/// is saved that the person did not save. `false` before the page stands, when something else than
/// texts is given, and when one has characters that no header has.
#[wasm_bindgen]
#[allow(clippy::needless_pass_by_value, reason = "what JavaScript gives is owned")]
pub fn connect(token: JsValue, client_id: JsValue) -> bool {
    let (app, token) = match (APP.get(), token.as_string()) {
        (Some(app), Some(token)) if !token.is_empty() => (app, token),
        _ => return false,
    };
    let has_none = client_id.is_undefined() || client_id.is_null();
    let client_id = client_id.as_string();
    let fine = |text: &String| Credentials::can_be_sent(text);
    if !fine(&token) || client_id.as_ref().map_or(!has_none, |text| !fine(text)) {
        return false;
    }
    let credentials = Credentials { token, client_id };
    if matches!(app.screen.get_untracked(), Screen::Connect | Screen::Loading) {
        flow::connect(app, credentials);
    } else {
        app.use_credentials(credentials);
    }
    true
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
