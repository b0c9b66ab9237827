//! Designing a form: its questions in a list, the one that is chosen beside it, and a preview.

mod add;
mod advanced;
mod answer;
mod bar;
mod choices;
mod drag;
mod field;
mod form_panel;
mod keeper;
mod kinds;
mod list;
mod logic;
mod looks;
mod panel;
mod preview;
mod publish;
mod shelf;
mod studio;
mod test_row;
mod words;

use form::design::Design;
use ledger::RecordId;
use leptos::{leptos_dom::helpers::WindowListenerHandle, prelude::*, task::spawn_local};
use leptos_router::hooks::use_params_map;

use crate::{
    desk::{DesignHead, Desk},
    locales::{self, DesignTexts},
    pages::Missing,
    platform::{locks, locks::Held},
    store::StoreError,
};
pub use shelf::{begin, shelf};
use studio::{Pane, Studio};

/// How far opening the design has come.
#[derive(Clone)]
enum Stage {
    Opening,
    Gone,
    /// Another tab has it open.
    Elsewhere,
    Failed(StoreError),
    Open(Studio),
}

/// The screen.
#[component]
pub fn DesignPage() -> impl IntoView {
    let t = DesignTexts::now();
    let desk = expect_context::<Desk>();
    let params = use_params_map();
    let stage = RwSignal::new(Stage::Opening);
    let locks = StoredValue::new_local(None::<(Held, Held)>);
    let owner = Owner::current();
    let id = Memo::new(move |_| params.read().get("design")?.parse::<RecordId>().ok());
    let open = move || {
        let Some(id) = id.get() else {
            return stage.set(Stage::Gone);
        };
        let owner = owner.clone();
        stage.set(Stage::Opening);
        spawn_local(async move {
            let Some(held) = lock(id).await else {
                let _ = stage.try_set(Stage::Elsewhere);
                return;
            };
            let next = match desk.design(id).await {
                Err(error) => Stage::Failed(error),
                Ok(None) => Stage::Gone,
                Ok(Some((head, bytes))) => opened(desk, head, &bytes, owner.as_ref()),
            };
            // The person may have left in the meantime: then the locks go with `held`.
            if locks
                .try_update_value(|locks| *locks = Some(held))
                .is_some()
            {
                let _ = stage.try_set(next);
            }
        });
    };
    let again = open.clone();
    Effect::new(move |_| open());
    move || match stage.get() {
        Stage::Opening => {
            view! { <main class="page" id="content" aria-busy="true"></main> }.into_any()
        }
        Stage::Gone => view! { <Missing text=t.gone/> }.into_any(),
        Stage::Failed(error) => {
            let text = crate::components::store_error::store_error_text(&error);
            view! { <main class="page" id="content"><p class="empty" role="alert">{text}</p></main> }
                .into_any()
        }
        Stage::Elsewhere => {
            let again = again.clone();
            view! {
                <main class="page" id="content">
                    <div class="notice" data-kind="warning" role="alert">
                        <p>{t.elsewhere}</p>
                        <button class="button" on:click=move |_| again()>{t.try_again}</button>
                    </div>
                </main>
            }
            .into_any()
        }
        Stage::Open(studio) => desk_top(studio),
    }
}

fn opened(desk: Desk, head: DesignHead, bytes: &[u8], owner: Option<&Owner>) -> Stage {
    match Design::open("form.xlsx", bytes) {
        Ok(design) => {
            let studio = || Studio::new(desk, head, design);
            // What the studio is made of lives as long as the screen, not as this future.
            Stage::Open(match owner {
                Some(owner) => owner.with(studio),
                None => studio(),
            })
        }
        Err(why) => Stage::Failed(StoreError::Corrupt(locales::finding(&why))),
    }
}

/// Takes the design for this tab, and keeps the app from being updated while it is open.
async fn lock(design: RecordId) -> Option<(Held, Held)> {
    let shared = locks::try_lock(locks::DRAFT_OPEN, true).await?;
    let own = locks::try_lock(&format!("doorstep-design-{design}"), false).await?;
    Some((shared, own))
}

fn desk_top(studio: Studio) -> AnyView {
    provide_context(studio);
    save_before_leaving(studio);
    // What is chosen is read from its beginning.
    Effect::new(move |_| {
        studio.chosen.track();
        studio.pane.track();
        if let Some(right) = document().get_element_by_id("design-right") {
            right.set_scroll_top(0);
        }
    });
    let pane = move || studio.pane.get().name();
    let right = move || match studio.pane.get() {
        Pane::Form => form_panel::form_panel(studio),
        Pane::Preview => preview::preview(studio),
        Pane::List | Pane::Edit => panel::panel(studio),
    };
    view! {
        <main class="design" id="content" data-pane=pane>
            {bar::bar(studio)}
            <div class="design-body">
                <section class="design-left">{list::list(studio)}</section>
                <section class="design-right" id="design-right">{right}</section>
            </div>
            {bar::panes(studio)}
        </main>
    }
    .into_any()
}

/// What waits to be saved is sent on its way when the page may be about to go, or is left.
fn save_before_leaving(studio: Studio) {
    for event in ["visibilitychange", "pagehide"] {
        let listener: WindowListenerHandle =
            window_event_listener_untyped(event, move |_| studio.save_now());
        on_cleanup(move || listener.remove());
    }
    on_cleanup(move || studio.save_now());
}
