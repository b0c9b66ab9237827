//! `cargo xtask`: builds, serves, tests and measures Doorstep, and installs what it needs for that.

mod arguments;
mod bench;
mod build;
mod cargo;
mod dev;
mod failure;
mod project;
mod say;
mod serve;
mod size;
mod test;
mod toolchain;
mod wasm;

use std::process::ExitCode;

use arguments::Command;
use failure::Failure;

fn main() -> ExitCode {
    match arguments::parse(lexopt::Parser::from_env()).and_then(run) {
        Ok(code) => code,
        Err(failure) => {
            say::failure(&failure);
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Help => say::line(arguments::HELP),
        Command::Bench(options) => bench::command(&options)?,
        Command::Build(options) => build::command(&options)?,
        Command::Serve(options) => serve::command(&options)?,
        Command::Dev(options) => dev::command(&options)?,
        Command::Size => size::command()?,
        Command::Test(options) => return test::command(&options),
    }
    Ok(ExitCode::SUCCESS)
}
