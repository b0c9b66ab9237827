//! The screens that are not in the first download, by the part of the code they come in.
//!
//! `lazy(screen)` shows one, and fetches its part where it isn't here yet. A part is what only its
//! `open` reaches: what other parts or the first screens call is in the download of those. So code
//! of the first screens calls nothing of a lazy screen, nor anything of `form`.

pub mod door;
pub mod estate;
pub mod lock;
pub mod notebook;
pub mod office;
pub mod plan;
pub mod scan;
pub mod settings;
pub mod survey;
pub mod upkeep;
pub mod way;

use std::{cell::Cell, future::ready, pin::Pin, time::Duration};

use futures_channel::oneshot::{Sender, channel};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::notice::{Kind, notice},
    locales::ShellTexts,
    platform::{looks, service_worker},
};
pub use door::DoorScreen;
pub use estate::EstateScreen;
pub use lock::LockScreen;
pub use notebook::NotebookScreen;
pub use office::OfficeScreen;
pub use plan::PlanScreen;
pub use scan::Scan;
pub use settings::SettingsScreen;
pub use survey::SurveyScreen;
pub use upkeep::Upkeep;
pub use way::WayScreen;

/// A wait that is shorter than this is none.
const PATIENCE: Duration = Duration::from_millis(300);

/// The part could not be fetched: there is no connection, or the server has another version.
#[derive(Clone, Copy, Debug)]
pub struct NotLoaded;

/// What a part is to the others: it shows its screens.
pub type Show<S> = fn(S) -> AnyView;

/// A part on its way; it is kept where it is found when it is here.
pub type Arrival = Pin<Box<dyn Future<Output = Result<(), NotLoaded>>>>;

/// Sets a part on its way.
pub type Fetch = fn() -> Arrival;

/// How each part is fetched. Asking again after a failure tries again.
pub struct Parts {
    /// Filling in a questionnaire.
    pub survey: Fetch,
    /// Responses, questionnaires and their design.
    pub office: Fetch,
    /// Settings, and what was sent.
    pub settings: Fetch,
    /// The lock screen.
    pub lock: Fetch,
    /// At a door.
    pub door: Fetch,
    /// Finding one's way.
    pub way: Fetch,
    /// Buildings and units.
    pub estate: Fetch,
    /// Campaigns and rounds: planned, given out, handed over.
    pub plan: Fetch,
    /// Interviews.
    pub notebook: Fetch,
    /// Work that shows nothing.
    pub upkeep: Fetch,
    /// Reading codes.
    pub scan: Fetch,
}

/// A part, here or not yet.
pub struct Part<S: 'static> {
    fetch: Cell<Option<Fetch>>,
    show: Cell<Option<Show<S>>>,
}

/// A screen that comes in a part.
pub trait Screen: 'static {
    /// Does something with its part.
    fn part<T>(with: impl FnOnce(&Part<Self>) -> T) -> T;
}

/// Declares the parts: which screens each shows.
macro_rules! parts {
    ($($name:ident: $part:ident, $screen:ty;)+) => {
        thread_local! {
            $(static $name: Part<$screen> = const {
                Part { fetch: Cell::new(None), show: Cell::new(None) }
            };)+
        }

        $(impl Screen for $screen {
            fn part<T>(with: impl FnOnce(&Part<Self>) -> T) -> T {
                $name.with(with)
            }
        })+

        /// Says how parts are fetched. Once, before any screen shows.
        pub(crate) fn set(parts: &Parts) {
            $($name.with(|part| part.fetch.set(Some(parts.$part)));)+
        }
    };
}

parts! {
    SURVEY: survey, SurveyScreen;
    OFFICE: office, OfficeScreen;
    SETTINGS: settings, SettingsScreen;
    LOCK: lock, LockScreen;
    DOOR: door, DoorScreen;
    WAY: way, WayScreen;
    ESTATE: estate, EstateScreen;
    PLAN: plan, PlanScreen;
    NOTEBOOK: notebook, NotebookScreen;
    UPKEEP: upkeep, Upkeep;
    SCAN: scan, Scan;
}

/// The owner of what outlives a screen: as long as the person stays in this language.
#[derive(Clone)]
pub(crate) struct Roof(Owner);

/// What a part keeps while its owner looks at other screens belongs to this component.
pub(crate) fn provide_roof() {
    if let Some(owner) = Owner::current() {
        provide_context(Roof(owner));
    }
}

/// Makes something the first time it is asked for, and keeps it for later screens.
pub(crate) fn keep_under_roof<T: Clone + Send + Sync + 'static>(make: fn() -> T) {
    if use_context::<T>().is_none()
        && let Some(Roof(owner)) = use_context()
    {
        owner.with(|| provide_context(make()));
    }
}

/// Keeps a part that is here.
pub fn keep<S: Screen>(show: Show<S>) {
    S::part(|part| part.show.set(Some(show)));
}

/// Fetches the part of a screen, and what its screens look like, unless they are here.
pub(crate) fn fetch<S: Screen>() -> Arrival {
    let (here, fetch) = S::part(|part| (part.show.get().is_some(), part.fetch.get()));
    if here {
        return Box::pin(ready(Ok(())));
    }
    dressed(fetch)
}

/// Both are on their way at once.
fn dressed(fetch: Option<Fetch>) -> Arrival {
    let looks = looks::fetch();
    Box::pin(async move {
        fetch.ok_or(NotLoaded)?().await?;
        looks.await
    })
}

/// What a part does that shows nothing, as soon as it is here.
async fn worker<W: Screen>() -> Result<Show<W>, NotLoaded> {
    if let Some(show) = W::part(|part| part.show.get()) {
        return Ok(show);
    }
    W::part(|part| part.fetch.get()).ok_or(NotLoaded)?().await?;
    W::part(|part| part.show.get()).ok_or(NotLoaded)
}

/// Has a part do something that shows nothing, as soon as it is here; nothing if it can't be
/// fetched.
pub(crate) async fn work(work: Upkeep) {
    if let Ok(show) = worker().await {
        drop(show(work));
    }
}

/// Has a part do something that shows nothing, and waits for what comes of it.
pub(crate) async fn ask<T>(work: impl FnOnce(Sender<T>) -> Upkeep) -> Result<T, NotLoaded> {
    ask_of(work).await
}

/// The same, of another part.
async fn ask_of<W: Screen, T>(work: impl FnOnce(Sender<T>) -> W) -> Result<T, NotLoaded> {
    let show = worker().await?;
    let (done, result) = channel();
    drop(show(work(done)));
    result.await.map_err(|_| NotLoaded)
}

/// How far a screen is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Coming,
    /// It takes so long that something has to be seen.
    Slow,
    Here,
    Missing,
}

/// Shows a screen, as soon as its part is here.
pub(crate) fn lazy<S: Screen + Copy + Send>(screen: S) -> AnyView {
    if let Some(show) = S::part(|part| part.show.get()) {
        return show(screen);
    }
    let show = move || S::part(|part| part.show.get()).map(|show| untrack(|| show(screen)));
    coming(fetch::<S>, Box::new(show))
}

/// Shows what `show` gives when the part is here. One for all screens: each copy of it would be in
/// the first download.
fn coming(part: Fetch, show: Box<dyn Fn() -> Option<AnyView> + Send>) -> AnyView {
    let stage = RwSignal::new(Stage::Coming);
    let fetch = Callback::new(move |()| {
        stage.set(Stage::Coming);
        spawn_local(async move {
            let come = part().await;
            let _ = stage.try_set(if come.is_ok() {
                Stage::Here
            } else {
                Stage::Missing
            });
        });
        set_timeout(
            move || {
                if stage.try_get_untracked() == Some(Stage::Coming) {
                    stage.set(Stage::Slow);
                }
            },
            PATIENCE,
        );
    });
    fetch.run(());
    (move || match stage.get() {
        Stage::Here => show().unwrap_or_else(|| missing(fetch)),
        Stage::Missing => missing(fetch),
        coming => waiting(coming == Stage::Slow),
    })
    .into_any()
}

/// Nothing at first, then the outline of a page.
fn waiting(slow: bool) -> AnyView {
    let outline = slow.then(|| {
        view! {
            <p class="visually-hidden" role="status">{ShellTexts::now().loading}</p>
            <div class="skeleton" aria-hidden="true"><i></i><i></i><i></i><i></i></div>
        }
    });
    view! { <main class="page" id="content" aria-busy="true">{outline}</main> }.into_any()
}

/// Says that the screen isn't here, and offers to fetch it again.
fn missing(fetch: Callback<()>) -> AnyView {
    let t = ShellTexts::now();
    let again = move |_| {
        // Where a whole version is on the device, a part can only be missing because another
        // version has taken over: that one is whole.
        if service_worker::serves() {
            let _ = window().location().reload();
        } else {
            fetch.run(());
        }
    };
    let button = view! { <button class="button" on:click=again>{t.try_again}</button> };
    let notice = notice(Kind::Warning, t.part_missing, Some(button.into_any()));
    view! { <main class="page" id="content">{notice}</main> }.into_any()
}
