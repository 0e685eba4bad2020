//! Connections that only read, used where the question is asked.
//!
//! A look-up by key takes microseconds, fewer than waking another thread for it. In WAL mode it
//! waits for nobody: writers go on beside it, and nobody locks a database that we hold open.

use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;

use super::source::{Access, Source, store_error};
use crate::store::StoreError;

/// The connections that are not in use: never more than threads that have asked at once.
pub struct Readers {
    source: Source,
    /// None after it was closed.
    idle: Mutex<Option<Vec<Connection>>>,
}

impl Readers {
    /// Connections to `source`, of which one is there.
    pub fn new(source: Source, first: Connection) -> Self {
        Self { source, idle: Mutex::new(Some(vec![first])) }
    }

    /// Does `work`, each statement of which sees the last commit before it began.
    pub fn run<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, rusqlite::Error>,
    ) -> Result<T, StoreError> {
        let connection = match self.take()? {
            Some(connection) => connection,
            None => self.source.open_again(Access::Read)?,
        };
        let found = work(&connection).map_err(|error| store_error(&error));
        // What a file says that is no longer in its place is not what is kept.
        let found = self.source.is_where_it_was().and(found);
        self.give_back(connection, found.is_ok());
        found
    }

    fn take(&self) -> Result<Option<Connection>, StoreError> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = idle.as_mut();
        idle.map(Vec::pop).ok_or_else(|| StoreError::Unavailable("it is being closed".into()))
    }

    /// After a failure, none of them is trusted.
    fn give_back(&self, connection: Connection, well: bool) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        match idle.as_mut() {
            Some(idle) if well => idle.push(connection),
            Some(idle) => idle.clear(),
            None => {}
        }
    }

    /// Answers nothing more, and closes what is idle.
    pub fn close(&self) {
        drop(self.idle.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}
