//! The words of the page in one language: a catalogue of `key = words` lines, and how words and
//! values are put together.

use client_profile::issue::Params;
use client_profile::{Code, Field, Severity, tin};

use crate::intl;

/// The languages the page speaks: tag, name in itself, direction.
pub const LANGUAGES: &[(&str, &str, &str)] = &[
    ("en", "English", "ltr"),
    ("es", "Español", "ltr"),
    ("fr", "Français", "ltr"),
    ("pt", "Português", "ltr"),
    ("ru", "Русский", "ltr"),
    ("ar", "العربية", "rtl"),
    ("hi", "हिन्दी", "ltr"),
    ("zh-Hans", "简体中文", "ltr"),
];

/// A catalogue in use.
#[derive(Clone, Copy)]
pub struct Words {
    /// The language's tag.
    pub locale: &'static str,
    /// The tag by which dates and times are written: the language, and the person's own region.
    pub region: &'static str,
    entries: &'static [(&'static str, &'static str)],
}

/// One finding, free of the update it was found in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The field.
    pub field: Field,
    /// What was found.
    pub code: Code,
    /// Whether it blocks.
    pub severity: Severity,
    /// What its message needs.
    pub params: Params,
}

/// The longest wait that is told in seconds.
const MOST_SECONDS: u32 = 90;

impl Words {
    /// Makes a catalogue of its text. A page uses a handful in its life, so they are kept for
    /// good.
    pub fn new(locale: &str, catalogue: &str) -> Self {
        let locale = LANGUAGES
            .iter()
            .map(|(tag, ..)| *tag)
            .find(|tag| *tag == locale)
            .unwrap_or(LANGUAGES[0].0);
        let catalogue: &'static str = Box::leak(catalogue.to_owned().into_boxed_str());
        let entries: Vec<_> = catalogue.lines().filter_map(|line| line.split_once(" = ")).collect();
        let region = Box::leak(intl::region(locale).into_boxed_str());
        Self { locale, region, entries: Box::leak(entries.into_boxed_slice()) }
    }

    /// Whether the language is written from right to left.
    pub fn direction(&self) -> &'static str {
        LANGUAGES
            .iter()
            .find(|(tag, ..)| *tag == self.locale)
            .map_or("ltr", |(.., direction)| *direction)
    }

    /// The words of a key, when the catalogue has it.
    pub fn find(&self, key: &str) -> Option<&'static str> {
        // A few hundred comparisons, most of which end at the length.
        self.entries.iter().find(|(known, _)| *known == key).map(|(_, words)| *words)
    }

    /// The words of a key. The catalogues are checked complete when the page is built; that of a
    /// later build may lack one.
    pub fn text(&self, key: &'static str) -> &'static str {
        self.find(key).unwrap_or(key)
    }

    /// The words of a key with its `{names}` filled in.
    pub fn fill(&self, key: &'static str, values: &[(&str, &str)]) -> String {
        self.filled(self.text(key), |name| {
            values.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    /// What stands before and after the value that the words of a key are about.
    pub fn around(&self, key: &'static str) -> (&'static str, &'static str) {
        self.text(key).split_once("{value}").unwrap_or_default()
    }

    /// The words of a key for so many, `{count}` filled in.
    pub fn count(&self, key: &'static str, count: u32) -> String {
        let form = intl::plural(self.locale, count);
        let words = self
            .find(&[key, ".", &form].concat())
            .or_else(|| self.find(&[key, ".other"].concat()))
            .unwrap_or(key);
        self.filled(words, |_| Some(intl::number(self.locale, count)))
    }

    /// How long to wait.
    pub fn wait(&self, seconds: u32) -> String {
        if seconds > MOST_SECONDS {
            self.count("wait_minutes", seconds.div_ceil(60))
        } else {
            self.count("wait", seconds)
        }
    }

    /// What the page calls a field.
    pub fn label(&self, field: Field) -> &'static str {
        self.find(&["label/", field.name()].concat()).unwrap_or(field.name())
    }

    /// What the page says about a field before anything is typed, if anything.
    pub fn hint(&self, field: Field) -> Option<&'static str> {
        self.find(&["hint/", field.name()].concat())
    }

    /// What a choice is called; a word the catalogue lacks as it is, with spaces.
    pub fn choice(&self, field: Field, word: &str) -> String {
        self.find(&["choice/", field.name(), "/", word].concat())
            .map_or_else(|| word.replace('_', " "), str::to_owned)
    }

    /// The words for what was found. The page's own come before the rules', because a page
    /// has three boxes where the wire has one text.
    pub fn finding(&self, finding: &Finding) -> String {
        let words = self.bare(finding);
        let params = &finding.params;
        self.filled(words, |name| match name {
            "limit" => params.limit.map(|limit| intl::number(self.locale, limit)),
            "country" => params.country.map(|code| intl::country(self.locale, code.as_str())),
            "format" | "example" => {
                params.country.and_then(tin::hint).map(|hint| hint.example.to_owned())
            }
            "number" => params.number.map(str::to_owned),
            "name" => Some(self.label(finding.field).to_owned()),
            _ => None,
        })
    }

    /// Whether the words for what was found need nothing more to be known.
    pub fn is_whole(&self, finding: &Finding) -> bool {
        !self.bare(finding).contains('{')
    }

    fn bare(&self, finding: &Finding) -> &'static str {
        let (code, field) = (finding.code.as_str(), finding.field.name());
        self.find(&["page/", code, "/", field].concat())
            .or_else(|| self.find(&[code, "/", field].concat()))
            .or_else(|| self.find(code))
            .unwrap_or(code)
    }

    /// `words` with each `{name}` replaced. Between words that are written from right to left, what
    /// is put in keeps an order of its own: a number's parts would change places.
    fn filled(&self, words: &str, mut value: impl FnMut(&str) -> Option<String>) -> String {
        let [first, last] =
            if self.direction() == "rtl" { ["\u{2068}", "\u{2069}"] } else { ["", ""] };
        let mut out = String::with_capacity(words.len());
        let mut rest = words;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                rest = after;
                break;
            };
            for part in [first, &value(name).unwrap_or_default(), last] {
                out.push_str(part);
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}
