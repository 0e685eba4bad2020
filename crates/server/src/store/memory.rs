//! The store as a plain model in memory: what the databases are held against, and nothing is kept.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use super::{
    Actor, Caller, Change, ClientId, ClientRow, Created, Erased, Expected, HistoryRow, Kept,
    NewToken, Record, Store, StoreError, TokenId, TokenRow, Updated, Values,
};
use crate::timestamp::Timestamp;
use crate::token::TokenHash;

/// The store in memory.
#[derive(Default)]
pub struct MemoryStore(Mutex<Model>);

#[derive(Default)]
struct Model {
    clients: BTreeMap<ClientId, Client>,
    tokens: BTreeMap<TokenId, (TokenHash, TokenRow)>,
    last_token: TokenId,
}

struct Client {
    demo: bool,
    created: Timestamp,
    erased: Option<Timestamp>,
    record: Option<Record>,
    history: Vec<HistoryRow>,
}

impl Model {
    fn add_client(&mut self, client: Client, wanted: Option<ClientId>) -> ClientId {
        let next = self.clients.last_key_value().map_or(1, |(last, _)| last + 1);
        let id = wanted.filter(|wanted| *wanted >= next).unwrap_or(next);
        self.clients.insert(id, client);
        id
    }

    /// Whether who makes that change may do so.
    fn may(&self, change: &Change) -> bool {
        match change.actor {
            Actor::Token(id) => self.tokens.get(&id).is_some_and(|(_, row)| row.works(change.at)),
            Actor::Operator => true,
        }
    }

    fn alive(&mut self, client: ClientId) -> Option<&mut Client> {
        self.clients.get_mut(&client).filter(|client| client.erased.is_none())
    }
}

impl Client {
    const fn new(created: Timestamp) -> Self {
        Self { demo: false, created, erased: None, record: None, history: Vec::new() }
    }

    fn write(&mut self, record: Record, actor: Actor) {
        let old: Option<Values> = self.record.as_ref().map(|record| record.values.clone());
        self.history.push(HistoryRow {
            version: record.version,
            at: record.written_time(),
            actor: actor.to_string(),
            reason: record.reason.clone(),
            old,
            new: Some(record.values.clone()),
        });
        self.record = Some(record);
    }
}

impl MemoryStore {
    fn model(&self) -> MutexGuard<'_, Model> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn caller(&self, token: TokenHash, now: Timestamp) -> Result<Option<Caller>, StoreError> {
        let mut model = self.model();
        let row = model
            .tokens
            .values_mut()
            .find_map(|(hash, row)| (*hash == token && row.works(now)).then_some(row));
        Ok(row.map(|row| {
            row.last_used_time = Some(now);
            Caller { client: row.client, token: row.id }
        }))
    }

    async fn profile(&self, client: ClientId) -> Result<Option<Record>, StoreError> {
        Ok(self.model().alive(client).and_then(|client| client.record.clone()))
    }

    async fn create(&self, change: Change) -> Result<Created, StoreError> {
        let mut model = self.model();
        if !model.may(&change) {
            return Ok(Created::Ended);
        }
        let Some(client) = model.alive(change.client) else { return Ok(Created::Ended) };
        if client.record.is_some() {
            return Ok(Created::Exists);
        }
        let record = Record::first(&change);
        client.write(record.clone(), change.actor);
        Ok(Created::Done(Box::new(record)))
    }

    async fn update(&self, change: Change, expected: Expected) -> Result<Updated, StoreError> {
        let mut model = self.model();
        if !model.may(&change) {
            return Ok(Updated::Ended);
        }
        let client = model.alive(change.client);
        let Some(client) = client else { return Ok(Updated::Missing) };
        let Some(before) = &client.record else { return Ok(Updated::Missing) };
        if !expected.holds(before) {
            return Ok(Updated::Stale(Box::new(before.clone())));
        }
        let after = before.changed(&change);
        client.write(after.clone(), change.actor);
        Ok(Updated::Done(Box::new(after)))
    }

    async fn add_client(&self, now: Timestamp) -> Result<ClientId, StoreError> {
        Ok(self.model().add_client(Client::new(now), None))
    }

    async fn demo_client(&self, record: Record) -> Result<ClientId, StoreError> {
        let mut model = self.model();
        let found = model.clients.iter().find(|(_, client)| client.demo && client.erased.is_none());
        if let Some((id, _)) = found {
            return Ok(*id);
        }
        let client = Client { demo: true, ..Client::new(record.created_time) };
        let id = model.add_client(client, Some(record.client_id));
        if let Some(client) = model.alive(id) {
            client.write(Record { client_id: id, ..record }, Actor::Operator);
        }
        Ok(id)
    }

    async fn add_token(&self, token: NewToken) -> Result<Option<TokenId>, StoreError> {
        let mut model = self.model();
        if model.alive(token.client).is_none() {
            return Ok(None);
        }
        model.last_token += 1;
        let id = model.last_token;
        let row = TokenRow {
            id,
            client: token.client,
            label: token.label,
            created_time: token.created_time,
            expires_time: token.expires_time,
            revoked_time: None,
            last_used_time: None,
        };
        model.tokens.insert(id, (token.hash, row));
        Ok(Some(id))
    }

    async fn tokens(&self, client: Option<ClientId>) -> Result<Vec<TokenRow>, StoreError> {
        let model = self.model();
        let rows = model.tokens.values().map(|(_, row)| row);
        Ok(rows.filter(|row| client.is_none_or(|c| c == row.client)).cloned().collect())
    }

    async fn revoke(&self, token: TokenId, now: Timestamp) -> Result<bool, StoreError> {
        let mut model = self.model();
        let row = model.tokens.get_mut(&token).map(|(_, row)| row);
        Ok(row.filter(|row| row.works(now)).is_some_and(|row| {
            row.revoked_time = Some(now);
            true
        }))
    }

    async fn forget_expired(
        &self,
        client: ClientId,
        label: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.model().tokens.retain(|_, (_, row)| {
            let is_over = row.expires_time.is_some_and(|time| time <= now);
            row.client != client || row.label.as_deref() != Some(label) || !is_over
        });
        Ok(())
    }

    async fn history(&self, client: ClientId) -> Result<Vec<HistoryRow>, StoreError> {
        let model = self.model();
        Ok(model.clients.get(&client).map(|client| client.history.clone()).unwrap_or_default())
    }

    async fn kept(&self, client: ClientId) -> Result<Kept, StoreError> {
        let mut model = self.model();
        let tokens = model.tokens.values().map(|(_, row)| row);
        let tokens = tokens.filter(|row| row.client == client).cloned().collect();
        let record = model.alive(client).and_then(|client| client.record.clone());
        let known = model.clients.get(&client);
        let history = known.map(|client| client.history.clone()).unwrap_or_default();
        let client = known
            .map(|client| ClientRow { created_time: client.created, erased_time: client.erased });
        Ok(Kept { client, record, history, tokens })
    }

    async fn erase(&self, client: ClientId, now: Timestamp) -> Result<Erased, StoreError> {
        let mut model = self.model();
        let Some(erased) = model.alive(client) else {
            let known = model.clients.contains_key(&client);
            return Ok(if known { Erased::Before } else { Erased::NoClient });
        };
        erased.erased = Some(now);
        erased.record = None;
        for row in &mut erased.history {
            (row.reason, row.old, row.new) = (None, None, None);
        }
        model.tokens.retain(|_, (_, row)| row.client != client);
        Ok(Erased::Done)
    }

    async fn wipe(&self) -> Result<bool, StoreError> {
        Ok(true)
    }

    async fn ready(&self) -> Result<(), StoreError> {
        Ok(())
    }

    async fn close(&self) {}
}
