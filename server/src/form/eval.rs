//! `doorstep form eval`.

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, ValueEnum};
use form::{Outcome, Wanted, evaluate};
use serde_json::{Value, json};

use super::clock::Clock;

/// Works an XPath expression out.
#[derive(Debug, Args)]
pub(crate) struct Eval {
    /// The expression: XPath 1.0 with the functions of ODK XForms
    #[arg(value_name = "EXPR", allow_hyphen_values = true)]
    expression: String,
    /// The XML that the expression is about
    #[arg(long, value_name = "FILE")]
    xml: Option<PathBuf>,
    /// The context node, such as /data/household/member[2]/age [default: the root]
    #[arg(long, value_name = "PATH")]
    at: Option<String>,
    /// What the result is converted to [default: nothing]
    #[arg(long = "as", value_enum, value_name = "TYPE")]
    wanted: Option<Type>,
    #[command(flatten)]
    clock: Clock,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Type {
    Number,
    String,
    Boolean,
    Nodes,
}

impl Eval {
    pub(crate) fn run(self) -> Result<ExitCode, String> {
        let outcome = self.outcome();
        super::print(&match &outcome {
            Ok(outcome) => shown(outcome),
            Err(error) => json!({ "error": error }),
        })?;
        Ok(if outcome.is_ok() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }

    fn outcome(&self) -> Result<Outcome, String> {
        let xml = match &self.xml {
            None => String::new(),
            Some(file) => String::from_utf8(super::read_file(file)?)
                .map_err(|_| format!("{}: the file is not UTF-8", file.display()))?,
        };
        let context = self.clock.context();
        let wanted = match self.wanted {
            None => Wanted::Any,
            Some(Type::Number) => Wanted::Number,
            Some(Type::String) => Wanted::Text,
            Some(Type::Boolean) => Wanted::Boolean,
            Some(Type::Nodes) => Wanted::Nodes,
        };
        evaluate(&self.expression, &xml, self.at.as_deref(), wanted, &context)
    }
}

/// JSON has no NaN and no infinities: they are texts, as XPath's `string()` writes them.
fn shown(outcome: &Outcome) -> Value {
    match outcome {
        Outcome::Number(number) if number.is_nan() => json!({ "number": "NaN" }),
        Outcome::Number(number) if number.is_infinite() => {
            json!({ "number": if *number > 0.0 { "Infinity" } else { "-Infinity" } })
        }
        Outcome::Number(number) => {
            json!({ "number": whole(*number).unwrap_or_else(|| json!(number)) })
        }
        Outcome::Text(text) => json!({ "string": text }),
        Outcome::Boolean(boolean) => json!({ "boolean": boolean }),
        Outcome::Nodes(paths) => json!({ "nodes": paths }),
    }
}

/// A whole number without a point, as people write it. Negative zero has no other form.
#[expect(
    clippy::cast_possible_truncation,
    reason = "whole numbers below 2^53 are exact"
)]
fn whole(number: f64) -> Option<Value> {
    let plain = number.fract() == 0.0 && number.abs() < 9e15;
    (plain && !(number == 0.0 && number.is_sign_negative())).then(|| json!(number as i64))
}
