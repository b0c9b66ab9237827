//! Settings: what one's role may do, the people of the site, and the other sites of this profile.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;
use needs::{
    Act, Site,
    access::{Caller, Deed},
};

use crate::{
    components::{icon::Icon, stranger::ToJoin},
    desk::Desk,
    locales::{AccessTexts, language},
    profiles::{self, Opened},
    sync,
};

/// The section.
#[component]
pub fn MembershipSection() -> impl IntoView {
    let t = AccessTexts::now();
    let ToJoin(join) = expect_context::<ToJoin>();
    view! {
        <section class="card stack">
            <h2>{t.sites}</h2>
            {sync::has_token().then(|| view! { <Allowed/> })}
            <OtherSites/>
            <p class="button-row">
                <button class="button" data-join on:click=move |_| join.run(())>
                    {t.other_site}
                </button>
            </p>
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

/// The other sites that this profile works for. Only the one that is open has its name here.
#[component]
fn OtherSites() -> impl IntoView {
    let t = AccessTexts::now();
    let lang = language();
    let desk = expect_context::<Desk>();
    let opened = expect_context::<Opened>();
    let here = desk.site();
    let name =
        move || desk.read(|state| Site::find(state, here).map(|site| site.name(lang).to_owned()));
    let others = opened.sites();
    let others: Vec<_> = others
        .into_iter()
        .filter(|joined| joined.site != here)
        .map(|joined| {
            let site = joined.site;
            let switch = move |_| {
                spawn_local(async move {
                    if opened.set_last_site(site).await.is_ok() {
                        profiles::reload_unlocked(opened.profile().id, opened.key()).await;
                    }
                });
            };
            // The name lies in a storage that is not open: the beginning of the id tells them
            // apart.
            let short = site.to_string().chars().take(8).collect::<String>();
            view! {
                <li>
                    <button class="row" on:click=switch>
                        <span class="row-main">
                            <span class="row-title">{t.open_site} " " {short}</span>
                        </span>
                        <Icon name="chevron"/>
                    </button>
                </li>
            }
        })
        .collect();
    view! {
        <p class="who">{name}</p>
        {(!others.is_empty()).then(|| view! { <ul class="row-list">{others}</ul> })}
    }
}
