//! One small constructor for every element of the page: a tag, a list of attributes, a list of
//! children, all erased.
//!
//! `view!` would be shorter to read, but it writes static subtrees through `innerHTML`, which
//! Trusted Types refuse, and makes a type of every element, which the download pays for.

use leptos::attr::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::attr::custom::custom_attribute;
use leptos::ev::{Custom, on};
use leptos::html::custom;
use leptos::prelude::*;
use leptos::tachys::html::directive::directive;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, FocusEvent, Node};

/// An element in the making.
pub struct El {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// Begins an element.
pub fn el(tag: &'static str) -> El {
    El { tag, attributes: Vec::new(), children: Vec::new() }
}

/// What an attribute may be given: a text, a switch, or a function of the page's state.
pub enum Value {
    /// A text that stays.
    Text(String),
    /// There or not there.
    Switch(bool),
    /// A text that follows the state; `None` takes the attribute away.
    Live(Box<dyn FnMut() -> Option<String> + Send>),
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

impl<F: FnMut() -> Option<String> + Send + 'static> From<F> for Value {
    fn from(value: F) -> Self {
        Self::Live(Box::new(value))
    }
}

impl El {
    /// Gives the element an attribute.
    #[must_use]
    pub fn attr(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        let attribute = match value.into() {
            Value::Text(text) => custom_attribute(name, text).into_any_attr(),
            Value::Switch(on) => custom_attribute(name, on).into_any_attr(),
            Value::Live(live) => custom_attribute(name, live).into_any_attr(),
        };
        self.attributes.push(attribute);
        self
    }

    /// Gives the element its class names.
    #[must_use]
    pub fn class(self, names: &str) -> Self {
        self.attr("class", names)
    }

    /// Gives the element its id.
    #[must_use]
    pub fn id(self, id: impl Into<String>) -> Self {
        self.attr("id", id.into())
    }

    /// Shows the element only while `shown` says so.
    #[must_use]
    pub fn shown_if(self, shown: impl Fn() -> bool + Send + 'static) -> Self {
        self.attr("hidden", move || (!shown()).then(String::new))
    }

    /// Calls `act` on an event of that name.
    #[must_use]
    pub fn on(mut self, event: &'static str, act: impl FnMut(Event) + 'static) -> Self {
        let act: Box<dyn FnMut(Event)> = Box::new(act);
        self.attributes.push(on(Custom::new(event), act).into_any_attr());
        self
    }

    /// Hands the element itself to `act` when it is made, before its children are.
    #[must_use]
    pub fn made(mut self, act: impl Fn(Element) + 'static) -> Self {
        let act: Box<dyn Fn(Element)> = Box::new(act);
        self.attributes.push(directive(act, ()).into_any_attr());
        self
    }

    /// Keeps the control's value equal to `value`. Typing goes the other way by an event.
    #[must_use]
    pub fn holding(self, value: RwSignal<String>) -> Self {
        self.showing(move || value.get())
    }

    /// Keeps the control's value equal to what `value` says.
    #[must_use]
    pub fn showing(self, value: impl Fn() -> String + Copy + 'static) -> Self {
        self.made(move |control| {
            show_value(&control, &untrack(value));
            Effect::new(move || show_value(&control, &value()));
        })
    }

    /// Adds a child that stays.
    #[must_use]
    pub fn child(mut self, child: impl Into<AnyChild>) -> Self {
        self.children.push(child.into().0);
        self
    }

    /// Adds children that stay.
    #[must_use]
    pub fn children<C: Into<AnyChild>>(mut self, children: impl IntoIterator<Item = C>) -> Self {
        self.children.extend(children.into_iter().map(|child| child.into().0));
        self
    }

    /// Adds a text that follows the state.
    #[must_use]
    pub fn live_text(mut self, text: impl FnMut() -> String + Send + 'static) -> Self {
        let text: Box<dyn FnMut() -> String + Send> = Box::new(text);
        self.children.push(text.into_any());
        self
    }

    /// Adds a part that follows the state.
    #[must_use]
    pub fn live(mut self, part: impl FnMut() -> AnyView + Send + 'static) -> Self {
        self.children.push(live(part));
        self
    }

    /// The finished view.
    pub fn view(self) -> AnyView {
        custom(self.tag).add_any_attr(self.attributes).child(self.children).into_any()
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
    fn from(text: String) -> Self {
        Self(text.into_any())
    }
}

impl From<&str> for AnyChild {
    fn from(text: &str) -> Self {
        Self(text.to_owned().into_any())
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
