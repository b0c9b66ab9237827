//! The frame: opens the site, asks who is there, and shows the screen that the address names.

use ledger::SiteId;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    components::{A, FlatRoutes, Route, Router},
    hooks::use_location,
    path,
};
use needs::{Act, Lang, Person, Site};

use crate::{
    components::{
        icon::Icon,
        room::RoomNotice,
        store_error::{StoreErrorNotice, store_error_text},
        sync_sign::SyncSign,
        update::UpdateNotice,
    },
    desk::Desk,
    locales::{self, ShellTexts},
    pages::{self, welcome},
    platform::{prefs, quota, quota::StorageSign, service_worker},
    screen,
    store::{StoreError, registry},
    sync::{Courier, Porter},
};

/// How far opening the app has come.
#[derive(Clone)]
enum Stage {
    Opening,
    /// No site has been joined on this device.
    NoSite,
    Failed(StoreError),
    Open(Desk, Courier, Porter),
}

/// The app.
#[component]
pub fn App() -> impl IntoView {
    let lang = RwSignal::new(prefs::language());
    locales::set_language(lang.get_untracked());
    let theme = RwSignal::new(prefs::theme());
    let storage: StorageSign = RwSignal::new(None);
    let stage = RwSignal::new(Stage::Opening);
    provide_context(lang);
    provide_context(theme);
    provide_context(storage);

    Effect::new(move || {
        let root = document().document_element();
        if let Some(root) = root {
            let _ = root.set_attribute("lang", lang.get().tag());
            let _ = root.set_attribute("data-theme", theme.get().name());
        }
    });
    let open = Callback::new(move |site: SiteId| {
        spawn_local(async move {
            stage.set(
                match Desk::open(site, &registry::database_of(site), None).await {
                    Ok(desk) => {
                        prefs::set_had_site();
                        let courier = Courier::start(desk);
                        Stage::Open(desk, courier, Porter::start(desk, courier))
                    }
                    Err(error) => Stage::Failed(error),
                },
            );
            // Ready for offline use first: Firefox asks the person before it promises to keep
            // anything.
            service_worker::register();
            storage.set(Some(quota::ask_to_persist().await));
            request_idle_callback(screen::rehearse);
        });
    });
    spawn_local(async move {
        match registry::site().await {
            Ok(Some(site)) => open.run(site),
            Ok(None) => stage.set(Stage::NoSite),
            Err(error) => stage.set(Stage::Failed(error)),
        }
    });

    // The screen is built anew in another language: no text in it has to follow.
    move || {
        locales::set_language(lang.get());
        match stage.get() {
            Stage::Opening => {
                view! { <p class="empty" role="status">{ShellTexts::now().loading}</p> }.into_any()
            }
            Stage::NoSite => view! { <welcome::SitePage open/> }.into_any(),
            Stage::Failed(error) => {
                let text = store_error_text(&error);
                view! { <main class="page"><StoreErrorNotice text/></main> }.into_any()
            }
            Stage::Open(desk, courier, porter) => {
                provide_context(desk);
                provide_context(courier);
                provide_context(porter);
                view! { <Screens/> }.into_any()
            }
        }
    }
}

/// The screens, once the site is open: first who is there, then what they ask for.
#[component]
fn Screens() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let known = Memo::new(move |_| {
        desk.actor()
            .is_some_and(|actor| desk.read(|state| Person::find(state, actor).is_some()))
    });
    move || {
        if known.get() {
            view! { <Router><Shell/></Router> }.into_any()
        } else {
            view! { <welcome::WhoPage/> }.into_any()
        }
    }
}

#[component]
fn Shell() -> impl IntoView {
    let t = ShellTexts::now();
    let location = use_location();
    // At the door there is only the questionnaire, and a form under design needs the room.
    let filling_in = Memo::new(move |_| {
        let path = location.pathname.read();
        let alone = ["/survey/", "/forms/try", "/forms/design/"];
        alone.iter().any(|begin| path.starts_with(begin))
    });
    // A workbook that is open stays so while its owner looks at other screens.
    provide_context(pages::forms::Workbench::new());
    view! {
        <div class="shell" data-focus=move || filling_in.get().then_some("true")>
            <a class="skip" href="#content">{t.skip}</a>
            <TopBar/>
            <Tabs/>
            <UpdateNotice/>
            <RoomNotice/>
            <FlatRoutes fallback=pages::NotFound>
                <Route path=path!("/") view=pages::today::TodayPage/>
                <Route path=path!("/unit/:unit") view=pages::unit::UnitPage/>
                <Route path=path!("/survey/:draft") view=pages::survey::SurveyPage/>
                <Route path=path!("/done/:response") view=pages::done::DonePage/>
                <Route path=path!("/finished") view=pages::finished::FinishedPage/>
                <Route path=path!("/office") view=pages::office::OfficePage/>
                <Route path=path!("/rates") view=pages::rates::RatesPage/>
                <Route path=path!("/forms") view=pages::forms::FormsPage/>
                <Route path=path!("/forms/try") view=pages::forms::TrialPage/>
                <Route path=path!("/forms/try/:form") view=pages::forms::TrialPage/>
                <Route path=path!("/response/:response") view=pages::response::ResponsePage/>
                <Route path=path!("/forms/design/:design") view=pages::design::DesignPage/>
                <Route path=path!("/history/:kind/:record") view=pages::trail::HistoryPage/>
                <Route path=path!("/conflicts") view=pages::trail::ConflictsPage/>
                <Route path=path!("/queue") view=pages::trail::QueuePage/>
                <Route path=path!("/tables") view=pages::tables::TablesPage/>
                <Route path=path!("/settings") view=pages::settings::SettingsPage/>
            </FlatRoutes>
        </div>
    }
}

#[component]
fn TopBar() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let lang = expect_context::<RwSignal<Lang>>();
    let name = move || {
        let site = desk.site();
        desk.read(|state| Site::find(state, site).map(|site| site.name(lang.get()).to_owned()))
    };
    view! {
        <header class="topbar">
            <A href="/">{name}</A>
            <SyncSign/>
        </header>
    }
}

#[component]
fn Tabs() -> impl IntoView {
    let t = ShellTexts::now();
    let desk = expect_context::<Desk>();
    let reads_all = Memo::new(move |_| desk.may(Act::ReadAll));
    view! {
        <nav class="tabs" aria-label=t.navigation>
            <A href="/" exact=true><Icon name="door"/><span>{t.today}</span></A>
            <A href="/finished"><Icon name="check"/><span>{t.sent}</span></A>
            <Show when=move || reads_all.get()>
                <A href="/office"><Icon name="office"/><span>{t.office}</span></A>
                <A href="/forms"><Icon name="survey"/><span>{t.forms}</span></A>
            </Show>
            <A href="/settings"><Icon name="settings"/><span>{t.settings}</span></A>
        </nav>
    }
}
