//! The frame: opens the site, asks who is there, and shows the screen that the address names.

use ledger::SiteId;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    components::{FlatRoutes, Route, Router},
    hooks::use_location,
    path,
};
use needs::Person;
use web_sys::CryptoKey;

use crate::{
    bars::{Tabs, TopBar},
    components::{
        recording::RecordingNotice,
        room::RoomNotice,
        store_error::{StoreErrorNotice, store_error_text},
        stranger::{StrangerNotice, ToJoin},
        update::UpdateNotice,
    },
    desk::Desk,
    locales::{self, ShellTexts},
    pages::{join, lock::Entering, welcome},
    parts::{self, DoorScreen, LockScreen, SettingsScreen, SurveyScreen, lazy},
    places::Addressed,
    platform::{prefs, quota, quota::StorageSign, service_worker},
    profiles::{self, EnterError, Known, Opened, Parcel, Profile},
    round::RoundPlace,
    store::{StoreError, registry},
    sync::{self, Courier, Porter},
};

/// How far opening the app has come.
#[derive(Clone)]
enum Stage {
    Opening,
    /// Someone has to say who they are, or to unlock what is theirs.
    Locked(StoredValue<(Known, Option<Parcel>), LocalStorage>),
    /// No site has been joined in this profile, or there is no profile yet.
    NoSite(Option<Opened>),
    /// Someone begins on a tablet that is others' already.
    Fresh,
    /// A site is joined with a code; `true` where one is open behind it.
    Joining(Option<Opened>, bool),
    /// A site is restored from a backup.
    Restoring(Option<Opened>),
    Failed(StoreError),
    Open(Opened, Desk, Courier, Porter),
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
    let ways = Ways::between(stage, storage);
    spawn_local(async move {
        match start().await {
            Start::Enter(profile, key) => ways.enter.run((profile, key)),
            Start::Adopt(site) => ways.join.run((None, site)),
            Start::Show(shown) => stage.set(shown),
        }
    });

    // The screen is built anew in another language: no text in it has to follow.
    move || {
        locales::set_language(lang.get());
        shown(stage.get(), ways)
    }
}

/// The ways from one stage to another.
#[derive(Clone, Copy)]
struct Ways {
    /// Opens a profile with its key.
    enter: Callback<Entering>,
    /// Has a profile, or a new one without a passphrase, work for an open site.
    join: Callback<(Option<Opened>, SiteId)>,
    /// Someone else wants to begin.
    fresh: Callback<()>,
    /// They have a profile of their own now.
    begun: Callback<Opened>,
    /// They leave it.
    back: Callback<()>,
    /// Someone has a code; `true` where a site is open.
    code: Callback<(Option<Opened>, bool)>,
    /// Someone has a backup.
    restore: Callback<Option<Opened>>,
    /// They joined, or left it: a site that is open is loaded anew, so that nothing of it goes on.
    joined: Callback<(Option<Opened>, bool)>,
}

impl Ways {
    fn between(stage: RwSignal<Stage>, storage: StorageSign) -> Self {
        let enter = move |(profile, key): Entering| {
            spawn_local(async move {
                match profiles::enter(profile, key).await {
                    Ok(opened) => open_last(stage, storage, opened).await,
                    // A key that another tab handed over and that is not the right one.
                    Err(EnterError::Locked) => stage.set(first(None).await),
                    Err(EnterError::Store(error)) => stage.set(Stage::Failed(error)),
                }
            });
        };
        let join = move |(opened, site)| {
            spawn_local(async move {
                match profiles::join_open(opened, site).await {
                    Ok(opened) => open_last(stage, storage, opened).await,
                    Err(error) => stage.set(Stage::Failed(error)),
                }
            });
        };
        let back = move |()| spawn_local(async move { stage.set(first(None).await) });
        let joined = move |(opened, anew): (Option<Opened>, bool)| {
            spawn_local(async move {
                match opened {
                    Some(opened) if anew => {
                        let profile = untrack(|| opened.profile().id);
                        profiles::reload_unlocked(profile, opened.key()).await;
                    }
                    Some(opened) => open_last(stage, storage, opened).await,
                    None => stage.set(Stage::NoSite(None)),
                }
            });
        };
        Self {
            code: Callback::new(move |(opened, anew)| stage.set(Stage::Joining(opened, anew))),
            restore: Callback::new(move |opened| stage.set(Stage::Restoring(opened))),
            joined: Callback::new(joined),
            enter: Callback::new(enter),
            join: Callback::new(join),
            fresh: Callback::new(move |()| stage.set(Stage::Fresh)),
            begun: Callback::new(move |opened| spawn_local(open_last(stage, storage, opened))),
            back: Callback::new(back),
        }
    }
}

fn shown(stage: Stage, ways: Ways) -> AnyView {
    match stage {
        Stage::Opening => {
            view! { <p class="empty" role="status">{ShellTexts::now().loading}</p> }.into_any()
        }
        Stage::Locked(found) => {
            let (enter, fresh) = (ways.enter, ways.fresh);
            lazy(LockScreen::Locked {
                found,
                enter,
                fresh,
            })
        }
        Stage::Fresh => {
            let (done, cancel) = (ways.begun, ways.back);
            lazy(LockScreen::NewProfile { done, cancel })
        }
        Stage::NoSite(opened) => {
            let open = Callback::new(move |site| ways.join.run((opened, site)));
            let code = Callback::new(move |()| ways.code.run((opened, false)));
            let restore = Callback::new(move |()| ways.restore.run(opened));
            view! { <welcome::SitePage open opened code restore/> }.into_any()
        }
        Stage::Joining(opened, anew) => {
            let done = Callback::new(move |opened| ways.joined.run((Some(opened), anew)));
            let cancel = Callback::new(move |()| ways.joined.run((opened, anew)));
            lazy(LockScreen::Join {
                opened,
                done,
                cancel,
            })
        }
        Stage::Restoring(opened) => {
            let done = Callback::new(move |opened| ways.joined.run((Some(opened), false)));
            let cancel = Callback::new(move |()| ways.joined.run((opened, false)));
            lazy(LockScreen::Restore {
                opened,
                done,
                cancel,
            })
        }
        Stage::Failed(error) => {
            let text = store_error_text(&error);
            view! { <main class="page"><StoreErrorNotice text/></main> }.into_any()
        }
        Stage::Open(opened, desk, courier, porter) => {
            provide_context(opened);
            provide_context(desk);
            provide_context(courier);
            provide_context(porter);
            let join = move |()| ways.code.run((Some(opened), true));
            provide_context(ToJoin(Callback::new(join)));
            view! { <Screens/> }.into_any()
        }
    }
}

/// What the app does first.
enum Start {
    Enter(Profile, Option<CryptoKey>),
    /// A tablet from before there were profiles.
    Adopt(SiteId),
    Show(Stage),
}

/// Looks who uses this tablet. A single profile without a passphrase opens by itself.
async fn start() -> Start {
    let known = match registry::read().await {
        Ok(known) => known,
        Err(error) => return Start::Show(Stage::Failed(error)),
    };
    known.finish_removals().await;
    if let Some(site) = known.to_adopt() {
        return Start::Adopt(site);
    }
    match known.profiles.as_slice() {
        [] if join::code_in_address().is_some() => {
            return Start::Show(Stage::Joining(None, false));
        }
        [] => return Start::Show(Stage::NoSite(None)),
        [only] if only.vault.is_none() => return Start::Enter(only.clone(), None),
        _ => {}
    }
    // What this tab gave away before it was loaded anew, or what another tab has.
    let parcel = profiles::take_parcel().await;
    let parcel = parcel.filter(|parcel| known.profile(parcel.profile).is_some());
    let given = match &parcel {
        Some(Parcel { pin: Some(_), .. }) => None,
        Some(parcel) => Some((parcel.profile, parcel.key.clone())),
        None => profiles::ask().await,
    };
    if let Some((id, key)) = given
        && let Some(profile) = known.profile(id)
    {
        return Start::Enter(profile.clone(), Some(key));
    }
    Start::Show(first(parcel).await)
}

/// The lock screen.
async fn first(parcel: Option<Parcel>) -> Stage {
    // Works offline from here on too, whoever comes.
    service_worker::register();
    match registry::read().await {
        Ok(known) => Stage::Locked(StoredValue::new_local((known, parcel))),
        Err(error) => Stage::Failed(error),
    }
}

/// Opens the site that a profile worked for last.
async fn open_last(stage: RwSignal<Stage>, storage: StorageSign, opened: Opened) {
    if join::code_in_address().is_some() {
        profiles::guard(opened);
        return stage.set(Stage::Joining(Some(opened), false));
    }
    let Some(joined) = untrack(|| opened.last_site()) else {
        stage.set(Stage::NoSite(Some(opened)));
        return;
    };
    stage.set(
        match Desk::open(joined.site, &joined.database, opened.seal()).await {
            Ok(desk) => {
                prefs::set_had_site();
                profiles::keep_tab(&joined.database);
                sync::set_token(joined.token);
                request_idle_callback(move || spawn_local(ahead(opened, desk)));
                let courier = Courier::start(desk);
                Stage::Open(opened, desk, courier, Porter::start(desk, courier))
            }
            Err(error) => Stage::Failed(error),
        },
    );
    profiles::guard(opened);
    // Ready for offline use first: Firefox asks the person before it promises to keep anything.
    service_worker::register();
    storage.set(Some(quota::ask_to_persist().await));
    if untrack(|| opened.is_sealed()) {
        parts::work(parts::Upkeep::SealAll(opened)).await;
    }
}

/// Fetches the parts of the app before someone waits for them, in the order in which they will.
async fn ahead(opened: Opened, desk: Desk) {
    // A part that could not be fetched is tried again when its screen is asked for.
    let _ = parts::fetch::<DoorScreen>().await;
    let _ = parts::fetch::<SurveyScreen>().await;
    let _ = parts::fetch::<SettingsScreen>().await;
    parts::work(parts::Upkeep::Name(opened, desk)).await;
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
        } else if sync::has_token() {
            // Who it is was settled with the code; their record is on its way.
            view! { <welcome::FetchingPage/> }.into_any()
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
        let alone = ["/survey/", "/interview/", "/forms/try", "/forms/design/"];
        alone.iter().any(|begin| path.starts_with(begin))
    });
    provide_context(RoundPlace::new());
    parts::provide_roof();
    view! {
        <div class="shell" data-focus=move || filling_in.get().then_some("true")>
            <a class="skip" href="#content">{t.skip}</a>
            <TopBar/>
            <Tabs/>
            <UpdateNotice/>
            <StrangerNotice/>
            <RoomNotice/>
            <RecordingNotice/>
            <FlatRoutes fallback=Addressed>
                <Route path=path!("/*any") view=Addressed/>
            </FlatRoutes>
        </div>
    }
}
