//! The panel of one question: what it says, how it is answered, when it is asked.

use form::design::{NameTrouble, RowId, TypeCell};
use leptos::prelude::*;

use super::{
    advanced, answer,
    field::{icon_button, in_languages, menu, part},
    kinds::{alternatives, is_asked, is_shown, kind_name},
    list, logic, looks,
    studio::Studio,
};
use crate::locales::{self, DesignTexts};

pub fn panel(studio: Studio) -> AnyView {
    let t = DesignTexts::now();
    // Built anew for another row or another kind; what stands in the cells is followed.
    let chosen = Memo::new(move |_| {
        let row = studio.chosen.get()?;
        let there = studio.lines.with(|lines| {
            let line = lines.iter().find(|line| line.row == row)?;
            Some(line.kind.clone())
        });
        there.map(|kind| (row, kind))
    });
    (move || match chosen.get() {
        Some((row, kind)) => of(studio, row, &kind),
        None => view! { <p class="empty">{t.nothing_chosen}</p> }.into_any(),
    })
    .into_any()
}

fn of(studio: Studio, row: RowId, kind: &TypeCell) -> AnyView {
    let t = DesignTexts::now();
    let word = kind.word;
    let label = if kind.begins() {
        t.label_group
    } else {
        t.label
    };
    let texts = view! {
        {in_languages(studio, row, "label", label)}
        {is_shown(word).then(|| in_languages(studio, row, "hint", t.hint))}
        {kind_menu(studio, row, kind)}
        {name(studio, row)}
        {is_asked(word).then(|| in_languages(studio, row, "guidance_hint", t.guidance))}
    }
    .into_any();
    let looks = looks::looks(studio, row, word);
    view! {
        <div class="design-panel stack">
            {tools(studio, row)}
            {move || findings(studio, row)}
            {part(t.texts, "texts", true, texts)}
            {answer::answer(studio, row, kind)}
            {part(t.logic, "logic", false, logic::logic(studio, row, kind))}
            {looks.map(|inside| part(t.looks, "looks", false, inside))}
            {part(t.advanced, "advanced", false, advanced::advanced(studio, row))}
        </div>
    }
    .into_any()
}

fn tools(studio: Studio, row: RowId) -> AnyView {
    let t = DesignTexts::now();
    let shift = move |down| {
        studio.act(|design| design.shift(row, down));
        list::reveal(studio, row);
    };
    let duplicate = move || {
        if let Some(Some(copy)) = studio.act(|design| design.duplicate(row)) {
            studio.choose(copy);
            list::reveal(studio, copy);
        }
    };
    let delete = move || {
        studio.act(|design| design.delete(row));
        studio.chosen.set(None);
        studio.pane.set(super::studio::Pane::List);
    };
    view! {
        <div class="design-tools" role="toolbar">
            {icon_button("move-up", t.up, "up", move || shift(false))}
            {icon_button("move-down", t.down, "down", move || shift(true))}
            {icon_button("copy", t.duplicate, "duplicate", duplicate)}
            {icon_button("delete", t.delete, "delete", delete)}
        </div>
    }
    .into_any()
}

/// What is wrong with the row, in the reader's own sentences.
fn findings(studio: Studio, row: RowId) -> Option<AnyView> {
    let found = studio.findings.with(|found| found.get(&row).cloned())?;
    let error = found.iter().any(|f| f.severity == form::Severity::Error);
    let kind = if error { "error" } else { "warning" };
    let lines = found.into_iter().map(|finding| {
        let place = finding.column.map(|column| format!("{column}: "));
        view! { <li>{place}{locales::finding(&finding.message)}</li> }
    });
    let lines = lines.collect_view();
    Some(
        view! { <div class="notice" data-kind=kind role="status"><ul>{lines}</ul></div> }
            .into_any(),
    )
}

fn kind_menu(studio: Studio, row: RowId, kind: &TypeCell) -> AnyView {
    let t = DesignTexts::now();
    let raw = studio.peek(|design| design.cell(row, "type", "").to_owned());
    let mut words = alternatives(kind.word);
    if !words.contains(&kind.word) {
        words.insert(0, kind.word);
    }
    let options = words.into_iter();
    let options = options.map(|word| (word.to_owned(), kind_name(word, &raw)));
    let read = move || studio.read(|design| design.kind(row).word.to_owned());
    let write = move |word: String| {
        let words = alternatives(studio.peek(|design| design.kind(row).word));
        let Some(word) = words.into_iter().find(|known| *known == word) else {
            return;
        };
        studio.act(|design| {
            let old = design.kind(row);
            let mut kind = TypeCell {
                word,
                ..TypeCell::default()
            };
            if kind.chooses() {
                let fresh = !old.chooses();
                kind.list = if fresh {
                    design.free_list("list")
                } else {
                    old.list
                };
                kind.other = !fresh && old.other;
                if fresh {
                    design.add_choice(&kind.list);
                }
            }
            design.set_kind(row, &kind);
        });
    };
    menu(t.kind, "type".to_owned(), options.collect(), read, write)
}

/// The name: written when the field is left, because every reference follows it.
fn name(studio: Studio, row: RowId) -> AnyView {
    let t = DesignTexts::now();
    let trouble = RwSignal::new(None::<&'static str>);
    let write = move |event| {
        let name = event_target_value(&event);
        let outcome = studio.act(|design| design.rename(row, name.trim()));
        trouble.set(match outcome {
            Some(Err(NameTrouble::NotAName)) => Some(t.name_bad),
            Some(Err(NameTrouble::Taken)) => Some(t.name_taken),
            _ => None,
        });
    };
    view! {
        <label class="field">
            <span>{t.name}</span>
            <input
                type="text"
                data-cell="name"
                autocapitalize="off"
                autocomplete="off"
                spellcheck="false"
                aria-describedby="design-name-hint"
                prop:value=move || studio.cell(row, "name", "")
                on:change=write
            />
        </label>
        <p class="hint" id="design-name-hint">{t.name_hint}</p>
        {move || trouble.get().map(|text| view! { <p class="problem" role="alert">{text}</p> })}
    }
    .into_any()
}
