//! Every choice a row to tap: radio buttons for one, boxes for several.

use form::Choice;
use leptos::prelude::*;

use super::{Select, key, layout};
use crate::{
    components::{
        icon::Icon,
        question::{
            field::{Field, GroupFrame},
            markup::markup,
            media,
            place::focus_first,
        },
    },
    locales::SurveyTexts,
};

pub(super) fn rows(select: Select) -> AnyView {
    let field = select.field;
    let role = (!select.multiple).then_some("radiogroup");
    view! {
        <GroupFrame field role>
            {all(select)}
            {clear_answer(field)}
        </GroupFrame>
    }
    .into_any()
}

/// The rows under another way to choose.
pub(super) fn rows_below(
    select: Select,
    other: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let field = select.field;
    view! {
        <GroupFrame field role=None>
            {other()}
            {all(select)}
            {clear_answer(field)}
        </GroupFrame>
    }
    .into_any()
}

fn all(select: Select) -> AnyView {
    let (asked, name) = layout::of(select);
    let buttons = (!asked.buttons).then_some("no");
    let columns = asked.columns.map(|columns| columns.to_string());
    view! {
        <div
            class="choices"
            data-layout=move || name.get()
            data-buttons=buttons
            data-columns=columns
        >
            <For each=move || select.choices.get() key=key let:choice>
                {row(select, &choice)}
            </For>
        </div>
    }
    .into_any()
}

fn row(select: Select, choice: &Choice) -> AnyView {
    let shown = view! { <span>{markup(&choice.label)} {media::of_choice(choice)}</span> };
    view! { <label class="choice">{input(select, &choice.name)} {shown}</label> }.into_any()
}

/// The radio button or box of a choice.
pub(super) fn input(select: Select, name: &str) -> AnyView {
    let field = select.field;
    let (wanted, picked) = (name.to_owned(), name.to_owned());
    let taken = Memo::new(move |_| select.has(&wanted));
    let kind = if select.multiple { "checkbox" } else { "radio" };
    view! {
        <input
            type=kind
            name=field.id()
            value=name.to_owned()
            data-choice=name.to_owned()
            prop:checked=taken
            on:change=move |event| select.pick(&picked, event_target_checked(&event))
        />
    }
    .into_any()
}

/// A chosen radio button can't be taken back by itself, nor many boxes at once.
pub(in super::super) fn clear_answer(field: Field) -> AnyView {
    let t = SurveyTexts::now();
    let clear = move |_| {
        field.answer("");
        // The button goes, and the focus must not go with it.
        focus_first(&field.id());
    };
    view! {
        <Show when=move || !field.value.with(String::is_empty)>
            <button type="button" class="clear-answer button quiet" on:click=clear>
                <Icon name="close"/>
                {t.clear_answer}
            </button>
        </Show>
    }
    .into_any()
}
