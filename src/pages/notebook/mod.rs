//! The interview notebook: the guide at the side, notes in the middle, sound if it is allowed. Each
//! change is on the disk within moments.

mod attach;
mod book;
mod dictation;
mod ending;
pub mod group;
pub mod guide;
mod keeper;
mod lines;
pub mod list;
mod notes;
mod people;
pub mod read;
mod recording;
mod sound;

use std::sync::Arc;

use ledger::RecordId;
use leptos::{leptos_dom::helpers::WindowListenerHandle, prelude::*, task::spawn_local};
use leptos_router::{components::A, hooks::use_params_map};
use needs::Interview;

use crate::{
    components::{
        icon::Icon,
        notice::{Kind, notice},
        save_sign::{Sign, save_failure, save_sign},
        sheet::Sheet,
        store_error::{StoreErrorNotice, store_error_text},
    },
    desk::Desk,
    locales::{NotebookTexts, SurveyTexts, fill, language},
    pages::{Missing, today::notebook_line},
};
use attach::Attaching;
use book::{Book, Closed, Here};
use guide::Guide;
use lines::Pad;

/// How far opening the interview has come.
#[derive(Clone)]
enum Stage {
    Opening,
    Closed(Closed),
    Open(Here),
}

/// The screen.
#[component]
pub fn NotebookPage() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let params = use_params_map();
    let stage = RwSignal::new(Stage::Opening);
    let owner = StoredValue::new(Owner::current());
    let id = Memo::new(move |_| params.read().get("draft")?.parse::<RecordId>().ok());
    let open = move || {
        let Some(id) = id.get() else {
            return stage.set(Stage::Closed(Closed::Gone));
        };
        stage.set(Stage::Opening);
        spawn_local(async move {
            let opened = Book::open(desk, id).await;
            // The person may have left in the meantime.
            let Some(owner) = owner.try_get_value().flatten() else {
                if let Ok(book) = opened {
                    book.rest();
                }
                return;
            };
            let next = match opened {
                Ok(book) => Stage::Open(owner.with(|| Here::new(book))),
                Err(why) => Stage::Closed(why),
            };
            let _ = stage.try_set(next);
        });
    };
    Effect::new(move |_| open());
    move || match stage.get() {
        Stage::Opening => {
            view! { <main class="page" id="content" aria-busy="true"></main> }.into_any()
        }
        Stage::Closed(why) => closed(why, id.get_untracked(), Callback::new(move |()| open())),
        Stage::Open(here) => view! { <Open here/> }.into_any(),
    }
}

/// Why there is nothing to write in.
fn closed(why: Closed, id: Option<RecordId>, again: Callback<()>) -> AnyView {
    let (t, s) = (NotebookTexts::now(), SurveyTexts::now());
    match why {
        Closed::Gone => view! { <Missing text=s.draft_gone/> }.into_any(),
        Closed::Finished => {
            let href = id.map(|id| format!("/notebook/{id}")).unwrap_or_default();
            view! {
                <main class="page" id="content">
                    <p class="empty">{t.already}</p>
                    <p class="button-row"><A href=href attr:class="button">{t.see_it}</A></p>
                </main>
            }
            .into_any()
        }
        Closed::Elsewhere => {
            let button = view! {
                <button class="button" on:click=move |_| again.run(())>{s.try_again}</button>
            };
            let notice = notice(Kind::Warning, s.open_elsewhere, Some(button.into_any()));
            view! { <main class="page" id="content">{notice}</main> }.into_any()
        }
        Closed::Store(error) => {
            let text = store_error_text(&error);
            view! { <main class="page" id="content"><StoreErrorNotice text/></main> }.into_any()
        }
    }
}

/// What an interview is about, for a heading: its door, or the title of the group.
fn about(desk: Desk, interview: Interview<'_>) -> String {
    notebook_line(desk, interview, language())
}

#[component]
fn Open(here: Here) -> impl IntoView {
    let t = NotebookTexts::now();
    let Some(book) = here.book() else {
        return ().into_any();
    };
    book.show();
    on_cleanup(move || here.with(Book::hide));
    watch(here);
    let guide = Guide::read(book.desk(), book.form(), language());
    let pad = Pad::new(here, &guide);
    let attaching = Attaching::new(here);
    let drawer = RwSignal::new(false);
    let turn = Callback::new(move |path: String| {
        drawer.set(false);
        pad.turn_to(&path);
        // A dialog that closes gives the focus back to what opened it.
        request_animation_frame(move || pad.go_on());
    });
    let damaged = (book.damaged() > 0)
        .then(|| notice(Kind::Warning, fill(t.damaged, &[&book.damaged()]), None));
    let side = guide::panel(here, &guide, turn);
    let in_drawer = StoredValue::new(Arc::clone(&guide));
    let counted = StoredValue::new(guide);
    let count = move || counted.with_value(|guide| guide::count(here, guide));
    view! {
        <main class="notebook" id="content">
            {head(here)}
            <aside class="notebook-guide" aria-label=t.guide>
                <div class="guide-head"><h2>{t.guide}</h2><span class="hint">{count}</span></div>
                {side}
            </aside>
            <div class="notebook-main">
                {recording::bar(here)}
                {people::strip(here)}
                {damaged}
                {save_failure(move || saving(here), move || here.with(Book::flush))}
                {pad.show()}
                {attaching.shown()}
                {attaching.status()}
            </div>
            <div class="notebook-bar">
                {people::speaker_bar(here, pad)}
                <div class="tools" role="toolbar" aria-label=t.line>
                    <button
                        type="button"
                        class="button quiet tool guide-button"
                        data-action="guide"
                        aria-haspopup="dialog"
                        on:click=move |_| drawer.set(true)
                    >
                        <Icon name="list"/><span>{t.guide}</span>
                    </button>
                    {undo(here, pad)}
                    {attaching.buttons()}
                    {dictation::button(pad)}
                </div>
            </div>
        </main>
        <Sheet open=drawer labelled_by="guide-title">
            <div class="sheet-head">
                <h2 id="guide-title">{t.guide}</h2>
                <button class="button quiet" on:click=move |_| drawer.set(false)>{t.done}</button>
            </div>
            {in_drawer.with_value(|guide| guide::panel(here, guide, turn))}
        </Sheet>
    }
    .into_any()
}

/// What waits to be saved is sent on its way when the page may be about to go; and whoever closes
/// it while sound is recorded is asked.
fn watch(here: Here) {
    let mut listeners: Vec<WindowListenerHandle> = Vec::new();
    for event in ["visibilitychange", "pagehide"] {
        listeners.push(window_event_listener_untyped(event, move |_| {
            here.with(Book::flush);
        }));
    }
    listeners.push(window_event_listener_untyped(
        "beforeunload",
        move |event| {
            if here.book().is_some_and(|book| book.sound().is_on()) {
                event.prevent_default();
            }
        },
    ));
    on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
}

/// How saving stands, while the notebook is open.
fn saving(here: Here) -> Option<Sign> {
    here.book().map(|book| book.keeper().sign())
}

/// Where one is, whether all is saved, and the ways out.
fn head(here: Here) -> AnyView {
    let t = NotebookTexts::now();
    let ending = RwSignal::new(false);
    let title = move || here.with(|book| book.head(|head| about(book.desk(), head)));
    let back = here.with(|book| {
        let unit = book.unit();
        unit.map(|unit| format!("/unit/{unit}"))
    });
    view! {
        <header class="notebook-head">
            <A
                href=back.unwrap_or_else(|| "/".to_owned())
                attr:class="button quiet"
                attr:data-action="leave"
            >
                <Icon name="leave"/><span>{t.leave}</span>
            </A>
            <h1>{title}</h1>
            {save_sign(move || saving(here))}
            <button
                type="button"
                class="button primary"
                data-action="finish"
                on:click=move |_| ending.set(true)
            >
                <Icon name="check"/><span>{t.finish}</span>
            </button>
        </header>
        <ending::Ending here open=ending/>
    }
    .into_any()
}

fn undo(here: Here, pad: Pad) -> AnyView {
    let t = NotebookTexts::now();
    let none = move || !here.with(Book::can_undo);
    view! {
        <button
            type="button"
            class="button quiet tool"
            data-action="undo"
            aria-disabled=move || none().then_some("true")
            on:click=move |_| pad.undo()
        >
            <Icon name="undo"/><span>{t.undo}</span>
        </button>
    }
    .into_any()
}
