//! What people disagree about: both values side by side, and the one who decides.

use ledger::RecordId;
use leptos::prelude::*;
use needs::{Act, access::Caller};

use super::settle::Settling;
use crate::{
    components::{
        back::BackLink,
        notice::{Kind, notice},
    },
    desk::Desk,
    locales::{TrailTexts, fill},
    pages::only_for,
};

/// The screen, for those whose role reads everything; only who corrects others may settle.
#[component]
pub fn ConflictsPage() -> impl IntoView {
    only_for(Act::ReadAll, || view! { <Conflicts/> }.into_any())
}

#[component]
fn Conflicts() -> impl IntoView {
    let t = TrailTexts::now();
    let desk = expect_context::<Desk>();
    let settled = RwSignal::new(false);
    // A card is built anew only when the list changes, so that nothing that is typed is lost.
    let list = Memo::new(move |_| {
        desk.read(|state| {
            let conflicts = state.conflicts();
            conflicts
                .map(|one| (one.kind.to_owned(), one.id, one.field.to_owned()))
                .collect::<Vec<(String, RecordId, String)>>()
        })
    });
    let may = Memo::new(move |_| {
        desk.with_person(|_, person| {
            let (person, role) = (person.id, person.role());
            Caller { person, role }.corrects_others()
        }) == Some(true)
    });
    let head = move || {
        let count = list.read().len();
        if count == 0 {
            return view! { <p class="empty">{t.conflicts_none}</p> }.into_any();
        }
        view! {
            <p class="list-count" role="status">{fill(t.conflicts_count, &[&count])}</p>
            {(!may.get()).then(|| notice(Kind::Info, t.conflicts_role, None))}
        }
        .into_any()
    };
    view! {
        <main class="page stack" id="content">
            <BackLink/>
            <div class="page-head"><h1>{t.conflicts}</h1><p>{t.conflicts_sub}</p></div>
            {move || settled.get().then(|| notice(Kind::Good, t.settled, None))}
            {head}
            <For each=move || list.get() key=Clone::clone let(conflict)>
                <Settling conflict may settled/>
            </For>
        </main>
    }
}
