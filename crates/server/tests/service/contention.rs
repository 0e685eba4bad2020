//! 64 clients of one record: one winner a version, and no update is lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::{Body, to_bytes};
use axum::http::Request;
use client_profile::Rules;
use client_profile_server::http::{Service, router};
use client_profile_server::store::Store;
use client_profile_server::store::postgres::PostgresStore;
use client_profile_server::store::sqlite::SqliteStore;
use tower::ServiceExt as _;

use crate::harness::{EXAMPLE, PATH, client_with_token, count, first};
use crate::postgres;

const CLIENTS: usize = 64;

struct Answer {
    status: u16,
    tag: Option<String>,
}

async fn send(
    router: axum::Router,
    method: &str,
    token: &str,
    tag: Option<&str>,
    body: String,
) -> Answer {
    let mut request = Request::builder()
        .method(method)
        .uri(PATH)
        .header("host", "a")
        .header("authorization", token)
        .header("content-type", "application/json");
    if let Some(tag) = tag {
        request = request.header("if-match", tag);
    }
    let answer = router.oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    let status = answer.status().as_u16();
    let tag = answer.headers().get("etag").map(|tag| tag.to_str().unwrap().to_owned());
    to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    Answer { status, tag }
}

/// The clients go through all of `stores`, which keep one database. Some answers of one that
/// `may_be_busy` are 503: then nothing was changed, and nothing is lost.
async fn contend(stores: Vec<Arc<dyn Store>>, may_be_busy: bool) {
    let puts = count(2_000, 10_000);
    let store = stores[0].clone();
    let (client, token) = client_with_token(&*store).await;
    let routers: Vec<_> = stores
        .iter()
        .map(|store| router(Arc::new(Service::new(store.clone(), &Rules::default()).unwrap())))
        .collect();
    let start = send(routers[0].clone(), "POST", &token, None, first()).await;
    assert_eq!(start.status, 200);

    let left = Arc::new(AtomicUsize::new(puts));
    let won = Arc::new(AtomicUsize::new(0));
    let busy = Arc::new(AtomicUsize::new(0));
    let mut clients = tokio::task::JoinSet::new();
    for number in 0..CLIENTS {
        let router = routers[number % routers.len()].clone();
        let (token, left) = (token.clone(), left.clone());
        let (won, busy) = (won.clone(), busy.clone());
        let mut tag = start.tag.clone().unwrap();
        clients.spawn(async move {
            let take = |left: usize| left.checked_sub(1);
            while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok() {
                let body =
                    EXAMPLE.replace("api test", &format!("{tag} by {number}").replace('"', ""));
                let answer = send(router.clone(), "PUT", &token, Some(&tag), body).await;
                match answer.status {
                    200 => drop(won.fetch_add(1, Ordering::Relaxed)),
                    412 => {}
                    503 if may_be_busy => {
                        busy.fetch_add(1, Ordering::Relaxed);
                        continue;
                    }
                    other => panic!("{other}"),
                }
                tag = answer.tag.unwrap();
            }
        });
    }
    while let Some(done) = clients.join_next().await {
        done.unwrap();
    }

    let (won, busy) = (won.load(Ordering::Relaxed), busy.load(Ordering::Relaxed));
    assert!(busy <= puts / 10, "{busy}");
    assert!(won >= puts / CLIENTS, "{won}");
    let record = store.profile(client).await.unwrap().unwrap();
    assert_eq!(record.version, i64::try_from(won).unwrap() + 1);
    let history = store.history(client).await.unwrap();
    assert_eq!(history.len(), won + 1);
    for (row, version) in history.iter().zip(1..) {
        assert_eq!(row.version, version);
        // Each winner had seen exactly the version before its own.
        if version > 1 {
            let seen = format!("{client:x}-{:x}-", version - 1);
            assert!(row.reason.as_deref().unwrap().starts_with(&seen));
        }
    }
    assert_eq!(history.last().unwrap().reason, record.reason);
    println!(
        "figure: {puts} compare-and-set changes by {CLIENTS} clients, {won} won, {busy} had to wait too long, none lost"
    );
    for store in stores {
        store.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sqlite_has_one_winner_a_version() {
    let folder = tempfile::tempdir().unwrap();
    contend(vec![Arc::new(SqliteStore::open(&folder.path().join("a.db")).unwrap())], false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_instances_on_one_postgresql_have_one_winner_a_version() {
    let cluster = postgres::shared();
    let address = cluster.database();
    let (one, two) =
        tokio::join!(PostgresStore::open(&address, 16), PostgresStore::open(&address, 16));
    contend(vec![Arc::new(one.unwrap()), Arc::new(two.unwrap())], false).await;
}

#[tokio::test]
async fn instances_that_start_together_make_the_tables_once_whatever_the_isolation() {
    let cluster = postgres::shared();
    let database = cluster.database();
    let address = format!("{database}?options=-c%20default_transaction_isolation%3Dserializable");
    let starts = (0..4).map(|_| PostgresStore::open(&address, 1));
    for started in futures_util::future::join_all(starts).await {
        started.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_postgresql_cannot_put_in_a_row_is_done_again() {
    let cluster = postgres::shared();
    let address =
        format!("{}?options=-c%20default_transaction_isolation%3Dserializable", cluster.database());
    contend(vec![Arc::new(PostgresStore::open(&address, 16).await.unwrap())], true).await;
}
