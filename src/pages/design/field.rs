//! The fields of the panels: each is a cell of the workbook, and follows it.

use form::design::RowId;
use leptos::prelude::*;

use super::studio::Studio;
use crate::locales::DesignTexts;

/// A field's own id.
fn id_of(row: RowId, field: &str, language: &str) -> String {
    let language: String = language
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    format!("design-{row}-{field}-{language}")
}

/// A text that grows with what is in it; `read` and `write` say where it stands.
pub fn text_area(
    id: String,
    label: String,
    cell: String,
    read: impl Fn() -> String + Send + Sync + 'static,
    write: impl Fn(String) + 'static,
) -> AnyView {
    view! {
        <label class="field">
            <span>{label}</span>
            <textarea
                id=id
                rows="1"
                data-cell=cell
                prop:value=read
                on:input=move |event| write(event_target_value(&event))
            ></textarea>
        </label>
    }
    .into_any()
}

/// One line.
pub fn line(
    label: &'static str,
    cell: String,
    kind: &'static str,
    read: impl Fn() -> String + Send + Sync + 'static,
    write: impl Fn(String) + 'static,
) -> AnyView {
    view! {
        <label class="field">
            <span>{label}</span>
            <input
                type=kind
                data-cell=cell
                autocomplete="off"
                prop:value=read
                on:input=move |event| write(event_target_value(&event))
            />
        </label>
    }
    .into_any()
}

/// A cell that is the same in every language, as one line.
pub fn cell_line(studio: Studio, row: RowId, field: &'static str, label: &'static str) -> AnyView {
    let read = move || studio.cell(row, field, "");
    let write = move |text: String| studio.write(|design| design.set(row, field, "", &text));
    line(label, field.to_owned(), "text", read, write)
}

/// An expression: a cell as text, with a menu that puts other questions in.
pub fn expression(studio: Studio, row: RowId, field: &'static str, label: &'static str) -> AnyView {
    let t = DesignTexts::now();
    let read = move || studio.cell(row, field, "");
    let write = move |text: String| studio.write(|design| design.set(row, field, "", &text));
    let insert = move |event: leptos::ev::Event| {
        let name = event_target_value(&event);
        let menu: web_sys::HtmlSelectElement = event_target(&event);
        menu.set_selected_index(0);
        let text = studio.peek(|design| design.cell(row, field, "").to_owned());
        let gap = if text.is_empty() || text.ends_with([' ', '(']) {
            ""
        } else {
            " "
        };
        write(format!("{text}{gap}${{{name}}}"));
    };
    view! {
        <div class="stack">
            {text_area(id_of(row, field, ""), label.to_owned(), field.to_owned(), read, write)}
            <select class="input" aria-label=t.insert on:change=insert>
                <option value="">{t.insert}</option>
                {question_options(studio, row, None)}
            </select>
        </div>
    }
    .into_any()
}

/// The questions that an expression can refer to, as options of a menu.
pub fn question_options(studio: Studio, but: RowId, taken: Option<&str>) -> AnyView {
    let options = studio.peek(|design| {
        let lines = design.outline().into_iter();
        let asked = lines.filter(|line| line.row != but && has_answer(line.kind.word));
        let names = asked.map(|line| {
            let name = design.cell(line.row, "name", "").to_owned();
            (name, super::studio::title(design, line.row))
        });
        names
            .filter(|(name, _)| !name.is_empty())
            .collect::<Vec<_>>()
    });
    let option = |(name, title): (String, String)| {
        let selected = taken == Some(name.as_str());
        view! { <option value=name prop:selected=selected>{title}</option> }
    };
    options.into_iter().map(option).collect_view().into_any()
}

fn has_answer(word: &str) -> bool {
    !matches!(
        word,
        "" | "note" | "begin_group" | "begin_repeat" | "end_group" | "end_repeat"
    )
}

/// The same text in every language, side by side.
pub fn in_languages(
    studio: Studio,
    row: RowId,
    field: &'static str,
    label: &'static str,
) -> AnyView {
    let languages = Memo::new(move |_| studio.read(form::design::Design::languages));
    let fields = move || {
        let languages = languages.get();
        let alone = languages.len() == 1;
        let one = |language: String| {
            let shown = if alone {
                label.to_owned()
            } else {
                language_title(&language)
            };
            let cell = format!("{field}::{language}");
            let id = id_of(row, field, &language);
            let at = language.clone();
            let read = move || studio.cell(row, field, &at);
            let write = move |text: String| {
                studio.write(|design| design.set(row, field, &language, &text));
            };
            text_area(id, shown, cell, read, write)
        };
        languages.into_iter().map(one).collect_view()
    };
    view! {
        <fieldset class="design-languages" data-alone=move || (languages.read().len() == 1).then_some("true")>
            <legend>{label}</legend>
            {fields}
        </fieldset>
    }
    .into_any()
}

/// A language as it is called in the headers.
pub fn language_title(language: &str) -> String {
    if language.is_empty() {
        DesignTexts::now().language_unnamed.to_owned()
    } else {
        language.to_owned()
    }
}

/// A box to tick.
pub fn tick(
    label: &'static str,
    cell: &'static str,
    read: impl Fn() -> bool + Send + Sync + 'static,
    write: impl Fn(bool) + 'static,
) -> AnyView {
    view! {
        <label class="choice">
            <input
                type="checkbox"
                data-cell=cell
                prop:checked=read
                on:change=move |event| write(event_target_checked(&event))
            />
            <span>{label}</span>
        </label>
    }
    .into_any()
}

/// A menu of a few words; `read` is the one that is taken.
pub fn menu(
    label: &'static str,
    cell: String,
    options: Vec<(String, String)>,
    read: impl Fn() -> String + Send + Sync + 'static,
    write: impl Fn(String) + 'static,
) -> AnyView {
    let taken = Memo::new(move |_| read());
    let option = |(value, title): (String, String)| {
        let own = value.clone();
        view! { <option value=value prop:selected=move || taken.get() == own>{title}</option> }
    };
    view! {
        <label class="field">
            <span>{label}</span>
            <select data-cell=cell on:change=move |event| write(event_target_value(&event))>
                {options.into_iter().map(option).collect_view()}
            </select>
        </label>
    }
    .into_any()
}

/// A part of a panel that can be folded.
pub fn part(title: &'static str, name: &'static str, open: bool, inside: AnyView) -> AnyView {
    view! {
        <details class="design-part card" data-part=name open=open>
            <summary>{title}</summary>
            <div class="stack">{inside}</div>
        </details>
    }
    .into_any()
}

/// A button with an icon alone; its word is for screen readers and as a tip.
pub fn icon_button(
    icon: &'static str,
    word: &'static str,
    action: &'static str,
    press: impl Fn() + 'static,
) -> AnyView {
    view! {
        <button
            type="button"
            class="button quiet icon-button"
            aria-label=word
            title=word
            data-action=action
            on:click=move |_| press()
        >
            <crate::components::icon::Icon name=icon/>
        </button>
    }
    .into_any()
}
