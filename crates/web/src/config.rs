//! What a deployment tells the page when it starts, so that one build runs anywhere.

use crate::api::Api;
use crate::json::Json;

/// `config.json` beside the page.
#[derive(Clone, Default)]
pub struct Config {
    /// Where the API is.
    pub api: Api,
    /// Whether a demo gives a token of its own.
    pub demo: bool,
}

impl Config {
    /// Reads the text, which the boot script has seen to be JSON; what is missing in it is the default.
    pub fn read(text: &str) -> Self {
        let json = Json::parse(text);
        let of = |key: &str| json.as_ref().and_then(|json| json.get(key));
        let base = of("api_base").and_then(|base| base.text()).unwrap_or_default();
        Self { api: Api::at(base), demo: of("demo").is_some_and(|demo| demo.is_true()) }
    }
}
