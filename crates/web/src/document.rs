//! What the page asks of its document and window.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{BeforeUnloadEvent, Document, Element, Event, History, HtmlElement, Window};

#[wasm_bindgen]
extern "C" {
    /// Milliseconds since the page began, as events count them.
    #[wasm_bindgen(js_namespace = performance)]
    pub fn now() -> f64;
}

fn window() -> Option<Window> {
    web_sys::window()
}

/// The document.
pub fn document() -> Option<Document> {
    window()?.document()
}

/// Moves the focus to the element of that id, of a question to the answer given, and all of the
/// question into view: without its label and message a control tells nothing.
pub fn focus(id: &str) {
    let Some(element) = document().and_then(|document| document.get_element_by_id(id)) else {
        return;
    };
    let question = element.closest(".field").ok().flatten();
    question.as_ref().unwrap_or(&element).scroll_into_view();
    let given = question.and_then(|question| question.query_selector("input:checked").ok()?);
    // Where the question is taller than the window, this still brings the control into view.
    take_focus(given.unwrap_or(element));
}

/// Moves the focus to the element of that id, which is where the person is looking: the page moves no
/// further than it must.
pub fn focus_near(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        take_focus(element);
    }
}

fn take_focus(element: Element) {
    if let Ok(element) = element.dyn_into::<HtmlElement>() {
        let _ = element.focus();
    }
}

/// Does that after the page has been brought up to date.
pub fn focus_soon(id: impl Into<String>) {
    let id = id.into();
    soon(Box::new(move || focus(&id)));
}

/// Whether the focus is on an element whose id begins so.
pub fn is_focused(id: &str) -> bool {
    let focused = document().and_then(|document| document.active_element());
    focused.is_some_and(|focused| focused.id().starts_with(id))
}

/// Acts before the page is drawn anew, after what happens now.
pub fn soon(act: Box<dyn FnOnce()>) {
    leptos::prelude::request_animation_frame(act);
}

/// Gives the document its title.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Gives the document its language and direction.
pub fn set_language(language: &str, direction: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute("lang", language);
        let _ = root.set_attribute("dir", direction);
    }
}

/// Whether the browser thinks it has a network.
pub fn online() -> bool {
    window().is_none_or(|window| window.navigator().on_line())
}

/// Has the browser ask before the page is left while `is_unsaved` says that something would be
/// lost.
pub fn ask_before_leaving(is_unsaved: impl Fn() -> bool + 'static) {
    listen("beforeunload", move |event| {
        if is_unsaved() {
            event.prevent_default();
            // Chrome and Edge before 119 ask for this only.
            event.unchecked_ref::<BeforeUnloadEvent>().set_return_value("1");
        }
    });
}

/// Has Enter press a button once, however long it is held: browsers press again and again.
pub fn press_once() {
    listen("keydown", move |event| {
        let told = |name: &str| js_sys::Reflect::get(&event, &name.into()).unwrap_or_default();
        let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if told("repeat").is_truthy()
            && told("key") == "Enter"
            && pressed.is_some_and(|element| element.local_name() == "button")
        {
            event.prevent_default();
        }
    });
}

/// Calls `act` whenever the browser has a network again.
pub fn when_online(act: impl Fn() + 'static) {
    listen("online", move |_| act());
}

/// Loads the page anew when the browser brings it back as it was left, unless `keeps` says that
/// something would be lost: who comes back may be somebody else.
pub fn when_shown_again(keeps: impl Fn() -> bool + 'static) {
    listen("pageshow", move |event| {
        let kept = js_sys::Reflect::get(&event, &"persisted".into());
        if kept.is_ok_and(|kept| kept.is_truthy()) && !keeps() {
            let _ = window().map(|window| window.location().reload());
        }
    });
}

thread_local! {
    /// Whether the browser stands where [`hold_back`] put it.
    static HELD: Cell<bool> = const { Cell::new(false) };
}

fn history() -> Option<History> {
    window()?.history().ok()
}

/// What an entry of the browser's history is to this page: `Some(true)` is one put there to be gone
/// back from, `Some(false)` the one before it, `None` anybody else's.
fn mark(history: &History) -> Option<bool> {
    history.state().ok()?.as_bool()
}

/// Lets the browser's Back come here, where [`when_back`] is told of it, rather than leave the page.
/// Where a page around this one keeps something of its own in the history, Back stays as it is.
pub fn hold_back() {
    let Some(history) = history() else { return };
    let mark = mark(&history);
    if mark.is_none() {
        if !history.state().is_ok_and(|state| state.is_null()) {
            return;
        }
        let _ = history.replace_state_with_url(&JsValue::FALSE, "", None);
    }
    if mark != Some(true) {
        let _ = history.push_state_with_url(&JsValue::TRUE, "", None);
    }
    HELD.set(true);
}

/// Calls `act` when the person went back from where [`hold_back`] was called; when it says that
/// there is nothing to go back to, the page is left. Any other way through the history, such as to a
/// part of the page that a link names, is not this page's business.
pub fn when_back(act: impl Fn() -> bool + 'static) {
    let now = || history().and_then(|history| mark(&history));
    // As it is when a held page is loaded anew.
    HELD.set(now() == Some(true));
    listen("popstate", move |_| {
        let now = now();
        if HELD.replace(now == Some(true)) && now == Some(false) && !act() {
            let _ = history().map(|history| history.back());
        }
    });
}

/// Listens to the window as long as the page lives.
pub fn listen(event: &str, act: impl Fn(Event) + 'static) {
    add(event, Box::new(act));
}

fn add(event: &str, act: Box<dyn Fn(Event)>) {
    let listener = Closure::wrap(act);
    if let Some(window) = window() {
        let function = listener.as_ref().unchecked_ref();
        let _ = window.add_event_listener_with_callback(event, function);
    }
    listener.forget();
}

/// Copies a text; tells whether the browser allowed it.
pub async fn copy(text: &str) -> bool {
    let Some(window) = window() else { return false };
    let clipboard = js_sys::Reflect::get(&window.navigator(), &"clipboard".into());
    if clipboard.map_or(true, |clipboard| clipboard.is_undefined()) {
        return false;
    }
    let written: Result<JsValue, JsValue> =
        wasm_bindgen_futures::JsFuture::from(window.navigator().clipboard().write_text(text)).await;
    written.is_ok()
}
