//! One small constructor for every element of the page: a tag, what is done to the element when
//! it is made, and its children, all erased.
//!
//! `view!` would be shorter to read, but it writes static subtrees through `innerHTML`, which
//! Trusted Types refuse, and makes a type of every element, which the download pays for.

use std::sync::Arc;

use leptos::html::custom;
use leptos::prelude::*;
use leptos::tachys::html::directive::directive;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, Event, FocusEvent, Node};

/// A value that follows the state: any closure over signals.
pub type Live<T> = Arc<dyn Fn() -> T + Send + Sync>;

/// Makes a closure a [`Live`] value.
pub fn follows<T>(value: impl Fn() -> T + Send + Sync + 'static) -> Live<T> {
    Arc::new(value)
}

type Act = Box<dyn Fn(&Element)>;

/// An element in the making. It is one pointer, because a builder moves it from call to call and
/// the page is made of little else than such calls.
pub struct El(Box<Making>);

struct Making {
    tag: &'static str,
    acts: Vec<Act>,
    children: Vec<AnyView>,
}

/// Begins an element.
pub fn el(tag: &'static str) -> El {
    El(Box::new(Making { tag, acts: Vec::new(), children: Vec::new() }))
}

/// What an attribute may be given: a text, a switch, or a function of the page's state.
pub enum Value {
    /// A text that stays.
    Text(String),
    /// There or not there.
    Switch(bool),
    /// A text that follows the state; `None` takes the attribute away.
    Live(Live<Option<String>>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Value {
    fn from(on: bool) -> Self {
        Self::Switch(on)
    }
}

impl<F: Fn() -> Option<String> + Send + Sync + 'static> From<F> for Value {
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

/// Acts now, and again when what it looked at changes, as long as the view around it stands.
fn keep(act: Box<dyn Fn()>) {
    StoredValue::new_local(RenderEffect::new(move |_| act()));
}

/// Acts now, and again when what it looked at changes.
pub fn watch(act: impl Fn() + 'static) {
    keep(Box::new(act));
}

/// A listener, for as long as the view around it stands. It stops listening before its closure
/// goes: an element that loses the focus by being removed still says so.
struct Listener {
    element: Element,
    event: &'static str,
    act: Closure<dyn Fn(Event)>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function = self.act.as_ref().unchecked_ref();
        let _ = self.element.remove_event_listener_with_callback(self.event, function);
    }
}

impl El {
    /// Hands the element itself to `act` when it is made, before its children are.
    #[must_use]
    pub fn made(self, act: impl Fn(&Element) + 'static) -> Self {
        self.act(Box::new(act))
    }

    #[inline(never)]
    fn act(mut self, act: Act) -> Self {
        self.0.acts.push(act);
        self
    }

    #[inline(never)]
    fn add(mut self, child: AnyView) -> Self {
        self.0.children.push(child);
        self
    }

    /// Gives the element an attribute.
    #[must_use]
    pub fn attr(self, name: &'static str, value: impl Into<Value>) -> Self {
        self.attribute(name, value.into())
    }

    #[inline(never)]
    fn attribute(self, name: &'static str, value: Value) -> Self {
        self.made(move |element| match &value {
            Value::Text(text) => set(element, name, Some(text)),
            Value::Switch(on) => set(element, name, on.then_some("")),
            Value::Live(live) => {
                let (element, live) = (element.clone(), live.clone());
                keep(Box::new(move || set(&element, name, live().as_deref())));
            }
        })
    }

    /// Gives the element its class names.
    #[must_use]
    pub fn class(self, names: &'static str) -> Self {
        self.attribute("class", Value::from(names))
    }

    /// Gives the element its id.
    #[must_use]
    pub fn id(self, id: impl Into<String>) -> Self {
        self.attribute("id", Value::Text(id.into()))
    }

    /// Shows the element only while `shown` says so.
    #[must_use]
    pub fn shown_if(self, shown: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.attr("hidden", move || (!shown()).then(String::new))
    }

    /// Calls `act` on an event of that name.
    #[must_use]
    pub fn on(self, event: &'static str, act: impl Fn(&Event) + 'static) -> Self {
        self.listen(event, Arc::new(act))
    }

    #[allow(
        clippy::arc_with_non_send_sync,
        reason = "shared only by the element's makings, all on the page's one thread"
    )]
    fn listen(self, event: &'static str, act: Arc<dyn Fn(&Event)>) -> Self {
        self.made(move |element| {
            let act = act.clone();
            let act: Box<dyn Fn(Event)> = Box::new(move |event| act(&event));
            let (element, act) = (element.clone(), Closure::wrap(act));
            let listener = Listener { element, event, act };
            let function = listener.act.as_ref().unchecked_ref();
            // Only an object that is no function could be refused.
            let _ = listener.element.add_event_listener_with_callback(event, function);
            StoredValue::new_local(listener);
        })
    }

    /// Keeps the control's value equal to `value`. Typing goes the other way by an event.
    #[must_use]
    pub fn holding(self, value: RwSignal<String>) -> Self {
        self.showing(follows(move || value.get()))
    }

    /// Keeps the control's value equal to what `value` says.
    #[must_use]
    pub fn showing(self, value: Live<String>) -> Self {
        self.made(move |control| {
            let (control, value) = (control.clone(), value.clone());
            keep(Box::new(move || show_value(&control, &value())));
        })
    }

    /// Adds a child that stays.
    #[must_use]
    pub fn child(self, child: impl Into<AnyChild>) -> Self {
        self.add(child.into().0)
    }

    /// Adds children that stay.
    #[must_use]
    pub fn children<C: Into<AnyChild>>(mut self, children: impl IntoIterator<Item = C>) -> Self {
        for child in children {
            self = self.add(child.into().0);
        }
        self
    }

    /// Adds a text that follows the state.
    #[must_use]
    pub fn live_text(self, text: Live<String>) -> Self {
        let text: Box<dyn FnMut() -> String + Send> = Box::new(move || text());
        self.add(text.into_any())
    }

    /// Adds a part that follows the state.
    #[must_use]
    pub fn live(self, part: impl FnMut() -> AnyView + Send + 'static) -> Self {
        self.add(live(part))
    }

    /// The finished view.
    #[inline(never)]
    pub fn view(self) -> AnyView {
        let Making { tag, acts, children } = *self.0;
        let acts = SendWrapper::new(acts);
        let act: Box<dyn Fn(Element)> = Box::new(move |element| {
            for act in &*acts {
                act(&element);
            }
        });
        custom(tag).add_any_attr(directive(act, ())).child(children).into_any()
    }
}

/// A part that follows the state.
pub fn live(part: impl FnMut() -> AnyView + Send + 'static) -> AnyView {
    let part: Box<dyn FnMut() -> AnyView + Send> = Box::new(part);
    part.into_any()
}

/// Several parts in a row.
pub fn row(parts: Vec<AnyView>) -> AnyView {
    parts.into_any()
}

/// Nothing.
pub fn nothing() -> AnyView {
    ().into_any()
}

/// Anything that can stand in an element.
pub struct AnyChild(AnyView);

impl From<AnyView> for AnyChild {
    fn from(view: AnyView) -> Self {
        Self(view)
    }
}

impl From<El> for AnyChild {
    fn from(element: El) -> Self {
        Self(element.view())
    }
}

impl From<String> for AnyChild {
    #[inline(never)]
    fn from(text: String) -> Self {
        Self(text.into_any())
    }
}

impl From<&str> for AnyChild {
    #[inline(never)]
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
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
