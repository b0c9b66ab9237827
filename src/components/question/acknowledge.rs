//! Something to confirm: one big box.

use leptos::prelude::*;

use super::field::{BareFrame, Field};

/// What the question holds once it is ticked (XLSForm).
const ACKNOWLEDGED: &str = "OK";

pub(super) fn acknowledge(field: Field) -> AnyView {
    let tick = move |event| {
        let ticked = event_target_checked(&event);
        field.answer(if ticked { ACKNOWLEDGED } else { "" });
        field.leave();
    };
    view! {
        <BareFrame field>
            <label class="choice">
                <input
                    type="checkbox"
                    id=field.part("input")
                    data-choice=ACKNOWLEDGED
                    prop:checked=move || !field.value.with(String::is_empty)
                    disabled=move || field.readonly.get()
                    aria-describedby=move || field.described_by()
                    aria-invalid=move || field.invalid()
                    on:change=tick
                />
                <span>{field.label()}</span>
            </label>
        </BareFrame>
    }
    .into_any()
}
