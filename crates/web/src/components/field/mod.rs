//! One question: its label, hint, message and advice around one control, tied together for
//! assistive technology. And the plain text field.

use leptos::prelude::*;

use crate::element::{Act, El, Live, Part, el, follows};

/// What is said about a control.
#[derive(Clone)]
pub struct Notes {
    /// What helps before anything is typed. Stays when the message comes.
    pub hint: Live<Option<String>>,
    /// What blocks.
    pub error: Live<Option<String>>,
    /// What to look at again.
    pub advice: Live<Option<String>>,
    /// The word before a message, for those who do not see its colour.
    pub error_word: String,
    /// The word before advice.
    pub advice_word: String,
}

impl Notes {
    /// The ids of what describes the control; `None` when nothing does.
    pub fn described_by(
        &self,
        id: &'static str,
    ) -> impl Fn() -> Option<String> + Send + Sync + use<> {
        let parts = [
            (self.hint.clone(), "hint"),
            (self.error.clone(), "error"),
            (self.advice.clone(), "advice"),
        ];
        move || {
            let mut ids = String::new();
            for (text, part) in &parts {
                if text().is_some() {
                    let space = if ids.is_empty() { "" } else { " " };
                    ids = [&ids, space, id, "-", part].concat();
                }
            }
            (!ids.is_empty()).then_some(ids)
        }
    }

    /// `true` for `aria-invalid` while something blocks.
    pub fn wrong(&self) -> impl Fn() -> Option<String> + Send + Sync + use<> {
        let error = self.error.clone();
        move || error().map(|_| "true".to_owned())
    }

    /// Hint and message, which stand before the control.
    pub fn before(&self, id: &str) -> [El; 2] {
        [
            line("hint", [id, "-hint"].concat(), None, &self.hint),
            line("error", [id, "-error"].concat(), Some(&self.error_word), &self.error)
                .attr("translate", "yes"),
        ]
    }

    /// Advice, which stands after the control.
    pub fn after(&self, id: &str) -> El {
        line("advice", [id, "-advice"].concat(), Some(&self.advice_word), &self.advice)
    }

    /// Puts label, notes and a control with its id together.
    pub fn around(&self, id: &str, label: &str, control: impl Into<Part>) -> El {
        self.frame("div")
            .child(el("label").attr("for", id).child(label))
            .children(self.before(id))
            .child(control)
            .child(self.after(id))
    }

    /// Puts a legend, notes and several controls together.
    pub fn around_group(&self, id: &'static str, legend: &str, controls: impl Into<Part>) -> El {
        self.frame("fieldset")
            .attr("aria-describedby", self.described_by(id))
            // Where the answers are left as they are written, the question is not.
            .child(el("legend").attr("translate", "yes").child(legend))
            .children(self.before(id))
            .child(controls)
            .child(self.after(id))
    }

    fn frame(&self, tag: &'static str) -> El {
        let error = self.error.clone();
        el(tag).attr("class", move || {
            let wrong = error().is_some();
            Some(if wrong { "field field-wrong" } else { "field" }.to_owned())
        })
    }
}

/// A line that is there while it has something to say, after a word that says what it is.
fn line(class: &'static str, id: String, word: Option<&String>, text: &Live<Option<String>>) -> El {
    let (there, text) = (text.clone(), text.clone());
    el("p")
        .class(class)
        .id(id)
        .shown_if(move || there().is_some())
        .children(word.map(|word| el("strong").child(word.as_str()).child(" ")))
        .live_text(follows(move || text().unwrap_or_default()))
}

/// `dir` of a control: what is typed decides; while there is nothing, the page does, since browsers
/// read an empty one from left to right.
pub fn direction(value: RwSignal<String>) -> Option<String> {
    value.with(|value| (!value.is_empty()).then(|| "auto".to_owned()))
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
    on_input: Act,
    /// Called when the control is left.
    on_leave: Act,
    /// The `autocomplete` token.
    autocomplete: &'static str,
    /// Whether it is always written from left to right, like a number or a code.
    left_to_right: bool,
) -> Part {
    let control = el("input")
        .id(id)
        .attr("name", id)
        .attr("type", "text")
        .attr("autocomplete", autocomplete)
        .attr("spellcheck", "false")
        // Apart from spelling, and on by itself: another word would stand in a name's place.
        .attr("autocorrect", "off")
        .attr("autocapitalize", if left_to_right { "characters" } else { "words" })
        .attr("dir", move || if left_to_right { Some("ltr".to_owned()) } else { direction(value) })
        .attr("aria-describedby", notes.described_by(id))
        .attr("aria-invalid", notes.wrong())
        .holding(value)
        .taking(value, &on_input)
        .on("blur", move |_| on_leave());
    notes.around(id, &label, control).view()
}

#[cfg(all(test, target_family = "wasm"))]
mod tests;
