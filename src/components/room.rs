//! Says that the room on the device comes to its end, while there is still some.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::size::size_text,
    locales::{ShellTexts, fill},
    platform::{
        quota::{self, StorageSign},
        timer,
    },
};

/// Between two looks.
const LOOK_MS: i32 = 60_000;

/// A notice when the storage is nearly full.
#[component]
pub fn RoomNotice() -> impl IntoView {
    let t = ShellTexts::now();
    let storage = expect_context::<StorageSign>();
    let alive = StoredValue::new(());
    spawn_local(async move {
        loop {
            timer::pause(LOOK_MS).await;
            // The screen was built anew: another one looks now.
            if alive.is_disposed() {
                return;
            }
            if let Some(state) = storage.get_untracked() {
                storage.set(Some(quota::look_again(state).await));
            }
        }
    });
    let left = Memo::new(move |_| storage.get().and_then(quota::StorageState::scarce));
    move || {
        left.get().map(|left| {
            view! {
                <div class="notice" data-kind="warning" role="status" id="room">
                    <p>{fill(t.room_scarce, &[&size_text(left)])}</p>
                </div>
            }
        })
    }
}
