//! A panic answers its request, ends nothing else, and tells the log where it was, not what it
//! said. A process of its own, since the hook is the process's.

use std::io;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use client_profile::Rules;
use client_profile_server::http::{Service, router};
use client_profile_server::logging::{Format, on_panic, subscriber};
use client_profile_server::store::{
    Caller, Change, ClientId, Created, Erased, Expected, HistoryRow, Kept, NewToken, Record, Store,
    StoreError, TokenId, TokenRow, Updated,
};
use client_profile_server::timestamp::Timestamp;
use client_profile_server::token::{Token, TokenHash};
use tower::ServiceExt as _;
use tracing_subscriber::fmt::MakeWriter;

/// A store that panics with what it was given.
struct Careless;

#[async_trait]
impl Store for Careless {
    async fn caller(&self, _: TokenHash, _: Timestamp) -> Result<Option<Caller>, StoreError> {
        Ok(Some(Caller { client: 1, token: 1 }))
    }
    async fn profile(&self, _: ClientId) -> Result<Option<Record>, StoreError> {
        Ok(None)
    }
    async fn create(&self, change: Change) -> Result<Created, StoreError> {
        panic!("{}", change.values.to_json())
    }
    async fn update(&self, _: Change, _: Expected) -> Result<Updated, StoreError> {
        Ok(Updated::Missing)
    }
    async fn add_client(&self, _: Timestamp) -> Result<ClientId, StoreError> {
        Ok(1)
    }
    async fn demo_client(&self, _: Record) -> Result<ClientId, StoreError> {
        Ok(1)
    }
    async fn add_token(&self, _: NewToken) -> Result<Option<TokenId>, StoreError> {
        Ok(None)
    }
    async fn tokens(&self, _: Option<ClientId>) -> Result<Vec<TokenRow>, StoreError> {
        Ok(Vec::new())
    }
    async fn revoke(&self, _: TokenId, _: Timestamp) -> Result<bool, StoreError> {
        Ok(false)
    }
    async fn forget_expired(&self, _: ClientId, _: &str, _: Timestamp) -> Result<(), StoreError> {
        Ok(())
    }
    async fn history(&self, _: ClientId) -> Result<Vec<HistoryRow>, StoreError> {
        Ok(Vec::new())
    }
    async fn kept(&self, _: ClientId) -> Result<Kept, StoreError> {
        Ok(Kept { client: None, record: None, history: Vec::new(), tokens: Vec::new() })
    }
    async fn erase(&self, _: ClientId, _: Timestamp) -> Result<Erased, StoreError> {
        Ok(Erased::NoClient)
    }
    async fn wipe(&self) -> Result<bool, StoreError> {
        Ok(true)
    }
    async fn ready(&self) -> Result<(), StoreError> {
        Ok(())
    }
    async fn close(&self) {}
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn a_panic_tells_where_and_not_what() {
    let lines = Lines::default();
    let log = subscriber(Format::Json, "trace", lines.clone()).unwrap();
    tracing::subscriber::set_global_default(log).unwrap();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(on_panic));

    let service = Arc::new(Service::new(Arc::new(Careless), &Rules::default()).unwrap());
    let metrics = service.metrics.clone();
    let token = Token::generate().unwrap().reveal();
    let send = |method: &str| {
        let body = r#"{"first_name":"Quetzal","last_name":"doge","residence_country":"in","account_opening_reason":"hedging","tax_residence_country":"in","birth_country":"in","tax_identification_number":"UX-1989389","citizen_country":"in","employment_status":"retired","date_of_birth":"1969-09-19","gender":"male"}"#;
        let request = Request::builder()
            .method(method)
            .uri("/client/profile")
            .header("host", "a")
            .header("authorization", &token)
            .header("content-type", "application/json")
            .body(Body::from(body))
            .unwrap();
        router(service.clone()).oneshot(request)
    };
    let answer = send("POST").await.unwrap();
    let status = answer.status().as_u16();
    let body = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    let after = send("GET").await.unwrap().status().as_u16();
    std::panic::set_hook(before);

    assert_eq!(status, 500);
    let body = String::from_utf8(body.to_vec()).unwrap();
    assert!(body.contains("\"code\":\"InternalError\"") && !body.contains("Quetzal"));
    assert_eq!(after, 404);
    let log = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("panic.rs:"), "{log}");
    assert!(metrics.text().contains("client_profile_panics_total 1"));
    for secret in ["Quetzal", "UX-1989389", "1969-09-19", &token] {
        assert!(!log.contains(secret), "{log}");
        assert!(!metrics.text().contains(secret));
    }
}
