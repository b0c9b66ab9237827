//! `cargo xtask bench server`: how many entries the server takes, and how long an acknowledgement
//! takes, on both engines with few and many devices.

use std::process::Command;

use super::run;
use crate::failure::Failure;
use crate::test::Postgres;
use crate::{cargo, say};

/// Builds the server and the crowd that sends to it, and measures.
pub(crate) fn command() -> Result<(), Failure> {
    let build = |name: &str, kind: &str| {
        say::step(&format!("build {name}"), || {
            cargo::build_named(name, &["--release", "--package", "server", kind, name])
        })
    };
    let program = build("doorstep", "--bin")?;
    let load = build("load", "--example")?;
    let database = say::step("start a PostgreSQL", Postgres::durable);
    let mut measure = Command::new(load);
    measure.arg(program);
    match &database {
        Ok(database) => drop(measure.arg(database.url())),
        Err(failure) => say::line(format_args!("[xtask] without PostgreSQL: {failure}")),
    }
    run(&mut measure, "measuring")
}
