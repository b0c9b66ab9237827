//! How a question is answered: required or not, and what its kind needs to know.

use form::design::{RowId, TypeCell};
use leptos::prelude::*;

use super::{
    choices,
    field::{cell_line, expression, in_languages, line, part, tick},
    kinds::is_asked,
    studio::Studio,
};
use crate::locales::DesignTexts;

/// The part of the panel, where the kind has one.
pub fn answer(studio: Studio, row: RowId, kind: &TypeCell) -> Option<AnyView> {
    let t = DesignTexts::now();
    let own = own(studio, row, kind);
    let asked = is_asked(kind.word);
    if !asked && own.is_none() {
        return None;
    }
    let inside = view! {
        {own}
        {asked.then(|| required(studio, row))}
        {asked.then(|| cell_line(studio, row, "default", t.default))}
        {asked.then(|| read_only(studio, row))}
    };
    Some(part(t.answer, "answer", true, inside.into_any()))
}

/// What only this kind has.
fn own(studio: Studio, row: RowId, kind: &TypeCell) -> Option<AnyView> {
    let t = DesignTexts::now();
    Some(match kind.word {
        "range" => {
            let number = |key: &'static str, label: &'static str| {
                let read = move || studio.read(|design| design.parameter(row, key));
                let write = move |text: String| {
                    studio.write(|design| design.set_parameter(row, key, &text));
                };
                line(label, format!("parameters:{key}"), "number", read, write)
            };
            view! {
                <div class="design-inline">
                    {number("start", t.lowest)} {number("end", t.highest)} {number("step", t.step)}
                </div>
            }
            .into_any()
        }
        "select_one_from_file" | "select_multiple_from_file" => {
            let read = move || studio.read(|design| design.kind(row).list);
            let write = move |event| {
                let list = event_target_value(&event).trim().to_owned();
                studio.act(|design| {
                    let kind = design.kind(row);
                    design.set_kind(row, &TypeCell { list, ..kind });
                });
            };
            view! {
                <label class="field">
                    <span>{t.from_file}</span>
                    <input type="text" placeholder="villages.csv" prop:value=read on:change=write/>
                </label>
                {expression(studio, row, "choice_filter", t.choice_filter)}
            }
            .into_any()
        }
        _ if kind.chooses() => choices::choices(studio, row, kind),
        "begin_repeat" => expression(studio, row, "repeat_count", t.repeat_count),
        "calculate" | "hidden" => calculation(studio, row),
        _ => return None,
    })
}

pub fn calculation(studio: Studio, row: RowId) -> AnyView {
    let t = DesignTexts::now();
    view! {
        {expression(studio, row, "calculation", t.calculate)}
        <p class="hint">{t.calculate_hint}</p>
    }
    .into_any()
}

/// The spellings of "yes" that the reader takes.
fn is_yes(text: &str) -> bool {
    matches!(
        text.to_ascii_lowercase().as_str(),
        "yes" | "true" | "true()" | "1"
    )
}

fn is_no(text: &str) -> bool {
    matches!(
        text.to_ascii_lowercase().as_str(),
        "" | "no" | "false" | "false()" | "0"
    )
}

/// A box to tick; where the workbook has an expression, that.
fn required(studio: Studio, row: RowId) -> AnyView {
    let t = DesignTexts::now();
    let depends = Memo::new(move |_| {
        let text = studio.cell(row, "required", "");
        !is_yes(&text) && !is_no(&text)
    });
    let at_all = Memo::new(move |_| !is_no(&studio.cell(row, "required", "")));
    let control = move || {
        if depends.get() {
            return expression(studio, row, "required", t.required_if);
        }
        let read = move || is_yes(&studio.cell(row, "required", ""));
        let write = move |yes| {
            let text = if yes { "yes" } else { "" };
            studio.write(|design| design.set(row, "required", "", text));
        };
        tick(t.required, "required", read, write)
    };
    view! {
        {control}
        <Show when=move || at_all.get()>
            {move || in_languages(studio, row, "required_message", t.required_message)}
        </Show>
    }
    .into_any()
}

fn read_only(studio: Studio, row: RowId) -> AnyView {
    let read = move || is_yes(&studio.cell(row, "read_only", ""));
    let write = move |yes| {
        let text = if yes { "yes" } else { "" };
        studio.write(|design| design.set(row, "read_only", "", text));
    };
    tick(DesignTexts::now().read_only, "read_only", read, write)
}
