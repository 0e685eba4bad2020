//! The log: what happened, never to whom. No personal value and no credential is ever given to it.

use std::panic::PanicHookInfo;

use tracing::Subscriber;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;

/// How lines are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs: one JSON object a line.
    Json,
}

/// Looks whether a filter is one. A word by itself has to be a level: a mistyped one would be
/// taken for the name of a module, and nothing else would be logged.
pub fn filter(text: &str) -> Result<String, String> {
    for word in text.split(',').map(str::trim).filter(|word| !word.contains(['=', '['])) {
        if word.is_empty() || word.parse::<LevelFilter>().is_err() {
            return Err("write error, warn, info, debug, trace or off".into());
        }
    }
    EnvFilter::try_new(text).map(|_| text.into()).map_err(|error| error.to_string())
}

/// A log of what `filter` lets through, written to `writer`. The filter is a level, or
/// directives as `RUST_LOG` takes them; the error says what is wrong with it.
pub fn subscriber<W>(
    format: Format,
    filter: &str,
    writer: W,
) -> Result<Box<dyn Subscriber + Send + Sync>, String>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let filter = EnvFilter::try_new(filter).map_err(|error| error.to_string())?;
    // A line that cannot be written is dropped. It would be told of on standard error else, which
    // is where the log goes, and a panic there is logged again: that would end the process.
    let log = tracing_subscriber::fmt().log_internal_errors(false);
    let log = log.with_env_filter(filter).with_writer(writer);
    Ok(match format {
        Format::Text => Box::new(log.with_ansi(false).with_target(false).finish()),
        Format::Json => {
            let log = log.json().flatten_event(true).with_span_list(false);
            Box::new(log.with_target(false).finish())
        }
    })
}

/// Writes where a panic happened to the log, and nothing of what it said: that may be anything.
pub fn on_panic(info: &PanicHookInfo<'_>) {
    let at = info.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(at, "panic");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_a_level_or_names_its_modules() {
        for text in ["info", "off", "WARN", "info,hyper=trace", "client_profile_server=debug"] {
            assert!(filter(text).is_ok(), "{text}");
        }
        for text in ["inof", "", "info,loud", "hyper=loud"] {
            assert!(filter(text).is_err(), "{text}");
        }
    }
}
