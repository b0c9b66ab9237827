//! Text that is typed: one line, several, hidden, or an address on the web. Whatever is typed is
//! kept.

use leptos::{html, prelude::*};
use web_sys::Element;

use super::field::{Field, Frame};
use crate::{components::icon::Icon, locales::ControlTexts};

/// More rows than this would push everything else off the screen.
const MOST_ROWS: u32 = 40;

pub(super) fn text(field: Field) -> AnyView {
    let rows = field.parameter("rows").or_else(|| {
        let own = |session: &form::Session| {
            session
                .item(field.item)
                .attribute("rows")
                .map(str::to_owned)
        };
        field.interview.peek(own)
    });
    let rows = rows.and_then(|rows| rows.trim().parse::<u32>().ok());
    let field_of = move || {
        if rows.is_some() || field.has_appearance("multiline") {
            lines(field, rows.unwrap_or(3).clamp(1, MOST_ROWS))
        } else if field.has_appearance("masked") {
            masked(field)
        } else if field.has_appearance("url") {
            view! { {line(field, "url", "url", None)} {link(field)} }.into_any()
        } else if field.has_appearance("numbers") {
            line(field, "text", "tel", None)
        } else {
            line(field, "text", "text", None)
        }
    };
    view! { <Frame field>{field_of()}</Frame> }.into_any()
}

/// A field of one line.
pub(super) fn line(
    field: Field,
    kind: &'static str,
    keyboard: &'static str,
    hidden: Option<Signal<bool>>,
) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        let value = field.value.get();
        if let Some(input) = input.get()
            && input.value() != value
            && !has_focus(&input)
        {
            input.set_value(&value);
        }
    });
    let kind = move || match hidden {
        Some(hidden) if hidden.get() => "password",
        _ => kind,
    };
    view! {
        <input
            node_ref=input
            class="input"
            type=kind
            id=field.part("input")
            inputmode=keyboard
            autocomplete="off"
            spellcheck=hidden.map(|_| "false")
            prop:value=field.value.get_untracked()
            aria-describedby=move || field.described_by()
            aria-invalid=move || field.invalid()
            on:input=move |event| field.answer(&event_target_value(&event))
            on:blur=move |_| field.leave()
        />
    }
    .into_any()
}

/// What is typed shows as dots until it is asked for.
pub(super) fn masked(field: Field) -> AnyView {
    let t = ControlTexts::now();
    let hidden = RwSignal::new(true);
    view! {
        <div class="with-button">
            {line(field, "text", "text", Some(hidden.into()))}
            <button
                type="button"
                class="button"
                aria-pressed=move || if hidden.get() { "false" } else { "true" }
                on:click=move |_| hidden.update(|hidden| *hidden = !*hidden)
            >
                <Icon name="eye"/>
                {move || if hidden.get() { t.show_text } else { t.hide_text }}
            </button>
        </div>
    }
    .into_any()
}

/// A way to the address that was typed or is given.
pub(super) fn link(field: Field) -> AnyView {
    let t = ControlTexts::now();
    let address = move || field.value.with(|value| safe_address(value));
    (move || {
        address().map(|address| {
            view! {
                <p class="button-row">
                    <a class="button" href=address target="_blank" rel="noopener noreferrer">
                        <Icon name="out-of"/>
                        {t.open_link}
                    </a>
                </p>
            }
        })
    })
    .into_any()
}

/// An address that may be opened: it leads to a page on the web, never to a script.
fn safe_address(value: &str) -> Option<String> {
    let value = value.trim();
    let lower = value.to_ascii_lowercase();
    let known = ["https://", "http://"].iter().any(|start| {
        lower
            .strip_prefix(start)
            .is_some_and(|rest| !rest.is_empty())
    });
    let whole = !value.chars().any(|c| c.is_whitespace() || c.is_control());
    (known && whole).then(|| value.to_owned())
}

/// A field that grows with its text.
fn lines(field: Field, rows: u32) -> AnyView {
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
                rows=rows
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
    .into_any()
}

/// Whether someone is typing in it: then its text is theirs, and is not touched.
pub(super) fn has_focus(element: &Element) -> bool {
    document()
        .active_element()
        .is_some_and(|active| active.is_same_node(Some(element)))
}

#[cfg(test)]
mod tests {
    use super::safe_address;

    #[test]
    fn only_pages_can_be_opened() {
        assert!(safe_address("https://example.org/a?b=c").is_some());
        assert!(safe_address(" HTTP://example.org ").is_some());
        for unsafe_one in [
            "javascript:alert(1)",
            "data:text/html,x",
            "example.org",
            "https://",
            "https://a b",
            "",
        ] {
            assert_eq!(safe_address(unsafe_one), None, "{unsafe_one}");
        }
    }
}
