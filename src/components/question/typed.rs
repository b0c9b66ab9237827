//! Answers that are typed: text and numbers. Whatever is typed is kept, also what is no number.

use form::Control;
use leptos::{html, prelude::*};
use web_sys::Element;

use super::field::{Field, Frame};

/// Text: one line, or as many as it takes with the appearance `multiline`.
#[component]
pub(super) fn Text(
    /// The question.
    field: Field,
) -> impl IntoView {
    if field.has_appearance("multiline") {
        return view! { <Frame field><Lines field/></Frame> }.into_any();
    }
    let keyboard = if field.has_appearance("numbers") {
        "tel"
    } else {
        "text"
    };
    view! { <Frame field><Line field keyboard/></Frame> }.into_any()
}

/// A number. It is a text field, because a browser's number field hides what it can't read.
#[component]
pub(super) fn Number(
    /// The question.
    field: Field,
) -> impl IntoView {
    let keyboard = if field.control == Control::Integer {
        "numeric"
    } else {
        "decimal"
    };
    view! { <Frame field><Line field keyboard/></Frame> }
}

#[component]
fn Line(field: Field, keyboard: &'static str) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let number = matches!(
        field.control,
        Control::Integer | Control::Decimal | Control::Range
    );
    Effect::new(move |_| {
        let value = field.value.get();
        if let Some(input) = input.get()
            && input.value() != value
            && !has_focus(&input)
        {
            input.set_value(&value);
        }
    });
    let typed = move |event| {
        let value = event_target_value(&event);
        field.answer(&if number { plain_digits(&value) } else { value });
    };
    let left = move |_| {
        field.leave();
        if let (Some(input), Some(value)) = (input.get_untracked(), field.value.try_get_untracked())
            && number
            && input.value() != value
        {
            input.set_value(&value);
        }
    };
    view! {
        <input
            node_ref=input
            class=if number { "input short" } else { "input" }
            type="text"
            id=field.part("input")
            inputmode=keyboard
            autocomplete="off"
            prop:value=field.value.get_untracked()
            aria-describedby=move || field.described_by()
            aria-invalid=move || field.invalid()
            on:input=typed
            on:blur=left
        />
    }
}

#[component]
fn Lines(field: Field) -> impl IntoView {
    let area = NodeRef::<html::Textarea>::new();
    // A copy of the text under the field gives it its height; the field itself cannot grow.
    let shown = RwSignal::new(field.value.get_untracked());
    Effect::new(move |_| {
        let value = field.value.get();
        if let Some(area) = area.get()
            && area.value() != value
            && !has_focus(&area)
        {
            area.set_value(&value);
            shown.set(value);
        }
    });
    let typed = move |event| {
        let value = event_target_value(&event);
        field.answer(&value);
        shown.set(value);
    };
    view! {
        <div class="grow" data-text=move || shown.get()>
            <textarea
                node_ref=area
                class="input"
                rows="3"
                id=field.part("input")
                autocomplete="off"
                prop:value=field.value.get_untracked()
                aria-describedby=move || field.described_by()
                aria-invalid=move || field.invalid()
                on:input=typed
                on:blur=move |_| field.leave()
            ></textarea>
        </div>
    }
}

/// Whether someone is typing in it: then its text is theirs, and is not touched.
fn has_focus(element: &Element) -> bool {
    document()
        .active_element()
        .is_some_and(|active| active.is_same_node(Some(element)))
}

/// Digits and signs as input methods for Chinese give them, in the form that numbers have.
fn plain_digits(text: &str) -> String {
    let plain = |c: char| match c {
        '０'..='９' => {
            char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c)
        }
        '．' | '。' => '.',
        '－' => '-',
        _ => c,
    };
    text.trim().chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::plain_digits;

    #[test]
    fn wide_digits_become_plain_ones() {
        assert_eq!(plain_digits(" １２．５ "), "12.5");
        assert_eq!(plain_digits("－3"), "-3");
        assert_eq!(plain_digits("about 3"), "about 3");
    }
}
