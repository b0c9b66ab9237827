//! The first steps on a device: which site, and who.

use ledger::{Bundle, Ledger, SiteId};
use leptos::{prelude::*, task::spawn_local, wasm_bindgen::JsCast};
use needs::{Lang, Person};
use web_sys::HtmlElement;

use crate::{
    components::{
        bundle_error::bundle_error_text,
        choice_row::ChoiceRow,
        icon::Icon,
        notice::{Kind, error_notice, notice},
        row::person_row,
        store_error::store_error_text,
        stranger::StrangerNotice,
    },
    desk::Desk,
    locales::ShellTexts,
    parts::{self, Upkeep},
    platform::{files, prefs},
    profiles::{self, Opened},
    sync::{Courier, SiteSummary, sites},
};

/// Chooses the site to work for. Where the server has one only, there is nothing to choose.
#[component]
pub fn SitePage(
    /// Opens a site.
    open: Callback<SiteId>,
    /// The profile that is to work for it; `None` where there is none yet.
    opened: Option<Opened>,
    /// Someone has a code.
    code: Callback<()>,
    /// Someone has a backup.
    restore: Callback<()>,
) -> impl IntoView {
    let t = ShellTexts::now();
    let lang = crate::locales::language();
    // `None`: asking; `Some(None)`: no connection.
    let found = RwSignal::new(None::<Option<Vec<SiteSummary>>>);
    let ask = move || {
        found.set(None);
        spawn_local(async move {
            let sites = sites().await;
            match sites.as_deref() {
                Some([only]) if !prefs::has_left() => open.run(only.id),
                _ => found.set(Some(sites)),
            }
        });
    };
    ask();
    let list = move || match found.get() {
        None => view! { <p class="empty" role="status">{t.loading}</p> }.into_any(),
        Some(None) => {
            let again = view! {
                <button class="button primary" on:click=move |_| ask()>{t.try_again}</button>
            };
            let again = Some(again.into_any());
            let no_line = notice(Kind::Warning, t.first_needs_line, again);
            view! { {no_line} <OpenFile open opened/> }.into_any()
        }
        Some(Some(sites)) if sites.is_empty() => {
            view! { {notice(Kind::Info, t.no_site_yet, None)} <OpenFile open opened/> }.into_any()
        }
        Some(Some(sites)) => {
            let row = move |site: SiteSummary| {
                view! {
                    <li>
                        <button class="row" on:click=move |_| open.run(site.id)>
                            <span class="row-main">
                                <span class="row-title">{site.name(lang).to_owned()}</span>
                            </span>
                            <Icon name="chevron"/>
                        </button>
                    </li>
                }
            };
            view! {
                <h2>{t.which_site}</h2>
                <ul class="row-list">{sites.into_iter().map(row).collect_view()}</ul>
            }
            .into_any()
        }
    };
    view! {
        <main class="page stack" id="content">
            <div class="page-head"><h1>{t.welcome}</h1></div>
            <LanguageChoice/>
            {prefs::had_site().then(|| notice(Kind::Warning, t.was_cleared, None))}
            {list}
            <p class="button-row">
                <button class="button" data-join on:click=move |_| code.run(())>
                    {t.join_by_code}
                </button>
                <button class="button" data-restore on:click=move |_| restore.run(())>
                    {t.restore}
                </button>
            </p>
        </main>
    }
}

/// Waits for the site that was just joined.
#[component]
pub fn FetchingPage() -> impl IntoView {
    let t = ShellTexts::now();
    let courier = expect_context::<Courier>();
    view! {
        <main class="page stack" id="content">
            <StrangerNotice/>
            <p class="empty" role="status">{t.fetching}</p>
            <p class="button-row">
                <button class="button" on:click=move |_| courier.sync_now()>{t.try_again}</button>
            </p>
        </main>
    }
}

/// Joins a site from a file, where there is no connection at all.
#[component]
fn OpenFile(open: Callback<SiteId>, opened: Option<Opened>) -> impl IntoView {
    let t = ShellTexts::now();
    let error = RwSignal::new(None::<String>);
    let choose = move |event: leptos::ev::Event| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        let Some(file) = input.files().and_then(|files| files.get(0)) else {
            return;
        };
        spawn_local(async move {
            let bytes = files::read(&file).await.unwrap_or_default();
            let joined = parts::ask(|done| Upkeep::Join(opened, bytes, done)).await;
            match joined.unwrap_or_else(|_| Err(t.part_missing.to_owned())) {
                Ok(site) => open.run(site),
                Err(why) => error.set(Some(why)),
            }
        });
    };
    view! {
        <label class="button file-button">
            <Icon name="in"/>
            <span>{t.open_file}</span>
            <input type="file" accept=".json,application/json" class="visually-hidden" on:change=choose/>
        </label>
        {error_notice(error)}
    }
}

/// Makes the site's storage out of a bundle.
pub async fn join(opened: Option<Opened>, bytes: &[u8]) -> Result<SiteId, String> {
    let bundle = Bundle::read(bytes).map_err(|error| bundle_error_text(&error))?;
    let site = bundle.site;
    let opening = bundle
        .open(&Ledger::new(site))
        .map_err(|error| bundle_error_text(&error))?;
    let opened = profiles::join_open(opened, site)
        .await
        .map_err(|error| store_error_text(&error))?;
    let joined = untrack(|| opened.site(site)).ok_or_else(String::new)?;
    let desk = Desk::open(site, &joined.database, opened.seal())
        .await
        .map_err(|error| store_error_text(&error))?;
    desk.import(opening.fresh)
        .await
        .map_err(|error| store_error_text(&error))?;
    Ok(site)
}

/// Asks who is using the device.
#[component]
pub fn WhoPage() -> impl IntoView {
    let t = ShellTexts::now();
    let desk = expect_context::<Desk>();
    let courier = expect_context::<Courier>();
    let error = RwSignal::new(None::<String>);
    let choose = Callback::new(move |person| {
        spawn_local(async move {
            if let Err(why) = desk.set_actor(person).await {
                error.set(Some(store_error_text(&why)));
            }
        });
    });
    let people = move || {
        desk.read(|state| {
            Person::all(state)
                .into_iter()
                .map(|person| person_row(person, choose))
                .collect_view()
        })
    };
    let waiting = move || desk.read(|state| Person::all(state).is_empty());
    view! {
        <main class="page stack" id="content">
            <div class="page-head">
                <h1>{t.welcome}</h1>
                <p>{t.who}</p>
            </div>
            <LanguageChoice/>
            {error_notice(error)}
            <Show
                when=move || !waiting()
                fallback=move || view! {
                    <p class="empty" role="status">{t.fetching}</p>
                    <p class="button-row">
                        <button class="button" on:click=move |_| courier.sync_now()>{t.try_again}</button>
                    </p>
                }
            >
                <ul class="row-list">{people}</ul>
            </Show>
        </main>
    }
}

/// The three languages, each in its own words.
#[component]
pub fn LanguageChoice() -> impl IntoView {
    let lang = expect_context::<RwSignal<Lang>>();
    let options = vec![
        (Lang::ZhHant, "繁體中文".to_owned()),
        (Lang::ZhHans, "简体中文".to_owned()),
        (Lang::En, "English".to_owned()),
    ];
    let choose = Callback::new(move |chosen| {
        prefs::set_language(chosen);
        lang.set(chosen);
        // The screen is a new one; who chose by keyboard goes on from the same place.
        request_animation_frame(|| {
            let chosen = document().query_selector("input[name=language]:checked");
            if let Some(chosen) = chosen.ok().flatten() {
                let _ = chosen.unchecked_into::<HtmlElement>().focus();
            }
        });
    });
    let legend = ShellTexts::now().language;
    view! { <ChoiceRow name="language" legend options taken=lang choose/> }
}
