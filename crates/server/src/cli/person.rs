//! `client-profile export` and `client-profile erase`: what is kept of one client.

use clap::Args;
use serde_json::{Map, Value, json};

use super::{DatabaseArg, Failed, Outcome, show, words};
use crate::http::answer::wire_profile;
use crate::store::{ClientId, Erased, HistoryRow, Kept, Purpose, TokenRow, Values};
use crate::timestamp::Timestamp;

/// Write everything that is kept of a client, as JSON
///
/// The record, every change of it, the tokens without their secrets, and when the client was added
/// and erased: what a person may ask for under the GDPR, articles 15 and 20.
#[derive(Debug, Args)]
pub struct ExportArgs {
    #[command(flatten)]
    database: DatabaseArg,
    /// The client.
    #[arg(long, value_name = "ID", value_parser = words::client, allow_negative_numbers = true)]
    client: ClientId,
}

/// Erase what is kept of a client, for good
///
/// The record, the values and reasons in its history, and the tokens go. A SQLite file is then
/// written anew, so that nothing of them is left in it, and its write-ahead log is emptied; blocks
/// that the disk no longer gives to a file are out of this program's reach. Changes wait meanwhile.
/// That there was such a client, and when it changed, stays. Copies made earlier still hold it.
/// PostgreSQL keeps old rows until its next VACUUM. Given again, it finishes what was left to do, if
/// anything.
#[derive(Debug, Args)]
pub struct EraseArgs {
    #[command(flatten)]
    database: DatabaseArg,
    /// The client.
    #[arg(long, value_name = "ID", value_parser = words::client, allow_negative_numbers = true)]
    client: ClientId,
    /// Do it: without this, nothing is erased.
    #[arg(long)]
    yes: bool,
}

impl ExportArgs {
    /// Does it.
    pub async fn run(self) -> Outcome {
        let store = self.database.open(Purpose::Read).await?;
        let Kept { client, record, history, tokens } = store.kept(self.client).await?;
        store.close().await;
        let Some(client) = client else {
            return Err(Failed(format!("there is no client {}", self.client)));
        };
        let all = json!({
            "client_id": self.client,
            "created_time": client.created_time.to_string(),
            "erased_time": text(client.erased_time),
            "profile": record.as_ref().map(wire_profile),
            "history": history.iter().map(change).collect::<Vec<_>>(),
            "tokens": tokens.iter().map(token).collect::<Vec<_>>(),
        });
        show(&serde_json::to_string_pretty(&all)?)
    }
}

impl EraseArgs {
    /// Does it.
    pub async fn run(self) -> Outcome {
        if !self.yes {
            return Err(Failed(format!(
                "nothing was erased: say --yes to erase client {} for good",
                self.client
            )));
        }
        let store = self.database.open(Purpose::Change).await?;
        let erased = store.erase(self.client, Timestamp::now()).await?;
        if erased == Erased::NoClient {
            return Err(Failed(format!("there is no client {} to erase", self.client)));
        }
        let wiped = store.wipe().await;
        store.close().await;
        // What is done is said, whatever becomes of the rest.
        let left = |why: &str| {
            Failed(format!(
                "client {} is erased, but its values may still be in bytes of the file that nothing \
                 uses, or in the write-ahead log: {why}; run it again to take them away there too",
                self.client
            ))
        };
        match wiped {
            Ok(true) if erased == Erased::Before => {
                super::tell(&format!(
                    "Client {} was erased before: nothing is left of it",
                    self.client
                ));
            }
            Ok(true) => super::tell(&format!("Client {} is erased", self.client)),
            Ok(false) => return Err(left("another process is reading the database")),
            Err(error) => return Err(left(&error.to_string())),
        }
        Ok(())
    }
}

fn change(row: &HistoryRow) -> Value {
    json!({
        "version": row.version,
        "time": row.at.to_string(),
        "by": row.actor,
        "reason": row.reason,
        "old": row.old.as_ref().map(values),
        "new": row.new.as_ref().map(values),
    })
}

fn values(values: &Values) -> Map<String, Value> {
    values.iter().map(|(field, value)| (field.name().into(), value.into())).collect()
}

fn text(time: Option<Timestamp>) -> Option<String> {
    time.map(|time| time.to_string())
}

fn token(row: &TokenRow) -> Value {
    json!({
        "id": row.id,
        "label": row.label,
        "created_time": row.created_time.to_string(),
        "expires_time": text(row.expires_time),
        "revoked_time": text(row.revoked_time),
        "last_used_time": text(row.last_used_time),
    })
}
