//! One small constructor for every element of the page, and parts of it that follow the state.
//!
//! `view!` would be shorter to read, but it writes static subtrees through `innerHTML`, which
//! Trusted Types refuse, and makes a type of every element, which the download pays for. So does,
//! less, every view that Leptos keeps to compare the next one with; here what follows the state is
//! an effect, and a part that changes is made anew.

use std::rc::Rc;
use std::sync::Arc;

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::tachys::renderer::types::Placeholder;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, FocusEvent, HtmlElement, Node};

/// A value that follows the state: any closure over signals.
pub type Live<T> = Arc<dyn Fn() -> T + Send + Sync>;

/// Makes a closure a [`Live`] value.
pub fn follows<T>(value: impl Fn() -> T + Send + Sync + 'static) -> Live<T> {
    Arc::new(value)
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = document, js_name = createElement)]
    fn create_element(tag: &str) -> Element;
    #[wasm_bindgen(js_namespace = document, js_name = createTextNode)]
    fn create_text(text: &str) -> Node;
    #[wasm_bindgen(js_namespace = document, js_name = createDocumentFragment)]
    fn create_fragment() -> Node;
}

/// What to do when something happened.
pub type Act = Rc<dyn Fn()>;

/// An element in the making.
pub struct El(Element);

/// Begins an element.
pub fn el(tag: &'static str) -> El {
    El(create_element(tag))
}

/// Something that can stand in an element: one node, or several in a fragment.
pub struct Part(Node);

/// What an attribute may be given: a text, a switch, or a function of the page's state.
pub enum Value<'a> {
    /// A text that stays.
    Text(&'a str),
    /// A text that stays, made for the attribute.
    Owned(String),
    /// There or not there.
    Switch(bool),
    /// A text that follows the state; `None` takes the attribute away.
    Live(Live<Option<String>>),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Owned(text)
    }
}

impl From<bool> for Value<'_> {
    fn from(on: bool) -> Self {
        Self::Switch(on)
    }
}

impl<F: Fn() -> Option<String> + Send + Sync + 'static> From<F> for Value<'_> {
    fn from(value: F) -> Self {
        Self::Live(Arc::new(value))
    }
}

fn set(element: &Element, name: &str, value: Option<&str>) {
    // The names are this crate's own, and any text is a value, so nothing can be refused.
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// Acts now, and again when what it looked at changes, as long as the part around it stands.
fn keep(mut act: Box<dyn FnMut()>) {
    StoredValue::new_local(RenderEffect::new(move |_| act()));
}

/// Acts now, and again when what it looked at changes.
pub fn watch(act: impl FnMut() + 'static) {
    keep(Box::new(act));
}

/// A listener, for as long as the part around it stands. It stops listening before its closure
/// goes: an element that loses the focus by being removed still says so.
struct Listener {
    element: Element,
    event: &'static str,
    act: Closure<dyn Fn(&Event)>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function = self.act.as_ref().unchecked_ref();
        let _ = self.element.remove_event_listener_with_callback(self.event, function);
    }
}

impl El {
    /// Hands the element itself to `act`, before it has children that are added later.
    #[must_use]
    pub fn made(self, act: impl FnOnce(&Element)) -> Self {
        act(&self.0);
        self
    }

    #[inline(never)]
    fn add(self, child: &Part) -> Self {
        // A new element takes any child.
        let _ = self.0.append_child(&child.0);
        self
    }

    /// Gives the element an attribute.
    #[must_use]
    pub fn attr<'a>(self, name: &'static str, value: impl Into<Value<'a>>) -> Self {
        self.attribute(name, value.into())
    }

    #[inline(never)]
    fn attribute(self, name: &'static str, value: Value<'_>) -> Self {
        match value {
            Value::Text(text) => set(&self.0, name, Some(text)),
            Value::Owned(text) => set(&self.0, name, Some(&text)),
            Value::Switch(on) => set(&self.0, name, on.then_some("")),
            Value::Live(live) => {
                let element = self.0.clone();
                keep(Box::new(move || set(&element, name, live().as_deref())));
            }
        }
        self
    }

    /// Gives the element its class names.
    #[must_use]
    pub fn class(self, names: &str) -> Self {
        self.attr("class", names)
    }

    /// Gives the element its id.
    #[must_use]
    pub fn id<'a>(self, id: impl Into<Value<'a>>) -> Self {
        self.attr("id", id)
    }

    /// Shows the element only while `shown` says so.
    #[must_use]
    pub fn shown_if(self, shown: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.attr("hidden", move || (!shown()).then(String::new))
    }

    /// Calls `act` on an event of that name.
    #[must_use]
    pub fn on(self, event: &'static str, act: impl Fn(&Event) + 'static) -> Self {
        self.listen(event, Box::new(act))
    }

    #[inline(never)]
    fn listen(self, event: &'static str, act: Box<dyn Fn(&Event)>) -> Self {
        let listener = Listener { element: self.0.clone(), event, act: Closure::wrap(act) };
        let function = listener.act.as_ref().unchecked_ref();
        // Only an object that is no function could be refused.
        let _ = self.0.add_event_listener_with_callback(event, function);
        StoredValue::new_local(listener);
        self
    }

    /// Keeps the control's value equal to `value`. Typing goes the other way by an event.
    #[must_use]
    pub fn holding(self, value: RwSignal<String>) -> Self {
        self.showing(follows(move || value.get()))
    }

    /// Keeps the control's value equal to what `value` says.
    #[must_use]
    pub fn showing(self, value: Live<String>) -> Self {
        let control = self.0.clone();
        watch(move || show_value(&control, &value()));
        self
    }

    /// Takes what is typed or chosen into `value`, and calls `act` then. What fills in forms for a
    /// person may tell of it by either event alone.
    #[must_use]
    pub fn taking(mut self, value: RwSignal<String>, act: &Act) -> Self {
        for event in ["input", "change"] {
            let act = act.clone();
            self = self.on(event, move |event| {
                value.set(typed(event));
                act();
            });
        }
        self
    }

    /// Adds a child that stays.
    #[must_use]
    pub fn child(self, child: impl Into<Part>) -> Self {
        self.add(&child.into())
    }

    /// Adds children that stay.
    #[must_use]
    pub fn children<C: Into<Part>>(mut self, children: impl IntoIterator<Item = C>) -> Self {
        for child in children {
            self = self.child(child);
        }
        self
    }

    /// Adds a text that follows the state, in an element of its own: browsers that translate the
    /// page take its texts away and put other elements in their place.
    #[must_use]
    pub fn live_text(self, text: Live<String>) -> Self {
        let (around, mut shown) = (create_element("span"), String::new());
        let part = Part(around.clone().into());
        watch(move || {
            let text = text();
            // Set anew, the same text would be announced anew.
            if text != shown {
                around.set_text_content(Some(&text));
                shown = text;
            }
        });
        self.add(&part)
    }

    /// Adds a part that follows the state.
    #[must_use]
    pub fn live(self, part: impl FnMut() -> Part + 'static) -> Self {
        self.add(&live(part))
    }

    /// The finished part.
    pub fn view(self) -> Part {
        self.into()
    }
}

/// A part that follows the state: it is made anew when what it looked at changes.
pub fn live(part: impl FnMut() -> Part + 'static) -> Part {
    between(Box::new(part))
}

/// Keeps what `part` makes between two nodes that nobody sees.
fn between(mut part: Box<dyn FnMut() -> Part>) -> Part {
    let whole = create_fragment();
    let [begin, end] = [create_text(""), create_text("")];
    // Nodes of this function's own, which no document refuses.
    let _ = (whole.append_child(&begin), whole.append_child(&end));
    keep(Box::new(move || {
        let made = part();
        let Some(parent) = end.parent_node() else { return };
        while let Some(old) = begin.next_sibling().filter(|old| !old.is_same_node(Some(&end))) {
            let _ = parent.remove_child(&old);
        }
        let _ = parent.insert_before(&made.0, Some(&end));
    }));
    Part(whole)
}

/// Several parts in a row.
pub fn row(parts: Vec<Part>) -> Part {
    let whole = create_fragment();
    for part in parts {
        let _ = whole.append_child(&part.0);
    }
    Part(whole)
}

/// Nothing.
pub fn nothing() -> Part {
    Part(create_fragment())
}

/// Holds what was mounted: effects and listeners end when it is dropped.
pub type Mounted = UnmountHandle<Placeholder>;

/// Puts a part into an element of the document, where it lives until the handle is dropped.
pub fn mount(root: HtmlElement, part: impl FnOnce() -> Part + 'static) -> Mounted {
    mount_to(root.clone(), move || drop(root.append_child(&part().0)))
}

impl From<El> for Part {
    fn from(element: El) -> Self {
        Self(element.0.into())
    }
}

impl From<String> for Part {
    fn from(text: String) -> Self {
        Self(create_text(&text))
    }
}

impl From<&str> for Part {
    fn from(text: &str) -> Self {
        Self(create_text(text))
    }
}

/// Sets a control's value, unless it has it: setting it anew would move the caret.
fn show_value(control: &Element, value: &str) {
    let key = "value".into();
    let shown = js_sys::Reflect::get(control, &key).ok().and_then(|shown| shown.as_string());
    if shown.as_deref() != Some(value) {
        // A control takes any text.
        let _ = js_sys::Reflect::set(control, &key, &value.into());
    }
}

/// Whether the focus leaves a group of controls, not only one of them, on its `focusout`.
pub fn leaves(event: &Event) -> bool {
    let next = event.unchecked_ref::<FocusEvent>().related_target();
    match (event.current_target(), next) {
        (Some(group), Some(next)) => {
            !group.unchecked_ref::<Node>().contains(next.dyn_ref::<Node>())
        }
        _ => true,
    }
}

/// What the person typed or chose in the control that an event comes from.
pub fn typed(event: &Event) -> String {
    let Some(target) = event.target() else { return String::new() };
    js_sys::Reflect::get(target.unchecked_ref(), &"value".into())
        .ok()
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}
