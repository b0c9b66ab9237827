//! Picking what to add.

use form::design::{Place, TypeCell};
use leptos::prelude::*;

use super::{
    kinds::{CHOICE, COMMON, HIDDEN, MORE, STRUCTURE, kind_icon, kind_name},
    list,
    studio::Studio,
};
use crate::{
    components::{icon::Icon, sheet::Sheet},
    locales::DesignTexts,
};

/// A sheet with the kinds of questions. What is picked goes behind the row that is chosen; a group
/// that is chosen and open takes it in.
pub fn add(studio: Studio, open: RwSignal<bool>) -> AnyView {
    let t = DesignTexts::now();
    let sets = [
        (t.set_common, &COMMON[..]),
        (t.set_structure, &STRUCTURE[..]),
        (t.set_choice, &CHOICE[..]),
        (t.set_more, &MORE[..]),
        (t.set_hidden, &HIDDEN[..]),
    ];
    let body = move || {
        sets.iter()
            .map(|(title, words)| {
                let kinds = words.iter().map(|word| kind(studio, open, word));
                view! {
                    <h3>{*title}</h3>
                    <div class="design-kinds">{kinds.collect_view()}</div>
                }
            })
            .collect_view()
    };
    view! {
        <Sheet open labelled_by="design-add-title">
            <h2 id="design-add-title">{t.add_title}</h2>
            {body}
            <p class="button-row">
                <button type="button" class="button" on:click=move |_| open.set(false)>
                    {t.close}
                </button>
            </p>
        </Sheet>
    }
    .into_any()
}

fn kind(studio: Studio, open: RwSignal<bool>, word: &'static str) -> AnyView {
    let pick = move |_| {
        open.set(false);
        add_kind(studio, word);
    };
    view! {
        <button type="button" class="button design-kind" data-kind=word on:click=pick>
            <Icon name=kind_icon(word)/>
            <span>{kind_name(word, word)}</span>
        </button>
    }
    .into_any()
}

fn add_kind(studio: Studio, word: &'static str) {
    let place = match studio.chosen.get_untracked() {
        None => Place::Last,
        Some(row) => studio.lines.with_untracked(|lines| {
            let chosen = lines.iter().find(|line| line.row == row);
            let folded = studio.closed.with_untracked(|closed| closed.contains(&row));
            match chosen {
                None => Place::Last,
                Some(line) if line.kind.begins() && !folded => Place::Into(row),
                Some(_) => Place::Behind(row),
            }
        }),
    };
    let row = studio.act(|design| {
        let mut kind = TypeCell {
            word,
            ..TypeCell::default()
        };
        if kind.chooses() {
            kind.list = design.free_list("list");
        }
        let row = design.add(&kind, place);
        if kind.chooses() {
            design.add_choice(&kind.list);
            design.add_choice(&kind.list);
        }
        if kind.begins() && word == "begin_group" {
            design.set_appearance(row, "field-list", &[]);
        }
        row
    });
    if let Some(row) = row {
        studio.choose(row);
        list::reveal(studio, row);
        focus_label();
    }
}

/// The next thing that anyone does is to write the question.
fn focus_label() {
    request_animation_frame(|| {
        let field = document().query_selector(r#"[data-cell^="label::"]"#);
        if let Ok(Some(field)) = field {
            use leptos::wasm_bindgen::JsCast;
            let _ = field.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    });
}
