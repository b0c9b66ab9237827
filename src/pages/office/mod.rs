//! The office: where to look, each place with a line of what is there now.

mod places;

use leptos::prelude::*;
use leptos_router::components::A;
use needs::Act;

use crate::{components::icon::Icon, desk::Desk, locales::OfficeTexts, pages::only_for};
use places::{GROUPS, Group, Place};

/// The screen, for those whose role reads everything.
#[component]
pub fn OfficePage() -> impl IntoView {
    only_for(Act::ReadAll, || view! { <Start/> }.into_any())
}

#[component]
fn Start() -> impl IntoView {
    let t = OfficeTexts::now();
    view! {
        <main class="page stack" id="content">
            <div class="page-head"><h1>{t.title}</h1></div>
            {GROUPS.iter().map(group).collect_view()}
        </main>
    }
}

/// A group with its places; nothing where none of them is this person's.
fn group(group: &'static Group) -> impl IntoView {
    let desk = expect_context::<Desk>();
    let lines: Vec<_> = group
        .places
        .iter()
        .map(|place| {
            let line = Memo::new(move |_| {
                let line = desk.with_person(|state, person| (place.line)(state, person));
                line.flatten()
            });
            (place, line)
        })
        .collect();
    let all = lines.clone();
    let shows = Memo::new(move |_| all.iter().any(|(_, line)| line.with(Option::is_some)));
    view! {
        <Show when=move || shows.get()>
            <section class="stack">
                <h2>{(group.title)()}</h2>
                <ul class="row-list">
                    {lines.iter().map(|(place, line)| row(place, *line)).collect_view()}
                </ul>
            </section>
        </Show>
    }
}

fn row(place: &'static Place, line: Memo<Option<String>>) -> impl IntoView {
    move || {
        line.get().map(|line| {
            view! {
                <li>
                    <A href=place.href attr:class="row">
                        <Icon name=place.icon/>
                        <span class="row-main">
                            <span class="row-title">{(place.title)()}</span>
                            {(!line.is_empty()).then(|| view! { <span class="row-sub">{line}</span> })}
                        </span>
                        <Icon name="chevron"/>
                    </A>
                </li>
            }
        })
    }
}
