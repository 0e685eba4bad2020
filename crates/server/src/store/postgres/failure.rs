//! What went wrong, said without a value: a server's `DETAIL` repeats the row that it refused.

use deadpool_postgres::PoolError;
use tokio_postgres::Error;
use tokio_postgres::error::SqlState;

use crate::store::StoreError;

/// Classes of failures, and failures, that are about the server and who may use it: their messages hold
/// no value. Who is not known, no such database or schema, no right to it, no such table, no resources
/// left, stopped by its operator.
const OF_THE_SERVER: [&str; 7] = ["28", "3D", "3F", "42501", "42P01", "53", "57"];

/// What to do about a server that does not write.
pub const ONLY_READS: &str = "the server only reads, as a standby does: let the address lead to the primary, or name all \
     servers in it and end it with target_session_attrs=read-write (SQLSTATE 25006)";

/// The failure in words that hold no value.
pub fn describe(error: &Error) -> String {
    match error.as_db_error() {
        Some(refused) if *refused.code() == SqlState::READ_ONLY_SQL_TRANSACTION => {
            ONLY_READS.into()
        }
        Some(refused) => {
            let code = refused.code().code();
            let of_the_server = OF_THE_SERVER.iter().any(|class| code.starts_with(class));
            match refused.constraint() {
                Some(constraint) => format!("SQLSTATE {code}, constraint {constraint}"),
                None if of_the_server => format!("{} (SQLSTATE {code})", refused.message()),
                None => format!("SQLSTATE {code}"),
            }
        }
        // Of the connection, not of a statement.
        None => match std::error::Error::source(error) {
            Some(cause) => format!("{error}: {cause}"),
            None => error.to_string(),
        },
    }
}

/// Whether the same transaction may go through when it is tried again.
pub fn is_passing(error: &Error) -> bool {
    matches!(
        error.code(),
        Some(&(SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED))
    )
}

/// The store's error for one of PostgreSQL's. Classes by SQLSTATE (appendix A of its manual).
pub fn store_error(error: &Error) -> StoreError {
    let away = match error.code() {
        // Connection, transaction rollback, resources (a full disk is one), intervention of the
        // operator (a shutdown is one), system error; and a server that only reads.
        Some(code) => {
            ["08", "40", "53", "57", "58"].iter().any(|class| code.code().starts_with(class))
                || *code == SqlState::READ_ONLY_SQL_TRANSACTION
        }
        None => true,
    };
    if away {
        StoreError::Unavailable(describe(error))
    } else {
        StoreError::Internal(describe(error))
    }
}

/// The store's error for a connection that could not be had.
pub fn pool_error(error: &PoolError) -> StoreError {
    StoreError::Unavailable(match error {
        PoolError::Backend(error) => describe(error),
        PoolError::Timeout(_) => "no connection in time".into(),
        PoolError::Closed => "it is being closed".into(),
        _ => "no connection".into(),
    })
}
