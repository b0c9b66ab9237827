//! Settings: language and look, who is there, files in and out, and how the storage stands.

mod files_section;
mod leave;
mod membership_section;
mod position_section;
mod protection_section;
mod room;
mod storage_section;

use leptos::{prelude::*, task::spawn_local};
use needs::Person;

use crate::{
    components::{
        choice_row::ChoiceRow, notice::error_notice, role_name::role_name, row::person_row,
        store_error::store_error_text,
    },
    desk::Desk,
    locales::{SettingsTexts, language},
    pages::{backup::BackupSection, welcome::LanguageChoice},
    platform::{prefs, prefs::Theme},
};

/// The screen.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let t = SettingsTexts::now();
    view! {
        <main class="page stack settings" id="content">
            <div class="page-head"><h1>{t.title}</h1></div>
            <membership_section::SitesSection/>
            <section class="card stack"><LanguageChoice/><ThemeChoice/></section>
            <WhoSection/>
            <membership_section::MembershipSection/>
            <protection_section::ProtectionSection/>
            <position_section::PositionSection/>
            <BackupSection/>
            <files_section::FilesSection/>
            <storage_section::StorageSection/>
        </main>
    }
}

#[component]
fn ThemeChoice() -> impl IntoView {
    let t = SettingsTexts::now();
    let theme = expect_context::<RwSignal<Theme>>();
    let name = |theme| match theme {
        Theme::Auto => t.look_auto,
        Theme::Light => t.look_light,
        Theme::Dark => t.look_dark,
        Theme::Contrast => t.look_contrast,
    };
    let options = Theme::ALL
        .map(|theme| (theme, name(theme).to_owned()))
        .to_vec();
    let choose = Callback::new(move |chosen| {
        prefs::set_theme(chosen);
        theme.set(chosen);
    });
    view! { <ChoiceRow name="theme" legend=t.look options taken=theme choose/> }
}

/// Who is using the device, and handing it over.
#[component]
fn WhoSection() -> impl IntoView {
    let t = SettingsTexts::now();
    let lang = language();
    let desk = expect_context::<Desk>();
    let error = RwSignal::new(None::<String>);
    let now = move || {
        let actor = desk.actor()?;
        desk.read(|state| {
            let person = Person::find(state, actor)?;
            Some(format!(
                "{} · {}",
                person.name(lang),
                role_name(person.role())
            ))
        })
    };
    let choose = Callback::new(move |id| {
        spawn_local(async move {
            if let Err(why) = desk.set_actor(id).await {
                error.set(Some(store_error_text(&why)));
            }
        });
    });
    let others = move || {
        let actor = desk.actor();
        desk.read(|state| {
            Person::all(state)
                .into_iter()
                .filter(|person| Some(person.id) != actor)
                .map(|person| person_row(person, choose))
                .collect_view()
        })
    };
    view! {
        <section class="card stack">
            <h2>{t.person}</h2>
            <p class="who">{now}</p>
            {error_notice(error)}
            // On a site that asks who is there, the code said whose device it is.
            {(!crate::sync::has_token()).then(|| view! {
                <details>
                    <summary>{t.change_person}</summary>
                    <ul class="row-list">{others}</ul>
                </details>
            })}
        </section>
    }
}
