//! The choices of a question: its list, which others may share, and what is in it.

use form::design::{Design, RowId, TypeCell};
use leptos::prelude::*;

use super::{
    field::{expression, icon_button, language_title, menu, tick},
    studio::Studio,
};
use crate::{
    components::icon::Icon,
    locales::{DesignTexts, fill},
};

/// Choices shown before "more" is asked for.
const PAGE: usize = 50;
/// The value of the menu's entry for a list that is yet to be.
const NEW: &str = "+";

pub fn choices(studio: Studio, row: RowId, kind: &TypeCell) -> AnyView {
    let t = DesignTexts::now();
    let list = kind.list.clone();
    let can_have_other = kind.word != "rank";
    let other = can_have_other.then(|| {
        let read = move || studio.read(|design| design.kind(row).other);
        let write = move |other| {
            studio.act(|design| {
                let kind = design.kind(row);
                design.set_kind(row, &TypeCell { other, ..kind });
            });
        };
        tick(t.choice_other, "or_other", read, write)
    });
    let shuffle = {
        let read = move || studio.read(|design| design.parameter(row, "randomize") == "true");
        let write = move |yes| {
            let text = if yes { "true" } else { "" };
            studio.write(|design| design.set_parameter(row, "randomize", text));
        };
        tick(t.shuffle, "randomize", read, write)
    };
    view! {
        {rows(studio, list.clone())}
        {other}
        {shuffle}
        {list_menu(studio, row, &list)}
        {expression(studio, row, "choice_filter", t.choice_filter)}
    }
    .into_any()
}

/// Which list; several questions may have the same.
fn list_menu(studio: Studio, row: RowId, list: &str) -> AnyView {
    let t = DesignTexts::now();
    let mut options = studio.peek(Design::lists);
    if !options.iter().any(|known| known == list) {
        options.insert(0, list.to_owned());
    }
    let options = options.into_iter().map(|name| (name.clone(), name));
    let options = options.chain([(NEW.to_owned(), t.list_new.to_owned())]);
    let read = move || studio.read(|design| design.kind(row).list);
    let write = move |name: String| {
        studio.act(|design| {
            let kind = design.kind(row);
            let fresh = name == NEW;
            let list = if fresh {
                design.free_list("list")
            } else {
                name
            };
            design.set_kind(
                row,
                &TypeCell {
                    list: list.clone(),
                    ..kind
                },
            );
            if fresh {
                design.add_choice(&list);
            }
        });
    };
    let own = list.to_owned();
    let rename = move |event| {
        let name = event_target_value(&event);
        studio.act(|design| design.rename_list(&own, name.trim()));
    };
    let (own, shown) = (list.to_owned(), list.to_owned());
    let shared = move || {
        let users = studio.read(|design| design.users_of(&own).len());
        (users > 1).then(|| view! { <p class="hint">{fill(t.list_shared, &[&users])}</p> })
    };
    view! {
        {menu(t.list, "list".to_owned(), options.collect(), read, write)}
        {shared}
        <label class="field">
            <span>{t.list_name}</span>
            <input type="text" data-cell="list_name" prop:value=shown on:change=rename/>
        </label>
    }
    .into_any()
}

fn rows(studio: Studio, list: String) -> AnyView {
    let t = DesignTexts::now();
    let shown = RwSignal::new(PAGE);
    let pictures = {
        let rows = studio.peek(|design| design.choices(&list));
        let any = |row: &RowId| studio.peek(|design| !design.cell(*row, "image", "").is_empty());
        RwSignal::new(rows.iter().take(PAGE).any(any))
    };
    let all = {
        let list = list.clone();
        Memo::new(move |_| studio.read(|design| design.choices(&list)))
    };
    let some = move || {
        let count = shown.get();
        all.with(|rows| {
            rows.iter()
                .copied()
                .take(count)
                .enumerate()
                .collect::<Vec<_>>()
        })
    };
    let add = move || {
        let row = studio.act(|design| design.add_choice(&list));
        shown.update(|shown| *shown = (*shown).max(all.with_untracked(Vec::len)));
        focus_choice(row);
    };
    let add = StoredValue::new_local(add);
    let press = move || add.with_value(|add| add());
    view! {
        <ol class="design-choices">
            <For each=some key=|choice| *choice let:choice>
                {one(studio, choice, pictures, Callback::new(move |()| press()))}
            </For>
        </ol>
        <Show when=move || shown.get() < all.with(Vec::len)>
            <button
                type="button"
                class="button quiet"
                on:click=move |_| shown.update(|shown| *shown += 10 * PAGE)
            >
                {t.choice_more}
            </button>
        </Show>
        <button
            type="button"
            class="button"
            data-action="add-choice"
            on:click=move |_| press()
        >
            <Icon name="add"/>
            {t.choice_add}
        </button>
        {tick(t.choice_pictures, "pictures", move || pictures.get(), move |yes| pictures.set(yes))}
    }
    .into_any()
}

/// The next thing that anyone does is to write the new choice.
fn focus_choice(row: Option<RowId>) {
    let Some(row) = row else { return };
    request_animation_frame(move || {
        let css = format!(r#"[data-choice-row="{row}"] [data-cell^="label::"]"#);
        if let Ok(Some(field)) = document().query_selector(&css) {
            use leptos::wasm_bindgen::JsCast;
            let _ = field.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    });
}

fn one(
    studio: Studio,
    (at, row): (usize, RowId),
    pictures: RwSignal<bool>,
    next: Callback<()>,
) -> AnyView {
    let t = DesignTexts::now();
    let number = fill(t.choice, &[&(at + 1)]);
    let languages = Memo::new(move |_| studio.read(Design::languages));
    let labels = move || {
        let languages = languages.get();
        let alone = languages.len() == 1;
        let one = |language| label(studio, (at, row), language, alone, next);
        languages.into_iter().map(one).collect_view()
    };
    let shift = move |down| {
        studio.act(|design| design.shift_choice(row, down));
    };
    let delete = move || {
        studio.act(|design| design.delete_choice(row));
    };
    let picture = move || small(studio, (at, row), "image", t.choice_picture);
    view! {
        <li class="design-choice" data-choice-row=row.to_string() aria-label=number>
            <span class="design-choice-value">
                {small(studio, (at, row), "name", t.choice_value)}
            </span>
            <div class="design-choice-texts">
                {labels}
                <Show when=move || pictures.get()>{picture}</Show>
            </div>
            <div class="design-choice-tools">
                {icon_button("move-up", t.up, "choice-up", move || shift(false))}
                {icon_button("move-down", t.down, "choice-down", move || shift(true))}
                {icon_button("delete", t.delete, "choice-delete", delete)}
            </div>
        </li>
    }
    .into_any()
}

/// What a choice is called in one language; Enter goes on with the next choice.
fn label(
    studio: Studio,
    (at, row): (usize, RowId),
    language: String,
    alone: bool,
    next: Callback<()>,
) -> AnyView {
    let number = fill(DesignTexts::now().choice, &[&(at + 1)]);
    let shown = language_title(&language);
    let title = format!("{number} · {shown}");
    let hint = if alone { String::new() } else { shown };
    let (cell, own) = (format!("label::{language}"), language.clone());
    let write = move |event| {
        let text = event_target_value(&event);
        studio.write(|design| design.set(row, "label", &language, &text));
    };
    let key = move |event: leptos::ev::KeyboardEvent| {
        // Within a composition, Enter takes what is offered.
        if event.key() == "Enter" && !event.is_composing() {
            event.prevent_default();
            next.run(());
        }
    };
    view! {
        <input
            type="text"
            class="input"
            aria-label=title
            placeholder=hint
            data-cell=cell
            prop:value=move || studio.cell(row, "label", &own)
            on:input=write
            on:keydown=key
        />
    }
    .into_any()
}

/// A cell of a choice that is the same in every language.
fn small(
    studio: Studio,
    (at, row): (usize, RowId),
    field: &'static str,
    label: &'static str,
) -> AnyView {
    let write = move |event| {
        let text = event_target_value(&event);
        studio.write(|design| design.set(row, field, "", &text));
    };
    view! {
        <input
            type="text"
            class="input"
            aria-label=format!("{label} {}", at + 1)
            placeholder=label
            data-cell=field
            autocapitalize="off"
            prop:value=move || studio.cell(row, field, "")
            on:input=write
        />
    }
    .into_any()
}
