//! `client-profile token issue|list|revoke`.

use std::time::Duration;

use clap::{Args, Subcommand};

use super::{DATABASE, DatabaseArg, Failed, Outcome, say, show, tell, words};
use crate::store::location::Location;
use crate::store::{ClientId, NewToken, Purpose, TokenId, TokenRow};
use crate::timestamp::Timestamp;
use crate::token::Token as Secret;

/// Issue, list and end the tokens by which clients are known
///
/// A token is 256 random bits. Only its hash is kept: it is shown once, when it is issued.
#[derive(Debug, Args)]
pub struct Token {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make a token and print it, alone on a line, on standard output.
    Issue {
        #[command(flatten)]
        database: DatabaseArg,
        /// The client it is for. Without it, a new client is added, who then creates the profile
        /// with POST.
        #[arg(long, value_name = "ID", value_parser = words::client, allow_negative_numbers = true)]
        client: Option<ClientId>,
        /// Days until it ends, or "never".
        #[arg(long, value_name = "DAYS", default_value = "90", value_parser = days, allow_negative_numbers = true)]
        expires: Lifetime,
        /// What to call it in lists.
        #[arg(long, value_name = "TEXT", value_parser = label)]
        label: Option<String>,
    },
    /// Show the tokens, never the secrets.
    List {
        #[command(flatten)]
        database: DatabaseArg,
        /// Only this client's.
        #[arg(long, value_name = "ID", value_parser = words::client, allow_negative_numbers = true)]
        client: Option<ClientId>,
    },
    /// End a token at once.
    Revoke {
        #[command(flatten)]
        database: DatabaseArg,
        /// Its number, from the list.
        #[arg(value_parser = words::token, allow_negative_numbers = true)]
        id: TokenId,
    },
}

/// How long a token works.
#[derive(Clone, Copy, Debug)]
struct Lifetime(Option<Duration>);

fn days(text: &str) -> Result<Lifetime, String> {
    if text == "never" {
        return Ok(Lifetime(None));
    }
    match text.parse::<u32>() {
        Ok(days @ 1..=36_500) => Ok(Lifetime(Some(Duration::from_secs(u64::from(days) * 86_400)))),
        _ => Err("give a number of days from 1 to 36500, or never".into()),
    }
}

fn label(text: &str) -> Result<String, String> {
    if text.chars().count() > 100 || text.chars().any(char::is_control) {
        return Err("use up to 100 characters on one line".into());
    }
    Ok(text.into())
}

impl Token {
    /// Does it.
    pub async fn run(self) -> Outcome {
        match self.action {
            Action::Issue { database, client, expires, label } => {
                issue(&database, client, expires, label).await
            }
            Action::List { database, client } => list(&database, client).await,
            Action::Revoke { database, id } => revoke(&database, id).await,
        }
    }
}

async fn issue(
    database: &DatabaseArg,
    known: Option<ClientId>,
    Lifetime(lifetime): Lifetime,
    label: Option<String>,
) -> Outcome {
    if database.location(DATABASE)? == Location::Memory {
        return Err(Failed(
            "a token in memory is gone with this command: name a database, or try it out with \
             `client-profile serve --demo`"
                .into(),
        ));
    }
    // Nobody is known to a database that has yet to be made.
    let store = match known {
        Some(_) => database.open(Purpose::Change).await?,
        None => database.open_or_make().await?,
    };
    let now = Timestamp::now();
    let client = match known {
        Some(client) => client,
        None => store.add_client(now).await?,
    };
    let secret = Secret::generate()?;
    let expires_time = lifetime.map(|span| now.after(span));
    let token = NewToken { client, hash: secret.hash(), label, created_time: now, expires_time };
    let Some(id) = store.add_token(token).await? else {
        store.close().await;
        return Err(Failed(format!("there is no client {client}")));
    };
    let until = expires_time.map_or("for ever".into(), |time| format!("until {time} UTC"));
    tell(&format!("Token {id} of client {client} works {until}. It is shown only now:"));
    let Err(Failed(why)) = say(&secret.reveal()) else {
        store.close().await;
        return Ok(());
    };
    // Nobody has it: it must not work, and a client that was added for it is nobody's.
    let taken_back = match known {
        Some(_) => store.revoke(id, now).await.map(drop),
        None => store.erase(client, now).await.map(drop),
    };
    store.close().await;
    Err(Failed(match taken_back {
        Ok(()) => format!("cannot write token {id}, which was taken back: {why}"),
        Err(error) => format!(
            "cannot write token {id}, nor take it back: {why}, {error}; end it with \
             `client-profile token revoke {id}`"
        ),
    }))
}

async fn list(database: &DatabaseArg, client: Option<ClientId>) -> Outcome {
    let store = database.open(Purpose::Read).await?;
    let rows = store.tokens(client).await?;
    if let Some(client) = client.filter(|_| rows.is_empty()) {
        // One that was erased has a history still.
        let is_known = !store.history(client).await?.is_empty();
        if !is_known {
            store.close().await;
            return Err(Failed(format!("there is no client {client} with tokens")));
        }
    }
    store.close().await;
    let now = Timestamp::now();
    show(&line(["ID", "CLIENT", "STATE", "ISSUED", "EXPIRES", "LAST USED", "LABEL"]))?;
    for row in rows {
        let day = |time: Option<Timestamp>, none: &str| {
            time.map_or(none.to_owned(), |time| time.date().to_string())
        };
        show(&line([
            &row.id.to_string(),
            &row.client.to_string(),
            state(&row, now),
            &day(Some(row.created_time), ""),
            &day(row.expires_time, "never"),
            &day(row.last_used_time, "never"),
            row.label.as_deref().unwrap_or_default(),
        ]))?;
    }
    Ok(())
}

fn line(cells: [&str; 7]) -> String {
    let [id, client, state, issued, expires, used, label] = cells;
    let line =
        format!("{id:>6} {client:>8}  {state:<8} {issued:<11} {expires:<11} {used:<11} {label}");
    line.trim_end().to_owned()
}

fn state(row: &TokenRow, now: Timestamp) -> &'static str {
    if row.revoked_time.is_some() {
        "revoked"
    } else if row.works(now) {
        "works"
    } else {
        "expired"
    }
}

async fn revoke(database: &DatabaseArg, id: TokenId) -> Outcome {
    let store = database.open(Purpose::Change).await?;
    let now = Timestamp::now();
    let ended = store.revoke(id, now).await?;
    let rows = if ended { Vec::new() } else { store.tokens(None).await? };
    store.close().await;
    if ended {
        tell(&format!("Token {id} no longer works."));
        return Ok(());
    }
    // Who revokes in a hurry wants to know whether it was the number that was wrong.
    let Some(row) = rows.iter().find(|row| row.id == id) else {
        return Err(Failed(format!("there is no token {id}; `token list` shows those there are")));
    };
    tell(&format!("Token {id} did not work any more: {}.", state(row, now)));
    Ok(())
}
