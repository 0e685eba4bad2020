//! `client-profile check`: millions of records against the rules, on all cores, in flat memory.

mod csv_input;
mod csv_records;
mod line;
mod pipeline;
mod progress;
mod reading;
mod start;
mod summary;

use std::io::{self, IsTerminal as _, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use client_profile::rules::TinMode;
use client_profile::{Date, Field, FieldSet};

use crate::cli::environment::RULES;
use crate::cli::tell;
use crate::rules_file;
use crate::timestamp::Timestamp;
use line::Checker;
use summary::Summary;

/// Check many records
#[derive(Args, Debug)]
#[command(
    after_help = "Each line of input is one JSON object with any of the 12 fields; each line of output says:

  {\"line\":1,\"valid\":true,\"issues\":[]}
  {\"line\":2,\"valid\":false,\"issues\":[{\"field\":\"gender\",\"code\":\"required\",\"severity\":\"error\",\"message\":\"Choose your gender\"}]}

A line that is no JSON is reported with its number, and the rest goes on; so is a CSV record whose \
quotes are not closed within 1 MiB, that is longer, or that has more values than the header line. \
Blank lines are skipped. Lines of JSON that come one by one are answered one by one. Where what is no \
country's code probably means one, \"country\" says which.
The tax number is compared with the other fields of its record whether or not they are checked.

Examples:
  client-profile check clients.ndjson > findings.ndjson
  zcat clients.ndjson.gz | client-profile check --summary
  client-profile check --create --csv new-clients.csv
  client-profile check --csv --fields first_name,last_name clients.csv --quiet && echo all pass

Exit status: 0 all pass, or there is no record, which standard error tells; 1 some fail; 2 the command or a file cannot be used, or the output was closed early."
)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct CheckArgs {
    /// File to read; standard input when it is left out or -
    file: Option<PathBuf>,
    /// Rules of a deployment, as `client-profile rules` prints them; partial ones are filled up
    #[arg(long, value_name = "FILE", env = RULES)]
    rules: Option<PathBuf>,
    /// What is made of the knowledge of tax numbers, in every country
    #[arg(long, value_enum)]
    tin: Option<Tin>,
    /// Day to reckon ages from, YYYY-MM-DD; today's UTC date when it is left out
    #[arg(long, value_parser = parse_date, value_name = "DATE")]
    today: Option<Date>,
    /// Check these fields only, and require no others: names with commas between them
    #[arg(long, value_delimiter = ',', value_parser = parse_field, value_name = "NAMES")]
    fields: Vec<Field>,
    /// Check records that are to be made (POST), which have no reason; without it, those that are
    /// to be changed (PUT)
    #[arg(long, conflicts_with = "fields")]
    create: bool,
    /// Read CSV with a header line of field names; columns of other names, and of fields that are not
    /// checked, are named on standard error, one that differs from a field's name only in case,
    /// spaces or hyphens is refused
    #[arg(long)]
    csv: bool,
    /// Write one line with counts at the end, in place of one for each record
    #[arg(long)]
    summary: bool,
    /// Write nothing for each record: the exit status tells
    #[arg(long, short)]
    quiet: bool,
}

/// See [`TinMode`].
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Tin {
    /// Characters and length alone
    Basic,
    /// Warnings where the country's knowledge speaks against a number
    Advise,
    /// Errors where that knowledge is certain
    Strict,
}

fn parse_date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "write a real day as YYYY-MM-DD".into())
}

fn parse_field(name: &str) -> Result<Field, String> {
    Field::from_name(name.trim()).ok_or_else(|| {
        let names: Vec<_> = Field::ALL.iter().map(|field| field.name()).collect();
        format!("there is no such field; the fields are {}", names.join(", "))
    })
}

/// Checks what `args` say and tells how it went.
pub fn run(args: &CheckArgs) -> ExitCode {
    match check(args) {
        Ok(summary) if summary.invalid() == 0 => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
        // Who reads the output has seen enough; whether the rest passes, nobody knows.
        Err(Stop::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(2),
        Err(stop) => {
            tell(&format!("client-profile check: {stop}"));
            ExitCode::from(2)
        }
    }
}

/// Why a check cannot go on.
enum Stop {
    Rules(rules_file::RulesFileError),
    Input(PathBuf, io::Error),
    Format(PathBuf, &'static str),
    Header(String),
    Output(io::Error),
}

impl std::fmt::Display for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rules(error) => error.fmt(f),
            Self::Input(file, error) => write!(f, "cannot read {}: {error}", file.display()),
            Self::Format(file, what) => write!(f, "cannot read {}: {what}", file.display()),
            Self::Header(what) => f.write_str(what),
            Self::Output(error) => write!(f, "cannot write the findings: {error}"),
        }
    }
}

fn check(args: &CheckArgs) -> Result<Summary, Stop> {
    let mut rules = rules_file::read_or_default(args.rules.as_deref()).map_err(Stop::Rules)?;
    if let Some(tin) = args.tin {
        rules.tin_by_country.clear();
        rules.tin = match tin {
            Tin::Basic => TinMode::Basic,
            Tin::Advise => TinMode::Advise,
            Tin::Strict => TinMode::Strict,
        };
    }
    let validator = rules_file::validator(&rules).map_err(|e| Stop::Rules(e.into()))?;
    let only_some = !args.fields.is_empty();
    let checker = Checker {
        validator: &validator,
        today: args.today.unwrap_or_else(|| Timestamp::now().date()),
        fields: match args.fields.as_slice() {
            [] if args.create => FieldSet::PROFILE,
            [] => FieldSet::ALL,
            some => some.iter().copied().collect(),
        },
        refuses_others: args.create && !args.csv,
        ignores_unknown: only_some || args.csv,
        writes_lines: !args.quiet && !args.summary,
    };
    let name = args.file.clone().filter(|file| file.as_os_str() != "-");
    let shown = name.clone().unwrap_or_else(|| PathBuf::from("standard input"));
    let input = |error| Stop::Input(shown.clone(), error);
    let (mut reader, size): (Box<dyn Read + Send>, _) = match &name {
        Some(name) => {
            let file = std::fs::File::open(name).map_err(input)?;
            let about = file.metadata().map_err(input)?;
            if about.is_dir() {
                return Err(input(io::Error::from(io::ErrorKind::IsADirectory)));
            }
            (Box::new(file), about.is_file().then_some(about.len()))
        }
        None => (Box::new(io::stdin()), None),
    };
    // Not between findings on the same terminal.
    let is_wanted =
        io::stderr().is_terminal() && !(checker.writes_lines && io::stdout().is_terminal());
    let progress = progress::Progress::new(size, is_wanted);
    let mut output = io::stdout();
    let mut write = |bytes: &[u8]| output.write_all(bytes).map_err(Stop::Output);
    let start = start::read_start(&mut reader).map_err(input)?;
    if let Some(what) = start::other_format(&start) {
        return Err(Stop::Format(shown, what));
    }
    if !args.csv && start::looks_like_csv(name.as_deref(), &start) {
        tell(&format!("client-profile check: {}", start::CSV_HINT));
    }
    let reader = Box::new(io::Cursor::new(start).chain(reader));
    let summary = if args.csv {
        csv_input::check(reader, &checker, &progress, &mut write, input)
    } else {
        pipeline::check(reader, &checker, &progress, &mut write, input)
    }?;
    progress.finish();
    if args.summary {
        write(summary.to_json().as_bytes())?;
    }
    output.flush().map_err(Stop::Output)?;
    if summary.records() == 0 {
        // All of none pass, also where a closed input or a command before a pipe gave nothing.
        tell(&format!("client-profile check: there is no record in {}", shown.display()));
    }
    Ok(summary)
}
