//! Settings: what one's role may do, the people of the site, and the other sites of this profile.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;
use needs::{
    Act, Site,
    access::{Caller, Deed},
};

use super::leave::LeaveForm;
use crate::{
    components::{icon::Icon, sheet::Sheet, stranger::ToJoin},
    desk::Desk,
    locales::{AccessTexts, language},
    profiles::{self, JoinedSite, Opened},
    sync,
};

/// The section.
#[component]
pub fn MembershipSection() -> impl IntoView {
    let t = AccessTexts::now();
    let ToJoin(join) = expect_context::<ToJoin>();
    let leaving = RwSignal::new(false);
    let back = Callback::new(move |()| leaving.set(false));
    view! {
        <section class="card stack">
            <h2>{t.sites}</h2>
            {sync::has_token().then(|| view! { <Allowed/> })}
            <OpenSite/>
            <p class="button-row">
                <button class="button" data-join on:click=move |_| join.run(())>
                    {t.other_site}
                </button>
                <button class="button quiet danger" id="leave" on:click=move |_| leaving.set(true)>
                    <Icon name="delete"/>
                    {t.leave}
                </button>
            </p>
            <Sheet open=leaving labelled_by="leave-title">
                <div class="stack protection-sheet">
                    {move || leaving.get().then(|| view! { <LeaveForm back/> })}
                </div>
            </Sheet>
        </section>
    }
}

/// What the person's role may do, in plain words.
#[component]
fn Allowed() -> impl IntoView {
    let t = AccessTexts::now();
    let desk = expect_context::<Desk>();
    let words = move || {
        desk.with_person(|_, person| {
            let (person, role) = (person.id, person.role());
            let caller = Caller { person, role };
            let read = if role.may(Act::ReadAll) {
                t.may_read_all
            } else {
                t.may_read_own
            };
            let words = [
                role.may(Act::Collect).then_some(t.may_collect),
                Some(read),
                role.may(Act::Publish).then_some(t.may_publish),
                caller.may(Deed::Invite).then_some(t.may_invite),
            ];
            let words = words.into_iter().flatten();
            let list = words.map(|word| view! { <li>{word}</li> }).collect_view();
            let people = caller.may(Deed::SeeDevices).then(|| {
                view! {
                    <A href="/people" attr:class="row">
                        <Icon name="person"/>
                        <span class="row-main"><span class="row-title">{t.people}</span></span>
                        <Icon name="chevron"/>
                    </A>
                }
            });
            view! { <p>{t.you_may}</p><ul class="plain">{list}</ul>{people} }
        })
    };
    view! { {words} }
}

/// The site that is open, and who works there.
#[component]
fn OpenSite() -> impl IntoView {
    let lang = language();
    let desk = expect_context::<Desk>();
    let here = desk.site();
    let name =
        move || desk.read(|state| Site::find(state, here).map(|site| site.name(lang).to_owned()));
    view! { <p class="who">{name}</p> }
}

/// The sites of this profile, one tap from each other; nothing where there is one only.
#[component]
pub fn SitesSection() -> impl IntoView {
    let t = AccessTexts::now();
    let opened = expect_context::<Opened>();
    let sites = Memo::new(move |_| opened.sites().len());
    move || {
        (sites.get() > 1).then(|| {
            view! {
                <section class="card stack" id="sites">
                    <h2>{t.sites}</h2>
                    <ul class="row-list">{move || site_rows(opened)}</ul>
                </section>
            }
        })
    }
}

fn site_rows(opened: Opened) -> AnyView {
    let t = AccessTexts::now();
    let lang = language();
    let here = expect_context::<Desk>().site();
    let row = |joined: JoinedSite| {
        let site = joined.site;
        let open = site == here;
        let switch = move |_| {
            if open {
                return;
            }
            spawn_local(async move {
                if opened.set_last_site(site).await.is_ok() {
                    profiles::go_home();
                    let profile = untrack(|| opened.profile().id);
                    profiles::reload_unlocked(profile, opened.key()).await;
                }
            });
        };
        // One that was never open here has no name yet: the beginning of its id tells it apart.
        let name = joined
            .shown
            .site_in(lang)
            .map_or_else(|| site.to_string().chars().take(8).collect(), str::to_owned);
        let person = joined.shown.person_in(lang).map(str::to_owned);
        let sub = [person, open.then(|| t.open_now.to_owned())];
        let sub: Vec<String> = sub.into_iter().flatten().collect();
        view! {
            <li>
                <button
                    class="row"
                    data-site=site.to_string()
                    aria-current=open.then_some("true")
                    on:click=switch
                >
                    <Icon name=if open { "check-circle" } else { "door" }/>
                    <span class="row-main">
                        <span class="row-title">{name}</span>
                        <span class="row-sub">{sub.join(" · ")}</span>
                    </span>
                    {(!open).then(|| view! { <Icon name="chevron"/> })}
                </button>
            </li>
        }
    };
    let mut sites = opened.sites();
    sites.sort_by_key(|joined| joined.site);
    sites.into_iter().map(row).collect_view().into_any()
}
