//! What an answer says: the envelope of the wire contract, read tolerantly, because the API has
//! drifted before and proxies answer in its place.

use client_profile::{Code, Field, FieldSet};

use crate::json::Json;

/// The member of a record that tells whose it is.
pub const CLIENT: &str = "client_id";

/// An HTTP answer.
#[derive(Clone)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// The record's version, where the server tells it.
    pub tag: Option<String>,
    /// Seconds to wait, where the server asks for it.
    pub wait: Option<u32>,
    /// Its text.
    pub body: String,
}

/// A profile as the server tells it: its members in the server's order, unknown ones too.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// Name and value; `None` for null.
    pub members: Vec<(String, Option<String>)>,
}

/// Where an answer comes from and how long it took.
pub type Meta = Vec<(String, Option<String>)>;

/// A success envelope.
#[derive(Clone, PartialEq, Eq)]
pub struct Success {
    /// The record.
    pub record: Record,
    /// `endpoint`, `method`, `timing`.
    pub meta: Meta,
    /// The JSON, indented: all of it, or of an answer that is none to what was asked, its data.
    pub raw: String,
}

/// One thing the server did not take.
#[derive(Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The field it is about, if it is about one.
    pub field: Option<Field>,
    /// The rule, if it is one of ours.
    pub code: Option<Code>,
    /// The server's own words.
    pub message: Option<String>,
}

impl Record {
    /// The value of a member; empty when it is null or not there.
    pub fn value(&self, name: &str) -> &str {
        self.members
            .iter()
            .find(|(known, _)| known == name)
            .and_then(|(_, value)| value.as_deref())
            .unwrap_or_default()
    }

    /// The value of a field.
    pub fn field(&self, field: Field) -> &str {
        self.value(field.name())
    }

    /// Puts a value in a field's place: the first of a name counts.
    pub fn put(&mut self, field: Field, value: &str) {
        self.members.insert(0, (field.name().to_owned(), Some(value.to_owned())));
    }

    /// Whether it says anything of a person.
    pub fn is_of_someone(&self) -> bool {
        FieldSet::PROFILE.iter().any(|field| !self.field(field).is_empty())
    }

    /// Whether it says all that there is to say of a person.
    pub fn is_whole(&self) -> bool {
        FieldSet::PROFILE.iter().all(|field| !self.field(field).is_empty())
    }

    /// Whether it says the same of a person.
    pub fn says_as(&self, other: &Self) -> bool {
        FieldSet::PROFILE.iter().all(|field| self.field(field) == other.field(field))
    }

    fn read(json: &Json) -> Option<Self> {
        let members = json.members();
        // A stored reason is that of an earlier change: the form does not read it.
        let is_used = |name: &str| {
            name == CLIENT || Field::from_name(name).is_some_and(|field| field != Field::Reason)
        };
        let is_exact = |(name, value): &(String, Json)| !is_used(name) || value.is_exact();
        members.iter().all(is_exact).then(|| Self { members: shown(members) })
    }
}

fn shown(members: Vec<(String, Json)>) -> Vec<(String, Option<String>)> {
    members.into_iter().map(|(name, value)| (name, value.shown())).collect()
}

impl Answer {
    /// Its body as JSON; `None` for HTML, an empty or a cut-off body.
    pub fn json(&self) -> Option<Json> {
        Json::parse(&self.body)
    }

    /// Whether the API says that there is no profile: an envelope or problem details, which most that
    /// stand in its place without such a path do not send.
    pub fn tells_of_none(&self) -> bool {
        let is_told = |json: Json| {
            let has = |key| json.get(key).is_some();
            has("errors")
                || has("title")
                || json.get("error").is_some_and(|error| error.is_object())
        };
        self.status == 404 && self.json().is_some_and(is_told)
    }

    /// The success envelope. `data` may be an array or one object. One whose answers cannot be told as
    /// the server has them is none.
    pub fn success(&self) -> Option<Success> {
        let json = self.json()?;
        let data = json.get("data")?;
        // Beside a record that was told in place of an answer stands why it was none.
        let raw = if self.status < 300 { json.indented() } else { data.indented() };
        let item = match data.items() {
            Some(items) => items.into_iter().next()?,
            None => data,
        };
        let record = item.is_object().then(|| Record::read(&item))??;
        Some(Success {
            record,
            meta: json.get("meta").map(|meta| shown(meta.members())).unwrap_or_default(),
            raw,
        })
    }

    /// What the server did not take: our envelope, RFC 9457 problem details, `{"error": …}`, a list of
    /// texts, or texts by the names of fields.
    pub fn complaints(&self) -> Vec<Complaint> {
        let Some(json) = self.json() else { return Vec::new() };
        let mut found = Vec::new();
        for errors in ["errors", "error"].iter().filter_map(|key| json.get(key)) {
            let is_named = errors.is_object();
            let whole = Complaint::read(&errors, "");
            if !errors.is_array() && (!whole.is_empty() || errors.get("code").is_some()) {
                found.push(whole);
            } else {
                for (name, said) in errors.members() {
                    found.push(Complaint::read(&said, if is_named { &name } else { "" }));
                }
                // Of a field under whose name nothing is said, nothing is.
                found.retain(|complaint| !is_named || complaint.message.is_some());
            }
            found.retain(|complaint| !complaint.is_empty());
            if !found.is_empty() {
                return found;
            }
        }
        found.push(Complaint::read(&json, ""));
        found.retain(|complaint| !complaint.is_empty());
        found
    }
}

/// How many lists and objects deep words are looked for.
const DEPTH: usize = 3;

/// What is said: a text that has something in it, or the first in a list or under one of these names.
fn words(json: &Json, depth: usize) -> Option<String> {
    let inner = |json: &Json| if depth == 0 { None } else { words(json, depth - 1) };
    match (json.text(), json.items()) {
        (Some(text), _) => Some(text).filter(|text| !text.trim().is_empty()),
        (None, Some(items)) => items.iter().find_map(inner),
        _ => ["message", "detail", "title"].iter().find_map(|key| inner(&json.get(key)?)),
    }
}

impl Complaint {
    /// What is said, under that name if it has one: a text is of something only under a field's.
    fn read(json: &Json, name: &str) -> Self {
        let field = json.text_of("field");
        let field = Field::from_name(field.as_deref().unwrap_or(name));
        let is_of_something = name.is_empty() || field.is_some() || json.text().is_none();
        Self {
            field,
            code: json.text_of("issue").and_then(|name| Code::from_name(&name)),
            message: words(json, DEPTH).filter(|_| is_of_something),
        }
    }

    fn is_empty(&self) -> bool {
        self.field.is_none() && self.code.is_none() && self.message.is_none()
    }
}
