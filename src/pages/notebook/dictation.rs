//! Speaking instead of typing, where the browser can turn speech into text. Most browsers send the
//! sound elsewhere for it: that is said before, and asked.

use leptos::{prelude::*, task::spawn_local};

use super::lines::Pad;
use crate::{
    components::{
        icon::Icon,
        notice::{Kind, notice},
        sheet::Sheet,
    },
    locales::{NotebookTexts, fill, language},
    platform::speech::{self, Dictation},
};

/// The button, where the browser can.
pub fn button(pad: Pad) -> Option<AnyView> {
    if !speech::is_there() {
        return None;
    }
    let t = NotebookTexts::now();
    let lang = language();
    let asking = RwSignal::new(false);
    let failure = RwSignal::new(None::<String>);
    let on = RwSignal::new(false);
    let running = StoredValue::new_local(None::<Dictation>);
    let begin = move |here: bool| {
        failure.set(None);
        let ended = move |why: Option<String>| {
            let _ = on.try_set(false);
            if let Some(why) = why {
                let _ = failure.try_set(Some(why));
            }
        };
        let begun = speech::begin(lang.tag(), here, move |words| pad.dictated(&words), ended);
        on.set(begun.is_some());
        running.set_value(begun);
    };
    let press = move |_| {
        if on.get_untracked() {
            running.set_value(None);
            on.set(false);
            return;
        }
        spawn_local(async move {
            if speech::stays_here(lang.tag()).await {
                begin(true);
            } else {
                let _ = asking.try_set(true);
            }
        });
    };
    let agree = move |_| {
        asking.set(false);
        begin(false);
    };
    let said = move || {
        let why = failure.get()?;
        Some(notice(Kind::Warning, fill(t.dictate_failed, &[&why]), None))
    };
    let view = view! {
        <button
            type="button"
            class="button quiet tool"
            data-action="dictate"
            aria-pressed=move || if on.get() { "true" } else { "false" }
            on:click=press
        >
            <Icon name="microphone"/>
            <span>{move || if on.get() { t.dictating } else { t.dictate }}</span>
        </button>
        {said}
        <Sheet open=asking labelled_by="dictate-title">
            <h2 id="dictate-title">{t.dictate_title}</h2>
            <p>{t.dictate_text}</p>
            <div class="button-stack">
                <button class="button" data-action="dictate-yes" on:click=agree>
                    {t.dictate_yes}
                </button>
                <button class="button primary" on:click=move |_| asking.set(false)>
                    {t.cancel}
                </button>
            </div>
        </Sheet>
    };
    Some(view.into_any())
}
