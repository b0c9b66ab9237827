//! The settings sheet: one header row, one row of values.

use super::columns::Tongues;
use super::header::Header;
use super::survey::truth;
use super::table::Table;
use crate::blueprint::{Blueprint, Source};
use crate::diagnostic::Findings;
use crate::form::Settings;

pub(super) fn read(
    table: &Table<'_>,
    form: &mut Blueprint,
    tongues: &mut Tongues,
    findings: &mut Findings,
) {
    let Some(row) = table.rows().next() else {
        return;
    };
    let (mut id, mut old_id, mut title) = (None, None, None);
    let mut old = None;
    for (column, header) in &table.header {
        let Some(value) = row.get(*column) else {
            continue;
        };
        let place = table.place(row.number).column(header);
        let value = value.to_owned();
        let parsed = Header::of(header);
        match parsed.name.as_str() {
            "form_title" | "title" => {
                table.only(title.replace(*column), header, findings);
                form.title = value;
            }
            "form_id" => {
                table.only(id.replace(*column), header, findings);
                form.id = value;
            }
            "id_string" => {
                table.only(old_id.replace(*column), header, findings);
                old = Some((value, header, place));
            }
            "version" => form.version = value,
            "style" => form.style = value,
            "default_language" => tongues.default = Some((value, place)),
            "instance_name" => form.instance_name = Some(Source { text: value, place }),
            "name" => {
                if super::survey::is_name(&value) {
                    form.root = value;
                } else {
                    let message = message!("\"{}\" can't be the name of a form", value);
                    findings.error(&place, "bad-name", message);
                }
            }
            name => {
                form.refuses_duplicates |=
                    name == "allow_choice_duplicates" && truth(&value) != Some(true);
                if !technical(&mut form.settings, name, &parsed, &value) {
                    let message = message!("the setting \"{}\" is not known and not used", header);
                    findings.warn(&place, "unknown-column", message);
                }
                form.settings.other.push((header.clone(), value));
            }
        }
    }
    if let Some((value, header, place)) = old {
        if id.is_none() {
            form.id = value;
        } else {
            // Forms in use have both words: the newer counts (as in pyxform).
            let message = message!(
                "the columns \"{}\" and \"{}\" mean the same",
                header,
                "form_id"
            );
            findings.warn(&place, "duplicate-column", message);
        }
    }
}

/// What concerns an app or a server; `false` for a name that nobody knows.
fn technical(to: &mut Settings, name: &str, header: &Header, value: &str) -> bool {
    let text = value.to_owned();
    match name {
        "public_key" => to.public_key = Some(text),
        "submission_url" => to.submission_url = Some(text),
        "auto_send" => to.auto_send = truth(value),
        "auto_delete" => to.auto_delete = truth(value),
        "client_editable" => to.client_editable = truth(value) == Some(true),
        "allow_choice_duplicates" => to.allow_choice_duplicates = truth(value) == Some(true),
        "namespaces" => to.namespaces = namespaces(value),
        "attribute" => {
            let name = header.part(0).unwrap_or_default().to_owned();
            to.attributes.push((name, text));
        }
        "sms_keyword" | "clean_text_values" | "prefix" | "delimiter" => {}
        _ => return false,
    }
    true
}

/// `esri="http://esri.com/xforms" other="…"`.
fn namespaces(text: &str) -> Vec<(String, String)> {
    let pair = |part: &str| {
        let (prefix, address) = part.split_once('=')?;
        Some((
            prefix.to_owned(),
            address.trim_matches(['"', '\'']).to_owned(),
        ))
    };
    text.split_whitespace().filter_map(pair).collect()
}
