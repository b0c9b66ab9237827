//! Says that entries were moved: another device went by this one's name, or a row was damaged.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::notice::{Kind, notice},
    desk::Desk,
    locales::{ShellTexts, fill},
};

/// Shown until the person has read it.
#[component]
pub fn MovedNotice() -> impl IntoView {
    let desk = expect_context::<Desk>();
    move || {
        let t = ShellTexts::now();
        let moved = desk.moved();
        if moved.entries == 0 && !moved.copied {
            return None;
        }
        let text = if moved.copied { t.copied } else { t.moved };
        let read = move |_| {
            // If it can't be stored now, it is shown again.
            spawn_local(async move { drop(desk.moved_was_read().await) });
        };
        let action = view! {
            <button class="button quiet" on:click=read>
                {t.understood}
            </button>
        };
        let text = fill(text, &[&moved.entries]);
        Some(notice(Kind::Info, text, Some(action.into_any())))
    }
}
