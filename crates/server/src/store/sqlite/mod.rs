//! The store in one SQLite file: one thread writes, in batches; who reads does so in place.
//!
//! WAL with `synchronous=FULL`: what was acknowledged survives a crash and a power cut.

pub mod copy;
mod migrations;
mod reader;
mod rows;
mod source;
mod worker;

use std::fmt;
use std::path::Path;

use async_trait::async_trait;

use self::reader::Readers;
use self::source::{Access, Source};
use self::worker::Worker;
use super::migration::{MigrationError, READ_ALL};
use super::{
    Caller, Change, ClientId, Created, Erased, Expected, HistoryRow, Kept, LAST_USE_GRAIN,
    NewToken, Purpose, Record, Store, StoreError, TokenId, TokenRow, Updated,
};
use crate::timestamp::Timestamp;
use crate::token::TokenHash;

pub use self::migrations::LATEST as LATEST_VERSION;
pub use self::worker::CLOSING;

/// How many changes share a commit at most, when nothing else is said.
pub const CHANGES_PER_COMMIT: u32 = 128;

/// The store in one SQLite file.
pub struct SqliteStore {
    source: Source,
    writer: Worker,
    readers: Readers,
}

/// Why a database file could not be used.
#[derive(Debug)]
pub enum OpenError {
    /// The file or its folder.
    Io(std::io::Error),
    /// Its content.
    Sql(rusqlite::Error),
    /// Its version.
    Migration(MigrationError),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::Sql(error) => f.write_str(&source::describe(error)),
            Self::Migration(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for OpenError {}

impl From<std::io::Error> for OpenError {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl SqliteStore {
    /// Opens the database at `path`, made if there is none, and brings it to the last version.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        Self::open_for(Purpose::Serve, path, CHANGES_PER_COMMIT)
    }

    /// Opens it for a purpose. At most `changes_per_commit` changes that wait share one.
    pub fn open_for(
        purpose: Purpose,
        path: &Path,
        changes_per_commit: u32,
    ) -> Result<Self, OpenError> {
        let found = look(path)?;
        let may_bring_further = match purpose {
            Purpose::Serve => true,
            Purpose::Add => found == 0,
            Purpose::Change | Purpose::Read => false,
        };
        if !may_bring_further {
            MigrationError::unless_latest(found, LATEST_VERSION).map_err(OpenError::Migration)?;
        }
        let access = if purpose == Purpose::Read { Access::Read } else { Access::Write };
        Self::open_with(path, access, LATEST_VERSION, changes_per_commit)
    }

    /// Opens it, and brings it to version `target`: how a database of an earlier release looked.
    pub fn open_at_version(path: &Path, target: u32) -> Result<Self, OpenError> {
        look(path)?;
        Self::open_with(path, Access::Write, target, CHANGES_PER_COMMIT)
    }

    fn open_with(
        path: &Path,
        access: Access,
        target: u32,
        changes_per_commit: u32,
    ) -> Result<Self, OpenError> {
        let source = Source::create(path)?;
        let mut writing = source.open(access)?;
        if access == Access::Write {
            // Also where they have that version: what cannot be written to is told at once.
            migrations::migrate(&mut writing, target).map_err(OpenError::Migration)?;
        }
        let reading = source.open(Access::Read)?;
        let readers = Readers::new(source.clone(), reading);
        let writer = Worker::start("sqlite-write", source.clone(), writing, changes_per_commit)?;
        Ok(Self { source, writer, readers })
    }
}

/// The version of the tables of the file at `path`, 0 where there is none; an error when it is not
/// ours, or may not be written. Nothing of it is set.
fn look(path: &Path) -> Result<u32, OpenError> {
    if !path.is_file() {
        return Ok(0);
    }
    // SQLite would open what may only be read, and leave files beside it that may only be read, and
    // with which it is not written to later either.
    std::fs::OpenOptions::new().append(true).open(path)?;
    let found = Source::open_to_look(path)?;
    migrations::look_whose(&found).map_err(OpenError::Migration)
}

#[async_trait]
impl Store for SqliteStore {
    async fn caller(&self, token: TokenHash, now: Timestamp) -> Result<Option<Caller>, StoreError> {
        let found = self.readers.run(move |c| rows::caller(c, token, now))?;
        Ok(found.map(|(caller, used)| {
            if used.is_none_or(|used| used.after(LAST_USE_GRAIN) <= now) {
                self.writer.run_unseen(move |c| rows::touch(c, caller.token, now));
            }
            caller
        }))
    }

    async fn profile(&self, client: ClientId) -> Result<Option<Record>, StoreError> {
        self.readers.run(move |c| rows::profile(c, client))
    }

    async fn create(&self, change: Change) -> Result<Created, StoreError> {
        self.writer.run(move |c| rows::create(c, &change)).await
    }

    async fn update(&self, change: Change, expected: Expected) -> Result<Updated, StoreError> {
        self.writer.run(move |c| rows::update(c, &change, &expected)).await
    }

    async fn add_client(&self, now: Timestamp) -> Result<ClientId, StoreError> {
        self.writer.run(move |c| rows::add_client(c, now)).await
    }

    async fn demo_client(&self, record: Record) -> Result<ClientId, StoreError> {
        self.writer.run(move |c| rows::demo_client(c, &record)).await
    }

    async fn add_token(&self, token: NewToken) -> Result<Option<TokenId>, StoreError> {
        self.writer.run(move |c| rows::add_token(c, &token)).await
    }

    async fn tokens(&self, client: Option<ClientId>) -> Result<Vec<TokenRow>, StoreError> {
        self.readers.run(move |c| rows::tokens(c, client))
    }

    async fn revoke(&self, token: TokenId, now: Timestamp) -> Result<bool, StoreError> {
        self.writer.run(move |c| rows::revoke(c, token, now)).await
    }

    async fn forget_expired(
        &self,
        client: ClientId,
        label: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let label = label.to_owned();
        self.writer.run(move |c| rows::forget_expired(c, client, &label, now)).await
    }

    async fn history(&self, client: ClientId) -> Result<Vec<HistoryRow>, StoreError> {
        self.readers.run(move |c| rows::history(c, client))
    }

    async fn kept(&self, client: ClientId) -> Result<Kept, StoreError> {
        self.readers.run(move |c| {
            // Reads only, and ends with what it found: nothing is to be undone.
            let moment = c.unchecked_transaction()?;
            Ok(Kept {
                client: rows::client(&moment, client)?,
                record: rows::profile(&moment, client)?,
                history: rows::history(&moment, client)?,
                tokens: rows::tokens(&moment, Some(client))?,
            })
        })
    }

    async fn erase(&self, client: ClientId, now: Timestamp) -> Result<Erased, StoreError> {
        self.writer.run(move |c| rows::erase(c, client, now)).await
    }

    /// Writes the file anew, then empties the write-ahead log. Deleted rows are overwritten as they
    /// go (`secure_delete`), but what a page that was split or joined had held before stays in it.
    async fn wipe(&self) -> Result<bool, StoreError> {
        let source = self.source.clone();
        let done = tokio::task::spawn_blocking(move || {
            let connection = source.open(Access::Write)?;
            connection.execute_batch("VACUUM")?;
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))
        });
        match done.await {
            Ok(Ok(in_use)) => Ok(in_use == 0),
            Ok(Err(error)) => Err(source::store_error(&error)),
            Err(_) => Err(StoreError::Internal("writing the file anew stopped".into())),
        }
    }

    async fn ready(&self) -> Result<(), StoreError> {
        let version = self.readers.run(|c| {
            c.prepare_cached(&READ_ALL)?.query_row([], |_| Ok(()))?;
            migrations::version(c)
        })?;
        migrations::is_known(version).map_err(|error| StoreError::Internal(error.to_string()))
    }

    async fn close(&self) {
        self.readers.close();
        self.writer.close().await;
    }
}
