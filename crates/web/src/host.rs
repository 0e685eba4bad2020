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
/// stay in memory. `false` before the page stands.
#[wasm_bindgen]
pub fn connect(token: String, client_id: Option<String>) -> bool {
    let app = APP.get();
    if let Some(app) = app {
        flow::connect(app, Credentials { token, client_id });
    }
    app.is_some()
}
