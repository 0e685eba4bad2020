//! `client-profile backup` and `client-profile restore`.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::signals::{Hangup, Signals};
use super::{DATABASE, DatabaseArg, Failed, Outcome, words};
use crate::store::location::Location;
use crate::store::sqlite::copy::{self, CopyError, Workshop};

/// Copy the database into a file, while the service goes on
///
/// The copy is the database at one moment, whole and checked, in a new file that only its owner
/// reads. It holds everybody's personal data: keep it as safe as the database, and remember it
/// when somebody is erased. Until it is whole it is in a folder beside it, .client-profile-copy-…,
/// of which Ctrl-C and SIGTERM leave nothing, nor, on Linux, a terminal that goes away. A
/// PostgreSQL database is copied with its own tools.
#[derive(Debug, Args)]
pub struct BackupArgs {
    #[command(flatten)]
    database: DatabaseArg,
    /// The file to write. It must not be there yet.
    #[arg(value_parser = words::file())]
    file: PathBuf,
}

/// Put a copy in the place of the database
///
/// The service must be stopped. The copy is checked first. With --replace, the database that was
/// there is kept beside it, its name ending in .before-restore; one that is damaged is put aside with
/// its log. When one of that name is there already, nothing is done: move it elsewhere first. Where
/// --database names a link, the file that it leads to is replaced.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    #[command(flatten)]
    database: DatabaseArg,
    /// The copy.
    #[arg(value_parser = words::file())]
    file: PathBuf,
    /// Put the database that is there aside.
    #[arg(long)]
    replace: bool,
}

impl BackupArgs {
    /// Does it.
    pub async fn run(self) -> Outcome {
        let database = sqlite(&self.database)?;
        let file = self.file.clone();
        unless_stopped(move |workshop| copy::backup(&database, &self.file, workshop)).await?;
        super::tell(&format!("Copied into {}", file.display()));
        Ok(())
    }
}

impl RestoreArgs {
    /// Does it.
    pub async fn run(self) -> Outcome {
        let database = sqlite(&self.database)?;
        let place = database.clone();
        let aside = unless_stopped(move |workshop| {
            copy::restore(&self.file, &database, self.replace, workshop)
        })
        .await?;
        let aside =
            aside.map(|aside| format!("; what was there before is kept as {}", aside.display()));
        super::tell(&format!(
            "The database at {} is the copy now{}",
            place.display(),
            aside.unwrap_or_default()
        ));
        Ok(())
    }
}

/// Does the work to its end, or removes what was begun when the process is told to end before.
async fn unless_stopped<T: Send + 'static>(
    work: impl FnOnce(&Workshop) -> Result<T, CopyError> + Send + 'static,
) -> Result<T, Failed> {
    let (mut signals, mut hangup) = (Signals::new()?, Hangup::new()?);
    let workshop = Arc::new(Workshop::default());
    let begun = workshop.clone();
    let mut work = tokio::task::spawn_blocking(move || work(&workshop));
    tokio::select! {
        biased;
        done = &mut work => return Ok(done??),
        _ = signals.next() => {}
        () = hangup.come() => {}
    }
    if let Some(_held) = begun.hold() {
        super::tell(&match copy::clear(&begun) {
            Ok(()) => "client-profile: stopped; nothing was changed".into(),
            Err(error) => format!("client-profile: stopped; remove what is left: {error}"),
        });
        // The thread that copies does not hear of it.
        std::process::exit(1)
    }
    // What is being put in its place is put there.
    Ok(work.await??)
}

fn sqlite(database: &DatabaseArg) -> Result<PathBuf, Failed> {
    match database.location(DATABASE)? {
        Location::Sqlite(path) => Ok(path),
        Location::Postgres(_) => Err(Failed(
            "copy a PostgreSQL database with its own tools: pg_dump and pg_restore".into(),
        )),
        Location::Memory => Err(Failed("memory cannot be copied: name a file".into())),
    }
}
