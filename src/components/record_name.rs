//! What records, their kinds and their fields are called.

use form::Form;
use ledger::{DeviceId, RecordId, State};
use needs::{Campaign, Lang, Person, Questionnaire, Response, Unit};
use serde_json::Value;

use crate::{
    components::role_name::role_name,
    locales::{TrailTexts, language},
    pages::today::unit_line,
};

/// What a record is called: the door, the person; its kind where it has no name.
pub fn record_name(state: &State, kind: &str, id: RecordId, lang: Lang) -> String {
    let unit = |id: Option<RecordId>| {
        let unit = id.and_then(|id| Unit::find(state, id))?;
        Some(unit_line(state, unit, lang))
    };
    let name = match kind {
        Response::KIND => Response::find(state, id).map(|response| {
            let form = response
                .form()
                .and_then(|form| Questionnaire::find(state, form));
            let parts = [
                unit(response.unit()),
                form.map(|form| form.title(lang).to_owned()),
            ];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }),
        Unit::KIND => unit(Some(id)),
        Person::KIND => Person::find(state, id).map(|person| person.name(lang).to_owned()),
        Campaign::KIND => Campaign::find(state, id).map(|one| one.name(lang).to_owned()),
        Questionnaire::KIND => {
            Questionnaire::find(state, id).map(|form| form.title(lang).to_owned())
        }
        _ => unit(
            state
                .record(kind, id)
                .and_then(|record| record.link("unit")),
        ),
    };
    name.filter(|name| !name.trim().is_empty())
        .unwrap_or_else(|| kind_name(kind).to_owned())
}

/// What a kind of record is called.
pub fn kind_name(kind: &str) -> &'static str {
    let t = TrailTexts::now();
    match kind {
        Response::KIND => t.response,
        Unit::KIND => t.unit,
        Person::KIND => t.person,
        needs::visit::Visit::KIND => t.visit,
        Questionnaire::KIND => t.form,
        Campaign::KIND => t.campaign,
        needs::Building::KIND => t.building,
        needs::Site::KIND => t.site,
        needs::tables::Exported::KIND => t.export,
        ledger::ruling::KIND => t.ruling,
        ledger::erase::KIND => t.erase,
        _ => t.other,
    }
}

/// What a field is called; a question by its label.
pub fn field_name(field: &str, form: Option<&Form>) -> String {
    let t = TrailTexts::now();
    if let Some(path) = field.strip_prefix("answer:") {
        let label = form.and_then(|form| {
            let path = without_numbers(path);
            let language = form.language_for(language().tag());
            let language = language.unwrap_or_else(|| form.default_language());
            form.fields()
                .find(|field| field.path() == path)?
                .label(language)
        });
        return label.unwrap_or_else(|| path.to_owned());
    }
    let (name, part) = field.split_once(':').unwrap_or((field, ""));
    let known = match name {
        "label" => t.label,
        "name" => t.name,
        "floor" => t.floor,
        "order" => t.order,
        "tenure" => t.tenure,
        "role" => t.role,
        "outcome" => t.outcome,
        "language" => t.language,
        "started" => t.started,
        "title" => t.title,
        "unit" => t.unit,
        "building" => t.building,
        "form" => t.form,
        "campaign" => t.campaign,
        "file" => t.file,
        other => other,
    };
    match part {
        "" => known.to_owned(),
        part => format!("{known} ({part})"),
    }
}

/// A path without numbers of instances: `/household/age` of `/household[2]/age`.
fn without_numbers(path: &str) -> String {
    let parts = path.split('/');
    let names: Vec<&str> = parts
        .map(|part| part.split('[').next().unwrap_or(part))
        .collect();
    names.join("/")
}

/// The choices of the question that a field answers: stored name, label.
pub fn choices_of(field: &str, form: Option<&Form>) -> Vec<(String, String)> {
    let choices = form
        .zip(field.strip_prefix("answer:"))
        .and_then(|(form, path)| {
            let path = without_numbers(path);
            let language = form.language_for(language().tag());
            let language = language.unwrap_or_else(|| form.default_language());
            Some(
                form.fields()
                    .find(|field| field.path() == path)?
                    .choices(language),
            )
        });
    let named = choices.into_iter().flatten();
    named
        .map(|(name, label)| (name.to_owned(), label.unwrap_or_else(|| name.to_owned())))
        .collect()
}

/// A value of a field as people read it: labels of choices, names of records.
pub fn value_text(state: &State, field: &str, value: &Value, form: Option<&Form>) -> String {
    let t = TrailTexts::now();
    let lang = language();
    let text = match value {
        Value::Null => return t.empty.to_owned(),
        Value::String(text) => text,
        other if field.starts_with("file:") => {
            let media_type = other.get("type").and_then(Value::as_str);
            return media_type.unwrap_or(t.file).to_owned();
        }
        other => return other.to_string(),
    };
    let choices = choices_of(field, form);
    if !choices.is_empty() {
        let label = |name: &str| {
            let found = choices.iter().find(|(known, _)| known == name);
            found.map_or_else(|| name.to_owned(), |(_, label)| label.clone())
        };
        let labels: Vec<String> = text.split_whitespace().map(label).collect();
        return labels.join("、");
    }
    if field == "role" {
        let role = needs::Role::ALL
            .into_iter()
            .find(|role| role.name() == text);
        return role.map_or_else(|| text.clone(), |role| role_name(role).to_owned());
    }
    let id = text.parse::<RecordId>().ok();
    let linked = id.filter(|id| state.record(field, *id).is_some());
    match linked {
        Some(id) => record_name(state, field, id, lang),
        None => text.clone(),
    }
}

/// Who a person is.
pub fn person_name(state: &State, id: RecordId) -> String {
    let t = TrailTexts::now();
    let person = Person::find(state, id);
    match person {
        Some(person) => person.name(language()).to_owned(),
        // The server writes in the name of the site.
        None if needs::Site::find(state, ledger::SiteId(id.0)).is_some() => t.server.to_owned(),
        None => t.someone.to_owned(),
    }
}

/// What a device is called: the label that it joined with, or the end of its id.
pub fn device_name(state: &State, device: DeviceId, this: DeviceId) -> String {
    if device == this {
        return TrailTexts::now().this_device.to_owned();
    }
    let record = state.record("device", RecordId(device.0));
    let label = record.and_then(|record| record.text("label"));
    let id = device.to_string();
    label.map_or_else(|| format!("…{}", &id[id.len() - 6..]), str::to_owned)
}
