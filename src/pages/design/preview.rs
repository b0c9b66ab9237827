//! The form as it will be: the real screen, over answers that are kept nowhere.

use form::{Answers, Context, Session};
use leptos::prelude::*;

use super::studio::Studio;
use crate::{
    components::{
        icon::Icon,
        question::{FormFiles, Interview},
    },
    locales::{DesignTexts, language},
    platform::clock,
    screen::{FormScreen, Host},
};

/// What is kept from one state of the form to the next.
#[derive(Clone, Default)]
struct Tried {
    answers: Answers,
    place: String,
}

pub fn preview(studio: Studio) -> AnyView {
    let t = DesignTexts::now();
    if let Some(form) = studio.from() {
        provide_context(FormFiles::Published(form));
    }
    let tried = StoredValue::new(Tried::default());
    // Raised to start over.
    let round = RwSignal::new(0_u32);
    let screen = move || {
        round.track();
        let form = studio.reading.with(|reading| reading.form.clone());
        let Some(form) = form else {
            return view! { <p class="empty" role="status">{t.preview_not}</p> }.into_any();
        };
        let context = Context {
            now: clock::now(),
            zone: Some(clock::zone()),
            ..Context::default()
        };
        let Tried { answers, place } = tried.get_value();
        let mut session = if answers.is_empty() {
            Session::start(form, context)
        } else {
            Session::resume(form, context, &answers)
        };
        if let Some(lang) = session.form().language_for(language().tag()) {
            session.set_language(lang);
        }
        let interview = Interview::new(session, move |session| {
            tried.update_value(|tried| tried.answers = session.answers());
        });
        let host = Host {
            place,
            turned: Some(Callback::new(move |place| {
                tried.update_value(|tried| tried.place = place);
            })),
            ..Host::default()
        };
        view! { <FormScreen interview host/> }.into_any()
    };
    let again = move |_| {
        tried.set_value(Tried::default());
        round.update(|round| *round += 1);
    };
    view! {
        <div class="design-preview">
            <button type="button" class="button quiet" data-action="restart" on:click=again>
                <Icon name="sync"/>
                {t.preview_restart}
            </button>
            {screen}
        </div>
    }
    .into_any()
}
