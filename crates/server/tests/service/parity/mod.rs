//! One suite on every store: the same answers, byte for byte, save times and ids.

mod cases;

use std::convert::Infallible;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use client_profile::Rules;
use client_profile_server::demo;
use client_profile_server::http::{Service, router};
use client_profile_server::store::memory::MemoryStore;
use client_profile_server::store::postgres::PostgresStore;
use client_profile_server::store::sqlite::SqliteStore;
use client_profile_server::store::{
    Actor, Change, ClientId, Created, Erased, Expected, NewToken, Store, TokenId,
};
use client_profile_server::timestamp::Timestamp;
use client_profile_server::token::Token;
use futures_util::stream;
use serde_json::Value;
use tower::ServiceExt as _;

use self::cases::{CASES, End, Step};
use crate::harness::{EXAMPLE, client_with_token};
use crate::postgres::{self, Cluster};

/// A client of a case: its number, and its newest token.
struct Person {
    client: ClientId,
    token: String,
    id: Option<TokenId>,
    /// The tags that its answers had, without their quotes.
    tags: Vec<String>,
}

impl Person {
    /// The tag that a case means: `@1` is that of its first version, when it was seen, and else one
    /// that never was.
    fn meant(&self, tag: &str) -> String {
        let mut tag = tag.to_owned();
        for seen in &self.tags {
            let (version, _) = seen.rsplit_once('-').unwrap();
            let (_, version) = version.split_once('-').unwrap();
            tag = tag.replace(&format!("@{version}\""), &format!("{seen}\""));
        }
        tag.replace('@', &format!("{:x}-", self.client))
    }
}

/// How long a token of a case works.
const LIFE: Duration = Duration::from_secs(60);

/// Seconds that the service's clock is ahead.
static AHEAD: AtomicU64 = AtomicU64::new(0);

fn clock() -> Timestamp {
    Timestamp::now().after(Duration::from_secs(AHEAD.load(Ordering::Relaxed)))
}

struct Run<'a> {
    store: &'a Arc<dyn Store>,
    router: axum::Router,
    people: Vec<Person>,
    now: usize,
    transcript: String,
}

impl Run<'_> {
    async fn issue(&mut self, life: Duration) {
        let now = Timestamp::now();
        let token = Token::generate().unwrap();
        let client = self.people[self.now].client;
        let new = NewToken {
            client,
            hash: token.hash(),
            label: Some("Zoë's".into()),
            created_time: now,
            expires_time: Some(now.after(life)),
        };
        let id = self.store.add_token(new).await.unwrap();
        writeln!(self.transcript, "token {}", id.is_some()).unwrap();
        let person = &mut self.people[self.now];
        (person.token, person.id) = (token.reveal(), id);
    }

    async fn send(
        &mut self,
        method: &str,
        if_match: Option<&str>,
        body: impl Into<Body> + Send,
    ) -> u16 {
        let person = &self.people[self.now];
        let mut request = Request::builder()
            .method(method)
            .uri("/client/profile")
            .header("host", "a")
            .header("authorization", &person.token)
            .header("content-type", "application/json");
        if let Some(tag) = if_match {
            request = request.header("if-match", person.meant(tag));
        }
        let request = request.body(body.into()).unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let status = answer.status().as_u16();
        if let Some(tag) = answer.headers().get("etag") {
            let tag = tag.to_str().unwrap().trim_matches('"').to_owned();
            self.people[self.now].tags.push(tag);
        }
        let mut headers: Vec<(String, String)> = answer
            .headers()
            .iter()
            .filter(|(name, _)| !["x-request-id", "content-length"].contains(&name.as_str()))
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        headers.sort();
        let body = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        let told = format!("{method} {status} {headers:?} {text}");
        let told = self.without_ids_and_times(&told);
        writeln!(self.transcript, "{told}").unwrap();
        status
    }

    fn without_ids_and_times(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (at, person) in self.people.iter().enumerate() {
            let (id, hex) = (person.client, format!("{:x}", person.client));
            text = text.replace(&format!("\"client_id\":{id},"), &format!("\"client_id\":#{at},"));
            for tag in &person.tags {
                // All but its last part, the time.
                let (version, _) = tag.rsplit_once('-').unwrap();
                let blanked = version.replacen(&hex, &format!("#{at}"), 1);
                text = text.replace(&format!("\\\"{tag}\\\""), &format!("\\\"{blanked}\\\""));
            }
        }
        for key in ["created_time", "updated_time"] {
            text = blank(&text, &format!("\"{key}\":\""), '"');
        }
        blank(&text, "\"timing\":", '}')
    }

    async fn step(&mut self, step: &Step) {
        let expects = match *step {
            Step::Get(status) => (self.send("GET", None, Body::empty()).await, status),
            Step::Head(status) => (self.send("HEAD", None, Body::empty()).await, status),
            Step::Post(edits, status) => {
                let edits = [edits, &[("reason", "-")]].concat();
                (self.send("POST", None, body(&edits)).await, status)
            }
            Step::TooLate(method, end, edits, status) => {
                let no_reason: &[_] = if method == "POST" { &[("reason", "-")] } else { &[] };
                let edits = [edits, no_reason].concat();
                let (store, person) = (self.store.clone(), &self.people[self.now]);
                let (client, id) = (person.client, person.id.unwrap());
                let reached = Arc::new(AtomicBool::new(false));
                let is_reached = reached.clone();
                let late = Body::from_stream(stream::once(async move {
                    reached.store(true, Ordering::Relaxed);
                    match end {
                        End::Revoked => {
                            assert_eq!(store.revoke(id, Timestamp::now()).await, Ok(true));
                        }
                        End::Expired => AHEAD.store(2 * LIFE.as_secs(), Ordering::Relaxed),
                        End::Erased => {
                            let erased = store.erase(client, Timestamp::now()).await;
                            assert_eq!(erased, Ok(Erased::Done));
                        }
                    }
                    Ok::<_, Infallible>(body(&edits))
                }));
                let answered = self.send(method, None, late).await;
                AHEAD.store(0, Ordering::Relaxed);
                assert!(is_reached.load(Ordering::Relaxed), "it was refused before its body");
                (answered, status)
            }
            Step::Put(edits, status) => (self.send("PUT", None, body(edits)).await, status),
            Step::PutIf(tag, edits, status) => {
                (self.send("PUT", Some(tag), body(edits)).await, status)
            }
            Step::Raw(method, text, status) => (self.send(method, None, text).await, status),
            Step::As(person) => {
                while self.people.len() <= person {
                    let client = self.store.add_client(Timestamp::now()).await.unwrap();
                    let (token, tags) = (String::new(), Vec::new());
                    self.people.push(Person { client, token, id: None, tags });
                    self.now = self.people.len() - 1;
                    self.issue(LIFE).await;
                }
                self.now = person;
                return;
            }
            Step::Issue => return self.issue(LIFE).await,
            Step::IssueExpired => return self.issue(Duration::ZERO).await,
            Step::Revoke(done) => {
                let id = self.people[self.now].id.unwrap_or(i64::MAX);
                let revoked = self.store.revoke(id, Timestamp::now()).await.unwrap();
                assert_eq!(revoked, done);
                return;
            }
            Step::Erase(done) => {
                let client = self.people[self.now].client;
                let erased = self.store.erase(client, Timestamp::now()).await;
                assert_eq!(erased, Ok(if done { Erased::Done } else { Erased::Before }));
                let none = self.store.erase(i64::MAX, Timestamp::now()).await;
                assert_eq!(none, Ok(Erased::NoClient));
                assert_eq!(self.store.wipe().await, Ok(true));
                return;
            }
        };
        assert_eq!(expects.0, expects.1, "{}", self.transcript);
    }

    /// What is kept of everybody.
    async fn aftermath(&mut self) {
        for person in &self.people {
            let history = self.store.history(person.client).await.unwrap();
            for row in history {
                let json = |values: Option<_>| {
                    values.map(|v: client_profile_server::store::Values| v.to_json())
                };
                writeln!(
                    self.transcript,
                    "history {} {:?} {:?} {:?}",
                    row.version,
                    row.reason,
                    json(row.old),
                    json(row.new)
                )
                .unwrap();
                assert!(row.actor.starts_with("token:"));
            }
            for row in self.store.tokens(Some(person.client)).await.unwrap() {
                writeln!(
                    self.transcript,
                    "token {:?} {} {} {}",
                    row.label,
                    row.expires_time.is_some(),
                    row.revoked_time.is_some(),
                    row.works(Timestamp::now())
                )
                .unwrap();
            }
        }
    }
}

/// The text with what stands between `before` and `end` taken out.
fn blank(text: &str, before: &str, end: char) -> String {
    let mut parts = text.split(before);
    let mut blanked = parts.next().unwrap().to_owned();
    for part in parts {
        blanked.push_str(before);
        blanked.push_str(&part[part.find(end).unwrap()..]);
    }
    blanked
}

/// The documented request with fields changed; a field that is `-` is left out.
fn body(edits: &[(&str, &str)]) -> String {
    let mut object: serde_json::Map<String, Value> = serde_json::from_str(EXAMPLE).unwrap();
    for (key, value) in edits {
        match *value {
            "-" => drop(object.remove(*key)),
            value => drop(object.insert((*key).into(), value.into())),
        }
    }
    Value::Object(object).to_string()
}

/// Everything that the cases get to hear of a store.
/// An empty store of each kind, the model first; SQLite's is in that folder.
pub async fn every_store(folder: &Path, cluster: &Cluster) -> [Arc<dyn Store>; 3] {
    let sqlite = SqliteStore::open(&folder.join("store.db")).unwrap();
    let postgres = PostgresStore::open(&cluster.database(), 4).await.unwrap();
    [Arc::new(MemoryStore::default()), Arc::new(sqlite), Arc::new(postgres)]
}

async fn transcripts(store: Arc<dyn Store>) -> Vec<String> {
    let service = Service { clock, ..Service::new(store.clone(), &Rules::default()).unwrap() };
    let router = router(Arc::new(service));
    let mut all = Vec::new();
    for (name, steps) in CASES {
        let mut run = Run {
            store: &store,
            router: router.clone(),
            people: Vec::new(),
            now: 0,
            transcript: format!("{name}\n"),
        };
        run.step(&Step::As(0)).await;
        for step in *steps {
            run.step(step).await;
        }
        run.aftermath().await;
        all.push(run.transcript);
    }
    store.close().await;
    all
}

#[tokio::test]
async fn every_store_gives_the_same_answers() {
    const { assert!(CASES.len() >= 60) };
    let folder = tempfile::tempdir().unwrap();
    let cluster = postgres::shared();
    let [model, sqlite, postgres] = every_store(folder.path(), &cluster).await;
    let model = transcripts(model).await;
    let sqlite = transcripts(sqlite).await;
    let postgres = transcripts(postgres).await;
    for ((model, sqlite), postgres) in model.iter().zip(&sqlite).zip(&postgres) {
        assert_eq!(model, sqlite);
        assert_eq!(model, postgres);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_kept_of_a_client_is_told_as_it_is_at_one_moment() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = postgres::shared();
    for store in every_store(folder.path(), &cluster).await {
        let (client, _) = client_with_token(&*store).await;
        let change = Change {
            client,
            actor: Actor::Operator,
            at: Timestamp::now(),
            values: demo::record().values,
            reason: None,
        };
        assert!(matches!(store.create(change.clone()).await, Ok(Created::Done(_))));
        let enough = Arc::new(AtomicBool::new(false));
        let writing = {
            let (store, enough) = (store.clone(), enough.clone());
            tokio::spawn(async move {
                while !enough.load(Ordering::Relaxed) {
                    store.update(change.clone(), Expected::default()).await.unwrap();
                }
            })
        };
        for _ in 0..50 {
            let kept = store.kept(client).await.unwrap();
            assert_eq!(kept.tokens.len(), 1);
            let newest = kept.history.last().unwrap().version;
            assert_eq!(kept.record.unwrap().version, newest);
            tokio::task::yield_now().await;
        }
        enough.store(true, Ordering::Relaxed);
        writing.await.unwrap();
        store.close().await;
    }
}

/// What time a clock says that was set back, and what it said before.
const BACK: &str = "2029-06-01T12:00:00.000000";
const BEFORE: &str = "2029-06-01T13:00:00.000000";

/// A change while the clock says that it is earlier than the one before; the times of the record
/// and of its history.
async fn with_a_clock_set_back(store: Arc<dyn Store>) -> Vec<String> {
    let (client, token) = client_with_token(&*store).await;
    let send = async |clock: fn() -> Timestamp, method: &str, body: String| {
        let service = Service { clock, ..Service::new(store.clone(), &Rules::default()).unwrap() };
        let request = Request::builder()
            .method(method)
            .uri("/client/profile")
            .header("host", "a")
            .header("authorization", &token)
            .header("content-type", "application/json");
        let request = request.body(Body::from(body)).unwrap();
        let answer = router(Arc::new(service)).oneshot(request).await.unwrap();
        assert_eq!(answer.status(), 200);
        let body = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        serde_json::from_slice::<Value>(&body).unwrap()["data"][0].clone()
    };
    send(|| Timestamp::parse(BEFORE).unwrap(), "POST", body(&[("reason", "-")])).await;
    let changed = send(|| Timestamp::parse(BACK).unwrap(), "PUT", body(&[])).await;
    let mut times = vec![changed["created_time"].clone(), changed["updated_time"].clone()];
    times.extend(store.history(client).await.unwrap().iter().map(|row| row.at.to_string().into()));
    store.close().await;
    times.iter().map(|time| time.as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn no_store_writes_a_time_before_that_of_the_version_before() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = postgres::shared();
    for store in every_store(folder.path(), &cluster).await {
        let times = with_a_clock_set_back(store).await;
        let [created, changed, first, second] = times.as_slice() else { panic!("{times:?}") };
        assert_eq!([created, first], [BEFORE; 2]);
        assert_eq!(changed, second);
        // A little later, so that it is another version than one that followed before a restore.
        assert!(changed.as_str() > BEFORE && changed[..19] == BEFORE[..19], "{changed}");
    }
}
