//! The state of a filled-in form, node by node.

use form::{ItemId, ItemKind, Session};
use serde_json::{Value, json};

/// One node. What is irrelevant has no value: it is not part of the response.
pub(super) fn state(session: &Session, id: ItemId) -> Value {
    let item = session.item(id);
    let relevant = item.relevant();
    let problem = item.problem().filter(|_| relevant);
    let choices: Vec<String> = item
        .choices()
        .into_iter()
        .map(|choice| choice.name)
        .collect();
    let value = if relevant { item.value() } else { "" };
    let written = session.canonical(id, value);
    let path = match item.path().as_str() {
        "/" => format!("/{}", session.form().root_name()),
        path => format!("/{}{path}", session.form().root_name()),
    };
    let mut node = json!({
        "path": path,
        "type": kind(item.kind()),
        "value": written.unwrap_or_else(|| value.to_owned()),
        "relevant": relevant,
        "required": item.required(),
        "readonly": item.readonly(),
        "valid": problem.is_none(),
        "message": problem.and_then(|problem| problem.message),
        "label": item.label(),
        "hint": item.hint(),
        "choices": choices,
    });
    if item.kind() == ItemKind::Repeat {
        node["count"] = json!(session.children(id).count());
    }
    node
}

/// The words of XLSForm, where it has one.
fn kind(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Group => "group",
        ItemKind::Repeat => "repeat",
        ItemKind::RepeatInstance => "repeat_instance",
        ItemKind::Note => "note",
        ItemKind::Hidden => "hidden",
        ItemKind::Question(control) => control.word(),
    }
}
