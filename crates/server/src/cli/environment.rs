//! Settings from the environment: which variables there are, and what is said of wrong ones.

use std::ffi::{OsStr, OsString};

use clap::builder::Resettable;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};

use crate::token;

/// What every variable's name begins with.
pub const PREFIX: &str = "CLIENT_PROFILE_";

/// How many letters of a variable's name may be wrong for another one to be meant.
const NEAR: usize = 3;

/// The exclusion key itself, which the command line may not hold.
pub const EXCLUSION_KEY: &str = "CLIENT_PROFILE_EXCLUSION_KEY";

/// The file of a database server's authority.
pub const DATABASE_CA: &str = "CLIENT_PROFILE_DATABASE_CA";

/// The file of rules: of the service, and of every command that goes by rules.
pub const RULES: &str = "CLIENT_PROFILE_RULES";

/// Flags that are said go before these variables, which clap takes for said too, and the two for a
/// contradiction.
const BEATEN: [(&str, &str); 2] = [("--preset", RULES), ("--demo", "CLIENT_PROFILE_API_BASE")];

/// Whether that flag is on the command line.
pub fn is_said(flag: &str) -> bool {
    std::env::args_os().any(|word: OsString| word.to_string_lossy().starts_with(flag))
}

/// Takes an empty variable for one that is not set, as files of settings write it that name all, and
/// one that is beaten too.
pub fn without_empty(command: Command) -> Command {
    each(command, |arg| {
        let is_empty = |name: &OsStr| std::env::var_os(name).is_some_and(|value| value.is_empty());
        let is_beaten = |name: &OsStr| {
            BEATEN.into_iter().any(|(flag, variable)| name == variable && is_said(flag))
        };
        let is_unset = |name: &OsStr| is_empty(name) || is_beaten(name);
        if arg.get_env().is_some_and(is_unset) { arg.env(Resettable::Reset) } else { arg }
    })
}

/// Names the variable that a wrong value comes from, and does not repeat a value that may hold a
/// password.
pub fn explain(mut error: Error, command: &Command) -> Error {
    let is_command = error.kind() == ErrorKind::InvalidSubcommand;
    let place = if is_command { ContextKind::InvalidSubcommand } else { ContextKind::InvalidArg };
    let Some(ContextValue::String(shown)) = error.get(place).cloned() else {
        return error;
    };
    let hidden = || ContextValue::String("…".into());
    let is_token = |value: &ContextValue| matches!(value, ContextValue::String(v) if v.starts_with(token::PREFIX));
    // A token where its number belongs, or a word.
    for kind in [place, ContextKind::InvalidValue] {
        if error.get(kind).is_some_and(is_token) {
            error.insert(kind, hidden());
            return error;
        }
    }
    match error.kind() {
        ErrorKind::ValueValidation | ErrorKind::InvalidValue => {}
        // An address that its flag was forgotten of.
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand if shown.contains(['@', ':']) => {
            error.insert(place, hidden());
            return error;
        }
        _ => return error,
    }
    let long = shown.trim_start_matches('-').split([' ', '[']).next();
    let Some(arg) = with_variable(command).into_iter().find(|arg| arg.get_long() == long) else {
        return error;
    };
    // Which of both it comes from, the error does not know.
    let words_alone = each(command.clone(), |arg| arg.env(Resettable::Reset));
    let is_from_words = words_alone
        .try_get_matches()
        .is_err_and(|words_error| words_error.to_string() == error.to_string());
    if let Some(variable) = arg.get_env().filter(|_| !is_from_words) {
        let shown = format!("{} ({shown})", variable.display());
        error.insert(ContextKind::InvalidArg, ContextValue::String(shown));
    }
    let is_given =
        error.get(ContextKind::InvalidValue) != Some(&ContextValue::String(String::new()));
    if arg.is_hide_env_values_set() && is_given {
        error.insert(ContextKind::InvalidValue, hidden());
    }
    error
}

/// What is wrong with variables that are named like settings of `command` and are none: nothing is
/// taken from them, and nobody would notice.
pub fn strangers(command: &Command) -> Vec<String> {
    let args = with_variable(command);
    let names = args.iter().filter_map(|arg| arg.get_env()?.to_str());
    let known: Vec<&str> = names.chain([EXCLUSION_KEY]).collect();
    let given = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    let strange = given.filter(|name| name.starts_with(PREFIX) && !known.contains(&&**name));
    strange
        .map(|name| {
            let distance = |known: &&&str| strsim::damerau_levenshtein(known, &name);
            match known.iter().min_by_key(distance).filter(|known| distance(known) <= NEAR) {
                Some(near) => format!("{name} is no setting: did you mean {near}?"),
                None => format!("{name} is no setting"),
            }
        })
        .collect()
}

/// The arguments that a variable can stand for.
fn with_variable(command: &Command) -> Vec<&Arg> {
    let own = command.get_arguments().filter(|arg| arg.get_env().is_some());
    own.chain(command.get_subcommands().flat_map(with_variable)).collect()
}

fn each(command: Command, change: fn(Arg) -> Arg) -> Command {
    command.mut_args(change).mut_subcommands(|command| each(command, change))
}
