//! What was sent, what somebody else saved, and how both stand to what is stored and what is written.

use client_profile::{Field, FieldSet};

use super::Draft;
use crate::api::Record;
use crate::intl;
use crate::timing::Speech;

/// The pick of what someone else saved.
pub const THEIRS: &str = "theirs";
/// The pick of what is written.
pub const MINE: &str = "mine";

/// An attempt to save.
#[derive(Clone)]
pub struct Attempt {
    /// The canonical values.
    values: Vec<String>,
    /// Nobody knows what became of it: they may be what is stored.
    in_doubt: bool,
}

impl Draft {
    /// What is stored of a field, when that is another value, or may be: what somebody else saved, and
    /// what was sent, while it is not known what became of it.
    pub fn other(self, field: Field, value: &str) -> Option<String> {
        let is_other = |other: &&str| *other != value;
        let is_seen = self.seen.with(Option::is_some);
        let stored = if is_seen { &self.seen } else { &self.stored };
        let stored = stored.with(|record| {
            let other = record.as_ref().map_or("", |record| record.field(field));
            Some(other).filter(is_other).map(str::to_owned)
        });
        let sent = || {
            self.sent.with(|sent| {
                let doubtful = sent.iter().rev().filter(|attempt| attempt.in_doubt);
                let mut values = doubtful.filter_map(|attempt| attempt.values.get(field as usize));
                values.find(|other| is_other(&other.as_str())).cloned()
            })
        };
        stored.or_else(sent)
    }

    /// Somebody else saved that: takes the picks that were made from it. Where one is missing, what is
    /// written and what was stored before stay as they are, until all are made. Says whether they are.
    pub fn decide(self, theirs: Record, pick: impl Fn(Field) -> String) -> bool {
        let before = self.stored.get().unwrap_or_default();
        let mut base = theirs.clone();
        let mut is_decided = true;
        let mut taken = FieldSet::EMPTY;
        for (field, mine) in Field::ALL.into_iter().zip(self.canonical()) {
            let saved = theirs.field(field);
            if field == Field::Reason || saved == mine {
                continue;
            }
            match pick(field).as_str() {
                THEIRS => {
                    self.write(field, saved);
                    self.speech(field).set(Speech::default());
                    taken = taken.with(field);
                }
                MINE => {}
                _ => {
                    is_decided = false;
                    base.put(field, before.field(field));
                }
            }
        }
        for field in taken.iter() {
            self.relate(field, true);
        }
        if is_decided {
            self.rebase(Some(base));
        } else {
            self.store(Some(base));
            self.seen.set(Some(theirs));
            self.outrun.set(false);
            // They are not what is stored.
            self.change_sent(|sent| sent.iter_mut().for_each(|attempt| attempt.in_doubt = false));
        }
        is_decided
    }

    /// Whether the record says the same of the person as the one the form was filled from.
    pub fn is_stored(self, record: &Record) -> bool {
        record.says_as(&self.stored.get().unwrap_or_default())
    }

    /// Whether what was read changes nothing: it is unmoved, or older.
    pub fn is_no_news(self, record: &Record) -> bool {
        self.is_unmoved(record) || self.is_older(record)
    }

    /// Whether it is a copy of before the record that the form was filled from, as one that lags
    /// behind gives, and nothing of that one is open. Times of one server, written alike, are in the
    /// order of their texts.
    fn is_older(self, record: &Record) -> bool {
        const TIME: &str = "updated_time";
        let stored = self.stored.get().unwrap_or_default();
        let (told, known) = (record.value(TIME), stored.value(TIME));
        told.len() == known.len() && told < known && !self.is_undecided()
    }

    /// Whether it is stored, nothing of it is open, and nobody can have set it back after what was
    /// sent had been saved.
    pub fn is_unmoved(self, record: &Record) -> bool {
        const TRACES: [&str; 2] = ["updated_time", "reason"];
        let stored = self.stored.get().unwrap_or_default();
        // Not every answer tells them.
        let is_same = TRACES.iter().all(|name| {
            let told = record.value(name);
            told.is_empty() || told == stored.value(name)
        });
        self.is_stored(record) && !self.is_undecided() && (is_same || !self.is_any_doubtful())
    }

    /// Whether the record says what is written, as the server writes it: in capitals, say, or
    /// without accents.
    pub fn is_written_alike(self, record: &Record) -> bool {
        Field::ALL.into_iter().zip(self.canonical()).all(|(field, value)| {
            let told = record.field(field);
            let is_told = field != Field::Reason || !told.is_empty();
            !is_told || intl::are_alike(told, &value)
        })
    }

    /// Whether the record says of the person what is written.
    pub fn is_written(self, record: &Record) -> bool {
        let mut written = Field::ALL.into_iter().zip(self.canonical());
        written.all(|(field, value)| field == Field::Reason || record.field(field) == value)
    }

    /// Whether a value of a field is what was stored there before, and not a change back.
    pub fn is_untouched(self, field: Field, value: &str) -> bool {
        let before = self.stored.get().unwrap_or_default();
        before.field(field) == value && self.other(field, value).is_none()
    }

    /// Whose value of a field is picked before the person does, of what differs: that of the only
    /// one who changed it. There is nothing to decide then, only to see.
    pub fn pick_of(self, field: Field, theirs: &Record) -> &'static str {
        let mine = self.canonical();
        let mine = mine.get(field as usize).map_or("", String::as_str);
        match [theirs.field(field), mine].map(|value| self.is_untouched(field, value)) {
            [true, false] => MINE,
            [false, true] => THEIRS,
            _ => "",
        }
    }

    /// Takes the record as what is stored, and keeps what is written.
    pub fn rebase(self, record: Option<Record>) {
        self.store(record);
        self.forget_sent();
    }

    pub(super) fn forget_sent(self) {
        self.sent.set(Vec::new());
        self.last_sent.set(Vec::new());
        self.outrun.set(false);
        self.seen.set(None);
    }

    fn change_sent(self, change: impl FnOnce(&mut Vec<Attempt>)) {
        let mut sent = self.sent.get();
        change(&mut sent);
        self.sent.set(sent);
    }

    /// Remembers what is sent now, to know it again.
    pub fn remember_sent(self, values: Vec<String>) {
        self.last_sent.set(values.clone());
        self.change_sent(|sent| sent.push(Attempt { values, in_doubt: true }));
    }

    /// What was sent last is not stored: the server refused it.
    pub fn forget_last(self) {
        self.change_sent(|sent| {
            sent.pop();
        });
    }

    /// The same, since the server has another record by now, or asks for it later. That may be what
    /// was sent: what stands between repeats requests by itself.
    pub fn forget_doubt(self) {
        self.change_sent(|sent| {
            if let Some(last) = sent.last_mut() {
                last.in_doubt = false;
            }
        });
    }

    fn is_any_doubtful(self) -> bool {
        self.sent.with(|sent| sent.iter().any(|attempt| attempt.in_doubt))
    }

    /// Whether somebody else saved something from which not all is picked.
    pub fn is_undecided(self) -> bool {
        self.seen.with(Option::is_some)
    }

    /// Whether what is stored may be another record: something was sent of which it is not known what
    /// became of it, or somebody else saved something.
    pub fn is_in_doubt(self) -> bool {
        self.is_any_doubtful() || self.outrun.get() || self.is_undecided()
    }

    /// Whether the record says what was sent of late, and nobody knew what became of: then it was saved.
    pub fn is_attempt_in_doubt(self, record: &Record) -> bool {
        self.sent.with(|sent| {
            sent.iter().any(|attempt| attempt.in_doubt && self.says(record, &attempt.values))
        })
    }

    /// Whether the record says what is written, and that was sent and not refused. Where it may say
    /// what was sent before instead, with a reason that is not told, it says that.
    pub fn is_sent(self, record: &Record) -> bool {
        let written = self.canonical();
        let is_sent = self.sent.with(|sent| {
            let mut of_these = sent.iter().filter(|attempt| attempt.values == written);
            of_these.any(|attempt| attempt.in_doubt || !self.is_attempt_in_doubt(record))
        });
        is_sent && self.says(record, &written)
    }

    /// Whether the record has these values of what is asked. Not every server tells the reason again,
    /// and some in letters of their own.
    fn says(self, record: &Record, values: &[String]) -> bool {
        let fields = self.fields();
        Field::ALL.into_iter().zip(values).all(|(field, value)| {
            let told = record.field(field);
            !fields.contains(field)
                || told == value
                || field == Field::Reason && (told.is_empty() || intl::are_alike(told, value))
        })
    }
}
