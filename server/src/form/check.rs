//! `doorstep form check`: says all that is wrong in a form at once.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use form::{Diagnostic, Form, Reading, Severity};
use serde_json::{Value, json};

/// Says what is wrong in a form.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The form: .xlsx, .xls, .xml, .csv or .md
    file: PathBuf,
    /// A file that the form refers to, under its own or another name
    #[arg(long, value_name = "[NAME=]FILE")]
    attach: Vec<String>,
    /// Print one JSON object instead of lines
    #[arg(long)]
    json: bool,
}

impl Check {
    pub(crate) fn run(self) -> Result<ExitCode, String> {
        let reading = super::read(&self.file, &super::attachments(&self.attach)?)?;
        if self.json {
            super::print(&report(&reading))?;
        } else {
            for diagnostic in &reading.diagnostics {
                super::say(diagnostic)?;
            }
            super::say(summary(&reading))?;
        }
        Ok(if reading.form.is_some() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

/// One line on the whole: what the form is, or that it can not be used, and how much was found.
fn summary(reading: &Reading) -> String {
    let count = |severity| {
        let all = reading.diagnostics.iter();
        all.filter(|found| found.severity == severity).count()
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let found = match (errors, warnings) {
        (0, 0) => "nothing to remark".to_owned(),
        (0, warnings) => number(warnings, "warning"),
        (errors, 0) => number(errors, "error"),
        (errors, warnings) => {
            let errors = number(errors, "error");
            format!("{errors}, {}", number(warnings, "warning"))
        }
    };
    let Some(form) = &reading.form else {
        return format!("The form can not be used: {found}.");
    };
    let version = match form.version() {
        "" => String::new(),
        version => format!(", version {version}"),
    };
    let languages = match languages(form).as_slice() {
        ["default"] => String::new(),
        languages => format!(" in {}", languages.join(", ")),
    };
    format!(
        "{}{version}: {}{languages}; {found}.",
        form.title(),
        number(form.question_count(), "question"),
    )
}

fn number(count: usize, of: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {of}{plural}")
}

fn languages(form: &Form) -> Vec<&str> {
    let all = form.languages().iter();
    all.map(|language| language.name.as_str()).collect()
}

fn report(reading: &Reading) -> Value {
    let form = reading.form.as_ref().map(|form| {
        json!({
            "id": form.id(),
            "version": form.version(),
            "title": form.title(),
            "languages": languages(form),
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
        "message": diagnostic.message.to_string(),
    })
}
