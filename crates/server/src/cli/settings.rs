//! The settings of `client-profile serve`: flags, and the same from the environment.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Arg, Args};
use ipnet::IpNet;

use super::environment::PREFIX;
use super::{DatabaseArg, words};
use crate::http::cors::Origin;
use crate::http::server::CONNECTIONS;
use crate::logging::{self, Format};
use crate::store::sqlite::CHANGES_PER_COMMIT;

/// What the service is told.
#[derive(Debug, Args)]
#[command(mut_args = from_environment)]
pub struct Settings {
    /// The address to listen on. Port 0 takes a free one; the log says which.
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = super::LISTEN,
        value_parser = words::address
    )]
    pub listen: SocketAddr,

    #[command(flatten)]
    pub database: DatabaseArg,

    /// The folder of the built page. Default: the page that was built into this binary, if one was.
    #[arg(long, value_name = "DIR")]
    pub assets: Option<PathBuf>,

    /// The rules to enforce, as JSON: what they leave out is as in the default rules, an unknown
    /// key is a mistake. Clients read them at /client/profile/rules.
    #[arg(long, value_name = "FILE")]
    pub rules: Option<PathBuf>,

    /// Try it out: a client with the documentation's record, whose token is printed alone on a
    /// line of standard output and given to the page. Listens on this machine only, and has a
    /// database of its own unless --database names one on the command line: the environment's is
    /// left alone. Its page talks to its own API and to no other.
    #[arg(long, conflicts_with = "api_base")]
    pub demo: bool,

    #[command(flatten)]
    pub browsers: Browsers,
    #[command(flatten)]
    pub limits: Limits,
    #[command(flatten)]
    pub operation: Operation,
}

/// What pages may do.
#[derive(Debug, Args)]
#[command(next_help_heading = "Browsers")]
pub struct Browsers {
    #[arg(
        long,
        value_name = "URL",
        value_parser = words::api_base,
        help = "Let the page talk to an API at another address, like https://api.example/v1"
    )]
    pub api_base: Option<words::ApiBase>,

    /// Let pages of this origin use the API (CORS). May stand more than once; commas in the
    /// environment. Default: none but its own.
    #[arg(long = "allow-origin", value_name = "ORIGIN", value_delimiter = ',')]
    pub origins: Vec<Origin>,
}

/// How much is taken, and from whom.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits")]
pub struct Limits {
    /// Requests a minute, as many at once, that an address may make before it is known who asks;
    /// 0 for no limit.
    #[arg(long, value_name = "N", default_value_t = 600, value_parser = words::number(0..=u32::MAX))]
    pub rate_per_address: u32,

    /// Requests a minute with one token, as many at once; 0 for no limit.
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = words::number(0..=u32::MAX))]
    pub rate_per_token: u32,

    /// A file with the key that lifts both limits when it is sent as x-client-id. The environment
    /// may hold the key itself, as `CLIENT_PROFILE_EXCLUSION_KEY`; the command line may not, since
    /// others can read that.
    #[arg(long, value_name = "FILE")]
    pub exclusion_key_file: Option<PathBuf>,

    /// A proxy that is believed about X-Forwarded-For and X-Forwarded-Proto: a network like
    /// 10.0.0.0/8. May stand more than once; commas in the environment.
    #[arg(
        long = "trusted-proxy",
        value_name = "CIDR",
        value_delimiter = ',',
        value_parser = words::network
    )]
    pub proxies: Vec<IpNet>,

    /// Most connections at a time; further ones wait.
    #[arg(long, value_name = "N", default_value_t = CONNECTIONS, value_parser = words::number(1_u32..=1_000_000))]
    pub max_connections: u32,

    /// Most changes that share a commit when they wait at the same time (SQLite). With 1 each has
    /// its own: a change waits for fewer others, and fewer are made a second.
    #[arg(
        long,
        value_name = "N",
        default_value_t = CHANGES_PER_COMMIT,
        value_parser = words::number(1_u32..=1024)
    )]
    pub changes_per_commit: u32,
}

/// Most seconds of `--drain`: what is left of the time that a stop may take is for requests in flight.
pub const MOST_DRAIN: u64 = 7;

/// How it is watched and stopped.
#[derive(Debug, Args)]
#[command(next_help_heading = "Operation")]
pub struct Operation {
    /// How the log on standard error is written. It holds no value of a profile and no credential,
    /// but the addresses that refused requests came from.
    #[arg(long, value_enum, default_value_t)]
    pub log_format: Format,

    /// What is logged: error, warn, info, debug, trace or off.
    #[arg(long, value_name = "LEVEL", default_value = "info", value_parser = logging::filter)]
    pub log: String,

    /// Serve metrics for Prometheus at /metrics of this address. Without a value, 127.0.0.1:9464.
    #[arg(
        long,
        value_name = "ADDRESS",
        num_args = 0..=1,
        default_missing_value = "127.0.0.1:9464",
        value_parser = words::address
    )]
    pub metrics: Option<SocketAddr>,

    /// Seconds, 7 at most, between being told to terminate and taking no more connections. In that time
    /// /readyz already answers 503, so that a balancer sends its requests elsewhere. Not waited
    /// when /readyz was never asked.
    #[arg(long, value_name = "SECONDS", default_value_t = 2, value_parser = words::number(0..=MOST_DRAIN))]
    pub drain: u64,
}

/// Lets each setting come from the environment too: `--rate-per-token` from
/// `CLIENT_PROFILE_RATE_PER_TOKEN`. All but `--demo`, which opens a door and has to be said.
fn from_environment(arg: Arg) -> Arg {
    match arg.get_long() {
        Some(name) if name != "demo" && arg.get_env().is_none() => {
            let name = name.replace('-', "_").to_ascii_uppercase();
            // What is wrong with -1 its own parser says.
            arg.env(format!("{PREFIX}{name}")).allow_negative_numbers(true)
        }
        _ => arg,
    }
}
