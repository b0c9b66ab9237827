//! Dates and times, in the browser's own fields: they take typing, and each device brings the
//! picker that its owner knows.

use form::Control;
use leptos::{html, prelude::*};

use super::field::{Field, Frame};
use crate::platform::clock;

/// A date, a time, or both.
#[component]
pub(super) fn Moment(
    /// The question.
    field: Field,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let kind = match field.control {
        Control::Date => "date",
        Control::Time => "time",
        _ => "datetime-local",
    };
    Effect::new(move |_| {
        let value = shown(field.control, &field.value.get());
        if let Some(input) = input.get()
            && input.value() != value
        {
            input.set_value(&value);
        }
    });
    let picked = move |event| {
        let value = stored(field.control, &event_target_value(&event), &offset());
        field.answer(&value);
    };
    view! {
        <Frame field>
            <input
                node_ref=input
                class="input short"
                type=kind
                id=field.part("input")
                prop:value=shown(field.control, &field.value.get_untracked())
                aria-describedby=move || field.described_by()
                aria-invalid=move || field.invalid()
                on:input=picked
                on:blur=move |_| field.leave()
            />
        </Frame>
    }
}

/// The device's offset from UTC: `+08:00`.
fn offset() -> String {
    clock::now().offset().to_string()
}

/// What the browser's field takes: no seconds, no offset.
fn shown(control: Control, value: &str) -> String {
    let length = match control {
        Control::Date => 10,
        Control::Time => 5,
        _ => 16,
    };
    value.get(..length).unwrap_or_default().to_owned()
}

/// What XForms stores: times with seconds and the offset from UTC (ODK XForms, data types).
fn stored(control: Control, picked: &str, offset: &str) -> String {
    if picked.is_empty() || control == Control::Date {
        return picked.to_owned();
    }
    // Some browsers add seconds of their own.
    let seconds = if picked.matches(':').count() == 1 {
        ":00.000"
    } else {
        ""
    };
    format!("{picked}{seconds}{offset}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_stored_with_their_offset_and_shown_without() {
        for (control, picked, kept) in [
            (Control::Date, "2026-11-22", "2026-11-22"),
            (Control::Time, "14:03", "14:03:00.000+08:00"),
            (
                Control::DateTime,
                "2026-11-22T14:03",
                "2026-11-22T14:03:00.000+08:00",
            ),
            (Control::Time, "", ""),
        ] {
            assert_eq!(stored(control, picked, "+08:00"), kept);
            assert_eq!(shown(control, kept), picked);
        }
    }
}
