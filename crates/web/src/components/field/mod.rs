//! One question: its label, hint, message and advice around one control, tied together for
//! assistive technology. And the plain text field.

use leptos::prelude::*;

use crate::element::{El, el, typed};

/// What is said about a control.
#[derive(Clone)]
pub struct Notes {
    /// What helps before anything is typed. Stays when the message comes.
    pub hint: Signal<Option<String>>,
    /// What blocks.
    pub error: Signal<Option<String>>,
    /// What to look at again.
    pub advice: Signal<Vec<String>>,
    /// The word before a message, for those who do not see its colour.
    pub error_word: String,
    /// The word before advice.
    pub advice_word: String,
}

impl Notes {
    /// The ids of what describes the control; `None` when nothing does.
    pub fn described_by(&self, id: &str) -> impl Fn() -> Option<String> + Send + 'static {
        let (hint, error, advice) = (self.hint, self.error, self.advice);
        let id = id.to_owned();
        move || {
            let mut ids = Vec::new();
            let parts = [
                (hint.with(Option::is_some), "hint"),
                (error.with(Option::is_some), "error"),
                (advice.with(|advice| !advice.is_empty()), "advice"),
            ];
            for (there, part) in parts {
                if there {
                    ids.push(format!("{id}-{part}"));
                }
            }
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    }

    /// `true` for `aria-invalid` while something blocks.
    pub fn wrong(&self) -> impl Fn() -> Option<String> + Send + 'static {
        let error = self.error;
        move || error.with(|error| error.is_some().then(|| "true".to_owned()))
    }

    /// Hint and message, which stand before the control.
    pub fn before(&self, id: &str) -> [El; 2] {
        let (hint, error) = (self.hint, self.error);
        [
            el("p")
                .class("hint")
                .id(format!("{id}-hint"))
                .shown_if(move || hint.with(Option::is_some))
                .live_text(move || hint.get().unwrap_or_default()),
            el("p")
                .class("error")
                .id(format!("{id}-error"))
                .shown_if(move || error.with(Option::is_some))
                .child(el("span").class("visually-hidden").child(format!("{} ", self.error_word)))
                .live_text(move || error.get().unwrap_or_default()),
        ]
    }

    /// Advice, which stands after the control.
    pub fn after(&self, id: &str) -> El {
        let advice = self.advice;
        el("p")
            .class("advice")
            .id(format!("{id}-advice"))
            .shown_if(move || advice.with(|advice| !advice.is_empty()))
            .child(el("strong").child(format!("{} ", self.advice_word)))
            .live_text(move || advice.with(|advice| advice.join(". ")))
    }

    /// Puts label, notes and a control with its id together.
    pub fn around(
        &self,
        id: &str,
        label: &str,
        control: impl Into<crate::element::AnyChild>,
    ) -> El {
        self.frame("div")
            .child(el("label").attr("for", id).child(label))
            .children(self.before(id))
            .child(control)
            .child(self.after(id))
    }

    /// Puts a legend, notes and several controls together.
    pub fn around_group(
        &self,
        id: &str,
        legend: &str,
        controls: impl Into<crate::element::AnyChild>,
    ) -> El {
        self.frame("fieldset")
            .attr("aria-describedby", self.described_by(id))
            .child(el("legend").child(legend))
            .children(self.before(id))
            .child(controls)
            .child(self.after(id))
    }

    fn frame(&self, tag: &'static str) -> El {
        let error = self.error;
        el(tag).attr("class", move || {
            let wrong = error.with(Option::is_some);
            Some(if wrong { "field field-wrong" } else { "field" }.to_owned())
        })
    }
}

/// A line of text.
#[component]
pub fn TextField(
    /// Id and name of the control.
    id: &'static str,
    /// Its label.
    label: String,
    /// What is said about it.
    notes: Notes,
    /// What is typed.
    value: RwSignal<String>,
    /// Called after each input.
    on_input: Callback<()>,
    /// Called when the control is left.
    on_leave: Callback<()>,
    /// The `autocomplete` token.
    autocomplete: &'static str,
    /// Whether it is always written from left to right, like a number or a code.
    left_to_right: bool,
) -> impl IntoView {
    let control = el("input")
        .id(id)
        .attr("name", id)
        .attr("type", "text")
        .attr("autocomplete", autocomplete)
        .attr("spellcheck", "false")
        .attr("autocapitalize", if left_to_right { "characters" } else { "words" })
        .attr("dir", if left_to_right { "ltr" } else { "auto" })
        .attr("aria-describedby", notes.described_by(id))
        .attr("aria-invalid", notes.wrong())
        .holding(value)
        .on("input", move |event| {
            value.set(typed(&event));
            on_input.run(());
        })
        .on("blur", move |_| on_leave.run(()));
    notes.around(id, &label, control).view()
}
