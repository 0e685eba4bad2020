//! Which other origins' pages may use the API: those on a list, none by default.

use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN,
    VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, Request};

/// An origin: scheme, host and port, as a browser writes it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin(HeaderValue);

impl std::str::FromStr for Origin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let what = || "write an origin as https://host or https://host:port".to_owned();
        // A list from the environment may have a space before it.
        let text = text.trim();
        let uri: axum::http::Uri = text.parse().map_err(|_| what())?;
        let (Some("http" | "https"), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(what());
        };
        let bare = text.strip_suffix('/').unwrap_or(text).to_ascii_lowercase();
        // A host as browsers write it: no wildcard, no user, nothing that a policy would read on.
        let of_host = |b: u8| b.is_ascii_alphanumeric() || b".-:[]_".contains(&b);
        let plain =
            authority.as_str().bytes().all(of_host) && uri.path() == "/" && uri.query().is_none();
        let port = authority.port_u16();
        if let (Some("http"), Some(port @ 80)) | (Some("https"), Some(port @ 443)) =
            (uri.scheme_str(), port)
        {
            return Err(format!("leave out :{port}, as browsers do where it goes without saying"));
        }
        let written = format!("{}://{authority}", uri.scheme_str().unwrap_or_default());
        if !plain || !bare.eq_ignore_ascii_case(&written) {
            return Err(what());
        }
        HeaderValue::try_from(bare).map(Self).map_err(|_| what())
    }
}

impl Origin {
    /// As a browser writes it.
    pub fn as_str(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }
}

/// What an answer to a page of another origin says.
#[derive(Clone, Debug)]
pub struct Permission {
    origin: HeaderValue,
    preflight: bool,
}

impl Permission {
    /// Whether a browser only asks, before it sends the request itself.
    pub const fn is_preflight(&self) -> bool {
        self.preflight
    }
}

/// What the list permits the request; none for pages of this origin and of unlisted ones.
pub fn permission<T>(request: &Request<T>, allowed: &[Origin]) -> Option<Permission> {
    let origin = request.headers().get(ORIGIN)?;
    let listed = allowed.iter().any(|known| known.0 == origin);
    listed.then(|| Permission {
        origin: origin.clone(),
        preflight: *request.method() == Method::OPTIONS
            && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD),
    })
}

/// Adds the permission to an answer.
pub fn add(headers: &mut HeaderMap, permission: Option<&Permission>) {
    headers.append(VARY, HeaderValue::from_static("origin"));
    let Some(Permission { origin, preflight }) = permission else {
        return;
    };
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    let more = if *preflight {
        &[
            (ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, PUT"),
            (
                ACCESS_CONTROL_ALLOW_HEADERS,
                "authorization, content-type, if-match, if-none-match, x-client-id",
            ),
            (ACCESS_CONTROL_MAX_AGE, "600"),
        ][..]
    } else {
        &[(ACCESS_CONTROL_EXPOSE_HEADERS, "ETag, Retry-After, X-Request-Id")][..]
    };
    for (name, value) in more {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        for text in
            ["https://app.example", "http://localhost:3000", "https://app.example/", " https://a.b"]
        {
            assert!(text.parse::<Origin>().is_ok(), "{text}");
        }
        for text in [
            "*",
            "null",
            "app.example",
            "https://app.example/path",
            "https://a@b",
            "ftp://a",
            "",
            "https://*.example",
            "https://a;b",
        ] {
            assert!(text.parse::<Origin>().is_err(), "{text}");
        }
    }
}
