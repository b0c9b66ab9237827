//! The settings sheet: one header row, one row of values.

use super::columns::{Header, Tongues};
use super::table::Table;
use crate::blueprint::{Blueprint, Source};
use crate::diagnostic::Findings;

pub(super) fn read(
    table: &Table<'_>,
    form: &mut Blueprint,
    tongues: &mut Tongues,
    findings: &mut Findings,
) {
    let Some(row) = table.rows().next() else {
        return;
    };
    for (column, header) in &table.header {
        let Some(value) = row.get(*column) else {
            continue;
        };
        let place = table.place(row.number).column(header);
        let value = value.to_owned();
        match Header::of(header).name.as_str() {
            "form_title" | "title" => form.title = value,
            "form_id" | "id_string" => form.id = value,
            "version" => form.version = value,
            "style" => form.style = value,
            "default_language" => tongues.default = Some((value, place)),
            "instance_name" => form.instance_name = Some(Source { text: value, place }),
            "name" => {
                if super::survey::is_name(&value) {
                    form.root = value;
                } else {
                    let message = format!("\"{value}\" can't be the name of a form");
                    findings.error(&place, "bad-name", message);
                }
            }
            "public_key"
            | "submission_url"
            | "auto_send"
            | "auto_delete"
            | "client_editable"
            | "allow_choice_duplicates"
            | "namespaces"
            | "attribute"
            | "sms_keyword"
            | "clean_text_values"
            | "prefix"
            | "delimiter" => {}
            _ => {
                let message = format!("the setting \"{header}\" is not known and not used");
                findings.warn(&place, "unknown-column", message);
            }
        }
    }
}
