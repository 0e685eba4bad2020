//! `client-profile rules` and `schema`: what is enforced, for people and for other programs.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use client_profile::{FieldSet, Rules, schema};

use super::environment::RULES;
use super::{Failed, Outcome, show};
use crate::rules_file;

/// Print the rules in force, as JSON that --rules reads
#[derive(Args, Debug)]
pub struct RulesCommand {
    #[command(flatten)]
    rules: RulesArg,
}

/// Print the JSON Schema (2020-12) of a request under the rules in force
#[derive(Args, Debug)]
pub struct SchemaCommand {
    #[command(flatten)]
    rules: RulesArg,
    /// The request that makes a profile (POST), which has no reason
    #[arg(long)]
    create: bool,
}

#[derive(Args, Debug)]
struct RulesArg {
    /// Rules of a deployment; partial ones are filled up from the defaults
    #[arg(long, value_name = "FILE", env = RULES, conflicts_with = "preset")]
    rules: Option<PathBuf>,
    /// Rules that come with the program
    #[arg(long, value_enum)]
    preset: Option<Preset>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Preset {
    /// The knowledge of tax numbers advises
    Default,
    /// It blocks where it is certain
    Strict,
}

impl RulesArg {
    fn read(&self) -> Result<Rules, Failed> {
        Ok(match self.preset {
            Some(Preset::Strict) => Rules::strict(),
            _ => rules_file::read_or_default(self.rules.as_deref())?,
        })
    }
}

impl RulesCommand {
    /// Prints the rules.
    pub fn run(&self) -> Outcome {
        show(&serde_json::to_string_pretty(&self.rules.read()?)?)
    }
}

impl SchemaCommand {
    /// Prints the schema.
    pub fn run(&self) -> Outcome {
        let fields = if self.create { FieldSet::PROFILE } else { FieldSet::ALL };
        let schema: serde_json::Value =
            serde_json::from_str(&schema::request(&self.rules.read()?, fields))?;
        show(&serde_json::to_string_pretty(&schema)?)
    }
}
