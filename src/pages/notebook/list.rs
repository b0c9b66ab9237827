//! All interviews that a person may read, newest first.

use leptos::prelude::*;
use leptos_router::components::A;
use needs::{Act, Interview, Person};

use super::about;
use crate::{
    components::{back::BackLink, icon::Icon, moment::day_and_time, row::Row},
    desk::Desk,
    locales::{NotebookTexts, OfficeTexts, fill, language},
};

/// So many are shown, and as many more at each wish.
const STEP: usize = 100;

/// The screen.
#[component]
pub fn ListPage() -> impl IntoView {
    let t = NotebookTexts::now();
    let desk = expect_context::<Desk>();
    let shown = RwSignal::new(STEP);
    let rows = Memo::new(move |_| {
        let rows = desk.with_person(|state, me| {
            let all = Interview::all(state).into_iter();
            all.filter(|one| one.readable_by(me))
                .map(|one| (one.id, line(desk, one)))
                .collect::<Vec<_>>()
        });
        rows.unwrap_or_default()
    });
    let list = move || {
        let count = rows.with(Vec::len);
        if count == 0 {
            return view! { <p class="empty">{t.interviews_none}</p> }.into_any();
        }
        let some: Vec<_> = rows.with(|rows| {
            let rows = rows.iter().take(shown.get()).cloned();
            rows.map(|(id, (title, sub))| {
                let row = Row {
                    icon: Some("interview"),
                    title,
                    sub,
                    ..Row::default()
                };
                row.link(format!("/notebook/{id}"))
            })
            .collect()
        });
        let more = (count > shown.get()).then(|| {
            let more = move |_| shown.update(|shown| *shown += STEP);
            view! { <button class="button" on:click=more>{OfficeTexts::now().more}</button> }
        });
        view! { <ul class="row-list">{some}</ul> {more} }.into_any()
    };
    let group = move || {
        desk.may(Act::Collect).then(|| {
            view! {
                <A href="/group" attr:class="button" attr:data-action="group">
                    <Icon name="interview"/>{t.group}
                </A>
            }
        })
    };
    view! {
        <main class="page stack" id="content">
            <BackLink/>
            <div class="page-head"><h1>{t.interviews}</h1></div>
            <p class="button-row">{group}</p>
            {list}
        </main>
    }
}

/// Title and what is under it.
fn line(desk: Desk, one: Interview<'_>) -> (String, String) {
    let t = NotebookTexts::now();
    let lang = language();
    let by = one.written().map(|touch| touch.actor);
    let by = desk.read(|state| Some(Person::find(state, by?)?.name(lang).to_owned()));
    let when = day_and_time(one.finished().unwrap_or_default(), lang);
    let lines = fill(t.lines_count, &[&one.lines().len()]);
    let sub = format!("{when} · {} · {lines}", by.unwrap_or_default());
    (about(desk, one), sub)
}
