//! `doorstep form …`: tools for whoever writes forms. They need no database and no runtime, so that
//! they start at once.

mod check;
mod clock;
mod eval;
mod nodes;
mod run;
mod steps;

use std::{io, io::Write as _, path::Path, process::ExitCode};

use clap::Subcommand;
use form::{Attachments, Reading};
use serde::Serialize;

/// What can be done with a form.
#[derive(Debug, Subcommand)]
pub(crate) enum FormCommand {
    /// Say what is wrong in a form; succeeds if it can be used
    Check(check::Check),
    /// Fill a form in as a person would, and print what comes of it
    Run(run::Run),
    /// Work an XPath expression out over an XML file
    Eval(eval::Eval),
}

impl FormCommand {
    /// Runs the command; the error is a sentence for the person who typed it.
    pub(crate) fn run(self) -> Result<ExitCode, String> {
        match self {
            Self::Check(command) => command.run(),
            Self::Run(command) => command.run(),
            Self::Eval(command) => command.run(),
        }
    }
}

/// Reads a form of any kind.
fn read(file: &Path, attachments: &Attachments) -> Result<Reading, String> {
    let bytes = read_file(file)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    Ok(form::read_form(&name, &bytes, attachments))
}

/// Files that a form refers to, as `FILE` or `NAME=FILE`.
fn attachments(attached: &[String]) -> Result<Attachments, String> {
    let mut files = Attachments::new();
    for attached in attached {
        let (name, file) = if let Some((name, file)) = attached.split_once('=') {
            (name.to_owned(), Path::new(file))
        } else {
            let file = Path::new(attached);
            let name = file.file_name().unwrap_or_default();
            (name.to_string_lossy().into_owned(), file)
        };
        files.insert(name, read_file(file)?);
    }
    Ok(files)
}

fn read_file(file: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))
}

/// Prints one JSON object on one line.
fn print(json: &impl Serialize) -> Result<(), String> {
    let line = serde_json::to_string(json).map_err(|error| error.to_string())?;
    say(line)
}

fn say(line: impl std::fmt::Display) -> Result<(), String> {
    writeln!(io::stdout(), "{line}").map_err(|error| error.to_string())
}
