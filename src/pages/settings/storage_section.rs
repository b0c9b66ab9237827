//! How the storage stands: what is kept, how much room there is, which version runs.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::{
        moment::clock_time,
        notice::{Kind, notice},
    },
    desk::Desk,
    locales::{SettingsTexts, fill},
    platform::{clock, quota::StorageSign, service_worker},
    sync::Courier,
};

/// The section.
#[component]
pub fn StorageSection() -> impl IntoView {
    let t = SettingsTexts::now();
    let desk = expect_context::<Desk>();
    let courier = expect_context::<Courier>();
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
            (Some(used), Some(quota)) => fill(t.room_used, &[&bytes(used), &bytes(quota)]),
            _ => t.room_unknown.to_owned(),
        }
    };
    let entries = move || desk.entries();
    let last_sync = move || match courier.status().last_success_ms {
        Some(at_ms) => {
            let at = chrono::DateTime::from_timestamp_millis(at_ms).unwrap_or_default();
            clock_time(&at.with_timezone(&clock::now().timezone()))
        }
        None => t.never.to_owned(),
    };
    let ready = move || {
        offline_ready
            .get()
            .map(|ready| if ready { t.ready_yes } else { t.ready_no })
    };
    let problems = move || {
        let damaged = desk.damaged().len();
        let damaged = (damaged > 0).then(|| fill(t.damaged, &[&damaged]));
        let refused = courier
            .refused()
            .first()
            .map(|first| fill(t.refused, &[&first.seq]));
        let trouble = courier.trouble().map(|why| fill(t.trouble, &[&why]));
        [damaged, refused, trouble]
            .into_iter()
            .flatten()
            .map(|text| notice(Kind::Error, text, None))
            .collect_view()
    };
    view! {
        <section class="card stack" id="storage">
            <h2>{t.storage}</h2>
            {problems}
            <dl class="facts">
                <div><dt>{t.kept}</dt><dd>{kept}</dd></div>
                <div><dt>{t.room}</dt><dd>{room}</dd></div>
                <div><dt>{t.entries}</dt><dd>{entries}</dd></div>
                <div><dt>{t.drafts}</dt><dd>{move || desk.drafts().len()}</dd></div>
                <div><dt>{t.last_sync}</dt><dd>{last_sync}</dd></div>
                <div><dt>{t.offline_ready}</dt><dd>{ready}</dd></div>
                <div><dt>{t.version}</dt><dd>{env!("CARGO_PKG_VERSION")}</dd></div>
                <div><dt>{t.device}</dt><dd class="code">{desk.device().to_string()}</dd></div>
            </dl>
            <p class="button-row">
                <button class="button quiet" on:click=|_| service_worker::check_now()>
                    {t.check_update}
                </button>
            </p>
        </section>
    }
}

/// An amount of bytes in the largest unit that leaves a figure of at least 1.
fn bytes(amount: f64) -> String {
    let units = ["B", "KB", "MB", "GB", "TB"];
    let mut amount = amount;
    let mut unit = 0;
    while amount >= 1024.0 && unit + 1 < units.len() {
        amount /= 1024.0;
        unit += 1;
    }
    let digits = usize::from(amount < 10.0 && unit > 0);
    format!("{amount:.digits$} {}", units[unit])
}
