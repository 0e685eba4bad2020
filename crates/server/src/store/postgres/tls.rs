//! TLS to the database: its certificate is checked, always.
//!
//! What is not said to be in the clear (`sslmode=disable`) is encrypted, save where the connection
//! does not leave this machine: a socket in a folder, or loopback.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres_rustls::MakeRustlsConnect;

/// Settles whether there is TLS: with it or not at all, and never as whoever answers likes.
pub fn settle(config: &mut Config) {
    // What an address that says nothing has, too.
    if config.get_ssl_mode() != SslMode::Prefer {
        return;
    }
    let here = |host: &Host| match host {
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    };
    // Where there are addresses, they are gone to, whatever the hosts are called.
    let addresses = config.get_hostaddrs();
    let stays = config.get_hosts().iter().all(here) && addresses.iter().all(IpAddr::is_loopback);
    config.ssl_mode(if stays { SslMode::Disable } else { SslMode::Require });
}

/// What a certificate is checked by: `authority`, a file of PEM certificates, or those that this
/// machine trusts.
pub fn connector(authority: Option<&Path>) -> Result<MakeRustlsConnect, String> {
    let mut roots = RootCertStore::empty();
    if let Some(file) = authority {
        let named = |error: String| format!("{}: {error}", file.display());
        let certificates = CertificateDer::pem_file_iter(file)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| named(error.to_string()))?;
        for certificate in certificates {
            roots.add(certificate).map_err(|error| named(error.to_string()))?;
        }
        if roots.is_empty() {
            return Err(named("it holds no certificate".into()));
        }
    } else {
        let found = rustls_native_certs::load_native_certs();
        roots.add_parsable_certificates(found.certs);
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_the_machine_is_encrypted() {
        for (address, expects) in [
            ("postgres://a@db.example/x", SslMode::Require),
            ("postgres://a@192.0.2.1/x", SslMode::Require),
            ("postgres://a@localhost,db.example/x", SslMode::Require),
            ("postgres://a@localhost/x", SslMode::Disable),
            ("postgres://a@127.0.0.1:5433/x", SslMode::Disable),
            ("postgres://a@%2Frun%2Fpostgresql/x", SslMode::Disable),
            ("postgres://a@localhost/x?sslmode=require", SslMode::Require),
            ("postgres://a@db.example/x?sslmode=disable", SslMode::Disable),
            ("postgres://a@db.example/x?sslmode=prefer", SslMode::Require),
            ("postgres://a:sslmode@db.example/x", SslMode::Require),
            ("postgres:///x?user=a&hostaddr=192.0.2.1", SslMode::Require),
            ("postgres://a@localhost/x?hostaddr=192.0.2.1", SslMode::Require),
            ("postgres://a@localhost/x?hostaddr=127.0.0.1", SslMode::Disable),
        ] {
            let mut config: Config = address.parse().unwrap();
            settle(&mut config);
            assert_eq!(config.get_ssl_mode(), expects, "{address}");
        }
    }
}
