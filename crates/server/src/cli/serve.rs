//! `client-profile serve`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use client_profile::{Rules, Validator};
use tokio::net::TcpListener;

use super::{DATABASE, DEMO_DATABASE, DatabaseArg, Failed, Outcome, say};
use crate::http::assets::Assets;
use crate::http::demo::Demo;
use crate::http::server::{ConnectionLimits, serve};
use crate::http::{Service, router};
use crate::store::{NewToken, Store};
use crate::timestamp::Timestamp;
use crate::token::Token;
use crate::{demo, normalize};

/// How long the demonstration's token works.
const DEMO_TOKEN_TIME: Duration = Duration::from_secs(24 * 60 * 60);

/// Serve the API and the form.
///
/// The API answers at /client/profile and at /v1/client/profile. Give people and programs their
/// tokens with `client-profile token issue`. TLS and compression on the way are the business of
/// the proxy in front.
#[derive(Debug, Args)]
pub struct Serve {
    /// The address to listen on. Port 0 takes a free one and says which.
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "CLIENT_PROFILE_LISTEN",
        default_value = "127.0.0.1:8080"
    )]
    listen: SocketAddr,

    #[command(flatten)]
    database: DatabaseArg,

    /// The folder of the built page.
    #[arg(long, value_name = "DIR", env = "CLIENT_PROFILE_ASSETS")]
    #[cfg_attr(not(feature = "embed"), arg(default_value = "dist"))]
    assets: Option<PathBuf>,

    /// Try it out: a client with the documentation's record, whose token is printed alone on a
    /// line of standard output and given to the page. Listens on this machine only, and has a
    /// database of its own unless --database names one.
    #[arg(long)]
    demo: bool,
}

impl Serve {
    /// Serves until it is told to stop.
    pub async fn run(self) -> Outcome {
        if self.demo && !self.listen.ip().is_loopback() {
            return Err(Failed(format!(
                "--demo gives its token to whoever reaches it: listen on 127.0.0.1 or [::1], not \
                 on {}",
                self.listen.ip()
            )));
        }
        let location = self.database.location(if self.demo { DEMO_DATABASE } else { DATABASE })?;
        let store = location.open().await.map_err(Failed)?;
        let demo = if self.demo { Some(start_demo(&*store).await?) } else { None };
        let listener = TcpListener::bind(self.listen)
            .await
            .map_err(|error| Failed(format!("cannot listen on {}: {error}", self.listen)))?;
        let address = listener.local_addr()?;
        let validator = Validator::new(&Rules::default(), normalize)?;
        let token = demo.as_ref().map(|demo| demo.token.clone());
        let service = Service {
            store: store.clone(),
            validator,
            assets: assets(self.assets),
            demo,
            clock: Timestamp::now,
        };
        eprintln!("Listening on http://{address}, database {location}");
        if let Some(token) = token {
            say(&token)?;
        }
        serve(listener, router(Arc::new(service)), ConnectionLimits::default(), told_to_stop())
            .await;
        store.close().await;
        Ok(())
    }
}

fn assets(folder: Option<PathBuf>) -> Assets {
    match folder {
        Some(folder) => Assets::folder(folder),
        #[cfg(feature = "embed")]
        None => Assets::embedded(),
        #[cfg(not(feature = "embed"))]
        None => Assets::folder("dist".into()),
    }
}

/// The demonstration's client, and a token for it.
async fn start_demo(store: &dyn Store) -> Result<Demo, Failed> {
    let client = store.demo_client(demo::record()).await?;
    let now = Timestamp::now();
    // Those of earlier runs are of no use any more.
    for old in store.tokens(Some(client)).await? {
        store.revoke(old.id, now).await?;
    }
    let token = Token::generate()?;
    let new = NewToken {
        client,
        hash: token.hash(),
        label: Some("demonstration".into()),
        created_time: now,
        expires_time: Some(now.after(DEMO_TOKEN_TIME)),
    };
    store.add_token(new).await?;
    Ok(Demo { token: token.reveal() })
}

/// Done at the first interrupt, or when the system asks to terminate.
async fn told_to_stop() {
    let interrupt = async {
        // Without a handler for it, the system's default ends the process.
        drop(tokio::signal::ctrl_c().await);
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! { () = interrupt => {}, _ = terminate.recv() => {} }
            }
            Err(_) => interrupt.await,
        }
    }
    #[cfg(not(unix))]
    interrupt.await;
}
