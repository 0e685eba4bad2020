//! When a field speaks: never first while it is typed, at once when it is put right.

use client_profile::Code;

use crate::words::Finding;

/// What the rules say of a field as it stands.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Verdict {
    /// What blocks.
    pub error: Option<Finding>,
    /// What to look at again.
    pub advice: Vec<Finding>,
}

/// What a field says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Said {
    /// A finding of the rules.
    Finding(Finding),
    /// What the server said.
    Server(Refusal),
}

/// What the server did not take, as far as it can be told in the page's language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// A rule that this page has words for.
    Rule(Finding),
    /// The server's own words.
    Words(String),
    /// Only that it did not.
    Bare,
}

/// What a field says now, and what it depends on.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Speech {
    /// What blocks, once it is shown.
    pub said: Option<Said>,
    /// What to look at again, once it is shown.
    pub advice: Vec<Finding>,
    edited: bool,
    submitted: bool,
    advises: bool,
}

impl Verdict {
    fn code(&self) -> Option<Code> {
        self.error.map(|finding| finding.code)
    }
}

impl Speech {
    /// Whether the field says nothing.
    pub fn is_silent(&self) -> bool {
        self.said.is_none() && self.advice.is_empty()
    }

    /// Whether the person typed or chose.
    pub fn is_edited(&self) -> bool {
        self.edited
    }

    /// Whether it says that too much was typed.
    pub fn is_too_long(&self) -> bool {
        matches!(&self.said, Some(Said::Finding(finding)) if finding.code == Code::TooLong)
    }

    /// The person typed or chose. `as_sent`: the field is again what the server refused.
    pub fn typed(&mut self, verdict: Verdict, as_sent: bool) {
        self.edited = true;
        match self.said {
            Some(Said::Server(_)) if as_sent => {}
            Some(_) => self.say(&verdict),
            None if verdict.code() == Some(Code::TooLong) => self.say(&verdict),
            None => {}
        }
        self.advise(verdict);
    }

    /// The person left the field, after editing it or not.
    pub fn left(&mut self, verdict: Verdict) {
        if self.edited {
            if self.said.is_none() {
                self.say(&verdict);
            }
            self.advises = true;
            self.advise(verdict);
        }
    }

    /// Another field that this one is compared with changed. `is_due`: some of the advice comes of it.
    pub fn related(&mut self, verdict: Verdict, is_due: bool) {
        if matches!(self.said, Some(Said::Finding(_))) {
            self.say(&verdict);
        }
        self.advises |= is_due;
        self.advise(verdict);
    }

    /// The person wants to go on.
    pub fn submitted(&mut self, verdict: Verdict) {
        self.submitted = true;
        self.say(&verdict);
        self.advises = true;
        self.advise(verdict);
    }

    /// The server refused what was sent.
    pub fn refused(&mut self, refusal: Refusal) {
        self.submitted = true;
        self.said = Some(Said::Server(refusal));
    }

    /// Says what blocks. That something is missing is said only of what was in the way when the person
    /// went on, until it is put right.
    fn say(&mut self, verdict: &Verdict) {
        self.said = verdict
            .error
            .filter(|finding| finding.code != Code::Required || self.submitted)
            .map(Said::Finding);
        self.submitted &= self.said.is_some();
    }

    fn advise(&mut self, verdict: Verdict) {
        self.advice = if self.advises { verdict.advice } else { Vec::new() };
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use client_profile::issue::Params;
    use client_profile::{Code, Field, Severity};

    use super::{Refusal, Said, Speech, Verdict};
    use crate::words::Finding;

    fn verdict(code: Option<Code>) -> Verdict {
        Verdict { error: code.map(finding), advice: Vec::new() }
    }

    fn finding(code: Code) -> Finding {
        let params = Params::default();
        Finding { field: Field::FirstName, code, severity: Severity::Error, params }
    }

    /// What a person does, and what the field then says.
    enum Act {
        Type(Option<Code>),
        TypeAsSent(Option<Code>),
        Leave(Option<Code>),
        Submit(Option<Code>),
        Refuse,
        Relate(Option<Code>),
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_field_speaks_when_it_should() {
        use Act::{Leave, Refuse, Relate, Submit, Type, TypeAsSent};
        use Code::{NameDigits, NameNoLetter, Required, TooLong};
        const SERVER: &str = "server";
        type Step<'a> = (Act, Option<&'a str>);
        let table: &[(&str, &[Step<'_>])] = &[
            (
                "a format problem waits until the field is left, then goes on the fixing keystroke",
                &[
                    (Type(Some(NameDigits)), None),
                    (Leave(Some(NameDigits)), Some("name_digits")),
                    (Type(Some(NameNoLetter)), Some("name_no_letter")),
                    (Type(None), None),
                    (Type(Some(NameDigits)), None),
                ],
            ),
            ("too much speaks at once", &[(Type(Some(TooLong)), Some("too_long"))]),
            ("a field passed through says nothing", &[(Leave(Some(NameDigits)), None)]),
            (
                "nothing typed is said only after going on",
                &[
                    (Type(Some(Required)), None),
                    (Leave(Some(Required)), None),
                    (Submit(Some(Required)), Some("required")),
                    (Type(None), None),
                    (Type(Some(Required)), None),
                    (Leave(Some(Required)), None),
                    (Submit(Some(Required)), Some("required")),
                ],
            ),
            (
                "what was right when the person went on, and is emptied, waits for the next time",
                &[
                    (Submit(None), None),
                    (Type(Some(Required)), None),
                    (Leave(Some(Required)), None),
                    (Submit(Some(Required)), Some("required")),
                ],
            ),
            (
                "a format problem that is emptied says nothing before going on",
                &[
                    (Type(Some(NameDigits)), None),
                    (Leave(Some(NameDigits)), Some("name_digits")),
                    (Type(Some(Required)), None),
                ],
            ),
            (
                "the server's words stay until the field differs from what was sent",
                &[
                    (Refuse, Some(SERVER)),
                    (TypeAsSent(None), Some(SERVER)),
                    (Leave(None), Some(SERVER)),
                    (Relate(None), Some(SERVER)),
                    (Type(None), None),
                ],
            ),
            ("going on asks the server again", &[(Refuse, Some(SERVER)), (Submit(None), None)]),
        ];
        for (why, acts) in table {
            let mut speech = Speech::default();
            for (at, (act, expected)) in acts.iter().enumerate() {
                match act {
                    Type(code) => speech.typed(verdict(*code), false),
                    TypeAsSent(code) => speech.typed(verdict(*code), true),
                    Leave(code) => speech.left(verdict(*code)),
                    Submit(code) => speech.submitted(verdict(*code)),
                    Relate(code) => speech.related(verdict(*code), false),
                    Refuse => speech.refused(Refusal::Bare),
                }
                let said = speech.said.as_ref().map(|said| match said {
                    Said::Finding(finding) => finding.code.as_str(),
                    Said::Server(_) => SERVER,
                });
                assert_eq!(said, *expected, "{why}, step {at}");
            }
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn advice_waits_for_the_field_to_be_left_and_then_follows() {
        let advised = || Verdict { error: None, advice: vec![finding(Code::NameLong)] };
        let mut speech = Speech::default();
        speech.typed(advised(), false);
        assert!(speech.advice.is_empty());
        speech.left(advised());
        assert_eq!(speech.advice.len(), 1);
        speech.typed(Verdict::default(), false);
        assert!(speech.advice.is_empty());
        speech.typed(advised(), false);
        assert_eq!(speech.advice.len(), 1);
    }
}
