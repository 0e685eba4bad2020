//! Values on the command line, and what to write when one cannot be read.

use std::fmt::Display;
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::str::FromStr;

use axum::http::Uri;
use ipnet::IpNet;

use crate::http::cors::Origin;
use crate::store::{ClientId, TokenId};

/// An address to listen on.
pub fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "write an IP address and a port, like 127.0.0.1:8080".into())
}

/// A network of proxies.
pub fn network(text: &str) -> Result<IpNet, String> {
    text.parse().map_err(|_| "write a network, like 10.0.0.0/8 or 127.0.0.1/32".into())
}

/// Where another API is.
#[derive(Clone, Debug)]
pub struct ApiBase {
    /// Its address, with no slash at the end.
    pub address: String,
    /// Where it is on the web.
    pub origin: Origin,
}

/// The address of another API, which paths are put behind: it ends with its own.
pub fn api_base(text: &str) -> Result<ApiBase, String> {
    let origin = || {
        let uri: Uri = text.parse().ok().filter(|_| !text.contains(['?', '#']))?;
        format!("{}://{}", uri.scheme_str()?, uri.authority()?).parse().ok()
    };
    let origin = origin().ok_or("write an address like https://host/v1")?;
    Ok(ApiBase { address: text.trim_end_matches('/').into(), origin })
}

/// A client's number.
pub fn client(text: &str) -> Result<ClientId, String> {
    text.parse().map_err(|_| {
        "write the client's number, like 79: `client-profile token list` shows it".into()
    })
}

/// A token's number.
pub fn token(text: &str) -> Result<TokenId, String> {
    text.parse().map_err(|_| {
        "write the token's number, like 3: `client-profile token list` shows it".into()
    })
}

/// A number that may be so large.
pub fn number<T>(range: RangeInclusive<T>) -> impl Fn(&str) -> Result<T, String> + Clone
where
    T: FromStr + PartialOrd + Display + Clone,
{
    move |text| {
        let number = text.parse::<T>().ok().filter(|number| range.contains(number));
        let (least, most) = (range.start(), range.end());
        number.ok_or_else(|| format!("write a whole number from {least} to {most}"))
    }
}
