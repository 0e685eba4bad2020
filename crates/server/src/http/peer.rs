//! Who is at the other end: the connection's address, or the one that a trusted proxy names.

use std::net::{IpAddr, Ipv6Addr};

use axum::http::{HeaderMap, HeaderValue};
use ipnet::IpNet;

/// The address at the other end of the connection.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// The address that a request comes from. Each trusted proxy adds to the end of
/// `X-Forwarded-For` whom it got the request from, so the last one that is no trusted proxy is
/// the client; what stands before it is hearsay.
pub fn address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|net| net.contains(address));
    if !is_trusted(&peer) {
        return peer;
    }
    let lines: Vec<&[u8]> =
        headers.get_all("x-forwarded-for").iter().map(HeaderValue::as_bytes).collect();
    let mut found = peer;
    // Bytes, since a client may have sent any before what the proxy adds.
    for name in lines.iter().flat_map(|line| line.split(|byte| *byte == b',')).rev() {
        let Some(address) = str::from_utf8(name).ok().and_then(|name| parse(name.trim())) else {
            break;
        };
        found = address;
        if !is_trusted(&address) {
            break;
        }
    }
    found
}

/// An address, with or without brackets and port.
fn parse(text: &str) -> Option<IpAddr> {
    let address = text
        .parse::<IpAddr>()
        .or_else(|_| text.parse::<std::net::SocketAddr>().map(|address| address.ip()));
    address.ok().map(|address| address.to_canonical())
}

/// What counts as one address: a network of 64 bits is one household's in IPv6.
pub fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64))),
    }
}

/// Whether a trusted proxy says that the client came over TLS.
pub fn over_tls(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> bool {
    trusted.iter().any(|net| net.contains(&peer))
        && headers.get("x-forwarded-proto").is_some_and(|proto| proto == "https")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_trusted_proxies_are_believed() {
        let trusted: Vec<IpNet> =
            ["10.0.0.0/8", "fd00::/8"].iter().map(|net| net.parse().unwrap()).collect();
        let table = [
            ("192.0.2.1", "", "192.0.2.1"),
            ("192.0.2.1", "198.51.100.9", "192.0.2.1"),
            ("10.0.0.1", "", "10.0.0.1"),
            ("10.0.0.1", "198.51.100.9", "198.51.100.9"),
            ("10.0.0.1", "203.0.113.5, 198.51.100.9", "198.51.100.9"),
            ("10.0.0.1", "198.51.100.9, 10.1.1.1", "198.51.100.9"),
            ("10.0.0.1", "made up, 198.51.100.9:4711", "198.51.100.9"),
            ("10.0.0.1", "198.51.100.9, made up", "10.0.0.1"),
            ("10.0.0.1", "ü, 198.51.100.9", "198.51.100.9"),
            ("10.0.0.1", "198.51.100.9, ü", "10.0.0.1"),
            ("10.0.0.1", "10.2.2.2", "10.2.2.2"),
            ("fd00::1", "2001:db8::7", "2001:db8::7"),
            ("10.0.0.1", "[2001:db8::7]:99", "2001:db8::7"),
            ("10.0.0.1", "::ffff:198.51.100.9", "198.51.100.9"),
        ];
        for (peer, forwarded, expects) in table {
            let mut headers = HeaderMap::new();
            let forwarded_bytes = HeaderValue::from_bytes(forwarded.as_bytes()).unwrap();
            headers.insert("x-forwarded-for", forwarded_bytes);
            let found = address(peer.parse().unwrap(), &headers, &trusted);
            assert_eq!(found, expects.parse::<IpAddr>().unwrap(), "{peer} {forwarded}");
        }
    }

    #[test]
    fn a_network_of_64_bits_is_one_household() {
        let of = |text: &str| household(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2:3::4"), of("2001:db8:1:2::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
    }
}
