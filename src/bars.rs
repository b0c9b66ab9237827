//! What stands around every screen: the bar above and the tabs.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{components::A, hooks::use_location};
use needs::{Act, Lang, Site};

use crate::{
    components::{icon::Icon, sync_sign::SyncSign},
    desk::Desk,
    locales::ShellTexts,
    profiles::{self, Opened},
};

/// The site, whether all is sent, and the ways to search and to lock.
#[component]
pub fn TopBar() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let lang = expect_context::<RwSignal<Lang>>();
    let name = move || {
        let site = desk.site();
        desk.read(|state| Site::find(state, site).map(|site| site.name(lang.get()).to_owned()))
    };
    view! {
        <header class="topbar">
            <A href="/">{name}</A>
            <LockButton/>
            <SyncSign/>
            // Last: what the sign says is of many lengths, and the button stays where it is.
            <A href="/search" attr:class="to-search" attr:aria-label=ShellTexts::now().search>
                <Icon name="search"/>
            </A>
        </header>
    }
}

/// The ways to the screens that everyone needs.
#[component]
pub fn Tabs() -> impl IntoView {
    let t = ShellTexts::now();
    let desk = expect_context::<Desk>();
    let reads_all = Memo::new(move |_| desk.may(Act::ReadAll));
    let path = use_location().pathname;
    let above = Memo::new(move |_| tab_above(&path.read()));
    let within = move |tab| move || (above.get() == Some(tab)).then_some("");
    view! {
        <nav class="tabs" aria-label=t.navigation>
            <A href="/" exact=true attr:data-within=within("/")>
                <Icon name="door"/><span>{t.today}</span>
            </A>
            <A href="/finished"><Icon name="check"/><span>{t.sent}</span></A>
            <Show when=move || reads_all.get()>
                <A href="/office" attr:data-within=within("/office")>
                    <Icon name="office"/><span>{t.office}</span>
                </A>
                <A href="/forms"><Icon name="survey"/><span>{t.forms}</span></A>
            </Show>
            <A href="/settings" attr:data-within=within("/settings")>
                <Icon name="settings"/><span>{t.settings}</span>
            </A>
        </nav>
    }
}

/// The tab under which a screen is found that is not itself behind one.
fn tab_above(path: &str) -> Option<&'static str> {
    match path.split('/').nth(1)? {
        "unit" | "done" | "building" | "handover" => Some("/"),
        "incoming" | "progress" | "rules" | "rates" | "tables" | "review" | "themes" | "theme"
        | "need" | "people" | "estate" | "campaigns" | "campaign" | "due" => Some("/office"),
        "queue" => Some("/settings"),
        _ => None,
    }
}

/// Locks at once, where there is something to lock.
#[component]
fn LockButton() -> impl IntoView {
    let opened = expect_context::<Opened>();
    let label = ShellTexts::now().lock;
    let lock = move |_| spawn_local(profiles::lock(opened, true));
    move || {
        opened.is_sealed().then(|| {
            view! {
                <button class="button quiet lock-now" on:click=lock>
                    <Icon name="lock"/>
                    <span>{label}</span>
                </button>
            }
        })
    }
}
