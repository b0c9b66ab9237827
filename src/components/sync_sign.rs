//! The quiet sign in the corner: what is not yet at the office.

use ledger::sync::Phase;
use leptos::prelude::*;

use crate::{
    components::icon::Icon,
    desk::Desk,
    locales::{ShellTexts, fill},
    sync::Courier,
};

/// How sync stands, in a word; a tap syncs now.
#[component]
pub fn SyncSign() -> impl IntoView {
    let t = ShellTexts::now();
    let courier = expect_context::<Courier>();
    let desk = expect_context::<Desk>();
    let files = Memo::new(move |_| desk.files().unsent().files as u64);
    let state = Memo::new(move |_| {
        let status = courier.status();
        let waiting = status.pending + files.get();
        if !courier.refused().is_empty() || courier.trouble().is_some() {
            return ("problem", waiting);
        }
        let state = match status.phase {
            Phase::Exchanging | Phase::Storing if status.pending > 0 => "sending",
            Phase::Offline | Phase::Retrying => "offline",
            _ if waiting > 0 => "waiting",
            _ => "sent",
        };
        (state, waiting)
    });
    let text = move || match state.get() {
        ("sending", _) => t.syncing.to_owned(),
        ("offline", 0) => t.offline.to_owned(),
        ("offline", pending) => fill(t.offline_waiting, &[&pending]),
        ("waiting" | "problem", pending) => fill(t.waiting, &[&pending]),
        _ => t.all_sent.to_owned(),
    };
    let icon = move || match state.get().0 {
        "sending" => "sync",
        "offline" => "offline",
        "waiting" => "waiting",
        "problem" => "warning",
        _ => "check",
    };
    view! {
        <button
            class="sync-sign"
            data-state=move || state.get().0
            title=t.sync_now
            on:click=move |_| courier.sync_now()
        >
            {move || view! { <Icon name=icon()/> }}
            <span aria-live="polite">{text}</span>
        </button>
    }
}
