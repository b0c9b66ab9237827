//! `cargo xtask serve`: from a fresh checkout to the app in the browser.

use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::Command;

use crate::arguments::ServeOptions;
use crate::build::{self, Effort};
use crate::failure::Failure;
use crate::{cargo, project, say};

/// Builds everything, then becomes the server.
pub(crate) fn command(options: &ServeOptions) -> Result<(), Failure> {
    let start = std::time::Instant::now();
    ensure_port_is_free(options.port)?;
    let app = project::path("dist");
    build::app(Effort::Ship, &app)?;
    let program = say::step("build the server", || {
        cargo::build(&["--package", "server"])
    })?;
    say::line(format_args!(
        "[xtask] everything is built after {}",
        say::duration(start.elapsed())
    ));
    run(server(&program, &app, options))
}

/// The server's command line for a demo on this machine.
pub(crate) fn server(program: &Path, app: &Path, options: &ServeOptions) -> Command {
    let mut command = Command::new(program);
    command
        .arg("serve")
        .arg("--listen")
        .arg(format!("127.0.0.1:{}", options.port));
    command
        .arg("--app")
        .arg(app)
        .arg("--data")
        .arg(&options.data)
        .arg("--demo");
    if let Some(url) = &options.database {
        command.arg("--database").arg(url);
    }
    command
}

/// Asked before the long work, not after it.
pub(crate) fn ensure_port_is_free(port: u16) -> Result<(), Failure> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .map(drop)
        .map_err(|error| {
            let what = format!("port {port} on 127.0.0.1 cannot be used: {error}");
            Failure::new(what)
                .remedy("stop the program that uses it, or choose another with --port N")
        })
}

/// Puts the server in the place of this process, so that Ctrl-C reaches it alone and the terminal
/// waits until it has stopped gracefully.
#[cfg(unix)]
fn run(mut server: Command) -> Result<(), Failure> {
    use std::os::unix::process::CommandExt as _;
    Err(Failure::io("starting the server", &server.exec()))
}

#[cfg(not(unix))]
fn run(mut server: Command) -> Result<(), Failure> {
    match server.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure::new(format!("the server ended with {status}"))),
        Err(error) => Err(Failure::io("starting the server", &error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_told_before_anything_is_built() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let failure = ensure_port_is_free(port).unwrap_err().to_string();
        assert!(
            failure.contains(&port.to_string()) && failure.contains("--port"),
            "{failure}"
        );
        drop(taken);
        ensure_port_is_free(port).unwrap();
    }
}
