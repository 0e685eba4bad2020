//! What the person is writing: 12 texts, what each field says about its own, and what is stored.

mod sent;

use std::ops::Deref;
use std::sync::Arc;

use client_profile::field::Kind;
use client_profile::{Code, Field, FieldSet, ProfileUpdate, Rules, Severity, Validator};
use leptos::prelude::*;

use self::sent::Attempt;
pub use self::sent::{MINE, THEIRS};
use crate::api::{CLIENT, Record};
use crate::components::date::{MonthNames, Parts, month_names};
use crate::host;
use crate::intl;
use crate::state::{Held, Told};
use crate::timing::{Refusal, Speech, Verdict};
use crate::words::Finding;

/// What a change in the making is made of.
pub struct State {
    texts: [RwSignal<String>; Field::COUNT],
    speech: [Told<Speech>; Field::COUNT],
    /// The fields that say something since it was last read aloud.
    untold: Held<FieldSet>,
    /// Whether a field no longer says what it said since that was last asked.
    pub outdated: Held<bool>,
    birth: Told<Parts>,
    /// What was written before it was undone, as long as nothing else is.
    pub undone: Told<Option<Written>>,
    /// The record as the server last told it; `None` while there is none.
    pub stored: Held<Option<Record>>,
    /// Whose it is, once an answer has told: not every answer tells it again.
    client: Held<String>,
    /// What is stored is what was sent before, as was found when more was to be saved. Nobody has
    /// been told so yet.
    pub found_saved: Held<bool>,
    /// Each attempt to save since the record was read that was not refused, the last one last.
    sent: Held<Vec<Attempt>>,
    /// The canonical values of the last attempt, whatever became of it.
    last_sent: Held<Vec<String>>,
    /// The server said that it has another record, which has not been read since.
    pub outrun: Held<bool>,
    /// What somebody else saved in place of the stored record, as long as not all is picked from it.
    seen: Held<Option<Record>>,
    validator: Held<Option<Validator>>,
    /// The rules in use, with the words that only the stored record has behind those of each list.
    pub rules: Told<Rules>,
    /// How many words each list has of its own.
    own_words: Held<[usize; Field::COUNT]>,
    months: Held<Arc<MonthNames>>,
}

/// What is written: the texts, and what the boxes of the date hold.
#[derive(Clone)]
pub struct Written {
    texts: [String; Field::COUNT],
    birth: Parts,
    /// The fields that the person wrote, and not only found written.
    own: FieldSet,
}

impl Written {
    /// Whether what the person wrote is not what these texts are.
    pub fn differs_from(&self, texts: &[String; Field::COUNT]) -> bool {
        self.own.iter().any(|field| self.texts[field as usize] != texts[field as usize])
    }
}

/// A change in the making. A handle: copies share it.
#[derive(Clone, Copy)]
pub struct Draft(&'static State);

impl Deref for Draft {
    type Target = State;

    fn deref(&self) -> &State {
        self.0
    }
}

impl Default for Draft {
    fn default() -> Self {
        Self::new()
    }
}

impl Draft {
    /// An empty one, under the built-in rules. It lives as long as the page.
    pub fn new() -> Self {
        let draft = Self(Box::leak(Box::new(State {
            texts: std::array::from_fn(|_| RwSignal::new(String::new())),
            speech: std::array::from_fn(|_| Told::new(Speech::default())),
            untold: Held::new(FieldSet::EMPTY),
            outdated: Held::new(false),
            birth: Told::new(Parts::default()),
            undone: Told::new(None),
            stored: Held::new(None),
            client: Held::new(String::new()),
            found_saved: Held::new(false),
            sent: Held::new(Vec::new()),
            last_sent: Held::new(Vec::new()),
            outrun: Held::new(false),
            seen: Held::new(None),
            validator: Held::new(None),
            rules: Told::new(Rules::default()),
            own_words: Held::new([0; Field::COUNT]),
            months: Held::new(Arc::new(month_names(Default::default))),
        })));
        draft.use_rules(Rules::default());
        draft
    }

    /// The text of a field.
    pub fn text(self, field: Field) -> RwSignal<String> {
        self.texts[field as usize]
    }

    /// What the boxes of the date of birth hold.
    pub fn birth(self) -> &'static Told<Parts> {
        &self.0.birth
    }

    /// What a field says.
    pub fn speech(self, field: Field) -> &'static Told<Speech> {
        &self.0.speech[field as usize]
    }

    /// Checks by these rules from now on, unless they contradict themselves. Says whether it does.
    pub fn use_rules(self, rules: Rules) -> bool {
        let is_taken = rules.check().is_ok();
        if is_taken {
            self.own_words.set(Field::ALL.map(|field| rules.choices(field).len()));
            self.rules.set(rules);
            self.admit_stored();
        }
        is_taken
    }

    /// Makes the words that the stored record has and the rules lack choices of this record.
    fn admit_stored(self) {
        let record = self.stored.get().unwrap_or_default();
        let own_words = self.own_words.get();
        self.rules.update(|rules| {
            for (field, own) in Field::ALL.into_iter().zip(own_words) {
                let word = record.field(field);
                let Some(list) = rules.choices_mut(field) else { continue };
                let written = self.text(field).get_untracked();
                let kept = list.iter().skip(own).find(|word| **word == written).cloned();
                list.truncate(own);
                // What was a choice and is chosen stays one, whatever is stored by now.
                list.extend(kept);
                if !word.is_empty() && !list.iter().any(|known| known == word) {
                    list.push(word.to_owned());
                    if rules.check().is_err() {
                        // No word that a rule can have.
                        rules.choices_mut(field).map(Vec::pop);
                    }
                }
            }
            // They are sound: nothing was left in them that is not.
            self.validator.set(Validator::new(rules, intl::normalize).ok());
        });
    }

    /// The record with the values of the fields in canonical form: of `Male` and `male` a person
    /// would not know what differs.
    pub fn understood(self, mut record: Record) -> Record {
        let texts = Field::ALL.map(|field| record.field(field).to_owned());
        self.report_of(&texts, FieldSet::ALL, |report| {
            for (name, value) in &mut record.members {
                if let (Some(field), Some(value)) = (Field::from_name(name), value) {
                    report.value(field).clone_into(value);
                    if field.spec().kind == Kind::Date {
                        self.mend_date(value);
                    }
                }
            }
        });
        record
    }

    /// A day that is written in another way, which has one reading, or has midnight behind it.
    fn mend_date(self, text: &mut String) {
        // Another time of day may be of another day where the person lives.
        let is_midnight = |(_, time): &(&str, &str)| {
            time.starts_with('0') && time.bytes().all(|byte| b"0:.Z".contains(&byte))
        };
        let day = text.split_once('T').filter(is_midnight).map_or(text.as_str(), |(day, _)| day);
        let months = self.months();
        if let Some(parts) = Parts::of_pasted(day, &months) {
            *text = parts.to_wire(&months);
        }
    }

    /// Whether the record is said to be another client's than the one the form was filled from.
    pub fn is_of_another(self, record: &Record) -> bool {
        let told = record.value(CLIENT);
        self.client.with(|known| told != known && !known.is_empty()) && !told.is_empty()
    }

    /// Takes the record as what is stored.
    fn store(self, record: Option<Record>) {
        let told = record.as_ref().map_or("", |record| record.value(CLIENT));
        if !told.is_empty() {
            self.client.set(told.to_owned());
        }
        self.stored.set(record);
        self.found_saved.set(false);
        self.admit_stored();
    }

    /// Understands these names of months from now on.
    pub fn use_months(self, months: MonthNames) {
        // A name of the language before is none of this one.
        let before = self.months();
        if let Some(birth) = self.birth.with_untracked(|birth| birth.without_name(&before)) {
            self.birth.set(birth);
        }
        self.months.set(Arc::new(months));
        // A name of this one may have been none of the one before.
        let wire = self.birth.with_untracked(|birth| birth.to_wire(&self.months()));
        if self.text(Field::DateOfBirth).with_untracked(|text| *text != wire) {
            self.text(Field::DateOfBirth).set(wire);
            self.hear(Field::DateOfBirth, |speech, verdict| speech.related(verdict, false));
        }
    }

    /// The names of months that are understood.
    pub fn months(self) -> Arc<MonthNames> {
        self.months.get()
    }

    /// Which fields are asked for: the reason belongs to a change, not to a new profile.
    pub fn fields(self) -> FieldSet {
        if self.stored.with(Option::is_some) { FieldSet::ALL } else { FieldSet::PROFILE }
    }

    /// Takes the record as what is stored, and its values as what is written.
    pub fn fill(self, record: Option<Record>) {
        for field in Field::ALL {
            let text = match &record {
                Some(record) if field != Field::Reason => record.field(field),
                _ => "",
            };
            self.write(field, text);
            self.speech(field).set(Speech::default());
        }
        self.untold.set(FieldSet::EMPTY);
        self.store(record);
        self.forget_sent();
        // What was undone may be of another person.
        self.undone.set(None);
    }

    /// Puts a text into a field.
    pub fn write(self, field: Field, text: &str) {
        self.text(field).set(text.to_owned());
        if field.spec().kind == Kind::Date {
            self.birth.set(Parts::of_wire(text));
        }
    }

    /// What is written.
    pub fn written(self) -> Written {
        let (texts, stored) = (self.values(), self.stored.get().unwrap_or_default());
        let changed = self.changed();
        let is_own = |field: &Field| match field {
            Field::Reason => true,
            field => changed.contains(field) || stored.field(*field) != texts[*field as usize],
        };
        let own = Field::ALL.into_iter().filter(is_own).fold(FieldSet::EMPTY, FieldSet::with);
        // It may be brought back in another language.
        let birth = self.birth.get_untracked();
        let birth = birth.without_name(&self.months()).unwrap_or(birth);
        Written { texts, birth, own }
    }

    /// The texts alone.
    pub fn values(self) -> [String; Field::COUNT] {
        self.texts.map(|text| text.get_untracked())
    }

    /// Writes again what the person wrote: what is stored of the rest may be of somebody else by now.
    pub fn write_again(self, Written { texts, birth, own }: Written) {
        if own.contains(Field::DateOfBirth) {
            self.birth.set(birth);
        }
        for (field, text) in Field::ALL.into_iter().zip(texts) {
            if own.contains(field) && self.text(field).get_untracked() != text {
                self.text(field).set(text);
                self.typed(field);
            }
        }
        // It stands on the page as it did before.
        self.untold.set(FieldSet::EMPTY);
    }

    /// The person typed or chose.
    pub fn typed(self, field: Field) {
        host::panic_if_planted();
        if self.undone.with_untracked(Option::is_some) {
            self.undone.set(None);
        }
        if field.spec().kind == Kind::Date {
            let wire = self.birth.with_untracked(|birth| birth.to_wire(&self.months()));
            self.text(field).set(wire);
        }
        let canonical = self.canonical();
        let as_sent = self.last_sent.with(|sent| {
            !sent.is_empty() && sent.get(field as usize) == canonical.get(field as usize)
        });
        self.hear(field, |speech, verdict| speech.typed(verdict, as_sent));
        // Until a date is left, every key makes another day.
        self.relate(field, field.spec().kind != Kind::Date);
    }

    /// What another field says may come of this one as well. Until this one `is_whole`, nothing new is
    /// said.
    fn relate(self, field: Field, is_whole: bool) {
        for other in Field::ALL {
            if other.spec().kind == Kind::TaxNumber {
                self.hear(other, |speech, mut verdict| {
                    if !is_whole {
                        verdict.advice.retain(|found| speech.advice.contains(found));
                    }
                    let is_due = comes_of(&verdict.advice, field);
                    speech.related(verdict, is_due);
                });
            }
        }
    }

    /// The rules are others: what is said by them is said anew, and nothing that waited for its time.
    pub fn judge_again(self) {
        for field in Field::ALL {
            self.hear(field, |speech, verdict| speech.related(verdict, false));
        }
    }

    /// The person left a field.
    pub fn left(self, field: Field) {
        self.hear(field, Speech::left);
        if self.speech(field).with_untracked(Speech::is_edited) {
            self.relate(field, true);
        }
    }

    /// The server refused what a field said when it was sent.
    pub fn refused(self, field: Field, refusal: Refusal) {
        self.hear(field, |speech, _| speech.refused(refusal));
        // The summary tells it.
        self.untold.set(FieldSet::EMPTY);
    }

    /// The person wants to go on. Returns the fields that are in the way.
    pub fn submitted(self) -> Vec<Field> {
        for field in self.fields().iter() {
            self.hear(field, Speech::submitted);
        }
        // The summary tells it.
        self.untold.set(FieldSet::EMPTY);
        untrack(|| self.troubled())
    }

    /// The fields that say what blocks them, in the order of the wire.
    pub fn troubled(self) -> Vec<Field> {
        let says = |field: &Field| self.speech(*field).with(|speech| speech.said.is_some());
        self.fields().iter().filter(says).collect()
    }

    /// Changes what a field says, and tells the page only when it says something else.
    fn hear(self, field: Field, change: impl FnOnce(&mut Speech, Verdict)) {
        let before = self.speech(field).get_untracked();
        let mut after = before.clone();
        change(&mut after, self.verdict(field));
        if after != before {
            let untold = self.untold.get();
            let says_other = (&after.said, &after.advice) != (&before.said, &before.advice);
            if says_other && !before.is_silent() {
                self.outdated.set(true);
            }
            if after.is_silent() {
                self.untold.set(untold.without(field));
            } else if says_other {
                self.untold.set(untold.with(field));
            }
            self.speech(field).set(after);
        }
    }

    /// The fields that say something since this was last asked, `but` for one that has not said all.
    pub fn to_tell(self, but: Option<Field>) -> FieldSet {
        let untold = self.untold.get();
        let now = but.map_or(untold, |field| untold.without(field));
        self.untold.set(untold.minus(now));
        now
    }

    /// What the rules say of a field as it stands.
    pub fn verdict(self, field: Field) -> Verdict {
        let mut verdict = Verdict::default();
        self.with_report(FieldSet::EMPTY.with(field), |report| {
            for issue in report.issues() {
                let Some(field) = issue.field() else { continue };
                let finding = Finding {
                    field,
                    code: issue.code,
                    severity: issue.severity,
                    params: issue.params,
                };
                match issue.severity {
                    Severity::Error => verdict.error = Some(finding),
                    Severity::Warning => verdict.advice.push(finding),
                }
            }
        });
        verdict
    }

    /// The 12 canonical values: what is sent.
    pub fn canonical(self) -> Vec<String> {
        let mut values = Vec::new();
        self.with_report(FieldSet::ALL, |report| {
            values = Field::ALL.map(|field| report.value(field).to_owned()).to_vec();
        });
        values
    }

    /// How many characters of a field's value count: those of its canonical form.
    pub fn length(self, field: Field) -> u32 {
        self.text(field).track();
        let mut length = 0;
        self.with_report(FieldSet::EMPTY.with(field), |report| {
            length = report.value(field).chars().count();
        });
        u32::try_from(length).unwrap_or(u32::MAX)
    }

    fn with_report(self, fields: FieldSet, read: impl FnOnce(&client_profile::Report<'_>)) {
        self.report_of(&self.values(), fields, read);
    }

    fn report_of(
        self,
        texts: &[String; Field::COUNT],
        fields: FieldSet,
        read: impl FnOnce(&client_profile::Report<'_>),
    ) {
        let mut update = ProfileUpdate::default();
        for (field, text) in Field::ALL.into_iter().zip(texts) {
            update.set(field, text);
        }
        self.validator.with(|validator| {
            if let Some(validator) = validator {
                read(&validator.validate_fields(fields, &update, intl::today()));
            }
        });
    }

    /// The fields whose canonical value may not be the stored one; the reason is no difference.
    pub fn changed(self) -> Vec<Field> {
        Field::ALL
            .into_iter()
            .zip(self.canonical())
            .filter(|(field, value)| *field != Field::Reason && self.other(*field, value).is_some())
            .map(|(field, _)| field)
            .collect()
    }

    /// Whether there is no record yet that this would change.
    pub fn is_first(self) -> bool {
        self.stored.with(Option::is_none)
    }

    /// Whether leaving would lose something.
    pub fn is_unsaved(self) -> bool {
        !self.changed().is_empty()
    }

    /// Whether there is nothing to save and nothing to put right: a reason alone is no change, and
    /// without a change none is needed.
    pub fn is_as_stored(self) -> bool {
        let is_right = |field| self.verdict(field).error.is_none();
        !self.is_unsaved() && FieldSet::PROFILE.iter().all(is_right)
    }
}

/// Whether some of what is advised of a tax number comes of that field as well, with which the number
/// is compared.
pub fn comes_of(advice: &[Finding], with: Field) -> bool {
    advice.iter().any(|found| {
        let is_compared = match found.code {
            Code::TinBirthDate => with.spec().kind == Kind::Date,
            Code::TinGender => with == Field::Gender,
            Code::TinOtherCountry => with.spec().kind == Kind::Country,
            // Of some, none is asked: then what stands for none is no placeholder.
            Code::TinPlaceholder => with == Field::EmploymentStatus,
            _ => false,
        };
        found.field == Field::TaxIdentificationNumber
            && (is_compared || with == Field::TaxResidenceCountry)
    })
}
