//! How the storage stands: what is kept, how much room there is, which version runs.

use ledger::transfer::Why;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;

use super::room::{KeepFiles, RoomFacts, damaged_list};
use crate::{
    components::{
        icon::Icon,
        moment::{clock_time, local_day_and_time},
        notice::{Kind, notice},
        size::size_of,
    },
    desk::Desk,
    locales::{SettingsTexts, TrailTexts, fill, language},
    platform::{clock, prefs, service_worker},
    sync::{Courier, Porter},
};

/// The section.
#[component]
pub fn StorageSection() -> impl IntoView {
    let t = SettingsTexts::now();
    let desk = expect_context::<Desk>();
    let courier = expect_context::<Courier>();
    let porter = expect_context::<Porter>();
    let offline_ready = RwSignal::new(None::<bool>);
    spawn_local(async move {
        let ready = service_worker::offline_ready().await;
        let _ = offline_ready.try_set(Some(ready));
    });
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
                <RoomFacts/>
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
