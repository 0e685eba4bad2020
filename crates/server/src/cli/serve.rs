//! `client-profile serve`.

use std::ffi::OsString;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::routing::get;
use clap::{Args, CommandFactory as _};
use client_profile::Rules;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::oneshot;
use tracing::Level;

use super::environment::{self, DATABASE_CA, EXCLUSION_KEY};
use super::settings::{MOST_DRAIN, Operation, Settings};
use super::signals::Signals;
use super::{DATABASE, DEMO_DATABASE, DatabaseArg, Failed, Outcome, files, say, settings};
use crate::http::answer;
use crate::http::assets::Assets;
use crate::http::body::MAX_BODY;
use crate::http::demo::Demo;
use crate::http::headers::SecurityHeaders;
use crate::http::limits::Limits;
use crate::http::rate::{ExclusionKey, Rate};
use crate::http::server::{ConnectionLimits, serve};
use crate::http::{Service, router};
use crate::logging::{Format, Lines};
use crate::metrics::Metrics;
use crate::store::location::Location;
use crate::store::{Purpose, Store, sqlite};
use crate::timestamp::Timestamp;
use crate::{logging, rules_file, text_file};

/// How long requests in flight may keep the service from stopping: of the 10 seconds that are promised
/// in all, what letting go of the database and the log leave, and a little for a busy machine.
const STOP_TIME: Duration = Duration::from_millis(9_800)
    .saturating_sub(sqlite::CLOSING)
    .saturating_sub(logging::FLUSH_TIME);

// Whatever is waited before, they have a second.
const _: () = assert!(STOP_TIME.as_secs() > MOST_DRAIN);

/// Most connections at a time that read the metrics: a few programs do.
const METRICS_CONNECTIONS: usize = 16;

/// Serve the API and the form
///
/// The API answers at /client/profile and at /v1/client/profile; /openapi.json describes it. Give
/// people and programs their tokens with `client-profile token issue`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Behind a proxy: TLS is the proxy's. Let the service listen on an address that only the proxy \
reaches, and name the proxy's network with --trusted-proxy, so that limits count the client's \
address and not the proxy's.

Upgrading: the start brings the database's tables to this release's version, for good. Copy it \
before, with `client-profile backup` or pg_dump.

Health: /livez says that the process runs, /readyz that it should be sent requests.

Stopping: SIGTERM takes readiness away, waits --drain seconds if anybody ever asked for it, takes \
no more connections, lets requests in flight finish, and ends within 10 seconds. SIGINT (Ctrl-C) \
does not wait. Before it listens, either ends it at once. A second signal ends it at once, with \
exit status 1. SIGHUP ends it at once too: there is nothing to read again; under nohup it is \
ignored.

Examples:
  client-profile serve --demo
  client-profile serve --database /var/lib/client-profile/profiles.db --log-format json
  CLIENT_PROFILE_DATABASE=postgres://profile:…@db/profile client-profile serve --listen 0.0.0.0:8080

Exit status: 0 stopped as told, 1 it could not go on or was told twice, 2 the command line is not understood.")]
pub struct Serve {
    #[command(flatten)]
    settings: Settings,
}

impl Serve {
    /// Serves until it is told to stop. `database_is_said`: on the command line, not only in the
    /// environment.
    pub async fn run(self, database_is_said: bool) -> Outcome {
        let log = Arc::new(start_log(&self.settings)?);
        let format = self.settings.operation.log_format;
        let outcome = self.serve(database_is_said, &log).await.map_err(|Failed(why)| {
            // Whoever reads JSON reads nothing else there.
            if format == Format::Text || !tracing::enabled!(Level::ERROR) {
                return Failed(why);
            }
            tracing::error!("{why}");
            Failed(String::new())
        });
        log.flush();
        outcome
    }

    async fn serve(self, database_is_said: bool, log: &Arc<Lines>) -> Outcome {
        let mut settings = self.settings;
        if settings.demo {
            keep_apart(&mut settings, database_is_said)?;
        }
        let default = if settings.demo { DEMO_DATABASE } else { DATABASE };
        let location = settings.database.location(default)?;
        tracing::info!(
            "Starting client-profile {} on {}, database {} {location}",
            env!("CARGO_PKG_VERSION"),
            settings.listen,
            location.kind()
        );
        for stranger in environment::strangers(&super::Cli::command()) {
            tracing::warn!("{stranger}");
        }
        if settings.database.database_ca.is_some() && !location.is_postgres() {
            tracing::warn!("{DATABASE_CA} is for a PostgreSQL database: nothing is done with it");
        }
        if location == Location::Memory && !settings.demo {
            return Err(Failed(
                "nobody could have a token for a database in memory: name a file, or try it out \
                 with --demo"
                    .into(),
            ));
        }
        let wanted = settings.limits.max_connections;
        let connections = files::connections(wanted);
        if connections < wanted {
            tracing::warn!(
                "Too few files may be open (ulimit -n): taking {connections} connections instead of \
                 {wanted}"
            );
        }
        // Before a database is made, or its tables are changed, for a service that does not start.
        let assets = assets(settings.assets.clone())?;
        let rules = rules(settings.rules.as_deref())?;
        let exclusion = exclusion_key(settings.limits.exclusion_key_file.as_deref())?;
        let socket = bind("--listen", settings.listen)?;
        let metrics_socket =
            settings.operation.metrics.map(|address| bind("--metrics", address)).transpose()?;
        let metrics = Arc::new(Metrics::default());
        // Another process may keep the database for as long as it likes, and a signal by itself does
        // not end process 1 of a container. Not made before: a file of the settings may be a pipe that
        // nobody writes to, and then only the signal by itself ends the wait.
        let mut signals = Signals::new()?;
        let prepared = async {
            let store = open(&settings.database, &location, default, &settings.limits).await?;
            let service =
                service(&settings, &rules, exclusion, assets, store.clone(), metrics.clone());
            Ok::<_, Failed>((store, service.await?))
        };
        let (store, service) = tokio::select! {
            biased;
            prepared = prepared => prepared?,
            _ = signals.next() => {
                tracing::info!("Stopped before it listened");
                return Ok(());
            }
        };
        let service = Arc::new(service);
        let has_page = service.assets.has_page()?;
        if !has_page {
            tracing::info!("There is no page, only the API: --assets says in which folder it is");
        }
        // Nobody is kept waiting before there is somebody to answer.
        let listener = listen("--listen", socket)?;
        let limits = ConnectionLimits {
            connections: usize::try_from(connections).unwrap_or(usize::MAX),
            ..ConnectionLimits::default()
        };
        if let Some(socket) = metrics_socket {
            let listener = listen("--metrics", socket)?;
            tracing::info!("Metrics on http://{}/metrics", listener.local_addr()?);
            let limits = ConnectionLimits { connections: METRICS_CONNECTIONS, ..limits };
            tell_metrics(listener, metrics.clone(), limits);
        }
        let address = listener.local_addr()?;
        tracing::info!("Listening on http://{address}, database {location}");
        if let Some(demo) = &service.demo {
            if has_page {
                log.tell(&format!("Open http://{address} in a browser"));
            }
            say(&demo.token(&*store, Timestamp::now()).await?)?;
        }
        let prepared = service.clone();
        tokio::spawn(async move { prepared.assets.prepare().await });
        let (told_again, is_told_again) = oneshot::channel();
        let drain = Duration::from_secs(settings.operation.drain);
        let stop = stopping(signals, told_again, service.clone(), drain);
        let served = serve(listener, router(service), limits, metrics, stop);
        tokio::select! {
            // Whoever tells it again when it has stopped changes nothing.
            biased;
            () = async { served.await; store.close().await; } => tracing::info!("Stopped"),
            Ok(()) = is_told_again => stop_at_once(log),
        }
        Ok(())
    }
}

/// Keeps a demonstration from other machines and from real records.
fn keep_apart(settings: &mut Settings, database_is_said: bool) -> Result<(), Failed> {
    let address = settings.listen.ip();
    if !address.is_loopback() {
        return Err(Failed(format!(
            "--demo gives its token to whoever reaches it: listen on 127.0.0.1 or [::1], not on \
             {address}"
        )));
    }
    if !database_is_said {
        // What the environment names is for real records.
        settings.database.database = None;
        if !environment::is_said("--database-ca") {
            settings.database.database_ca = None;
        }
    }
    Ok(())
}

fn start_log(settings: &Settings) -> Result<Lines, Failed> {
    let Operation { log, log_format, .. } = &settings.operation;
    let lines = Lines::to(io::stderr())?;
    let log = logging::subscriber(*log_format, log, lines.writer())
        .map_err(|error| Failed(format!("--log {log}: {error}")))?;
    tracing::subscriber::set_global_default(log)?;
    std::panic::set_hook(Box::new(logging::on_panic));
    Ok(lines)
}

/// Connections that may wait to be taken.
const BACKLOG: u32 = 1_024;

/// Takes an address, at which nobody is answered yet, and which `option` names.
fn bind(option: &str, address: SocketAddr) -> Result<TcpSocket, Failed> {
    let bound = || {
        let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
        // A service that follows another one need not wait for its last connections to be forgotten.
        #[cfg(unix)]
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        Ok(socket)
    };
    bound().map_err(|error| cannot_listen(option, address, &error))
}

/// Lets it be connected to.
fn listen(option: &str, socket: TcpSocket) -> Result<TcpListener, Failed> {
    let address = socket.local_addr()?;
    // Somebody else may have taken it at the same time.
    socket.listen(BACKLOG).map_err(|error| cannot_listen(option, address, &error))
}

fn cannot_listen(option: &str, address: SocketAddr, error: &io::Error) -> Failed {
    Failed(format!("cannot listen on {address} ({option}): {error}"))
}

/// The rules of that file, whose requests are not too large.
fn rules(file: Option<&Path>) -> Result<Rules, Failed> {
    let rules = rules_file::read_or_default(file)?;
    if most_bytes(&rules) > MAX_BODY {
        return Err(Failed(format!(
            "the rules allow requests of up to {} bytes, and a request may have {MAX_BODY}: lower \
             reason_max_length, name_max_length or tin_max_length",
            most_bytes(&rules)
        )));
    }
    Ok(rules)
}

/// The database, made or brought to this release's version.
async fn open(
    database: &DatabaseArg,
    location: &Location,
    default: &str,
    limits: &settings::Limits,
) -> Result<Arc<dyn Store>, Failed> {
    let is_new = !database.is_there(location).await?;
    let store = database.open_sharing(Purpose::Serve, default, limits.changes_per_commit).await?;
    if is_new {
        tracing::info!("Made a new database at {location}");
    }
    if let Err(error) = store.ready().await {
        // Told now: with the first request would be late. It starts all the same, and /readyz says
        // what is so.
        answer::log(&error);
    }
    Ok(store)
}

/// Everything that answers need, as the settings say.
async fn service(
    settings: &Settings,
    rules: &Rules,
    exclusion: Option<ExclusionKey>,
    assets: Assets,
    store: Arc<dyn Store>,
    metrics: Arc<Metrics>,
) -> Result<Service, Failed> {
    let api_base = settings.browsers.api_base.as_ref();
    let demo =
        if settings.demo { Some(Demo::start(&*store, Timestamp::now()).await?) } else { None };
    Ok(Service {
        assets,
        api_base: api_base.map(|base| base.address.clone()).unwrap_or_default(),
        demo,
        limits: Limits {
            address: Rate::per_minute(settings.limits.rate_per_address),
            token: Rate::per_minute(settings.limits.rate_per_token),
            exclusion,
        },
        proxies: settings.limits.proxies.clone(),
        origins: settings.browsers.origins.clone(),
        headers: SecurityHeaders::new(api_base.map(|base| &base.origin)),
        metrics,
        ..Service::new(store, rules)?
    })
}

/// How many bytes a request may have that the rules allow, when each character takes the twelve that it
/// takes at most in JSON: two escapes.
fn most_bytes(rules: &Rules) -> usize {
    /// Names of fields and what stands between them, countries, a date and words of lists.
    const REST: usize = 1_024;
    let free = [
        rules.name_max_length,
        rules.name_max_length,
        rules.tin_max_length,
        rules.reason_max_length,
    ];
    let most = |length: u32| usize::try_from(length).unwrap_or(usize::MAX).saturating_mul(12);
    free.into_iter().map(most).fold(REST, usize::saturating_add)
}

fn exclusion_key(file: Option<&Path>) -> Result<Option<ExclusionKey>, Failed> {
    let given = std::env::var_os(EXCLUSION_KEY).filter(|key| !key.is_empty());
    let (key, place) = match file {
        Some(_) if given.is_some() => {
            return Err(Failed(format!(
                "set either --exclusion-key-file or {EXCLUSION_KEY}, not both"
            )));
        }
        Some(file) => {
            let place = file.display().to_string();
            let key = text_file::read(file)
                .map_err(|error| Failed(format!("cannot read {place}: {error}")))?;
            (key, place)
        }
        None => match given.map(OsString::into_string) {
            None => return Ok(None),
            Some(key) => (key.map_err(|_| unsendable(EXCLUSION_KEY))?, EXCLUSION_KEY.into()),
        },
    };
    let key = key.trim();
    if HeaderValue::from_bytes(key.as_bytes()).is_err() {
        return Err(unsendable(&place));
    }
    if key.len() < 16 {
        return Err(Failed(format!(
            "the exclusion key in {place} must have at least 16 characters"
        )));
    }
    Ok(Some(ExclusionKey::new(key)))
}

fn unsendable(place: &str) -> Failed {
    Failed(format!(
        "the exclusion key in {place} must be one line of characters that a header may have: clients \
         could not send it otherwise"
    ))
}

fn assets(folder: Option<PathBuf>) -> Result<Assets, Failed> {
    Ok(match folder {
        Some(folder) => {
            let place = folder.display().to_string();
            let assets = Assets::folder(folder);
            match assets.has_page() {
                Ok(true) => assets,
                Ok(false) => {
                    return Err(Failed(format!(
                        "--assets {place}: there is no page, no index.html, in it"
                    )));
                }
                Err(error) => {
                    return Err(Failed(format!(
                        "--assets {place}: cannot read index.html: {error}"
                    )));
                }
            }
        }
        #[cfg(feature = "embed")]
        None => Assets::embedded(),
        #[cfg(not(feature = "embed"))]
        None => Assets::none(),
    })
}

/// Answers with the metrics for as long as the process runs.
fn tell_metrics(listener: TcpListener, metrics: Arc<Metrics>, limits: ConnectionLimits) {
    let kind = (CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8");
    let answer = move || {
        let text = metrics.text();
        async move { (StatusCode::OK, [kind], text) }
    };
    let router = Router::new().route("/metrics", get(answer));
    // Who reads the numbers is none of those that they count.
    tokio::spawn(serve(listener, router, limits, Arc::default(), std::future::pending()));
}

/// Ends the process where it stands.
fn stop_at_once(log: &Lines) -> ! {
    tracing::warn!("Stopped at once");
    log.flush();
    std::process::exit(1)
}

/// Done when no more connections should be taken; says how long requests in flight may still take.
/// `told_again` hears of a second signal.
async fn stopping(
    mut signals: Signals,
    told_again: oneshot::Sender<()>,
    service: Arc<Service>,
    drain: Duration,
) -> Duration {
    let patient = signals.next().await;
    let told = Instant::now();
    service.stopping.begin();
    tokio::spawn(async move {
        signals.next().await;
        // It has stopped when nobody hears it.
        let _ = told_again.send(());
    });
    if patient && service.stopping.is_watched() {
        tracing::info!("Stopping: not ready any more");
        tokio::time::sleep(drain).await;
    } else {
        tracing::info!("Stopping");
    }
    STOP_TIME.saturating_sub(told.elapsed())
}
