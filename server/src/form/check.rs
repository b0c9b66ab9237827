//! `doorstep form check`.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use form::{Attachments, Diagnostic, Reading, Severity};
use serde_json::{Value, json};

/// Says what is wrong in a form.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The form: .xlsx or .md
    file: PathBuf,
    /// Print one JSON object instead of lines
    #[arg(long)]
    json: bool,
}

impl Check {
    pub(crate) fn run(self) -> Result<ExitCode, String> {
        let reading = super::read(&self.file, &Attachments::new())?;
        if self.json {
            super::print(&report(&reading))?;
        } else {
            for diagnostic in &reading.diagnostics {
                super::say(diagnostic)?;
            }
        }
        Ok(if reading.form.is_some() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

fn report(reading: &Reading) -> Value {
    let form = reading.form.as_ref().map(|form| {
        let languages: Vec<&str> = form
            .languages()
            .iter()
            .map(|language| language.name.as_str())
            .collect();
        json!({
            "id": form.id(),
            "version": form.version(),
            "title": form.title(),
            "languages": languages,
            "questions": form.question_count(),
        })
    });
    let diagnostics: Vec<Value> = reading.diagnostics.iter().map(finding).collect();
    json!({ "form": form, "diagnostics": diagnostics })
}

fn finding(diagnostic: &Diagnostic) -> Value {
    json!({
        "severity": match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "sheet": diagnostic.sheet,
        "row": diagnostic.row,
        "column": diagnostic.column,
        "code": diagnostic.code,
        "message": diagnostic.message,
    })
}
