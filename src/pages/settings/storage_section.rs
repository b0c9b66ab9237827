//! How the storage stands: what is kept, how much room there is, which version runs.

use ledger::transfer::Why;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;

use crate::{
    components::{
        choice_row::ChoiceRow,
        icon::Icon,
        moment::{clock_time, local_day_and_time},
        notice::{Kind, notice},
        size::{size_of, size_text},
    },
    desk::{Desk, Freed},
    locales::{SettingsTexts, TrailTexts, fill, language},
    platform::{clock, prefs, quota::StorageSign, service_worker},
    sync::{Courier, Porter},
};

/// The section.
#[component]
pub fn StorageSection() -> impl IntoView {
    let t = SettingsTexts::now();
    let desk = expect_context::<Desk>();
    let courier = expect_context::<Courier>();
    let porter = expect_context::<Porter>();
    let storage = expect_context::<StorageSign>();
    let offline_ready = RwSignal::new(None::<bool>);
    spawn_local(async move {
        let ready = service_worker::offline_ready().await;
        let _ = offline_ready.try_set(Some(ready));
    });
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
    let last_export = move || match prefs::last_export_ms() {
        Some(at_ms) => {
            let at = chrono::DateTime::from_timestamp_millis(at_ms).unwrap_or_default();
            let at = at.with_timezone(&clock::now().timezone()).naive_local();
            local_day_and_time(at, language())
        }
        None => t.last_export_never.to_owned(),
    };
    let entries = move || desk.entries();
    let last_sync = move || match courier.status().last_success_ms {
        Some(at_ms) => {
            let at = chrono::DateTime::from_timestamp_millis(at_ms).unwrap_or_default();
            clock_time(&at.with_timezone(&clock::now().timezone()))
        }
        None => t.never.to_owned(),
    };
    let attachments = move || attachments_text(desk);
    let form_files = move || {
        let coming = desk.files().coming();
        if coming.files == 0 {
            t.form_files_here.to_owned()
        } else {
            fill(
                t.form_files_coming,
                &[&coming.files, &size_of(coming.bytes)],
            )
        }
    };
    let ready = move || {
        offline_ready
            .get()
            .map(|ready| if ready { t.ready_yes } else { t.ready_no })
    };
    view! {
        <section class="card stack" id="storage">
            <h2>{t.storage}</h2>
            {move || problems(desk, courier, porter)}
            {move || damaged_list(desk)}
            <dl class="facts">
                <div><dt>{t.kept}</dt><dd>{kept}</dd></div>
                <div><dt>{t.protected}</dt><dd id="protected">{protected}</dd></div>
                <div><dt>{t.room}</dt><dd>{room}</dd></div>
                <div><dt>{t.freed}</dt><dd>{freed_text}</dd></div>
                <div><dt>{t.entries}</dt><dd id="entries">{entries}</dd></div>
                <div><dt>{t.drafts}</dt><dd>{move || desk.drafts().len()}</dd></div>
                <div><dt>{t.attachments}</dt><dd id="attachments">{attachments}</dd></div>
                <div><dt>{t.form_files}</dt><dd>{form_files}</dd></div>
                <div><dt>{t.last_sync}</dt><dd>{last_sync}</dd></div>
                <div><dt>{t.last_export}</dt><dd>{last_export}</dd></div>
                <div><dt>{t.offline_ready}</dt><dd>{ready}</dd></div>
                <div><dt>{t.version}</dt><dd>{env!("CARGO_PKG_VERSION")}</dd></div>
                <div><dt>{t.device}</dt><dd class="code">{desk.device().to_string()}</dd></div>
            </dl>
            <KeepFiles/>
            <p class="button-row">
                <A href="/queue" attr:class="button"><Icon name="sync"/>{TrailTexts::now().queue}</A>
                <button class="button quiet" on:click=|_| service_worker::check_now()>
                    {t.check_update}
                </button>
            </p>
        </section>
    }
}

/// For how long files stay here after the server has them.
#[component]
fn KeepFiles() -> impl IntoView {
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
fn damaged_list(desk: Desk) -> Option<AnyView> {
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

/// How many files are here, and how many of them the office lacks.
fn attachments_text(desk: Desk) -> String {
    let t = SettingsTexts::now();
    let (kept, unsent) = (desk.files().kept(), desk.files().unsent());
    let (files, size) = (kept.files, size_of(kept.bytes));
    match (files, unsent.files) {
        (0, _) => t.attachments_none.to_owned(),
        (_, 0) => fill(t.attachments_sent, &[&files, &size]),
        (_, waiting) => {
            let waiting_size = size_of(unsent.bytes);
            fill(
                t.attachments_waiting,
                &[&files, &size, &waiting, &waiting_size],
            )
        }
    }
}

/// What is wrong, a sentence each.
fn problems(desk: Desk, courier: Courier, porter: Porter) -> AnyView {
    let t = SettingsTexts::now();
    let damaged = desk.damaged().len();
    let damaged = (damaged > 0).then(|| fill(t.damaged, &[&damaged]));
    let refused = courier
        .refused()
        .first()
        .map(|first| fill(t.refused, &[&first.seq, &first.why]));
    let unreadable = courier.unreadable();
    let unreadable = (unreadable > 0).then(|| fill(t.unreadable, &[&unreadable]));
    let trouble = courier.trouble().map(|why| fill(t.trouble, &[&why]));
    let stuck = porter.stuck().map(|(files, why)| match why {
        Why::NoRoom => fill(t.stuck_room, &[&files]),
        _ => fill(t.stuck_damaged, &[&files]),
    });
    [damaged, refused, unreadable, trouble, stuck]
        .into_iter()
        .flatten()
        .map(|text| notice(Kind::Error, text, None))
        .collect_view()
        .into_any()
}
