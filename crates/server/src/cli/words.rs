//! Values on the command line, and what to write when one cannot be read.

use std::fmt::Display;
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::str::FromStr;

use axum::http::Uri;
use clap::builder::{PathBufValueParser, TypedValueParser};
use ipnet::{IpNet, Ipv4Net};

use crate::http::cors::Origin;
use crate::store::{ClientId, TokenId};

/// An address to listen on.
pub fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "write an IP address and a port, like 127.0.0.1:8080".into())
}

/// A network of proxies; a list from the environment may have a space before it. One of IPv4 that
/// is written as IPv6 is that of IPv4: so are the addresses that are seen.
pub fn network(text: &str) -> Result<IpNet, String> {
    let network = text.trim().parse();
    let network = network.map_err(|_| "write a network, like 10.0.0.0/8 or 127.0.0.1/32")?;
    let bare = match network {
        IpNet::V6(v6) => v6.addr().to_ipv4_mapped().zip(v6.prefix_len().checked_sub(96)),
        IpNet::V4(_) => None,
    };
    let bare = bare.and_then(|(address, prefix)| Ipv4Net::new(address, prefix).ok());
    Ok(bare.map_or(network, IpNet::V4))
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

/// A file that must be one: `-` means standard input or output elsewhere.
pub fn file() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| {
        if path.as_os_str() == "-" {
            Err("name a file: a copy is not written to standard output, nor read from standard input")
        } else {
            Ok(path)
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_known_by_the_addresses_that_are_seen() {
        for (text, expects) in [
            ("10.0.0.0/8", Some("10.0.0.0/8")),
            (" 127.0.0.1/32 ", Some("127.0.0.1/32")),
            ("fd00::/8", Some("fd00::/8")),
            ("::ffff:172.18.0.0/112", Some("172.18.0.0/16")),
            ("::ffff:0:0/96", Some("0.0.0.0/0")),
            ("::ffff:0:0/95", Some("::ffff:0.0.0.0/95")),
            ("172.18.0.1", None),
            ("", None),
        ] {
            let found = network(text).ok().map(|network| network.to_string());
            assert_eq!(found.as_deref(), expects, "{text:?}");
        }
    }
}
