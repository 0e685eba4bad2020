//! `client-profile health`: for whoever watches the service and has no HTTP client at hand.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

use clap::Args;

use super::{Failed, Outcome};

/// How long connecting, and then each part of the answer, may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// Ask a running service whether it is well
///
/// For containers, which have no HTTP client: done when /livez answers 200, failed otherwise.
#[derive(Debug, Args)]
pub struct HealthArgs {
    /// Where the service listens. An address that stands for all of the machine's is asked on
    /// loopback.
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "CLIENT_PROFILE_LISTEN",
        default_value = super::LISTEN,
        value_parser = super::words::address
    )]
    listen: SocketAddr,
    /// Ask /readyz: whether it should be sent requests, which its database decides.
    #[arg(long)]
    ready: bool,
}

impl HealthArgs {
    /// Does it.
    pub fn run(&self) -> Outcome {
        let path = if self.ready { "/readyz" } else { "/livez" };
        let address = SocketAddr::new(reachable(self.listen.ip()), self.listen.port());
        let status = status(address, path).map_err(|error| {
            let why = match error.kind() {
                // What a read says that has waited for its time, by platform.
                ErrorKind::WouldBlock | ErrorKind::TimedOut => {
                    format!(" within {} s", PATIENCE.as_secs())
                }
                _ => format!(": {error}"),
            };
            Failed(format!("no answer from http://{address}{path}{why}"))
        })?;
        if status == "200" {
            Ok(())
        } else {
            Err(Failed(format!("http://{address}{path} answered {status}")))
        }
    }
}

fn reachable(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Ipv6Addr::LOCALHOST.into(),
        address => address,
    }
}

fn status(address: SocketAddr, path: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    // HTTP/1.1 200
    let mut start = [0; 12];
    stream.read_exact(&mut start)?;
    let text = String::from_utf8_lossy(&start);
    Ok(text.strip_prefix("HTTP/1.1 ").unwrap_or("something else than HTTP").to_owned())
}
