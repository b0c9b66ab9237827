//! What is kept on the device, how safely, and how much room there is.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::{
        choice_row::ChoiceRow,
        size::{size_of, size_text},
    },
    desk::{Desk, Freed},
    locales::{SettingsTexts, fill},
    platform::{prefs, quota::StorageSign},
};

/// The facts about room and safety, each a pair of a list of facts.
#[component]
pub fn RoomFacts() -> impl IntoView {
    let t = SettingsTexts::now();
    let desk = expect_context::<Desk>();
    let storage = expect_context::<StorageSign>();
    let kept = move || match storage.get().and_then(|storage| storage.persisted) {
        Some(true) => t.kept_yes,
        Some(false) => t.kept_no,
        None => t.kept_unknown,
    };
    let room = move || {
        let storage = storage.get().unwrap_or_default();
        match (storage.used, storage.quota) {
            (Some(used), Some(quota)) => fill(t.room_used, &[&size_text(used), &size_text(quota)]),
            _ => t.room_unknown.to_owned(),
        }
    };
    let protected = if desk.is_sealed() {
        t.protected_yes
    } else {
        t.protected_no
    };
    let freed = RwSignal::new(Freed::default());
    spawn_local(async move {
        if let Ok(so_far) = desk.files().freed().await {
            let _ = freed.try_set(so_far);
        }
    });
    let freed_text = move || match freed.get() {
        Freed { files: 0, .. } => t.freed_none.to_owned(),
        Freed { files, bytes } => fill(t.freed_some, &[&files, &size_of(bytes)]),
    };
    view! {
        <div><dt>{t.kept}</dt><dd>{kept}</dd></div>
        <div><dt>{t.protected}</dt><dd id="protected">{protected}</dd></div>
        <div><dt>{t.room}</dt><dd>{room}</dd></div>
        <div><dt>{t.freed}</dt><dd>{freed_text}</dd></div>
    }
}

/// For how long files stay here after the server has them.
#[component]
pub fn KeepFiles() -> impl IntoView {
    let t = SettingsTexts::now();
    let taken = RwSignal::new(prefs::keep_files_days());
    let days = |days: u32| (Some(days), fill(t.keep_files_days, &[&days]));
    let options = vec![
        days(7),
        days(30),
        days(90),
        (None, t.keep_files_always.to_owned()),
    ];
    let choose = Callback::new(move |days| {
        prefs::set_keep_files_days(days);
        taken.set(days);
    });
    view! { <ChoiceRow name="keep-files" legend=t.keep_files options taken choose/> }
}

/// What can't be read, each by its place and with the reason.
pub fn damaged_list(desk: Desk) -> Option<AnyView> {
    let t = SettingsTexts::now();
    let damaged = desk.damaged();
    if damaged.is_empty() {
        return None;
    }
    let rows = damaged.into_iter().map(|(row, why)| {
        view! { <li><span>{fill(t.damaged_row, &[&row])}</span>" "<span class="hint">{why}</span></li> }
    });
    let rows = rows.collect_view();
    Some(
        view! {
            <details id="damaged"><summary>{t.damaged_list}</summary><ul>{rows}</ul></details>
        }
        .into_any(),
    )
}
