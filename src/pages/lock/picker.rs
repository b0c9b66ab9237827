//! Who is using the tablet: its profiles beside each other.

use leptos::prelude::*;

use crate::{
    components::icon::Icon,
    locales::{LockTexts, language},
    profiles::{Known, Profile},
};

/// The screen.
#[component]
pub fn PickerPage(
    /// The profiles.
    known: Known,
    /// Takes the one that was chosen.
    choose: Callback<Profile>,
    /// Someone else wants to begin.
    fresh: Callback<()>,
) -> impl IntoView {
    let t = LockTexts::now();
    let last = known.last;
    let row = move |profile: Profile| {
        let sealed = profile.vault.is_some();
        let used_last = last == Some(profile.id);
        let state = if sealed { t.locked } else { t.open };
        let sites = profile.shown.iter();
        let sites = sites.filter_map(|shown| shown.site_in(language()));
        let state = [state].into_iter().chain(used_last.then_some(t.last_used));
        let sub: Vec<&str> = sites.chain(state).collect();
        let sub = sub.join(" · ");
        let name = name_of(&profile);
        let shown = name.clone();
        view! {
            <li>
                <button class="row" data-profile=shown on:click=move |_| choose.run(profile.clone())>
                    <Icon name=if sealed { "lock" } else { "person" }/>
                    <span class="row-main">
                        <span class="row-title">{name}</span>
                        <span class="row-sub">{sub}</span>
                    </span>
                    <Icon name="chevron"/>
                </button>
            </li>
        }
    };
    view! {
        <main class="page narrow stack" id="content">
            <div class="page-head"><h1>{t.who}</h1></div>
            <ul class="row-list">{known.profiles.into_iter().map(row).collect_view()}</ul>
            <p class="button-row">
                <button class="button" id="another" on:click=move |_| fresh.run(())>
                    <Icon name="add"/>
                    {t.another}
                </button>
            </p>
        </main>
    }
}

/// What a profile is called on the screen.
pub fn name_of(profile: &Profile) -> String {
    if !profile.label.is_empty() {
        return profile.label.clone();
    }
    let mut shown = profile.shown.iter();
    let person = shown.find_map(|shown| shown.person_in(language()));
    person.unwrap_or(LockTexts::now().unnamed).to_owned()
}
