//! The row as it stands in the workbook, column by column: nothing is out of reach.

use form::design::RowId;
use leptos::prelude::*;

use super::{field::text_area, studio::Studio};
use crate::locales::DesignTexts;

pub fn advanced(studio: Studio, row: RowId) -> AnyView {
    let t = DesignTexts::now();
    let headers = Memo::new(move |_| {
        studio.read(|design| {
            let columns = design.columns(row).into_iter();
            columns.map(|(header, _)| header).collect::<Vec<_>>()
        })
    });
    let one = move |header: String| {
        let (shown, cell, id) = (
            header.clone(),
            format!("column:{header}"),
            format!("design-column-{row}"),
        );
        let at = header.clone();
        let read = move || {
            studio.read(|design| {
                let columns = design.columns(row).into_iter();
                let mut found = columns.filter(|(known, _)| *known == at);
                found.next().map(|(_, text)| text).unwrap_or_default()
            })
        };
        // A type that is written by hand may begin or end a group.
        let write = move |text: String| {
            studio.act(|design| design.set_column(row, &header, &text));
        };
        text_area(id, shown, cell, read, write)
    };
    let fresh = NodeRef::<leptos::html::Input>::new();
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(field) = fresh.get_untracked() else {
            return;
        };
        let header = field.value().trim().to_owned();
        if !header.is_empty() {
            studio.act(|design| design.set_column(row, &header, ""));
            field.set_value("");
        }
    };
    view! {
        <p class="hint">{t.advanced_hint}</p>
        <For each=move || headers.get() key=String::clone let:header>{one(header)}</For>
        <form class="design-inline" on:submit=add>
            <label class="field"><span>{t.new_column}</span><input type="text" node_ref=fresh/></label>
            <button class="button">{t.new_column}</button>
        </form>
    }
    .into_any()
}
