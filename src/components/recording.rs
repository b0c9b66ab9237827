//! Says on every screen that sound is being recorded for an interview.

use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_location};

use crate::{
    components::notice::{Kind, notice},
    locales::ShellTexts,
    platform::recorder,
};

/// The notice, with the way back; nothing on the screen of the interview itself.
#[component]
pub fn RecordingNotice() -> impl IntoView {
    let t = ShellTexts::now();
    let location = use_location();
    move || {
        let href = format!("/interview/{}", recorder::shown()?);
        let away = *location.pathname.read() != href;
        away.then(|| {
            let link = view! { <A href=href attr:class="button">{t.to_interview}</A> };
            notice(Kind::Warning, t.recording, Some(link.into_any()))
        })
    }
}
