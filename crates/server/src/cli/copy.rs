//! `client-profile backup` and `client-profile restore`.

use std::path::PathBuf;

use clap::Args;

use super::{DATABASE, DatabaseArg, Failed, Outcome};
use crate::store::location::Location;
use crate::store::sqlite::copy;

/// Copy the database into a file, while the service goes on
///
/// The copy is the database at one moment, whole and checked, in a new file that only its owner
/// reads. It holds everybody's personal data: keep it as safe as the database, and remember it
/// when somebody is erased. A PostgreSQL database is copied with its own tools.
#[derive(Debug, Args)]
pub struct BackupArgs {
    #[command(flatten)]
    database: DatabaseArg,
    /// The file to write. It must not be there yet.
    file: PathBuf,
}

/// Put a copy in the place of the database
///
/// The service must be stopped. The copy is checked first. With --replace, the database that was
/// there is kept beside it, its name ending in .before-restore. When one of that name is there
/// already, nothing is done: move it elsewhere first.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    #[command(flatten)]
    database: DatabaseArg,
    /// The copy.
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
        tokio::task::spawn_blocking(move || copy::backup(&database, &self.file)).await??;
        super::tell(&format!("Copied into {}", file.display()));
        Ok(())
    }
}

impl RestoreArgs {
    /// Does it.
    pub async fn run(self) -> Outcome {
        let database = sqlite(&self.database)?;
        let place = database.clone();
        let work = move || copy::restore(&self.file, &database, self.replace);
        tokio::task::spawn_blocking(work).await??;
        super::tell(&format!("The database at {} is the copy now", place.display()));
        Ok(())
    }
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
