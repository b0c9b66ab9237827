//! How an interview ends: written, or thrown away.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::book::{Book, Here};
use crate::{
    components::{
        icon::Icon,
        notice::{Kind, notice},
        sheet::Sheet,
        store_error::write_error_text,
    },
    locales::{NotebookTexts, fill},
};

/// The dialog.
#[component]
pub fn Ending(here: Here, open: RwSignal<bool>) -> impl IntoView {
    let t = NotebookTexts::now();
    let failure = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let sure = RwSignal::new(false);
    let end = StoredValue::new_local(ender(here, failure, busy));
    let finish = move |_| end.with_value(|end| end(true));
    let discard = move |_| {
        if sure.get_untracked() {
            end.with_value(|end| end(false));
        } else {
            sure.set(true);
        }
    };
    Effect::new(move |_| {
        if open.get() {
            sure.set(false);
            failure.set(None);
        }
    });
    view! {
        <Sheet open labelled_by="finish-title">
            <h2 id="finish-title">{t.finish_title}</h2>
            <p>{here.with(told)}</p>
            {move || failure.get().map(|text| notice(Kind::Error, text, None))}
            <div class="button-stack">
                <button
                    class="button primary"
                    data-action="finish-sure"
                    aria-busy=move || busy.get().then_some("true")
                    on:click=finish
                >
                    <Icon name="check"/>
                    {move || if busy.get() { t.finishing } else { t.finish_yes }}
                </button>
                <button class="button" on:click=move |_| open.set(false)>{t.stay}</button>
                <button class="button quiet danger" data-action="discard" on:click=discard>
                    <Icon name="delete"/>
                    {move || if sure.get() { t.discard_sure } else { t.discard }}
                </button>
            </div>
        </Sheet>
    }
}

/// How much there is.
fn told(book: &Book) -> String {
    let (lines, characters) = book.peek(|notes| {
        let lines = notes.lines().iter();
        let written = lines.filter(|line| !line.note.text.trim().is_empty());
        (written.count(), notes.characters())
    });
    let attached = untrack(|| book.head(|head| head.attachments().len()));
    fill(
        NotebookTexts::now().finish_text,
        &[&lines, &characters, &attached],
    )
}

/// What ends it: `true` writes it. Made while the screen is built, because only then the router can
/// be asked.
fn ender(here: Here, failure: RwSignal<Option<String>>, busy: RwSignal<bool>) -> impl Fn(bool) {
    let navigate = use_navigate();
    move |write| {
        let Some(book) = here.book().filter(|_| !busy.get_untracked()) else {
            return;
        };
        busy.set(true);
        failure.set(None);
        let navigate = navigate.clone();
        spawn_local(async move {
            let unit = book.unit();
            let (outcome, to) = if write {
                (book.finish().await, format!("/done/{}", book.id()))
            } else {
                let to = unit.map_or_else(|| "/".to_owned(), |unit| format!("/unit/{unit}"));
                (book.discard().await, to)
            };
            let _ = busy.try_set(false);
            match outcome {
                Ok(()) => {
                    let options = NavigateOptions {
                        replace: true,
                        ..Default::default()
                    };
                    navigate(&to, options);
                }
                Err(error) => drop(failure.try_set(Some(write_error_text(&error)))),
            }
        });
    }
}
