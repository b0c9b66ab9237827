//! `doorstep form run`: plays a person who fills a form in.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use form::{Context, Session, Severity};
use serde_json::json;

use super::{clock::Clock, nodes, steps};

/// Fills a form in as a person would.
#[derive(Debug, Args)]
pub(crate) struct Run {
    /// The form: .xlsx, .xls, .xml, .csv or .md
    file: PathBuf,
    /// What the person does: a JSON list of {"answer":PATH,"to":VALUE}, {"add":PATH},
    /// {"remove":PATH} and {"language":NAME}
    #[arg(value_name = "STEPS.json")]
    steps: Option<PathBuf>,
    /// A file that the form refers to, under its own or another name
    #[arg(long, value_name = "[NAME=]FILE")]
    attach: Vec<String>,
    #[command(flatten)]
    clock: Clock,
    /// Where chance starts from: the same number gives the same run
    #[arg(long, value_name = "N", default_value_t)]
    seed: u64,
    /// What the device knows: deviceid, username, email, phonenumber or geopoint
    #[arg(long, value_name = "WHAT=VALUE")]
    set: Vec<String>,
}

impl Run {
    pub(crate) fn run(self) -> Result<ExitCode, String> {
        let steps = match &self.steps {
            Some(file) => steps::read(&super::read_file(file)?)
                .map_err(|error| format!("{}: {error}", file.display()))?,
            None => Vec::new(),
        };
        let context = self.context()?;
        let reading = super::read(&self.file, &super::attachments(&self.attach)?)?;
        let Some(form) = reading.form else {
            let errors = reading.diagnostics.iter();
            let errors: Vec<String> = errors
                .filter(|diagnostic| diagnostic.severity == Severity::Error)
                .map(ToString::to_string)
                .collect();
            return Err(format!(
                "{}: the form can not be used\n{}",
                self.file.display(),
                errors.join("\n")
            ));
        };
        let mut session = Session::start(form, context);
        let rejected = steps::play(&mut session, &steps);
        let nodes: Vec<_> = session
            .items()
            .map(|id| nodes::state(&session, id))
            .collect();
        super::print(&json!({ "nodes": nodes, "rejected": rejected }))?;
        Ok(ExitCode::SUCCESS)
    }

    fn context(&self) -> Result<Context, String> {
        let mut context = Context {
            seed: self.seed,
            ..self.clock.context()
        };
        for setting in &self.set {
            let (name, value) = setting
                .split_once('=')
                .ok_or_else(|| format!("--set {setting}: write it as name=value"))?;
            let slot = match name {
                "deviceid" => &mut context.deviceid,
                "username" => &mut context.username,
                "email" => &mut context.email,
                "phonenumber" => &mut context.phonenumber,
                "geopoint" => &mut context.geopoint,
                _ => return Err(format!("--set {setting}: there is no \"{name}\" to set")),
            };
            value.clone_into(slot);
        }
        Ok(context)
    }
}
