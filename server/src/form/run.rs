//! `doorstep form run`.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use form::{Attachments, Context, Session};
use serde_json::{Value, json};

use super::clock::Clock;

/// Fills a form in as a person would.
#[derive(Debug, Args)]
pub(crate) struct Run {
    /// The form: .xlsx or .md
    file: PathBuf,
    #[command(flatten)]
    clock: Clock,
    /// Where chance starts from: the same number gives the same run
    #[arg(long, value_name = "N", default_value_t)]
    seed: u64,
}

impl Run {
    pub(crate) fn run(self) -> Result<ExitCode, String> {
        let reading = super::read(&self.file, &Attachments::new())?;
        let Some(form) = reading.form else {
            let first = reading.diagnostics.first().map(ToString::to_string);
            return Err(format!(
                "{}: the form can not be used; {}",
                self.file.display(),
                first.unwrap_or_default()
            ));
        };
        let context = Context {
            seed: self.seed,
            ..self.clock.context()
        };
        let session = Session::start(form, context);
        let nodes: Vec<Value> = session.items().map(|id| state(&session, id)).collect();
        super::print(&json!({ "nodes": nodes, "rejected": [] }))?;
        Ok(ExitCode::SUCCESS)
    }
}

fn state(session: &Session, id: form::ItemId) -> Value {
    let item = session.item(id);
    let problem = item.problem();
    let choices: Vec<String> = item
        .choices()
        .into_iter()
        .map(|choice| choice.name)
        .collect();
    json!({
        "path": item.path(),
        "value": item.value(),
        "relevant": item.relevant(),
        "required": item.required(),
        "readonly": item.readonly(),
        "valid": problem.is_none(),
        "message": problem.and_then(|problem| problem.message),
        "label": item.label(),
        "hint": item.hint(),
        "choices": choices,
    })
}
