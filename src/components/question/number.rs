//! Numbers that are typed, counted or read from a compass. Whatever is typed is kept, also what is
//! no number.

mod digits;

use form::Control;
use leptos::{html, prelude::*};
use web_sys::KeyboardEvent;

use super::{
    compass,
    field::{Field, Frame},
    text::has_focus,
};
use crate::{components::icon::Icon, locales::ControlTexts};
use digits::{grouped, read};

/// A number. It is a text field, because a browser's number field hides what it can't read.
pub(super) fn number(field: Field) -> AnyView {
    let control = move || {
        if field.has_appearance("counter") {
            counter(field)
        } else if field.has_appearance("bearing") {
            view! { {line(field)} {compass::compass(field)} }.into_any()
        } else {
            line(field)
        }
    };
    view! { <Frame field>{control()}</Frame> }.into_any()
}

fn line(field: Field) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    let whole = field.control == Control::Integer;
    let thousands = field.has_appearance("thousands-sep");
    let shown = move |value: &str| {
        if thousands {
            grouped(value)
        } else {
            value.to_owned()
        }
    };
    Effect::new(move |_| {
        let value = field.value.get();
        if let Some(input) = input.get()
            && !has_focus(&input)
            && input.value() != shown(&value)
        {
            input.set_value(&shown(&value));
        }
    });
    let typed = move |event| field.answer(&read(&event_target_value(&event), whole, thousands));
    let left = move |_| {
        field.leave();
        if let (Some(input), Some(value)) = (input.get_untracked(), field.value.try_get_untracked())
            && input.value() != shown(&value)
        {
            input.set_value(&shown(&value));
        }
    };
    let counts = field.has_appearance("counter");
    let keys = move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowUp" => 1,
            "ArrowDown" => -1,
            _ => return,
        };
        if counts {
            event.prevent_default();
            count(field, by);
            if let Some(input) = input.get_untracked() {
                input.set_value(&field.value.get_untracked());
            }
        }
    };
    view! {
        <input
            node_ref=input
            class="input short number"
            type="text"
            id=field.part("input")
            inputmode=if whole { "numeric" } else { "decimal" }
            autocomplete="off"
            prop:value=shown(&field.value.get_untracked())
            aria-describedby=move || field.described_by()
            aria-invalid=move || field.invalid()
            on:input=typed
            on:keydown=keys
            on:blur=left
        />
    }
    .into_any()
}

/// A number with a button to each side of it.
fn counter(field: Field) -> AnyView {
    let t = ControlTexts::now();
    let button = move |by: i64, name: &'static str, text: &'static str| {
        view! {
            <button
                type="button"
                class="button square"
                data-count=if by < 0 { "less" } else { "more" }
                aria-label=text
                aria-controls=field.part("input")
                on:click=move |_| {
                    count(field, by);
                    field.leave();
                }
            >
                <Icon name/>
            </button>
        }
    };
    view! {
        <div class="counter">
            {button(-1, "minus", t.one_less)}
            {line(field)}
            {button(1, "add", t.one_more)}
            <span class="visually-hidden" role="status">{move || field.value.get()}</span>
        </div>
    }
    .into_any()
}

/// One more or one less; it begins at 0, and what is no number stays as it is.
fn count(field: Field, by: i64) {
    let value = field.value.with_untracked(|value| {
        if value.is_empty() {
            return Some(by.max(0));
        }
        value.parse::<i64>().ok()?.checked_add(by)
    });
    if let Some(value) = value {
        field.answer(&value.to_string());
    }
}
