//! TLS to the database: its certificate is checked, always.
//!
//! An address that says nothing about it (`sslmode`) gets TLS, save where the connection does not
//! leave this machine: a socket in a folder, or loopback.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres_rustls::MakeRustlsConnect;

/// Settles whether there is TLS. `address` is what `config` was read from.
pub fn settle(config: &mut Config, address: &str) {
    if address.contains("sslmode") {
        return;
    }
    let here = |host: &Host| match host {
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    };
    let stays = config.get_hosts().iter().all(here);
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
        ] {
            let mut config: Config = address.parse().unwrap();
            settle(&mut config, address);
            assert_eq!(config.get_ssl_mode(), expects, "{address}");
        }
    }
}
