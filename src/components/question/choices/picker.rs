//! A list behind a field: what is chosen shows in the field, and a sheet opens to choose.

use leptos::prelude::*;

use super::{Select, clear_answer, list::list};
use crate::{
    components::{
        icon::Icon,
        question::{
            field::{Frame, GroupFrame},
            markup::{markup, plain},
            place::focus_first,
        },
        sheet::Sheet,
    },
    locales::{ControlTexts, SurveyTexts, fill},
};

pub(in super::super) fn picker(select: Select) -> AnyView {
    let field = select.field;
    if select.multiple {
        return view! {
            <GroupFrame field role=None>
                {chips(select)}
                {opener(select)}
                {clear_answer(field)}
            </GroupFrame>
        }
        .into_any();
    }
    view! {
        <Frame field>
            {opener(select)}
            {clear_answer(field)}
        </Frame>
    }
    .into_any()
}

/// The field that opens the sheet, and the sheet.
fn opener(select: Select) -> AnyView {
    let (t, s) = (ControlTexts::now(), SurveyTexts::now());
    let field = select.field;
    let open = RwSignal::new(false);
    let shown = move || {
        let value = field.value.get();
        if select.multiple {
            t.choose_more.to_owned()
        } else if value.is_empty() {
            s.please_choose.to_owned()
        } else {
            plain(&select.label_of(&value))
        }
    };
    view! {
        <button
            type="button"
            class="input picker"
            id=field.part("input")
            aria-haspopup="dialog"
            aria-labelledby=field.labelled_by_both()
            aria-describedby=move || field.described_by()
            data-invalid=move || field.invalid()
            data-empty=move || field.value.with(String::is_empty).then_some("")
            on:click=move |_| open.set(true)
        >
            <span>{shown}</span>
            <Icon name="down"/>
        </button>
        <Sheet open labelled_by=field.part("sheet")>{sheet(select, open)}</Sheet>
    }
    .into_any()
}

fn sheet(select: Select, open: RwSignal<bool>) -> AnyView {
    let (t, s) = (ControlTexts::now(), SurveyTexts::now());
    let field = select.field;
    let search_first = field.has_any(&["autocomplete", "search"]);
    let close = Callback::new(move |()| open.set(false));
    let count = move || {
        field
            .value
            .with(|value| value.split_ascii_whitespace().count())
    };
    let done = select.multiple.then(|| {
        view! {
            <button type="button" class="button primary" on:click=move |_| open.set(false)>
                {move || fill(t.done_count, &[&count()])}
            </button>
        }
    });
    view! {
        <div class="sheet-head">
            <h2 id=field.part("sheet")>{markup(&field.label_text())}</h2>
            <button type="button" class="button quiet" on:click=move |_| open.set(false)>
                <Icon name="close"/>
                {s.close}
            </button>
        </div>
        {list(select, search_first, close)}
        {done}
    }
    .into_any()
}

/// What is chosen, each with a button that takes it back.
fn chips(select: Select) -> AnyView {
    let field = select.field;
    let names = move || {
        let value = field.value.get();
        let names = value.split_ascii_whitespace().map(str::to_owned);
        names.collect::<Vec<_>>()
    };
    view! {
        <ul class="chips">
            <For each=names key=Clone::clone let:name>
                {chip(select, name)}
            </For>
        </ul>
    }
    .into_any()
}

fn chip(select: Select, name: String) -> AnyView {
    let t = ControlTexts::now();
    let named = name.clone();
    let label = Memo::new(move |_| plain(&select.label_of(&named)));
    let id = select.field.id();
    let remove = {
        let name = name.clone();
        move |_| {
            select.pick(&name, false);
            // The chip goes, and the focus must not go with it.
            focus_first(&id);
        }
    };
    view! {
        <li>
            <button
                type="button"
                class="chip-button"
                data-remove=name
                aria-label=move || fill(t.remove_choice, &[&label.get()])
                on:click=remove
            >
                <span>{move || label.get()}</span>
                <Icon name="close"/>
            </button>
        </li>
    }
    .into_any()
}
