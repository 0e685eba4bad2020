//! `cargo xtask run`: from nothing to the form in a browser.

use std::borrow::Cow;
use std::ffi::OsString;
use std::io::ErrorKind;
use std::net::TcpListener;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::{build, part, workspace};

/// Where the service listens unless told otherwise.
const LISTEN: &str = "127.0.0.1:8080";

/// Builds the page and the service and serves; `arguments` go to `client-profile serve`.
pub fn run(demo: bool, arguments: &[OsString]) -> Result<()> {
    let listen = listen_address(arguments);
    // Before minutes of building, and not after them.
    check_free(&listen)?;
    part::run(&build::PARTS, &["server".to_owned()])?;
    // By its owner's own settings: this is no test.
    let mut service = Command::new(workspace::program("release/client-profile"));
    service.arg("serve").current_dir(workspace::root());
    if !gives(arguments, "--listen") {
        service.args(["--listen", LISTEN]);
    }
    if demo {
        service.arg("--demo");
    }
    service.args(arguments);
    println!("Serving on http://{listen} until Ctrl-C");
    hand_over(&mut service)
}

/// The service takes this process's place, so that Ctrl-C and every other signal reach it alone.
#[cfg(unix)]
fn hand_over(service: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    Err(service.exec()).context("cannot start the service")
}

#[cfg(not(unix))]
fn hand_over(service: &mut Command) -> Result<()> {
    let status = service.status().context("cannot start the service")?;
    if status.success() { Ok(()) } else { bail!("the service ended with {status}") }
}

fn gives(arguments: &[OsString], option: &str) -> bool {
    arguments.iter().any(|argument| {
        let argument = argument.to_string_lossy();
        argument == option
            || argument.strip_prefix(option).is_some_and(|rest| rest.starts_with('='))
    })
}

/// The address in `--listen ADDRESS` or `--listen=ADDRESS`.
fn listen_address(arguments: &[OsString]) -> String {
    let mut arguments = arguments.iter().map(|argument| argument.to_string_lossy());
    while let Some(argument) = arguments.next() {
        if argument == "--listen" {
            return arguments.next().map_or_else(|| LISTEN.to_owned(), Cow::into_owned);
        }
        if let Some(address) = argument.strip_prefix("--listen=") {
            return address.to_owned();
        }
    }
    LISTEN.to_owned()
}

fn check_free(address: &str) -> Result<()> {
    match TcpListener::bind(address) {
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            let port = address.rsplit_once(':').map_or(address, |(_, port)| port);
            bail!(
                "something else listens on {address}; stop it, or choose another port: \
                 cargo xtask run -- --listen 127.0.0.1:{}",
                port.parse::<u16>().ok().and_then(|port| port.checked_add(1)).unwrap_or(8081)
            )
        }
        // Whatever else is wrong with the address, the service itself says best.
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_the_one_the_person_gives() {
        let table: [(&[&str], &str); 4] = [
            (&[], LISTEN),
            (&["--listen", "127.0.0.1:9000"], "127.0.0.1:9000"),
            (&["--database", "x", "--listen=[::1]:9000"], "[::1]:9000"),
            (&["--listening", "x"], LISTEN),
        ];
        for (arguments, address) in table {
            let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
            assert_eq!(listen_address(&arguments), address);
            assert_eq!(gives(&arguments, "--listen"), address != LISTEN);
        }
    }

    #[test]
    fn a_taken_port_is_named_with_the_next_to_try() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap();
        let message = check_free(&address.to_string()).unwrap_err().to_string();
        assert!(message.contains(&address.to_string()), "{message}");
        drop(taken);
        assert!(check_free(&address.to_string()).is_ok());
    }
}
