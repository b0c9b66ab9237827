//! What a person does with a form.

use form::{Control, ItemId, ItemKind, Session};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub(super) enum Step {
    Answer { answer: String, to: Value },
    Add { add: String },
    Remove { remove: String },
    Language { language: String },
}

/// A step that the form did not take.
#[derive(Debug, Serialize)]
pub(super) struct Refusal {
    /// Its number in the list, from 1.
    step: usize,
    why: String,
}

pub(super) fn read(bytes: &[u8]) -> Result<Vec<Step>, String> {
    let list: Vec<Value> = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let step = |(at, value): (usize, Value)| {
        let shown = value.to_string();
        serde_json::from_value(value).map_err(|_| format!("step {}, {shown}, is not known", at + 1))
    };
    list.into_iter().enumerate().map(step).collect()
}

pub(super) fn play(session: &mut Session, steps: &[Step]) -> Vec<Refusal> {
    let mut refused = Vec::new();
    for (step, number) in steps.iter().zip(1..) {
        if let Err(why) = take(session, step) {
            refused.push(Refusal { step: number, why });
        }
    }
    refused
}

fn take(session: &mut Session, step: &Step) -> Result<(), String> {
    let refusal = |rejection: form::Rejection| rejection.to_string();
    match step {
        Step::Answer { answer, to } => answered(session, answer, &text(to)?),
        Step::Add { add } => {
            let repeat = found(session, add)?;
            session.add_instance(repeat).map(drop).map_err(refusal)
        }
        Step::Remove { remove } => {
            let mut instance = found(session, remove)?;
            // Where there is one member its number may be left out.
            if session.item(instance).kind() == ItemKind::Repeat {
                let mut members = session.children(instance);
                if let (Some(only), None) = (members.next(), members.next()) {
                    instance = only;
                }
            }
            session.remove_instance(instance).map(drop).map_err(refusal)
        }
        Step::Language { language } => {
            let id = session.form().language_for(language);
            let id = id.ok_or_else(|| format!("there is no language \"{language}\""))?;
            session.set_language(id);
            Ok(())
        }
    }
}

/// A text that is not of the question's type leaves the question without an answer, as a control
/// that takes no such text would.
fn answered(session: &mut Session, path: &str, text: &str) -> Result<(), String> {
    let item = found(session, path)?;
    let ticked = session.item(item).kind() == ItemKind::Question(Control::Acknowledge);
    let text = match text {
        "true" | "1" if ticked => "OK",
        "false" | "0" if ticked => "",
        text => text,
    };
    let cast = if text.is_empty() {
        Some(String::new())
    } else {
        session.canonical(item, text)
    };
    session
        .set(item, cast.as_deref().unwrap_or_default())
        .map_err(|rejection| rejection.to_string())?;
    match cast {
        Some(_) => Ok(()),
        None => Err(format!("\"{text}\" is not of the question's type")),
    }
}

fn found(session: &Session, path: &str) -> Result<ItemId, String> {
    let root = session.form().root_name();
    let inner = path
        .strip_prefix('/')
        .and_then(|rest| rest.strip_prefix(root))
        .filter(|rest| rest.is_empty() || rest.starts_with('/'));
    inner
        .and_then(|inner| session.find(inner))
        .ok_or_else(|| format!("there is no {path}"))
}

/// A JSON value as the text that an instance holds.
fn text(value: &Value) -> Result<String, String> {
    match value {
        Value::Null => Ok(String::new()),
        Value::Bool(_) | Value::Number(_) => Ok(value.to_string()),
        Value::String(text) => Ok(text.clone()),
        Value::Array(names) => {
            let names: Result<Vec<String>, String> = names.iter().map(text).collect();
            Ok(names?.join(" "))
        }
        Value::Object(_) => Err("an answer is a text".to_owned()),
    }
}
