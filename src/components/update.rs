//! Offers a new version of the app when it is here whole.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    locales::ShellTexts,
    platform::service_worker::{self, Update},
};

/// A notice when a new version can be taken.
#[component]
pub fn UpdateNotice() -> impl IntoView {
    let t = ShellTexts::now();
    let ready = RwSignal::new(false);
    let refused = RwSignal::new(false);
    service_worker::watch(move |update| {
        // The screen may have been built anew in another language since.
        let _ = ready.try_set(update == Update::Ready);
    });
    let take = move |_| {
        spawn_local(async move {
            let wait = service_worker::take_over().await.is_err();
            let _ = refused.try_set(wait);
        });
    };
    view! {
        <Show when=move || ready.get()>
            <div class="notice" data-kind="info" role="status" id="update">
                <p>{move || if refused.get() { t.update_wait } else { t.update_ready }}</p>
                <button class="button" on:click=take>{t.update_take}</button>
            </div>
        </Show>
    }
}
