//! The command line: one module for each subcommand.

mod copy;
pub(crate) mod environment;
mod files;
mod health;
mod person;
mod rules;
mod serve;
mod settings;
mod signals;
mod token;
mod words;

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::parser::ValueSource;
use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::check;
use crate::store::location::Location;
use crate::store::{Purpose, Store, sqlite};

/// The rules of a broker's client profile, served and checked.
///
/// Exit codes: 0 done, 1 it failed (why is on standard error), 2 the command line is not
/// understood. `check` has its own: 1 says that a record fails.
#[derive(Debug, Parser)]
#[command(name = "client-profile", version, propagate_version = true, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(Box<serve::Serve>),
    Health(health::HealthArgs),
    Check(check::CheckArgs),
    Token(token::Token),
    Rules(rules::RulesCommand),
    Schema(rules::SchemaCommand),
    Backup(copy::BackupArgs),
    Restore(copy::RestoreArgs),
    Export(person::ExportArgs),
    Erase(person::EraseArgs),
}

/// Which database.
#[derive(Clone, Debug, Args)]
struct DatabaseArg {
    /// A file (SQLite), or a postgres:// address. Default: client-profile.db in the platform's
    /// data folder (on Linux, ~/.local/share/client-profile).
    #[arg(
        long,
        value_name = "PATH-or-URL",
        env = "CLIENT_PROFILE_DATABASE",
        hide_env_values = true
    )]
    database: Option<Location>,

    /// PEM file of the authority that signed the PostgreSQL server's certificate, if this machine does
    /// not trust it already. What leaves this machine is encrypted, unless the address says
    /// sslmode=disable.
    #[arg(long, value_name = "FILE", env = environment::DATABASE_CA)]
    database_ca: Option<PathBuf>,
}

impl DatabaseArg {
    fn location(&self, default: &str) -> Result<Location, Failed> {
        let location = self.database.clone().or_else(|| Location::in_data_folder(default));
        let location = location.ok_or_else(|| {
            Failed("this account has no data folder: name a database with --database".into())
        })?;
        // That of the environment may be there for another command.
        if environment::is_said("--database-ca") && !location.is_postgres() {
            return Err(Failed(format!(
                "--database-ca is for a PostgreSQL database, and {location} is none: leave it out, \
                 or name the database with --database"
            )));
        }
        Ok(location)
    }

    /// The database, which must be there, for a purpose.
    async fn open(&self, purpose: Purpose) -> Result<Arc<dyn Store>, Failed> {
        let location = self.location(DATABASE)?;
        if !self.is_there(&location).await? {
            let there = match location {
                Location::Postgres(_) => "the database has no tables of client-profile yet:",
                _ => "there is no database at",
            };
            return Err(Failed(format!("{there} {location}")));
        }
        // Nobody asks once more whether it is there.
        self.open_sharing(purpose, DATABASE, sqlite::CHANGES_PER_COMMIT).await
    }

    async fn is_there(&self, location: &Location) -> Result<bool, Failed> {
        location.is_there(self.database_ca.as_deref()).await.map_err(Failed)
    }

    /// The same to add to it, made when it is not there.
    async fn open_or_make(&self) -> Result<Arc<dyn Store>, Failed> {
        let location = self.location(DATABASE)?;
        let is_new = !self.is_there(&location).await?;
        let store = self.open_sharing(Purpose::Add, DATABASE, sqlite::CHANGES_PER_COMMIT).await?;
        if is_new {
            tell(&format!("Made a new database at {location}"));
        }
        Ok(store)
    }

    /// The same, where at most so many changes share a commit.
    async fn open_sharing(
        &self,
        purpose: Purpose,
        default: &str,
        most: u32,
    ) -> Result<Arc<dyn Store>, Failed> {
        let location = self.location(default)?;
        location.open(purpose, self.database_ca.as_deref(), most).await.map_err(Failed)
    }
}

/// Where the service listens when nothing is said.
const LISTEN: &str = "127.0.0.1:8080";

/// The default database's file name.
const DATABASE: &str = "client-profile.db";

/// The demonstration's, so that it never touches real records.
const DEMO_DATABASE: &str = "client-profile-demo.db";

/// Why a command failed, in words for the person who gave it; empty when there is nothing to say.
#[derive(Debug)]
struct Failed(String);

impl<E: std::error::Error> From<E> for Failed {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

type Outcome = Result<(), Failed>;

/// Does what the command line says.
pub fn main() -> ExitCode {
    let command = environment::without_empty(Cli::command());
    let matches = command
        .clone()
        .try_get_matches()
        .unwrap_or_else(|error| environment::explain(error, &command).exit());
    let serving = matches.subcommand_matches("serve");
    let database_is_said =
        serving.and_then(|serve| serve.value_source("database")) == Some(ValueSource::CommandLine);
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    match cli.command {
        Command::Serve(command) => finish(command.run(database_is_said)),
        Command::Health(args) => finish(async move { args.run() }),
        Command::Check(args) => check::run(&args),
        Command::Token(command) => finish(command.run()),
        Command::Rules(command) => finish(async move { command.run() }),
        Command::Schema(command) => finish(async move { command.run() }),
        Command::Backup(command) => finish(command.run()),
        Command::Restore(command) => finish(command.run()),
        Command::Export(command) => finish(command.run()),
        Command::Erase(command) => finish(command.run()),
    }
}

/// Runs a command to its end, and says why when it failed.
fn finish(command: impl Future<Output = Outcome>) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.to_string()),
    };
    let command = async {
        signals::outlive_full_files()?;
        command.await
    };
    let outcome = runtime.block_on(command);
    // Nothing that is still at work belongs to what was asked for: the end does not wait for it.
    runtime.shutdown_background();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failed(why)) if why.is_empty() => ExitCode::from(1),
        Err(Failed(why)) => fail(&why),
    }
}

fn fail(why: &str) -> ExitCode {
    tell(&format!("client-profile: {why}"));
    ExitCode::from(1)
}

/// Writes a line to standard error. Nobody is there to be told when that is full or closed.
pub(crate) fn tell(line: &str) {
    drop(writeln!(io::stderr(), "{line}"));
}

/// Writes a line to standard output. A reader that went away is an error like any other.
fn say(line: &str) -> Outcome {
    write_line(line).map_err(Failed::from)
}

/// Writes what somebody looks at. A reader that went away has seen enough: nothing is said of it.
fn show(text: &str) -> Outcome {
    write_line(text).map_err(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => Failed(String::new()),
        _ => error.into(),
    })
}

fn write_line(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}").and_then(|()| out.flush())
}
