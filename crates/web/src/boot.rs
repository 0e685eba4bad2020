//! What the boot script has fetched already, and what it wants to know.

use wasm_bindgen::prelude::*;

use crate::words::Words;

#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    type Boot;
    #[wasm_bindgen(thread_local_v2, js_name = clientProfile)]
    static BOOT: Boot;
    #[wasm_bindgen(method, catch)]
    async fn config(this: &Boot) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn rules(this: &Boot) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn words(this: &Boot, language: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn language(this: &Boot) -> String;
    #[wasm_bindgen(method, js_name = keepPlace)]
    fn keep_place(this: &Boot);
    #[wasm_bindgen(method)]
    fn hold(this: &Boot, is_off: bool);
    #[wasm_bindgen(method)]
    fn started(this: &Boot);
    #[wasm_bindgen(method)]
    fn stopped(this: &Boot);
}

/// What `config.json` says; nothing where the deployment has none. When it did not come, the page does
/// not start: where the API is would be a guess.
pub async fn config() -> String {
    let config = BOOT.with(Clone::clone).config().await;
    config.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// The text of the deployment's rules, when it tells them.
pub async fn rules() -> Option<String> {
    BOOT.with(Clone::clone).rules().await.ok()?.as_string()
}

/// The language to begin with.
pub fn language() -> String {
    BOOT.with(Boot::language)
}

/// The words of a language.
pub async fn words(language: &str) -> Option<Words> {
    let text = BOOT.with(Clone::clone).words(language).await.ok()?.as_string()?;
    Some(Words::new(language, &text))
}

/// Keeps the page where it is scrolled, and the focus on its control and in its text, while the page is
/// drawn anew.
pub fn keep_place() {
    BOOT.with(Boot::keep_place);
}

/// What is typed is off the screen for a while, or there again: a page that stops has it to be copied.
pub fn hold(is_off: bool) {
    BOOT.with(|boot| boot.hold(is_off));
}

/// The page stands.
pub fn started() {
    BOOT.with(Boot::started);
}

/// The page cannot go on. Nothing of why is told, because it could hold what was typed.
pub fn stopped() {
    BOOT.with(Boot::stopped);
}
