//! The store in a PostgreSQL database: for several instances of the service on one database.
//!
//! A change locks its client's row, so that changes of one client stand in a row and those of
//! others do not wait. What the server reports as a serialization failure is done again.

mod failure;
mod migrations;
mod rows;
mod tls;

use std::fmt;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use async_trait::async_trait;
use deadpool_postgres::{
    Client, Hook, Manager, ManagerConfig, Pool, RecyclingMethod, Runtime, Timeouts,
};

use tokio_postgres::config::SslMode;
use tokio_postgres::{Config, IsolationLevel, NoTls};

use self::failure::{describe, is_passing, pool_error, store_error};
use super::migration::{MigrationError, READ_ALL};
use super::{
    Caller, Change, ClientId, Created, Erased, Expected, HistoryRow, Kept, NewToken, Purpose,
    Record, Store, StoreError, TokenId, TokenRow, Updated,
};
use crate::timestamp::Timestamp;
use crate::token::TokenHash;

pub use self::migrations::LATEST as LATEST_VERSION;

/// How long a connection may take to be made, or to become free.
const WAIT: Duration = Duration::from_secs(3);

/// How long a transaction is tried again. Less than a request may take in all.
const PATIENCE: Duration = Duration::from_secs(5);

/// Encodings of a database that take whatever a profile has: the second looks at no byte.
const HOLD_EVERY_NAME: [&str; 2] = ["UTF8", "SQL_ASCII"];

/// Most milliseconds between two tries.
const PAUSE: u64 = 64;

/// The store in a PostgreSQL database.
pub struct PostgresStore {
    pool: Pool,
}

/// Why a database could not be used. Its text names no value and no password.
#[derive(Debug)]
pub enum OpenError {
    /// Its address is not understood.
    Address,
    /// What its certificate is to be checked by.
    Authority(String),
    /// It could not be reached, or it refused.
    Away(StoreError),
    /// It cannot hold every name, being encoded so.
    Encoding(String),
    /// Its version.
    Migration(MigrationError),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address => f.write_str("write it as postgres://user:password@host:port/name"),
            Self::Authority(why) => write!(f, "--database-ca {why}"),
            Self::Away(error) => error.fmt(f),
            Self::Encoding(found) => write!(
                f,
                "it is encoded in {found}, which has not every letter that names have: make one with \
                 CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0"
            ),
            Self::Migration(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for OpenError {}

impl PostgresStore {
    /// Connects to the database at `address`, with at most `connections` at a time, and brings it
    /// to the last version.
    pub async fn open(address: &str, connections: usize) -> Result<Self, OpenError> {
        Self::open_for(Purpose::Serve, address, connections, None).await
    }

    /// Connects to it for a purpose, with a certificate checked by `authority`, a file of PEM
    /// certificates.
    pub async fn open_for(
        purpose: Purpose,
        address: &str,
        connections: usize,
        authority: Option<&Path>,
    ) -> Result<Self, OpenError> {
        let store = Self::connect(address, connections, authority).await?;
        let mut client = store.client().await.map_err(OpenError::Away)?;
        let opened = async {
            match purpose {
                Purpose::Serve => migrations::migrate(&mut client, LATEST_VERSION).await,
                Purpose::Add if migrations::is_new(&client).await? => {
                    migrations::migrate(&mut client, LATEST_VERSION).await
                }
                Purpose::Add | Purpose::Change => {
                    migrations::look_whether_it_writes(&client).await?;
                    migrations::look(&client).await
                }
                Purpose::Read => migrations::look(&client).await,
            }
        };
        opened.await.map_err(OpenError::Migration)?;
        drop(client);
        Ok(store)
    }

    /// Connects to it, and brings it to version `target`: how a database of an earlier release looked.
    pub async fn open_at_version(address: &str, target: u32) -> Result<Self, OpenError> {
        let store = Self::connect(address, 2, None).await?;
        let mut client = store.client().await.map_err(OpenError::Away)?;
        migrations::migrate(&mut client, target).await.map_err(OpenError::Migration)?;
        drop(client);
        Ok(store)
    }

    /// Whether an instance has made its tables in the database at `address`. Makes none.
    pub async fn is_there(address: &str, authority: Option<&Path>) -> Result<bool, OpenError> {
        let store = Self::connect(address, 1, authority).await?;
        let client = store.client().await.map_err(OpenError::Away)?;
        let is_new = migrations::is_new(&client).await;
        Ok(!is_new.map_err(|error| OpenError::Away(store_error(&error)))?)
    }

    async fn connect(
        address: &str,
        connections: usize,
        authority: Option<&Path>,
    ) -> Result<Self, OpenError> {
        let mut config: Config = address.parse().map_err(|_| OpenError::Address)?;
        settle(&mut config);
        tls::settle(&mut config);
        let one = config.get_connect_timeout().copied().unwrap_or(WAIT);
        // They are tried one after the other: where others cannot be reached, the last one must come to
        // its turn. What is said once connected has no time of its own.
        let create = Some(one.saturating_mul(hosts(&config)).max(WAIT));
        // Asked before each use, one round trip: a connection that the server ended, or that a
        // firewall forgot, is replaced before anything is sent on it that may not be sent twice.
        let settings = ManagerConfig { recycling_method: RecyclingMethod::Verified };
        let manager = if config.get_ssl_mode() == SslMode::Disable {
            Manager::from_config(config, NoTls, settings)
        } else {
            let encrypted = tls::connector(authority).map_err(OpenError::Authority)?;
            Manager::from_config(config, encrypted, settings)
        };
        let pool = Pool::builder(manager)
            .max_size(connections)
            .runtime(Runtime::Tokio1)
            .timeouts(Timeouts { wait: Some(WAIT), create, recycle: Some(WAIT) })
            .post_create(Hook::async_fn(|client, _| {
                Box::pin(async move {
                    // What is acknowledged must be on disk; a stronger setting stays.
                    client
                        .batch_execute(
                            "SET statement_timeout = '8s'; \
                             SET idle_in_transaction_session_timeout = '10s'; \
                             SELECT set_config('synchronous_commit', 'on', false) \
                             WHERE current_setting('synchronous_commit') IN ('off', 'local')",
                        )
                        .await
                        .map_err(deadpool_postgres::HookError::Backend)
                })
            }))
            .build()
            .map_err(|_| OpenError::Address)?;
        let store = Self { pool };
        let client = store.client().await.map_err(OpenError::Away)?;
        let encoding = client.query_one("SELECT current_setting('server_encoding')", &[]).await;
        let encoding: String = encoding
            .and_then(|row| row.try_get(0))
            .map_err(|error| OpenError::Away(store_error(&error)))?;
        if !HOLD_EVERY_NAME.contains(&&*encoding) {
            return Err(OpenError::Encoding(encoding));
        }
        drop(client);
        Ok(store)
    }

    async fn client(&self) -> Result<Client, StoreError> {
        self.pool.get().await.map_err(|error| pool_error(&error))
    }
}

/// How many servers an address names.
fn hosts(config: &Config) -> u32 {
    let hosts = config.get_hosts().len().max(config.get_hostaddrs().len());
    u32::try_from(hosts).unwrap_or(u32::MAX).max(1)
}

/// What an address leaves open of how a connection is made and kept.
fn settle(config: &mut Config) {
    if config.get_application_name().is_none() {
        config.application_name("client-profile");
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(WAIT / hosts(config));
    }
    // A connection that hangs must not hold a request for ever.
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(Duration::from_secs(10));
    }
    if config.get_keepalives_idle() == Config::new().get_keepalives_idle() {
        config.keepalives_idle(Duration::from_secs(30));
    }
}

/// Waits a moment before the next try, another one for each who waits: those that stood in each
/// other's way must not meet again. Longer when there were more tries.
async fn pause(tries: u32) {
    let most = 1_u64.checked_shl(tries).unwrap_or(PAUSE).min(PAUSE);
    let pause = getrandom::u64().unwrap_or(most) % (most + 1);
    tokio::time::sleep(Duration::from_millis(pause)).await;
}

/// Does the work in a transaction, again while the server says that it may go through then.
/// Between tries the connection is somebody else's.
/// A macro, since a closure cannot say that its future lives as long as the transaction.
macro_rules! transact {
    ($store:expr, |$transaction:ident| $work:expr) => {{
        let begun = Instant::now();
        let mut tries = 1;
        loop {
            let mut client = $store.client().await?;
            let once = async {
                let transaction = client.transaction().await?;
                let $transaction = &transaction;
                let found = $work.await?;
                transaction.commit().await?;
                Ok::<_, tokio_postgres::Error>(found)
            };
            match once.await {
                Ok(found) => return Ok(found),
                Err(error) if is_passing(&error) && begun.elapsed() < PATIENCE => {
                    tracing::debug!(error = describe(&error), tries, "again");
                }
                Err(error) => return Err(store_error(&error)),
            }
            drop(client);
            pause(tries).await;
            tries += 1;
        }
    }};
}

#[async_trait]
impl Store for PostgresStore {
    async fn caller(&self, token: TokenHash, now: Timestamp) -> Result<Option<Caller>, StoreError> {
        let client = self.client().await?;
        rows::caller(&client, token, now).await.map_err(|error| store_error(&error))
    }

    async fn profile(&self, client: ClientId) -> Result<Option<Record>, StoreError> {
        let connection = self.client().await?;
        rows::profile(&connection, client).await.map_err(|error| store_error(&error))
    }

    async fn create(&self, change: Change) -> Result<Created, StoreError> {
        transact!(self, |t| rows::create(t, &change))
    }

    async fn update(&self, change: Change, expected: Expected) -> Result<Updated, StoreError> {
        transact!(self, |t| rows::update(t, &change, &expected))
    }

    async fn add_client(&self, now: Timestamp) -> Result<ClientId, StoreError> {
        transact!(self, |t| async {
            let sql = "INSERT INTO clients (created_time) VALUES ($1) RETURNING id";
            t.query_one(sql, &[&SystemTime::from(now)]).await?.try_get(0)
        })
    }

    async fn demo_client(&self, record: Record) -> Result<ClientId, StoreError> {
        transact!(self, |t| rows::demo_client(t, &record))
    }

    async fn add_token(&self, token: NewToken) -> Result<Option<TokenId>, StoreError> {
        transact!(self, |t| rows::add_token(t, &token))
    }

    async fn tokens(&self, client: Option<ClientId>) -> Result<Vec<TokenRow>, StoreError> {
        let connection = self.client().await?;
        rows::tokens(&connection, client).await.map_err(|error| store_error(&error))
    }

    async fn revoke(&self, token: TokenId, now: Timestamp) -> Result<bool, StoreError> {
        transact!(self, |t| async {
            let sql = "UPDATE tokens SET revoked_time = $2 WHERE id = $1 \
                 AND revoked_time IS NULL AND (expires_time IS NULL OR expires_time > $2)";
            Ok(t.execute(sql, &[&token, &SystemTime::from(now)]).await? == 1)
        })
    }

    async fn forget_expired(
        &self,
        client: ClientId,
        label: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        transact!(self, |t| async {
            let sql = "DELETE FROM tokens WHERE client_id = $1 AND label = $2 \
                 AND expires_time <= $3";
            t.execute(sql, &[&client, &label, &SystemTime::from(now)]).await.map(drop)
        })
    }

    async fn history(&self, client: ClientId) -> Result<Vec<HistoryRow>, StoreError> {
        let connection = self.client().await?;
        rows::history(&connection, client).await.map_err(|error| store_error(&error))
    }

    async fn kept(&self, client: ClientId) -> Result<Kept, StoreError> {
        let mut connection = self.client().await?;
        let read = async {
            let moment = connection
                .build_transaction()
                .isolation_level(IsolationLevel::RepeatableRead)
                .read_only(true)
                .start()
                .await?;
            Ok(Kept {
                client: rows::client(&moment, client).await?,
                record: rows::profile(&moment, client).await?,
                history: rows::history(&moment, client).await?,
                tokens: rows::tokens(&moment, Some(client)).await?,
            })
        };
        read.await.map_err(|error| store_error(&error))
    }

    async fn erase(&self, client: ClientId, now: Timestamp) -> Result<Erased, StoreError> {
        transact!(self, |t| rows::erase(t, client, now))
    }

    /// What is on the server's disk is the server's, as its next `VACUUM` leaves it.
    async fn wipe(&self) -> Result<bool, StoreError> {
        Ok(true)
    }

    async fn ready(&self) -> Result<(), StoreError> {
        let client = self.client().await?;
        client.batch_execute(&READ_ALL).await.map_err(|error| store_error(&error))
    }

    async fn close(&self) {
        self.pool.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_says_of_connections_is_done() {
        let settled = |query: &str| {
            let mut config: Config = format!("postgres://u@h/db?{query}").parse().unwrap();
            settle(&mut config);
            (
                config.get_application_name().unwrap().to_owned(),
                config.get_connect_timeout().unwrap().as_secs(),
                config.get_tcp_user_timeout().unwrap().as_secs(),
                config.get_keepalives_idle().as_secs(),
            )
        };
        assert_eq!(settled(""), ("client-profile".into(), 3, 10, 30));
        let own = "application_name=eu&connect_timeout=8&tcp_user_timeout=20&keepalives_idle=60";
        assert_eq!(settled(own), ("eu".into(), 8, 20, 60));
    }
}
